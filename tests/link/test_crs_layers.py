"""Layers told by their outline: a county of one square of 0.5 degrees in four townships."""

import numpy as np
import pytest
import shapely
from shapely import box

from ruralmap.geo.candidates import candidates_near, read_candidate
from ruralmap.geo.crs import move_points
from ruralmap.geo.datum import bd09_of_gcj02, gcj02_of_wgs84
from ruralmap.geo.moves import move_shapes
from ruralmap.link.crs_layers import judge_layer

WEST, SOUTH, HALF = 114.75, 24.25, 0.25
COUNTY = shapely.segmentize(box(WEST, SOUTH, WEST + 2 * HALF, SOUTH + 2 * HALF), 0.01)
QUARTERS = np.array(
    [
        shapely.segmentize(box(x, y, x + HALF, y + HALF), 0.01)
        for x in (WEST, WEST + HALF)
        for y in (SOUTH, SOUTH + HALF)
    ],
    dtype=object,
)
NOBODY = np.full(4, None, dtype=object)
NEAR = candidates_near(WEST, WEST + 2 * HALF)


def moved(text, shapes=QUARTERS):
    """Write shapes in a candidate's numbers."""
    candidate = read_candidate(text)

    def move(vertices):
        lon, lat = vertices.T
        if candidate.datum != "CGCS2000":
            lon, lat = gcj02_of_wgs84(lon, lat)
        if candidate.datum == "BD-09":
            lon, lat = bd09_of_gcj02(lon, lat)
        east, north = move_points(lon, lat, source="EPSG:4490", target=candidate.crs)
        return np.column_stack((north, east) if candidate.swapped else (east, north))

    return move_shapes(shapes, move)


def shifted(east_m, north_m, shapes=QUARTERS):
    """Move shapes by metres: at 24.5 N a degree is 101.4 km east and 110.8 km north."""
    return move_shapes(shapes, lambda vertices: vertices + np.array([east_m / 101_400, north_m / 110_800]))


def judge(shapes, *, parents=NOBODY, outline=COUNTY, stated=None):
    known = read_candidate(stated) if stated else None
    return judge_layer(shapes, parents, outline=outline, candidates=NEAR, stated=known)


@pytest.mark.parametrize(
    "text",
    [
        "EPSG:4490",
        "GCJ-02",
        "BD-09",
        "EPSG:4526",
        "EPSG:4547",
        "EPSG:4547 YX",
        "CM115.25 FE500000",
        "GCJ-02 YX",
    ],
)
def test_each_candidate_is_recognised(text):
    verdict = judge(moved(text))
    assert (verdict.state, verdict.reason) == ("recognised", "")
    assert verdict.proposal.id == text
    assert verdict.evidence[0].share == pytest.approx(1, abs=1e-6)
    assert (verdict.evidence[0].east_m, verdict.evidence[0].north_m) == pytest.approx((0, 0), abs=0.1)


def test_the_evidence_is_the_shared_area_and_the_way_back():
    verdict = judge(moved("GCJ-02"), stated="EPSG:4490")
    assert verdict.is_contradicted
    other = verdict.evidence[1]
    assert other.candidate.id == "EPSG:4490"
    # GCJ-02 lies here about 497 m east and 300 m south. Of 50.7 by 55.4 km a strip of 0.98 % and one of
    # 0.54 % are not shared: (1 - 0.0098)(1 - 0.0054) = 0.985 of each, 0.985 / (2 - 0.985) = 0.970 of both.
    assert other.share == pytest.approx(0.970, abs=0.004)
    assert (other.east_m, other.north_m) == pytest.approx((-497, 300), abs=25)
    assert other.share_moved > 0.998


def test_what_is_stated_rightly_is_not_contradicted():
    assert not judge(moved("GCJ-02"), stated="GCJ-02").is_contradicted
    assert not judge(moved("EPSG:4526"), stated="EPSG:4526").is_contradicted


def test_a_system_outside_the_list_is_judged_where_it_is_stated():
    verdict = judge(moved("CM115.1 FE500000"), stated="CM115.1 FE500000")
    assert verdict.proposal.id == "CM115.1 FE500000"


@pytest.mark.parametrize(
    ("east_m", "north_m", "state", "reason"),
    [
        pytest.param(6, 6, "recognised", "", id="8 m: a line's width"),
        pytest.param(60, -50, "ambiguous", "one_sided", id="78 m: Beijing 1954 taken for CGCS2000"),
        pytest.param(-492, 309, "ambiguous", "one_sided", id="the other layer is GCJ-02"),
    ],
)
def test_a_layer_that_fits_once_it_is_moved_is_left_open(east_m, north_m, state, reason):
    verdict = judge(shifted(east_m, north_m))
    assert (verdict.state, verdict.reason) == (state, reason)
    best = verdict.evidence[0]
    assert best.candidate.id == "EPSG:4490"
    assert (best.east_m, best.north_m) == pytest.approx((-east_m, -north_m), abs=5)  # grid north is 0.4° off


def test_a_local_meridian_off_the_grid_is_left_open_with_the_way_back():
    verdict = judge(moved("CM115.1 FE500000"))
    assert verdict.proposal is None
    # 0.1 degrees between 115.1 and 115.0: 10.1 km.
    assert verdict.evidence[0].candidate.id == "CM115 FE500000"
    assert verdict.evidence[0].east_m == pytest.approx(10_140, abs=60)


def test_polygons_in_the_unit_above_are_counted_where_codes_are_known():
    parents = QUARTERS.copy()
    assert judge(QUARTERS, parents=parents).evidence[0].hit_rate == 1
    parents[0], parents[1] = parents[2], None
    assert judge(QUARTERS, parents=parents).evidence[0].hit_rate == pytest.approx(2 / 3)
    assert judge(QUARTERS).evidence[0].hit_rate is None


def test_missing_and_broken_shapes_do_no_harm():
    bow_tie = shapely.from_wkt("POLYGON ((115 24.5, 115.01 24.51, 115.01 24.5, 115 24.51, 115 24.5))")
    shapes = np.array([*QUARTERS, None, bow_tie], dtype=object)
    assert judge(shapes, parents=np.full(6, None, dtype=object)).state == "recognised"


@pytest.mark.parametrize(
    ("shapes", "outline"),
    [pytest.param(QUARTERS, None, id="no other layer"), pytest.param(NOBODY, COUNTY, id="no shapes")],
)
def test_without_something_to_compare_nothing_is_said(shapes, outline):
    verdict = judge(shapes, outline=outline)
    assert (verdict.state, verdict.reason, verdict.evidence) == ("ambiguous", "unreferenced", ())
    assert verdict.proposal is None


def test_another_county_fits_nothing():
    verdict = judge(shifted(30_000, 0))
    assert (verdict.state, verdict.reason) == ("none", "unfit")
    assert judge(move_shapes(QUARTERS, lambda xy: xy + 5e7)).reason == "unfit"


def test_part_of_a_county_fits_too_little():
    # Three of four townships: 0.75 of the outline.
    verdict = judge(QUARTERS[:3], parents=NOBODY[:3])
    assert (verdict.state, verdict.proposal) == ("ambiguous", None)


def test_a_place_that_a_system_cannot_hold_shares_nothing():
    verdict = judge(QUARTERS, stated="EPSG:3857")
    assert verdict.evidence[0].candidate.id == "EPSG:4490"
    huge = move_shapes(QUARTERS, lambda xy: xy * 1e30)
    assert judge(huge, stated="EPSG:3857").state == "none"


def test_a_layer_of_which_one_corner_has_no_place_shares_nothing():
    lost = box(500_000, 2_700_000, 1e30, 2_710_000)
    shapes = np.array([*moved("EPSG:4547"), lost], dtype=object)
    verdict = judge(shapes, parents=np.full(5, None, dtype=object))
    assert (verdict.state, verdict.reason) == ("none", "unfit")
    assert {reading.share for reading in verdict.evidence} == {0.0}
