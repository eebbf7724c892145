"""
When a target was met (完成时间): 按期完成, 逾期完成 or 未完成, and what was held earlier and lost by the day.

A target is judged by its deadline. Of what was missed, the books of the day of evaluation say whether it has
been made up since.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

import numpy as np

from ruralmap.rules.reached import BALANCES, condition_since, days_of_books
from ruralmap.rules.results import Reason
from ruralmap.rules.since import Since, day_of
from ruralmap.rules.verdicts import BELOW_EXPECTATION, CERTAIN, FAIL, PASS, SELECTED, UNDECIDED
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

# 按期完成, 逾期完成, 未完成, held on an earlier day and lost by the deadline, or either side of it.
Timing = Literal["in_time", "late", "not_met", "held_and_lost", "month_only", "not_known"]
TIMINGS: Final[tuple[Timing | None, ...]] = (None, *get_args(Timing))
SILENT, IN_TIME, LATE, NOT_MET, HELD_AND_LOST, MONTH_ONLY, NOT_KNOWN = range(len(TIMINGS))
_MISSED: Final = (FAIL, BELOW_EXPECTATION)
# Columns that are no longer so after a time.
_ENDING: Final = frozenset({"in_force", "employed"})


@dataclass(frozen=True, eq=False)
class Lateness:
    """
    When each unit met a target, in the order of the units' codes.

    `timings` are places in `TIMINGS`; `since` says between which days it was met, as day numbers, 0 where
    that is not known. `dues` are the numbers of the deadlines, 0 where there is none. `by_books` says that
    only the days of the fund ledger's balances are known.
    """

    timings: Codes
    since: Since
    dues: Whole
    by_books: bool

    def met_on(self, place: int) -> str | None:
        """
        Say on which day a unit met the target.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        day
            ISO text; the month, where only that is known. Missing where neither is.
        """
        first, last = (int(end[place]) for end in self.since)
        if not first:
            return None
        begun, ended = dt.date.fromordinal(first), dt.date.fromordinal(last)
        if begun == ended:
            return begun.isoformat()
        same = (begun.year, begun.month) == (ended.year, ended.month)
        return begun.isoformat()[: len("2024-06")] if same else None

    def late_days(self, place: int) -> int | None:
        """
        Say how many days after the deadline a unit met the target.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        days
            Missing where it was met in time, or not at all, or the day is not known.
        """
        first, last = (int(end[place]) for end in self.since)
        known = self.timings[place] == LATE and first and first == last
        return first - int(self.dues[place]) if known else None

    def reasons(self, place: int) -> tuple[Reason, ...]:
        """
        Say why a unit's result is what it is, as far as time decides it.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        reasons
            None for what was met in time, unless only days of the books are known.
        """
        timing, met_on = TIMINGS[self.timings[place]], self.met_on(place)
        found = []
        if timing is not None and timing != "in_time":
            due = dt.date.fromordinal(int(self.dues[place])).isoformat()
            code = f"{timing}_some_day" if timing == "late" and self.late_days(place) is None else timing
            values = {"due": due, "met_on": met_on, "days": self.late_days(place)}
            found.append(Reason(code, {key: value for key, value in values.items() if value is not None}))
        if self.by_books and met_on is not None:
            found.append(Reason("day_of_books", {"met_on": met_on}))
        return tuple(found)


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
    whole = _Times(*(np.zeros(size, dtype=kind) for kind in (np.int8, np.int64, np.int64, np.int64)))
    for place, (day, weighed, setting) in enumerate(zip(judged.days, judged.weighed, settings, strict=True)):
        here = judged.chosen == place
        if rule.kind == "target" and day.due is not None and here.any():
            times = _times(rule, weighed, setting, np.where(here, judged.verdicts.outcomes, -1), day.due)
            whole = _Times(*(np.where(here, *pair) for pair in zip(times, whole, strict=True)))
    compares = [
        leaf for leaf, _ in leaves_of_condition(judged.reading.condition) if isinstance(leaf, Compare)
    ]
    by_books = any(BALANCES in {part.rows for part in parts_of(compare.measure)} for compare in compares)
    return Lateness(whole.timings, Since(whole.first, whole.last), whole.dues, by_books)


class _Times(NamedTuple):
    """What `Lateness` says of each unit."""

    timings: Codes
    first: Whole
    last: Whole
    dues: Whole


def _times(rule: Rule, weighed: Weighed, setting: Setting, outcomes: Codes, due: str) -> _Times:
    """Say when the units were met that one day stands for; the others have no outcome."""
    passed, missed = outcomes == PASS, np.isin(outcomes, _MISSED)
    size, end = len(outcomes), dt.date.fromisoformat(due).toordinal()
    nothing = np.zeros(size, dtype=np.int64)
    found = _Times(np.where(passed, IN_TIME, SILENT), nothing, nothing, np.full(size, end))
    if passed.any():
        since = _told(condition_since(weighed.judgements[0], setting))
        found = found._replace(first=np.where(passed, since.first, 0), last=np.where(passed, since.last, 0))
    if missed.any():
        made_up = _made_up(rule, weighed, setting, missed, end)
        found = _Times(*(np.where(missed, *pair) for pair in zip(made_up, found, strict=True)))
    return found


def _told(since: Since) -> Since:
    """Forget days of which not even the month is known."""
    known = np.array(
        [_is_told(*pair) for pair in zip(*(end.tolist() for end in since), strict=True)], dtype=bool
    )
    return Since(*(np.where(known, end, 0) for end in since))


def _is_told(first: int, last: int) -> bool:
    if first in {0, last}:
        return first == last != 0
    begun, ended = dt.date.fromordinal(first), dt.date.fromordinal(last)
    return (begun.year, begun.month) == (ended.year, ended.month)


def _made_up(rule: Rule, weighed: Weighed, setting: Setting, missed: Flags, due: int) -> _Times:
    """Say of what was missed whether, and when, it has been made up by the day of evaluation."""
    as_of = setting.case.facts.as_of
    today = on_day(setting, as_of)
    later = weighed_on(rule, weighed.reading, today)
    places = _places(setting, today)
    held = np.append(later.verdicts.outcomes == SELECTED, False)[places]
    sure = np.append(later.verdicts.certainties == CERTAIN, False)[places]
    since = Since(*(np.append(end, 0)[places] for end in condition_since(later.judgements[0], today)))
    since = _told(since)
    either = missed & held & (weighed.verdicts.certainties == UNDECIDED)
    either &= (since.first <= due) & (since.last > due) & (since.first > 0)
    late = missed & held & sure & ~either
    # A day that contradicts what was known on the deadline is none.
    first, last = (np.where((late & (since.first > due)) | either, end, 0) for end in since)
    if len(late) == 1 and late[0] and first[0] == 0 and day_of(today.asker) > due:
        first = last = np.array([_turning_day(rule, weighed.reading, setting, due, day_of(today.asker))])
    before = _held_before(rule, weighed, setting, missed & ~held & sure)
    lost = before > 0
    timings = np.select(
        [either, late, lost, missed & ~held & sure], [MONTH_ONLY, LATE, HELD_AND_LOST, NOT_MET], NOT_KNOWN
    )
    ends = (np.where(lost, before, end) for end in (first, last))
    return _Times(timings, *ends, np.full(len(late), due))


def _places(setting: Setting, other: Setting) -> Places:
    """Find each unit among those of another day."""
    ours, theirs = setting.units.codes, other.units.codes
    if len(ours) == len(theirs):
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
