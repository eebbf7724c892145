"""Rates of balances (比率): sums over filtered rows, divided exactly; what is not known is counted beside."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from ruralmap.rules.ledger import asker_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ruralmap.schema.fund_rates import Rate, Sum

_MONTHS: Final = 12


@dataclass(frozen=True)
class Amount:
    """
    A sum, and what it does not know.

    `fen` adds up the `rows` that count and state an amount. `unsure_fen` is the sum of rows of which it is
    not known whether they count, because a cell that the filter asks is empty; it is not in `fen` unless the
    filter says that such rows count. `unstated` is how many projects count of which nobody states the amount.
    """

    fen: int
    rows: int
    unsure_fen: int
    unstated: int

    @property
    def known_fen(self) -> int | None:
        """The sum; missing where rows may count or do, but none of which anything is known."""
        return None if not self.rows and (self.unstated or self.unsure_fen) else self.fen


@dataclass(frozen=True)
class Ratio:
    """One sum by another; without a value where there is nothing or less to divide by, or it is not known."""

    numerator: Amount
    denominator: Amount
    value: Fraction | None

    @property
    def outcome(self) -> Literal["computed", "insufficient_data"]:
        """Whether there is a value: nothing by nothing is not 0 %."""
        return "insufficient_data" if self.value is None else "computed"


def rows_of(table: pd.DataFrame, part: Sum) -> pd.DataFrame:
    """
    Take the rows that count.

    Parameters
    ----------
    table
        Balances: FUND_COLUMNS and BALANCE_COLUMNS.
    part
        What is added up, and of which rows.

    Returns
    -------
    rows
        The rows that pass the filter, indexed from 0.
    """
    return table[asker_of(table).members("balances", part.where).counted].reset_index(drop=True)


def sums_by(table: pd.DataFrame, part: Sum, place: NDArray[np.int64], count: int) -> list[Amount]:
    """
    Add up a balance over the rows that count, group by group.

    Parameters
    ----------
    table
        Balances: FUND_COLUMNS and BALANCE_COLUMNS.
    part
        What is added up, and of which rows.
    place
        The group of each row, from 0.
    count
        How many groups there are.

    Returns
    -------
    amounts
        The sum of each group.
    """
    amounts = table[f"{part.sum}_fen"]
    stated = amounts.notna().to_numpy(dtype=bool)
    fens = amounts.fillna(0).to_numpy(dtype=np.int64)
    membership = asker_of(table).members("balances", part.where)
    counted, unsure = membership.counted, membership.unsure
    projects, _ = pd.factorize(table["prj_id"])
    silent = _silent(place, projects, counted, stated)
    totals, unsure_totals = (np.zeros(count, dtype=np.int64) for _ in range(2))
    np.add.at(totals, place[counted], fens[counted])
    np.add.at(unsure_totals, place[unsure], fens[unsure])
    rows = np.bincount(place[counted & stated], minlength=count)
    unstated = np.bincount(silent, minlength=count)
    columns = (totals, rows, unsure_totals, unstated)
    return [Amount(*cells) for cells in zip(*(column.tolist() for column in columns), strict=True)]


def _silent(
    place: NDArray[np.int64],
    projects: NDArray[np.int64],
    counted: NDArray[np.bool_],
    stated: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Give the group of each project that counts in it and of which none of the rows states the amount."""
    pairs = pd.DataFrame({"place": place, "project": projects, "stated": stated})[counted & (projects >= 0)]
    said = pairs.groupby(["place", "project"])["stated"].any()
    return said.index.get_level_values("place")[~said.to_numpy(dtype=bool)].to_numpy(dtype=np.int64)


def ratio(table: pd.DataFrame, rate: Rate) -> Ratio:
    """
    Compute a rate over all rows.

    Parameters
    ----------
    table
        Balances: FUND_COLUMNS and BALANCE_COLUMNS.
    rate
        The rate.

    Returns
    -------
    ratio
        Numerator, denominator and value.
    """
    return ratios_by(table, rate, np.zeros(len(table), dtype=np.int64), 1)[0]


def ratios_by(table: pd.DataFrame, rate: Rate, place: NDArray[np.int64], count: int) -> list[Ratio]:
    """
    Compute a rate group by group.

    Parameters
    ----------
    table
        Balances: FUND_COLUMNS and BALANCE_COLUMNS.
    rate
        The rate.
    place
        The group of each row, from 0.
    count
        How many groups there are.

    Returns
    -------
    ratios
        The rate of each group.
    """
    sides = (sums_by(table, part, place, count) for part in (rate.numerator, rate.denominator))
    return [_divided(above, below) for above, below in zip(*sides, strict=True)]


def _divided(above: Amount, below: Amount) -> Ratio:
    """Divide two sums, unless there is nothing or less to divide by or one of them is not known at all."""
    if above.known_fen is None or below.known_fen is None or below.known_fen <= 0:
        return Ratio(above, below, None)
    return Ratio(above, below, Fraction(above.known_fen, below.known_fen))


def elapsed(as_of: str) -> Fraction:
    """
    Say which part of the year is over (序时进度): months that have ended, of twelve.

    Parameters
    ----------
    as_of
        The day, ISO text.

    Returns
    -------
    part
        Twelfths of the year; the month of `as_of` counts on its last day.
    """
    day = pd.Timestamp(as_of)
    return Fraction(day.month if day.is_month_end else day.month - 1, _MONTHS)
