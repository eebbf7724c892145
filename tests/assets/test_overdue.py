"""Inspections overdue: to the day on which the months end, from the last time or from the building."""

import pandas as pd
import pytest

from assets.care_toy import AS_OF, assets, inspections
from ruralmap.assets.overdue import overdue


def late(asset, *seen, as_of=AS_OF, months=12, assessment=False):
    rows = overdue(assets(asset), inspections(*seen), as_of=as_of, months=months, assessment=assessment)
    return [(row["reason"], None if pd.isna(row["days"]) else row["days"]) for row in rows.to_dict("records")]


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        pytest.param("2023-10-01", [], id="a day less than twelve months"),
        pytest.param("2023-09-30", [], id="twelve months to the day"),
        pytest.param("2023-09-29", [("old", 1)], id="a day more"),
        pytest.param("2023-09", [], id="a month counts to its end"),
        pytest.param("2023-08", [("old", 30)], id="the month before"),
    ],
)
def test_twelve_months_since_the_last_time(seen, told):
    assert late({"built_on": "2020-01-01"}, {"inspected_on": seen}) == told


def test_a_period_ends_on_the_last_day_of_a_shorter_month():
    # Six months after 31 August 2023 is 29 February 2024.
    asset, seen = {"built_on": "2020-01-01"}, {"inspected_on": "2023-08-31"}
    assert late(asset, seen, as_of="2024-02-29", months=6) == []
    assert late(asset, seen, as_of="2024-03-01", months=6) == [("old", 1)]


@pytest.mark.parametrize(
    ("asset", "told"),
    [
        pytest.param({"built_on": "2023-09-30"}, [], id="built twelve months ago"),
        pytest.param({"built_on": "2023-09-29"}, [("never", 1)], id="a day more"),
        pytest.param({"built_on": None, "accepted_on": "2023-09-29"}, [("never", 1)], id="accepted"),
        pytest.param({"built_on": None}, [("never", None)], id="nobody knows since when"),
        pytest.param({"built_on": None, "asset_class": "到户类"}, [], id="a household's"),
        pytest.param({"built_on": None, "run_state": "灭失"}, [], id="lost"),
        pytest.param({"built_on": None, "run_state": "已处置"}, [], id="disposed of"),
        pytest.param({"built_on": None, "run_state": None}, [("never", None)], id="state unknown"),
    ],
)
def test_what_was_never_looked_at(asset, told):
    assert late(asset) == told


@pytest.mark.parametrize("seen", ["2024-10-01", "2024-10", None])
def test_an_inspection_after_the_day_or_without_one_is_none(seen):
    # From 1 January 2021: 3 × 365 days to 1 January 2024, and 273 to 30 September.
    assert late({"built_on": "2020-01-01"}, {"inspected_on": seen}) == [("never", 3 * 365 + 273)]


def test_the_latest_counts():
    seen = ({"inspected_on": "2022-01-01"}, {"inspected_on": "2024-01-01", "inspection_kind": "巡查"})
    assert late({"built_on": "2020-01-01"}, *seen) == []


def test_only_an_assessment_assesses_and_only_what_operates():
    seen = {"inspected_on": "2024-09-01"}
    built = {"built_on": "2023-09-01"}
    assert late(built, seen, assessment=True) == [("never", 29)]
    assert late(built, seen | {"inspection_kind": "风险评估"}, assessment=True) == []
    assert late(built | {"asset_class": "公益性"}, seen, assessment=True) == []
