"""
Hold a policy against the facts (评价): every rule, every unit, every reading.

Each result keeps what decided it, so that an auditor can work it out again by hand. No answer depends on the
order of rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ruralmap.rules.case import prepare_case
from ruralmap.rules.certainty import weigh_reading
from ruralmap.rules.figures import village_sums
from ruralmap.rules.filters import members
from ruralmap.rules.judgement import judge
from ruralmap.rules.margins import leading_comparison
from ruralmap.rules.measures import count_units
from ruralmap.rules.reasons import columns_asked
from ruralmap.rules.residence import judge_residents, movements_of
from ruralmap.rules.results import Reason, Result
from ruralmap.schema.policy_conditions import NetIncomePerHead, Share, comparisons_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.rules.case import Case
    from ruralmap.rules.facts import Facts
    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.results import Comparison, ReadingResult, VillageSum
    from ruralmap.schema.policy import Policy, Rule


@dataclass(frozen=True)
class Evaluation:
    """
    What a policy says of a county (评价结果).

    `trial` is true where the document does not rule the county (套用试算). `nowhere` are, by rule, those who
    would be counted in its default reading and of whom no evidence says where in the county they are.
    """

    policy: Policy
    as_of: str
    trial: bool
    results: tuple[Result, ...]
    nowhere: Mapping[str, int]

    def of(self, rule_id: str) -> tuple[Result, ...]:
        """
        Give the results of one rule.

        Parameters
        ----------
        rule_id
            The rule's id.

        Returns
        -------
        results
            In the order of codes.
        """
        return tuple(result for result in self.results if result.rule_id == rule_id)


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
    results: list[Result] = []
    for rule in policy.rules:
        found = evaluate_rule(case, rule)
        case.selections.results[rule.id] = {result.code: result for result in found}
        results += found
    nowhere = {rule.id: _nowhere(case, rule) for rule in policy.rules}
    return Evaluation(policy, facts.as_of, not policy.covers(facts.county_code), tuple(results), nowhere)


def evaluate_rule(case: Case, rule: Rule) -> list[Result]:
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
    results
        In the order of codes.
    """
    units = case.units[rule.level]
    among = members(units, rule.among, known=case.selections)
    columns = columns_asked(rule.among, case.policy.groups)
    ordered = sorted(rule.readings, key=lambda reading: not reading.default)
    judged = [(reading, judge(case, reading, level=rule.level)) for reading in ordered]
    sums = _sums(case, rule)
    default = rule.default_reading
    residents = judge_residents(case, default, level=rule.level)
    movements = movements_of(case, default, level=rule.level)
    results = []
    for place, (code, name) in enumerate(zip(units["code"].tolist(), units["name"].tolist(), strict=True)):
        readings = tuple(
            weigh_reading(reading, judgements, among=among, columns=columns, place=place)
            for reading, judgements in judged
        )
        leading = leading_comparison(default.condition, readings[0].answer.comparisons)
        result = _result(rule, readings, leading, code=code, name=name)
        if code in sums or code in movements:
            result = replace(
                result, village_sums=sums.get(code, ()), movement=movements.get(code, result.movement)
            )
        results.append(result if residents is None else _with_residents(result, residents, place=place))
    return results


def _with_residents(result: Result, residents: Judgement, *, place: int) -> Result:
    """Lay beside a result what it would be of residents, where they are known and the rule is answered."""
    if result.certainty is None or not residents.usable[place]:
        return result
    answer, reasons = residents.answer(place), result.reasons
    if result.movement.is_apart and any(reason.code == "bases_disagree" for reason in reasons):
        values = {"n": answer.comparisons[0].numerator, "outcome": answer.outcome}
        reasons = (*reasons, Reason("residents", values))
    return replace(result, residents=answer, reasons=reasons)


def _result(
    rule: Rule, readings: tuple[ReadingResult, ...], leading: Comparison | None, *, code: str, name: str
) -> Result:
    """Put the default reading in front, with its leading comparison."""
    default = readings[0]
    return Result(
        rule_id=rule.id,
        kind=rule.kind,
        level=rule.level,
        code=code,
        name=name,
        outcome=default.outcome,
        margin=default.answer.margin if default.certainty is not None else None,
        certainty=default.certainty,
        reading=default.reading,
        leading=leading,
        reasons=default.reasons,
        readings=readings,
    )


def _sums(case: Case, rule: Rule) -> dict[str, tuple[VillageSum, ...]]:
    """Compare townships with their villages, where the rule divides by a population."""
    measures = [compare.measure for compare in comparisons_of(rule.default_reading.condition)]
    share = next((measure for measure in measures if isinstance(measure, Share)), None)
    if rule.level != "township" or share is None:
        return {}
    return village_sums(case.facts, case.figures, item=share.of, bases=share.bases)


def _nowhere(case: Case, rule: Rule) -> int:
    """Count those of the default reading who are in no unit, and of whom nothing says where they are."""
    measure = next(comparisons_of(rule.default_reading.condition)).measure
    if isinstance(measure, NetIncomePerHead):
        return 0
    return count_units(case.rows, measure, level=rule.level, known=case.selections).nowhere
