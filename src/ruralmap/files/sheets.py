"""Sheets as they were typed (读工作簿): from workbooks of any kind, and from CSV."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, cast
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from ruralmap.errors import LayerError, SurroundingsError
from ruralmap.files.cell_faults import mend_faults, parts_with_faults
from ruralmap.schema.grid import RawSheet
from ruralmap.words.bilingual import say_both

TEXT_ENDINGS: Final = frozenset({".csv", ".txt", ".tsv"})
# What the two readers of a workbook say of one that is damaged: calamine, and Python's own of zip and XML.
_DAMAGED: Final = (
    CalamineError,
    OSError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    ET.ParseError,
)
_DELIMITERS: Final = ",\t;"
_END: Final = "\x1eend of file\x1e"
_LONGEST_FIELD: Final = 2**31 - 1  # an unclosed quote makes one field of a whole file; Windows holds no more


def read_sheets(path: str | Path) -> list[RawSheet]:
    """
    Read every sheet of a workbook (.xlsx, .xls, .ods), or a CSV file, as it was typed.

    Nothing is interpreted: merged cells are named, not filled; error cells (`#REF!`) and formulas that were
    never calculated, which a reader would pass over as empty, come back as the text that stands for them.

    Parameters
    ----------
    path
        The file. The content decides what it is; the ending only tells CSV.

    Returns
    -------
    sheets
        In the workbook's order, hidden and empty ones too.

    Raises
    ------
    LayerError
        If the content is no workbook, is encrypted, or no proper text.
    SurroundingsError
        If the file cannot be opened.
    """
    place = Path(path)
    try:
        content = place.read_bytes()
    except FileNotFoundError as fault:
        raise LayerError(say_both("files.not_found", path=place)) from fault
    except OSError as fault:
        message = say_both("files.read_failed", path=place, fault=fault.strerror or fault)
        raise SurroundingsError(message) from fault
    if place.suffix.lower() in TEXT_ENDINGS:
        return [_read_text(place, content)]
    return _read_workbook(place, content)


def _read_workbook(place: Path, content: bytes) -> list[RawSheet]:
    """Read a workbook's sheets from its bytes, so that the file is not held open meanwhile."""
    if content[:512].lstrip().lower().startswith((b"<html", b"<!doctype", b"<table", b"<meta")):
        raise LayerError(say_both("files.html_workbook", path=place))
    try:
        # Both unpack the same bytes, and neither keeps Python from the other meanwhile.
        with ThreadPoolExecutor(max_workers=1) as beside:
            scanned = beside.submit(parts_with_faults, content)
            with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
                sheets = [_sheet(book, number) for number in range(len(book.sheet_names))]
            parts = scanned.result()
        return [mend_faults(sheet, parts[sheet.name]) if sheet.name in parts else sheet for sheet in sheets]
    except PasswordError as fault:
        raise LayerError(say_both("files.encrypted", path=place)) from fault
    except _DAMAGED as fault:
        raise LayerError(say_both("files.unreadable", path=place, fault=fault)) from fault


def _sheet(book: CalamineWorkbook, number: int) -> RawSheet:
    """Read one sheet."""
    sheet = book.get_sheet_by_index(number)
    first_row, first_column = sheet.start or (0, 0)
    merges = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
    visible = book.sheets_metadata[number].visible == SheetVisibleEnum.Visible
    return RawSheet(
        name=sheet.name,
        rows=cast("list[list[object]]", sheet.to_python(skip_empty_area=True)),
        first_row=first_row,
        first_column=first_column,
        merges=tuple(sorted(merges)),
        hidden=not visible,
    )


def _read_text(place: Path, content: bytes) -> RawSheet:
    """Read CSV: UTF-8, UTF-16 if it says so, else GB18030, which is what a Chinese Windows writes."""
    text, encoding = _decode(place, content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_LONGEST_FIELD)
    line_end = "" if not text or text.endswith(("\n", "\r")) else "\n"
    reader = csv.reader(io.StringIO(f"{text}{line_end}{_END}\n", newline=""), delimiter=delimiter)
    rows: list[list[object]] = [list(row) for row in reader]
    # An unclosed quote would swallow the rest of the file into one cell, and the mark at its end with it.
    if rows.pop() != [_END]:
        raise LayerError(say_both("files.csv_broken", path=place, row=len(rows) + 1))
    return RawSheet(name=place.stem, rows=rows, encoding=encoding)


def _decode(place: Path, content: bytes) -> tuple[str, str]:
    """Decode bytes by the mark at their beginning, else as UTF-8 if they are, else as GB18030."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise LayerError(say_both("files.text_undecodable", path=place))
