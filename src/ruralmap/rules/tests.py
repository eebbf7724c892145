"""
One question to one column (字段条件): what each operator asks, and what an empty cell does to the answer.

An empty cell is neither yes nor no, and so is a month where a day is asked that lies in it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.rules.columns import Days
from ruralmap.rules.membership import Membership, certain, nothing_lacks
from ruralmap.rules.truth import Truth
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.rules.columns import Cells
    from ruralmap.rules.truth import Flags, Places
    from ruralmap.schema.policy_filters import Test

_ORDER: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "eq": eq,
    "ne": ne,
    "gt": gt,
    "ge": ge,
    "lt": lt,
    "le": le,
}
_SEPARATOR: Final = "、"


def presence(cells: Cells, op: str) -> Membership:
    """
    Say where a cell is filled, or empty.

    Parameters
    ----------
    cells
        The cells.
    op
        `filled` or `empty`.

    Returns
    -------
    membership
        Certain, unless nobody has ever filled the column.
    """
    passed = cells.filled if op == "filled" else ~cells.filled
    if cells.known:
        return certain(passed)
    nobody = np.zeros(len(passed), dtype=bool)
    return Membership(nobody, Truth(nobody, nobody), nothing_lacks(len(passed)))


def held(cells: Cells, test: Test, value: Any) -> Membership:  # noqa: ANN401 - what the test holds against
    """
    Hold a column against a value.

    Parameters
    ----------
    cells
        The cells.
    test
        The test.
    value
        What it is held against: text, several texts, a flag, a number, or a day in ISO text.

    Returns
    -------
    membership
        Only a filled cell answers; `missing` says which side the others take.
    """
    yes, no = _answers(cells, test, value)
    return sided(Truth(yes, no), test)


def sided(truth: Truth, test: Test) -> Membership:
    """
    Let the unknown take the side that the test names.

    Parameters
    ----------
    truth
        What is certain.
    test
        The test.

    Returns
    -------
    membership
        What is unknown is counted only if the test says so.
    """
    counted = ~truth.no if test.missing == "counted" else truth.yes
    return Membership(counted, truth, nothing_lacks(len(counted)))


def _answers(cells: Cells, test: Test, value: Any) -> tuple[Flags, Flags]:  # noqa: ANN401
    """Ask each distinct value, once whether it surely passes and once whether it surely does not."""
    if test.op == "in_year":
        return _both(cells, lambda cell: _year_of(cell) == value)
    if cells.column.kind in {"date", "month"}:
        return _dated(cells, test, value)
    if test.op == "within":
        return _both(cells, lambda cell: set(cell.split(_SEPARATOR)) <= set(value))
    if test.op == "in":
        wanted = {_scaled(item, cells) for item in value}
        return _both(cells, lambda cell: cell in wanted)
    compare, line = _ORDER[test.op], _scaled(value, cells)
    if cells.ratios is None or not isinstance(line, int | Fraction):
        return _both(cells, lambda cell: compare(cell, line))
    above, below = cells.ratios
    held: Flags = compare(above * line.denominator, below * line.numerator)
    return _sides(cells, cells.told(held.astype(bool)))


def _both(cells: Cells, question: Callable[[Any], bool]) -> tuple[Flags, Flags]:
    return _sides(cells, cells.ask(question))


def _sides(cells: Cells, passed: Flags) -> tuple[Flags, Flags]:
    return passed, cells.filled & ~passed


def _scaled(value: Any, cells: Cells) -> Any:  # noqa: ANN401 - text, flag or number
    """Write a number as the column holds it: money is asked in 元 and held in fen."""
    if not isinstance(value, Decimal | Fraction):
        return value
    return Fraction(value) * (FEN_PER_YUAN if cells.column.kind == "money" else 1)


def _year_of(cell: Any) -> int:  # noqa: ANN401 - days, or a year itself
    return int(cell.first[:4]) if isinstance(cell, Days) else int(cell)


def _dated(cells: Cells, test: Test, day: str) -> tuple[Flags, Flags]:
    """Hold days against a day; a month answers only where all of its days do."""
    compare = _ORDER[test.op]
    stays = not test.months and not test.days

    def moved(cell: Days) -> tuple[str, str]:
        # Months are added to the cell, so that 31 January and a month is the last of February.
        return cell if stays else Days(*(shifted(end, -test.months, -test.days) for end in cell))

    def surely(cell: Days) -> bool:
        first, last = moved(cell)
        return compare(first, day) and compare(last, day) and (test.op != "eq" or first == last)

    def surely_not(cell: Days) -> bool:
        first, last = moved(cell)
        if test.op == "eq":
            return day < first or day > last
        return not compare(first, day) and not compare(last, day)

    return cells.ask(surely), cells.ask(surely_not)


def shifted(day: str, months: int, days: int) -> str:
    """
    Move a day by calendar months, then by days.

    Parameters
    ----------
    day
        ISO text.
    months
        Months; a day that the month lacks becomes its last.
    days
        Days.

    Returns
    -------
    day
        ISO text.

    Notes
    -----
    Source: 民法典 第202条.
    """
    date = dt.date.fromisoformat(day)
    years, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return (dt.date(years, month + 1, min(date.day, last)) + dt.timedelta(days=days)).isoformat()


def compared(left: Cells, right: Cells, test: Test, times: Fraction) -> Membership:
    """
    Hold a column against another of the same rows.

    Parameters
    ----------
    left
        The cells that are asked.
    right
        What they are held against.
    test
        The test.
    times
        What the right side is multiplied with.

    Returns
    -------
    membership
        Only rows with both cells answer.
    """
    both = left.filled & right.filled
    compare = _ORDER[test.op]
    kinds = max(len(right.distinct), 1)
    pairs, inverse = np.unique(left.places[both] * kinds + right.places[both], return_inverse=True)
    said = _pairs_held(compare, left, right, np.column_stack(np.divmod(pairs, kinds)), times)
    passed = np.zeros(len(both), dtype=bool)
    passed[both] = said[inverse]
    return sided(Truth(passed, both & ~passed), test)


def _pairs_held(
    compare: Callable[[Any, Any], Any], left: Cells, right: Cells, pairs: Places, times: Fraction
) -> Flags:
    """Hold each pair of distinct values against each other; numbers all at once, as whole numbers."""
    if left.ratios is not None and right.ratios is not None:
        above, below = (part[pairs[:, 0]] for part in left.ratios)
        up, down = (part[pairs[:, 1]] for part in right.ratios)
        held: Flags = compare(above * down * times.denominator, up * below * times.numerator)
        return held.astype(bool)
    return np.array(
        [_pair(compare, left.distinct[a], right.distinct[b], times) for a, b in pairs.tolist()], dtype=bool
    )


def _pair(compare: Callable[[Any, Any], bool], left: Any, right: Any, times: Fraction) -> bool:  # noqa: ANN401
    if isinstance(left, Days):
        return compare(left.last, right.last)
    return compare(left, right if isinstance(right, str | bool) else Fraction(right) * times)
