import numpy as np
import pytest
import shapely

from ruralmap.demo.ground.arcs import OUTSIDE, Arc, build_polygons, touching_arcs
from ruralmap.errors import ConservationError

# A square of side 2 cut by x = 1 into region 0 (west) and region 1 (east), which surrounds region 2.
WEST_RIM = Arc(np.array([[1.0, 2], [0, 2], [0, 0], [1, 0]]), 0, OUTSIDE)
EAST_RIM = Arc(np.array([[1.0, 0], [2, 0], [2, 2], [1, 2]]), 1, OUTSIDE)
CUT = Arc(np.array([[1.0, 0], [1, 2]]), 0, 1)
ISLAND = Arc(np.array([[1.2, 1], [1.6, 1], [1.6, 1.5], [1.2, 1]]), 2, 1)
ARCS = [WEST_RIM, EAST_RIM, CUT, ISLAND]


def test_polygons_share_their_arcs():
    polygons = build_polygons(ARCS, {0: 0, 1: 1, 2: 2})

    # 2 * 1 each; the island is a triangle of 0.4 * 0.5 / 2 = 0.1
    assert [polygon.area for polygon in polygons.values()] == pytest.approx([2, 1.9, 0.1])
    assert len(polygons[1].interiors) == 1
    assert shapely.coverage_is_valid(list(polygons.values()))


def test_arcs_within_a_unit_vanish():
    polygons = build_polygons(ARCS, {0: 7, 1: 7, 2: 7})

    assert list(polygons) == [7]
    assert polygons[7].equals(shapely.box(0, 0, 2, 2))


def test_a_unit_in_two_parts_is_refused():
    with pytest.raises(ConservationError, match="2 parts"):
        build_polygons(ARCS, {0: 0, 1: 1, 2: 0})


@pytest.mark.parametrize(
    ("points", "touching"),
    [
        pytest.param([[4.0, 0], [4, 4]], [], id="ends that meet are no fault"),
        pytest.param([[2.0, 0], [2, 4]], [0, 2], id="an end on the inside of another"),
        pytest.param([[2.0, -1], [2, 1]], [0, 2], id="a crossing"),
        pytest.param([[1.0, 0], [3, 0]], [0, 2], id="a common stretch"),
        pytest.param([[1.0, 1], [2, 2], [2, 1], [1, 2]], [2], id="a knot"),
    ],
)
def test_arcs_may_meet_only_at_their_ends(points, touching):
    south = Arc(np.array([[0.0, 0], [4, 0]]), 0, 1)
    west = Arc(np.array([[0.0, 0], [0, 4]]), 0, 1)

    assert touching_arcs([south, west, Arc(np.array(points), 0, 1)]) == touching
