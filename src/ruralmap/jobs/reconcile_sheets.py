"""The workbook 资产核对, to be signed: 汇总, 账账, 账实 and 差异明细 as forms."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.assets.books import OUTCOMES
from ruralmap.assets.stocktake import FOUND
from ruralmap.files.forms import Form
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.reconcile_cells import cells_of, yuan_cell
from ruralmap.jobs.result_file import write_result
from ruralmap.rules.records import plain_rows
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ruralmap.assets.published import Part, Proof
    from ruralmap.files.workbook import NumberStyle
    from ruralmap.jobs.reconcile_report import ReconcileReport

_SUMMARY: Final = ("source", "outcome", "rows", "here_fen", "there_fen", "gap_fen", "remark")
_BOOKS: Final = (
    "source",
    "outcome",
    "step",
    "asset_id",
    "other_id",
    "asset",
    "asset_class",
    "township",
    "village",
    "here_fen",
    "there_fen",
    "gap_fen",
)
_FIELD: Final = (
    "outcome",
    "asset_id",
    "asset",
    "asset_class",
    "township",
    "village",
    "here_fen",
    "inspected_on",
    "inspection_kind",
    "result",
    "run_state",
    "found_state",
    "qty",
    "found_qty",
    "place",
    "off_m",
)
_DETAILS: Final = (
    "source",
    "asset_id",
    "other_id",
    "asset",
    "village",
    "field",
    "kind",
    "here_value",
    "there_value",
)
_CSV: Final = _BOOKS
_WIDTHS: Final = {
    "source": 20,
    "outcome": 17,
    "rows": 9,
    "here_fen": 17,
    "there_fen": 17,
    "gap_fen": 15,
    "remark": 44,
    "step": 18,
    "asset": 26,
    "village": 18,
    "asset_class": 9,
    "township": 10,
    "inspected_on": 12,
    "place": 14,
    "off_m": 10,
    "qty": 9,
    "found_qty": 9,
    "run_state": 9,
    "found_state": 10,
    "here_value": 22,
    "there_value": 22,
    "field": 14,
    "kind": 16,
}
_USUAL_WIDTH: Final = 12.0
_STYLES: Final[dict[str, NumberStyle]] = {
    "rows": "integer",
    "here_fen": "money",
    "there_fen": "money",
    "gap_fen": "signed_money",
    "inspected_on": "centred",
    "qty": "number",
    "found_qty": "number",
    "off_m": "number",
}
# What nobody has to look at stands last.
_QUIET: Final = ("agrees", "gone", "not_applicable")
_IN_FIELD: Final = ("field", "points")
_ONE_PAGE: Final = 36  # rows that are still legible on one page across


def write_reconciliation(report: ReconcileReport, path: str | Path) -> None:
    """
    Write the reconciliation as the file's ending says: a workbook, CSV or JSON.

    Parameters
    ----------
    report
        The comparisons.
    path
        Where they shall stand: .xlsx, .csv or .json.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    write_result(
        path,
        sheets=lambda: reconcile_sheets(report),
        table=lambda: _table(report, _CSV, report.rows),
        record=report.as_json,
    )


def reconcile_sheets(report: ReconcileReport) -> list[Sheet]:
    """
    Lay out the workbook.

    Parameters
    ----------
    report
        The comparisons.

    Returns
    -------
    sheets
        汇总, 账账, 账实 and 差异明细, each with a line for who filled it in, checked it and answers for it.
    """
    books = _worst_first(report.rows[report.rows["source"].ne("field")], OUTCOMES)
    sheets = [
        _sheet(report, "summary", _SUMMARY, _summary(report), notes=(report.say("note.summary"),)),
        _sheet(report, "books", _BOOKS, cells_of(report, _BOOKS, books), notes=(_books_note(report),)),
    ]
    if report.field is not None:
        field = _worst_first(report.field.assign(source="field"), FOUND)
        note = report.say("note.field", metres=f"{report.tolerances.point_m:g}")
        sheets.append(_sheet(report, "field", _FIELD, cells_of(report, _FIELD, field), notes=(note,)))
    details = cells_of(report, _DETAILS, report.details)
    return [*sheets, _sheet(report, "details", _DETAILS, details, notes=(report.say("note.details"),))]


def _worst_first(rows: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """Put what does not agree before what does; rivals for one name stand together."""
    ranks = [*(name for name in order if name not in _QUIET), *_QUIET]
    sources = rows["source"].drop_duplicates().tolist()
    keys = pd.DataFrame(
        {
            "source": rows["source"].map(sources.index),
            "rank": rows["outcome"].map(ranks.index),
            "village_code": rows["village_code"],
            "asset": rows["asset"],
        }
    )
    return rows.loc[keys.sort_values(["source", "rank", "village_code", "asset"], kind="stable").index]


def _books_note(report: ReconcileReport) -> str:
    """Say within what amounts agree, and when the other books were exported."""
    yuan = f"{Decimal(report.tolerances.fen) / FEN_PER_YUAN:,.2f}"
    return report.say("note.books", yuan=yuan)


def _sheet(
    report: ReconcileReport,
    name: str,
    columns: Sequence[str],
    body: list[list[object]],
    *,
    notes: tuple[str, ...],
) -> Sheet:
    """Lay out a form."""
    county = report.workspace.county
    marks = ["internal", *(["simulated"] if county.simulated else [])]
    form = Form(
        title=report.say(f"title.{name}", county=county.name),
        caption=(
            report.say("form.filed_by"),
            report.say("form.unit"),
            report.say("form.as_of", as_of=county.as_of),
        ),
        foot=tuple(report.say(f"form.{who}") for who in ("filled_by", "checked_by", "head", "date")),
        one_page=len(body) <= _ONE_PAGE,
        running=report.say("form.as_of", as_of=county.as_of),
    )
    return Sheet(
        report.say(f"sheet.{name}"),
        [[report.say(f"column.{column}") for column in columns], *body],
        notes=("　".join(report.say(f"form.{mark}") for mark in marks), *notes),
        widths={place: _WIDTHS.get(column, _USUAL_WIDTH) for place, column in enumerate(columns)},
        styles={place: _STYLES.get(column, "text") for place, column in enumerate(columns)},
        frozen_columns=2,
        form=form,
    )


def _summary(report: ReconcileReport) -> list[list[object]]:
    """Count each comparison, the field, the points, and prove the sums of the ledger itself."""
    body: list[list[object]] = []
    for source, sums in report.sums.items():
        notes = report.notes.get(source, {})
        remarks = [report.say(f"remark.{key}", found=found) for key, found in notes.items()]
        body += _block(report, source, "outcome", sums, remark="；".join(remarks))
    body += _block(report, "field", "outcome", report.field_sums)
    body += _block(report, "points", "place", report.place_sums)
    body += [
        [
            report.say(f"source.{source}"),
            report.say("not_compared"),
            *[None] * 4,
            report.say("remark.not_compared"),
        ]
        for source in report.not_compared
    ]
    for column, proof in report.proofs.items():
        body += _proof(report, column, report.parts(column), proof)
    return body


def _block(
    report: ReconcileReport, source: str, column: str, sums: pd.DataFrame, *, remark: str = ""
) -> list[list[object]]:
    """List the outcomes of one comparison, their total below."""
    rows = plain_rows(sums)
    amounts = ("here_fen", "there_fen", "gap_fen")
    lines: list[list[object]] = [
        [
            report.say(f"source.{source}"),
            report.say(f"{column}.{row[column]}"),
            row["rows"],
            *(yuan_cell(row.get(name)) for name in amounts),
            report.say(f"about.{source if source in _IN_FIELD else 'books'}.{row[column]}"),
        ]
        for row in rows
    ]
    if not rows:
        return lines
    known = [[int(row[name]) for row in rows if row.get(name) is not None] for name in amounts]
    total = [yuan_cell(sum(fens)) if fens else None for fens in known]
    count = sum(row["rows"] for row in rows)
    return [*lines, [report.say(f"source.{source}"), report.say("total"), count, *total, remark or None]]


def _proof(
    report: ReconcileReport, column: str, parts: dict[str | None, Part], proof: Proof
) -> list[list[object]]:
    """List the parts of the ledger, and whether they add up to its total."""
    source = report.say(f"proof.{column}")
    lines: list[list[object]] = [
        [
            source,
            report.say(f"{column}.{value}" if value else "unwritten"),
            part.count,
            part.fen / FEN_PER_YUAN,
            *[None] * 3,
        ]
        for value, part in parts.items()
    ]
    values = {
        "gap": f"{proof.gap_fen / FEN_PER_YUAN:,.2f}",
        "tolerance": f"{proof.tolerance_fen / FEN_PER_YUAN:,.2f}",
    }
    (count, _), (fens, total) = proof.counts, proof.fens
    verdict = report.say(f"verdict.{proof.verdict}", **values)
    amounts = [fens / FEN_PER_YUAN, total / FEN_PER_YUAN, proof.gap_fen / FEN_PER_YUAN]
    return [*lines, [source, report.say("total"), count, *amounts, verdict]]


def _table(report: ReconcileReport, columns: Sequence[str], rows: pd.DataFrame) -> list[list[object]]:
    """Write rows below their headers."""
    return [[report.say(f"column.{column}") for column in columns], *cells_of(report, columns, rows)]
