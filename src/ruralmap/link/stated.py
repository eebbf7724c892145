"""
Shares that an office stated (填报份额): as typed, or by the households and persons who gain.

Shares that together are one, but for rounding, are closed to exactly one. Where none is typed but every row
has the number of those who gain, these decide (受益人口). Shares that are not whole are not used at all:
nobody knows which of them is wrong.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from math import lcm
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.link.shares import MILLIONTHS
from ruralmap.schema.gravity import finding
from ruralmap.schema.remainders import apportion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.schema.finding import Finding

# A share typed with two decimals is up to half a hundredth off: six sixths are 0.17 each, together 1.02.
_ROUNDING: Final = Fraction(1, 200)
# Who gains is counted in persons where all rows say how many, else in households.
_COUNTS: Final = ("persons", "households")
_SOURCE: Final = {"file": "source_file", "sheet": "source_sheet", "row": "source_row"}


def close_stated(rows: pd.DataFrame, *, record: Sequence[str]) -> pd.DataFrame:
    """
    Close the stated shares of each record to exactly one.

    Parameters
    ----------
    rows
        One row a record and village, with the columns that name the record, `share` (0 to 1, missing where it
        was not typed), and, where there are such, `households` and `persons`.
    record
        The columns that together name a record.

    Returns
    -------
    closed
        On the same index: `share` (millionths as decimals; the shares of a record add up to one) and
        `share_method` (`stated`, `beneficiaries`); both missing where the shares of the record are not whole.
        Neither depends on the order of the rows.
    """
    texts = [name for name in rows.columns if name not in {"share", *_COUNTS}]
    ordered = rows.sort_values([*record, *texts], kind="stable", na_position="last")
    # Thousands of records of a row or two: plain lists, for a frame each would take seconds.
    names = list(zip(*(ordered[name].tolist() for name in record), strict=True))
    columns = {name: ordered[name].tolist() for name in ("share", *_COUNTS) if name in ordered}
    shares: list[float | None] = []
    methods: list[str | None] = []
    for _, group in groupby(range(len(ordered)), key=names.__getitem__):
        places = list(group)
        basis, weights = _weigh({name: [cells[place] for place in places] for name, cells in columns.items()})
        methods += [basis] * len(places)
        shares += _divide(weights) if basis else [None] * len(places)
    closed = {
        "share": pd.Series(shares, index=ordered.index, dtype="float64"),
        "share_method": pd.Series(methods, index=ordered.index, dtype="str"),
    }
    return pd.DataFrame(closed).reindex(rows.index)


def _divide(weights: list[int]) -> list[float]:
    """Divide one into millionths by weight; equal remainders go to the first."""
    if len(weights) == 1:
        return [1.0]
    units = apportion(MILLIONTHS, {f"{row:06d}": weight for row, weight in enumerate(weights)})
    return [unit / MILLIONTHS for unit in units.values()]


def _weigh(own: Mapping[str, list[Any]]) -> tuple[str | None, list[int]]:
    """Say on what shares rest, and what each weighs as a whole number; None if they are not whole."""
    typed = own["share"]
    if typed == [1.0]:
        return "stated", [1]
    if all(pd.isna(share) for share in typed):
        return ("stated", [1]) if len(typed) == 1 else _count(own)
    if any(pd.isna(share) or share < 0 for share in typed):
        return None, []
    exact = [Fraction(str(share)) for share in typed]
    if abs(sum(exact, Fraction(0)) - 1) > _ROUNDING * len(exact):
        return None, []
    scale = lcm(*(share.denominator for share in exact))
    return "stated", [int(share * scale) for share in exact]


def _count(own: Mapping[str, list[Any]]) -> tuple[str | None, list[int]]:
    """Weigh by those who gain, if every row says how many."""
    for name in _COUNTS:
        counts = own.get(name, [None])
        if not any(pd.isna(count) for count in counts) and sum(counts) > 0:
            return "beneficiaries", [int(count) for count in counts]
    return None, []


def stated_findings(rows: pd.DataFrame, table: str, *, record: Sequence[str]) -> tuple[Finding, ...]:
    """
    Find records whose stated shares do not add up to one (份额之和不为1).

    Parameters
    ----------
    rows
        As for `close_stated`, with the source columns.
    table
        The canonical name of the table.
    record
        The columns that together name a record.

    Returns
    -------
    findings
        One a record, at its first row.
    """
    closed = close_stated(rows[[name for name in rows if name not in _SOURCE.values()]], record=record)
    wrong = rows[closed["share_method"].isna()].drop_duplicates(list(record))
    return tuple(
        finding(
            "place_shares_not_whole",
            table,
            **{name: row[column] for name, column in _SOURCE.items() if not pd.isna(row.get(column, pd.NA))},
            column="份额",
            record=" ".join(str(row[name]) for name in record),
        )
        for row in wrong.to_dict("records")
    )
