"""The workbook 资产风险提示: what it rests on, the sums by township, and one sheet for each worry."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.chain_sheets import about_sheet, marks_of
from ruralmap.jobs.proposal_rows import PROPOSAL_COLUMNS
from ruralmap.jobs.result_file import write_result
from ruralmap.rules.records import plain_rows
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.jobs.asset_worries import WorryReport

_PLACE: Final = ("asset_id", "asset", "asset_class", "township", "village")
_CONTRACT: Final = ("contract_id", "operator")
_MONEY: Final = ("contract_id", "operator", "period", "yield_kind", "on", "due_fen", "paid_fen")
# What each list shows; `amount_fen`, `on` and `days` have a header of their own in each.
_COLUMNS: Final = {
    "arrears": (*_PLACE, *_MONEY, "amount_fen", "days", "reason", "action"),
    "contract_ending": (*_PLACE, *_CONTRACT, "amount_fen", "on", "days"),
    "contract_ended": (*_PLACE, *_CONTRACT, "amount_fen", "on", "days"),
}
_USUAL: Final = (*_PLACE, "amount_fen", "on", "days", "reason")
_OWN_HEADS: Final = frozenset({"amount_fen", "on", "days"})
# The CSV holds all lists, one under another.
_CSV: Final = ("worry", *_PLACE, *_MONEY[:-3], "due_fen", "paid_fen", "amount_fen", "on", "days", "reason")
_WIDTHS: Final = {
    "asset_id": 12,
    "asset": 28,
    "asset_class": 9,
    "township": 11,
    "village": 18,
    "contract_id": 12,
    "operator": 24,
    "period": 9,
    "yield_kind": 9,
    "reason": 24,
    "action": 18,
    "on": 12,
    "days": 10,
    "amount_fen": 18,
}


def write_worries(report: WorryReport, path: str | Path) -> None:
    """
    Write the worries as the file's ending says: a workbook, CSV or JSON.

    Parameters
    ----------
    report
        The worries.
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
        sheets=lambda: worry_sheets(report),
        table=lambda: _table(report),
        record=report.as_json,
    )


def worry_sheets(report: WorryReport) -> list[Sheet]:
    """
    Lay out the workbook.

    Parameters
    ----------
    report
        The worries.

    Returns
    -------
    sheets
        说明, 汇总, each list that could be judged, those without rows too, and what is proposed.
    """
    county = report.workspace.county
    title = report.say("workbook", county=county.name)
    notes = marks_of(report.workspace, title, report.lang)
    about = about_sheet(_about(report), notes, report.lang)
    lists = [_list(report, row, notes) for row in report.totals.to_dict("records")]
    return [about, _summary(report, notes), *lists, _proposals(report, notes)]


def _about(report: WorryReport) -> list[tuple[str, object]]:
    """Say how each list is made, how much is in it, and what could not be judged."""
    values = {"days": report.limits.ending_days, "months": report.limits.inspect_months}
    lines: list[tuple[str, object]] = []
    for row in report.totals.to_dict("records"):
        kind = row["worry"]
        said = report.say(f"about.{kind}", **values)
        lines.append((report.say(f"kind.{kind}"), f"{said} {_sums_text(report, row)}"))
    if "arrears" in report.kinds:
        lines += [
            (
                report.say("about_age", age=report.say(f"reason.arrears.{row['age']}")),
                report.say("about_age_sums", rows=row["rows"], yuan=_yuan_text(row["amount_fen"])),
            )
            for row in report.ages.to_dict("records")
        ]
    lines += [(report.say(f"kind.{kind}"), report.say("not_judged")) for kind in report.not_judged]
    return [*lines, (report.say("about_dates"), report.say("about_dates_text"))]


def _sums_text(report: WorryReport, total: dict[Any, Any]) -> str:
    """Say how many rows and assets a list has, and what they amount to."""
    yuan = _yuan_text(total["amount_fen"])
    return report.say("about_sums", rows=total["rows"], assets=total["assets"], yuan=yuan)


def _yuan_text(fen: int) -> str:
    """Write a sum in 元 to the fen."""
    return f"{Decimal(int(fen)) / FEN_PER_YUAN:,.2f}"


def _summary(report: WorryReport, notes: tuple[str, ...]) -> Sheet:
    """Lay out the sums by township: how many of each worry, what is owed, how many assets have any."""
    codes = pd.Series(sorted(report.sums["township_code"].dropna().unique()), dtype="object")
    places = [*codes, *([None] if report.sums["township_code"].isna().any() else [])]
    owed = report.say("column.arrears_fen")
    header = [report.say("column.township"), *(report.say(f"kind.{kind}") for kind in report.kinds)]
    header += [*([owed] if "arrears" in report.kinds else []), report.say("column.any_assets")]
    rows = [_of_place(report, code) for code in places]
    total = [report.say("total"), *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))]
    body = [*rows, total] if rows else []
    styles: dict[int, NumberStyle] = dict.fromkeys(range(1, len(header)), "integer")
    if "arrears" in report.kinds:
        styles[len(header) - 2] = "money"
    widths = {0: 14.0, **dict.fromkeys(range(1, len(header)), 15.0)}
    return Sheet(
        report.say("sheet.summary"),
        [header, *body],
        notes=(*notes, report.say("summary_note")),
        styles=styles,
        widths=widths,
        frozen_columns=1,
    )


def _of_place(report: WorryReport, code: str | None) -> list[Any]:
    """Give the cells of a township, or of what is in none."""
    worries, sums = report.worries, report.sums
    here = sums["township_code"].isna() if code is None else sums["township_code"].eq(code)
    counts = sums[here].set_index("worry")["rows"]
    own = worries["township_code"].isna() if code is None else worries["township_code"].eq(code)
    name = report.say("unplaced") if code is None else report.townships.get(code, code)
    cells: list[Any] = [name, *(int(counts.get(kind, 0)) for kind in report.kinds)]
    if "arrears" in report.kinds:
        owed = worries.loc[own & worries["worry"].eq("arrears"), "amount_fen"].sum()
        cells.append(Decimal(int(owed)) / FEN_PER_YUAN)
    return [*cells, int(worries.loc[own, "asset_id"].nunique())]


def _list(report: WorryReport, total: dict[Any, Any], notes: tuple[str, ...]) -> Sheet:
    """Lay out one list, in the order in which it was found, with its total above."""
    kind: str = total["worry"]
    title, *marks = notes
    sums = _sums_text(report, total)
    columns = _COLUMNS.get(kind, _USUAL)
    header = [_head(report, kind, name) for name in columns]
    rows = [[_cell(report, name, row[name]) for name in columns] for row in plain_rows(report.of(kind))]
    styles: dict[int, NumberStyle] = {}
    for place, name in enumerate(columns):
        if name.endswith("_fen"):
            styles[place] = "money"
        elif name == "days":
            styles[place] = "integer"
        elif name == "on":
            styles[place] = "centred"
    return Sheet(
        report.say(f"kind.{kind}"),
        [header, *rows],
        notes=(f"{title}：{report.say(f'kind.{kind}')}", *marks, sums),
        styles=styles,
        widths={place: _WIDTHS.get(name, 13) for place, name in enumerate(columns)},
        frozen_columns=2,
    )


def _proposals(report: WorryReport, notes: tuple[str, ...]) -> Sheet:
    """Lay out what might be done about the operating assets, beside what people chose."""
    title, *marks = notes
    columns = ("asset_id", "asset", "township", "village", *PROPOSAL_COLUMNS[4:])
    rows = report.proposals.assign(
        township=report.proposals["township_code"].map(report.townships),
        village=report.proposals["village_code"].map(report.villages),
    )
    return Sheet(
        report.say("proposals.sheet"),
        [
            [report.say(f"proposals.{name}") for name in columns],
            *([row[name] for name in columns] for row in plain_rows(rows)),
        ],
        notes=(f"{title}：{report.say('proposals.sheet')}", *marks, report.say("proposals.note")),
        widths={1: 28, 3: 18, 7: 22, 9: 34, 10: 18},
        frozen_columns=2,
    )


def _head(report: WorryReport, kind: str, name: str) -> str:
    """Name a column; what the amount, the date and the days are differs from list to list."""
    return report.say(f"head.{kind}.{name}" if name in _OWN_HEADS else f"column.{name}")


def _cell(report: WorryReport, name: str, value: object) -> object:
    """Write one value: fen as 元, a code of ours as its words."""
    if value is None:
        return None
    if name.endswith("_fen"):
        return Decimal(int(str(value))) / FEN_PER_YUAN
    if name == "asset_class":
        return report.say(f"class.{value}")
    if name == "yield_kind":
        return report.say(f"yield.{value}")
    return report.say(f"kind.{value}") if name == "worry" else value


def _table(report: WorryReport) -> list[list[object]]:
    """Write all lists one under another."""
    header: list[object] = [report.say(f"column.{name}") for name in _CSV]
    rows = plain_rows(report.named(report.worries))
    return [header, *([_cell(report, name, row[name]) for name in _CSV] for row in rows)]
