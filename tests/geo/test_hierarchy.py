"""Units within units: who lies outside, and whether parts make up their whole."""

import math

import numpy as np
import pytest
from shapely import Polygon, box

from ruralmap.geo.hierarchy import compare_sums, find_outside
from ruralmap.geo.mending import is_polygon, mend_polygon
from ruralmap.geo.topology import Drawing

ZONE = "EPSG:4526"


def draw(shapes):
    items = np.full(len(shapes), None, dtype=object)
    items[:] = list(shapes.values())
    return Drawing(items, tuple(shapes), ZONE, ZONE)


# Two townships of 1 by 2 km side by side, each with two villages of 1 by 1 km.
TOWNSHIPS = draw({"W": box(0, 0, 1000, 2000), "E": box(1000, 0, 2000, 2000)})
VILLAGES = {
    "W1": box(0, 0, 1000, 1000),
    "W2": box(0, 1000, 1000, 2000),
    "E1": box(1000, 0, 2000, 1000),
    "E2": box(1000, 1000, 2000, 2000),
}


def outside(**changed):
    villages = VILLAGES | changed
    lower = draw(villages)
    found = find_outside(lower, TOWNSHIPS, [code[0] for code in villages])
    return [(lower.codes[item.place], item.upper, item.mostly, item.area_m2, item.share) for item in found]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        pytest.param({}, [], id="all inside"),
        # 9, 10 and 11 m of 1000 + 9, 10, 11 m: below 1 %, below, and above it.
        pytest.param({"W1": box(0, 0, 1009, 1000)}, [], id="below"),
        pytest.param({"W1": box(10, 0, 1010, 1000)}, [("W1", "W", "E", 10_000, 0.01)], id="one percent"),
        pytest.param({"W1": box(0, 0, 1100, 1000)}, [("W1", "W", "E", 100_000, 1 / 11)], id="above"),
        pytest.param({"W1": box(-500, 0, 500, 1000)}, [("W1", "W", "", 500_000, 0.5)], id="in no township"),
        pytest.param({"W1": VILLAGES["E1"]}, [("W1", "W", "E", 1_000_000, 1.0)], id="wholly elsewhere"),
        pytest.param({"X1": box(0, 0, 9, 9), "W1": None}, [], id="no township, no polygon"),
    ],
)
def test_villages_outside_their_township(changed, expected):
    found = outside(**changed)
    assert [row[:3] for row in found] == [row[:3] for row in expected]
    assert [row[3:] for row in found] == [pytest.approx(row[3:]) for row in expected]


def test_without_villages_none_is_outside():
    assert find_outside(draw({}), TOWNSHIPS, []) == []


def test_parts_are_compared_with_their_whole():
    # W1 overlaps W2 by 100 m and reaches 50 m into the east; E2 is missing.
    villages = VILLAGES | {"W1": box(0, 0, 1050, 1100)}
    del villages["E2"]
    east, west = compare_sums(draw(villages), TOWNSHIPS, [code[0] for code in villages])
    assert (west.code, west.parts, west.area_m2) == ("W", 2, 2_000_000)
    # 1050 * 1100 + 1000 * 1000 = 2 155 000.
    assert (west.parts_m2, west.difference_m2, west.share) == (2_155_000, 155_000, 0.0775)
    assert (west.lacking_m2, west.beyond_m2) == (0, 55_000)
    assert (east.code, east.parts, east.difference_m2, east.lacking_m2, east.beyond_m2) == (
        *("E", 1, -1_000_000, 1_000_000, 0),
    )


def test_a_whole_without_parts_lacks_all_and_one_in_two_polygons_is_one():
    halves = Drawing(
        np.array([box(0, 0, 500, 1000), box(500, 0, 1000, 1000)], dtype=object), ("W", "W"), ZONE, ZONE
    )
    (found,) = compare_sums(draw({}), halves, [])
    assert (found.area_m2, found.parts, found.lacking_m2) == (1_000_000, 0, 1_000_000)


def test_a_whole_without_area_has_no_share():
    found = compare_sums(draw({}), draw({"W": box(0, 0, 0, 0)}), [])
    assert all(math.isnan(item.share) for item in found)


def test_only_areas_are_mended():
    spike = Polygon([(0, 0), (10, 0), (10, 10), (10, 20), (10, 10), (0, 10)])
    assert mend_polygon(spike).equals(box(0, 0, 10, 10))
    assert mend_polygon(Polygon([(0, 0), (1, 1), (2, 2), (0, 0)])) is None
    assert mend_polygon(None) is None
    assert mend_polygon(box(0, 0, 1, 1).exterior) is None
    assert not is_polygon(None)
