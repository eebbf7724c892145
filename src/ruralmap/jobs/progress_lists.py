"""The sheets of 资金项目进度 around the money: what it rests on, rates, milestones, what is refused."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.fund_sheets import Field, Papers, percent_of, points_of, yuan_of
from ruralmap.rules.ratios import elapsed
from ruralmap.schema.fund_words import BALANCES
from ruralmap.schema.gravity import GRAVITY
from ruralmap.schema.money import yuan_text
from ruralmap.schema.tables import TABLES
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.jobs.progress_report import ProgressReport
    from ruralmap.rules.ratios import Amount, Ratio
    from ruralmap.schema.fund_rates import Milestone, Rate

_PLACE: Final = ("source_file", "source_sheet", "source_row")
_LATE: Final = ("late_open", "late_done")
_NAME: Final = 46.0  # a project's name on one line


def front_sheets(report: ProgressReport) -> list[Sheet]:
    """
    Lay out what stands before the sheets of money.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    sheets
        说明 and 指标.
    """
    papers = Papers(report.workspace, report.lang)
    return [_about(report, papers), _rates(report, papers)]


def back_sheets(report: ProgressReport) -> list[Sheet]:
    """
    Lay out what stands behind the sheets of money.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    sheets
        里程碑 and 里程碑时间表 where there are projects, work relief where there is a list of pay, 剔除留存.
    """
    papers = Papers(report.workspace, report.lang)
    steps = [] if report.milestones.empty else [_milestones(report, papers), _timeline(report, papers)]
    return [*steps, *report.relief, _aside(report, papers)]


def _about(report: ProgressReport, papers: Papers) -> Sheet:
    """说明: which day, which rates, the total to the fen, what was set aside, what each balance means."""
    ledger, county = report.now.ledger, report.workspace.county
    reasons = Counter(ledger.lines_aside["reason"])
    rows: list[tuple[str, str]] = [
        ("county", county.name),
        ("as_of", report.now.as_of),
        ("relation", report.workspace.funds.relation),
        ("rates", f"{report.rates.title.text(report.lang)} ({report.rates.id})"),
        ("total", papers.say("about.yuan", yuan=yuan_text(ledger.issued_fen))),
        ("lines", papers.say("about.rows", n=len(ledger.lines))),
        ("rows_aside", papers.say("about.rows", n=len(ledger.rows_aside))),
        ("lines_aside", papers.say("about.rows", n=len(ledger.lines_aside))),
    ]
    if report.then is not None:
        rows.insert(2, ("since", report.then.as_of))
    body = [[papers.say(f"about.{key}"), text] for key, text in rows]
    body += [
        [papers.say("about.reason", reason=_reason(r, papers)), papers.say("about.rows", n=n)]
        for r, n in sorted(reasons.items())
    ]
    body += [
        [
            papers.say("about.balance", balance=papers.balance(name)),
            say(f"funds.balance.{name}.definition", report.lang),
        ]
        for name in BALANCES
    ]
    return Sheet(
        papers.say("sheet.about"),
        [[papers.say("about.item"), papers.say("about.text")], *body],
        notes=(papers.say("title.about", county=county.name), *papers.marks, papers.say("note.rounded")),
        widths={0: 46, 1: 84},
    )


def _rates(report: ProgressReport, papers: Papers) -> Sheet:
    """指标: every rate of the county with its numerator, its denominator and what they do not know."""
    rates = report.rates.rates
    found = [report.ratio(rate) for rate in rates]
    below = [rate.against is not None for rate in rates]
    pace = elapsed(report.now.as_of)
    values = [papers.say("head.insufficient") if r.value is None else percent_of(r.value) for r in found]
    ahead = [points_of(r.value, pace) if against else None for r, against in zip(found, below, strict=True)]
    labels = {elapsed_one.id: elapsed_one.label.text(report.lang) for elapsed_one in report.rates.elapsed}
    fields = [
        _column(papers, "rate_name", [rate.label.text(report.lang) for rate in rates], width=26),
        _column(papers, "definition", [rate.definition.text(report.lang) for rate in rates], width=38),
        *_side(papers, "numerator", [papers.balance(rate.numerator.sum) for rate in rates], found),
        *_side(papers, "denominator", [papers.balance(rate.denominator.sum) for rate in rates], found),
        Field(papers.say("head.value"), tuple(values), style="percent", width=9),
        _column(papers, "against", [labels.get(rate.against or "") for rate in rates], width=9),
        Field(
            papers.say("head.pace"),
            tuple(percent_of(pace) if against else None for against in below),
            style="percent",
            width=9,
        ),
        Field(papers.say("head.ahead"), tuple(ahead), style="money", width=9),
        _column(papers, "doubt", [_doubt(r, papers) for r in found], width=26),
    ]
    remarks = [_remark(rate, papers) for rate in rates]
    if any(remarks):
        fields.append(_column(papers, "remark", remarks, width=18))
    return papers.sheet("rates", fields, unit="yuan", notes=(papers.say("note.rates"),))


def _column(papers: Papers, head: str, cells: Sequence[object], *, width: float) -> Field:
    return Field(papers.say(f"head.{head}"), tuple(cells), width=width)


def _side(papers: Papers, name: str, balances: list[str], found: list[Ratio]) -> list[Field]:
    """Make the two columns of a numerator or denominator: which balance, and how much."""
    group = papers.say(f"head.{name}")
    amounts: list[Amount] = [r.numerator if name == "numerator" else r.denominator for r in found]
    return [
        Field(papers.say("head.balance"), tuple(balances), group, width=12.5),
        Field(papers.say("head.yuan"), tuple(yuan_of(a.known_fen) for a in amounts), group, "money", 15.5),
    ]


def _doubt(found: Ratio, papers: Papers) -> str | None:
    """Say what numerator and denominator do not know."""
    said = []
    for name, amount in (("numerator", found.numerator), ("denominator", found.denominator)):
        side = papers.say(f"head.{name}")
        if amount.unsure_fen:
            said.append(papers.say("doubt.unsure", side=side, yuan=yuan_text(amount.unsure_fen)))
        if amount.unstated:
            said.append(papers.say("doubt.unstated", side=side, n=amount.unstated))
    return "；".join(said) or None


def _remark(rate: Rate, papers: Papers) -> str | None:
    return None if rate.note is None else rate.note.text(papers.lang)


def _milestones(report: ProgressReport, papers: Papers) -> Sheet:
    """里程碑: a row a project; for each step by when, when, and how late."""
    rows = report.milestones
    names = report.projects.drop_duplicates("prj_id").set_index("prj_id")["project"]
    # The steps of a project stand one behind the other, in the order of the set.
    ids = rows["prj_id"].drop_duplicates().tolist()
    fields = [
        Field(papers.say("head.prj_id"), tuple(ids), width=12),
        Field(papers.say("head.project"), tuple(names.reindex(ids).tolist()), width=_NAME),
        *(
            field
            for item in report.rates.milestones
            for field in _step(item, rows[rows["item"].eq(item.id)], papers)
        ),
    ]
    notes = (papers.say("note.milestones", as_of=report.now.as_of), _late_counts(rows, papers))
    return papers.sheet("milestones", fields, unit="day", notes=notes)


def _late_counts(rows: pd.DataFrame, papers: Papers) -> str:
    """Say how many steps are late."""
    late = rows["state"].value_counts()
    return "；".join(
        papers.say("note.state", state=papers.say(f"milestone.{state}"), n=late.get(state, 0))
        for state in _LATE
    )


def _timeline(report: ProgressReport, papers: Papers) -> Sheet:
    """里程碑时间表: a row a planned step, in the order of the days by which they were to be done."""
    planned = report.milestones.dropna(subset=["due_on"])
    rows = planned.sort_values(["due_on", "prj_id"], kind="stable", ignore_index=True)
    names = report.projects.drop_duplicates("prj_id").set_index("prj_id")["project"]
    labels = {item.id: item.label.text(papers.lang) for item in report.rates.milestones}
    days = rows[["state", "days_late_least", "days_late_most"]].itertuples(index=False)
    told = [_lateness(state, least, most, papers) for state, least, most in days]
    months = rows["due_on"].str[:7].tolist()
    # A month is named once, at its first step.
    begins = [
        month if month != before else None for before, month in zip([None, *months], months, strict=False)
    ]
    fields = [
        _column(papers, "month", begins, width=10),
        _column(papers, "due_on", rows["due_on"].tolist(), width=12),
        _column(papers, "prj_id", rows["prj_id"].tolist(), width=12),
        _column(papers, "project", rows["prj_id"].map(names).tolist(), width=_NAME),
        _column(papers, "step", rows["item"].map(labels).tolist(), width=12),
        _column(papers, "done_on", [None if pd.isna(day) else day for day in rows["done_on"]], width=12),
        _column(papers, "standing", told, width=22),
    ]
    notes = (papers.say("note.timeline", as_of=report.now.as_of), _late_counts(rows, papers))
    return papers.sheet("timeline", fields, unit="day", notes=notes)


def _step(item: Milestone, rows: pd.DataFrame, papers: Papers) -> list[Field]:
    """Make the columns of one step: when it was done, and where a day is planned, that day and how late."""
    group = item.label.text(papers.lang)
    not_needed = papers.say("milestone.not_needed")
    done = [
        not_needed if state == "not_needed" else None if pd.isna(day) else day
        for day, state in zip(rows["done_on"], rows["state"], strict=True)
    ]
    fields = [Field(papers.say("head.done_on"), tuple(done), group, width=12)]
    if item.due is None:
        return fields
    due = tuple(None if pd.isna(day) else day for day in rows["due_on"])
    told = tuple(
        _lateness(state, least, most, papers)
        for state, least, most in zip(
            rows["state"], rows["days_late_least"], rows["days_late_most"], strict=True
        )
    )
    planned = Field(papers.say("head.due_on"), due, group, width=12)
    return [planned, *fields, Field(papers.say("head.standing"), told, group, width=16)]


def _lateness(state: str, least: object, most: object, papers: Papers) -> str:
    """Say how a step stands, and by how many days it is late."""
    told = papers.say(f"milestone.{state}")
    if state not in {"late_open", "late_done", "undecided"}:
        return told
    days = f"{least}" if least == most else f"{least}—{most}"
    return papers.say("milestone.days", state=told, days=days)


def _aside(report: ProgressReport, papers: Papers) -> Sheet:
    """剔除留存: lines and rows that are in no sum, where they stand and why."""
    ledger = report.now.ledger
    lines = ledger.lines_aside.assign(table="funds", amount_fen=ledger.lines_aside["issued_fen"])
    columns = ["table", "line_id", "prj_id", "amount_fen", "reason", *_PLACE]
    both = pd.concat(
        [frame.reindex(columns=columns).astype(object) for frame in (lines, ledger.rows_aside)],
        ignore_index=True,
    )
    body = [
        [
            TABLES[row["table"]].zh if papers.lang == "zh" else TABLES[row["table"]].en,
            *(None if pd.isna(row[name]) else row[name] for name in ("line_id", "prj_id")),
            yuan_of(row["amount_fen"]),
            _reason(str(row["reason"]), papers),
            *(None if pd.isna(row[name]) else row[name] for name in _PLACE),
        ]
        for row in both.to_dict("records")
    ]
    heads = ("table", "line_id", "prj_id", "amount", "reason", *_PLACE)
    return Sheet(
        papers.say("sheet.aside"),
        [[papers.say(f"head.{name}") for name in heads], *body],
        notes=(
            papers.say("title.aside", county=report.workspace.county.name),
            *papers.marks,
            papers.say("note.aside"),
        ),
        widths={0: 25, 1: 14, 2: 16, 3: 19, 4: 36, 5: 34, 6: 25, 7: 8},
        styles={3: "money", 7: "integer"},
    )


def _reason(code: str, papers: Papers) -> str:
    """Say why something was set aside."""
    return say(f"findings.{code}.title", papers.lang) if code in GRAVITY else papers.say(f"reason.{code}")
