"""
Over the turn of the year (跨年): totals of this year become totals since the money was issued.

Two ways of reporting exist: totals since issue, and totals of the calendar year with what was brought forward
(上年结转). Only that column, filled, tells them apart; nothing else is taken for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.funds.codes import codes_of
from ruralmap.funds.reported import BROUGHT, STAGES, Reports, first_places

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ruralmap.schema.finding import Finding

_FAR: Final = np.iinfo(np.int64).max
# A total that falls at New Year is a correction; all of them together, two at least, are another way of
# counting. 下达 is left out: a year's documents may give as much as the years before. The first is shown.
_RESTARTING: Final = {
    "spent_fen": "支出",
    "disbursed_fen": "拨付",
    "arranged_fen": "安排",
    "arrived_fen": "到位",
}
_FEWEST_RESTARTING: Final = 2
# 结余 and 收回 stand until another total says otherwise; 结转 is a word on one closing.
_LASTING: Final = ("surplus_fen", "withdrawn_fen")
# What was left is of three cells, each of which may be rounded by half a unit: 未支出余额, 结余, 收回.
_CELLS_LEFT: Final = 3


@dataclass(frozen=True, eq=False)
class SinceIssue:
    """
    Reports whose totals all count from the day of issue.

    A total that a report does not give stands where it stood; `known` says whether it was given, and of a
    line whose reports begin in mid-life only 下达 is known. The closing columns hold what is closed at the
    end of the month. `restarted` and `differing` mark reports that cannot be brought to it. `opening` says
    by line whether its reports begin in mid-life, and `brought_fen` with how much.
    """

    reports: Reports
    restarted: NDArray[np.bool_]
    differing: NDArray[np.bool_]
    opening: NDArray[np.bool_]
    brought_fen: NDArray[np.int64]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, eq=False)
class _Turn:
    """What each report is counted from: the last report of an earlier year, by place, -1 if there is none."""

    block: NDArray[np.intp]  # the first report of the same line, project and year
    before: NDArray[np.intp]
    opened: NDArray[np.bool_]  # no such report, and the line is older than its reports


def count_since_issue(reports: Reports, *, rounding_fen: int = 0) -> SinceIssue:
    """
    Bring totals of a year to totals since issue.

    The totals of a report with 上年结转 are added to those of the last report of an earlier year. What was
    brought forward must be what that one left: 未支出余额 - 结余 - 收回. A line that was issued in an earlier
    year and has no report of one begins in mid-life: what it brought forward is what it had.

    Parameters
    ----------
    reports
        Reports of known lines, in order, with readable months and all the amounts that are needed.
    rounding_fen
        The unit to which the office rounded, in fen; 0: none.

    Returns
    -------
    since_issue
        As many reports, in the same order.
    """
    turn = _turn_of(reports)
    whole, closed = _add_up(reports, turn)
    left = np.where(turn.before < 0, 0, reports.amounts["unspent_fen"][turn.before] - closed[turn.before])
    left = np.where(turn.opened, reports.amounts[BROUGHT][turn.block], left)
    far = 2 * np.abs(reports.amounts[BROUGHT] - left) > _CELLS_LEFT * rounding_fen
    differing = reports.known[BROUGHT] & far
    falling = _falling(reports, whole, turn)
    restarted = _restarted(reports, whole, turn, falling)
    opening, brought = (
        np.zeros(len(reports.lines), dtype=np.bool_),
        np.zeros(len(reports.lines), dtype=np.int64),
    )
    opening[reports.line[turn.opened]] = True
    first = np.flatnonzero(turn.opened & (turn.block == np.arange(len(reports))))
    np.add.at(brought, reports.line[first], reports.amounts[BROUGHT][first])
    findings = (
        *_say_restarted(reports, whole, turn, restarted, falling),
        *_say_differing(reports, turn, left, differing),
    )
    known = {name: given & ~opening[reports.line] for name, given in whole.known.items()}
    whole = replace(whole, known=known | {"issued_fen": whole.known["issued_fen"]})
    return SinceIssue(whole, restarted, differing, opening, brought, findings)


def _turn_of(reports: Reports) -> _Turn:
    """Find what each report is counted from."""
    block = first_places(reports.line, reports.project, reports.year)
    before = np.where(block > reports.start, block - 1, -1)
    first = np.full(len(reports.lines), _FAR)
    np.minimum.at(first, reports.line, reports.year)
    dated, days = codes_of(reports.lines, "issued_on")
    issued = np.array([*(int(str(day)[:4]) for day in days), _FAR])[dated]
    stated = reports.lines["year"].to_numpy(dtype=np.int64, na_value=_FAR)
    older = np.where(dated < 0, stated, issued) < first
    begins = older[reports.line] & (reports.year == first[reports.line])
    return _Turn(block, before, reports.known[BROUGHT] & (before < 0) & begins)


def _add_up(reports: Reports, turn: _Turn) -> tuple[Reports, NDArray[np.int64]]:
    """Add each year to the years before it; beside, what each report closed by its own way of counting."""
    amounts = {name: fens.copy() for name, fens in reports.amounts.items()}
    given = {name: _last_given(reports.known[name], reports.start) for name in STAGES}
    in_year = {name: _last_given(reports.known[name], turn.block) for name in _LASTING}
    closed = np.zeros(len(reports), dtype=np.int64)
    for year in np.unique(reports.year):
        rows = np.flatnonzero(reports.year == year)
        before, own = turn.before[rows], reports.known[BROUGHT][rows]
        for name in STAGES:
            fens = amounts[name]
            fens[rows] += np.where(own & (before >= 0), fens[before], 0)
            if name == STAGES[0]:
                fens[rows] += np.where(turn.opened[rows], reports.amounts[BROUGHT][turn.block[rows]], 0)
            fens[rows] = _taken(fens, given[name][rows])
        for name in _LASTING:
            fens = amounts[name]
            earlier = np.where(before >= 0, fens[before], 0)
            said = _taken(reports.amounts[name], in_year[name][rows])
            fens[rows] = np.where(own, earlier + said, np.where(in_year[name][rows] >= 0, said, earlier))
            closed[rows] += np.where(own, said, fens[rows])
    return replace(reports, amounts=amounts), closed


def _last_given(known: NDArray[np.bool_], start: NDArray[np.intp]) -> NDArray[np.intp]:
    """Find the latest place, not before the start, at which an amount was given; -1 where none was."""
    latest = np.maximum.accumulate(np.where(known, np.arange(len(known)), -1))
    return np.where(latest >= start, latest, -1)


def _taken(fens: NDArray[np.int64], places: NDArray[np.intp]) -> NDArray[np.int64]:
    """Take the amounts at places; 0 where there is none."""
    return np.where(places >= 0, fens[places], 0)


def _falling(reports: Reports, whole: Reports, turn: _Turn) -> dict[str, NDArray[np.bool_]]:
    """Say by stage where a total that stood above zero at the end of the earlier year is lower now."""
    return {
        name: _positive(reports, whole, turn, name)
        & (reports.amounts[name] * reports.way < whole.amounts[name][turn.before] * reports.way)
        for name in _RESTARTING
    }


def _positive(reports: Reports, whole: Reports, turn: _Turn, name: str) -> NDArray[np.bool_]:
    """Say where a stage is given and stood above zero at the end of the earlier year."""
    stood = whole.amounts[name][turn.before] * reports.way > 0
    positive: NDArray[np.bool_] = reports.known[name] & (turn.before >= 0) & stood
    return positive


def _restarted(
    reports: Reports, whole: Reports, turn: _Turn, falling: dict[str, NDArray[np.bool_]]
) -> NDArray[np.bool_]:
    """Find first reports of a year, of a project and without 上年结转, whose totals all fell."""
    fell = sum(stage.astype(np.int64) for stage in falling.values())
    stood = sum(_positive(reports, whole, turn, name).astype(np.int64) for name in _RESTARTING)
    first = (turn.block == np.arange(len(reports))) & (reports.project >= 0) & ~reports.known[BROUGHT]
    restarted: NDArray[np.bool_] = first & (fell == stood) & (stood >= _FEWEST_RESTARTING)
    return restarted


def _say_restarted(
    reports: Reports,
    whole: Reports,
    turn: _Turn,
    restarted: NDArray[np.bool_],
    falling: dict[str, NDArray[np.bool_]],
) -> list[Finding]:
    """Name the first stage that fell, from the end of the chain, and both its totals."""
    stages = list(_RESTARTING)
    which = np.argmax(np.stack([falling[name] for name in stages]), axis=0)
    places = np.arange(len(reports))
    was = np.stack([whole.amounts[name][turn.before] for name in stages])[which, places]
    now = np.stack([reports.amounts[name] for name in stages])[which, places]
    return reports.find(
        "fund_year_restarted",
        restarted,
        ["before_fen", "after_fen"],
        column=np.array(list(_RESTARTING.values()), dtype=object)[which],
        month_before=_months(reports, turn.before),
        before_fen=was,
        after_fen=now,
    )


def _say_differing(
    reports: Reports, turn: _Turn, left: NDArray[np.int64], differing: NDArray[np.bool_]
) -> list[Finding]:
    """Say once a line, project and year what was brought forward and what was left."""
    places = np.where(differing, np.arange(len(reports)), _FAR)
    first = np.full(len(reports), _FAR)
    np.minimum.at(first, turn.block, places)
    return reports.find(
        "fund_carry_differs",
        differing & (first[turn.block] == np.arange(len(reports))),
        [BROUGHT, "left_fen", "difference_fen"],
        month_before=_months(reports, np.where(turn.opened, turn.block, turn.before)),
        left_fen=left,
        difference_fen=reports.amounts[BROUGHT] - left,
    )


def _months(reports: Reports, places: NDArray[np.intp]) -> NDArray[np.object_]:
    """Give the months of reports; empty where there is none."""
    names = np.append(reports.months.to_numpy(dtype=object), "")
    return names[np.where(places < 0, len(reports.months), reports.month[places])]
