"""Cells of the workbook 资产核对: fen become 元, codes of ours words, of places their names."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ruralmap.rules.records import plain_rows
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ruralmap.jobs.reconcile_report import ReconcileReport

# Columns that hold a code of ours, and where its words stand in the catalogue.
_WORDS: Final = frozenset(
    ["source", "outcome", "step", "place", "kind", "field", "asset_class", "inspection_kind", "result"]
)
_STATES: Final = ("run_state", "found_state")
_AMOUNTS: Final = ("amount_fen", "untraced_fen")


def cells_of(report: ReconcileReport, columns: Sequence[str], rows: pd.DataFrame) -> list[list[object]]:
    """
    Write rows in the office's words, with the names of places.

    Parameters
    ----------
    report
        The comparisons; they know the names of places and the language.
    columns
        Which columns.
    rows
        The rows, with `village_code`.

    Returns
    -------
    cells
        One list a row: amounts in 元, codes of ours as words, nothing where a value is missing.
    """
    named = rows.assign(village=rows["village_code"].map(report.villages))
    if "township_code" in rows:
        named = named.assign(township=rows["township_code"].map(report.townships))
    return [[_cell(report, name, row) for name in columns] for row in plain_rows(named)]


def _cell(report: ReconcileReport, name: str, row: dict[str, Any]) -> object:
    """Write one value: fen as 元, a code of ours as its words."""
    value = row[name]
    if value is None:
        return None
    if name.endswith("_fen"):
        return yuan_cell(value)
    if name in _WORDS:
        return report.say(f"{name}.{value}")
    if name in _STATES:
        return say(f"maps.state.{value}", report.lang)
    if name in {"here_value", "there_value"}:
        return _value(report, row["field"], value)
    return value


def _value(report: ReconcileReport, field: str, value: object) -> str:
    """Write one side of a difference as text."""
    if field in _AMOUNTS:
        return report.yuan(value)
    if field == "village_code":
        return str(report.villages.get(value, value))
    if field == "state":
        return say(f"maps.state.{value}", report.lang)
    if field == "asset_class":
        return report.say(f"asset_class.{value}")
    if field == "place":
        return report.say("metres", metres=f"{value:g}")
    return f"{value:g}" if isinstance(value, float) else str(value)


def yuan_cell(fen: object) -> Decimal | None:
    """
    Write fen as 元, exactly.

    Parameters
    ----------
    fen
        The amount; may be missing.

    Returns
    -------
    yuan
        The amount in 元.
    """
    return None if fen is None else Decimal(int(str(fen))) / FEN_PER_YUAN
