"""Sheets as layers (表格图层): CSV and workbooks with shapes written as text, or with coordinates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.errors import ShapelyError

from ruralmap.errors import LayerError
from ruralmap.files.features import Features
from ruralmap.files.sheets import read_sheets
from ruralmap.schema.coordinates import DEEPEST_HEADER, coordinate_columns, read_coordinates, wkt_column
from ruralmap.schema.encodings import GB18030, family_of
from ruralmap.schema.marks import as_text
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.files.evidence import Note
    from ruralmap.files.features import Wanted
    from ruralmap.schema.grid import RawSheet

WORKBOOK_ENDINGS: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"})
# PostGIS writes its number of the coordinate system in front: SRID=4490;POLYGON (…)
_EXTENDED: Final = re.compile(r"^\s*SRID=(\d+);", re.IGNORECASE)


def read_sheet_features(wanted: Wanted) -> Features:
    """
    Read the first sheet whose header has a column of shapes (WKT) or two columns of coordinates.

    Parameters
    ----------
    wanted
        The file; `layer` names a sheet.

    Returns
    -------
    features
        One a row below the header, empty rows between them too; without coordinates' system unless the
        shapes name it (SRID; 0 names none).

    Raises
    ------
    LayerError
        If the file cannot be read, no sheet has such columns, or its shapes name several systems.
    """
    sheets = read_sheets(wanted.path)
    if wanted.layer is not None:
        named = [sheet for sheet in sheets if sheet.name == wanted.layer]
        if not named:
            layers = "、".join(sheet.name for sheet in sheets)
            message = say_both("files.layer_unknown", path=wanted.path, layer=wanted.layer, layers=layers)
            raise LayerError(message)
        sheets = named
    for sheet in sheets:
        for place, row in enumerate(sheet.rows[:DEEPEST_HEADER]):
            header = [as_text(cell) for cell in row]
            column = wkt_column(header)
            if column is not None:
                return _from_wkt(sheet, place, header, column, path=wanted.path)
            pair = coordinate_columns(header)
            if pair is not None:
                return _from_pair(sheet, place, header, pair)
    raise LayerError(say_both("files.sheet_without_shapes", path=wanted.path))


def _body(sheet: RawSheet, header: int, width: int) -> list[list[object]]:
    """Take the rows below a header, as wide as it is, without the empty ones at the end."""
    rows = sheet.rows[header + 1 :]
    filled = [place for place, row in enumerate(rows) if any(as_text(cell) for cell in row)]
    kept = rows[: filled[-1] + 1] if filled else []
    return [[*row[:width], *[""] * (width - len(row))] for row in kept]


def _from_wkt(sheet: RawSheet, place: int, header: list[str], column: int, *, path: Path) -> Features:
    """Read shapes written as text; one that is no shape keeps its text."""
    rows = _body(sheet, place, len(header))
    shapes = np.full(len(rows), None, dtype=object)
    faults: dict[int, str] = {}
    bytes_of: dict[int, bytes] = {}
    systems: set[str] = set()
    for number, row in enumerate(rows):
        text = as_text(row[column])
        match = _EXTENDED.match(text)
        if match and int(match[1]):
            systems.add(match[1])
        try:
            shapes[number] = shapely.from_wkt(_EXTENDED.sub("", text)) if text else None
        except ShapelyError as fault:
            faults[number] = str(fault)
            bytes_of[number] = text.encode("utf-8")
    if len(systems) > 1:
        listed = "、".join(f"EPSG:{system}" for system in sorted(systems))
        raise LayerError(say_both("files.systems_several", path=path, systems=listed))
    return Features(
        [name for at, name in enumerate(header) if at != column],
        [[cell for at, cell in enumerate(row) if at != column] for row in rows],
        shapes,
        f"EPSG:{systems.pop()}" if systems else None,
        faults=faults,
        bytes_of=bytes_of,
        notes=_notes(sheet),
        first_row=sheet.row_number(place + 1),
    )


def _from_pair(sheet: RawSheet, place: int, header: list[str], pair: tuple[int, int]) -> Features:
    """Make points of two columns of coordinates."""
    rows = _body(sheet, place, len(header))
    x, y = read_coordinates([row[pair[0]] for row in rows], [row[pair[1]] for row in rows])
    shapes = np.full(len(rows), None, dtype=object)
    known = np.isfinite(x) & np.isfinite(y)
    shapes[known] = shapely.points(x[known], y[known])
    return Features(list(header), rows, shapes, notes=_notes(sheet), first_row=sheet.row_number(place + 1))


def _notes(sheet: RawSheet) -> tuple[Note, ...]:
    """Say how a CSV's text was read if it is not UTF-8, with its first line."""
    if sheet.encoding != family_of(GB18030):
        return ()
    first = next((row for row in sheet.rows if any(map(as_text, row))), [])
    sample = "、".join(filter(None, map(as_text, first)))
    return (("table_encoding_assumed", {"encoding": GB18030, "sample": sample}),)
