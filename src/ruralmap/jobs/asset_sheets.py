"""Sheets that came back, read as rows of the registry (读回收表): any subset, in any order and workbook."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ruralmap.assets.chain import Source
from ruralmap.assets.columns import ACTION, ADDED, CONFIRMED, DOCUMENT, REASON
from ruralmap.assets.marks import CLEARED, FORM, HEADER, read_mark
from ruralmap.assets.rows import Aside, Row
from ruralmap.assets.tables import KEPT
from ruralmap.schema.aliases import alias_index, plain_header
from ruralmap.schema.bodies import classify_rows
from ruralmap.schema.cells import parse_cells
from ruralmap.schema.choices import parse_flag
from ruralmap.schema.headers import find_header
from ruralmap.schema.marks import BLANK_MARKS, as_text
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.assets.changes import Value
    from ruralmap.schema.columns import Column, Table
    from ruralmap.schema.grid import RawSheet
    from ruralmap.schema.headers import HeaderCell, HeaderMatch

_MAIN: Final = "assets"
_BRACKETS: Final = str.maketrans("[]【】（）()〔〕", "〔〕〔〕〔〕〔〕〔〕")
_ADDED: Final = {plain_header(title): title for title in ADDED}


@dataclass(frozen=True, eq=False)
class SheetRows:
    """
    A sheet as rows (一张回收表).

    `rows` say something or carry a mark; `aside` could not even be told apart by columns; `ignored` counts
    empty rows, totals and repeated headers below the header. A sheet that is no table of the registry is not
    `is_read`, and all its rows are ignored.
    """

    name: str
    is_read: bool
    rows: Sequence[Row] = ()
    aside: Sequence[Aside] = ()
    ignored: int = 0


@dataclass(frozen=True, eq=False)
class _Column:
    """A column of a sheet, read: values, and which cells clear, say nothing in words, or are unread."""

    values: Sequence[Value | None]
    cleared: frozenset[int] = frozenset()
    emptied: frozenset[int] = frozenset()
    unread: Mapping[int, str] = field(default_factory=dict)


def read_sheet(sheet: RawSheet, file: str) -> SheetRows:
    """
    Read a sheet that came back.

    Parameters
    ----------
    sheet
        The sheet as typed.
    file
        What its file is called.

    Returns
    -------
    rows
        Those below the header. The hidden column is found by what stands in it, wherever it was moved.
    """
    place = _mark_place(sheet)
    table = _table_of(sheet, place)
    if table is None:
        return SheetRows(sheet.name, is_read=False, ignored=len(sheet.rows))
    match = find_header(sheet, alias_index(table), {})
    if not match.used:
        rows = [
            (number, as_text(row[place]))
            for number, row in enumerate(sheet.rows)
            if place is not None and place < len(row) and as_text(row[place]).startswith(FORM)
        ]
        aside = [
            Aside(
                Row(_source(sheet, file, number), table.name, mark, {}, raw=_raw(sheet.rows[number], {})),
                "no_header",
            )
            for number, mark in rows
        ]
        return SheetRows(sheet.name, is_read=True, aside=aside, ignored=len(sheet.rows) - len(aside))
    return _read_body(sheet, file, table, match, place=place)


def _read_body(
    sheet: RawSheet, file: str, table: Table, match: HeaderMatch, *, place: int | None
) -> SheetRows:
    """Read the rows below a header."""
    added = _added_places(match)
    place = added.get(HEADER) if place is None else place
    below = sheet.rows[match.body :]
    kinds = classify_rows(below, match, table)
    marks = [as_text(_cell(row, place)) for row in below]
    kept = [number for number, kind in enumerate(kinds) if marks[number] or kind == "data"]
    body = [below[number] for number in kept]
    columns = {
        name: _read_column(body, table.column(name), places, typed=not sheet.encoding)
        for name, places in match.used.items()
    }
    names = {cell.position: cell.text for cell in match.cells}
    rows = []
    for number, position in enumerate(kept):
        cells = {title: as_text(_cell(below[position], at)) for title, at in added.items()}
        row = Row(
            _source(sheet, file, match.body + position),
            table.name,
            marks[position],
            _said(columns, number),
            emptied=[name for name, column in columns.items() if number in column.emptied],
            unread=[(name, one.unread[number]) for name, one in columns.items() if number in one.unread],
            action=_filled(cells.get(ACTION, "")),
            reason=_filled(cells.get(REASON, "")),
            document=_filled(cells.get(DOCUMENT, "")),
            is_confirmed=parse_flag(cells.get(CONFIRMED, "")).value is True,
            raw=_raw(below[position], {at: name for at, name in names.items() if at != place}),
        )
        if row.mark or row.said or row.unread or row.action:
            rows.append(row)
    return SheetRows(sheet.name, is_read=True, rows=rows, ignored=len(below) - len(rows))


def _mark_place(sheet: RawSheet) -> int | None:
    """Find the column that holds marks by what stands in it."""
    found = Counter(
        place
        for row in sheet.rows
        for place, cell in enumerate(row)
        if isinstance(cell, str) and FORM in cell and as_text(cell).startswith(FORM)
    )
    return found.most_common(1)[0][0] if found else None


def _table_of(sheet: RawSheet, place: int | None) -> Table | None:
    """Say which table a sheet is: as most of its marks say, else by its name or its headers."""
    marks = (read_mark(as_text(_cell(row, place))) for row in sheet.rows) if place is not None else ()
    counted = Counter(mark.table for mark in marks if mark is not None and mark.table in KEPT)
    if counted:
        return TABLES[counted.most_common(1)[0][0]]
    named = next((TABLES[name] for name in KEPT if TABLES[name].zh == sheet.name), None)
    if named is not None or sheet.hidden:
        return named
    main = TABLES[_MAIN]
    match = find_header(sheet, alias_index(main), {})
    # The number may be left out of a list of new assets: each gets one.
    lacking = set(match.missing(alias_index(main))) - {main.column(name).zh for name in KEPT[_MAIN]}
    return main if place is not None or (match.used and not lacking) else None


def _read_column(
    body: Sequence[Sequence[object]], column: Column, places: Sequence[HeaderCell], *, typed: bool
) -> _Column:
    """Read a column; where a sheet has it twice under one name, both must say the same."""
    first, *others = [_read_place(body, column, place, typed=typed) for place in places]
    if not others:
        return first
    values, unread = list(first.values), dict(first.unread)
    cleared, emptied = first.cleared, first.emptied
    for other in others:
        for number, value in enumerate(other.values):
            if values[number] is None:
                values[number] = value
            elif value is not None and value != values[number]:
                unread[number] = "header_twice_differs"
        unread |= other.unread
        cleared, emptied = cleared | other.cleared, emptied | other.emptied
    return _Column(values, cleared, emptied, unread)


def _read_place(
    body: Sequence[Sequence[object]], column: Column, place: HeaderCell, *, typed: bool
) -> _Column:
    """Read the cells of one place."""
    cells = [_cell(row, place.position) for row in body]
    cleared = frozenset(number for number, cell in enumerate(cells) if _is_cleared(cell))
    for number in cleared:
        cells[number] = ""
    parsed = parse_cells(cells, column, unit=place.unit, typed=typed)
    values: list[Value | None] = parsed.results  # type: ignore[assignment] # of the column's kind
    # A template's formula that no office program has worked out yet says nothing.
    unread = {
        number: item.problem
        for number, item in parsed.faulty.items()
        if values[number] is None and item.problem != "formula_uncalculated"
    }
    emptied = frozenset(
        number
        for number, value in enumerate(values)
        if value is None and number not in unread and as_text(cells[number]) in BLANK_MARKS - {""}
    )
    return _Column(values, cleared, emptied, unread)


def _said(columns: Mapping[str, _Column], number: int) -> dict[str, Value | None]:
    """Gather what a row says; a blank cell says nothing."""
    return {
        name: column.values[number]
        for name, column in columns.items()
        if column.values[number] is not None or number in column.cleared
    }


def _is_cleared(cell: object) -> bool:
    """Tell the word that empties a field, in any kind of brackets."""
    return isinstance(cell, str) and as_text(cell).translate(_BRACKETS) == CLEARED


def _added_places(match: HeaderMatch) -> dict[str, int]:
    """Find the columns that an export has beside those of its table."""
    found: dict[str, int] = {}
    for cell in match.cells:
        title = _ADDED.get(plain_header(cell.text.rsplit("/", 1)[-1]))
        if title is not None:
            found.setdefault(title, cell.position)
    return found


def _filled(text: str) -> str:
    """Take a cell's text, unless it is a word for nothing."""
    return "" if text in BLANK_MARKS else text


def _cell(row: Sequence[object], place: int | None) -> object:
    """Take a cell; rows of CSV may end early."""
    return row[place] if place is not None and place < len(row) else ""


def _source(sheet: RawSheet, file: str, position: int) -> Source:
    """Say where a row stands, as the office's program counts it."""
    return Source(file, sheet.name, sheet.row_number(position))


def _raw(row: Sequence[object], names: Mapping[int, str]) -> str:
    """Give a row as typed: the header of each filled cell, and its text."""
    texts = ((place, as_text(cell)) for place, cell in enumerate(row))
    shown = {names.get(place) or f"第{place + 1}列": text for place, text in texts if text}
    return json.dumps(
        {key: text for key, text in shown.items() if not text.startswith(FORM)}, ensure_ascii=False
    )
