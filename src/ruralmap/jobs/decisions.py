"""The decisions workbook as it was answered (落图决定表): read whole, so that no answer can be lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from ruralmap.errors import LayerError, UsageError
from ruralmap.files.sheets import read_sheets
from ruralmap.files.workbook import PICK_LIST_SHEET
from ruralmap.jobs.inputs import InputTable
from ruralmap.jobs.link_points import unique_names
from ruralmap.jobs.village_list import list_villages, regions_before
from ruralmap.link.decisions import resolve_decisions
from ruralmap.schema.aliases import plain_header
from ruralmap.schema.dates import parse_date
from ruralmap.schema.decisions import ANSWERED, DECISIONS, WRITTEN
from ruralmap.schema.marks import BLANK_MARKS, as_text
from ruralmap.schema.outcomes import SOURCE_COLUMNS, rejected_frame
from ruralmap.words.bilingual import message_of, say_both

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import geopandas as gpd

    from ruralmap.schema.finding import Finding
    from ruralmap.schema.grid import RawSheet
    from ruralmap.workspace import Workspace

_REQUIRED: Final = frozenset(column.name for column in DECISIONS.columns if column.required)
_COLUMN_OF: Final = {
    plain_header(title): column.name for column in DECISIONS.columns for title in (column.zh, column.en)
}


class _Title(NamedTuple):
    """One column: our canonical name (missing if the office added it), its title, whether one was typed."""

    name: str | None
    title: str
    is_typed: bool


@dataclass(frozen=True)
class DecisionRow:
    """
    One row of the workbook (一行决定).

    `cells` are the texts of our columns by canonical name, `extras` those of columns that the office added,
    by header; `row` counts as the office's program does.
    """

    cells: Mapping[str, str]
    extras: Mapping[str, str]
    row: int

    @property
    def is_answered(self) -> bool:
        """Whether a person has written anything into it."""
        return any(self.cells.get(name) for name in ANSWERED) or any(self.extras.values())


@dataclass(frozen=True)
class DecisionBook:
    """All that the workbook holds: its rows, the columns and sheets that the office added, our sheet."""

    rows: tuple[DecisionRow, ...] = ()
    added_columns: tuple[str, ...] = ()
    added_sheets: tuple[RawSheet, ...] = ()
    sheet: str = ""


def decisions_path(workspace: Workspace) -> Path | None:
    """
    Say where the workspace keeps its decisions.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    path
        The workbook, which need not exist yet; missing where ruralmap.toml names none.

    Raises
    ------
    UsageError
        If several files are named, or one that is no .xlsx.
    """
    named = workspace.tables.get(DECISIONS.name)
    if named is None:
        return None
    if len(named) > 1 or not named[0].lower().endswith(".xlsx"):
        raise UsageError(say_both("decisions.one_workbook", files="、".join(named)))
    return workspace.path(named[0])


def read_decision_book(path: Path) -> DecisionBook:
    """
    Read the decisions workbook.

    Parameters
    ----------
    path
        The workbook; there may be none yet.

    Returns
    -------
    book
        Empty if there is none.

    Raises
    ------
    LayerError
        If there is a workbook that cannot be read, or whose columns are found in no sheet or in several: to
        go on would lose the answers in it.
    SurroundingsError
        If the system does not let it be opened.
    """
    if not path.is_file():
        return DecisionBook()
    try:
        sheets = [
            sheet for sheet in read_sheets(path) if not (sheet.hidden and sheet.name == PICK_LIST_SHEET)
        ]
    except LayerError as fault:
        raise LayerError(say_both("decisions.unreadable", path=path, fault=message_of(fault))) from fault
    headers = [(sheet, number) for sheet in sheets if (number := _header_row(sheet)) is not None]
    if not headers:
        wanted = "、".join(column.zh for column in DECISIONS.columns if column.required)
        raise LayerError(say_both("decisions.header_missing", path=path, titles=wanted))
    if len(headers) > 1:
        names = "、".join(sheet.name for sheet, _ in headers)
        raise LayerError(say_both("decisions.two_sheets", path=path, sheets=names))
    ((own, number),) = headers
    columns = _columns([as_text(cell) for cell in own.rows[number]])
    rows = tuple(_rows_below(own, number, columns))
    others = tuple(sheet for sheet in sheets if sheet is not own)
    return DecisionBook(rows, _added(rows, columns), others, own.name)


def read_decision_table(workspace: Workspace) -> InputTable:
    """
    Read the decisions as one of the workspace's tables; no workbook yet is an empty one.

    Parameters
    ----------
    workspace
        The county's folder, whose ruralmap.toml names the workbook.

    Returns
    -------
    table
        All rows are kept: what is wrong with a decision is found later, beside the villages.

    Raises
    ------
    UsageError
        If ruralmap.toml names several files, or one that is no .xlsx.
    LayerError
        If the workbook cannot be read.
    SurroundingsError
        If the system does not let it be opened.
    """
    file = workspace.tables[DECISIONS.name][0]
    path = decisions_path(workspace)
    book = read_decision_book(path) if path else DecisionBook()
    # Its rows are the tool's own and are not counted among those read: the first build and the second, which
    # finds the workbook of the first, give the same bytes.
    return InputTable(as_table(book, file), rejected_frame([]), findings=(), counts=())


def as_table(book: DecisionBook, file: str) -> pd.DataFrame:
    """
    Write the rows of the workbook as a table.

    Parameters
    ----------
    book
        The workbook.
    file
        Its name, as findings show it.

    Returns
    -------
    table
        The columns of the data dictionary and the source columns, all text but the row; a word for nothing
        (无、/) is a missing value.
    """
    records = [
        {name: text for name, text in row.cells.items() if text not in BLANK_MARKS}
        | {"decided_on": parse_date(row.cells.get("decided_on", "")).value}
        | dict(zip(SOURCE_COLUMNS, (file, book.sheet, row.row), strict=True))
        for row in book.rows
    ]
    table = pd.DataFrame(records, columns=[*DECISIONS.names, *SOURCE_COLUMNS])
    return table.astype({name: "str" for name in table.columns if name != "source_row"})


def check_decisions(
    workspace: Workspace, tables: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame]
) -> list[Finding]:
    """
    Find decisions that cannot be used, or that nobody stands behind.

    Parameters
    ----------
    workspace
        The county's folder.
    tables
        What was read, with `decisions` if the workspace has them.
    layers
        What was read.

    Returns
    -------
    findings
        As `resolve_decisions`; none without the layers of villages and townships.
    """
    if "decisions" not in tables or not {"villages", "townships"} <= set(layers):
        return []
    villages = list_villages(layers["villages"], layers["townships"].set_index("township_code"))
    return resolve_decisions(tables["decisions"], villages, regions=regions_before(workspace, tables))[1]


def _header_row(sheet: RawSheet) -> int | None:
    """Find the row that names our columns."""
    for number, row in enumerate(sheet.rows):
        if {_COLUMN_OF.get(plain_header(as_text(cell))) for cell in row} >= _REQUIRED:
            return number
    return None


def _columns(header: Sequence[str]) -> list[_Title]:
    """
    Tell our columns from those that the office added.

    A column without a title, or with the title of another one, keeps what was written into it.
    """
    names = [_COLUMN_OF.get(plain_header(title)) for title in header]
    titles = unique_names(header, taken=())
    return [
        _Title(None if name in names[:place] else name, title, is_typed=bool(header[place]))
        for place, (name, title) in enumerate(zip(names, titles, strict=True))
    ]


def _rows_below(sheet: RawSheet, number: int, columns: Sequence[_Title]) -> list[DecisionRow]:
    """Read the rows below the header that hold anything."""
    rows = []
    for position in range(number + 1, len(sheet.rows)):
        cells: dict[str, str] = {}
        extras: dict[str, str] = {}
        for column, cell in zip(columns, sheet.rows[position], strict=False):
            text = _text_of(cell, column.name)
            if text:
                (cells if column.name else extras)[column.name or column.title] = text
        if cells or extras:
            rows.append(DecisionRow(cells, extras, sheet.row_number(position)))
    return rows


def _text_of(cell: object, name: str | None) -> str:
    """Take a cell's text; a date is written as one, whatever the program made of it."""
    text = as_text(cell)
    if name == "decided_on":
        day = parse_date(cell).value
        return str(day) if day else text
    # What a record says is never a word for nothing.
    return "" if name in WRITTEN and text in BLANK_MARKS else text


def _added(rows: Sequence[DecisionRow], columns: Sequence[_Title]) -> tuple[str, ...]:
    """List the columns that are not ours; one without a title only if something stands in it."""
    filled = {title for row in rows for title in row.extras}
    return tuple(
        column.title
        for column in columns
        if column.name is None and (column.is_typed or column.title in filled)
    )
