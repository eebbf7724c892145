"""Each list of worries, and the sums of all of them."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.care_toy import AS_OF, care
from ruralmap.assets.worries import WORRIES, WORRY_COLUMNS, Limits, add_up, find_worries, require_sums
from ruralmap.errors import ConservationError

# Under contract and seen this month: nothing to worry about.
HELD = {"of_contracts": ({"rent_fen": 500},)}
SEEN = {"of_inspections": ({}, {"inspection_kind": "风险评估"})}


def told(**tables):
    """Give the worries as (worry, asset, days, reason, amount)."""
    rows = find_worries(care(**tables), Limits(), as_of=AS_OF)
    assert tuple(rows.columns) == WORRY_COLUMNS
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in rows[["worry", "asset_id", "days", "reason", "amount_fen"]].itertuples(index=False)
    ]


def test_an_asset_in_order_is_no_worry():
    assert told(of_assets=({},), **HELD, **SEEN) == []


def test_without_tables_there_is_only_what_the_ledger_itself_lacks():
    assert told(of_assets=({},)) == [("contract_missing", "A", None, "never", 10_000)]


def test_arrears_come_oldest_first_and_those_of_unknown_age_last():
    dues = (
        {"period": "1", "due_on": None, "paid_fen": 40},
        {"period": "2", "due_on": "2024-09-29", "paid_fen": 0},
        {"period": "3", "due_on": "2023-09-29", "paid_fen": 0},
    )
    rows = find_worries(care(({},), *HELD.values(), dues, *SEEN.values()), Limits(), as_of=AS_OF)
    assert rows["reason"].tolist() == ["d366_up", "d0_30", "undated"]
    assert rows["amount_fen"].tolist() == [100, 100, 60]
    assert rows["operator"].tolist() == ["社"] * 3
    assert rows["village_code"].tolist() == ["441624101201"] * 3


def test_what_is_owed_on_an_asset_that_is_not_in_the_ledger_is_listed_all_the_same():
    assert told(of_yields=({"asset_id": "X", "paid_fen": 0},)) == [("arrears", "X", 29, "d0_30", 100)]


def test_nobody_is_named_who_runs_what_belongs_to_a_household():
    asset = {"asset_class": "到户类"}
    rows = find_worries(care((asset,), ({},), ({"paid_fen": 0},)), Limits(), as_of=AS_OF)
    assert rows["worry"].tolist() == ["arrears"]
    assert rows["operator"].isna().all()


@pytest.mark.parametrize(
    ("contract", "worries"),
    [
        ({"to_on": "2024-11-29", "rent_fen": 7}, [("contract_ending", "A", 60, "ends", 7)]),
        ({"to_on": "2024-11-29", "floor_fen": 8}, [("contract_ending", "A", 60, "ends", 8)]),
        ({"to_on": "2024-11-29"}, [("contract_ending", "A", 60, "ends", None)]),
        ({"to_on": "2024-11-30"}, []),
        (
            {"to_on": "2024-09-29", "rent_fen": 7},
            [("contract_ended", "A", 1, "over", 7), ("contract_missing", "A", 1, "over", 10_000)],
        ),
    ],
)
def test_contracts_that_end_and_that_are_over(contract, worries):
    assert told(of_assets=({},), of_contracts=(contract,), **SEEN) == worries


@pytest.mark.parametrize(
    ("changes", "worries"),
    [
        pytest.param({"run_state": "闲置", "run_state_on": "2024-09-20"}, [(10, "idle")], id="idle"),
        pytest.param({"run_state": "停产", "run_state_on": "2024-08"}, [(30, "stopped")], id="a month"),
        pytest.param({"run_state": "停产", "run_state_on": AS_OF}, [(0, "stopped")], id="on the day"),
        pytest.param({"run_state": "闲置"}, [(None, "idle")], id="nobody knows since when"),
        pytest.param({"run_state": "闲置", "run_state_on": "2024-10-01"}, [], id="seen later"),
        pytest.param({"run_state": "闲置", "run_state_on": "2024-10"}, [], id="seen in a later month"),
        pytest.param({"run_state": "低效", "run_state_on": "2024-01-01"}, [], id="runs badly"),
        pytest.param(
            {"run_state": "闲置", "run_state_on": "2024-01-01", "asset_class": "到户类"}, [], id="household's"
        ),
    ],
)
def test_operating_assets_that_are_idle(changes, worries):
    found = told(of_assets=(changes,), **HELD, **SEEN)
    assert [one[2:4] for one in found if one[0] == "idle"] == worries


def test_a_month_that_still_runs_has_been_idle_for_no_day_yet():
    rows = find_worries(
        care(({"run_state": "闲置", "run_state_on": "2024-09"},)), Limits(), as_of="2024-09-10"
    )
    assert rows.loc[rows["worry"].eq("idle"), "days"].tolist() == [0]


@pytest.mark.parametrize(
    ("changes", "worry"),
    [
        ({"asset_class": "公益性", "handover_on": None}, "handover_missing"),
        ({"asset_class": "公益性", "handover_on": "2024-10-01"}, "handover_missing"),
        ({"custodian": None}, "custodian_missing"),
    ],
)
def test_papers_and_custodians_that_are_missing(changes, worry):
    # Built on 1 January 2024, 273 days before 30 September.
    assert told(of_assets=(changes,), **HELD, **SEEN) == [(worry, "A", 273, worry, 10_000)]


def test_inspections_are_asked_for_after_as_many_months_as_is_said():
    tables = care(({"built_on": "2020-01-01"},), ({},), (), ({"inspected_on": "2024-08-29"},))
    limits = Limits(inspect_months=1)
    rows = find_worries(tables, limits, as_of=AS_OF)
    # Since 29 September, one day; never assessed since 1 February 2020: 1,703 days.
    assert rows["worry"].tolist() == ["inspection_overdue", "assessment_overdue"]
    assert rows["reason"].tolist() == ["old", "never"]
    assert rows["days"].tolist() == [1, 1703]


def test_sums_by_township_name_what_is_in_none_and_amounts_that_nobody_wrote():
    tables = {
        "of_assets": (
            {"custodian": None},
            {"asset_id": "B", "custodian": None, "original_value_fen": None},
            {"asset_id": "C", "custodian": None, "township_code": None, "original_value_fen": 7},
        ),
        "of_contracts": ({}, {"contract_id": "HB", "asset_id": "B"}, {"contract_id": "HC", "asset_id": "C"}),
    }
    sums = add_up(find_worries(care(**tables), Limits(), as_of=AS_OF))
    assert sums.fillna("-").to_dict("list") == {
        "worry": ["custodian_missing"] * 2,
        "township_code": ["441624101", "-"],
        "rows": [2, 1],
        "assets": [2, 1],
        "amount_fen": [10_000, 7],
        "open_amounts": [1, 0],
    }


def test_sums_of_nothing_are_nothing():
    assert add_up(find_worries(care(), Limits(), as_of=AS_OF)).empty


def test_sums_that_lack_a_row_are_refused():
    worries = find_worries(care(({"custodian": None},), ({},)), Limits(), as_of=AS_OF)
    with pytest.raises(ConservationError, match="10000"):
        require_sums(worries, add_up(worries).assign(amount_fen=9_999))


STATES = st.sampled_from([None, "正常", "闲置", "停产", "损毁", "灭失", "已处置"])
DAYS = st.sampled_from([None, "2020-01", "2023-09-29", "2023-09-30", "2024-09", "2024-09-30", "2024-12-01"])
ASSETS = st.lists(
    st.fixed_dictionaries(
        {
            "asset_class": st.sampled_from(["经营性", "公益性", "到户类"]),
            "run_state": STATES,
            "run_state_on": DAYS,
            "built_on": DAYS,
            "handover_on": DAYS,
            "custodian": st.sampled_from([None, "村委会"]),
            "original_value_fen": st.one_of(st.none(), st.integers(0, 9)),
            "township_code": st.sampled_from([None, "441624100", "441624101"]),
        }
    ),
    max_size=6,
)
CONTRACTS = st.lists(
    st.fixed_dictionaries(
        {"asset_id": st.sampled_from([None, "A0", "A1", "X"]), "from_on": DAYS, "to_on": DAYS}
    ),
    max_size=4,
)
DUES = st.lists(
    st.fixed_dictionaries(
        {
            "contract_id": st.sampled_from(["H0", "H9"]),
            "due_on": DAYS,
            "paid_fen": st.sampled_from([None, 0, 100]),
        }
    ),
    max_size=4,
)


@settings(max_examples=20)
@given(ASSETS, CONTRACTS, DUES)
def test_sums_add_up_and_an_asset_stands_once_in_each_list(given_assets, given_contracts, dues):
    tables = care(
        tuple(row | {"asset_id": f"A{place}"} for place, row in enumerate(given_assets)),
        tuple(row | {"contract_id": f"H{place}"} for place, row in enumerate(given_contracts)),
        tuple(row | {"period": str(place)} for place, row in enumerate(dues)),
    )
    worries = find_worries(tables, Limits(), as_of=AS_OF)
    sums = add_up(worries)
    assert sums.groupby("worry")["rows"].sum().to_dict() == worries["worry"].value_counts().to_dict()
    assert int(sums["amount_fen"].sum()) == int(worries["amount_fen"].sum())
    order = worries["worry"].map(WORRIES.index)
    assert order.is_monotonic_increasing
    of_assets = worries[~worries["worry"].isin(["arrears", "contract_ending"])]
    assert not of_assets.duplicated(["worry", "asset_id"]).any()
