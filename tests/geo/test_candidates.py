"""The closed list of ways to read a county's numbers, each with its stable text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.errors import CrsError
from ruralmap.geo.candidates import candidates_near, read_candidate
from ruralmap.geo.crs import move_points, require_step_to_degrees
from ruralmap.geo.datum import bd09_of_gcj02, gcj02_of_wgs84

HEPING = (114.69, 115.27)  # the county's westernmost and easternmost longitude
LON, LAT = np.array([114.75, 115.25]), np.array([24.2, 24.65])


def numbers_in(candidate):
    """Write the two places in a candidate's numbers, in the order of its columns."""
    lon, lat = LON, LAT
    if candidate.datum != "CGCS2000":
        lon, lat = gcj02_of_wgs84(lon, lat)
    if candidate.datum == "BD-09":
        lon, lat = bd09_of_gcj02(lon, lat)
    east, north = move_points(lon, lat, source="EPSG:4490", target=candidate.crs)
    return (north, east) if candidate.swapped else (east, north)


def test_the_list_of_the_county_is_closed_and_each_has_its_exchanged_twin():
    plain = [one.id for one in candidates_near(*HEPING) if not one.swapped]
    # Zone 38 (114 E) and its neighbours; 6-degree zone 20 (114 to 120 E), and 19 as the county lies 0.69
    # degrees from it; UTM zones are 30 further on. 113.19 to 116.77 in quarters, without 114.
    assert plain[:13] == [
        *("EPSG:4490", "GCJ-02", "BD-09"),
        *("EPSG:4525", "EPSG:4526", "EPSG:4527"),
        *("EPSG:4546", "EPSG:4547", "EPSG:4548"),
        *("EPSG:4497", "EPSG:4498"),
        *("EPSG:32649", "EPSG:32650"),
    ]
    quarters = [113.25, 113.5, 113.75, 114.25, 114.5, 114.75, 115, 115.25, 115.5, 115.75, 116, 116.25, 116.5]
    assert plain[13:] == [f"CM{meridian:g} FE500000" for meridian in [*quarters, 116.75]]
    both = [one.id for one in candidates_near(*HEPING)]
    assert both == [text for one in plain for text in (one, f"{one} YX")]


@pytest.mark.parametrize(
    ("bounds", "zones3", "zones6"),
    [
        pytest.param((106.3, 106.9), {34, 35, 36, 37}, {18}, id="astride zones 35 and 36"),
        pytest.param((98.8, 99.6), {32, 33, 34}, {17}, id="6-degree border more than a degree away"),
        pytest.param((73.6, 74.2), {25, 26}, {13}, id="the first zones have no western neighbour"),
        pytest.param((134.0, 134.9), {44, 45}, {23}, id="the last zones have no eastern neighbour"),
    ],
)
def test_a_county_may_straddle_zones(bounds, zones3, zones6):
    found = candidates_near(*bounds)
    assert {one.zone for one in found if one.kind == "zone3"} == zones3
    assert {one.zone for one in found if one.kind == "zone6"} == zones6


@pytest.mark.parametrize("text", ["EPSG:4526", "EPSG:4547", "EPSG:4547 YX"])
def test_no_two_candidates_read_the_same_numbers_alike(text):
    x, y = numbers_in(read_candidate(text))
    able = [one for one in candidates_near(*HEPING) if one.may_hold(x, y)]
    places = {np.concatenate(one.to_degrees(x, y)).round(6).tobytes() for one in able}
    assert len(places) == len(able)


@pytest.mark.parametrize("candidate", candidates_near(*HEPING), ids=lambda one: one.id)
def test_every_candidate_brings_its_numbers_back_to_the_place(candidate):
    x, y = numbers_in(candidate)
    assert candidate.may_hold(x, y)
    assert np.allclose(candidate.to_degrees(x, y), (LON, LAT), rtol=0, atol=1e-9)
    assert read_candidate(candidate.id) == candidate


@pytest.mark.parametrize("meridian", [114.25, 115.25])
def test_on_a_local_meridian_the_easting_is_the_false_easting(meridian):
    local = read_candidate(f"CM{meridian} FE500000")
    lon, lat = local.to_degrees(np.array([500_000.0, 500_000.0]), np.array([0.0, 2_700_000.0]))
    assert np.allclose(lon, meridian, rtol=0, atol=1e-12)
    # From the equator to 24.4 N the meridian is about 110.6 km a degree: 2,700 / 110.6 = 24.41.
    assert lat[0] == pytest.approx(0, abs=1e-12)
    assert lat[1] == pytest.approx(24.40, abs=0.02)


def test_two_systems_a_quarter_degree_apart_put_a_point_25_km_apart():
    one, other = read_candidate("CM115.25"), read_candidate("CM115")
    x, y = np.array([500_000.0]), np.array([2_700_000.0])
    apart = one.to_degrees(x, y)[0] - other.to_degrees(x, y)[0]
    assert apart[0] == pytest.approx(0.25, abs=1e-9)  # 0.25 * 101.4 km


@pytest.mark.parametrize(
    ("named", "text"),
    [
        ("epsg:4490", "EPSG:4490"),
        ("EPSG:4326", "EPSG:4490"),
        ("OGC:CRS84", "EPSG:4490"),
        ("CGCS2000", "EPSG:4490"),
        ("WGS-84 yx", "EPSG:4490 YX"),
        ("gcj02", "GCJ-02"),
        ("BD-09  YX", "BD-09 YX"),
        ("EPSG:4509", "EPSG:4548"),  # 6-degree zone 20: 117 E, as 3-degree zone 39
        ("EPSG:4491", "EPSG:4491"),
        ("cm114 fe500000", "EPSG:4547"),
        ("CM115.25", "CM115.25 FE500000"),
        ("CM114 FE40000", "CM114 FE40000"),
        ("EPSG:3857", "EPSG:3857"),
        ("EPSG:2362", "EPSG:2362"),
    ],
)
def test_all_names_of_one_system_are_one_text(named, text):
    assert read_candidate(named).id == text
    assert read_candidate(text).id == text


def test_a_layers_own_system_is_recognised_by_what_it_is():
    wkt = read_candidate("EPSG:4526").crs.to_wkt("WKT1_ESRI")
    assert read_candidate(wkt).id == "EPSG:4526"
    nameless = read_candidate("EPSG:4547").crs.to_wkt().replace("4547", "0").replace("114", "114.1")
    assert read_candidate(nameless).kind == "other"


@pytest.mark.parametrize(
    "named", ["CM", "CM999", "CM70", "CM115.25 FE", "GCJ", "YX", " YX", "西安80", "", None]
)
def test_what_names_no_system_is_refused(named):
    with pytest.raises(CrsError):
        read_candidate(named)


@pytest.mark.parametrize(
    ("text", "x", "y", "held"),
    [
        pytest.param("EPSG:4490", [137.8, 137.9], [24, 24], True, id="half of the pairs are China's degrees"),
        pytest.param("EPSG:4490", [115, 137.9, 138], [24, 24, 24], False, id="a third is not enough"),
        pytest.param("EPSG:4490", [24.4], [115.0], False, id="latitude first"),
        pytest.param("GCJ-02 YX", [24.4], [115.0], True, id="latitude first, as is said"),
        pytest.param("EPSG:4490", [0.0], [0.0], False, id="nought for nothing"),
        pytest.param("EPSG:4526", [38_000_001], [2.7e6], True, id="just in zone 38"),
        pytest.param("EPSG:4526", [38_000_000], [2.7e6], False, id="at its end"),
        pytest.param("EPSG:4526", [39_000_000], [2.7e6], False, id="at its other end"),
        pytest.param("EPSG:4547", [999_999], [2.7e6], True, id="six digits"),
        pytest.param("EPSG:4547", [1_000_000], [2.7e6], False, id="seven digits"),
        pytest.param("EPSG:4547", [600_000], [300_000], False, id="as far south as 2.7 N"),
        pytest.param("EPSG:4547", [600_000], [300_001], True, id="in the South China Sea"),
        pytest.param("EPSG:4547", [600_000], [6e6], False, id="as far north as 54 N"),
        pytest.param("CM114 FE38500000", [38_600_000], [2.7e6], True, id="another false easting"),
        pytest.param("CM114 FE38500000", [600_000], [2.7e6], False, id="without it"),
        pytest.param("EPSG:3857", [1.28e7], [2.8e6], True, id="a system of its own says nothing of size"),
        pytest.param("EPSG:3857", [np.inf], [2.8e6], False, id="but infinite is no place"),
        pytest.param("EPSG:4480", [1.28e7], [2.8e6], False, id="degrees by any name"),
        pytest.param("EPSG:4547 YX", [2.7e6], [600_000], True, id="north before east"),
        pytest.param("EPSG:4547 YX", [600_000], [2.7e6], False, id="east before north"),
    ],
)
def test_the_size_of_numbers_says_what_they_may_be(text, x, y, held):
    assert read_candidate(text).may_hold(np.array(x, float), np.array(y, float)) is held


def test_each_row_is_told_apart_by_its_size_and_missing_ones_fit_nothing():
    x = np.array([601_000, 115.0, 38_601_000, 2.7e6, np.nan, 601_000])
    y = np.array([2.7e6, 24.4, 2.7e6, 601_000, 2.7e6, np.inf])
    fitting = {
        text: np.flatnonzero(read_candidate(text).fits(x, y)).tolist()
        for text in ("EPSG:4547", "EPSG:4490", "EPSG:4526", "EPSG:4547 YX", "EPSG:4490 YX")
    }
    assert list(fitting.values()) == [[0], [1], [2], [3], []]


@given(st.floats(114.7, 115.26), st.floats(24.17, 24.7))
def test_numbers_of_a_zone_with_its_number_fit_that_zone_alone(lon, lat):
    zone = read_candidate("EPSG:4526")
    x, y = move_points(np.array([lon]), np.array([lat]), source="EPSG:4490", target=zone.crs)
    assert [one.id for one in candidates_near(*HEPING) if one.may_hold(x, y)] == ["EPSG:4526"]
    assert [one.id for one in candidates_near(*HEPING) if one.may_hold(y, x)] == ["EPSG:4526 YX"]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("EPSG:4526", "第 38 带", "zone 38"),
        ("EPSG:4547 YX", "中央经线 114°（横坐标不带带号），第一列为北", "the first column is north"),
        ("CM115.25", "中央经线 115.25°，东偏 500000 米", "false easting 500000 m"),
        ("EPSG:3857", "WGS 84 / Pseudo-Mercator", "WGS 84 / Pseudo-Mercator"),
    ],
)
def test_a_candidate_says_what_it_is_in_both_languages(text, zh, en):
    assert zh in read_candidate(text).name()
    assert en in read_candidate(text).name("en")


def test_programs_call_it_by_its_own_name():
    assert read_candidate("EPSG:4526").label == "CGCS2000 / 3-degree Gauss-Kruger zone 38"
    assert read_candidate("GCJ-02 YX").label == "GCJ-02 YX"


# Xian 1980 in degrees and in 6-degree and 3-degree zones; Beijing 1954 likewise; the adjusted one.
OLD = [
    4610,
    2327,
    2348,
    2349,
    2369,
    2370,
    2390,
    4214,
    2401,
    2421,
    2422,
    2442,
    21413,
    21423,
    21453,
    21463,
    4555,
]


@pytest.mark.parametrize("code", OLD)
def test_old_datums_are_refused_with_reason_and_remedy(code):
    with pytest.raises(CrsError, match="自然资源局") as refused:
        require_step_to_degrees(read_candidate(f"EPSG:{code}").crs)
    assert "no public, trustworthy step" in str(refused.value)
    with pytest.raises(CrsError, match="自然资源局"):
        read_candidate(f"EPSG:{code}").to_degrees(np.array([115.0]), np.array([24.5]))


def test_no_candidate_stands_on_an_old_datum():
    for candidate in candidates_near(*HEPING):
        assert require_step_to_degrees(candidate.crs) is None
