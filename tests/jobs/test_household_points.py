"""Of the points collected for a household one is taken, provided that they agree."""

import geopandas as gpd
import pandas as pd
import pytest
from shapely import box

from ruralmap.jobs.household_points import join_points

# Two squares of 0.01 degrees, about 1 km, side by side; they meet at 115.01.
VILLAGES = gpd.GeoSeries(
    {"WEST": box(115.00, 24.40, 115.01, 24.41), "EAST": box(115.01, 24.40, 115.02, 24.41)}, crs="EPSG:4490"
)
WEST, WEST_TOO, EAST, BORDER = (115.004, 24.405), (115.006, 24.405), (115.016, 24.405), (115.01, 24.405)


def point(place, day, datum="CGCS2000", household="H1"):
    lon, lat = place
    return {"hh_id": household, "lon": lon, "lat": lat, "datum": datum, "collected_on": day}


def chosen(*points, as_of="2024-09-30"):
    """The point of H1 and whether its points disagree."""
    table = pd.DataFrame(list(points)).assign(source_file="点.csv", source_row=range(2, 2 + len(points)))
    table = table.astype({"datum": "str", "collected_on": "str", "lon": "float64", "lat": "float64"})
    households = pd.DataFrame({"hh_id": pd.Series(["H1", "H2"], dtype="str")})
    joined = join_points(households, table, villages=VILLAGES, as_of=as_of).set_index("hh_id")
    row = joined.loc["H1"]
    return (None if pd.isna(row["lon"]) else (row["lon"], row["lat"])), bool(row["points_disagree"])


@pytest.mark.parametrize(
    ("points", "answer"),
    [
        pytest.param([point(WEST, "2024-05-01"), point(WEST_TOO, "2024-06-01")], WEST_TOO, id="the latest"),
        pytest.param(
            [point(WEST, "2024-06"), point(WEST_TOO, "2024-06-29")], WEST, id="a month ends on its 30th"
        ),
        pytest.param([point(WEST, "2024-05-01"), point(WEST_TOO, None)], WEST, id="a date before none"),
        pytest.param(
            [point(WEST, "2024-05-01"), point((None, None), "2024-06-01")],
            WEST,
            id="an empty row is no point",
        ),
        pytest.param(
            [point(WEST, "2024-05-01"), point((115.016, None), "2024-06-01")], WEST, id="half a point"
        ),
        pytest.param(
            [point(WEST, "2024-05-01"), point(EAST, "2024-06-01", datum=None)],
            WEST,
            id="a stated datum first",
        ),
        pytest.param([point(WEST, "2024-05-01"), point(EAST, "2024-10-01")], WEST, id="collected too late"),
        pytest.param(
            [point(WEST, "2024-05-01"), point(EAST, "2024-10")], WEST, id="collected in a later month"
        ),
        pytest.param([point(WEST, "2024-09")], WEST, id="the month that is over"),
        pytest.param([point(WEST, "2024-05-01"), point(BORDER, "2024-04-01")], WEST, id="a border agrees"),
        pytest.param([point(EAST, "2024-10-01")], None, id="only a later one"),
        pytest.param([point(EAST, "2024-05-01", household="H2")], None, id="another household's"),
    ],
)
def test_one_point_is_taken(points, answer):
    assert chosen(*points) == (answer, False)
    assert chosen(*points[::-1]) == (answer, False)


def test_a_month_that_is_not_over_is_too_late():
    assert chosen(point(WEST, "2024-09"), as_of="2024-09-15") == (None, False)


@pytest.mark.parametrize(
    "others",
    [
        pytest.param([point(EAST, "2024-05-01")], id="two villages"),
        pytest.param([point(BORDER, "2024-05-01"), point(EAST, "2024-04-01")], id="with a border between"),
        pytest.param([point((116.0, 25.0), "2024-05-01")], id="one outside the county"),
    ],
)
def test_points_in_different_villages_are_none(others):
    assert chosen(point(WEST, "2024-06-01"), *others) == (None, True)


def test_without_a_table_of_points_nobody_has_one():
    households = pd.DataFrame({"hh_id": ["H1"]})
    joined = join_points(households, None, villages=VILLAGES, as_of="2024-09-30")
    assert joined["lon"].isna().all()
    assert not joined["points_disagree"].any()
