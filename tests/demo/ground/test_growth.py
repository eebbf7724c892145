import numpy as np
import pytest

from ruralmap.demo.ground.growth import PACE, grow
from ruralmap.demo.ground.pieces import Pieces
from ruralmap.demo.ground.tidy import connected_parts, straighten

# Six nodes in a row, each step costs 10.
ROW = [[(1, 10)], [(0, 10), (2, 10)], [(1, 10), (3, 10)], [(2, 10), (4, 10)], [(3, 10), (5, 10)], [(4, 10)]]


@pytest.mark.parametrize(
    ("pace", "fences", "labels"),
    [
        # both fronts take three steps of 10 to the middle
        pytest.param([PACE, PACE], [0] * 6, [0, 0, 0, 1, 1, 1], id="equal paces meet in the middle"),
        # label 0 arrives at node 4 after 40, label 1 after 50
        pytest.param([PACE, 5 * PACE], [0] * 6, [0, 0, 0, 0, 0, 1], id="a slow label gets less"),
        pytest.param([PACE, PACE], [0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 1, 1], id="a fence holds"),
        pytest.param([PACE, PACE], [0, 0, 2, 1, 1, 1], [0, 0, -1, 1, 1, 1], id="nothing comes in here"),
    ],
)
def test_labels_spread_until_they_meet(pace, fences, labels):
    assert grow(ROW, [(0, 0), (5, 1)], pace=pace, fences=fences) == labels


def test_a_tie_goes_to_the_lower_label():
    assert grow([*ROW[:4], [(3, 10)]], [(0, 0), (4, 1)], pace=[PACE, PACE], fences=[0] * 5) == [0, 0, 0, 1, 1]


def pieces_with_sides(sides):
    """Pieces of equal size, known only by the sides they share."""
    count = len(sides)
    return Pieces(np.arange(count), np.full(count, 10), np.zeros((count, 2)), [[]] * count, sides)


def test_a_piece_that_bulges_goes_to_its_neighbour():
    # piece 4 hangs on its own region by one side and on the other by five
    pieces = pieces_with_sides(
        [
            {1: 6},
            {0: 6, 2: 6},
            {1: 6, 3: 6},
            {2: 6, 4: 1},
            {3: 1, 5: 5},
            {4: 5, 6: 6},
            {5: 6},
        ]
    )
    labels = np.array([0, 0, 0, 0, 0, 1, 1])

    straight = straighten(pieces, labels, kept=set(), fences=np.zeros(7, dtype=np.int64))

    assert straight.tolist() == [0, 0, 0, 0, 1, 1, 1]


@pytest.mark.parametrize(
    ("kept", "fences"),
    [
        pytest.param({4}, [0, 0, 0, 0, 0, 0, 0], id="it is kept"),
        pytest.param(set(), [0, 0, 0, 0, 0, 1, 1], id="a fence lies between"),
    ],
)
def test_a_bulge_stays_where(kept, fences):
    pieces = pieces_with_sides(
        [{1: 6}, {0: 6, 2: 6}, {1: 6, 3: 6}, {2: 6, 4: 1}, {3: 1, 5: 5}, {4: 5, 6: 6}, {5: 6}]
    )
    labels = np.array([0, 0, 0, 0, 0, 1, 1])

    assert straighten(pieces, labels, kept=kept, fences=np.array(fences)).tolist() == labels.tolist()


def test_parts_come_largest_first():
    pieces = pieces_with_sides([{1: 1}, {0: 1, 2: 1}, {1: 1, 3: 1}, {2: 1, 4: 1}, {3: 1}])

    assert connected_parts(pieces, [4, 3, 2, 0]) == [[2, 3, 4], [0]]
