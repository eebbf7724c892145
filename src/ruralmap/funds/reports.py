"""Findings about rows of the fund tables: which line, which project, which month, how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.schema.gravity import finding
from ruralmap.schema.money import yuan_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.schema.finding import Finding

_SOURCE: Final = {"file": "source_file", "sheet": "source_sheet", "row": "source_row"}
# Columns that the texts may name; `column` says which column of the file a finding is about.
_NAMES: Final = (
    "line_id",
    "other_line_id",
    "parent_line_id",
    "prj_id",
    "asset_id",
    "entry_id",
    "other_entry_id",
    "reverses",
    "kind",
    "on",
    "until",
    "month",
    "month_before",
    "issued_on",
    "year",
    "doc",
    "village_code",
    "relation",
    "column",
    "differing",
    "unit",
    "other_row",
    "persons",
)


def report(code: str, table: str, rows: pd.DataFrame, *, amounts: Sequence[str] = ()) -> list[Finding]:
    """
    Make one finding for each row.

    Parameters
    ----------
    code
        The kind, a key of the catalogue `findings`.
    table
        The canonical name of the table.
    rows
        The rows found, with columns line_id, prj_id, month or others that the texts name, and where the
        reader gave it the source: source_file, source_sheet, source_row.
    amounts
        Columns of fen, said in 元 under their name without `_fen`.

    Returns
    -------
    findings
        In the order of the rows.
    """
    if rows.empty:  # the cells of a whole table's columns need not be taken
        return []
    return [finding(code, table, **_place(row), **_words(row, amounts)) for row in rows.to_dict("records")]


def _place(row: dict[Any, Any]) -> dict[str, Any]:
    """Say where a row stands, as far as the reader said."""
    return {name: row[column] for name, column in _SOURCE.items() if not pd.isna(row.get(column, pd.NA))}


def _words(row: dict[Any, Any], amounts: Sequence[str]) -> dict[str, object]:
    """Collect what fills the texts: names as they are, money in 元, a dash for what is missing."""
    names = {name: row[name] for name in _NAMES if name in row}
    money = {
        name.removesuffix("_fen"): None if pd.isna(row[name]) else yuan_text(row[name]) for name in amounts
    }
    return {name: "—" if pd.isna(value) or value == "" else value for name, value in (names | money).items()}
