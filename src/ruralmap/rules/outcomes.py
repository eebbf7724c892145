"""
What a target comes to (目标结论): met, missed, or not yet due; judged on the days that the clause names.

Missing data never passes: a target that an empty cell could turn is 数据不足. A missed soft target is below
expectation, any other fails.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ruralmap.rules.verdicts import (
    BELOW_EXPECTATION,
    FAIL,
    INSUFFICIENT_DATA,
    NOT_DUE,
    NOT_SELECTED,
    OUTCOMES,
    PARAMETER_MISSING,
    PASS,
    SELECTED,
    UNANSWERED,
    UNDECIDED,
    Verdicts,
)
from ruralmap.schema.policy_conditions import AllConditions, AnyConditions, Compare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.certainty import Weighed
    from ruralmap.rules.results import ReadingResult
    from ruralmap.rules.truth import Flags, Places
    from ruralmap.rules.verdicts import Codes, Outcome
    from ruralmap.schema.policy import Reading, Rule
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_rules import Stage

# The gravest first: what several days come to is what the gravest of them does.
_GRAVITY: Final = (FAIL, BELOW_EXPECTATION, PARAMETER_MISSING, INSUFFICIENT_DATA, NOT_DUE, PASS)
# The place of each outcome in that list; what is not in it is the least grave.
_GRAVITIES: Final = np.array(
    [_GRAVITY.index(code) if code in _GRAVITY else len(_GRAVITY) for code in range(len(OUTCOMES))]
)


class Day(NamedTuple):
    """
    A day on which a target is judged.

    `due` is the deadline that it stands for, `ended` whether that is over; `stage` what is asked by then.
    """

    date: str
    due: str | None
    ended: bool
    stage: Stage | None = None


def days_of(rule: Rule, as_of: str) -> list[Day]:
    """
    List the days on which a rule is judged.

    Parameters
    ----------
    rule
        The rule.
    as_of
        The day of evaluation, ISO text.

    Returns
    -------
    days
        The deadline or, before it, the day of evaluation; for 逐年 the end of every year that is over, and
        the day of evaluation if none is; for stages each that is due, and the next.
    """
    if rule.every is not None:
        ends = [f"{year}-12-31" for year in range(rule.every.first, rule.every.last + 1)]
        over = [Day(end, end, ended=True) for end in ends if end <= as_of]
        return over or [Day(as_of, ends[0], ended=False)]
    if rule.stages:
        stages = sorted(rule.stages, key=lambda stage: stage.due)
        days = [_day(stage.due.isoformat(), as_of, stage) for stage in stages]
        open_days = [day for day in days if not day.ended][:1]
        return [*(day for day in days if day.ended), *open_days]
    if rule.due is not None:
        return [_day(rule.due.isoformat(), as_of)]
    return [Day(as_of, None, ended=True)]


def _day(due: str, as_of: str, stage: Stage | None = None) -> Day:
    return Day(min(due, as_of), due, due <= as_of, stage)


def staged(condition: Condition, stage: Stage) -> Condition:
    """
    Put what a stage asks into a condition.

    Parameters
    ----------
    condition
        The condition.
    stage
        The stage.

    Returns
    -------
    condition
        With the stage's own number.
    """
    if isinstance(condition, Compare):
        gained = {"times": stage.times, "threshold": stage.threshold}
        return condition.model_copy(update={key: value for key, value in gained.items() if value is not None})
    if isinstance(condition, AllConditions):
        return AllConditions(all=tuple(staged(part, stage) for part in condition.all))
    if isinstance(condition, AnyConditions):
        return AnyConditions(any=tuple(staged(part, stage) for part in condition.any))
    return condition


@dataclass(frozen=True, eq=False)
class Judged:
    """
    What a reading comes to over all of its days.

    `weighed` are the days' answers, `chosen` says which of them stands for each unit.
    """

    reading: Reading
    weighed: Sequence[Weighed]
    chosen: Places
    verdicts: Verdicts
    days: Sequence[Day]

    def at(self, place: int) -> ReadingResult:
        """
        Give the result of one unit.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        result
            On the day that stands for it.
        """
        found = self.weighed[int(self.chosen[place])].at(place)
        outcome, certainty = self.verdicts.outcome(place), self.verdicts.certainty(place)
        if outcome == found.outcome:
            return found
        named: dict[Outcome, Outcome] = {"selected": "pass", "not_selected": "fail"}
        answers = tuple(
            replace(answer, outcome=named.get(answer.outcome, answer.outcome)) for answer in found.answers
        )
        return replace(found, outcome=outcome, certainty=certainty, answers=answers)


def chosen_once(weighed: Weighed, day: Day) -> Judged:
    """
    Take the only answer of a selection.

    Parameters
    ----------
    weighed
        The answer.
    day
        The day.

    Returns
    -------
    judged
        As it is.
    """
    places = np.broadcast_to(np.intp(0), len(weighed.verdicts.outcomes))
    return Judged(weighed.reading, (weighed,), places, weighed.verdicts, (day,))


def judged_target(
    rule: Rule, reading: Reading, weighed: Sequence[Weighed], days: Sequence[Day], *, waits: bool = False
) -> Judged:
    """
    Say what a target comes to.

    Parameters
    ----------
    rule
        The rule.
    reading
        The reading.
    weighed
        What it gives on each day.
    days
        The days.
    waits
        Whether what lacks may still come: before its day such a target is not due.

    Returns
    -------
    judged
        For each unit the gravest of its days.
    """
    force = reading.force or rule.force
    missed = FAIL if force in {"hard", "hard_with_exception"} else BELOW_EXPECTATION
    table = [
        _named(one, day, missed, irreversible=rule.irreversible, waits=waits)
        for one, day in zip(weighed, days, strict=True)
    ]
    chosen, outcomes, certainties = (
        np.broadcast_to(np.intp(0), len(table[0])),
        table[0],
        weighed[0].verdicts.certainties,
    )
    if len(table) > 1:
        gravity = np.stack([_GRAVITIES[codes] for codes in table])
        first, last = np.argmin(gravity, axis=0), len(table) - 1 - np.argmin(gravity[::-1], axis=0)
        # A miss is that of its first day; what is met stands as on the last.
        chosen = np.where(np.min(gravity, axis=0) == _GRAVITY.index(PASS), last, first)
        units = np.arange(len(chosen))
        outcomes = np.stack(table)[chosen, units]
        certainties = np.stack([one.verdicts.certainties for one in weighed])[chosen, units]
    answered = (outcomes == PASS) | (outcomes == missed)
    verdicts = Verdicts(outcomes, np.where(answered, certainties, UNANSWERED).astype(np.int8))
    return Judged(reading, weighed, chosen, verdicts, days)


def _named(weighed: Weighed, day: Day, missed: int, *, irreversible: bool, waits: bool) -> Codes:
    """Name what one day comes to."""
    said = weighed.verdicts
    outcomes = said.outcomes.copy()
    met = said.outcomes == SELECTED
    turned = (said.certainties == UNDECIDED) & _doubted(weighed)
    outcomes[met] = PASS
    outcomes[said.outcomes == NOT_SELECTED] = missed
    if not day.ended:
        # What is met before its day and cannot be undone is met.
        done = met & irreversible & ~turned
        outcomes[(met | (said.outcomes == NOT_SELECTED)) & ~done] = NOT_DUE
        outcomes[(said.outcomes == INSUFFICIENT_DATA) & waits] = NOT_DUE
        turned = np.zeros_like(turned)
    outcomes[turned] = INSUFFICIENT_DATA
    return outcomes


def _doubted(weighed: Weighed) -> Flags:
    """Say where an empty cell could turn the answer."""
    spans = [judged.truths["membership"] for judged in weighed.judgements]
    unknown = [~(truth.yes | truth.no) for truth in spans]
    return reduce(operator.or_, unknown, weighed.among.unsure)
