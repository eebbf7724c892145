"""
Hold a policy against the facts (评价): every rule, every unit, every reading.

Each result keeps what decided it, so that an auditor can work it out again by hand. No answer depends on the
order of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.adopting import adopting_document
from ruralmap.rules.bodies import body_result
from ruralmap.rules.case import prepare_case
from ruralmap.rules.certainty import weigh
from ruralmap.rules.filters import selection_of
from ruralmap.rules.judgement import judge
from ruralmap.rules.measures import Setting
from ruralmap.rules.measuring import KNOWN_MEASURES
from ruralmap.rules.membership import certain
from ruralmap.rules.outcomes import chosen_once, days_of, judged_target, staged
from ruralmap.rules.reasons import columns_asked
from ruralmap.rules.rollup import target_rolled
from ruralmap.rules.rule_results import RuleResult
from ruralmap.schema.policy_conditions import Compare, comparisons_of, leaves_of_condition
from ruralmap.schema.policy_filters import Has, SelectedBy, leaves_of
from ruralmap.schema.policy_measures import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ruralmap.rules.case import Case
    from ruralmap.rules.facts import Facts
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.outcomes import Day, Judged
    from ruralmap.rules.results import Result
    from ruralmap.rules.rollup import Rolled
    from ruralmap.schema.policy import Policy, Reading, Rule
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.policy_rules import Stage


@dataclass(frozen=True, eq=False)
class Evaluation:
    """
    What a policy says of a county (评价结果).

    `rules` are the results by rule, in the policy's order. `trial` is true where the document does not rule
    the county, and no document of the county adopts it (套用试算). `nowhere` are, by rule, those who would be
    counted in its default reading and of whom no evidence says where in the county they are.
    """

    policy: Policy
    as_of: str
    trial: bool
    rules: Mapping[str, RuleResult]
    nowhere: Mapping[str, int]

    def of(self, rule_id: str) -> tuple[Result, ...]:
        """
        Give the results of one rule, one by one.

        Parameters
        ----------
        rule_id
            The rule's id.

        Returns
        -------
        results
            In the order of codes.
        """
        return self.rules[rule_id].results

    def at(self, code: str) -> Iterator[Result]:
        """
        Give what every rule says of one unit.

        Parameters
        ----------
        code
            The unit's code.

        Yields
        ------
        result
            One for each rule of the unit's level, in the policy's order.
        """
        for found in self.rules.values():
            place = found.place_of(code)
            if place is not None:
                yield found.result_at(place)


def evaluate_policy(policy: Policy, facts: Facts) -> Evaluation:
    """
    Hold a policy against the facts.

    Parameters
    ----------
    policy
        The policy.
    facts
        The tables.

    Returns
    -------
    evaluation
        One result for each rule and each unit of its level, in the policy's order, then in that of codes.

    Raises
    ------
    ConservationError
        If somebody would be counted twice or not at all.
    """
    case = prepare_case(policy, facts)
    results = {rule.id: _kept(case, rule) for rule in policy.rules if can_judge(rule)}
    nowhere = {rule_id: _nowhere(found) for rule_id, found in results.items()}
    in_force = policy.covers(facts.county_code) or adopting_document(facts, policy.id) is not None
    return Evaluation(policy, facts.as_of, not in_force, results, nowhere)


def evaluate_rule_alone(policy: Policy, facts: Facts, rule_id: str) -> tuple[RuleResult | Rolled, ...]:
    """
    Hold one rule against the facts, and before it those that it names.

    Parameters
    ----------
    policy
        The policy.
    facts
        The tables.
    rule_id
        The rule's id.

    Returns
    -------
    results
        What the rule says at its own level, if it judges there; then what its rows come to in the county.

    Raises
    ------
    KeyError
        If the policy has no such rule.
    ConservationError
        If somebody would be counted twice or not at all.
    """
    case = prepare_case(policy, facts)
    rule = policy.rule(rule_id)
    named = rules_named(rule)
    for other in policy.rules:
        if other.id == rule_id:
            break
        if other.id in named:
            _kept(case, other)
    if rule.body is not None:
        return (body_result(case, rule),)
    found = evaluate_rule(case, rule)
    rolled = target_rolled(found, "county")
    return (found,) if rolled is None else (found, rolled)


def can_judge(rule: Rule) -> bool:
    """
    Say whether the engine knows all that a rule measures.

    Parameters
    ----------
    rule
        The rule.

    Returns
    -------
    known
        False for rules that are no targets and no selections, too.
    """
    compares = [one for reading in rule.readings for one in comparisons_of(reading.condition)]
    measures = [one for compare in compares for one in (compare.measure, compare.than) if one is not None]
    return bool(rule.readings) and all(isinstance(one, KNOWN_MEASURES) for one in measures)


def _kept(case: Case, rule: Rule) -> RuleResult:
    """Evaluate a rule, and keep what it says for the rules below it."""
    found = evaluate_rule(case, rule)
    case.known.rules[rule.id] = selection_of(found.setting.units.rows, found.verdicts)
    return found


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
    settings = []
    for day in days:
        asker = case.asker(day.date, due=day.due)
        settings.append(Setting(case, asker, case.units(asker, rule.level, rule.rows)))
    ordered = sorted(rule.readings, key=lambda reading: not reading.default)
    readings = tuple(_judged(rule, reading, days, settings) for reading in ordered)
    return RuleResult(rule, settings[-1], readings)


def _judged(rule: Rule, reading: Reading, days: list[Day], settings: list[Setting]) -> Judged:
    """Judge one reading on every day of the rule."""
    weighed = []
    for day, setting in zip(days, settings, strict=True):
        asked = reading if day.stage is None else _on_stage(reading, day.stage)
        tree = reading.among or rule.among
        among = setting.asker.members(setting.units.rows, tree) if tree else everywhere(setting)
        columns = columns_asked(tree, setting.case.policy.groups)
        weighed.append(weigh(asked, judge(asked, setting), among=among, columns=columns))
    if rule.kind == "target":
        return judged_target(rule, reading, weighed, days)
    return chosen_once(weighed[0], days[0])


def _on_stage(reading: Reading, stage: Stage) -> Reading:
    return reading.model_copy(update={"condition": staged(reading.condition, stage)})


def everywhere(setting: Setting) -> Membership:
    """
    Speak of all units.

    Parameters
    ----------
    setting
        Of which units.

    Returns
    -------
    membership
        Certain; nothing is judged above the county.
    """
    size = len(setting.units.codes)
    return certain(np.full(size, setting.units.level != "province"))


def _nowhere(found: RuleResult) -> int:
    """Count those of the default reading who are in no unit, and of whom nothing says where they are."""
    lines = found.readings[0].weighed[0].judgements[0].lines
    counts = lines[0].measured.counts if lines else None
    return 0 if counts is None else counts.nowhere


def rules_named(rule: Rule) -> set[str]:
    """
    List the rules that a rule asks what they said.

    Parameters
    ----------
    rule
        The rule.

    Returns
    -------
    ids
        Their ids.
    """
    trees = [rule.among, *(reading.among for reading in rule.readings)]
    for reading in rule.readings:
        for leaf, _ in leaves_of_condition(reading.condition):
            if isinstance(leaf, Compare):
                parts = [*parts_of(leaf.measure), *(parts_of(leaf.than) if leaf.than else ())]
                trees += [leaf.where, *(part.where for part in parts)]
            else:
                trees.append(leaf.holds)
    return {name for tree in trees if tree is not None for name in _named(tree)}


def _named(tree: Filter) -> Iterator[str]:
    """Walk through the rules that a filter names, also of related rows."""
    for leaf, _ in leaves_of(tree, ""):
        if isinstance(leaf, SelectedBy):
            yield leaf.selected_by
        elif isinstance(leaf, Has) and leaf.where is not None:
            yield from _named(leaf.where)
