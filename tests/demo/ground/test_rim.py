import numpy as np
import shapely

from ruralmap.demo.ground.arcs import OUTSIDE
from ruralmap.demo.ground.rim import LooseEnd, tie_to_outline

# A square of a tenth of a degree: its tenths are 0.01 degree apart.
OUTLINE = shapely.box(115.0, 24.4, 115.1, 24.5)


def test_loose_ends_go_to_the_nearest_tenth_of_the_outline():
    ends = [LooseEnd(5, np.array([115.032, 24.401]), 1), LooseEnd(8, np.array([115.098, 24.449]), 0)]

    ties, _ = tie_to_outline(ends, OUTLINE)

    assert {corner: point.tolist() for corner, point in ties.items()} == {
        5: [115.03, 24.4],
        8: [115.1, 24.45],
    }


def test_a_tenth_that_is_taken_is_not_given_again():
    ends = [LooseEnd(5, np.array([115.032, 24.401]), 1), LooseEnd(8, np.array([115.033, 24.401]), 0)]

    ties, _ = tie_to_outline(ends, OUTLINE)

    # 115.03 is nearest to both; 115.04 is the next for the second
    assert ties[8].tolist() == [115.04, 24.4]


def test_the_outline_is_cut_where_borders_end_and_nowhere_else():
    ends = [LooseEnd(5, np.array([115.03, 24.4]), 1), LooseEnd(8, np.array([115.1, 24.45]), 0)]

    _, rim = tie_to_outline(ends, OUTLINE)
    by_left = {arc.left: arc.points.tolist() for arc in rim}

    # Counter-clockwise from the south side over the south-eastern corner; then back over the other three.
    assert by_left[1] == [[115.03, 24.4], [115.1, 24.4], [115.1, 24.45]]
    assert by_left[0] == [[115.1, 24.45], [115.1, 24.5], [115.0, 24.5], [115.0, 24.4], [115.03, 24.4]]
    assert {arc.right for arc in rim} == {OUTSIDE}
