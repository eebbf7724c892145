"""Hold a policy against a county (政策评价): every rule, at every level, as the public contract has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ruralmap.errors import UsageError
from ruralmap.rules.checks import warnings_of
from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.rules.lacks import lacks_of
from ruralmap.rules.margins import leading_comparison
from ruralmap.rules.place_counts import count_by_place
from ruralmap.rules.rule_results import RuleResult
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ruralmap.rules.evaluate import Evaluation
    from ruralmap.rules.facts import Facts
    from ruralmap.rules.levels import Said
    from ruralmap.rules.results import Result
    from ruralmap.rules.verdicts import Outcome
    from ruralmap.schema.policy import Policy, Rule
    from ruralmap.schema.vocabulary import Level

# Units that have an entry each, in the order of the contract; rows of other levels are counted by place.
_LEVELS: Final[tuple[Level, ...]] = (
    "province",
    "county",
    "township",
    "village",
    "site",
    "project",
    "asset",
)
_UNANSWERED: Final = ("insufficient_data", "parameter_missing")


@dataclass(frozen=True, eq=False)
class PolicyRun:
    """What a policy says of a county, for the rules that were asked."""

    evaluation: Evaluation
    rules: tuple[Rule, ...]
    simulated: bool

    def marks(self, lang: Language) -> list[str]:
        """
        Say what every product of the run carries: trial use, simulated data.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        marks
            None where neither applies.
        """
        marks = (("trial", self.evaluation.trial), ("simulated", self.simulated))
        return [say(f"zones.{mark}", lang) for mark, holds in marks if holds]

    def as_json(self, lang: Language, *, readings: bool = False) -> dict[str, Any]:
        """
        Give the run in the shape of `policy run --json`.

        Parameters
        ----------
        lang
            The language of the marks.
        readings
            Whether every reading is told of a unit, not only the one that decides.

        Returns
        -------
        run
            The head, the results in the policy's order, then by level and code, the warnings, and of every
            rule that has no answer somewhere what is missing.
        """
        evaluation = self.evaluation
        results = [record for rule in self.rules for record in _records(evaluation, rule, readings=readings)]
        unanswered = {record["rule_id"] for record in results if record["outcome"] in _UNANSWERED}
        asked = [rule for rule in self.rules if rule.id in unanswered]
        return {
            "policy": evaluation.policy.id,
            "as_of": evaluation.as_of,
            "trial": evaluation.trial,
            "marks": self.marks(lang),
            "parameters": list(_parameters(evaluation)),
            "results": results,
            "warnings": [record for rule in self.rules for record in _warnings(evaluation, rule)],
            "missing": [record for rule in asked for record in _missing(evaluation, rule, lang)],
        }

    def counts(self) -> list[tuple[Rule, Counter[Outcome], Result | None]]:
        """
        Count the outcomes of each rule at the highest level at which it has one.

        Returns
        -------
        counts
            In the policy's order; with the result itself where it is that of a single unit.
        """
        found = []
        for rule in self.rules:
            said = sorted(self.evaluation.said(rule.id), key=_order)[:1]
            outcomes = (one.verdicts.outcome(place) for one in said for place in range(len(one.codes)))
            alone = next((one.result_at(0) for one in said if len(one.codes) == 1), None)
            found.append((rule, Counter(outcomes), alone))
        return found


def run_policy(
    policy: Policy, facts: Facts, *, only: Sequence[str] = (), simulated: bool = False
) -> PolicyRun:
    """
    Hold a policy against a county.

    Parameters
    ----------
    policy
        The policy.
    facts
        The tables.
    only
        The rules that are asked, by id; all unless given.
    simulated
        Whether the county is made up.

    Returns
    -------
    run
        What the rules say.

    Raises
    ------
    UsageError
        If the policy has no rule of such an id.
    """
    known = [rule.id for rule in policy.rules]
    for rule_id in only:
        if rule_id not in known:
            raise UsageError(say_both("policy_run.no_rule", rule=rule_id, known="、".join(known)))
    rules = tuple(rule for rule in policy.rules if not only or rule.id in only)
    return PolicyRun(evaluate_policy(policy, facts, only=only), rules, simulated)


def _order(said: Said) -> int:
    level = said.level
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def _records(evaluation: Evaluation, rule: Rule, *, readings: bool) -> Iterator[dict[str, Any]]:
    """Give the entries of one rule."""
    for said in sorted(evaluation.said(rule.id), key=_order):
        if isinstance(said, RuleResult) and said.level not in _LEVELS:
            yield from (count.as_record() for count in count_by_place(said))
            continue
        for result in said.results:
            yield result.as_record() | (_readings(result, rule) if readings else {})


def _readings(result: Result, rule: Rule) -> dict[str, Any]:
    """Tell every reading of a unit."""
    conditions = {reading.id: reading.condition for reading in rule.readings}
    found = []
    for one in result.readings:
        condition = conditions.get(one.reading)
        leading = None if condition is None else leading_comparison(condition, one.answer.comparisons)
        value = None if leading is None or leading.value is None else float(leading.value)
        found.append(
            {"reading": one.reading, "outcome": one.outcome, "value": value, "certainty": one.certainty}
        )
    return {"readings": found} if found else {}


def _parameters(evaluation: Evaluation) -> Iterator[dict[str, Any]]:
    """Tell the numbers that were used, and where they stand."""
    for name in evaluation.policy.parameters:
        figure = evaluation.case.known.parameters(name)
        yield {
            "name": figure.name,
            "value": figure.day if figure.value is None else float(figure.value),
            "year": figure.year,
            "source": "参数表" if figure.valid_from else "pack",
            "doc": figure.doc or None,
        }


def _warnings(evaluation: Evaluation, rule: Rule) -> Iterator[dict[str, Any]]:
    """Tell the checks that do not hold."""
    for warned in warnings_of(evaluation.case, rule):
        yield {
            "rule_id": warned.rule_id,
            "label": warned.label.zh,
            "level": warned.level,
            "code": warned.code,
            "holds": warned.holds,
            "value": None if warned.value is None else float(warned.value),
            "expected": None if warned.expected is None else float(warned.expected),
            "rows": warned.rows,
        }


def _missing(evaluation: Evaluation, rule: Rule, lang: Language) -> Iterator[dict[str, Any]]:
    """Name what a rule asks and nobody told."""
    for lack in lacks_of(evaluation.case, rule):
        table = getattr(TABLES[lack.name], lang) if lack.name in TABLES else lack.name
        if lack.name in ROWS and lack.name not in TABLES:
            table = say(f"policy_check.row.{lack.name}", lang)
        column = getattr(columns_of(lack.name)[lack.column], lang) if lack.column else ""
        year = "" if lack.year is None else f"{lack.year} "
        words = {"table": table, "column": column, "cells": lack.cells, "year": year}
        yield {
            "rule_id": rule.id,
            "what": lack.what,
            "name": lack.name,
            "column": lack.column or None,
            "cells": lack.cells or None,
            "year": lack.year,
            "text": say(f"policy_run.missing.{lack.what}", lang, **words),
        }
