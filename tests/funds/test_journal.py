"""Entries have two sides, stand in one order, and add up to nothing."""

import numpy as np
import pandas as pd
import pytest

from funds import handmade
from ruralmap.errors import ConservationError
from ruralmap.funds.journal import (
    ENTRY_COLUMNS,
    ENTRY_TYPES,
    entries_of,
    join_entries,
    require_double,
    trial_balance,
)


def test_a_kind_with_one_giver_and_one_taker_needs_no_accounts():
    entries = entries_of({"line_id": ["Z1"], "amount_fen": [5]}, kind="arrived", origin="fund_moves")
    assert tuple(entries.columns) == ENTRY_COLUMNS
    pd.testing.assert_series_equal(entries.dtypes, handmade.entries().dtypes)
    assert entries[["from_account", "to_account"]].iloc[0].tolist() == ["due_arrived", "arrived"]
    assert entries[["prj_id", "doc", "source_row"]].isna().all(axis=None)


def test_the_account_that_a_kind_leaves_open_is_the_one_given():
    givers = ["county", "township"]
    entries = entries_of(
        {"from_account": givers, "to_account": "project", "amount_fen": [1, 2]},
        kind="allotted",
        origin="funds",
    )
    assert entries["from_account"].tolist() == givers
    assert entries["to_account"].tolist() == ["project", "project"]


def test_an_amount_of_zero_is_no_entry():
    entries = entries_of(
        {"line_id": ["A", "B", "C"], "amount_fen": np.array([1, 0, -1]), "on": "2024-05"},
        kind="issued",
        origin="funds",
    )
    assert entries["line_id"].tolist() == ["A", "C"]
    assert entries["on"].tolist() == ["2024-05", "2024-05"]


@pytest.mark.parametrize("seed", range(3))
def test_the_journal_of_e1_stands_in_its_order_however_it_comes(seed):
    entries = handmade.entries()
    shuffled = entries.sample(frac=1, random_state=seed)
    joined = join_entries([shuffled.iloc[:5], shuffled.iloc[:0], shuffled.iloc[5:]])
    pd.testing.assert_frame_equal(joined, entries)


def test_rows_of_which_nobody_knows_the_source_are_ordered_by_all_they_say():
    entries = handmade.entries().assign(source_row=pd.NA, on="2024-01-10", kind="spent", prj_id="P1")
    entries = entries.assign(line_id="Z1", origin="funds", source_file=None, source_sheet=None)
    entries = entries.astype(ENTRY_TYPES)
    joined = join_entries([entries.sample(frac=1, random_state=1)])
    pd.testing.assert_frame_equal(joined, join_entries([entries]))


def test_no_parts_are_a_journal_without_entries():
    empty = join_entries([])
    assert len(empty) == 0
    pd.testing.assert_series_equal(empty.dtypes, handmade.entries().dtypes)


@pytest.mark.parametrize("entries", [handmade.entries(), join_entries([])], ids=["E1", "none"])
def test_entries_with_both_sides_pass_and_add_up_to_nothing(entries):
    require_double(entries)
    assert int(trial_balance(entries)["balance_fen"].sum()) == 0


@pytest.mark.parametrize(
    ("changes", "view"),
    [
        pytest.param({"from_account": None}, "from_account", id="no giver"),
        pytest.param({"to_account": None}, "to_account", id="no taker"),
        pytest.param({"to_account": "asset"}, "to_account", id="a taker that the kind does not have"),
        pytest.param({"kind": None}, "from_account", id="no kind"),
        # 2 ** 62 fen are the most that are added up: 12 entries of 4 * 10 ** 17 are more
        pytest.param({"amount_fen": 4 * 10**17}, "amount_fen", id="a sum that an int64 may not hold"),
    ],
)
def test_an_entry_that_does_not_suit_its_kind_is_a_fault(changes, view):
    broken = handmade.entries().assign(**changes).astype(ENTRY_TYPES)
    with pytest.raises(ConservationError, match=view):
        require_double(broken)
