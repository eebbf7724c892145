"""Cells to values (单元格): one reader for each kind of column, each distinct cell read once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.schema.amounts import parse_integer, parse_money, parse_number
from ruralmap.schema.choices import parse_choice, parse_flag
from ruralmap.schema.dates import parse_date, parse_month
from ruralmap.schema.division import parse_code
from ruralmap.schema.identity import parse_identity
from ruralmap.schema.marks import BLANK, BLANK_MARKS, Parsed, as_text, fault_of, has_lost_digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

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


@dataclass(frozen=True)
class ParsedCells:
    """
    A column's cells, read.

    `results` has one value for each cell; `faulty` holds what is wrong, by position; `units` counts the units
    of money that stood in cells.
    """

    results: list[object]
    faulty: Mapping[int, Parsed]
    units: Mapping[str, int]


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
    # 1 and True are the same key to a dict but not the same answer.
    if bool in set(map(type, cells)):
        cells = [as_text(cell) if isinstance(cell, bool) else cell for cell in cells]
    parse = _parser(column, unit=unit, typed=typed)
    known = {key: parse(key) for key in set(cells)}
    values = {key: item.value for key, item in known.items()}
    faulty: dict[int, Parsed] = {}
    if any(item.problem for item in known.values()):
        faulty = {place: known[cell] for place, cell in enumerate(cells) if known[cell].problem}
    units: Counter[str] = Counter()
    if column.kind == "money" and any(item.note for item in known.values()):
        units = Counter(known[cell].note for cell in cells if known[cell].note)
    return ParsedCells([values[cell] for cell in cells], faulty, units)


def _parser(column: Column, *, unit: str, typed: bool) -> Callable[[object], Parsed]:
    """Choose the reader for a column's kind."""
    readers: dict[str, Callable[[object], Parsed]] = {
        "text": parse_text,
        "code": lambda cell: parse_code(cell, name=column.name),
        "identity": parse_identity,
        "integer": lambda cell: parse_integer(cell, column),
        "number": lambda cell: parse_number(cell, column),
        "money": lambda cell: parse_money(cell, unit or column.unit.split("/")[0]),
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
