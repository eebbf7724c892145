import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Polygon, box

from ruralmap.geo.coverage import count_overlaps, outline_of, simplify_coverage


def _layer(shapes, crs="EPSG:4526"):
    return gpd.GeoSeries(shapes, crs=crs)


def _squares():
    # Four squares of 1 km around (1000, 1000): A south-west, B south-east, C north-west, D north-east.
    corners = {"A": (0, 0), "B": (1000, 0), "C": (0, 1000), "D": (1000, 1000)}
    return {code: box(x, y, x + 1000, y + 1000) for code, (x, y) in corners.items()}


def _wavy_pair(crs):
    # Two rectangles of 0.02 by 0.02 degrees share a border of 199 small teeth, each about a metre.
    lat = np.linspace(24.50, 24.52, 201)
    lon = np.where(np.arange(201) % 2, 114.00001, 114.0)
    border = list(zip(lon, lat, strict=True))
    west = Polygon([(113.98, 24.50), *border, (113.98, 24.52)])
    east = Polygon([(114.02, 24.52), *reversed(border), (114.02, 24.50)])
    return gpd.GeoSeries({"W": west, "E": east}, crs=crs)


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4326"])
def test_simplified_neighbours_still_share_their_border(crs):
    pair = _wavy_pair(crs)
    simple = simplify_coverage(pair, tolerance_m=30, crs="EPSG:4526")
    assert list(simple.index) == ["W", "E"]
    assert simple.crs == pair.crs
    assert shapely.get_num_coordinates(np.asarray(simple)).max() < 20
    assert shapely.coverage_is_valid(np.asarray(simple))


def test_simplification_loses_no_part_of_a_multipart_village():
    parts = MultiPolygon([box(113.98, 24.50, 114.0, 24.52), box(114.01, 24.50, 114.02, 24.51)])
    simple = simplify_coverage(gpd.GeoSeries({"A": parts}, crs=4490), tolerance_m=5, crs="EPSG:4526")
    assert len(simple["A"].geoms) == 2


@pytest.mark.parametrize(
    ("changed", "pairs"),
    [
        pytest.param({}, 0, id="sound"),
        pytest.param({"B": box(900, 0, 2000, 1000)}, 1, id="A and B"),
        pytest.param({"B": box(1000 - 1e-5, 0, 2000, 1000)}, 0, id="a hundredth of a square metre"),
        pytest.param({"E": box(200, 200, 300, 300)}, 1, id="one inside another"),
        pytest.param({"B": None}, 0, id="a missing one"),
    ],
)
def test_pairs_that_share_ground_are_counted(changed, pairs):
    assert count_overlaps(_layer(_squares() | changed)) == pairs


def test_polygons_of_one_code_do_not_overlap_each_other():
    squares = gpd.GeoSeries([box(0, 0, 1000, 1000), box(900, 0, 2000, 1000)], index=["A", "A"], crs=4526)
    assert count_overlaps(squares) == 0


@pytest.mark.parametrize(
    ("shapes", "area_m2"),
    [
        # Four squares of 1 km fit together; B drawn 100 m into A shares 0.1 km2 with it, wherever it ends.
        pytest.param(list(_squares().values()), 4e6, id="they fit"),
        pytest.param([box(0, 0, 1000, 1000), box(900, 0, 1900, 1000)], 1.9e6, id="they overlap"),
        pytest.param([box(0, 0, 1000, 1000), None, box(1000, 0, 2000, 1000)], 2e6, id="one is missing"),
        # A bow tie of two triangles, each 1000 x 500 / 2.
        pytest.param([Polygon([(0, 0), (1000, 0), (0, 1000), (1000, 1000)])], 5e5, id="one is invalid"),
        pytest.param([None], 0, id="none"),
        pytest.param([], 0, id="nothing"),
    ],
)
def test_an_outline_is_the_ground_of_all(shapes, area_m2):
    outline = outline_of(np.array(shapes, dtype=object))
    assert outline.is_valid
    assert outline.area == pytest.approx(area_m2)


def test_the_outline_of_what_fits_together_has_no_inner_border():
    # The outer ring of four squares around one point: 4 corners, 4 ends of common borders, closed.
    outline = outline_of(np.array(list(_squares().values()), dtype=object))
    assert (outline.geom_type, len(outline.exterior.coords)) == ("Polygon", 9)
