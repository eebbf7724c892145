"""A ledger says what was issued and what is in each account: case E1, added up by hand."""

import pandas as pd
import pytest

from funds import handmade
from ruralmap.funds.journal import ENTRY_COLUMNS, trial_balance
from ruralmap.schema.fund_words import ACCOUNTS

PAPERS = {"due_arranged": -90_000, "arranged": 90_000, "due_disbursed": -50_000, "disbursed": 50_000}


@pytest.mark.parametrize(
    ("as_of", "balances"),
    [
        pytest.param("2024-01-10", {"source": -100_000, "county": 100_000}, id="only issued"),
        # P1 60,000 - 40,000 and P2 30,000
        pytest.param(
            "2024-03-31",
            {"source": -100_000, "county": 10_000, "project": 50_000, "spent": 40_000} | PAPERS,
            id="before the reversal",
        ),
        # P1 60,000 - 35,000 - 15,000 - 10,000 and P2 30,000
        pytest.param(
            "2024-12-31",
            {
                "source": -100_000,
                "project": 30_000,
                "spent": 35_000,
                "carried": 15_000,
                "surplus": 10_000,
                "withdrawn": 10_000,
            }
            | PAPERS,
            id="closed",
        ),
    ],
)
def test_accounts_hold_what_was_added_up_by_hand(as_of, balances):
    ledger = handmade.ledger(as_of)
    accounts = ledger.accounts.set_index("account")
    assert list(accounts.index) == list(ACCOUNTS)
    assert accounts["balance_fen"].to_dict() == dict.fromkeys(ACCOUNTS, 0) | balances
    assert ledger.issued_fen == 100_000
    assert tuple(ledger.entries.columns) == ENTRY_COLUMNS


def test_a_reversal_stays_in_what_went_in():
    # spent: 40,000 - 40,000 + 35,000 in, nothing out; county: 100,000 in, 60,000 + 30,000 + 10,000 out
    accounts = handmade.ledger().accounts.set_index("account")
    assert accounts.loc["spent", ["in_fen", "out_fen"]].tolist() == [35_000, 0]
    assert accounts.loc["county", ["in_fen", "out_fen"]].tolist() == [100_000, 100_000]


def test_an_entry_without_a_side_is_seen_in_the_sum():
    entries = handmade.entries()
    nowhere = pd.Series(None, index=entries.index, dtype=entries["to_account"].dtype)
    assert trial_balance(entries)["balance_fen"].sum() == 0
    assert trial_balance(entries.assign(to_account=nowhere))["balance_fen"].sum() != 0


def test_nothing_is_in_any_account_of_an_empty_journal():
    assert trial_balance(handmade.entries("2023-12-31"))["balance_fen"].tolist() == [0] * len(ACCOUNTS)
