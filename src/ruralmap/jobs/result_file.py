"""A result as a file (结果文件): a workbook to read, CSV or JSON for programs, as the file's name says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ruralmap.errors import UsageError
from ruralmap.files.atomic import write_text
from ruralmap.files.workbook import write_workbook
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ruralmap.files.workbook import Sheet

TABLE_ENDINGS: Final = (".xlsx", ".csv", ".json")
_BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel takes a CSV for GBK
_LINE_END: Final = "\r\n"  # what RFC 4180 asks of CSV


def require_ending(path: str | Path, endings: Iterable[str]) -> str:
    """
    Refuse to write a file of another kind.

    Parameters
    ----------
    path
        Where it shall stand.
    endings
        What the name may end with.

    Returns
    -------
    ending
        What it ends with, in small letters.

    Raises
    ------
    UsageError
        If it ends otherwise.
    """
    ending = Path(path).suffix.lower()
    if ending not in endings:
        raise UsageError(say_both("jobs.out_ending", path=path, endings=" ".join(endings)))
    return ending


def write_result(
    path: str | Path,
    *,
    sheets: Callable[[], Sequence[Sheet]],
    table: Callable[[], Iterable[Sequence[object]]],
    record: Callable[[], Mapping[str, object]],
) -> None:
    """
    Write a result as the file's ending says; only what is asked for is made.

    Parameters
    ----------
    path
        Where it shall stand: .xlsx, .csv or .json.
    sheets
        Makes the sheets of the workbook.
    table
        Makes the rows of the CSV, header first.
    record
        Makes the object of the JSON file.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    ending = require_ending(path, TABLE_ENDINGS)
    if ending == ".xlsx":
        write_workbook(path, sheets())
    elif ending == ".csv":
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator=_LINE_END).writerows(table())
        write_text(path, _BYTE_ORDER_MARK + buffer.getvalue())
    else:
        write_text(path, json.dumps(record(), ensure_ascii=False, indent=2) + "\n")
