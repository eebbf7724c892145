"""What is checked beside a rule (核对): it decides nothing, and warns where it does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.judgement import judge_on
from ruralmap.rules.margins import leading_comparison
from ruralmap.rules.measures import Setting
from ruralmap.rules.outcomes import days_of
from ruralmap.schema.policy_rules import TEXT_READING, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.rules.case import Case
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.policy_rules import Check
    from ruralmap.schema.strict import Label
    from ruralmap.schema.vocabulary import Level


@dataclass(frozen=True)
class Warned:
    """
    A check that does not hold, or of which that is not known (核对提示).

    `value` is what was measured in the unit of `code`, `expected` what it was held against. Of rows `code` is
    the county's, and `rows` says how many do not hold and how many are not known.
    """

    rule_id: str
    label: Label
    level: Level
    code: str
    holds: bool | None
    value: Fraction | None = None
    expected: Fraction | None = None
    rows: tuple[int, int] | None = None


def warnings_of(case: Case, rule: Rule) -> Iterator[Warned]:
    """
    List the checks of a rule that do not hold.

    Parameters
    ----------
    case
        The policy and the facts.
    rule
        The rule.

    Yields
    ------
    warned
        One a check and unit; of rows one for all of them.
    """
    for check in rule.checks:
        yield from _warned(case, rule, check)


def _warned(case: Case, rule: Rule, check: Check) -> Iterator[Warned]:
    """Hold one check against every unit of its level, on the last day of the rule."""
    day = days_of(rule, case.facts.as_of)[-1]
    asker = case.asker(day.date, due=day.due)
    level = check.level or rule.level
    units = case.units(asker, level, rule.rows)
    reading = Reading(id=TEXT_READING, label=check.label, default=True, condition=check.condition)
    judged = judge_on(reading, Setting(case, asker, units))
    said = judged.truths["all"]
    if level not in {"county", "township", "village"}:
        missed, unknown = int(said.no.sum()), int((~said.yes & ~said.no).sum())
        if missed or unknown:
            holds = False if missed else None
            county = case.facts.county_code
            yield Warned(rule.id, check.label, level, county, holds, rows=(missed, unknown))
        return
    for place in np.flatnonzero(~said.yes).tolist():
        answer = judged.answer(place)
        leading = leading_comparison(check.condition, answer.comparisons)
        yield Warned(
            rule.id,
            check.label,
            level,
            str(units.codes[place]),
            said.answer(place),
            None if leading is None else leading.value,
            None if leading is None or leading.threshold is None else Fraction(leading.threshold),
        )
