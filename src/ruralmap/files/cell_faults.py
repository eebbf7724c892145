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


def parts_with_faults(content: bytes) -> dict[str, bytes]:
    """
    Unpack the sheets of a workbook in which something stands that the reader takes for empty.

    Parameters
    ----------
    content
        The workbook's bytes. Of anything but .xlsx there is nothing: older formats do not let us look.

    Returns
    -------
    parts
        The sheets' XML by name, of those with an error or a formula.
    """
    if not content.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(part) for name, part in _sheet_parts(archive).items()}
    return {name: part for name, part in parts.items() if b't="e"' in part or b"<f" in part}


def mend_faults(sheet: RawSheet, part: bytes) -> RawSheet:
    """
    Put back what the reader took for empty: `#REF!` and its like, and formulas without a stored result.

    Parameters
    ----------
    sheet
        The sheet, as read.
    part
        Its XML.

    Returns
    -------
    sheet
        The same, with the error's name or the formula's text in those cells.
    """
    rows = [list(row) for row in sheet.rows]
    for cell in _CELL.finditer(part):
        fault, place = _fault(cell[1], cell[2]), _PLACE.search(cell[1])
        if fault and place:
            _put(
                rows, int(place[2]) - 1 - sheet.first_row, _column(place[1]) - sheet.first_column, fault=fault
            )
    return replace(sheet, rows=rows)


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
