"""Sheets as an office fills them (办公表格): titles, 填报单位, 合计 rows, footers; yuan, 是 and 否."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.demo.places import COUNTY
from ruralmap.files.workbook import Sheet
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from collections.abc import Sequence

AS_OF: Final = "2024-09-30"
_FOOTER: Final = ("填表人：模拟甲", None, "审核人：模拟乙", None, "联系电话：0762-0000000")
Columns = tuple[tuple[str, str], ...]  # header and the frame's column; an empty column name stays empty


@dataclass(frozen=True)
class Form:
    """
    How a sheet is laid out.

    `total_in` names the header under which 合计 stands, empty for none; `groups` are names of a header row
    above, each with the number of columns it spans, empty names for columns without a group.
    """

    title: str
    columns: Columns
    counted_in: str = "单位：元"
    total_in: str = ""
    footer: bool = True
    groups: tuple[
        tuple[str, int], ...
    ] = ()  # a second header row above: names and how many columns they span


def as_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """
    Turn typed values into what an office writes.

    Parameters
    ----------
    frame
        Any frame; columns that end in `_fen` hold fen.

    Returns
    -------
    cells
        The same columns and index: text, Python numbers (yuan), 是 and 否, None where a value is missing.
    """
    return pd.DataFrame({name: _cells(frame[name], str(name)) for name in frame}, index=frame.index)


def fill_form(name: str, form: Form, *, cells: pd.DataFrame) -> Sheet:
    """
    Fill a form with rows.

    Parameters
    ----------
    name
        The sheet's name.
    form
        The form.
    cells
        From `as_cells`, dirt included.

    Returns
    -------
    sheet
        Notes, header, numbered rows, the row 合计 and the footer if the form has them.
    """
    count = len(cells)
    columns = [_column(cells, column, count) for _, column in form.columns]
    rows: list[Sequence[object]] = [*_header(form), *zip(*columns, strict=True)]
    if form.total_in:
        rows.append(_total(form, columns, count))
    if form.footer:
        rows.append(_FOOTER[: len(form.columns)])
    notes = (
        f"{COUNTY}{form.title}(模拟数据)",
        f"填报单位：{COUNTY}农业农村局(模拟)    {form.counted_in}    填报时间：{AS_OF}",
    )
    return Sheet(name, rows, header_rows=2 if form.groups else 1, notes=notes, merges=_merges(form))


def _cells(values: pd.Series, name: str) -> pd.Series:
    """Turn one column into cells."""
    plain: list[Any] = values.astype(object).where(values.notna(), None).tolist()
    if name.endswith("_fen"):
        plain = [None if fen is None else _yuan(fen) for fen in plain]
    elif pd.api.types.is_bool_dtype(values):
        plain = [None if flag is None else "是" if flag else "否" for flag in plain]
    return pd.Series(plain, index=values.index, dtype=object, name=name)


def _yuan(fen: int) -> int | float:
    """Write fen as yuan: a whole number where it is one."""
    return fen // FEN_PER_YUAN if fen % FEN_PER_YUAN == 0 else fen / FEN_PER_YUAN


def _column(cells: pd.DataFrame, column: str, count: int) -> list[object]:
    if column == "#":
        return list(range(1, count + 1))
    return cells[column].tolist() if column else [None] * count


def _header(form: Form) -> list[list[str | None]]:
    """Write one header row, or two where columns are grouped; ungrouped headers span both."""
    headers: list[str | None] = [header for header, _ in form.columns]
    if not form.groups:
        return [headers]
    above: list[str | None] = []
    for name, width in form.groups:
        start = len(above)
        above += [name, *[None] * (width - 1)] if name else headers[start : start + width]
    spans = [bool(name) for name, width in form.groups for _ in range(width)]
    below = [header if grouped else None for header, grouped in zip(headers, spans, strict=True)]
    return [above, below]


def _merges(form: Form) -> tuple[tuple[int, int, int, int], ...]:
    """Merge a group's name over its columns, and an ungrouped header over both rows."""
    merges: list[tuple[int, int, int, int]] = []
    left = 0
    for name, width in form.groups:
        if name and width > 1:
            merges.append((0, left, 0, left + width - 1))
        elif not name:
            merges += [(0, place, 1, place) for place in range(left, left + width)]
        left += width
    return tuple(merges)


def _total(form: Form, columns: list[list[object]], count: int) -> list[object]:
    """Write the row 合计: a count of rows, and sums of what is in yuan."""
    row: list[object] = [None] * len(columns)
    for place, ((header, column), values) in enumerate(zip(form.columns, columns, strict=True)):
        if header == form.total_in:
            row[place] = "合计"
        elif column.endswith("_fen") and column != "net_pc_fen":
            row[place] = sum([value for value in values if isinstance(value, int)])
        elif column == "#":
            row[place] = count
    return row
