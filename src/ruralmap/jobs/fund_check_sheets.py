"""The workbook 资金台账核对: trial balance, what counts, what does not with its place, and the findings."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ruralmap.files.workbook import NumberStyle, Sheet
from ruralmap.jobs.chain_sheets import marks_of
from ruralmap.jobs.check_report import table_title
from ruralmap.rules.records import plain_rows
from ruralmap.schema.gravity import GRAVITY
from ruralmap.schema.money import FEN_PER_YUAN, yuan_text
from ruralmap.schema.monies import FUNDS
from ruralmap.schema.outcomes import SOURCE_COLUMNS
from ruralmap.schema.tables import TABLES
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from ruralmap.jobs.fund_check import FundCheck
    from ruralmap.schema.finding import Finding
    from ruralmap.workspace import Workspace

_ACCOUNTS: Final = ("account", "in", "out", "balance")
SUMMARY_COLUMNS: Final = ("table", "reason", "rows", "amount")
_ASIDE: Final = ("table", "file", "sheet", "row", "reason", "line", "amount", "raw")
_FINDINGS: Final = (
    "severity",
    "title",
    "table",
    "file",
    "sheet",
    "row",
    "found",
    "consequence",
    "remedy",
)
_WIDTHS: Final = {
    "account": 20,
    "in": 20,
    "out": 20,
    "balance": 20,
    "table": 20,
    "reason": 26,
    "title": 26,
    "file": 28,
    "amount": 20,
    "line": 14,
    "raw": 80,
    "found": 60,
    "consequence": 44,
    "remedy": 44,
}
_MONEY: Final = ("in", "out", "balance", "amount")
_NUMBERS: Final = ("rows", "row")
# Whose money it is does not leave the office's own list.
_PRIVATE: Final = "hh_id"


def check_sheets(workspace: Workspace, check: FundCheck, lang: Language) -> list[Sheet]:
    """
    Lay the check of the fund ledger out.

    Parameters
    ----------
    workspace
        The county's folder.
    check
        What was checked.
    lang
        The language.

    Returns
    -------
    sheets
        试算平衡, 汇总, 剔除留存 and 问题; amounts in 元 to the fen.
    """
    notes = marks_of(workspace, say("cli.product.funds_check", lang), lang)
    columns = {"accounts": _ACCOUNTS, "summary": SUMMARY_COLUMNS, "aside": _ASIDE, "findings": _FINDINGS}
    rows = {
        "accounts": account_rows(check, lang),
        "summary": summary_rows(check, lang),
        "aside": [*_lines_aside(check, lang), *_rows_aside(check, lang), *_unread(check, lang)],
        "findings": [_said(found, lang) for found in check.findings],
    }
    return [_sheet(name, columns[name], rows[name], notes, lang) for name in columns]


def account_rows(check: FundCheck, lang: Language) -> list[list[object]]:
    """
    Write the trial balance (试算平衡) with its total, which is nothing.

    Parameters
    ----------
    check
        What was checked.
    lang
        The language.

    Returns
    -------
    rows
        Account, in, out and balance in 元; the last is the total.
    """
    amounts = ["in_fen", "out_fen", "balance_fen"]
    accounts = check.ledger.accounts
    total = {"account": say("funds.check.total", lang)} | accounts[amounts].sum().to_dict()
    rows = [
        row | {"account": say(f"funds.account.{row['account']}", lang)} for row in accounts.to_dict("records")
    ]
    return [[row["account"], *(_yuan(row[name]) for name in amounts)] for row in (*rows, total)]


def summary_rows(check: FundCheck, lang: Language) -> list[list[object]]:
    """
    Count what counts and what does not, by table and reason.

    Parameters
    ----------
    check
        What was checked.
    lang
        The language.

    Returns
    -------
    rows
        Table, reason, rows, and for lines their amount in 元; rows that could not be read have no amount.
    """
    ledger, funds = check.ledger, table_title(FUNDS.name, lang)
    rows: list[list[object]] = [
        [funds, say("funds.check.kept", lang), len(ledger.lines), _yuan(ledger.issued_fen)]
    ]
    passed_on = int(ledger.lines["issued_fen"].sum()) - ledger.issued_fen
    if passed_on:
        rows.append([funds, say("funds.check.passed_on", lang), None, _yuan(passed_on)])
    for code, number, fen in check.lines_by_reason:
        rows.append([funds, reason_text(code, lang), number, _yuan(fen)])
    for table, code, number in (*check.rows_by_reason, *check.unread_by_reason):
        rows.append([table_title(table, lang), reason_text(code, lang), number, None])
    return rows


def reason_text(code: str, lang: Language) -> str:
    """
    Say why a row does not count.

    Parameters
    ----------
    code
        The code of a finding, or `later`.
    lang
        The language.

    Returns
    -------
    text
        The title of the finding.
    """
    return say(f"findings.{code}.title" if code in GRAVITY else f"funds.check.{code}", lang)


def _lines_aside(check: FundCheck, lang: Language) -> Iterator[list[object]]:
    """Write the lines that do not count, with what they were issued."""
    rows = check.ledger.lines_aside
    return _aside(rows.assign(table=FUNDS.name, said_fen=rows["issued_fen"]), lang)


def _rows_aside(check: FundCheck, lang: Language) -> Iterator[list[object]]:
    """Write the reports and movements that do not count, with the amount of a movement."""
    rows = check.ledger.rows_aside
    return _aside(rows.assign(said_fen=rows.get("amount_fen")), lang)


def _aside(rows: pd.DataFrame, lang: Language) -> Iterator[list[object]]:
    """Write rows that the ledger refused, with what stood in them; households stay in the office's file."""
    for row in plain_rows(rows):
        columns = [column for column in TABLES[row["table"]].columns if column.name != _PRIVATE]
        stood = {
            column.zh: yuan_text(row[column.name]) if column.kind == "money" else row[column.name]
            for column in columns
            if row.get(column.name) is not None
        }
        yield [
            table_title(row["table"], lang),
            *(row.get(name) for name in SOURCE_COLUMNS),
            reason_text(row["reason"], lang),
            row["line_id"],
            _yuan(row["said_fen"]),
            json.dumps(stood, ensure_ascii=False, default=str),
        ]


def _unread(check: FundCheck, lang: Language) -> Iterator[list[object]]:
    """Write where rows stand that could not be read; what stood in them is in 数据核查问题清单."""
    for row in check.rejected.to_dict("records"):
        place = [row["file"], row["sheet"], row["row"]]
        yield [table_title(row["table"], lang), *place, reason_text(row["reason"], lang), None, None, None]


def _said(found: Finding, lang: Language) -> list[object]:
    """Write one finding."""
    return [
        say(f"check.severity.{found.severity}", lang),
        found.text("title", lang),
        table_title(found.table, lang),
        found.file,
        found.sheet,
        found.row,
        *(found.text(part, lang) for part in ("found", "consequence", "remedy")),
    ]


def _sheet(
    name: str, columns: tuple[str, ...], rows: list[list[object]], notes: tuple[str, ...], lang: Language
) -> Sheet:
    """Lay out one sheet with its header."""
    styles: dict[int, NumberStyle] = {
        place: "money" if column in _MONEY else "integer"
        for place, column in enumerate(columns)
        if column in (*_MONEY, *_NUMBERS)
    }
    header = [say(f"funds.check.column.{column}", lang) for column in columns]
    widths = {place: _WIDTHS.get(column, 12) for place, column in enumerate(columns)}
    return Sheet(
        say(f"funds.check.sheet.{name}", lang), [header, *rows], notes=notes, widths=widths, styles=styles
    )


def _yuan(fen: object) -> Decimal | None:
    """Write fen as 元."""
    return None if fen is None else Decimal(int(str(fen))) / FEN_PER_YUAN
