"""
What is unusual and still conserves: it is read, and a person is told.

Source: 下达 ≥ 安排 ≥ 拨付 ≥ 支出 is broken in practice by 预安排 and 垫付; a cumulative total does not fall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.funds.codes import codes_of, order_of
from ruralmap.funds.reported import STAGES, Reports, first_places
from ruralmap.funds.reports import report
from ruralmap.schema.fund_words import KINDS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ruralmap.schema.finding import Finding

_ORDER: Final = (
    ("fund_arranged_over_issued", "arranged_fen", "issued_fen"),  # 预安排
    ("fund_disbursed_over_arranged", "disbursed_fen", "arranged_fen"),
    ("fund_spent_over_disbursed", "spent_fen", "disbursed_fen"),  # 垫付
)
_TITLES: Final = {
    "issued_fen": "下达",
    "arrived_fen": "到位",
    "arranged_fen": "安排",
    "disbursed_fen": "拨付",
    "spent_fen": "支出",
}


def odd_reports(reports: Reports) -> list[Finding]:
    """
    Find falling totals and steps out of order in reports.

    Parameters
    ----------
    reports
        Reports of the kept lines, with totals that count since issue. For money taken back (收回), a negative
        line, less is more.

    Returns
    -------
    findings
        Each fall of a project's total; and of each line and project each step out of order, once, with the
        month in which it began and the month in which it ended, if it did. What is not known is not judged.
    """
    findings = [found for stage in STAGES for found in _falls(reports, stage)]
    for code, later, earlier in _ORDER:
        known = reports.known[later] & reports.known[earlier]
        over = known & ((reports.amounts[later] - reports.amounts[earlier]) * reports.way > 0)
        first, until = _spells(reports.start, over)
        months = np.append(reports.months.to_numpy(dtype=object), "")
        findings += reports.find(
            code,
            first,
            [later, earlier],
            until=months[np.where(until < 0, len(reports.months), reports.month[until])],
            **{name: reports.amounts[name] for name in (later, earlier)},
        )
    return findings


def _falls(reports: Reports, stage: str) -> list[Finding]:
    """Find where a project's total fell; what no project has yet falls by being given to one."""
    places = np.arange(len(reports))
    latest = np.maximum.accumulate(np.where(reports.known[stage], places, -1))
    before = np.roll(latest, 1)  # the last report that gave this total
    stood = (
        reports.known[stage] & (before >= reports.start) & (reports.start < places) & (reports.project >= 0)
    )
    fens = reports.amounts[stage]
    return reports.find(
        "fund_total_falls",
        stood & ((fens - fens[before]) * reports.way < 0),
        ["before_fen", "after_fen"],
        column=_TITLES[stage],
        month_before=reports.months.to_numpy(dtype=object)[reports.month[before]],
        before_fen=fens[before],
        after_fen=fens,
    )


def _spells(start: NDArray[np.intp], over: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Find in each run the first place that is over, and the place after the last one, -1 if none is."""
    found = np.flatnonzero(over)
    begins = first_places(start[found]) == np.arange(len(found))
    first = np.zeros(len(start), dtype=np.bool_)
    first[found[begins]] = True
    last = np.full(len(start), -1)
    np.maximum.at(last, start[found], found)
    following = np.append(start[1:], -1)
    after = np.where(following[last[start]] == start, last[start] + 1, -1)
    return first, after


def odd_moves(entries: pd.DataFrame, lines: pd.DataFrame) -> list[Finding]:
    """
    Find steps out of order in lists of movements.

    Parameters
    ----------
    entries
        The journal.
    lines
        The kept lines, indexed by line_id, sorted, with `own_fen`.

    Returns
    -------
    findings
        Of each line and project where more was disbursed than arranged or spent than disbursed, and of each
        line where more was arranged than it had been issued: once, with the day it began and the day it
        ended, if it did. A line in whose list nothing is disbursed does not tell when it was.
    """
    moved = entries[entries["origin"].isin(["fund_moves"]).to_numpy(dtype=bool)]
    concerned = entries[entries["line_id"].isin(moved["line_id"].unique()).to_numpy(dtype=bool)]
    by_line = concerned.assign(prj_id=None)
    told = moved.loc[moved["kind"].eq("disbursed"), "line_id"].unique()
    paid = concerned[concerned["line_id"].isin(told).to_numpy(dtype=bool)]
    first, second, third = (code for code, *_ in _ORDER)
    return [
        *_over(first, by_line, ("arranged", "issued"), lines),
        *_over(second, paid, ("disbursed", "arranged"), lines),
        *_over(third, paid, ("spent", "disbursed"), lines),
    ]


def _over(code: str, entries: pd.DataFrame, kinds: tuple[str, str], lines: pd.DataFrame) -> list[Finding]:
    """Add up two kinds day by day, and find where the first is more than the second."""
    kind = entries["kind"].cat.codes.to_numpy()
    later, earlier = (KINDS.index(name) for name in kinds)
    chosen = entries[(kind == later) | (kind == earlier)]
    line, ids = codes_of(chosen, "line_id")
    project, _ = codes_of(chosen, "prj_id")
    day, _ = codes_of(chosen, "on")
    order = order_of([line, project, day])
    start = first_places(line[order], project[order])
    sums = _sums(chosen, order, start, later), _sums(chosen, order, start, earlier)
    taken_back = lines["issued_fen"].to_numpy(dtype=np.int64)[lines.index.get_indexer(ids)] < 0
    way = np.where(taken_back, -1, 1)[line[order]]
    # Only the end of a day is judged: the order of the rows of one day says nothing.
    ends = np.append(first_places(start, day[order])[1:], -1) != first_places(start, day[order])
    rows = chosen.iloc[order[ends]]
    over = ((sums[0] - sums[1]) * way > 0)[ends]
    begun, until = _spells(first_places(start[ends]), over)
    found = rows[begun]
    found = found.assign(
        month=found["on"],
        until=np.append(rows["on"].to_numpy(dtype=object), "")[until[begun]],
        **{f"{name}_fen": total[ends][begun] for name, total in zip(kinds, sums, strict=True)},
    )
    return report(code, "fund_moves", found, amounts=[f"{name}_fen" for name in kinds])


def _sums(
    entries: pd.DataFrame, order: NDArray[np.intp], start: NDArray[np.intp], kind: int
) -> NDArray[np.int64]:
    """Add up one kind from the start of each run on."""
    fens = entries["amount_fen"].to_numpy(dtype=np.int64)[order]
    total = np.where(entries["kind"].cat.codes.to_numpy()[order] == kind, fens, 0).cumsum()
    sums: NDArray[np.int64] = total - np.append([0], total)[start]
    return sums


def early_entries(entries: pd.DataFrame, lines: pd.DataFrame) -> list[Finding]:
    """
    Find lines of which reports or movements are dated before they were issued.

    Parameters
    ----------
    entries
        The journal.
    lines
        The kept lines, indexed by line_id, sorted.

    Returns
    -------
    findings
        Once a line and table, with the first date. Where one of the two dates is only a month, the months are
        compared: a report of the month of issue is not early.
    """
    return [found for table in ("fund_months", "fund_moves") for found in _early(entries, lines, table)]


def _early(entries: pd.DataFrame, lines: pd.DataFrame, table: str) -> list[Finding]:
    """Find the lines of which a table says something before they were issued."""
    places = np.flatnonzero(entries["origin"].eq(table).to_numpy(dtype=bool))
    (line, ids), (day, days) = (codes_of(entries, name) for name in ("line_id", "on"))
    line, day = line[places], day[places]
    first = np.full(len(ids), len(days))
    np.minimum.at(first, line, day)
    issued = lines["issued_on"].reindex(ids)
    known = np.flatnonzero((first < len(days)) & issued.notna().to_numpy())
    early = np.zeros(len(ids), dtype=np.bool_)
    early[known] = [
        _is_before(str(date), str(on))
        for date, on in zip(days.take(first[known]), issued.iloc[known], strict=True)
    ]
    rows = entries.iloc[places[early[line] & (day == first[line])]].drop_duplicates("line_id")
    rows = rows.assign(month=rows["on"], issued_on=issued.reindex(rows["line_id"]).to_numpy())
    return report("fund_month_before_issue", table, rows)


def _is_before(date: str, issued: str) -> bool:
    """Compare two dates as far as both are known."""
    shared = min(len(date), len(issued))
    return date[:shared] < issued[:shared]
