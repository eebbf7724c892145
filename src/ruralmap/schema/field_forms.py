"""
Exports of field forms (外业表单导出) brought to what a ledger's sheet looks like: KoboToolbox and ODK.

They put the group before a question's name, split a point into columns or write it as one text, and keep
columns of their own for the moment and the person.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ruralmap.schema.aliases import alias_index, meaning_of
from ruralmap.schema.headers import find_header
from ruralmap.schema.marks import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.schema.aliases import AliasIndex
    from ruralmap.schema.columns import Table
    from ruralmap.schema.grid import RawSheet

# Kobo writes group/question, ODK Central group-question.
_GROUPS: Final = re.compile(r"[/\-]")
# The columns into which Kobo splits the point of a question.
_SPLIT: Final = re.compile(r"^_.+_(latitude|longitude|precision)$")
_SPLIT_NAMES: Final = {"latitude": "lat", "longitude": "lon", "precision": "accuracy_m"}
# What the two keep of every form, the best first: the day on the telephone, then the server's moment.
_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "inspected_on": ("today", "start", "end", "submissiondate", "_submission_time"),
    "inspector": ("username", "submittername", "_submitted_by"),
}
# Columns that only such programs write: their points are those of a telephone, which are in WGS-84.
_SIGNS: Final = frozenset({"_id", "_uuid", "__id", "key", "instanceid", "_submission_time", "submissiondate"})
_TELEPHONE: Final = "WGS-84"
# "lat lon alt acc" is how the ODK specification writes a geopoint; a place in the field has decimals.
_POINT: Final = re.compile(r"^(-?\d{1,2}\.\d+) (-?\d{1,3}\.\d+)(?: -?\d+(?:\.\d+)?(?: (\d+(?:\.\d+)?))?)?$")
_ZONED: Final = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$")
_UNZONED: Final = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$")
# China has one time and no summer time. Kobo's _submission_time is in UTC without saying so.
_CHINA: Final = dt.timezone(dt.timedelta(hours=8))
_UNSAID_UTC: Final = "_submission_time"


def unfold(sheet: RawSheet, table: Table, *, defaults: Mapping[str, str]) -> RawSheet:
    """
    Give a sheet the headers under which a table's columns are looked for.

    A header that is known stays. Columns that are made up from others are added on the right.

    Parameters
    ----------
    sheet
        As it was read.
    table
        What it should be.
    defaults
        By canonical name what stands in every row of a column that the sheet does not have.

    Returns
    -------
    sheet
        With the same rows in the same places.
    """
    index = alias_index(table)
    filled = [place for place, row in enumerate(sheet.rows) if any(map(as_text, row))]
    if not filled:
        return sheet
    sheet = _with_known_names(sheet, filled[0], index)
    match = find_header(sheet, index, {})
    if not match.used:
        return sheet
    header = [as_text(cell) for cell in sheet.rows[match.body - 1]]
    body = sheet.rows[match.body :]
    added: dict[str, list[object]] = {}
    known = set(match.used)
    if {"lon", "lat"} <= set(table.names) and not {"lon", "lat"} & known:
        added |= _points(header, body)
    from_form = bool(added) or not _SIGNS.isdisjoint(map(_plain_name, header))
    if from_form and {"lon", "lat"} <= known | set(added) and "datum" not in known:
        added["datum"] = [_TELEPHONE] * len(body)
    added |= {name: [value] * len(body) for name, value in defaults.items() if name not in known}
    return _with_columns(sheet, match.body, added) if added else sheet


def _plain_name(header: str) -> str:
    """Take the groups off a question's name."""
    return _GROUPS.split(header)[-1].casefold()


def _with_known_names(sheet: RawSheet, first: int, index: AliasIndex) -> RawSheet:
    """Write the names of the table's columns over the programs' own, and days over their moments."""
    header = [as_text(cell) for cell in sheet.rows[first]]
    known = {meaning.column for name in header if (meaning := meaning_of(name, index))}
    named: dict[int, str] = {}
    for place, name in enumerate(header):
        split = _SPLIT.match(name)
        tail = _SPLIT_NAMES[split[1]] if split else _GROUPS.split(name)[-1]
        meaning = None if meaning_of(name, index) else meaning_of(tail, index)
        if meaning and meaning.column not in known:
            named[place] = tail
            known.add(meaning.column)
    plain = [_plain_name(name) for name in header]
    utc = -1
    for column, own in _OWN.items():
        found = next((plain.index(name) for name in own if name in plain), None)
        if column in index.table.names and column not in known and found is not None:
            named[found] = column
            utc = found if plain[found] == _UNSAID_UTC else utc
    texts = [named.get(place, name) for place, name in enumerate(header)]
    days = {place for place, name in enumerate(texts) if _is_day(name, index)}
    return replace(
        sheet,
        rows=[
            *sheet.rows[:first],
            [named.get(place, cell) for place, cell in enumerate(sheet.rows[first])],
            *([_day(cell, utc=place == utc) if place in days else cell for place, cell in enumerate(row)]
              for row in sheet.rows[first + 1 :]),
        ],
    )  # fmt: skip


def _is_day(name: str, index: AliasIndex) -> bool:
    """Tell whether a header is that of a column of dates."""
    meaning = meaning_of(name, index)
    return meaning is not None and index.table.column(meaning.column).kind == "date"


def _day(cell: object, *, utc: bool) -> object:
    """Give the day in China of a moment with a time zone; whatever else stands there stays."""
    if isinstance(cell, dt.datetime):
        return cell if cell.tzinfo is None else cell.astimezone(_CHINA).date()
    text = as_text(cell)
    if not _ZONED.match(text) and not (utc and _UNZONED.match(text)):
        return cell
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return cell
    known = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return known.astimezone(_CHINA).date().isoformat()


def _points(header: list[str], body: list[list[object]]) -> dict[str, list[object]]:
    """Take apart the first column that holds nothing but points written as text."""
    for place in range(len(header)):
        texts = [as_text(row[place]) if place < len(row) else "" for row in body]
        found = [_POINT.match(text) for text in texts]
        if any(found) and all(match or not text for match, text in zip(found, texts, strict=True)):
            groups = {"lat": 1, "lon": 2, "accuracy_m": 3}
            return {
                name: [(match[group] or "") if match else "" for match in found]
                for name, group in groups.items()
            }
    return {}


def _with_columns(sheet: RawSheet, body: int, added: Mapping[str, list[object]]) -> RawSheet:
    """Add columns on the right; a row without a single value stays empty."""
    width = max(map(len, sheet.rows))
    rows: list[list[object]] = []
    for place, row in enumerate(sheet.rows):
        more: list[object] = [""] * len(added)
        if place == body - 1:
            more = list(added)
        elif place >= body and any(map(as_text, row)):
            more = [cells[place - body] for cells in added.values()]
        rows.append([*row, *[""] * (width - len(row)), *more])
    return replace(sheet, rows=rows)
