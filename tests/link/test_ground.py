"""Ground is counted once: the lowest code has what several claim, in any order of the polygons."""

import geopandas as gpd
import pytest
from shapely import Polygon, area, box

from ruralmap.link.ground import lay_ground

A, B, C = box(0, 0, 100, 100), box(90, 0, 200, 100), box(80, 0, 95, 100)


def ground_of(**polygons):
    return lay_ground(gpd.GeoSeries(polygons, crs="EPSG:4526"))


def areas(ground):
    return {str(code): float(area(shape)) for code, shape in zip(ground.codes, ground.shapes, strict=True)}


@pytest.mark.parametrize("order", ["ABC", "CBA", "BCA"])
def test_three_that_overlap_have_each_metre_once(order):
    # A has its 100 x 100. B loses 90 to 100; C, 80 to 95, loses 80 to 95 to A (and 90 to 95 was B's claim).
    ground = ground_of(**{code: {"A": A, "B": B, "C": C}[code] for code in order})
    assert areas(ground) == {"A": 10_000, "B": 10_000, "C": 0}
    claims = {
        (str(ground.codes[low]), str(ground.codes[high])): shape.area
        for low, high, shape in zip(ground.lower, ground.higher, ground.contested, strict=True)
    }
    assert claims == {("A", "B"): 1000, ("A", "C"): 1500, ("B", "C"): 500}


def test_a_sound_coverage_is_left_as_it_is():
    east = box(100, 0, 200, 100)
    ground = ground_of(A=A, B=east)
    assert list(ground.shapes) == [A, east]
    assert len(ground.contested) == 0


def test_a_village_without_a_shape_has_no_ground_and_one_that_crosses_itself_is_mended():
    bow = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    ground = ground_of(B=None, A=bow)
    assert areas(ground)["A"] == 5000
    assert ground.shapes[1] is None
