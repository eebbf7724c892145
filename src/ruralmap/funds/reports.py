"""Findings about rows of the fund tables: which line, which project, which month, how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ruralmap.schema.finding import Finding
from ruralmap.schema.gravity import GRAVITY
from ruralmap.schema.money import yuan_text
from ruralmap.words.catalogue import names_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

# Where the reader says that a row stands, `column` which of its cells is meant, and what a finding says where
# they do not.
_PLACE: Final[dict[str, Any]] = {"source_file": "", "source_sheet": "", "source_row": None, "column": ""}
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
        The rows found, with the columns that the texts of the kind name, such as line_id or month, and where
        the reader gave it the source: source_file, source_sheet, source_row.
    amounts
        Columns of fen, said in 元 under their name without `_fen`.

    Returns
    -------
    findings
        In the order of the rows.
    """
    wanted = names_in(f"findings.{code}").difference(_PLACE)
    said = {str(name): _filled(rows[name], _MISSING) for name in rows if name in wanted}
    for name in amounts:
        fens = _filled(rows[name], _MISSING)
        yuan = {fen: fen if fen is _MISSING else yuan_text(fen) for fen in set(fens)}
        said[name.removesuffix("_fen")] = [yuan[fen] for fen in fens]
    places = [
        _filled(rows[name], missing) if name in rows else [missing] * len(rows)
        for name, missing in _PLACE.items()
    ]
    words = [dict(zip(said, row, strict=True)) for row in zip(*said.values(), strict=True)]
    severity = GRAVITY[code]
    return [
        Finding(code, severity, table, file, sheet, row, column, values=named)
        for file, sheet, row, column, named in zip(*places, words, strict=True)
    ]


def _filled(series: pd.Series[Any], missing: Any) -> list[Any]:  # noqa: ANN401 - whatever the column holds
    """Take a column as plain values, with something else where one is missing or empty."""
    values = series.to_numpy(dtype=object, copy=True)
    values[series.isna().to_numpy()] = missing
    values[values == ""] = missing
    filled: list[Any] = values.tolist()
    return filled
