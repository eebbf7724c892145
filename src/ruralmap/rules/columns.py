"""
The cells of a column as rules ask them (字段取值): each distinct value once, and where it stands.

Text, flags, exact numbers and days are asked alike: a question goes to the distinct values, and its answers
are taken by the rows. No number is a float here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, overload

import numpy as np
import pandas as pd

from ruralmap.schema.dates import last_day
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from ruralmap.rules.truth import Flags, Places, Whole
    from ruralmap.schema.columns import Column

    Endless = NDArray[np.object_]


_NUMBERS: Final = (int, Decimal, Fraction)


class Days(NamedTuple):
    """The days that a date can mean: one, or all of a month; ISO text."""

    first: str
    last: str


@dataclass(frozen=True, eq=False)
class Quotients(Sequence[Fraction]):
    """Exact quotients of whole numbers, each made when it is looked at: mostly all are compared at once."""

    above: Endless
    below: Endless

    def __len__(self) -> int:
        """Say how many there are."""
        return len(self.above)

    @overload
    def __getitem__(self, place: int) -> Fraction: ...

    @overload
    def __getitem__(self, place: slice) -> Quotients: ...

    def __getitem__(self, place: int | slice) -> Fraction | Quotients:
        """Make one of them; or take some, unmade."""
        if isinstance(place, slice):
            return Quotients(self.above[place], self.below[place])
        return Fraction(int(self.above[place]), int(self.below[place]))


@dataclass(frozen=True, eq=False)
class Cells:
    """
    One column of some rows.

    `distinct` are the distinct values: text, flags, exact numbers (money in fen) or `Days`. `places` is where
    each row's value stands among them, -1 where the cell is empty. `known` is false where the column says
    nothing at all, so that even an empty cell is no answer.
    """

    column: Column
    distinct: Sequence[Any]
    places: Places
    known: bool = True

    @property
    def filled(self) -> Flags:
        """Which rows have a value."""
        return self.places >= 0

    @property
    def days(self) -> tuple[Whole, Whole]:
        """The first and the last day that each cell can mean, as day numbers; 0 where it is empty."""
        ends = [[dt.date.fromisoformat(day).toordinal() for day in days] for days in self.distinct]
        table = np.array([*ends, [0, 0]], dtype=np.int64)[self.places]
        return table[:, 0], table[:, 1]

    @cached_property
    def ratios(self) -> tuple[Endless, Endless] | None:
        """The distinct values as fractions of integers without end; missing where they are no numbers."""
        if isinstance(self.distinct, Quotients):
            return self.distinct.above, self.distinct.below
        if not all(isinstance(value, _NUMBERS) and not isinstance(value, bool) for value in self.distinct):
            return None
        table = np.array([value.as_integer_ratio() for value in self.distinct], dtype=object).reshape(-1, 2)
        return table[:, 0], table[:, 1]

    @cached_property
    def whole(self) -> tuple[Whole, int]:
        """
        The cells of a column of numbers as whole numbers, 0 where they are empty, and how many make one unit.

        100 fen make one 元; 10 parts make one where a column has one digit after the point.
        """
        if self.column.kind != "number":
            scale = FEN_PER_YUAN if self.column.kind == "money" else 1
            return np.array([*self.distinct, 0], dtype=np.int64)[self.places], scale
        digits = max((-int(value.as_tuple().exponent) for value in self.distinct), default=0)
        scale = 10 ** max(digits, 0)
        return np.array([*(int(value * scale) for value in self.distinct), 0])[self.places], scale

    def ask(self, question: Callable[[Any], bool]) -> Flags:
        """
        Put a question to every filled cell.

        Parameters
        ----------
        question
            Asked of each distinct value.

        Returns
        -------
        answers
            False where the cell is empty.
        """
        return self.told(np.fromiter(map(question, self.distinct), dtype=bool, count=len(self.distinct)))

    def told(self, answers: Flags) -> Flags:
        """
        Give every filled cell the answer of its value.

        Parameters
        ----------
        answers
            One for each distinct value.

        Returns
        -------
        answers
            False where the cell is empty.
        """
        # The empty cells' place, -1, is that of the last answer.
        return np.append(answers, False)[self.places]

    def among(self, places: Places) -> Cells:
        """
        Give the cells of some of the rows.

        Parameters
        ----------
        places
            Their places.

        Returns
        -------
        cells
            Where none of these rows is filled the column says nothing, as `cells_of` has it.
        """
        taken = self.places[places]
        silent = self.column.kind not in _DATED and self.column.name not in _NOTES
        empty = silent and len(taken) > 0 and not (taken >= 0).any()
        return Cells(self.column, self.distinct, taken, known=not empty)

    def at(self, places: Places) -> Cells:
        """
        Give the cells of other rows, each of which takes that of a row of these.

        Parameters
        ----------
        places
            The place of its row, for each; -1 for one that has no such row.

        Returns
        -------
        cells
            One for each place.
        """
        taken = np.append(self.places, -1)[places]
        return Cells(self.column, self.distinct, taken, self.known)


def cells_of(series: pd.Series, column: Column) -> Cells:
    """
    Read the cells of a column.

    Parameters
    ----------
    series
        The cells as the reader gives them.
    column
        The column.

    Returns
    -------
    cells
        A column that is empty in every row says nothing, unless it holds dates: then nothing has happened.
    """
    places, found = pd.factorize(series)
    dated = column.kind in _DATED
    plain = pd.Series(found).tolist()
    values = tuple(_exact(value, column) for value in plain) if column.kind in _READ else tuple(plain)
    return Cells(
        column, values, places, known=dated or column.name in _NOTES or bool(values) or not len(series)
    )


def _exact(value: Any, column: Column) -> Any:  # noqa: ANN401 - whatever the column holds
    """Write a value so that it can be compared exactly."""
    if column.kind in _DATED:
        return Days(value if len(value) != _MONTH else f"{value}-01", last_day(value))
    if column.kind == "number":
        return Decimal(str(value))
    return int(value)


_MONTH = len("2024-06")
_DATED = frozenset({"date", "month"})
# Columns whose values are not asked as the reader gives them.
_READ = _DATED | {"number", "integer", "money"}
# What is written only where there is something to say: an empty column says that there is nothing.
_NOTES = frozenset({"note", "exempt_reason", "four_batch_local"})
