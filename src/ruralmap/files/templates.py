"""The office's own workbook filled in (套用模板): formats, formulas and other columns stay as they are."""

from __future__ import annotations

import io
import re
import zipfile
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import openpyxl
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ruralmap.files.cell_values import cell_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# A zip and its properties stamp the time of writing; the same content must give the same bytes.
_MOMENT: Final = (2000, 1, 1, 0, 0, 0)
_STAMP: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_FIRST_MOMENT: Final = rb"\g<1>2000-01-01T00:00:00Z"


@dataclass(frozen=True)
class Filling:
    """
    What is put into a sheet of a template (套用内容).

    `rows` hold the cells of each record by column, `titles` the headers that are added in row `header`,
    `choices` the lists to choose from by column; columns and rows count from 1. The records begin in row
    `first`; what stands there is the pattern of all rows: its formats, its formulas, moved along, and what
    its other columns say. `spare` rows below have its formats. `hidden` columns hold what is for the tool
    alone.
    """

    sheet: str
    header: int
    first: int
    rows: Sequence[Mapping[int, object]]
    titles: Mapping[int, str]
    choices: Mapping[int, Sequence[str]]
    hidden: Sequence[int]
    spare: int = 0


def fill_template(path: Path, filling: Filling, about: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    """
    Fill a sheet of a workbook, and add one behind it.

    Parameters
    ----------
    path
        The template, an .xlsx file that has been read before.
    filling
        What goes into its sheet. Nothing but the pattern may stand from its first row on.
    about
        The name and the rows of the sheet to add.

    Returns
    -------
    content
        The bytes of the workbook.
    """
    book = openpyxl.load_workbook(path)
    page = book[filling.sheet]
    _add_titles(page, filling)
    pattern = {cell.column: cell.value for cell in page[filling.first]}
    formulas = {cell.column for cell in page[filling.first] if cell.data_type == "f"}
    widest = max(page.max_column, *filling.titles)
    for number in range(len(filling.rows) + filling.spare):
        row = filling.first + number
        cells = filling.rows[number] if number < len(filling.rows) else {}
        for column in range(1, widest + 1):
            cell = page.cell(row, column)
            _follow(cell, page.cell(filling.first, column))
            if column in formulas and cells:
                cell.value = _moved(pattern[column], page.cell(filling.first, column), cell)
            elif cells:
                _put(cell, cells.get(column, pattern.get(column)))
            else:
                cell.value = None
    _offer(page, filling)
    extra = book.create_sheet(about[0])
    for line in about[1]:
        extra.append([cell_value(one) for one in line])
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_time(buffer.getvalue())


def _add_titles(page: Any, filling: Filling) -> None:  # noqa: ANN401 - openpyxl ships no types
    """Write the added headers as the last one is written, and hide what is for the tool alone."""
    like = next(cell for cell in reversed(page[filling.header]) if cell.value)
    for column, title in filling.titles.items():
        _follow(page.cell(filling.header, column, title), like)
    for column in filling.hidden:
        page.column_dimensions[get_column_letter(column)].hidden = True


def _follow(cell: Any, pattern: Any) -> None:  # noqa: ANN401 - no types
    """Give a cell the format of another one."""
    if pattern.has_style and cell is not pattern:
        cell._style = copy(pattern._style)  # noqa: SLF001 - the documented way to copy a format


def _put(cell: Any, value: object) -> None:  # noqa: ANN401 - no types
    """Write a value as what it is; text is never a formula."""
    cell.value = cell_value(value)
    if isinstance(value, str):
        cell.data_type = "s"


def _moved(formula: Any, origin: Any, cell: Any) -> Any:  # noqa: ANN401 - no types
    """Move a formula along to another row; one over several cells stays where it is."""
    if not isinstance(formula, str):
        return formula if cell is origin else None
    return Translator(formula, origin=origin.coordinate).translate_formula(cell.coordinate)


def _offer(page: Any, filling: Filling) -> None:  # noqa: ANN401 - no types
    """Give columns their lists, unless the template has its own."""
    last = filling.first + len(filling.rows) + filling.spare - 1
    known = page.data_validations.dataValidation
    for column, choices in filling.choices.items():
        letter = get_column_letter(column)
        if any(f"{letter}{filling.first}" in own.sqref for own in known):
            continue
        listed = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
        listed.add(f"{letter}{filling.first}:{letter}{last}")
        page.add_data_validation(listed)


def _without_time(content: bytes) -> bytes:
    """Take the time of writing out of a workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(_FIRST_MOMENT, part)
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, part)
    return buffer.getvalue()
