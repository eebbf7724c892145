import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Polygon, box

from ruralmap.errors import CrsError
from ruralmap.link.points import distances_to, locate_points

WEST, SOUTH = 38_600_000, 2_700_000


def _locate(points, polygons, **options):
    """Locate points given in metres from the toy's south-western corner."""
    x = pd.Series([x + WEST for x, _ in points], dtype="float64")
    y = pd.Series([y + SOUTH for _, y in points], dtype="float64")
    return locate_points(x, y, polygons, **options)


@pytest.mark.parametrize(
    ("point", "code", "candidates", "status"),
    [
        pytest.param((500, 500), "A", "A", "linked", id="inside A"),
        pytest.param((1500, 500), "B", "B", "linked", id="inside B"),
        pytest.param((1000, 500), "A", "A;B", "tie", id="on the border of A and B"),
        pytest.param((1500, 1000), "B", "B;D", "tie", id="on the border of B and D"),
        pytest.param((1000, 1000), "A", "A;B;C;D", "tie", id="where all four meet"),
        pytest.param((0, 500), "A", "A", "linked", id="on the outer border of A alone"),
        pytest.param((0, 0), "A", "A", "linked", id="on the outer corner of A"),
        pytest.param((1000, 0), "A", "A;B", "tie", id="where the border of A and B ends"),
    ],
)
def test_a_covered_point_goes_to_its_polygon_and_a_shared_one_to_the_lowest_code(
    squares, point, code, candidates, status
):
    place = _locate([point], squares).iloc[0]
    assert place["village_code"] == code
    assert place["candidates"] == candidates
    assert place["status"] == status
    assert np.isnan(place["distance_m"])


@pytest.mark.parametrize(
    ("point", "status"),
    [
        pytest.param((-1, 500), "unlinked", id="outside"),
        pytest.param((float("nan"), 500), "rejected", id="no easting"),
        pytest.param((500, float("nan")), "rejected", id="no northing"),
        pytest.param((float("inf"), 500), "rejected", id="infinite"),
    ],
)
def test_a_point_in_no_polygon_has_no_code(squares, point, status):
    place = _locate([point], squares).iloc[0]
    assert place["status"] == status
    assert pd.isna(place["village_code"])
    assert pd.isna(place["candidates"])


def test_an_enclave_belongs_to_itself_and_its_rim_to_both(squares):
    # E is a square of 200 m in the middle of A, which has a hole there.
    rim = box(WEST + 400, SOUTH + 400, WEST + 600, SOUTH + 600)
    polygons = squares.copy()
    polygons["A"] = polygons["A"].difference(rim)
    polygons["E"] = rim
    places = _locate([(500, 500), (400, 500), (300, 500)], polygons)
    assert places["village_code"].tolist() == ["E", "A", "A"]
    assert places["candidates"].tolist() == ["E", "A;E", "A"]


def test_a_hole_that_nobody_fills_links_nobody(squares):
    hole = box(WEST + 400, SOUTH + 400, WEST + 600, SOUTH + 600)
    squares["A"] = squares["A"].difference(hole)
    assert _locate([(500, 500)], squares)["status"].tolist() == ["unlinked"]


def test_a_village_of_two_parts_holds_points_in_both_however_they_are_given():
    near, far = box(WEST, SOUTH, WEST + 100, SOUTH + 100), box(WEST + 500, SOUTH, WEST + 600, SOUTH + 100)
    together = gpd.GeoSeries([MultiPolygon([near, far])], index=["A"], crs="EPSG:4526")
    in_two_rows = gpd.GeoSeries([near, far], index=["A", "A"], crs="EPSG:4526")
    points = [(50, 50), (550, 50), (300, 50)]
    for polygons in (together, in_two_rows):
        assert _locate(points, polygons)["status"].tolist() == ["linked", "linked", "unlinked"]


def test_two_rows_of_one_code_that_share_a_border_are_no_tie():
    halves = [box(WEST, SOUTH, WEST + 100, SOUTH + 100), box(WEST + 100, SOUTH, WEST + 200, SOUTH + 100)]
    polygons = gpd.GeoSeries(halves, index=["A", "A"], crs="EPSG:4526")
    assert _locate([(100, 50)], polygons)["status"].tolist() == ["linked"]


def test_where_polygons_overlap_both_are_listed(squares):
    squares["B"] = box(WEST + 900, SOUTH, WEST + 2000, SOUTH + 1000)
    place = _locate([(950, 500)], squares).iloc[0]
    assert (place["status"], place["candidates"]) == ("tie", "A;B")


def test_missing_and_broken_polygons_do_not_stop_the_others(squares):
    squares["B"] = None
    squares["C"] = Polygon()
    places = _locate([(500, 500), (1500, 500), (500, 1500)], squares)
    assert places["status"].tolist() == ["linked", "unlinked", "unlinked"]


def test_codes_are_any_text_and_numbers_become_text(squares):
    numbered = squares.set_axis([10, 9, 8, 7])
    # As text "10" comes before "9": the answer is the lowest text, not the lowest number.
    assert _locate([(1000, 500)], numbered)["village_code"].tolist() == ["10"]


def test_the_answer_has_the_index_of_the_points_even_if_it_repeats(squares):
    x = pd.Series([WEST + 500.0, WEST + 1500.0], index=["h", "h"])
    y = pd.Series([SOUTH + 500.0, SOUTH + 500.0], index=["h", "h"])
    places = locate_points(x, y, squares)
    assert places.index.tolist() == ["h", "h"]
    assert places["village_code"].tolist() == ["A", "B"]


def test_no_points_give_an_empty_answer_with_all_columns(squares):
    places = _locate([], squares)
    assert places.empty
    assert list(places.columns) == ["village_code", "candidates", "status", "distance_m"]


@pytest.mark.parametrize(
    ("point", "near_m", "code", "distance_m"),
    [
        pytest.param((-30, 500), 50, "A", 30.0, id="30 m west of A"),
        pytest.param((-50, 500), 50, "A", 50.0, id="exactly at the limit"),
        # A 3-4-5 triangle beyond the south-eastern corner of B: 30 m east, 40 m south.
        pytest.param((2030, -40), 60, "B", 50.0, id="beyond a corner"),
        pytest.param((1000, -20), 50, "A", 20.0, id="as near to A as to B: the lower code"),
        pytest.param((1001, -20), 50, "B", 20.0, id="a metre nearer to B"),
    ],
)
def test_a_point_outside_goes_to_the_nearest_polygon_if_asked(squares, point, near_m, code, distance_m):
    place = _locate([point], squares, near_m=near_m).iloc[0]
    assert (place["status"], place["village_code"], place["distance_m"]) == ("near", code, distance_m)


def test_nearness_changes_nothing_for_points_that_are_covered_or_too_far(squares):
    points = [(500, 500), (1000, 500), (-51, 500), (float("nan"), 0)]
    places = _locate(points, squares, near_m=50)
    assert places["status"].tolist() == ["linked", "tie", "unlinked", "rejected"]
    assert places["distance_m"].isna().all()


def test_near_candidates_stand_in_the_order_of_distance(squares):
    # 10 m south of B and 15 m right of the border: B 10 m, A sqrt(15² + 10²) = 18 m.
    assert _locate([(1015, -10)], squares, near_m=50)["candidates"].tolist() == ["B;A"]


def test_nearness_in_degrees_is_measured_in_metres(villages):
    # 0.001 degrees west of 石井村: 0.001 * 111.32 km * cos(24.505) = 101.3 m.
    x, y = pd.Series([114.999]), pd.Series([24.505])
    near = locate_points(x, y, villages.geometry, near_m=150).iloc[0]
    assert near["village_code"] == "441624101201"
    assert near["distance_m"] == pytest.approx(101.3, abs=0.3)
    assert locate_points(x, y, villages.geometry, near_m=100)["status"].tolist() == ["unlinked"]


def test_nearness_needs_a_coordinate_system():
    polygons = gpd.GeoSeries([box(0, 0, 1, 1)], index=["A"])
    x, y = pd.Series([2.0]), pd.Series([0.5])
    assert locate_points(x, y, polygons)["status"].tolist() == ["unlinked"]
    with pytest.raises(CrsError, match="no coordinate system"):
        locate_points(x, y, polygons, near_m=50)


def test_distance_is_nought_inside_and_missing_without_a_point(squares):
    x = pd.Series([WEST + 500.0, WEST - 30.0, np.nan], index=["in", "out", "none"])
    y = pd.Series([SOUTH + 500.0] * 3, index=x.index)
    distances = distances_to(x, y, pd.Series("A", index=x.index), squares)
    assert distances[["in", "out"]].tolist() == [0.0, 30.0]
    assert np.isnan(distances["none"])


# Points on a lattice of 250 m often fall on borders and corners.
lattice = st.tuples(st.integers(-1, 9), st.integers(-1, 9)).map(
    lambda place: (place[0] * 250, place[1] * 250)
)


@settings(deadline=None)
@given(points=st.lists(lattice, min_size=1, max_size=30), seed=st.integers(0, 2**32 - 1))
def test_neither_the_order_of_points_nor_of_polygons_matters(points, seed):
    polygons = gpd.GeoSeries(
        {
            code: box(WEST + x, SOUTH + y, WEST + x + 1000, SOUTH + y + 1000)
            for code, x, y in (("A", 0, 0), ("B", 1000, 0), ("C", 0, 1000), ("D", 1000, 1000))
        },
        crs="EPSG:4526",
    )
    order = np.random.default_rng(seed)
    rows, columns = order.permutation(len(points)), order.permutation(len(polygons))
    straight = _locate(points, polygons, near_m=300)
    shuffled = _locate([points[row] for row in rows], polygons.iloc[columns], near_m=300)
    pd.testing.assert_frame_equal(straight.iloc[rows].reset_index(drop=True), shuffled)


@settings(deadline=None)
@given(st.floats(0, 1), st.sampled_from([("A", "B"), ("A", "C"), ("B", "D"), ("C", "D")]))
def test_a_vertex_of_two_polygons_is_in_both(share, pair):
    # A crooked border with a vertex anywhere: whatever the float, it is on the border of both.
    bend = (WEST + 1000 + share * 300, SOUTH + share * 1000)
    left = Polygon(
        [(WEST, SOUTH), (WEST + 1000, SOUTH), bend, (WEST + 1000, SOUTH + 1000), (WEST, SOUTH + 1000)]
    )
    right = Polygon(
        [
            (WEST + 2000, SOUTH),
            (WEST + 2000, SOUTH + 1000),
            (WEST + 1000, SOUTH + 1000),
            bend,
            (WEST + 1000, SOUTH),
        ]
    )
    polygons = gpd.GeoSeries([left, right], index=list(pair), crs="EPSG:4526")
    place = locate_points(pd.Series([bend[0]]), pd.Series([bend[1]]), polygons).iloc[0]
    assert (place["status"], place["village_code"], place["candidates"]) == ("tie", pair[0], ";".join(pair))


SWAPPED = [pytest.param((24.05, 115.05), id="exchanged"), pytest.param((0.0, 0.0), id="zero")]


def _degrees(*points):
    return pd.Series([x for x, _ in points]), pd.Series([y for _, y in points])


@pytest.mark.parametrize("wrong", SWAPPED)
def test_a_point_that_the_zone_cannot_hold_is_near_to_nothing_and_spoils_no_other(villages, wrong):
    # 0.0001 degrees west of 石井村 is 10.1 m at latitude 24.505.
    places = locate_points(*_degrees(wrong, (114.9999, 24.505)), villages.geometry, near_m=50)
    assert places["status"].tolist() == ["unlinked", "near"]
    assert places["distance_m"][1] == pytest.approx(10.1, abs=0.1)


def test_a_distance_that_nobody_can_measure_is_missing_without_a_warning(villages):
    x, y = _degrees((24.05, 115.05), (115.005, 24.505))
    distance_m = distances_to(x, y, pd.Series(["441624101201"] * 2), villages.geometry)
    assert np.isnan(distance_m[0])
    assert distance_m[1] == 0


def test_a_polygon_that_the_zone_cannot_hold_is_near_to_nothing():
    # B has latitudes of more than 90 degrees, which no projection holds.
    polygons = gpd.GeoSeries({"A": box(115, 24.5, 115.01, 24.51), "B": box(115, 95, 116, 96)}, crs=4490)
    places = locate_points(*_degrees((114.9999, 24.505)), polygons, near_m=50)
    assert places["village_code"].tolist() == ["A"]
