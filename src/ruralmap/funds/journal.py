"""The journal (分录): every movement of money from one account to another, in one frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.funds.codes import codes_of, order_of
from ruralmap.schema.fund_words import ACCOUNTS, KINDS, TRANSFERS, Kind
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

# The table that a row was read from.
ORIGINS: Final = ("funds", "fund_months", "fund_moves", "asset_funds")
ACCOUNT_TYPE: Final = pd.CategoricalDtype(list(ACCOUNTS))
KIND_TYPE: Final = pd.CategoricalDtype(list(KINDS))
# `on` is ISO text, a day or the month of a report. An id is missing where there is none; a township and a
# village are those that the linker found, not the text of a row. `amount_fen` is never missing and signed.
ENTRY_TYPES: Final[dict[str, Any]] = {
    "on": "str",
    "kind": KIND_TYPE,
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
# What orders the journal: when, whose, what, and where it was read.
_ORDER: Final = ("on", "line_id", "prj_id", "kind", "origin", "source_file", "source_sheet", "source_row")
# Up to here any sum of fen is exact in an int64 and in the float that looks for the overflow.
_MOST_FEN: Final = 2.0**62


def entries_of(columns: Mapping[str, object], *, kind: Kind | pd.Categorical, origin: str) -> pd.DataFrame:
    """
    Make entries.

    Parameters
    ----------
    columns
        Any of `ENTRY_COLUMNS`, `amount_fen` among them: arrays of one length, or one text for all rows. An
        account need only be given where the kind has more than one (`TRANSFERS`).
    kind
        What moved: one kind for all rows, or that of each, and then both accounts are given.
    origin
        The table that the rows were read from, one of `ORIGINS`.

    Returns
    -------
    entries
        `ENTRY_COLUMNS`, in the order given; what is not given is missing. An amount of zero is no entry.
    """
    amounts = np.asarray(columns["amount_fen"], dtype=np.int64)
    moved = np.flatnonzero(amounts)
    known = {"kind": kind, "origin": origin} | _sides(kind) | dict(columns)
    return pd.DataFrame({name: _column(known.get(name), moved, name) for name in ENTRY_COLUMNS})


def _sides(kind: Kind | pd.Categorical) -> dict[str, object]:
    """Name the accounts of a kind that leaves no choice."""
    givers, takers = TRANSFERS[kind] if isinstance(kind, str) else ((), ())
    sides = {"from_account": givers, "to_account": takers}
    return {side: accounts[0] for side, accounts in sides.items() if len(accounts) == 1}


def _column(values: Any, moved: NDArray[np.intp], name: str) -> Any:  # noqa: ANN401 - as pandas has it
    """Take the rows that moved money; one text, or nothing, stands for all of them."""
    wanted = ENTRY_TYPES[name]
    if values is None or isinstance(values, str):
        return pd.array([values], dtype=wanted).take(np.zeros(len(moved), dtype=np.intp))
    array = values if getattr(values, "dtype", None) == wanted else pd.Series(values, dtype=wanted).array
    return array if len(moved) == len(array) else array.take(moved)


def gather_entries(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """
    Put entries one after the other.

    Parameters
    ----------
    parts
        Entries as `entries_of` makes them; there may be none.

    Returns
    -------
    entries
        All of them in the order given, numbered from 0.
    """
    filled = [part for part in parts if len(part)]
    if not filled:
        return entries_of({"amount_fen": []}, kind="issued", origin="funds")
    return pd.concat(filled, ignore_index=True) if len(filled) > 1 else filled[0].reset_index(drop=True)


def join_entries(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """
    Join entries into one journal, in an order that does not depend on that of the inputs.

    Parameters
    ----------
    parts
        Entries as `entries_of` makes them; there may be none.

    Returns
    -------
    entries
        By date, line, project, kind and source, what is missing last; numbered from 0.
    """
    joined = gather_entries(parts)
    order = order_of(_codes(joined))
    return pd.DataFrame({name: _taken(joined[name].array, order) for name in ENTRY_COLUMNS})


def _codes(entries: pd.DataFrame) -> Iterator[NDArray[np.int64]]:
    """Yield what orders the journal as numbers; rows of which nobody knows the source by all they say."""
    more: tuple[str, ...] = ("from_account", "to_account", "amount_fen")
    if entries["source_row"].isna().any():
        more = tuple(name for name in ENTRY_COLUMNS if name not in _ORDER)
    for name in (*_ORDER, *more):
        if isinstance(entries[name].dtype, pd.CategoricalDtype):
            yield np.asarray(entries[name].cat.codes, dtype=np.int64)
        else:
            yield codes_of(entries, name)[0]


def _taken(values: Any, order: NDArray[np.intp]) -> Any:  # noqa: ANN401 - as pandas has it
    """Put a column in order; one without any value has none."""
    return values if values.isna().all() else values.take(order)


def require_double(entries: pd.DataFrame) -> None:
    """
    Assert that every entry has a giver and a taker that suit its kind (复式记账), so that the sum is zero.

    Parameters
    ----------
    entries
        The journal: `ENTRY_COLUMNS`.

    Raises
    ------
    ConservationError
        If an entry lacks a side, or names an account that its kind does not move money from or to, or if the
        amounts are too many and too large to be added up exactly: a fault of ours.
    """
    kinds = entries["kind"].cat.codes.to_numpy()
    for side, column in enumerate(("from_account", "to_account")):
        fits = _allowed(side)[kinds, entries[column].cat.codes.to_numpy()]
        if not fits.all():
            _refuse(column, len(entries), int(fits.sum()))
    whole = float(np.abs(entries["amount_fen"].to_numpy(dtype=np.float64)).sum())
    if whole >= _MOST_FEN:
        _refuse("amount_fen", f"{whole:.0f}", f"< {_MOST_FEN:.0f}")


def _allowed(side: int) -> NDArray[np.bool_]:
    """Say by kind and account whether an entry may have it on a side; the last of each is what is missing."""
    table = np.zeros((len(KINDS) + 1, len(ACCOUNTS) + 1), dtype=np.bool_)
    for row, kind in enumerate(KINDS):
        table[row, [ACCOUNTS.index(account) for account in TRANSFERS[kind][side]]] = True
    return table


def _refuse(view: str, given: object, held: object) -> None:
    """Raise the error that every view of the ledger raises."""
    raise ConservationError(say_both("ledger.not_conserved", view=view, given=given, held=held))


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
