"""The sheets of money of 资金项目进度: by source, township, project and line; two days compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.funds.cumulative import cumulate
from ruralmap.funds.parents import LATER
from ruralmap.funds.progress import by, compare, groups_of, ranking
from ruralmap.jobs.fund_sheets import Field, Papers, percent_of, points_of, wan_field, yuan_of
from ruralmap.rules.ratios import elapsed, ratios_by, rows_of
from ruralmap.schema.dates import last_day
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.files.workbook import NumberStyle, Sheet
    from ruralmap.jobs.progress_report import ProgressReport, Standing
    from ruralmap.rules.ratios import Ratio
    from ruralmap.schema.fund_rates import Rate
    from ruralmap.schema.fund_words import Balance

_SOURCE: Final = ("year", "level", "channel")
_STAGES: Final[tuple[Balance, ...]] = ("issued", "arrived", "arranged", "disbursed", "spent", "unspent")
_CLOSINGS: Final[tuple[Balance, ...]] = ("carried", "surplus", "withdrawn")
_FORMED: Final[tuple[Balance, ...]] = ("formed", "unformed")
_COMPARED: Final[tuple[Balance, ...]] = ("issued", "arranged", "disbursed", "spent", "unspent")
_NAME: Final = 46.0  # a project's name on one line
_DOCUMENT: Final = 22.0
_NAMED: Final = 8  # lines that a note names, so that it fits the page


def money_sheets(report: ProgressReport) -> list[Sheet]:
    """
    Lay out the sheets of money.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    sheets
        汇总, 乡镇排名, 项目进度, 资金行, 截至本月累计, and 前后对比 where an earlier day was asked for.
    """
    papers = Papers(report.workspace, report.lang)
    sheets = [
        _summary(report, papers),
        _townships(report, papers),
        _projects(report, papers),
        _lines(report, papers),
        _cumulative(report, papers),
    ]
    return sheets if report.then is None else [*sheets, _compared(report.then, report.now, papers)]


def _of_ledger(table: pd.DataFrame) -> pd.DataFrame:
    """Take the rows of lines: what stands beside the ledger is no part of it."""
    return table[table["line_id"].notna()].reset_index(drop=True)


def _plain_rates(report: ProgressReport) -> list[Rate]:
    """Choose the rates that can be told of any row: those without filters."""
    return [
        rate for rate in report.rates.rates if rate.numerator.where is None and rate.denominator.where is None
    ]


def _texts(
    papers: Papers,
    name: str,
    cells: Sequence[str | float | None],
    *,
    style: NumberStyle = "text",
    width: float = 12,
) -> Field:
    """Make a column of texts under its header; the total row is left empty."""
    shown = [None if pd.isna(cell) else cell for cell in cells]
    return Field(papers.say(f"head.{name}"), (*shown, None), style=style, width=width)


def _total(field: Field, papers: Papers) -> Field:
    """Write 合计 into the last cell of the first column."""
    return Field(field.head, (*field.cells[:-1], papers.say("head.total")), width=field.width)


def _sources(papers: Papers, sums: pd.DataFrame) -> list[Field]:
    """Make the columns of year, level and channel; the last row is the total."""
    body = sums.iloc[:-1]
    unknown = papers.say("head.unknown")
    words = {
        name: [unknown if pd.isna(cell) else say(f"maps.{name}.{cell}", papers.lang) for cell in body[name]]
        for name in ("level", "channel")
    }
    years = [unknown if pd.isna(year) else f"{year}" for year in body["year"]]
    return [
        _total(_texts(papers, "year", years, width=6), papers),
        _texts(papers, "level", words["level"], width=6),
        _texts(papers, "channel", words["channel"], width=14),
    ]


def _rate_field(papers: Papers, rate: Rate, ratios: Sequence[Ratio], *, width: float = 9.5) -> Field:
    """Make a column of a rate, its definition in the header."""
    head = papers.say(
        "head.rate", label=rate.label.text(papers.lang), definition=rate.definition.text(papers.lang)
    )
    cells = tuple(papers.say("head.none") if r.value is None else percent_of(r.value) for r in ratios)
    return Field(head, cells, papers.say("head.rates"), "percent", width)


def _rates(report: ProgressReport, papers: Papers, table: pd.DataFrame, dims: Sequence[str]) -> list[Field]:
    """Make the columns of the plain rates, group by group and of the total."""
    groups, place = groups_of(table, dims)
    nowhere = np.zeros(len(table), dtype=np.int64)
    fields = []
    for rate in _plain_rates(report):
        found = [*ratios_by(table, rate, place, len(groups)), *ratios_by(table, rate, nowhere, 1)]
        fields.append(_rate_field(papers, rate, found))
    return fields


def _summary(report: ProgressReport, papers: Papers) -> Sheet:
    """汇总: by year, level and channel."""
    table = _of_ledger(report.now.table)
    sums = by(table, _SOURCE)
    fields = [
        *_sources(papers, sums),
        *(papers.money(sums, name, group=papers.say("head.stages")) for name in _STAGES),
        *(papers.money(sums, name, group=papers.say("head.of_unspent")) for name in _CLOSINGS),
        *_rates(report, papers, table, _SOURCE),
    ]
    exact = papers.exact(sums.iloc[-1], (*_STAGES, *_CLOSINGS, "before"))
    return papers.sheet("summary", fields, unit="wan", notes=(exact,))


def _townships(report: ProgressReport, papers: Papers) -> Sheet:
    """乡镇排名: by the rate that the set of rates ranks by, beside what it is held against."""
    rate = report.rates.rate(report.rates.rank_by)
    table = rows_of(report.now.table, rate.denominator)
    places = report.township_places(table)
    ratios = report.township_ratios(rate)
    ranks = ranking([found.value for found in ratios[:-1]])
    count = len(report.townships)
    order = sorted(range(count), key=lambda place: (ranks[place] or count + 1, place))
    amounts = table[[f"{name}_fen" for name in _COMPARED]]
    # Balances of the ledger are never unknown: where there is no row there is no money.
    sums = amounts.groupby(places).sum().reindex([*order, count], fill_value=0)
    sums = pd.concat([sums, amounts.sum().to_frame().T], ignore_index=True)
    pace = elapsed(report.now.as_of) if rate.against else None
    found = [*(ratios[place] for place in order), ratios[count], report.ratio(rate)]
    ahead = [None if pace is None else points_of(r.value, pace) for r in found]
    ahead[count] = None  # no township answers for it
    names = [*report.townships.iloc[order].tolist(), papers.say("head.unplaced")]
    fields = [
        _total(_texts(papers, "rank", [*(ranks[place] for place in order), None], width=8), papers),
        _texts(papers, "township", names, width=16),
        *(papers.money(sums, name, group=papers.say("head.stages")) for name in _COMPARED),
        *_sides(papers, rate, found),
        _rate_field(papers, rate, found, width=18),
        *(
            []
            if pace is None
            else [Field(papers.say("head.ahead"), tuple(ahead), papers.say("head.rates"), "money")]
        ),
    ]
    notes = [
        papers.exact(sums.iloc[-1], _COMPARED),
        papers.say("note.ranked", rate=rate.label.text(report.lang)),
    ]
    if pace is not None:
        year = report.now.as_of[:4]
        notes.append(papers.say("note.pace", pace=f"{percent_of(pace):.2%}", year=year))
    return papers.sheet("townships", fields, unit="wan", notes=notes)


def _sides(papers: Papers, rate: Rate, found: Sequence[Ratio]) -> list[Field]:
    """Make the columns of numerator and denominator, where the money shown beside does not hold them."""
    sides = (rate.numerator, rate.denominator)
    if rate.numerator.where == rate.denominator.where and {side.sum for side in sides} <= set(_COMPARED):
        return []
    amounts = ([r.numerator.known_fen for r in found], [r.denominator.known_fen for r in found])
    return [
        wan_field(
            papers.say("head.side", side=papers.say(f"head.{name}"), balance=papers.balance(side.sum)),
            pd.Series(fens, dtype="Int64"),
            group=papers.say("head.rates"),
        )
        for name, side, fens in zip(("numerator", "denominator"), sides, amounts, strict=True)
    ]


def _projects(report: ProgressReport, papers: Papers) -> Sheet:
    """项目进度: each project that has money or stands in 项目库; then what no project has."""
    table = report.now.table
    sums = by(table, ["prj_id"])
    ids = sums["prj_id"].iloc[:-1]
    known = report.projects.drop_duplicates("prj_id").set_index("prj_id").reindex(ids)
    unknown, nobody = papers.say("head.unknown_project"), papers.say("head.no_project")
    names = [
        nobody if pd.isna(project) else unknown if pd.isna(name) else name
        for project, name in zip(ids, known["project"], strict=True)
    ]
    rate = report.rates.rate(report.rates.project_by or report.rates.rank_by)
    groups, place = groups_of(table, ["prj_id"])
    ratios = [*ratios_by(table, rate, place, len(groups)), report.ratio(rate)]
    fields = [
        _total(_texts(papers, "prj_id", ids.tolist(), width=12), papers),
        _texts(papers, "project", names, width=_NAME),
        _texts(papers, "project_class", known["project_class"].tolist(), width=13),
        _texts(papers, "work_relief_mode", known["work_relief_mode"].tolist(), width=9),
        papers.money(sums, "fiscal_invest"),
        *(papers.money(sums, name, group=papers.say("head.stages")) for name in _COMPARED),
        *(papers.money(sums, name, group=papers.say("head.of_spent")) for name in _FORMED),
        _rate_field(papers, rate, ratios),
    ]
    return papers.sheet("projects", fields, unit="wan", notes=(papers.exact(sums.iloc[-1], _COMPARED),))


def _lines(report: ProgressReport, papers: Papers) -> Sheet:
    """资金行: each line, what is left of it and since how many years."""
    table = _of_ledger(report.now.table)
    sums = by(table, ["line_id"])
    known = report.now.ledger.lines.reindex(sums["line_id"].iloc[:-1])
    ages = int(report.now.as_of[:4]) - known["year"]
    unspent = sums["unspent_fen"].iloc[:-1].ne(0).to_numpy()
    fields = [
        _total(_texts(papers, "line_id", known.index.tolist(), width=12), papers),
        _texts(papers, "doc", known["doc"].tolist(), width=_DOCUMENT),
        _texts(papers, "year", [f"{year}" for year in known["year"]], width=6),
        _texts(papers, "level", [say(f"maps.level.{c}", papers.lang) for c in known["level"]], width=6),
        _texts(papers, "channel", [say(f"maps.channel.{c}", papers.lang) for c in known["channel"]]),
        *(papers.money(sums, name, group=papers.say("head.stages")) for name in _STAGES),
        *(papers.money(sums, name, group=papers.say("head.of_unspent")) for name in _CLOSINGS),
        papers.money(sums, "before"),
        *(papers.money(sums, name, group=papers.say("head.of_spent")) for name in _FORMED),
        _texts(papers, "age", ages.where(unspent).tolist(), style="integer", width=6),
    ]
    notes = (papers.exact(sums.iloc[-1], (*_STAGES, "before", *_FORMED)), papers.say("note.age"))
    return papers.sheet("lines", fields, unit="wan", notes=notes)


def _cumulative(report: ProgressReport, papers: Papers) -> Sheet:
    """截至本月累计: each line and project, as the monthly report is written; in 元, to the fen."""
    as_of = report.now.as_of
    month = as_of[:7]
    # The entries of a month that has not ended are those up to the day.
    rows = cumulate(report.now.ledger.entries, [month])
    amounts = [name for name in rows.columns if name.endswith("_fen")]
    totals = rows[amounts].sum()
    ended = papers.say(
        "note.month" if last_day(month) == as_of else "note.month_open", month=month, as_of=as_of
    )
    fields = [
        _total(_texts(papers, "line_id", rows["line_id"].tolist(), width=12), papers),
        _texts(papers, "prj_id", rows["prj_id"].tolist(), width=12),
        *(
            Field(
                papers.say(f"head.{name}"),
                tuple(yuan_of(fen) for fen in [*rows[name], totals[name]]),
                style="money",
                width=14,
            )
            for name in amounts
        ),
    ]
    return papers.sheet("cumulative", fields, unit="yuan", notes=(ended,))


def _compared(then: Standing, now: Standing, papers: Papers) -> Sheet:
    """前后对比: by year, level and channel, then, now and the change."""
    both = compare(_of_ledger(then.table), _of_ledger(now.table), _SOURCE)
    fields = [*_sources(papers, both)]
    for name in _COMPARED:
        group = papers.balance(name)
        days = [
            wan_field(day, both[f"{name}_{side}"], group=group)
            for side, day in (("then", then.as_of), ("now", now.as_of))
        ]
        # Of the amounts as they are printed, so that the table adds up across as well as down.
        change = tuple(after - before for before, after in zip(*(field.cells for field in days), strict=True))
        fields += [*days, Field(papers.say("head.change"), change, group, "money")]
    notes = [papers.say("note.compared", then=then.as_of, now=now.as_of)]
    for key, refused, counted in (("only_then", then, now), ("only_now", now, then)):
        lines = sorted(_refused(refused) & set(counted.ledger.lines.index))
        if lines:
            shown = "、".join(lines[:_NAMED]) + ("…" if len(lines) > _NAMED else "")
            notes.append(papers.say(f"note.aside_{key}", lines=shown, n=len(lines)))
    return papers.sheet("compared", fields, unit="wan", notes=notes)


def _refused(standing: Standing) -> set[str]:
    """Name the lines that are refused on a day; what was issued later is none of them."""
    rows = standing.ledger.lines_aside
    return set(rows.loc[rows["reason"].ne(LATER), "line_id"].dropna())
