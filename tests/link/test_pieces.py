"""How shapes are measured, and that pieces add up to what was cut."""

import geopandas as gpd
import numpy as np
import pytest
from shapely import (
    GeometryCollection,
    LinearRing,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    box,
)

from ruralmap.link.ground import lay_ground
from ruralmap.link.pieces import cut_areas, cut_lines, measures_of

ROAD = LineString([(0, 0), (1, 1)])
YARD = box(0, 0, 1, 1)


@pytest.mark.parametrize(
    ("shape", "measure"),
    [
        pytest.param(ROAD, "length", id="line"),
        pytest.param(MultiLineString([ROAD]), "length", id="lines"),
        pytest.param(LinearRing([(0, 0), (1, 1), (1, 0)]), "length", id="ring"),
        pytest.param(YARD, "area", id="polygon"),
        pytest.param(MultiPolygon([YARD]), "area", id="polygons"),
        pytest.param(Point(0, 0), None, id="point"),
        pytest.param(MultiPoint([(0, 0), (1, 1)]), None, id="points"),
        pytest.param(GeometryCollection([ROAD, YARD]), None, id="mixture"),
        pytest.param(LineString(), None, id="empty line"),
        pytest.param(Polygon(), None, id="empty polygon"),
        pytest.param(LineString([(0, 0), (np.inf, 1)]), None, id="without an end"),
        pytest.param(None, None, id="missing"),
    ],
)
def test_a_shape_is_measured_by_its_kind(shape, measure):
    assert measures_of(np.array([shape], dtype=object)).tolist() == [measure]


def test_pieces_add_up_to_the_shape_where_villages_leave_a_gap():
    # 0 to 10 and 20 to 30 are villages; the line and the area run from 5 to 40.
    villages = gpd.GeoSeries({"A": box(0, 0, 10, 10), "B": box(20, 0, 30, 10)}, crs="EPSG:4526")
    ground = lay_ground(villages)
    lines = cut_lines(np.array([LineString([(5, 5), (40, 5)])], dtype=object), ground)
    assert lines.groupby("village")["measure"].sum().to_dict() == {-1: 20, 0: 5, 1: 10}
    areas = cut_areas(np.array([box(5, 2, 40, 4)], dtype=object), ground)
    assert areas.groupby("village")["measure"].sum().to_dict() == {-1: 40, 0: 10, 1: 20}


def test_nothing_is_cut_of_nothing():
    ground = lay_ground(gpd.GeoSeries({"A": YARD}, crs="EPSG:4526"))
    none = np.array([None], dtype=object)
    assert cut_lines(none, ground).empty
    assert cut_areas(none, ground).empty
