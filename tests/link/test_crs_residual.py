"""What a reading leaves over, on four squares of 0.01 degrees (see conftest)."""

import numpy as np
import pandas as pd
import pytest

from ruralmap.geo.candidates import read_candidate
from ruralmap.link.crs_evidence import draw_sample, make_reference, take_reading
from ruralmap.link.crs_residual import measure_residual

DEGREES = read_candidate("EPSG:4490")
WEST, EAST = "441624101201", "441624104201"  # the lower squares: 115.00 to 115.01 and 115.01 to 115.02


@pytest.fixture
def reference(villages):
    return make_reference(villages.geometry)


def sample_of(reference, *points):
    """Make a sample of (x, y, claimed code)."""
    x, y, claims = (pd.Series(list(column)) for column in zip(*points, strict=True))
    return draw_sample(x, y, claims.astype("str"), reference)


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


def test_what_lies_in_one_spot_agrees_by_itself(reference):
    # Five points of one hamlet, 30 m east of their village.
    hamlet = [(115.0103, 24.5021 + 0.0001 * step, WEST) for step in range(5)]
    sample = sample_of(reference, *hamlet)
    residual = measure_residual(sample, take_reading(sample, DEGREES, reference), reference)
    assert (residual.near, residual.one_sided) == (5, pytest.approx(1, abs=1e-3))
    # One witness: exp(-1); five would be exp(-5).
    assert residual.chance == pytest.approx(np.exp(-1), abs=1e-3)
    assert residual.far.tolist() == [False] * 5


def test_points_farther_away_are_told_apart(reference):
    # 0.0019 and 0.0021 degrees beyond: 193 and 213 m; the last lies in its village.
    points = [(115.0119, 24.505, WEST), (115.0121, 24.505, WEST), (115.005, 24.505, WEST)]
    sample = sample_of(reference, *points)
    residual = measure_residual(sample, take_reading(sample, DEGREES, reference), reference)
    assert residual.far.tolist() == [False, True, False]


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
