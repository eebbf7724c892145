"""Cells that a workbook reader passes over as empty: errors, and formulas that were never calculated."""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from ruralmap.schema.grid import RawSheet

_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# An empty cell closes itself (<c r="A1" s="1"/>) and must not swallow its neighbour.
_CELL: Final = re.compile(rb"<c\s([^>]*[^/])>(.*?)</c>", re.DOTALL)
_PLACE: Final = re.compile(rb'\br="([A-Z]+)(\d+)"')
_VALUE: Final = re.compile(rb"<v>(.*?)</v>", re.DOTALL)
_FORMULA: Final = re.compile(rb"<f[^>]*>(.*?)</f>", re.DOTALL)


def mend_faults(content: bytes, sheets: list[RawSheet]) -> list[RawSheet]:
    """
    Put back what the reader took for empty: `#REF!` and its like, and formulas without a stored result.

    Parameters
    ----------
    content
        The workbook's bytes. Anything but .xlsx is returned as it was: older formats do not let us look.
    sheets
        Its sheets, as read.

    Returns
    -------
    sheets
        The same, with the error's name or the formula's text in those cells.
    """
    if not content.startswith(b"PK"):
        return sheets
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = _sheet_parts(archive)
        return [
            _mend(sheet, archive.read(parts[sheet.name])) if parts.get(sheet.name) else sheet
            for sheet in sheets
        ]


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Find the part of the archive that holds each sheet, by the sheet's name."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - see above
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - see above
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    parts: dict[str, str] = {}
    for element in book.iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(_RELATIONSHIP, ""), "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            if part in names:
                parts[element.get("name", "")] = part
    return parts


def _mend(sheet: RawSheet, part: bytes) -> RawSheet:
    """Put error names and unanswered formulas into one sheet's empty cells."""
    if b't="e"' not in part and b"<f" not in part:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for cell in _CELL.finditer(part):
        fault, place = _fault(cell[1], cell[2]), _PLACE.search(cell[1])
        if fault and place:
            _put(
                rows, int(place[2]) - 1 - sheet.first_row, _column(place[1]) - sheet.first_column, fault=fault
            )
    return replace(sheet, rows=rows)


def _put(rows: list[list[object]], row: int, column: int, *, fault: str) -> None:
    """Put a fault into an empty cell; what the reader took for empty at the edge it left out altogether."""
    if row < 0 or column < 0:
        return
    rows.extend([] for _ in range(row + 1 - len(rows)))
    line = rows[row]
    line.extend("" for _ in range(column + 1 - len(line)))
    line[column] = line[column] or fault


def _fault(attributes: bytes, inside: bytes) -> str:
    """Name what is wrong with a cell: its error value, or its formula if no result was stored."""
    value = _VALUE.search(inside)
    if b't="e"' in attributes and value:
        return value[1].decode()
    if b"<f" in inside and not (value and value[1]) and b't="str"' not in attributes:
        # A formula shared with other cells stands in the first of them only.
        formula = _FORMULA.search(inside)
        return "=" + (html.unescape(formula[1].decode()) if formula else "…")
    return ""


def _column(letters: bytes) -> int:
    """Count a column from 0 by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
