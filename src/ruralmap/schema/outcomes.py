"""What conforming a file gives (规整结果): rows, rows set aside, findings, unknown headers, and counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruralmap.schema.finding import Finding

SOURCE_COLUMNS: Final = ("source_file", "source_sheet", "source_row")
REJECTED_COLUMNS: Final = ("table", "file", "sheet", "row", "reason", "raw")

# The sheet of an answer that holds for every sheet of its file; a layer has no sheets.
ALL_SHEETS: Final = ""
# What a person answered on the sheet 列对照: (file, sheet, plain header) to a column's Chinese title.
Answers = Mapping[tuple[str, str, str], str]


@dataclass(frozen=True)
class SheetCount:
    """Rows of one sheet below its header: kept, set aside (rejected) and ignored; the sum is `rows`."""

    table: str
    file: str
    sheet: str
    rows: int
    kept: int
    rejected: int
    ignored: int


@dataclass(frozen=True)
class UnknownHeader:
    """A header that means nothing to the tool, the likeliest column if there is one, a person's answer."""

    table: str
    file: str
    sheet: str
    header: str
    proposal: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Conformed:
    """
    One file's rows as a table.

    `frame` has the table's columns and `SOURCE_COLUMNS`; `rejected` has `REJECTED_COLUMNS`, the raw values as
    JSON. A file is `usable` if at least one sheet has every compulsory header.
    """

    frame: pd.DataFrame
    rejected: pd.DataFrame
    findings: tuple[Finding, ...]
    unknown: tuple[UnknownHeader, ...]
    counts: tuple[SheetCount, ...]
    usable: bool = True


@dataclass(frozen=True)
class Shapes:
    """A layer's geometries (图形) by row number, and why a row's geometry cannot be used."""

    by_row: Mapping[int, Any] = field(default_factory=dict)
    spoiled: Mapping[int, str] = field(default_factory=dict)


def rejected_frame(records: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    """
    Make the frame of rows set aside.

    Parameters
    ----------
    records
        One tuple for each row, as `REJECTED_COLUMNS`.

    Returns
    -------
    rejected
        Text columns, and the row's number.
    """
    columns = list(zip(*records, strict=True)) or [()] * len(REJECTED_COLUMNS)
    kinds = {name: "Int64" if name == "row" else "str" for name in REJECTED_COLUMNS}
    return pd.DataFrame(
        {
            name: pd.Series(list(cells), dtype=kind)
            for (name, kind), cells in zip(kinds.items(), columns, strict=True)
        }
    )
