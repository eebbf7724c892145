"""What the last inspection found of each asset: there, gone, damaged, idle, unclear, or never looked at."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.care_toy import AS_OF, assets, inspections
from ruralmap.assets.stocktake import FOUND, stocktake

HERE = {"exists": True, "found_state": "正常", "result": "实物一致"}


def seen(*rows):
    """Give inspections with what is known of their place."""
    extra = {name: [row.get(name) for row in rows] for name in ("off_m", "accuracy_m", "place")}
    frame = inspections(*({k: v for k, v in row.items() if k not in extra} for row in rows))
    return frame.assign(**extra).astype({"off_m": "Float64", "accuracy_m": "Float64", "place": "str"})


def told(asset, *rows, as_of=AS_OF):
    return stocktake(assets(asset), seen(*rows), as_of=as_of).iloc[0]


@pytest.mark.parametrize(
    ("asset", "row", "outcome"),
    [
        pytest.param({}, HERE, "agrees", id="as it is written"),
        pytest.param({}, {"exists": True}, "agrees", id="there"),
        pytest.param({}, {"found_state": "正常"}, "agrees", id="only the state"),
        pytest.param({}, HERE | {"found_state": "低效"}, "differs", id="another state"),
        pytest.param({"qty": 2}, HERE | {"qty": 3}, "differs", id="another quantity"),
        pytest.param({"qty": 2}, HERE | {"qty": 2}, "agrees", id="the same quantity"),
        pytest.param({"qty": 2}, HERE, "agrees", id="nobody counted"),
        pytest.param({"run_state": None}, HERE, "agrees", id="no state in the book"),
        pytest.param({}, {"exists": False}, "missing", id="not there"),
        pytest.param({}, {"result": "盘亏"}, "missing", id="盘亏"),
        pytest.param({}, {"found_state": "灭失"}, "missing", id="lost"),
        pytest.param({}, {"exists": True, "result": "盘盈"}, "surplus", id="盘盈"),
        pytest.param({}, {"exists": True, "result": "损毁"}, "damaged", id="损毁"),
        pytest.param({}, {"found_state": "损毁"}, "damaged", id="damaged by its state"),
        pytest.param({}, {"exists": True, "result": "闲置"}, "idle", id="闲置"),
        pytest.param({}, {"found_state": "停产"}, "idle", id="stopped"),
        pytest.param({"run_state": "停产"}, HERE | {"found_state": "停产"}, "agrees", id="idle as written"),
        pytest.param({}, {"exists": False, "result": "损毁"}, "missing", id="destroyed"),
        pytest.param({}, {}, "unclear", id="says nothing"),
        pytest.param({}, {"exists": False, "result": "实物一致"}, "unclear", id="not there, and agrees"),
        pytest.param({}, {"exists": True, "result": "盘亏"}, "unclear", id="there, and missing"),
        pytest.param({}, {"exists": False, "found_state": "正常"}, "unclear", id="not there, and runs"),
        pytest.param({"run_state": "灭失"}, {"exists": False}, "gone", id="written off, and gone"),
        pytest.param({"run_state": "已处置"}, HERE, "surplus", id="written off, and there"),
    ],
)
def test_what_an_inspection_says(asset, row, outcome):
    assert told(asset, row)["outcome"] == outcome


@pytest.mark.parametrize(
    ("state", "outcome"),
    [("正常", "not_inspected"), (None, "not_inspected"), ("灭失", "gone"), ("已处置", "gone")],
)
def test_what_nobody_looked_at(state, outcome):
    row = told({"run_state": state})
    assert (row["outcome"], row["place"]) == (outcome, "no_inspection")


def test_what_is_not_in_the_ledger_is_surplus_if_it_is_there():
    rows = stocktake(
        assets({}),
        seen(HERE, HERE | {"asset_id": "X"}, {"asset_id": "Y", "exists": False}, {"asset_id": "W"}),
        as_of=AS_OF,
    )
    assert rows[["asset_id", "outcome"]].to_numpy().tolist() == [
        ["A", "agrees"],
        ["W", "unclear"],
        ["X", "surplus"],
        ["Y", "unclear"],
    ]


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        pytest.param(
            [{"inspected_on": "2024-08-01", "exists": False}, HERE | {"inspected_on": "2024-09-01"}],
            "agrees",
            id="the last one",
        ),
        pytest.param(
            [HERE | {"inspected_on": "2024-08-01"}, {"inspected_on": "2024-10-01", "exists": False}],
            "agrees",
            id="what comes after the day",
        ),
        pytest.param(
            [HERE | {"inspected_on": "2024-08-01"}, {"inspected_on": "2024-10", "exists": False}],
            "agrees",
            id="a month that is not over",
        ),
        pytest.param(
            [HERE | {"inspected_on": "2024-09-01"}, {"inspected_on": "2024-09", "exists": False}],
            "missing",
            id="a month is its last day",
        ),
        pytest.param(
            [HERE | {"inspection_kind": "清查"}, {"inspection_kind": "账实核对", "exists": False}],
            "missing",
            id="账实核对 before 清查 on one day",
        ),
        pytest.param(
            [HERE | {"inspected_on": "2024-08-01"}, {"inspection_kind": "风险评估"}],
            "agrees",
            id="one that says nothing of the thing",
        ),
        pytest.param([{"inspected_on": None, "exists": False}], "not_inspected", id="nobody knows when"),
    ],
)
def test_which_inspection_counts(rows, outcome):
    assert told({}, *rows)["outcome"] == outcome


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"off_m": 0}, "inside"),
        ({"off_m": 0.5}, "near"),
        ({"off_m": 50}, "near"),
        ({"off_m": 50.1}, "outside"),
        ({"off_m": 80, "accuracy_m": 80}, "near"),
        ({"off_m": 80, "accuracy_m": 79.9}, "outside"),
        ({"off_m": 40, "accuracy_m": 1}, "near"),
        ({"place": "unsettled"}, "unsettled"),
        ({"place": "no_village"}, "no_village"),
        ({}, "no_point"),
    ],
)
def test_how_far_the_point_is_from_the_village(row, place):
    assert told({}, HERE | row)["place"] == place


def test_the_tolerance_is_what_was_asked_for():
    rows = stocktake(assets({}), seen(HERE | {"off_m": 3}), as_of=AS_OF, point_tolerance_m=2)
    assert rows["place"].tolist() == ["outside"]


def test_what_differs_is_named_and_what_was_not_said_differs_from_nothing():
    row = told({"qty": 2}, HERE | {"found_state": "低效"})
    assert row["state_differs"]
    assert pd.isna(row["qty_differs"])


def test_without_assets_and_inspections_there_is_nothing():
    assert stocktake(assets(), seen(), as_of=AS_OF).empty


STATES = st.sampled_from([None, "正常", "闲置", "停产", "损毁", "灭失", "已处置"])


@settings(max_examples=25)
@given(
    st.lists(STATES, max_size=4),
    st.lists(
        st.fixed_dictionaries(
            {
                "asset_id": st.sampled_from(["A0", "A1", "A3", "X"]),
                "inspected_on": st.sampled_from([None, "2024-09", "2024-09-30", "2024-10-01"]),
                "inspection_kind": st.sampled_from(["清查", "账实核对", "风险评估"]),
                "exists": st.sampled_from([None, True, False]),
                "found_state": STATES,
                "result": st.sampled_from([None, "实物一致", "盘亏", "盘盈", "损毁", "闲置"]),
            }
        ),
        max_size=6,
    ),
)
def test_every_asset_of_the_ledger_and_every_inspected_one_stands_once(states, rows):
    ledger = assets(*({"asset_id": f"A{place}", "run_state": state} for place, state in enumerate(states)))
    found = stocktake(ledger, seen(*rows), as_of=AS_OF)
    inspected = {row["asset_id"] for row in rows if row["inspected_on"] in {"2024-09", "2024-09-30"}}
    assert found["asset_id"].tolist() == [
        *ledger["asset_id"],
        *sorted(inspected - set(ledger["asset_id"])),
    ]
    assert found["outcome"].isin(FOUND).all()
