import numpy as np
import shapely
from shapely import LineString, Point, Polygon, box

from ruralmap.geo.moves import move_shapes


def _east(vertices):
    """Move ten to the east; what is beyond a hundred has no place."""
    return np.where(vertices > 100, np.nan, vertices) + np.array([10, 0])


def test_every_vertex_moves_and_heights_go():
    shapes = np.array([Point(1, 2, 3), LineString([(0, 0), (1, 1)]), box(0, 0, 1, 1)], dtype=object)
    moved = move_shapes(shapes, _east)
    assert moved[0].wkt == "POINT (11 2)"
    assert moved[1].wkt == "LINESTRING (10 0, 11 1)"
    assert moved[2].equals(box(10, 0, 11, 1))
    assert shapes[0].z == 3


def test_a_shape_with_one_vertex_without_a_place_is_lost_and_no_other():
    half = Polygon([(0, 0), (101, 0), (0, 1)])
    shapes = np.array([box(0, 0, 1, 1), half, None, Point(101, 0), Polygon()], dtype=object)
    moved = move_shapes(shapes, _east)
    assert shapely.is_missing(moved).tolist() == [False, True, True, True, False]
    assert shapes[1] is half
