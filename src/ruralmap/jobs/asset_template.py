"""The ledger in the county's own template (本县模板): its columns by their headers, ours behind them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ruralmap.assets.columns import ACTION, ACTIONS, ADDED, CONFIRMED
from ruralmap.assets.marks import HEADER
from ruralmap.errors import LayerError
from ruralmap.files.sheets import read_sheets
from ruralmap.files.templates import Filling, fill_template
from ruralmap.jobs.asset_export_book import choices_of, instructions
from ruralmap.schema.aliases import alias_index
from ruralmap.schema.bodies import classify_rows
from ruralmap.schema.headers import find_header
from ruralmap.schema.marks import as_text
from ruralmap.schema.money import FEN_PER_UNIT
from ruralmap.schema.tables import TABLES
from ruralmap.schema.written import YES, written
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.assets.changes import Value
    from ruralmap.assets.parts import Part
    from ruralmap.jobs.asset_export_book import Sending
    from ruralmap.schema.columns import Column
    from ruralmap.schema.grid import RawSheet
    from ruralmap.schema.headers import HeaderCell, HeaderMatch
    from ruralmap.words.catalogue import Language

_TABLE: Final = TABLES["assets"]
_SPARE_ROWS: Final = 100
_NO_DATA: Final = frozenset({"numbering", "header"})


def fill_asset_template(path: Path, sending: Sending, part: Part, name: str, *, lang: Language) -> bytes:
    """
    Fill the county's template with the assets of a part.

    Parameters
    ----------
    path
        The template, .xlsx.
    sending
        The export.
    part
        The assets.
    name
        What its township is called.
    lang
        The language of the instructions.

    Returns
    -------
    content
        The bytes of the workbook. Columns that the template lacks are not in it: what is not there says
        nothing when it comes back.

    Raises
    ------
    LayerError
        If the template cannot be read, has no sheet with the asset's number, or more than one row of pattern
        below its header.
    SurroundingsError
        If it cannot be opened.
    """
    sheet, match = _place(path)
    body = sheet.rows[match.body :]
    kinds = classify_rows(body, match, _TABLE)
    skipped = next((place for place, kind in enumerate(kinds) if kind not in _NO_DATA), len(kinds))
    filled = [place for place, row in enumerate(body) if place > skipped and any(map(as_text, row))]
    first = sheet.row_number(match.body + skipped)
    if filled:
        row = sheet.row_number(match.body + filled[0])
        raise LayerError(say_both("asset_rounds.fault.template_rows", path=path, first=first, row=row))
    places = {column: cells[0] for column, cells in match.used.items()}
    offset = sheet.first_column + 1
    last = offset + max(cell.position for cell in match.cells)
    added = {last + number: title for number, title in enumerate(ADDED, start=1)}
    at = {title: place for place, title in added.items()}
    rows = []
    for key in part.keys[_TABLE.name]:
        fields = sending.state[_TABLE.name][key]
        cells = {
            offset + place.position: _cell(fields.get(column), _TABLE.column(column), place)
            for column, place in places.items()
        }
        rows.append(cells | {at[HEADER]: sending.mark(part, _TABLE.name, key)})
    choices = {offset + place.position: choices_of(_TABLE.column(column)) for column, place in places.items()}
    choices |= {at[ACTION]: ACTIONS, at[CONFIRMED]: (YES,)}
    filling = Filling(
        sheet.name,
        sheet.row_number(match.body - 1),
        first,
        rows,
        added,
        {place: offered for place, offered in choices.items() if offered},
        (at[HEADER],),
        spare=_SPARE_ROWS,
    )
    about = instructions(sending, part, name, lang=lang)
    return fill_template(path, filling, (about.name, [list(about.notes), *about.rows]))


def _place(path: Path) -> tuple[RawSheet, HeaderMatch]:
    """Find the sheet of the template that has most columns of the ledger."""
    index = alias_index(_TABLE)
    found = [(sheet, find_header(sheet, index, {})) for sheet in read_sheets(path) if not sheet.hidden]
    sheet, match = max(found, key=lambda one: len(one[1].used))
    if not set(_TABLE.key) <= set(match.used):
        title = _TABLE.column(_TABLE.key[0]).zh
        raise LayerError(say_both("asset_rounds.fault.template_header", path=path, title=title))
    return sheet, match


def _cell(value: Value | None, column: Column, place: HeaderCell) -> object:
    """Write a value as the template's column counts it."""
    if column.kind == "money" and place.unit and isinstance(value, int):
        return float(Decimal(value) / FEN_PER_UNIT[place.unit])
    return written(value, column)
