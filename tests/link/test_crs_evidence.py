"""How well a reading explains points, counted on four squares of 0.01 degrees (see conftest)."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from ruralmap.errors import CrsError
from ruralmap.geo.candidates import candidates_near, read_candidate
from ruralmap.link import crs_evidence
from ruralmap.link.crs_evidence import (
    count_digits,
    draw_sample,
    make_reference,
    measure_residual,
    read_sample,
    take_reading,
)

DEGREES = read_candidate("EPSG:4490")
WEST, EAST = "441624101201", "441624104201"  # the lower squares: 115.00 to 115.01 and 115.01 to 115.02


@pytest.fixture
def reference(villages):
    return make_reference(villages.geometry)


def sample_of(reference, *points):
    """Make a sample of (x, y, claimed code)."""
    x, y, claims = (pd.Series(list(column)) for column in zip(*points, strict=True))
    return draw_sample(x, y, claims.astype("str"), reference)


def test_hits_and_points_in_the_county_are_counted(reference):
    sample = sample_of(
        reference,
        (115.005, 24.505, WEST),  # in its village
        (115.015, 24.505, WEST),  # next door
        (115.010, 24.505, EAST),  # on the border of its village: inside
        (115.030, 24.505, EAST),  # outside the county
        (115.005, 24.505, None),  # claims nothing
        (115.005, 24.505, "441624999999"),  # claims a village that there is not
        (np.nan, 24.505, WEST),  # cannot be read
    )
    reading = take_reading(sample, DEGREES, reference)
    assert (sample.points, sample.claims) == (6, 4)
    assert (reading.hit.sum(), reading.hit.size, reading.hit_rate) == (2, 4, 0.5)
    assert (reading.inside.sum(), reading.inside.size) == (5, 6)


def test_the_residual_says_how_the_others_would_have_to_move(reference):
    # At 24.505 N a degree of longitude is 111.32 cos(24.505) = 101.3 km (101.4 on the ellipsoid); zone 38
    # makes it longer by half the square of 101.4 / 6371, an eighth of a per mille.
    sample = sample_of(reference, (115.0105, 24.505, WEST), (115.0115, 24.505, WEST), (115.005, 24.5, WEST))
    residual = measure_residual(sample, take_reading(sample, DEGREES, reference), reference)
    # 0.0005 and 0.0015 degrees east of its village: 50.7 and 152.1 m to go west, in the middle 101.4.
    assert residual.east_m == pytest.approx(-101.4, abs=0.3)
    assert residual.north_m == pytest.approx(0, abs=2)  # grid north is not quite north
    assert (residual.near, residual.one_sided) == (2, pytest.approx(1, abs=1e-3))


def test_points_on_all_sides_agree_on_no_direction(reference):
    # The western column from 24.50 to 24.52 claimed as a whole would be left to the west and to the east.
    west_of, east_of = (114.9995, 24.505, WEST), (115.0105, 24.505, WEST)
    sample = sample_of(reference, west_of, east_of)
    residual = measure_residual(sample, take_reading(sample, DEGREES, reference), reference)
    assert residual.near == 2
    assert residual.one_sided == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize(
    ("beyond", "near"),
    # 200 m are 0.00197 degrees there.
    [pytest.param(0.0019, 1, id="193 m"), pytest.param(0.0021, 0, id="213 m")],
)
def test_only_near_points_tell_of_a_small_shift(reference, beyond, near):
    sample = sample_of(reference, (115.01 + beyond, 24.505, WEST))
    residual = measure_residual(sample, take_reading(sample, DEGREES, reference), reference)
    assert residual.near == near
    assert residual.one_sided == pytest.approx(near)


def test_where_every_point_is_at_home_there_is_no_residual(reference):
    sample = sample_of(reference, (115.005, 24.505, WEST))
    residual = measure_residual(sample, take_reading(sample, DEGREES, reference), reference)
    assert np.isnan(residual.east_m)
    assert (residual.near, residual.one_sided) == (0, 0.0)


def test_places_that_a_reading_cannot_hold_are_neither_inside_nor_measured(reference):
    sample = sample_of(reference, (1e30, 24.505, WEST))
    reading = take_reading(sample, read_candidate("EPSG:4547"), reference)
    assert not reading.inside.any()
    assert measure_residual(sample, reading, reference).near == 0


def test_the_best_reading_comes_first_and_only_able_ones_come(reference):
    points = [(115.005, 24.505, WEST), (115.015, 24.505, EAST), (115.0051, 24.5051, None)]
    readings = read_sample(sample_of(reference, *points), candidates_near(115, 115.02), reference)
    assert readings[0].candidate == DEGREES
    assert {one.candidate.kind for one in readings} == {"degrees", "gcj02", "bd09"}
    swapped = read_sample(
        sample_of(reference, *[(y, x, code) for x, y, code in points]),
        candidates_near(115, 115.02),
        reference,
    )
    assert swapped[0].candidate.id == "EPSG:4490 YX"


def test_a_sample_is_evenly_spaced_and_the_same_every_time(reference, monkeypatch):
    monkeypatch.setattr(crs_evidence, "SAMPLE", 4)
    x = pd.Series(115 + np.arange(10) / 1000)
    claims = pd.Series([None, None, None, WEST, None, None, None, None, None, EAST], dtype="str")
    sample = draw_sample(x, pd.Series(24.505, x.index), claims, reference)
    # 10 points in 4 steps: rows 0, 2, 5, 7; and both that claim a village: rows 3 and 9.
    assert sample.x.tolist() == x[[0, 2, 3, 5, 7, 9]].tolist()
    assert (sample.points, sample.claims) == (10, 2)
    assert sample.claimed.tolist() == [-1, -1, 0, -1, -1, 3]


def test_a_village_without_a_shape_claims_nothing(villages):
    villages.loc[WEST, "geometry"] = None
    reference = make_reference(villages.geometry)
    sample = sample_of(reference, (115.005, 24.505, WEST), (115.015, 24.505, EAST))
    assert sample.claims == 1


def test_no_points_give_no_readings(reference):
    empty = pd.Series([], dtype="float64")
    sample = draw_sample(empty, empty, pd.Series([], dtype="str"), reference)
    assert read_sample(sample, candidates_near(115, 115.02), reference) == []


def test_the_county_is_given_or_made_of_its_villages(villages):
    assert make_reference(villages.geometry).longitudes == (115.0, 115.02)
    assert make_reference(villages.geometry, box(114, 24, 116, 25)).longitudes == (114.0, 116.0)


def test_villages_must_be_in_degrees(squares):
    with pytest.raises(CrsError, match="degrees"):
        make_reference(squares)
    with pytest.raises(CrsError, match="no coordinate system"):
        make_reference(gpd.GeoSeries([box(0, 0, 1, 1)], index=["1"]))


@pytest.mark.parametrize(
    ("values", "digits"),
    [
        pytest.param([38_595_123.25, 38_600_000.0], (8, 2), id="an easting with its zone"),
        pytest.param([595_123.0, 600_000.0], (6, 0), id="without"),
        pytest.param([115.05, 115.123456], (3, 6), id="degrees"),
        pytest.param([115.1] * 19 + [115.123456], (3, 1), id="one in twenty may have more"),
        pytest.param([115.1] * 18 + [115.123456] * 2, (3, 6), id="one in ten may not"),
        pytest.param([1 / 3], (1, 10), id="no end"),
        pytest.param([-5.5], (1, 1), id="below zero"),
    ],
)
def test_digits_are_counted(values, digits):
    assert count_digits(np.array(values)) == digits
