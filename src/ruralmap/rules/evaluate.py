"""
Hold a policy against the facts (评价): every rule, every unit, every reading.

Each result keeps what decided it, so that an auditor can work it out again by hand. No answer depends on the
order of rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruralmap.rules.adopting import adopting_document
from ruralmap.rules.book import book_of
from ruralmap.rules.case import prepare_case
from ruralmap.rules.facts import require_countable
from ruralmap.rules.filters import selection_of
from ruralmap.rules.levels import said_of
from ruralmap.rules.named_rules import can_judge, rules_named
from ruralmap.rules.one_rule import evaluate_rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ruralmap.rules.book import Book
    from ruralmap.rules.case import Case
    from ruralmap.rules.facts import Facts
    from ruralmap.rules.levels import Said
    from ruralmap.rules.results import Result
    from ruralmap.rules.rule_results import RuleResult
    from ruralmap.schema.policy import Policy, Rule


@dataclass(frozen=True, eq=False)
class Evaluation:
    """
    What a policy says of a county (评价结果).

    `rules` are the results by rule, in the policy's order, of targets and selections; `said` gives what any
    rule comes to. `trial` is true where the document does not rule
    the county, and no document of the county adopts it (套用试算). `nowhere` are, by rule, those who would be
    counted in its default reading and of whom no evidence says where in the county they are.
    """

    policy: Policy
    as_of: str
    trial: bool
    rules: Mapping[str, RuleResult]
    nowhere: Mapping[str, int]
    case: Case

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

    def said(self, rule_id: str) -> tuple[Said, ...]:
        """
        Give what a rule comes to at every level.

        Parameters
        ----------
        rule_id
            The rule's id.

        Returns
        -------
        said
            At its own level first; nothing where the engine does not know what it measures.
        """
        rule = self.policy.rule(rule_id)
        return said_of(self.case, rule, self.rules.get(rule_id)) if can_judge(rule) else ()

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


def evaluate_policy(policy: Policy, facts: Facts, *, only: Collection[str] = ()) -> Evaluation:
    """
    Hold a policy against the facts.

    Parameters
    ----------
    policy
        The policy.
    facts
        The tables.
    only
        The rules that are asked, by id, and no others but those that they name; all unless given.

    Returns
    -------
    evaluation
        One result for each rule and each unit of its level, in the policy's order, then in that of codes.

    Raises
    ------
    ConservationError
        If somebody would be counted twice or not at all.
    """
    require_countable(facts)
    return _evaluated(policy, facts, book_of(facts), wanted=_with_named(policy, only) if only else None)


def evaluate_policies(policies: Sequence[Policy], facts: Facts) -> tuple[Evaluation, ...]:
    """
    Hold several policies against the facts, which are laid together once.

    Parameters
    ----------
    policies
        The policies.
    facts
        The tables.

    Returns
    -------
    evaluations
        One a policy, as `evaluate_policy` gives it.

    Raises
    ------
    ConservationError
        If somebody would be counted twice or not at all.
    """
    require_countable(facts)
    book = book_of(facts)
    return tuple(_evaluated(policy, facts, book) for policy in policies)


def _with_named(policy: Policy, only: Collection[str]) -> set[str]:
    """Add the rules that some rules name, and those that these name: they stand above them."""
    wanted = set(only)
    for rule in reversed(policy.rules):
        if rule.id in wanted:
            wanted |= set(rules_named(rule))
    return wanted


def _evaluated(policy: Policy, facts: Facts, book: Book, wanted: set[str] | None = None) -> Evaluation:
    """Hold a policy, or some of its rules, against tables that are laid together."""
    case = prepare_case(policy, facts, book)
    asked = [rule for rule in policy.rules if wanted is None or rule.id in wanted]
    results = {rule.id: _kept(case, rule) for rule in asked if rule.readings and can_judge(rule)}
    nowhere = {rule_id: _nowhere(found) for rule_id, found in results.items()}
    in_force = policy.covers(facts.county_code) or adopting_document(facts, policy.id) is not None
    return Evaluation(policy, facts.as_of, not in_force, results, nowhere, case)


def _kept(case: Case, rule: Rule) -> RuleResult:
    """Evaluate a rule, and keep what it says for the rules below it."""
    found = evaluate_rule(case, rule)
    case.known.rules[rule.id] = selection_of(found.setting.units.rows, found.verdicts)
    return found


def _nowhere(found: RuleResult) -> int:
    """Count those of the default reading who are in no unit, and of whom nothing says where they are."""
    lines = found.readings[0].weighed[0].judgements[0].lines
    counts = lines[0].measured.counts if lines else None
    return 0 if counts is None else counts.nowhere
