"""Findings about rows of the fund tables: which line, which project, which month, how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ruralmap.schema.gravity import finding
from ruralmap.schema.money import yuan_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

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


# What the texts say for a value that is missing.
_MISSING: Final = "—"


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
    columns = {name: _plain(rows[name]) for name in _NAMES if name in rows}
    columns |= {
        name.removesuffix("_fen"): [None if fen is None else yuan_text(fen) for fen in _plain(rows[name])]
        for name in amounts
    }
    words = [
        {name: _MISSING if value in {None, ""} else value for name, value in row.items()}
        for row in _rows(columns)
    ]
    places = _rows({name: _plain(rows[column]) for name, column in _SOURCE.items() if column in rows})
    return [
        finding(code, table, **{name: value for name, value in place.items() if value is not None}, **named)
        for place, named in zip(places or [{}] * len(words), words, strict=True)
    ]


def _plain(series: pd.Series[Any]) -> list[Any]:
    """Take a column as plain values, None where one is missing."""
    values = series.to_numpy(dtype=object, copy=True)
    values[series.isna().to_numpy()] = None
    plain: list[Any] = values.tolist()
    return plain


def _rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    """Turn columns into rows."""
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
