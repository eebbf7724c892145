"""The journal (分录): every movement of money from one account to another, in one frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.schema.fund_words import ACCOUNTS, KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The table that a row was read from.
ORIGINS: Final = ("funds", "fund_months", "fund_moves", "asset_funds")
ACCOUNT_TYPE: Final = pd.CategoricalDtype(list(ACCOUNTS))
# `on` is ISO text, a day or the month of a report. An id is missing where there is none; a township and a
# village are those that the linker found, not the text of a row. `amount_fen` is never missing and signed.
ENTRY_TYPES: Final[dict[str, Any]] = {
    "on": "str",
    "kind": pd.CategoricalDtype(list(KINDS)),
    "line_id": "str",
    "prj_id": "str",
    "township_code": "str",
    "village_code": "str",
    "hh_id": "str",
    "asset_id": "str",
    "entity_id": "str",
    "from_account": ACCOUNT_TYPE,
    "to_account": ACCOUNT_TYPE,
    "amount_fen": "int64",
    "doc": "str",
    "entry_id": "str",
    "reverses": "str",
    "origin": pd.CategoricalDtype(list(ORIGINS)),
    "source_file": "str",
    "source_sheet": "str",
    "source_row": "Int64",
}
ENTRY_COLUMNS: Final = tuple(ENTRY_TYPES)


def trial_balance(entries: pd.DataFrame) -> pd.DataFrame:
    """
    Add up what went into each account and out of it (试算平衡).

    Parameters
    ----------
    entries
        The journal: `ENTRY_COLUMNS`.

    Returns
    -------
    accounts
        account, in_fen, out_fen and balance_fen (what went in less what went out), one row for each of
        `ACCOUNTS`, in that order. The balances add up to zero unless an entry lacks a side.
    """
    into, out = (_totals(entries, side) for side in ("to_account", "from_account"))
    return pd.DataFrame(
        {
            "account": pd.Categorical(ACCOUNTS, dtype=ACCOUNT_TYPE),
            "in_fen": into,
            "out_fen": out,
            "balance_fen": into - out,
        }
    )


def _totals(entries: pd.DataFrame, side: str) -> NDArray[np.int64]:
    """Add up the amounts of each account on one side, in the order of `ACCOUNTS`."""
    totals = np.zeros(len(ACCOUNTS) + 1, dtype=np.int64)  # a missing account is -1: the one past the last
    np.add.at(totals, entries[side].cat.codes.to_numpy(), entries["amount_fen"].to_numpy())
    return totals[:-1]
