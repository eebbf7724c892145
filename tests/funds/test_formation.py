"""Assets are made of spent money, never of more; what is older than the ledger has no flow invented."""

import pandas as pd
import pytest

from funds import handmade
from funds.strategies import said, write
from ruralmap.funds.formation import form_assets
from ruralmap.funds.journal import ENTRY_COLUMNS, require_double
from ruralmap.schema.works import ASSET_FUNDS, ASSETS

END = "2024-12-31"


def makeup(*rows):
    """Rows as (asset, line, fen) and a dict of other columns."""
    names = ("asset_id", "line_id", "amount_fen")
    return write(ASSET_FUNDS, [dict(zip(names, row, strict=False)) | dict(*row[3:]) for row in rows])


def assets(*rows):
    """Assets as (id, project) and a dict of other columns."""
    names = ("asset_id", "prj_id")
    return write(ASSETS, [dict(zip(names, row, strict=False)) | dict(*row[2:]) for row in rows])


def form(rows, things, as_of=END):
    return form_assets(rows, things, handmade.entries(as_of), handmade.lines(), as_of=as_of)


def states(table):
    return dict(zip(table["asset_id"], table["state"], strict=True))


# In E1 project P1 spent 35,000 fen of line Z1.
@pytest.mark.parametrize(
    ("second", "formed", "state"),
    [
        pytest.param(4_999, 34_999, "traced", id="one fen below"),
        pytest.param(5_000, 35_000, "traced", id="all that was spent"),
        pytest.param(5_001, 0, "overdrawn", id="one fen over"),
    ],
)
def test_assets_take_no_more_of_a_line_and_project_than_was_spent(second, formed, state):
    rows = makeup(("A1", "Z1", 30_000), ("A2", "Z1", second))
    entries, table, findings = form(rows, assets(("A1", "P1"), ("A2", "P1")))
    assert entries["amount_fen"].sum() == formed
    assert states(table) == {"A1": state, "A2": state}
    told = [(found.code, *said(found, "asset_id", "difference")) for found in findings]
    assert told == ([("asset_over_spent", "A1、A2", "0.01")] if state == "overdrawn" else [])


def test_an_entry_goes_from_what_was_spent_to_the_asset():
    entries, table, _ = form(makeup(("A1", "Z1", 30_000)), assets(("A1", "P1", {"built_on": "2024-05"})))
    require_double(entries)
    assert tuple(entries.columns) == ENTRY_COLUMNS
    row = entries.iloc[0]
    assert row[["on", "prj_id", "asset_id", "from_account", "to_account", "origin"]].tolist() == [
        "2024-05",
        "P1",
        "A1",
        "spent",
        "asset",
        "asset_funds",
    ]
    # year, level and channel are those of the line
    assert table.iloc[0].tolist() == ["A1", "P1", "Z1", 2024, "中央", "衔接", 30_000, "traced"]


@pytest.mark.parametrize(
    ("dates", "on"),
    [
        pytest.param({"built_on": "2024-06-01", "accepted_on": "2024-07-01"}, "2024-06-01", id="built"),
        pytest.param({"accepted_on": "2024-07-01"}, "2024-07-01", id="accepted"),
        pytest.param({}, "2024-12", id="the month of the date"),
        pytest.param({"built_on": "2024-12"}, "2024-12", id="a month that is over"),
    ],
)
def test_an_asset_is_formed_when_it_was_built_else_accepted(dates, on):
    entries, _, _ = form(makeup(("A1", "Z1", 1)), assets(("A1", "P1", dates)))
    assert entries["on"].tolist() == [on]


def test_an_asset_that_was_built_after_the_date_is_not_there_yet():
    rows, things = makeup(("A1", "Z1", 1)), assets(("A1", "P1", {"built_on": "2024-11"}))
    entries, table, _ = form(rows, things, as_of="2024-11-29")
    assert (len(entries), len(table)) == (0, 0)
    entries, table, _ = form(rows, things, as_of="2024-11-30")
    assert (len(entries), len(table)) == (1, 1)


@pytest.mark.parametrize(
    ("row", "state", "codes"),
    [
        # the ledger of E1 begins in 2024
        pytest.param((None, {"year": 2023, "channel": "衔接"}), "historic", [], id="older than the ledger"),
        pytest.param(
            (None, {"year": 2024, "channel": "衔接"}),
            "unlined",
            ["asset_fund_unlined"],
            id="of its first year",
        ),
        pytest.param((None, {"channel": "衔接"}), "unlined", ["asset_fund_unlined"], id="of no known year"),
        pytest.param((None, {"year": 2024, "channel": "自筹"}), "unlined", [], id="own funds need no line"),
        pytest.param(("Z9", {}), "aside", [], id="of a line that does not count"),
    ],
)
def test_money_without_a_line_that_counts_is_kept_and_flows_nowhere(row, state, codes):
    line, others = row
    entries, table, findings = form(makeup(("A1", line, 7, others)), assets(("A1", "P1")))
    assert len(entries) == 0
    assert states(table) == {"A1": state}
    assert table["amount_fen"].tolist() == [7]
    assert [found.code for found in findings] == codes


@pytest.mark.parametrize(
    "things",
    [
        pytest.param(assets(("A2", "P1")), id="an unknown asset"),
        pytest.param(assets(("A1", None)), id="an asset of no project"),
    ],
)
def test_money_of_an_asset_without_project_is_told_apart(things):
    entries, table, findings = form(makeup(("A1", "Z1", 7)), things)
    assert (len(entries), findings) == (0, [])
    assert states(table) == {"A1": "unknown_project"}


def test_a_project_that_spent_nothing_of_a_line_formed_nothing_of_it():
    _, table, findings = form(makeup(("A1", "Z1", 1)), assets(("A1", "P2")))
    assert states(table) == {"A1": "overdrawn"}
    assert said(findings[0], "spent") == ("0.00",)


def test_amounts_beyond_any_belief_do_not_wrap_around_to_a_sum_that_fits():
    # twice 2 ** 63 - 1 fen is -2 in an int64
    rows = makeup(("A1", "Z1", 2**63 - 1), ("A1", "Z1", 2**63 - 1))
    entries, table, _ = form(rows, assets(("A1", "P1")))
    assert len(entries) == 0
    assert set(table["state"]) == {"overdrawn"}


@pytest.mark.parametrize(
    ("value", "difference"),
    [
        pytest.param(30_047, None, id="adds up"),
        pytest.param(30_048, "0.01", id="one fen more"),
        pytest.param(30_000, "-0.47", id="less"),
        pytest.param(None, None, id="no value stated"),
    ],
)
def test_an_asset_is_worth_what_it_was_made_of(value, difference):
    rows = makeup(("A1", "Z1", 30_000), ("A1", None, 47, {"channel": "自筹"}))
    _, _, findings = form(rows, assets(("A1", "P1", {"original_value_fen": value}), ("A2", "P1")))
    told = [(found.code, *said(found, "difference")) for found in findings]
    assert told == ([("asset_makeup_differs", difference)] if difference else [])


def test_the_order_of_rows_changes_nothing_and_no_rows_give_nothing():
    rows = makeup(("A2", "Z1", 1), ("A1", "Z1", 2), ("A1", "Z9", 3), ("A3", None, 4, {"year": 2020}))
    things = assets(("A1", "P1"), ("A2", "P1"), ("A3", "P1"))
    entries, table, _ = form(rows, things)
    again, shuffled, _ = form(rows.iloc[::-1], things.iloc[::-1])
    pd.testing.assert_frame_equal(again, entries)
    pd.testing.assert_frame_equal(shuffled, table)
    entries, table, findings = form(rows.iloc[:0], things.iloc[:0])
    assert (len(entries), len(table), findings) == (0, 0, [])
