"""
When a target was met (完成时间): 按期完成, 逾期完成 or 未完成, and what was held earlier and lost by the day.

A target is judged by its deadline. Of what was missed, the books of the day of evaluation say whether it has
been made up since.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ruralmap.rules.reached import BALANCES, condition_since, days_of_books
from ruralmap.rules.since import Since, day_of
from ruralmap.rules.timings import (
    HELD_AND_LOST,
    IN_TIME,
    LATE,
    MISSED,
    MONTH_ONLY,
    NOT_KNOWN,
    NOT_MET,
    Lateness,
)
from ruralmap.rules.verdicts import CERTAIN, PASS, SELECTED, UNDECIDED
from ruralmap.rules.weighing import on_day, weighed_on
from ruralmap.schema.dates import last_day
from ruralmap.schema.policy_conditions import Compare, leaves_of_condition
from ruralmap.schema.policy_filters import Has, Test, leaves_of
from ruralmap.schema.policy_measures import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ruralmap.rules.certainty import Weighed
    from ruralmap.rules.measures import Setting
    from ruralmap.rules.outcomes import Judged
    from ruralmap.rules.truth import Flags, Places, Whole
    from ruralmap.rules.verdicts import Codes
    from ruralmap.schema.policy import Reading, Rule
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_filters import Filter

# The number of the day from which numpy counts days.
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()
# Columns that are no longer so after a time.
_ENDING: Final = frozenset({"in_force", "employed"})


def lateness_of(rule: Rule, judged: Judged, settings: Sequence[Setting]) -> Lateness:
    """
    Say when every unit met a target.

    Parameters
    ----------
    rule
        The rule.
    judged
        What its reading comes to.
    settings
        The books of each of its days.

    Returns
    -------
    lateness
        Silent where the rule has no deadline, or gives a unit no answer.
    """
    size = len(judged.verdicts.outcomes)
    nothing = np.zeros(size, dtype=np.int64)
    found = _Times(np.zeros(size, dtype=np.int8), Since(nothing, nothing), nothing)
    for place, (day, weighed, setting) in enumerate(zip(judged.days, judged.weighed, settings, strict=True)):
        here = judged.chosen == place
        if rule.kind == "target" and day.due is not None and here.any():
            outcomes = np.where(here, judged.verdicts.outcomes, np.int8(-1))
            found = _either(here, _times(rule, weighed, setting, outcomes, day.due), found)
    compares = [
        leaf for leaf, _ in leaves_of_condition(judged.reading.condition) if isinstance(leaf, Compare)
    ]
    by_books = any(BALANCES in {part.rows for part in parts_of(compare.measure)} for compare in compares)
    return Lateness(found.timings, found.since, found.dues, by_books)


class _Times(NamedTuple):
    """What `Lateness` says of each unit."""

    timings: Codes
    since: Since
    dues: Whole


def _either(here: Flags, ours: _Times, theirs: _Times) -> _Times:
    """Take one answer where it applies, else the other."""
    return _Times(
        np.where(here, ours.timings, theirs.timings),
        Since(
            np.where(here, ours.since.first, theirs.since.first),
            np.where(here, ours.since.last, theirs.since.last),
        ),
        np.where(here, ours.dues, theirs.dues),
    )


def _times(rule: Rule, weighed: Weighed, setting: Setting, outcomes: Codes, due: str) -> _Times:
    """Say when the units were met that one day stands for; the others have no outcome."""
    passed, missed = outcomes == PASS, np.isin(outcomes, MISSED)
    end, nothing = dt.date.fromisoformat(due).toordinal(), np.zeros(len(outcomes), dtype=np.int64)
    dues = np.full(len(outcomes), end)
    found = _Times(np.zeros(len(outcomes), dtype=np.int8), Since(nothing, nothing), dues)
    if passed.any():
        since = _told(condition_since(weighed.judgements[0], setting))
        found = _either(passed, _Times(np.full(len(outcomes), IN_TIME, dtype=np.int8), since, dues), found)
    if missed.any():
        timings, since = _made_up(rule, weighed, setting, missed, end)
        found = _either(missed, _Times(timings, since, dues), found)
    return found


def _told(since: Since) -> Since:
    """Forget days of which not even the month is known."""
    begun, ended = (
        (end - _EPOCH).astype("datetime64[D]").astype("datetime64[M]") for end in (since.first, since.last)
    )
    known = (since.first > 0) & (begun == ended)
    return Since(np.where(known, since.first, 0), np.where(known, since.last, 0))


def _made_up(rule: Rule, weighed: Weighed, setting: Setting, missed: Flags, due: int) -> tuple[Codes, Since]:
    """Say of what was missed whether, and when, it has been made up by the day of evaluation."""
    today = on_day(setting, setting.case.facts.as_of)
    later = weighed_on(rule, weighed.reading, today)
    places = _places(setting, today)
    held = np.append(later.verdicts.outcomes == SELECTED, False)[places]
    sure = np.append(later.verdicts.certainties == CERTAIN, False)[places]
    told = _told(condition_since(later.judgements[0], today))
    first, last = (np.append(end, 0)[places] for end in told)
    either = missed & held & (weighed.verdicts.certainties == UNDECIDED) & (first > 0)
    either &= (first <= due) & (last > due)
    late = missed & held & sure & ~either
    # A day that contradicts what was known on the deadline is none.
    kept = either | (late & (first > due))
    if len(late) == 1 and late[0] and not kept[0] and day_of(today.asker) > due:
        found = _turning_day(rule, weighed.reading, setting, due, day_of(today.asker))
        first, last, kept = np.array([found]), np.array([found]), late
    not_met = missed & ~held & sure
    before = _held_before(rule, weighed, setting, not_met)
    known = [either, late, before > 0, not_met]
    timings = np.select(known, [MONTH_ONLY, LATE, HELD_AND_LOST, NOT_MET], NOT_KNOWN).astype(np.int8)
    return timings, Since(np.where(kept, first, before), np.where(kept, last, before))


def _places(setting: Setting, other: Setting) -> Places:
    """Find each unit among those of another day."""
    ours, theirs = setting.units.codes, other.units.codes
    if ours.equals(theirs):
        return np.arange(len(ours))
    return theirs.get_indexer(ours) if theirs.is_unique else np.full(len(ours), -1)


def _turning_day(rule: Rule, reading: Reading, setting: Setting, due: int, today: int) -> int:
    """Find a day from which the only unit has met what it had not met on the day before."""
    low, high = due, today
    while high - low > 1:
        middle = (low + high) // 2
        asked = on_day(setting, dt.date.fromordinal(middle).isoformat())
        held = weighed_on(rule, reading, asked).verdicts.outcomes[0] == SELECTED
        low, high = (low, middle) if held else (middle, high)
    return high


def _held_before(rule: Rule, weighed: Weighed, setting: Setting, missed: Flags) -> Whole:
    """Find the first day before the deadline on which it was held; 0 where none is known."""
    found = np.zeros(len(missed), dtype=np.int64)
    days = [day for day in _days_before(weighed.reading.condition, setting) if day < setting.asker.view.date]
    for day in sorted(days) if missed.any() else ():
        asked = on_day(setting, day, strict=True)
        said = weighed_on(rule, weighed.reading, asked).verdicts
        held = (said.outcomes == SELECTED) & (said.certainties == CERTAIN)
        here = np.append(held, False)[_places(setting, asked)] & missed & (found == 0)
        found = np.where(here, day_of(asked.asker), found)
    return found


def _days_before(condition: Condition, setting: Setting) -> set[str]:
    """List days on which what was held may have been lost again: of the books, or the ends of months."""
    found: set[str] = set()
    trees: list[Filter | None] = []
    for leaf, _ in leaves_of_condition(condition):
        if isinstance(leaf, Compare):
            found |= set(days_of_books(leaf, setting))
            trees += [part.where for part in parts_of(leaf.measure)]
        else:
            trees.append(leaf.holds)
    if any(name in _ENDING for tree in trees if tree is not None for name in _columns(tree)):
        year = setting.asker.view.year
        found |= {last_day(f"{year}-{month:02d}") for month in range(1, 13)}
    return found


def _columns(tree: Filter) -> Iterator[str]:
    """Walk through the columns that a filter asks, also of related rows."""
    for leaf, _ in leaves_of(tree, ""):
        if isinstance(leaf, Test):
            yield leaf.column
        elif isinstance(leaf, Has) and leaf.where is not None:
            yield from _columns(leaf.where)
