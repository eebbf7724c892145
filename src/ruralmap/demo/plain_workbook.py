"""
Large workbooks with plain cells (大表直写): the XML of a workbook written straight, five times as fast.

The office's own products go through files/workbook.py, which knows styles, pick-lists and printing. The
demonstration county needs 1.8 million cells each time somebody tries the tool, and none of that.
"""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from itertools import chain
from types import NoneType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.files.workbook import Sheet

_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
)
_STAMP: Final = (2000, 1, 1, 0, 0, 0)  # the same content gives the same bytes
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BODY, _NOTE, _HEADER = 0, 1, 2  # places in the list of cell formats below
_ROW_NUMBER, _SWALLOW, _TEXT = "#", "%.0s", ' t="s"'  # in the pattern of a row
_FONT: Final = '<sz val="11"/><name val="宋体"/>'
_PLAIN: Final = 'numFmtId="0" fillId="0"'
_EDGE: Final = '<{0} style="thin"/>'
_BOX: Final = "".join(_EDGE.format(side) for side in ("left", "right", "top", "bottom"))
_STYLES: Final = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border>{_BOX}<diagonal/></border></borders>"
    f'<cellStyleXfs count="1"><xf {_PLAIN} fontId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="3"><xf {_PLAIN} fontId="0" borderId="0" xfId="0"/>'
    f'<xf {_PLAIN} fontId="1" borderId="0" xfId="0" applyFont="1"/>'
    f'<xf {_PLAIN} fontId="1" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">'
    '<alignment horizontal="center" vertical="center" wrapText="1"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def plain_workbook(sheets: Sequence[Sheet]) -> bytes:
    """
    Make a workbook of plain cells; the same sheets give the same bytes.

    Text stays text, whatever it looks like; numbers are numbers; None is an empty cell. Names, notes, header
    rows and merges of a sheet are kept, nothing else of it.

    Parameters
    ----------
    sheets
        The sheets, in order; cells hold text, whole numbers, decimals or None.

    Returns
    -------
    content
        The bytes of an .xlsx file.
    """
    shared: dict[str, int] = {}
    pages = [_sheet_xml(sheet, shared) for sheet in sheets]
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": _links([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook_xml([sheet.name for sheet in sheets]),
        "xl/_rels/workbook.xml.rels": _links(
            [
                *((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
                ("rId9001", "styles", "styles.xml"),
                ("rId9002", "sharedStrings", "sharedStrings.xml"),
            ]
        ),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _shared_xml(shared),
    } | {f"xl/worksheets/sheet{number}.xml": page for number, page in zip(numbers, pages, strict=True)}
    return _zipped(parts)


def _zipped(parts: dict[str, str]) -> bytes:
    """Pack the parts, all of one date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, text in parts.items():
            place = zipfile.ZipInfo(name, _STAMP)
            place.compress_type = zipfile.ZIP_DEFLATED
            place.create_system = 0  # else it is the machine's own
            archive.writestr(place, text.encode("utf-8"))
    return buffer.getvalue()


def _sheet_xml(sheet: Sheet, shared: dict[str, int]) -> str:
    """Write one sheet: notes, header, body, the pane that stays above, merged cells."""
    notes = [[note] for note in sheet.notes]
    top, body = len(notes), len(notes) + sheet.header_rows
    lines = _rows_xml(notes, shared, first=1, style=_NOTE)
    lines += _rows_xml(sheet.rows[: sheet.header_rows], shared, first=top + 1, style=_HEADER)
    lines += _rows_xml(sheet.rows[sheet.header_rows :], shared, first=body + 1, style=_BODY)
    ranges = [
        f'<mergeCell ref="{_letters(left)}{top + first + 1}:{_letters(right)}{top + last + 1}"/>'
        for first, left, last, right in sheet.merges
    ]
    merged = f'<mergeCells count="{len(ranges)}">{"".join(ranges)}</mergeCells>' if ranges else ""
    pane = f'<pane ySplit="{body}" topLeftCell="A{body + 1}" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="15" defaultColWidth="14"/>'
        f"<sheetData>{''.join(lines)}</sheetData>{merged}</worksheet>"
    )


def _rows_xml(
    rows: Sequence[Sequence[object]], shared: dict[str, int], *, first: int, style: int
) -> list[str]:
    """Write rows, one text each; rows whose cells are of the same kinds share one pattern."""
    for value in dict.fromkeys(chain.from_iterable(rows)):
        if isinstance(value, str) and value:
            shared.setdefault(value, len(shared))
    patterns: dict[tuple[type, ...], str] = {}
    lines = []
    for number, row in enumerate(rows, start=first):
        cells = [None if value == "" else value for value in row] if "" in row else row
        kinds = tuple(map(type, cells))
        if kinds not in patterns:
            patterns[kinds] = _pattern(kinds, style)
        # A text stands there as its number, a number as itself.
        values = map(shared.get, cells, cells)  # type: ignore[arg-type]  # what is no text is not in there
        lines.append(patterns[kinds].replace(_ROW_NUMBER, str(number)) % tuple(values))
    return lines


def _pattern(kinds: Sequence[type], style: int) -> str:
    """Write a row with a place for each cell; an empty cell's place swallows what is put there."""
    shown = f' s="{style}"' if style else ""
    cells = [
        _SWALLOW
        if issubclass(kind, NoneType)
        else f'<c r="{_letters(place)}{_ROW_NUMBER}"{shown}{_TEXT * issubclass(kind, str)}><v>%s</v></c>'
        for place, kind in enumerate(kinds)
    ]
    return f'<row r="{_ROW_NUMBER}">{"".join(cells)}</row>'


@lru_cache(maxsize=256)
def _letters(place: int) -> str:
    """Name a column: 0 is A, 26 is AA."""
    before, last = divmod(place, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _shared_xml(shared: dict[str, int]) -> str:
    """List the texts; they are escaped all at once, with a mark between them that no workbook can hold."""
    start, end = '<si><t xml:space="preserve">', "</t></si>"
    texts = _escape("\0".join(shared)).replace("\0", f"{end}{start}")
    listed = f"{start}{texts}{end}" if shared else ""
    return f'{_HEAD}<sst xmlns="{_MAIN}" uniqueCount="{len(shared)}">{listed}</sst>'


def _escape(text: str) -> str:
    """Escape a text for XML; a tab needs its own number, or a reader makes it a blank."""
    return text.translate(_ESCAPES)


def _workbook_xml(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{_escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, start=1)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets></workbook>"
    )


def _links(links: Sequence[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for name, kind, target in links
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{items}</Relationships>'


def _content_types(numbers: range) -> str:
    overrides = {f"/xl/worksheets/sheet{number}.xml": "worksheet" for number in numbers} | {
        "/xl/workbook.xml": "sheet.main",
        "/xl/styles.xml": "styles",
        "/xl/sharedStrings.xml": "sharedStrings",
    }
    items = "".join(
        f'<Override PartName="{name}" ContentType="{_KIND}.{kind}+xml"/>' for name, kind in overrides.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{items}</Types>'
    )
