"""Contracts that end, that are over, and that never were: a day before, on and after the limit."""

import pandas as pd
import pytest

from assets.care_toy import AS_OF, assets, contracts
from ruralmap.assets.terms import ended, ending, why_without


@pytest.mark.parametrize(
    ("to_on", "left"),
    [
        pytest.param("2024-09-29", [], id="over yesterday"),
        pytest.param("2024-09-30", [0], id="last day"),
        pytest.param("2024-09", [0], id="last month"),
        pytest.param("2024-11-28", [59], id="59 days"),
        pytest.param("2024-11-29", [60], id="60 days"),  # 31 of October and 29 of November
        pytest.param("2024-11-30", [], id="61 days"),
        pytest.param("2024-11", [], id="in November: to its 30th"),
        pytest.param(None, [], id="without an end"),
    ],
)
def test_a_contract_that_ends_within_sixty_days(to_on, left):
    found = ending(contracts({"to_on": to_on}), as_of=AS_OF, within=60)
    assert found["days"].tolist() == left


@pytest.mark.parametrize(
    ("other", "listed"),
    [
        pytest.param({"from_on": "2024-10-11", "to_on": "2025-10-10"}, False, id="begins the day after"),
        pytest.param({"from_on": "2024-10-12", "to_on": "2025-10-10"}, True, id="a day of gap"),
        pytest.param({"from_on": "2024-10-11", "to_on": None}, False, id="without an end"),
        pytest.param({"from_on": None, "signed_on": "2024-09-01", "to_on": None}, False, id="since signed"),
        pytest.param({"from_on": None, "to_on": "2025-10-10"}, True, id="nobody knows since when"),
        pytest.param({"from_on": "2023-01-01", "to_on": "2024-10-10"}, True, id="ends on the same day"),
        pytest.param({"asset_id": "B", "to_on": "2025-10-10"}, True, id="of another asset"),
    ],
)
def test_a_contract_that_another_follows_is_no_worry(other, listed):
    rows = contracts({"to_on": "2024-10-10"}, {"contract_id": "H2"} | other)
    found = ending(rows, as_of=AS_OF, within=60)
    assert ("H" in found["contract_id"].tolist()) is listed


def test_contracts_about_land_are_no_contracts_of_assets():
    rows = contracts({"asset_id": None, "to_on": "2024-10-10"}, {"asset_id": None, "to_on": "2024-01-01"})
    assert ending(rows, as_of=AS_OF, within=60).empty
    assert ended(assets({}), rows, as_of=AS_OF).empty


@pytest.mark.parametrize(
    ("to_on", "days"), [("2024-09-29", [1]), ("2024-09-30", []), ("2024-08", [30]), (None, [])]
)
def test_a_contract_is_over_on_the_day_after_its_last(to_on, days):
    assert ended(assets({}), contracts({"to_on": to_on}), as_of=AS_OF)["days"].tolist() == days


def test_of_several_that_are_over_the_last_is_told_unless_one_is_in_force():
    over = [{"contract_id": "H1", "to_on": "2023-12-31"}, {"contract_id": "H2", "to_on": "2024-06-30"}]
    assert ended(assets({}), contracts(*over), as_of=AS_OF)["contract_id"].tolist() == ["H2"]
    running = {"contract_id": "H3", "to_on": "2024-12-31"}
    assert ended(assets({}), contracts(*over, running), as_of=AS_OF).empty


@pytest.mark.parametrize(
    ("asset", "listed"),
    [
        ({"run_state": "正常"}, True),
        ({"run_state": "低效"}, True),
        ({"run_state": None}, True),
        ({"run_state": "闲置"}, False),
        ({"run_state": "停产"}, False),
        ({"run_state": "损毁"}, False),
        ({"run_state": "灭失"}, False),
        ({"run_state": "已处置"}, False),
        ({"asset_class": "公益性"}, False),
    ],
)
def test_only_what_is_operated_still_needs_the_contract_that_is_over(asset, listed):
    found = ended(assets(asset), contracts({"to_on": "2024-06-30"}), as_of=AS_OF)
    assert (not found.empty) is listed


def test_why_there_is_no_contract_in_force():
    rows = contracts(
        {"asset_id": "A", "to_on": "2024-09-20"},
        {"asset_id": "B", "from_on": "2024-10-01"},
    )
    why = why_without(pd.Series(["A", "B", "C"], index=[7, 8, 9], dtype="str"), rows, as_of=AS_OF)
    assert why["reason"].tolist() == ["over", "not_begun", "never"]
    assert why.loc[7, ["on", "days"]].tolist() == ["2024-09-20", 10]
    assert why.loc[[8, 9], ["on", "days"]].isna().all(axis=None)
    assert why.index.tolist() == [7, 8, 9]
