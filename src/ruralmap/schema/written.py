"""Values as they are written into cells that people fill in (写入单元格), so that they can be read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.schema.cells import parse_cells
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from ruralmap.schema.columns import Column

YES: Final = "是"
NO: Final = "否"
_EXACT_FEN: Final = 10**15  # a spreadsheet's number keeps fifteen digits; longer amounts are written as text


def title_of(column: Column) -> str:
    """
    Give a column the header that it has in a workbook.

    Parameters
    ----------
    column
        The column.

    Returns
    -------
    title
        Its Chinese header; of money with its unit.
    """
    return f"{column.zh}({column.unit})" if column.kind == "money" and column.unit else column.zh


def written(value: object, column: Column) -> object:
    """
    Write a value as a cell.

    Parameters
    ----------
    value
        As it is kept: money in fen, dates as ISO text; None where empty.
    column
        Its column.

    Returns
    -------
    cell
        Money in 元, flags as 是 and 否, numbers with the fifteen digits that a spreadsheet keeps.
    """
    if isinstance(value, bool):
        return YES if value else NO
    if column.kind == "money" and isinstance(value, int):
        yuan, fen = divmod(abs(value), FEN_PER_YUAN)
        sign = "-" if value < 0 else ""
        return value / FEN_PER_YUAN if abs(value) < _EXACT_FEN else f"{sign}{yuan}.{fen:02d}"
    return float(f"{value:.15g}") if isinstance(value, float) else value


def reads_as(value: object, known: object, column: Column) -> bool:
    """
    Say whether a value that was read is what was written.

    Parameters
    ----------
    value
        As it was read.
    known
        As it is kept; None where the cell was empty.
    column
        Its column.

    Returns
    -------
    same
        Also where a spreadsheet kept fewer digits than the registry.
    """
    if value == known and type(value) is type(known):
        return True
    (again,) = parse_cells([written(known, column) or ""], column).results
    return again is not None and again == value and type(again) is type(value)
