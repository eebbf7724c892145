"""Shares of lines and areas, worked out by hand on squares of 1 km, and their properties."""

import struct
from fractions import Fraction

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, MultiPolygon, Point, Polygon, affinity, box, ops

from ruralmap.errors import CrsError
from ruralmap.link.shares import share_shapes

WEST, SOUTH = 38_600_000, 2_700_000


def at(*vertices):
    """Give vertices in metres east and north of the south-western corner of A."""
    return [(WEST + x, SOUTH + y) for x, y in vertices]


def line(*vertices):
    return LineString(at(*vertices))


def area(west, south, east, north):
    return box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def share(shapes, villages, by, **options):
    layer = gpd.GeoSeries(shapes, crs=villages.crs)
    return share_shapes(layer, villages, by=by, **options)


def rows(shares):
    """Give (feature, village, share, measure, reason) a row, None where missing."""
    table = shares.shares.astype(object).where(shares.shares.notna(), None)
    return [tuple(row) for row in table.itertuples(index=False)]


def remarks(shares):
    return [tuple(row) for row in shares.remarks.itertuples(index=False)]


def test_a_line_through_three_villages_is_shared_by_its_metres(squares):
    # From A 300 m east to the border, 500 m through B north ... : 30 m in A, 50 m in B, 20 m in D.
    road = line((970, 950), (1020, 950), (1020, 980), (1020, 1020))
    # East: 970 to 1000 in A (30 m), 1000 to 1020 in B (20 m); north: 950 to 1000 in B (50 m), then D (20 m).
    assert rows(share({"road": road}, squares, "length")) == [
        ("road", "A", 0.25, 30.0, None),
        ("road", "B", 0.583333, 70.0, None),
        ("road", "D", 0.166667, 20.0, None),
    ]


def test_thirty_fifty_and_twenty_metres():
    # Three strips beside each other: the road runs 30, 50 and 20 m in them.
    villages = gpd.GeoSeries(
        {"A": area(0, 0, 100, 100), "B": area(100, 0, 150, 100), "C": area(150, 0, 300, 100)},
        crs="EPSG:4526",
    )
    assert rows(share({"road": line((70, 40), (170, 40))}, villages, "length")) == [
        ("road", "A", 0.3, 30.0, None),
        ("road", "B", 0.5, 50.0, None),
        ("road", "C", 0.2, 20.0, None),
    ]


def test_an_area_is_shared_by_its_square_metres_and_thirds_close_to_one(squares):
    # 100 m to each side of the middle: a quarter each. The other: 300 m x 100 m, a third in A, two in B.
    found = share({"base": area(900, 900, 1100, 1100), "strip": area(900, 0, 1200, 100)}, squares, "area")
    assert rows(found) == [
        ("base", "A", 0.25, 10_000.0, None),
        ("base", "B", 0.25, 10_000.0, None),
        ("base", "C", 0.25, 10_000.0, None),
        ("base", "D", 0.25, 10_000.0, None),
        ("strip", "A", 0.333333, 10_000.0, None),
        ("strip", "B", 0.666667, 20_000.0, None),
    ]


def test_what_lies_in_no_village_is_a_part_of_its_own_and_comes_last(squares):
    # 400 m west of A, 600 m in it; the area is a fifth in A and four fifths south of it.
    assert rows(share({"road": line((-400, 500), (600, 500))}, squares, "length")) == [
        ("road", "A", 0.6, 600.0, None),
        ("road", None, 0.4, 400.0, "outside"),
    ]
    assert rows(share({"yard": area(0, -80, 10, 20)}, squares, "area")) == [
        ("yard", "A", 0.2, 200.0, None),
        ("yard", None, 0.8, 800.0, "outside"),
    ]
    assert rows(share({"far": line((-10, -10), (-10, -40))}, squares, "length")) == [
        ("far", None, 1.0, 30.0, "outside")
    ]


def test_a_line_along_a_shared_border_is_half_in_each_and_that_is_told(squares):
    # 100 m in A, then 400 m north along the border of A and B: A 100 + 200, B 200.
    road = line((900, 100), (1000, 100), (1000, 500))
    found = share({"road": road}, squares, "length")
    assert rows(found) == [("road", "A", 0.6, 300.0, None), ("road", "B", 0.4, 200.0, None)]
    assert remarks(found) == [("road", "border", "A;B", 400.0)]


def test_a_border_passes_to_another_pair_where_villages_meet(squares):
    # 300 m along A and B, then past the middle 700 m along C and D: the road has no vertex there.
    found = share({"road": line((1000, 700), (1000, 1700))}, squares, "length")
    assert rows(found) == [
        ("road", "A", 0.15, 150.0, None),
        ("road", "B", 0.15, 150.0, None),
        ("road", "C", 0.35, 350.0, None),
        ("road", "D", 0.35, 350.0, None),
    ]
    assert remarks(found) == [("road", "border", "A;B;C;D", 1000.0)]


def test_a_line_along_the_outer_border_is_wholly_in_the_village_inside(squares):
    found = share({"road": line((0, 100), (0, 600))}, squares, "length")
    assert rows(found) == [("road", "A", 1.0, 500.0, None)]
    assert remarks(found) == []


@pytest.mark.parametrize("off", [0.0, 0.0004])
def test_a_slanting_border_is_followed_to_the_millimetre(off):
    # The border runs from (0, 0) to (300, 400), 500 m; the road has a vertex in its middle, off by less
    # than a millimetre. A lies above it, B below.
    villages = gpd.GeoSeries(
        {
            "A": Polygon(at((0, 0), (300, 400), (0, 400))),
            "B": Polygon(at((0, 0), (300, 0), (300, 400))),
        },
        crs="EPSG:4526",
    )
    found = share({"road": line((0, 0), (150 + off, 200), (300, 400))}, villages, "length")
    assert found.shares["share"].tolist() == [0.5, 0.5]
    assert found.shares["length_m"].tolist() == pytest.approx([250, 250], abs=0.002)


def test_holes_gaps_and_enclaves_are_what_they_are():
    # A is a square of 100 m with a hole of 20 m, half of which is village B; the other half is a gap.
    villages = gpd.GeoSeries(
        {
            "A": area(0, 0, 100, 100).difference(area(40, 40, 60, 60)),
            "B": area(40, 40, 50, 60),
        },
        crs="EPSG:4526",
    )
    found = share({"road": line((0, 50), (100, 50))}, villages, "length")
    assert [row[1:4] for row in rows(found)] == [("A", 0.8, 80.0), ("B", 0.1, 10.0), (None, 0.1, 10.0)]
    # A base that is a ring of 80 m x 80 m less 20 m x 20 m: 6,400 - 400 = 6,000 m2, all in A.
    ring = area(10, 10, 90, 90).difference(area(40, 40, 60, 60))
    assert rows(share({"base": ring}, villages, "area")) == [("base", "A", 1.0, 6000.0, None)]


def test_all_parts_of_a_feature_and_of_a_village_count_together(squares):
    # 100 m in A and 300 m in D.
    road = MultiLineString([at((100, 100), (200, 100)), at((1100, 1100), (1400, 1100))])
    assert [row[1:4] for row in rows(share({"road": road}, squares, "length"))] == [
        ("A", 0.25, 100.0),
        ("D", 0.75, 300.0),
    ]
    base = MultiPolygon([area(100, 100, 110, 110), area(1100, 1100, 1130, 1110)])
    assert [row[1:4] for row in rows(share({"base": base}, squares, "area"))] == [
        ("A", 0.25, 100.0),
        ("D", 0.75, 300.0),
    ]
    # A and D are one village here: rows that share a code are parts of it.
    exclave = squares.rename({"D": "A"})
    assert [row[1:4] for row in rows(share({"road": road}, exclave, "length"))] == [("A", 1.0, 400.0)]


def test_what_a_line_runs_over_twice_counts_once(squares):
    # There and back over 200 m in A, then 100 m in B.
    road = line((800, 100), (1000, 100), (800, 100), (1000, 100), (1100, 100))
    assert [row[1:4] for row in rows(share({"road": road}, squares, "length"))] == [
        ("A", 0.666667, 200.0),
        ("B", 0.333333, 100.0),
    ]


def test_ground_that_two_villages_claim_counts_once_to_the_lowest_code_and_is_told():
    # B overlaps A by 10 m: what lies there is A's.
    villages = gpd.GeoSeries(
        {"B": area(90, 0, 200, 100), "A": area(0, 0, 100, 100)},
        crs="EPSG:4526",
    )
    found = share({"road": line((50, 50), (150, 50))}, villages, "length")
    assert [row[1:4] for row in rows(found)] == [("A", 0.5, 50.0), ("B", 0.5, 50.0)]
    assert remarks(found) == [("road", "overlap", "A;B", 10.0)]
    found = share({"base": area(50, 0, 150, 100)}, villages, "area")
    assert [row[1:4] for row in rows(found)] == [("A", 0.5, 5000.0), ("B", 0.5, 5000.0)]
    assert remarks(found) == [("base", "overlap", "A;B", 1000.0)]


def test_ground_that_three_villages_claim_is_measured_once():
    # 80 to 90 is claimed by A, B and C, 90 to 100 by A and B: of the road 10 m and 5 m, together 15 m.
    villages = gpd.GeoSeries(
        {"A": area(0, 0, 100, 100), "B": area(80, 0, 200, 100), "C": area(80, 0, 90, 100)},
        crs="EPSG:4526",
    )
    found = share({"road": line((50, 50), (95, 50)), "aside": line((10, 10), (80, 10))}, villages, "length")
    assert [row[:4] for row in rows(found)] == [("road", "A", 1.0, 45.0), ("aside", "A", 1.0, 70.0)]
    # What only touches that ground does not lie on it.
    assert remarks(found) == [("road", "overlap", "A;B;C", 15.0)]
    found = share({"base": area(50, 0, 95, 100)}, villages, "area")
    assert remarks(found) == [("base", "overlap", "A;B;C", 1500.0)]
    # East of 90 C claims nothing.
    found = share({"base": area(90, 0, 95, 100)}, villages, "area")
    assert remarks(found) == [("base", "overlap", "A;B", 500.0)]


@pytest.mark.parametrize(
    ("east", "folded"),
    [
        # 0.9 m of 1,000.9 m in B: less than a metre, and less than a thousandth.
        pytest.param(1000.9, True, id="below both"),
        pytest.param(1001.0, False, id="exactly a metre"),
        pytest.param(1001.1, False, id="above a metre"),
    ],
)
def test_a_part_of_less_than_a_metre_and_a_thousandth_is_noise_and_told(squares, east, folded):
    found = share({"road": line((0, 500), (east, 500))}, squares, "length")
    if folded:
        assert rows(found) == [("road", "A", 1.0, 1000.9, None)]
        assert remarks(found) == [("road", "sliver", "B", 0.9)]
    else:
        assert [row[1] for row in rows(found)] == ["A", "B"]
        assert remarks(found) == []


@pytest.mark.parametrize(
    ("start", "folded"),
    [
        # 0.5 m in B of 500.5 m: 0.0009990; of 500 m exactly a thousandth; of 499.5 m more.
        pytest.param(500.0, True, id="below a thousandth"),
        pytest.param(500.5, False, id="exactly a thousandth"),
        pytest.param(501.0, False, id="above a thousandth"),
    ],
)
def test_a_short_part_of_a_short_line_is_no_noise(squares, start, folded):
    found = share({"road": line((start, 500), (1000.5, 500))}, squares, "length")
    assert len(found.shares) == (1 if folded else 2)


def test_noise_outside_all_villages_goes_to_the_largest_part_too(squares):
    # 0.5 m2 of 2,000.5 m2 south of A; the rest is half in A and half in B: the lower code gets it.
    yard = shapely.union(area(900, 0, 1100, 10), area(950, -0.01, 1000, 0))
    found = share({"yard": yard}, squares, "area")
    assert [row[1:4] for row in rows(found)] == [("A", 0.500125, 1000.5), ("B", 0.499875, 1000.0)]
    assert remarks(found) == [("yard", "sliver", "", 0.5)]


# As a damaged file may hold them: the second vertex lies at infinity.
ENDLESS = {
    "length": struct.pack("<BII4d", 1, 2, 2, WEST, SOUTH, np.inf, SOUTH),
    "area": struct.pack("<BIII8d", 1, 3, 1, 4, WEST, SOUTH, np.inf, SOUTH, WEST + 5, SOUTH + 5, WEST, SOUTH),
}


@pytest.mark.parametrize("by", ["length", "area"])
def test_what_has_no_such_measure_is_unmeasured_and_accounted_for(squares, by):
    shapes = {
        "point": Point(at((5, 5))[0]),
        "empty": Polygon(),
        "missing": None,
        "nowhere": LineString(at((5, 5), (5, 5))),
        "endless": shapely.from_wkb(ENDLESS[by]),
        "other": area(0, 0, 10, 10) if by == "length" else line((0, 0), (10, 10)),
    }
    found = share(shapes, squares, by)
    assert rows(found) == [(name, None, 1.0, None, "unmeasured") for name in shapes]
    assert share({}, squares, by).shares.empty


def test_an_area_whose_border_crosses_itself_is_mended(squares):
    # A bow tie of two triangles of 100 x 100 / 2 / 2 = 2,500 m2 each, all in A.
    bow = Polygon(at((0, 0), (100, 100), (100, 0), (0, 100)))
    assert rows(share({"bow": bow}, squares, "area")) == [("bow", "A", 1.0, 5000.0, None)]


def test_degrees_are_measured_in_the_county_s_zone(villages):
    # 0.002 degrees of latitude through 石井村 and 石谷村, from 24.509 to 24.511; a degree is 110.8 km.
    road = gpd.GeoSeries({"road": LineString([(115.005, 24.509), (115.005, 24.511)])}, crs=villages.crs)
    own = share_shapes(road, villages.geometry, by="length")
    zone = share_shapes(road, villages.geometry, by="length", crs="EPSG:4526")
    assert own.shares.equals(zone.shares)
    assert own.shares["village_code"].tolist() == ["441624101201", "441624101202"]
    # The border follows a parallel; between its corners, 1 km apart, the zone's straight line is 1 cm off it.
    assert own.shares["share"].tolist() == pytest.approx([0.5, 0.5], abs=1e-4)
    assert own.shares["length_m"].sum() == pytest.approx(221.5, abs=0.5)


def test_a_line_that_leads_where_the_zone_holds_no_place_is_unmeasured(villages):
    # A latitude of 124.5 degrees is none; the second line goes on being measured.
    far = LineString([(115.005, 24.505), (115.005, 124.5)])
    roads = gpd.GeoSeries(
        {"far": far, "near": LineString([(115.002, 24.505), (115.004, 24.505)])}, crs=villages.crs
    )
    found = share_shapes(roads, villages.geometry, by="length").shares
    assert found["reason"].tolist()[0] == "unmeasured"
    assert found["village_code"].tolist()[1] == "441624101201"


def test_a_border_in_degrees_is_followed_between_its_corners(villages):
    # The border of 石井村 and 黄沙村 runs from 24.50 to 24.51; the road has its own vertices on it.
    road = gpd.GeoSeries({"road": LineString([(115.01, 24.502), (115.01, 24.508)])}, crs=villages.crs)
    found = share_shapes(road, villages.geometry, by="length")
    assert found.shares["share"].tolist() == [0.5, 0.5]
    assert found.remarks["kind"].tolist() == ["border"]


@pytest.mark.parametrize(
    ("shapes_crs", "villages_crs"),
    [("EPSG:4490", "EPSG:4526"), (None, "EPSG:4526"), ("EPSG:4526", None), (None, None)],
)
def test_layers_in_two_systems_or_in_none_are_refused(squares, shapes_crs, villages_crs):
    shapes = gpd.GeoSeries([line((0, 0), (10, 10))], crs=shapes_crs)
    with pytest.raises(CrsError):
        share_shapes(shapes, gpd.GeoSeries(np.asarray(squares), crs=villages_crs), by="length")


# Some corners lie on the borders, so that lines run along them.
CORNER = st.integers(-200, 2200) | st.sampled_from([0, 1000, 2000])
VERTICES = st.lists(st.tuples(CORNER, CORNER), min_size=2, max_size=6, unique=True)
BOX = st.tuples(CORNER, CORNER, st.integers(1, 900), st.integers(1, 900))
# Dividing a dozen shapes takes hardly longer than dividing one: many shapes in few examples.
PATHS = st.lists(VERTICES, min_size=8, max_size=16)
BOXES = st.lists(BOX, min_size=8, max_size=16)


def random_lines(paths):
    return {f"f{number:02d}": line(*path) for number, path in enumerate(paths)}


def random_areas(boxes):
    corners = [(x, y, x + wide, y + high) for x, y, wide, high in boxes]
    return {f"f{number:02d}": area(*corner) for number, corner in enumerate(corners)}


def four_squares():
    corners = {"A": (0, 0), "B": (1000, 0), "C": (0, 1000), "D": (1000, 1000)}
    shapes = {code: area(x, y, x + 1000, y + 1000) for code, (x, y) in corners.items()}
    return gpd.GeoSeries(shapes, crs="EPSG:4526")


@settings(max_examples=10)
@given(PATHS, BOXES, st.randoms(use_true_random=False))
def test_shares_add_up_to_one_and_no_order_changes_them(paths, boxes, random):
    villages = four_squares()
    mixed = list(villages.items())
    random.shuffle(mixed)
    turned = gpd.GeoSeries(dict(mixed), crs=villages.crs)
    for by, shapes in (("length", random_lines(paths)), ("area", random_areas(boxes))):
        found = share(shapes, villages, by).shares
        for feature, own in found.groupby("feature"):
            assert sum(Fraction(str(part)) for part in own["share"]) == 1, feature
            whole = shapely.unary_union(shapes[feature])
            measure = (own["length_m"], whole.length) if by == "length" else (own["area_m2"], whole.area)
            assert measure[0].sum() == pytest.approx(measure[1], abs=0.02), feature
        names = list(shapes)
        random.shuffle(names)
        again = share({name: shapes[name] for name in names}, turned, by).shares
        resorted = again.sort_values("feature", kind="stable", ignore_index=True)
        pd.testing.assert_frame_equal(resorted, found)


def measured(shares, features, column):
    """Give the measure of every feature and village, those of one feature added up."""
    own = shares[shares["feature"].isin(list(features))]
    whole = own["feature"].map(features)
    return own.groupby([whole, own["village_code"].fillna("")])[column].sum()


@settings(max_examples=8)
@given(st.lists(st.tuples(VERTICES, st.integers(1, 99)), min_size=8, max_size=16))
def test_the_two_halves_of_a_line_add_up_to_the_line(cuts):
    villages = four_squares()
    wholes, halves = {}, {}
    for number, (path, percent) in enumerate(cuts):
        whole = line(*path)
        if not whole.is_simple:  # what is run over twice counts once, in the whole line only
            continue
        middle = shapely.line_interpolate_point(whole, percent / 100, normalized=True)
        parts = shapely.get_parts(ops.split(shapely.snap(whole, middle, 1e-3), middle))
        wholes[f"f{number:02d}"] = whole
        halves |= {f"f{number:02d}/{place}": part for place, part in enumerate(parts)}
    found = share(wholes | halves, villages, "length")
    # Noise is a thousandth of its own line.
    noisy = {feature[:3] for feature, kind, *_ in remarks(found) if kind == "sliver"}
    quiet = [name for name in wholes if name not in noisy]
    expected = measured(found.shares, {name: name for name in quiet}, "length_m")
    parts = {name: name[:3] for name in halves if name[:3] in quiet}
    together = measured(found.shares, parts, "length_m")
    assert together.to_dict() == pytest.approx(expected.to_dict(), abs=0.02)


@settings(max_examples=8)
@given(PATHS, BOXES, st.floats(1, 89))
def test_measures_agree_with_an_overlay_of_geopandas(paths, boxes, degrees):
    # Turned, so that nothing runs along a border but by chance, where an overlay would count it twice.
    villages = four_squares()
    frame = gpd.GeoDataFrame({"code": villages.index}, geometry=np.asarray(villages), crs=villages.crs)
    centre = (WEST + 1000, SOUTH + 1000)
    for by, shapes in (("length", random_lines(paths)), ("area", random_areas(boxes))):
        turned = {
            name: affinity.rotate(shapely.unary_union(shape), degrees, origin=centre)
            for name, shape in shapes.items()
        }
        found = share(turned, villages, by)
        plain = {name: name for name in turned if name not in set(found.remarks["feature"])}
        drawn = [turned[name] for name in plain]
        layer = gpd.GeoDataFrame({"f": list(plain)}, geometry=drawn, crs=villages.crs)
        cut = gpd.overlay(layer, frame, how="intersection", keep_geom_type=True)
        measure = cut.length if by == "length" else cut.area
        expected = measure.groupby([cut["f"], cut["code"]]).sum().rename_axis(["feature", "village_code"])
        column = "length_m" if by == "length" else "area_m2"
        own = measured(found.shares.dropna(subset="village_code"), plain, column)
        both = pd.DataFrame({"own": own, "expected": expected}).fillna(0)
        assert both["own"].to_numpy() == pytest.approx(both["expected"].to_numpy(), rel=1e-5, abs=0.02)
