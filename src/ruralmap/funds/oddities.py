"""
What is unusual and still conserves: it is read, and a person is told.

Source: 下达 ≥ 安排 ≥ 拨付 ≥ 支出 is broken in practice by 预安排 and 垫付; a cumulative total does not fall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.funds.codes import among, codes_of, keep, order_of
from ruralmap.funds.reported import STAGES, Reports, first_places
from ruralmap.funds.reports import report
from ruralmap.schema.dates import last_day
from ruralmap.schema.fund_words import ACCOUNTS, HOLDERS, KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ruralmap.schema.finding import Finding

_ORDER: Final = (
    ("fund_arranged_over_issued", "arranged_fen", "issued_fen"),  # 预安排
    ("fund_disbursed_over_arranged", "disbursed_fen", "arranged_fen"),
    ("fund_spent_over_disbursed", "spent_fen", "disbursed_fen"),  # 垫付
    ("fund_overdrawn", "spent_fen", "issued_fen"),
)
_TITLES: Final = {
    "issued_fen": "下达",
    "arrived_fen": "到位",
    "arranged_fen": "安排",
    "disbursed_fen": "拨付",
    "spent_fen": "支出",
}
# What of the county's own is not held against it: it gives ahead of the money, and 尾差 is no use of it.
_AHEAD: Final = ("allotted", "rounding")


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
        ended, if it did; and so of whoever used more than it was given. A line in whose list nothing is
        disbursed does not tell when it was. Where a month is all that is known of a day, what is needed
        counts from its beginning and what needs it from its end, and what nobody dates was always there.
    """
    moved = entries["origin"].eq("fund_moves").to_numpy(dtype=bool)
    concerned = keep(entries, among(entries["line_id"], set(entries["line_id"][moved].unique())))
    by_line = concerned.assign(prj_id=None)
    told = entries["line_id"][moved & entries["kind"].eq("disbursed").to_numpy(dtype=bool)]
    paid = keep(concerned, among(concerned["line_id"], set(told.unique())))
    first, second, third, _ = (code for code, *_ in _ORDER)
    return [
        *_over(first, by_line, ("arranged", "issued"), lines),
        *_over(second, paid, ("disbursed", "arranged"), lines),
        *_over(third, paid, ("spent", "disbursed"), lines),
        *_overdrawn(concerned, lines),
    ]


def _over(code: str, entries: pd.DataFrame, kinds: tuple[str, str], lines: pd.DataFrame) -> list[Finding]:
    """Add up two kinds day by day, and find where the first is more than the second."""
    kind = entries["kind"].cat.codes.to_numpy()
    later, earlier = (KINDS.index(name) for name in kinds)
    chosen = entries[(kind == later) | (kind == earlier)]
    line, ids = codes_of(chosen, "line_id")
    project, _ = codes_of(chosen, "prj_id")
    day = _days(chosen, chosen["kind"].cat.codes.to_numpy() == later)
    order = order_of([line, project, day])
    start = first_places(line[order], project[order])
    fens = chosen["amount_fen"].to_numpy(dtype=np.int64)
    kind = chosen["kind"].cat.codes.to_numpy()
    sums = [_sums(np.where(kind == one, fens, 0)[order], start) for one in (later, earlier)]
    way = _way(lines, ids)[line[order]]
    rows = _spans(chosen, order, (start, day[order]), (sums[0] - sums[1]) * way > 0)
    taken = rows.pop("place").to_numpy()
    rows = rows.assign(
        **{f"{name}_fen": total[taken] for name, total in zip(kinds, sums, strict=True)},
    )
    return report(code, "fund_moves", rows, amounts=[f"{name}_fen" for name in kinds])


def _overdrawn(entries: pd.DataFrame, lines: pd.DataFrame) -> list[Finding]:
    """Find who used, or passed on, more than was given; what the county gives ahead is 预安排."""
    sides = [_held(entries, side, sign) for side, sign in (("to_account", 1), ("from_account", -1))]
    held = pd.concat(sides, ignore_index=True)
    (line, ids), (project, _), (township, _) = (
        codes_of(held, name) for name in ("line_id", "prj_id", "township_code")
    )
    whose = held["whose"].to_numpy(dtype=np.int64)
    owner = np.where(whose == 0, project, np.where(whose == 1, township, -1))
    fens = held["amount_fen"].to_numpy(dtype=np.int64) * _way(lines, ids)[line]
    day = _days(held, fens < 0)
    order = order_of([line, whose, owner, day])
    start = first_places(line[order], whose[order], owner[order])
    given, used = (_sums(part[order], start) for part in (np.maximum(fens, 0), np.maximum(-fens, 0)))
    rows = _spans(held, order, (start, day[order]), used > given)
    taken = rows.pop("place").to_numpy()
    rows = rows.assign(
        prj_id=rows["prj_id"].where(rows["whose"].eq(0)),
        spent_fen=used[taken],
        issued_fen=given[taken],
    )
    return report("fund_overdrawn", "fund_moves", rows, amounts=["spent_fen", "issued_fen"])


def _held(entries: pd.DataFrame, side: str, sign: int) -> pd.DataFrame:
    """Take what came to those who hold money, or went from them, and which of `HOLDERS` that is."""
    accounts = [HOLDERS.index(account) if account in HOLDERS else -1 for account in ACCOUNTS]
    whose = np.array(accounts)[entries[side].cat.codes]
    county = HOLDERS.index("county")
    counts = (whose >= 0) & ~((whose == county) & entries["kind"].isin(_AHEAD).to_numpy(dtype=bool))
    rows = entries[counts]
    held: pd.DataFrame = rows.assign(whose=whose[counts], amount_fen=rows["amount_fen"] * sign)
    return held


def _way(lines: pd.DataFrame, ids: pd.Index) -> NDArray[np.int64]:
    """Give the sign of each line, -1 for money taken back (收回): there less is more."""
    issued = lines["issued_fen"].to_numpy(dtype=np.int64)[lines.index.get_indexer(ids)]
    return np.where(issued < 0, -1, 1)


def _days(entries: pd.DataFrame, late: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Put a number on the day of each entry; of a month that is the last where `late`, else the first."""
    place, days = codes_of(entries, "on")
    begins, ends = [*days, ""], [*(last_day(str(day)) for day in days), ""]
    numbers = {day: number for number, day in enumerate(sorted({*begins, *ends}))}
    first, last = (np.array([numbers[day] for day in some], dtype=np.int64) for some in (begins, ends))
    return np.where(late, last[place], first[place])


def _spans(
    entries: pd.DataFrame,
    order: NDArray[np.intp],
    runs: tuple[NDArray[np.intp], NDArray[np.int64]],
    over: NDArray[np.bool_],
) -> pd.DataFrame:
    """
    Take of each run the row in which it is over for the first time, when that was and until when.

    Only the end of a day is judged: the order of the rows of one day says nothing. In their order, `runs` are
    the start of the run of each and its day; `place` says which of them in that order it is.
    """
    days = first_places(*runs)
    ends = np.append(days[1:], -1) != days
    begun, until = _spells(first_places(runs[0][ends]), over[ends])
    judged = order[ends]
    found = entries.iloc[judged[begun]]
    after = entries["on"].iloc[judged[until[begun]]].mask(until[begun] < 0, "")
    said: pd.DataFrame = found.assign(
        month=found["on"],
        until=after.to_numpy(),
        place=np.flatnonzero(ends)[begun],
    )
    return said


def _sums(fens: NDArray[np.int64], start: NDArray[np.intp]) -> NDArray[np.int64]:
    """Add up amounts from the start of each run on."""
    total = fens.cumsum()
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
    said = np.flatnonzero(entries["origin"].eq(table).to_numpy(dtype=bool))
    (line, ids), (day, days) = (codes_of(entries[[name]].iloc[said], name) for name in ("line_id", "on"))
    first = np.full(len(ids), len(days))
    np.minimum.at(first, line, day)
    issued = lines["issued_on"].reindex(ids)
    known = np.flatnonzero((first < len(days)) & issued.notna().to_numpy())
    early = np.zeros(len(ids), dtype=np.bool_)
    early[known] = [
        _is_before(str(date), str(on))
        for date, on in zip(days.take(first[known]), issued.iloc[known], strict=True)
    ]
    rows = entries.iloc[said[early[line] & (day == first[line])]].drop_duplicates("line_id")
    rows = rows.assign(month=rows["on"], issued_on=issued.reindex(rows["line_id"]).to_numpy())
    return report("fund_month_before_issue", table, rows)


def _is_before(date: str, issued: str) -> bool:
    """Compare two dates as far as both are known."""
    shared = min(len(date), len(issued))
    return date[:shared] < issued[:shared]
