"""
Cells to values (单元格): one reader for each kind of column, each distinct cell read once.

Nearly all cells of an export are as they should be. Text, identity numbers and money are proven to be so many
at a time; whatever is not proven goes to its kind's reader, which alone says what a cell means.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.schema.amounts import numbers_within, parse_integer, parse_money, parse_number, whole_fens
from ruralmap.schema.choices import parse_choice, parse_flag
from ruralmap.schema.dates import parse_date, parse_month, sound_days
from ruralmap.schema.division import parse_code
from ruralmap.schema.identity import parse_identity, sound_identities
from ruralmap.schema.marks import BLANK, BLANK_MARKS, Parsed, as_text, fault_of, has_lost_digits, plain_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from ruralmap.schema.columns import Column

# What a column of each kind is stored as. Codes, identity numbers and dates are text.
_DTYPES: Final = {"integer": "Int64", "money": "Int64", "number": "float64", "flag": "boolean"}


def parse_text(cell: object) -> Parsed:
    """
    Read text as typed, without what programs put around it.

    Parameters
    ----------
    cell
        The cell as read.

    Returns
    -------
    parsed
        The text. `digits_lost` (a long number typed as a number) has no value.
    """
    text = as_text(cell)
    if text in BLANK_MARKS:
        return BLANK
    if text[0] in "#=":
        return fault_of(cell, text) or Parsed(text)
    may_have_lost = not isinstance(cell, str) or "E" in text or "e" in text
    return Parsed(None, "digits_lost") if may_have_lost and has_lost_digits(cell, text) else Parsed(text)


@dataclass(frozen=True, eq=False)
class ParsedCells:
    """
    A column's cells, read.

    `values` has one value for each distinct cell and `places` says for each cell which of them is its own;
    `faulty` holds what is wrong, by position; `units` counts the units of money that stood in cells.
    """

    values: list[object]
    places: NDArray[np.intp]
    faulty: Mapping[int, Parsed]
    units: Mapping[str, int]

    @property
    def results(self) -> list[object]:
        """One value for each cell."""
        return [self.values[place] for place in self.places]


def parse_cells(
    cells: Sequence[object], column: Column, *, unit: str = "", typed: bool = True
) -> ParsedCells:
    """
    Read all cells of a column, each distinct one once.

    Parameters
    ----------
    cells
        The cells as read.
    column
        The column they belong to.
    unit
        The unit that the header states for money; the column's own unless given.
    typed
        Whether text is as it was typed; in CSV it is not.

    Returns
    -------
    parsed
        Values and faults, in the order of the cells.
    """
    numbers, places = _numbered(cells)
    # 1 and True are the same key to a dict but not the same answer.
    if (0 in numbers or 1 in numbers) and bool in set(map(type, cells)):
        numbers, places = _numbered([as_text(cell) if isinstance(cell, bool) else cell for cell in cells])
    unit = unit or column.unit.partition("/")[0]
    values = _proven(list(numbers), column, unit=unit)
    parse = _parser(column, unit=unit, typed=typed)
    noted: dict[int, Parsed] = {}
    for cell, number in numbers.items():
        if values[number] is None:
            item = parse(cell)
            values[number] = item.value
            if item.problem or item.note:
                noted[number] = item
    troubled = [number for number, item in noted.items() if item.problem]
    faulty = {int(at): noted[places[at]] for at in np.flatnonzero(np.isin(places, troubled))}
    units: Counter[str] = Counter()
    if column.kind == "money":
        for number in (number for number, item in noted.items() if item.note):
            units[noted[number].note] += int((places == number).sum())
    return ParsedCells(values, places, faulty, units)


def _numbered(cells: Sequence[object]) -> tuple[dict[object, int], NDArray[np.intp]]:
    """Give each distinct cell a number, in the order in which they come, and each cell the number it has."""
    numbers: defaultdict[object, int] = defaultdict(itertools.count().__next__)
    places = np.fromiter(map(numbers.__getitem__, cells), dtype=np.intp, count=len(cells))
    return dict(numbers), places


def _proven(cells: list[object], column: Column, *, unit: str) -> list[object]:
    """Give the values of those cells that need no reading; None for all others."""
    if column.kind == "text":
        return plain_texts(cells)
    if column.kind == "identity":
        return sound_identities(cells)
    if column.kind == "money":
        return whole_fens(cells, unit)
    if column.kind == "number":
        return numbers_within(cells, column)
    if column.kind == "date":
        return sound_days(cells)
    return [None] * len(cells)


def _parser(column: Column, *, unit: str, typed: bool) -> Callable[[object], Parsed]:
    """Choose the reader for a column's kind."""
    readers: dict[str, Callable[[object], Parsed]] = {
        "text": parse_text,
        "code": lambda cell: parse_code(cell, name=column.name),
        "identity": parse_identity,
        "integer": lambda cell: parse_integer(cell, column),
        "number": lambda cell: parse_number(cell, column),
        "money": lambda cell: parse_money(cell, unit),
        "date": lambda cell: parse_date(cell, typed=typed),
        "month": lambda cell: parse_month(cell, typed=typed),
        "flag": parse_flag,
        "choice": lambda cell: parse_choice(cell, column),
    }
    return readers[column.kind]


def as_series(values: Iterable[object], column: Column) -> pd.Series:
    """
    Store values as a column of their kind.

    Parameters
    ----------
    values
        Values as parsed, None where missing.
    column
        The column.

    Returns
    -------
    series
        Named as the column, on a range index.
    """
    return pd.Series(list(values), dtype=_DTYPES.get(column.kind, "str"), name=column.name)


def spread(values: Iterable[object], places: NDArray[np.intp], column: Column) -> pd.Series:
    """
    Store distinct values as a column of their kind, each where it stands.

    Parameters
    ----------
    values
        The distinct values, None where missing.
    places
        For each row which of them is its own.
    column
        The column.

    Returns
    -------
    series
        As `as_series` of the values of all rows.
    """
    return pd.Series(as_series(values, column).array.take(places), name=column.name)
