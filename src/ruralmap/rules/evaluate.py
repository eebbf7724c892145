"""
Hold a policy against the facts (评价): every rule, every unit, every reading.

Each result keeps what decided it, so that an auditor can work it out again by hand. No answer depends on the
order of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruralmap.rules.case import prepare_case
from ruralmap.rules.certainty import weigh
from ruralmap.rules.filters import members, selection_of
from ruralmap.rules.judgement import judge
from ruralmap.rules.measures import count_units
from ruralmap.rules.reasons import columns_asked
from ruralmap.rules.rule_results import RuleResult
from ruralmap.schema.policy_conditions import NetIncomePerHead, comparisons_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ruralmap.rules.case import Case
    from ruralmap.rules.facts import Facts
    from ruralmap.rules.results import Result
    from ruralmap.schema.policy import Policy, Rule


@dataclass(frozen=True, eq=False)
class Evaluation:
    """
    What a policy says of a county (评价结果).

    `rules` are the results by rule, in the policy's order. `trial` is true where the document does not rule
    the county (套用试算). `nowhere` are, by rule, those who would be counted in its default reading and of
    whom no evidence says where in the county they are.
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
    results: dict[str, RuleResult] = {}
    for rule in policy.rules:
        found = evaluate_rule(case, rule)
        case.selections.rules[rule.id] = selection_of(found.codes, found.verdicts)
        results[rule.id] = found
    nowhere = {rule.id: _nowhere(case, rule) for rule in policy.rules}
    return Evaluation(policy, facts.as_of, not policy.covers(facts.county_code), results, nowhere)


def evaluate_rule(case: Case, rule: Rule) -> RuleResult:
    """
    Hold one rule against every unit of its level.

    Parameters
    ----------
    case
        The policy and the facts, with the results of the rules above this one.
    rule
        The rule.

    Returns
    -------
    result
        In the order of codes.
    """
    among = members(case.units[rule.level], rule.among, known=case.selections)
    columns = columns_asked(rule.among, case.policy.groups)
    ordered = sorted(rule.readings, key=lambda reading: not reading.default)
    readings = tuple(
        weigh(reading, judge(case, reading, level=rule.level), among=among, columns=columns)
        for reading in ordered
    )
    return RuleResult(case, rule, readings)


def _nowhere(case: Case, rule: Rule) -> int:
    """Count those of the default reading who are in no unit, and of whom nothing says where they are."""
    measure = next(comparisons_of(rule.default_reading.condition)).measure
    if isinstance(measure, NetIncomePerHead):
        return 0
    return count_units(case.rows, measure, level=rule.level, known=case.selections).nowhere
