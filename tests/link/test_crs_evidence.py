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
    read_sample,
    spread_rows,
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


def test_a_sample_is_spread_over_the_file_and_the_same_every_time(reference, monkeypatch):
    monkeypatch.setattr(crs_evidence, "SAMPLE", 4)
    x = pd.Series(115 + np.arange(10) / 1000)
    claims = pd.Series([None, None, None, WEST, None, None, None, None, None, EAST], dtype="str")
    sample = draw_sample(x, pd.Series(24.505, x.index), claims, reference)
    # Multiples of 0.618 less their whole part: 0, 62, 24, 85, 47, 09, 71, 33, 94, 56 hundredths. The least
    # four are rows 0, 5, 2 and 7; with them both that claim a village, rows 3 and 9.
    assert sample.x.tolist() == x[[0, 2, 3, 5, 7, 9]].tolist()
    assert (sample.points, sample.claims) == (10, 2)
    assert sample.claimed.tolist() == [-1, -1, 0, -1, -1, 3]


@pytest.mark.parametrize("rhythm", [2, 3, 4, 5, 7, 10])
def test_rows_that_alternate_between_sources_are_looked_at_alike(rhythm):
    # 4,000 rows, 2,000 looked at: every second one would be of one source only.
    rows = spread_rows(np.arange(4_000))
    counts = np.bincount(rows % rhythm, minlength=rhythm)
    assert (rows.size, np.unique(rows).size) == (2_000, 2_000)
    assert np.abs(counts - 2_000 / rhythm).max() <= 0.05 * 2_000 / rhythm


def test_points_within_five_hundred_metres_share_a_spot_if_they_claim_the_same(reference):
    sample = sample_of(
        reference,
        (115.0012, 24.5012, WEST),
        (115.0048, 24.5048, WEST),  # the same square of 0.005 degrees
        (115.0052, 24.5048, WEST),  # the next to the east
        (115.0012, 24.5012, EAST),  # the same square, another village claimed
        (601_100.0, 2_711_100.0, WEST),
        (601_400.0, 2_711_400.0, WEST),  # the same square of 500 m
        (601_400.0, 2_711_600.0, WEST),  # the next to the north
    )
    one, same, east, other, metres, near, north = sample.spots.tolist()
    assert (one, metres) == (same, near)
    assert len({one, east, other, metres, north}) == 5


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
