"""
In how many periods something was done (逐期完成), of those that were due: months, quarters or years.

A period is due if it lies wholly within the time that is asked and has ended. One that still runs counts as
soon as it is kept, and is not due before.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ruralmap.rules.measures import Measured, Missed
from ruralmap.rules.membership import NO_DATA, NOT_YET, NOTHING
from ruralmap.rules.parts import places_in
from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    from ruralmap.rules.columns import Cells
    from ruralmap.rules.measures import Setting, Spans
    from ruralmap.rules.truth import Flags, Places, Whole
    from ruralmap.schema.policy_measures import Presence
    from ruralmap.schema.vocabulary import Each

# The months with which a period begins, and how many months it has.
_BEGIN: Final[dict[Each, tuple[tuple[int, ...], int]]] = {
    "month": (tuple(range(1, 13)), 1),
    "quarter": ((1, 4, 7, 10), 3),
    "quarter_first_month": ((1, 4, 7, 10), 1),
    "year": ((1,), 12),
}


class _End(NamedTuple):
    """One end of the time in which units are asked: some days, ISO text, and which of them is each unit's."""

    days: list[str]
    places: Places


class _Window(NamedTuple):
    """From when to when each unit is asked; `known` says of which that is known."""

    first: _End
    last: _End
    known: Flags


def periods_kept(measure: Presence, setting: Setting) -> Measured:
    """
    Count the periods in which something was done.

    Parameters
    ----------
    measure
        What must be done, how often and when.
    setting
        Of whom, and until when.

    Returns
    -------
    measured
        The periods kept; `owed` are those that were due, or were kept before they were, and `missed` are
        named one by one.
    """
    view, size = setting.asker.view, len(setting.units.codes)
    window = _window(measure, setting)
    frame = view.frame(measure.rows)
    if frame is None:
        zero, nowhere = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=bool)
        spans: Spans = dict.fromkeys(("default", "membership", "unlinked", "all"), (zero, zero))
        return Measured(spans, 1, nowhere, np.full(size, NO_DATA), owed=zero)
    periods = periods_between(measure.each, *_outermost(setting), until=view.date)
    asked = _asked(periods, window)
    over = np.array([end <= view.date for _, end in periods], dtype=bool)
    done = _done(measure, setting, periods)
    kept, surely, maybe = (asked & (times >= measure.at_least) for times in done)
    owed = (asked & (over | kept)).sum(axis=1)
    # What still runs and is not kept for sure may yet be; it is neither owed nor missed.
    sides = {"low": (surely & (over | kept)).sum(axis=1), "high": (maybe & (over | kept)).sum(axis=1)}
    default = kept.sum(axis=1)
    spans = {
        "default": (default, default),
        "membership": (sides["low"], sides["high"]),
        "unlinked": (default, default),
        "all": (sides["low"], sides["high"]),
    }
    known = window.known & (owed > 0)
    lacking = np.where(known, NOTHING, np.where(window.known, NOT_YET, NO_DATA))
    surely_missed = asked & over & ~maybe & known[:, np.newaxis]
    missed = Missed(periods, surely_missed, _before(periods, setting))
    return Measured(spans, 1, known, lacking, owed=owed, missed=missed)


def periods_between(each: Each, first: str, last: str, *, until: str) -> list[tuple[str, str]]:
    """
    List periods that lie wholly between two days and have begun.

    Parameters
    ----------
    each
        What makes a period.
    first
        The first day, ISO text.
    last
        The last day, ISO text.
    until
        The day by which a period must have begun, ISO text.

    Returns
    -------
    periods
        The first and the last day of each.
    """
    months, length = _BEGIN[each]
    found = []
    for year in range(int(first[:4]), int(last[:4]) + 1):
        for month in months:
            begin, end = f"{year}-{month:02d}-01", last_day(f"{year}-{month + length - 1:02d}")
            if first <= begin <= until and end <= last:
                found.append((begin, end))
    return found


def _before(periods: list[tuple[str, str]], setting: Setting) -> Flags:
    """Say which periods had ended before the document was published; none where that day is not told."""
    published = setting.case.policy.published_on
    return np.array([published is not None and end < published.isoformat() for _, end in periods], dtype=bool)


def _outermost(setting: Setting) -> tuple[str, str]:
    """Give the document's own time, outside of which nothing is asked."""
    period = setting.case.policy.period
    return period.first.isoformat(), period.last.isoformat()


def _window(measure: Presence, setting: Setting) -> _Window:
    """Say from when to when each unit is asked; a month stands for its last day, and ends with its first."""
    (first, known), (last, _) = _end(measure.first, setting, part=1), _end(measure.last, setting, part=0)
    return _Window(first, last, known)


def _end(named: dt.date | str | None, setting: Setting, *, part: int) -> tuple[_End, Flags]:
    """Read one end of the time that is asked: a day, the day of issue, or a date of the unit's own row."""
    size, published = len(setting.units.codes), setting.case.policy.published_on
    everybody, alike = np.ones(size, dtype=bool), np.broadcast_to(np.intp(0), size)
    day = published if named == "published_on" else named
    if isinstance(day, dt.date):
        return _End([day.isoformat()], alike), everybody
    open_end = "9999" if part == 0 else ""
    if not isinstance(day, str) or named == "published_on":
        return _End([open_end], alike), everybody
    cells = setting.asker.view.cells(setting.units.rows, day)
    return _End([*(days[part] for days in cells.distinct), open_end], cells.places), cells.filled


def _asked(periods: list[tuple[str, str]], window: _Window) -> Flags:
    """Say which periods lie wholly in the time of each unit."""
    begun = [[first <= begin for begin, _ in periods] for first in window.first.days]
    over = [[last >= end for _, end in periods] for last in window.last.days]
    first, last = (np.array(table, dtype=bool).reshape(len(table), len(periods)) for table in (begun, over))
    asked: Flags = first[window.first.places] & last[window.last.places]
    return asked


def _done(measure: Presence, setting: Setting, periods: list[tuple[str, str]]) -> tuple[Whole, Whole, Whole]:
    """Count the rows of each unit in each period: those that count, surely do, and may."""
    asker, units = setting.asker, setting.units
    passed = asker.members(measure.rows, measure.where)
    cells = asker.view.cells(measure.rows, measure.on)
    places = places_in(asker, measure.rows, units, setting.residence)
    when = _period_of(cells, periods)
    undated = ~cells.filled & ~passed.truth.no
    total = (len(units.codes), len(periods))

    def count(which: Flags) -> Whole:
        taken = np.flatnonzero(which & (places >= 0) & (when >= 0))
        pairs = places[taken] * max(len(periods), 1) + when[taken]
        return np.bincount(pairs, minlength=total[0] * total[1]).reshape(total)

    # A row without its date may be of any period.
    anywhere = np.bincount(places[undated & (places >= 0)], minlength=total[0])
    return (
        count(passed.counted),
        count(passed.truth.yes),
        count(~passed.truth.no) + anywhere[:, np.newaxis],
    )


def _period_of(cells: Cells, periods: list[tuple[str, str]]) -> Places:
    """Find the period in which each date lies, -1 where it is in none."""
    found = [
        next(
            (place for place, (begin, end) in enumerate(periods) if begin <= days.first and days.last <= end),
            -1,
        )
        for days in cells.distinct
    ]
    return np.array([*found, -1], dtype=np.intp)[cells.places]
