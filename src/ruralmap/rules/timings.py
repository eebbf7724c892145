"""Whether a target was met by its deadline (完成时间): 按期完成, 逾期完成, 未完成; of units, and of rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from ruralmap.rules.results import Reason
from ruralmap.rules.since import Since
from ruralmap.rules.verdicts import BELOW_EXPECTATION, FAIL, PASS

if TYPE_CHECKING:
    from ruralmap.rules.truth import Flags, Places, Whole
    from ruralmap.rules.verdicts import Codes

# 按期完成, 逾期完成, 未完成, held on an earlier day and lost by the deadline, or either side of it.
Timing = Literal["in_time", "late", "not_met", "held_and_lost", "month_only", "not_known"]
TIMINGS: Final[tuple[Timing | None, ...]] = (None, *get_args(Timing))
SILENT, IN_TIME, LATE, NOT_MET, HELD_AND_LOST, MONTH_ONLY, NOT_KNOWN = range(len(TIMINGS))
MISSED: Final = (FAIL, BELOW_EXPECTATION)
# The gravest first: what rows come to together.
_GRAVITY: Final = (NOT_MET, HELD_AND_LOST, NOT_KNOWN, MONTH_ONLY, LATE, IN_TIME, SILENT)


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
        timing = TIMINGS[self.timings[place]]
        if timing is None and not self.by_books:
            return ()
        met_on, found = self.met_on(place), []
        if timing is not None and timing != "in_time":
            due = dt.date.fromordinal(int(self.dues[place])).isoformat()
            code = f"{timing}_some_day" if timing == "late" and self.late_days(place) is None else timing
            values = {"due": due, "met_on": met_on, "days": self.late_days(place)}
            found.append(Reason(code, {key: value for key, value in values.items() if value is not None}))
        if self.by_books and met_on is not None:
            found.append(Reason("day_of_books", {"met_on": met_on}))
        return tuple(found)


def together(rows: Lateness, outcomes: Codes, places: Places, total: int) -> Lateness:
    """
    Say when the rows of each unit met a target, all of them.

    Parameters
    ----------
    rows
        When each row met it.
    outcomes
        What each row comes to.
    places
        The unit of each row, -1 where there is none.
    total
        How many units.

    Returns
    -------
    lateness
        The day of the last row, where that of every row is known; the gravest of the rows.
    """
    here = (places >= 0) & ((outcomes == PASS) | np.isin(outcomes, MISSED))
    ranks = np.full(total, _GRAVITY.index(SILENT))
    order = np.array([_GRAVITY.index(code) for code in range(len(TIMINGS))])
    np.minimum.at(ranks, places[here], order[rows.timings[here]])
    ends = [np.zeros(total, dtype=np.int64) for _ in range(3)]
    for end, days in zip(ends, (*rows.since, rows.dues), strict=True):
        np.maximum.at(end, places[here], days[here])
    unknown = np.zeros(total, dtype=bool)
    unknown[places[here & (rows.since.first == 0)]] = True
    timings = np.array(_GRAVITY, dtype=np.int8)[ranks]
    first, last = (np.where(_is_met(timings) & ~unknown, end, 0) for end in ends[:2])
    return Lateness(timings, Since(first, last), ends[2], rows.by_books)


def _is_met(timings: Codes) -> Flags:
    return np.isin(timings, (IN_TIME, LATE))
