"""
One rule over all units of its level (单条评价), in every reading and on every day that it names.

A target above the county is asked of a county only where its part is assigned to it (分解任务).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.rules.lacks import is_unheard
from ruralmap.rules.measures import Setting
from ruralmap.rules.outcomes import chosen_once, days_of, judged_target, staged
from ruralmap.rules.rule_results import RuleResult
from ruralmap.rules.weighing import weighed_by
from ruralmap.schema.policy_bodies import ListBody
from ruralmap.schema.policy_filters import AllOf
from ruralmap.schema.policy_rules import TEXT_READING, Also, Reading, Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.case import Case
    from ruralmap.rules.outcomes import Day, Judged
    from ruralmap.schema.policy_rules import Stage


def evaluate_rule(case: Case, rule: Rule) -> RuleResult:
    """
    Hold one rule against every unit of its level.

    Parameters
    ----------
    case
        The policy and the facts, with the results of the rules above this one.
    rule
        The rule, a target or a selection.

    Returns
    -------
    result
        In the order of codes.
    """
    days = days_of(rule, case.facts.as_of)
    if rule.level == "province" and case.is_assigned(rule.assigned):
        rule = rule.model_copy(update={"level": "county"})
    settings = tuple(_setting(case, rule, day) for day in days)
    ordered = sorted(rule.readings, key=lambda reading: not reading.default)
    readings = tuple(_judged(rule, reading, days, settings) for reading in ordered)
    return RuleResult(rule, settings, readings)


def _setting(case: Case, rule: Rule, day: Day) -> Setting:
    """Open the books of a day; on a deadline that is over a month that it cuts is not."""
    strict = rule.kind == "target" and day.ended and day.due is not None
    asker = case.asker(day.date, due=day.due, strict=strict)
    return Setting(case, asker, case.units(asker, rule.level, rule.rows))


def _judged(rule: Rule, reading: Reading, days: list[Day], settings: Sequence[Setting]) -> Judged:
    """Judge one reading on every day of the rule."""
    weighed = []
    for day, setting in zip(days, settings, strict=True):
        asked = reading if day.stage is None else _on_stage(reading, day.stage)
        weighed.append(weighed_by(rule, asked, setting))
    if rule.kind == "target":
        waits = not days[-1].ended and not is_unheard(settings[-1].case, rule, settings[-1].asker)
        return judged_target(rule, reading, weighed, days, waits=waits)
    return chosen_once(weighed[0], days[0])


def _on_stage(reading: Reading, stage: Stage) -> Reading:
    return reading.model_copy(update={"condition": staged(reading.condition, stage)})


def rule_also(rule: Rule, other: Also) -> Rule:
    """
    Write what a rule says at another level as a rule of its own.

    Parameters
    ----------
    rule
        The rule.
    other
        What it says at another level, or of other rows.

    Returns
    -------
    rule
        A target, or a list where it is said of rows how they must be; under the same id.
    """
    same = {"level": other.level, "rows": other.rows, "due": other.due or rule.due, "body": None}
    plain = same | {"every": None, "stages": (), "assigned": None, "also": (), "checks": (), "shows": ()}
    if other.conforms is not None:
        body = ListBody(kind="list", where=other.where, conforms=other.conforms)
        return rule.model_copy(
            update=plain | {"kind": "list", "among": other.among, "readings": (), "body": body}
        )
    trees = tuple(tree for tree in (other.among, other.where) if tree is not None)
    among = AllOf(all=trees) if len(trees) > 1 else trees[0] if trees else None
    reading = Reading.model_validate(
        {"id": TEXT_READING, "label": rule.label, "default": True, "condition": other.condition}
    )
    return rule.model_copy(update=plain | {"kind": "target", "among": among, "readings": (reading,)})
