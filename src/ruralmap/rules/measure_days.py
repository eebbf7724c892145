"""
The time between two dates of a unit (期限): in days, or in calendar months and years.

The first day is not counted. Months and years are told by the corresponding day, never by counting days: from
30 September three years end on 30 September. What has begun and not ended is still open: it has lasted at
least until today.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ruralmap.rules.measures import ANYTHING, Calendar, Measured
from ruralmap.rules.membership import NO_DATA, NOT_YET, NOTHING
from ruralmap.rules.tests import shifted
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of

if TYPE_CHECKING:
    from fractions import Fraction

    from ruralmap.rules.measures import Setting
    from ruralmap.rules.truth import Flags, Places, Span, Whole
    from ruralmap.schema.policy_measures import Days
    from ruralmap.schema.vocabulary import Comparator

# Calendar months of a unit; days are counted.
MONTHS: Final = {"月": 1, "年": 12}
_NEVER: Final = dt.date.max.toordinal()


class _Dates(NamedTuple):
    """
    A date of each unit, as day numbers: the first and the last that it can be.

    `filled` says where there is one, `asked` where anybody could say so, `unsure` where another could be
    meant.
    """

    first: Whole
    last: Whole
    filled: Flags
    asked: Flags
    unsure: Flags


def days_of_units(measure: Days, setting: Setting) -> Measured:
    """
    Say how long it took in every unit.

    Parameters
    ----------
    measure
        From which date to which.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        Days, or months and years with the part of the next one that is over.
    """
    start = _dates(measure, measure.start, setting, None)
    end = _dates(measure, measure.end, setting, start)
    over = start.filled & end.filled
    still = start.filled & ~end.filled & end.asked & ~end.unsure
    today = np.full(len(over), dt.date.fromisoformat(setting.asker.view.date).toordinal())
    ends = np.where(over, end.first, today), np.where(over, end.last, today)
    calendar = Calendar(MONTHS.get(measure.unit, 0), (start.first, start.last), ends, over)
    low, high, divisors = _lasted(calendar, over | still)
    high = np.where(over, high, ANYTHING)
    doubted = start.unsure | end.unsure
    wide = np.where(doubted, -ANYTHING, low), np.where(doubted, ANYTHING, high)
    spans: dict[Span, tuple[Whole, Whole]] = {
        "default": (low, high),
        "membership": wide,
        "unlinked": (low, high),
        "all": wide,
    }
    lacking = np.where(still, NOT_YET, np.where(over & (low == high), NOTHING, NO_DATA))
    if not calendar.months:
        return Measured(spans, 1, over | still, lacking)
    below = dict.fromkeys(spans, (divisors, divisors))
    return Measured(spans, 1, over | still, lacking, below, calendar=calendar)


def _lasted(calendar: Calendar, known: Flags) -> tuple[Whole, Whole, Whole]:
    """
    Say how long it lasted at least and at most, and in which part of a unit.

    A month that has begun is told in days of its own length: 15 of 30 days are half a month.
    """
    (first, last), (early, late) = calendar.starts, calendar.ends
    low, high = np.where(known, early - last, 0), np.where(known, late - first, 0)
    ones = np.ones(len(low), dtype=np.int64)
    if not calendar.months:
        return low, high, ones
    least, most = _elapsed(last, early, calendar.months, known), _elapsed(first, late, calendar.months, known)
    # Written in parts of one length, so that both stand above one divisor.
    times = np.where(least[1] == most[1], 1, most[1]), np.where(least[1] == most[1], 1, least[1])
    return least[0] * times[0], most[0] * times[1], least[1] * times[0]


def _elapsed(starts: Whole, ends: Whole, months: int, known: Flags) -> tuple[Whole, Whole]:
    """Count units that are over, and the part of the next one, for each distinct pair of days."""
    pairs = np.column_stack([np.where(known, starts, 1), np.where(known, ends, 1)])
    distinct, places = np.unique(pairs, axis=0, return_inverse=True)
    found = [_parts(start, end, months) for start, end in distinct.tolist()]
    table = np.array(found, dtype=np.int64).reshape(-1, 2)[places.reshape(-1)]
    return table[:, 0], table[:, 1]


def _parts(start: int, end: int, months: int) -> tuple[int, int]:
    """Give units that are over, with the part of the next, in days of the next one's length, and that."""
    begun, ended = dt.date.fromordinal(start), dt.date.fromordinal(end)
    units = ((ended.year - begun.year) * 12 + ended.month - begun.month) // months
    if corresponding(start, units * months) > end:
        units -= 1
    last, following = (corresponding(start, months * (units + more)) for more in (0, 1))
    return units * (following - last) + end - last, following - last


def margins_of(calendar: Calendar, op: Comparator, line: Fraction) -> Whole:
    """
    Say how many days each unit is from the day on which the answer turns.

    Parameters
    ----------
    calendar
        From which days to which.
    op
        The comparator.
    line
        How many months or years are asked.

    Returns
    -------
    margins
        0 just holds, -1 is a day too late or too soon; 0 also where a day is not known.
    """
    months = int(line * calendar.months)
    turns = {day: corresponding(day, months) for day in np.unique(calendar.starts[0][calendar.over]).tolist()}
    days = [turns.get(day, day) for day in calendar.starts[0].tolist()]
    beyond = np.where(calendar.over, calendar.ends[0] - np.array(days, dtype=np.int64), 0)
    limit = {"gt": 1, "lt": -1}.get(op, 0)
    if op in {"gt", "ge"}:
        return beyond - limit
    return limit - beyond if op in {"lt", "le"} else -np.abs(beyond)


def corresponding(day: int, months: int) -> int:
    """
    Find the day that corresponds some months later.

    Parameters
    ----------
    day
        The day's number.
    months
        How many months.

    Returns
    -------
    day
        The number of the same day of that month; of its last day where the month lacks it.

    Notes
    -----
    Source: 民法典 第202条.
    """
    return dt.date.fromisoformat(shifted(dt.date.fromordinal(day).isoformat(), months, 0)).toordinal()


def _dates(measure: Days, name: str, setting: Setting, after: _Dates | None) -> _Dates:
    """Read one of the two dates: of the unit's own row, or of its related rows."""
    view, units = setting.asker.view, setting.units
    size = len(units.codes)
    nobody, everybody = np.zeros(size, dtype=bool), np.ones(size, dtype=bool)
    if name == "as_of":
        today = np.full(size, dt.date.fromisoformat(view.date).toordinal())
        return _Dates(today, today, everybody, everybody, nobody)
    if name in columns_of(units.rows) or measure.rows is None:
        cells = view.cells(units.rows, name)
        return _Dates(*cells.days, cells.filled, np.full(size, cells.known), nobody)
    return _related(measure, name, setting, after)


def _related(measure: Days, name: str, setting: Setting, after: _Dates | None) -> _Dates:
    """Take the first or the last date of related rows; an end is looked for from the beginning on."""
    asker, units, rows = setting.asker, setting.units, str(measure.rows)
    cells = asker.view.cells(rows, name)
    size, known = len(units.codes), asker.view.has(rows) and cells.known
    if not known:
        zero, nobody = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool)
        return _Dates(zero, zero, nobody, nobody, nobody)
    passed = asker.members(rows, measure.where)
    whose, which = _pairs(setting, rows)
    first, last = (ends[which] for ends in cells.days)
    candidate = cells.filled[which]
    if after is not None and measure.pick == "first":
        candidate &= last >= after.first[whose]
    taken = candidate & passed.counted[which]
    picked, start = (np.minimum, _NEVER) if measure.pick == "first" else (np.maximum, 0)
    low, high = np.full(size, start), np.full(size, start)
    picked.at(low, whose[taken], first[taken])
    picked.at(high, whose[taken], last[taken])
    filled, unsure = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    filled[whose[taken]] = True
    unsure[whose[(candidate | ~cells.filled[which]) & passed.unsure[which]]] = True
    zero = np.zeros(size, dtype=np.int64)
    return _Dates(
        np.where(filled, low, zero), np.where(filled, high, zero), filled, np.ones(size, dtype=bool), unsure
    )


def _pairs(setting: Setting, rows: str) -> tuple[Places, Places]:
    """Pair each unit with the rows that belong to it, or to the same household."""
    view, units = setting.asker.view, setting.units
    if rows == units.rows or units.rows in dict(ROWS[rows].links):
        whose = view.related(rows, units.rows)
        return whose[whose >= 0], np.flatnonzero(whose >= 0)
    if rows in dict(ROWS[units.rows].links):
        which = view.related(units.rows, rows)
        return np.flatnonzero(which >= 0), which[which >= 0]
    ours, theirs = view.related(units.rows, "households"), view.related(rows, "households")
    order = np.argsort(theirs, kind="stable")
    begin = np.searchsorted(theirs[order], ours, side="left")
    sizes = np.where(ours >= 0, np.searchsorted(theirs[order], ours, side="right") - begin, 0)
    whose = np.repeat(np.arange(len(ours)), sizes)
    steps = np.arange(len(whose)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return whose, order[np.repeat(begin, sizes) + steps]
