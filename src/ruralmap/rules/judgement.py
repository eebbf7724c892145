"""
A reading over all units of a level, on each basis on which it can be read (各口径的判断).

The clause does not say which population it means. Each basis that has figures is worked out by itself, so
that a disagreement shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.lines import Line, line_of
from ruralmap.rules.margins import condition_margin, counts_one_thing
from ruralmap.rules.membership import NO_PARAMETER, NOT_YET
from ruralmap.rules.results import Answer
from ruralmap.rules.truth import SPANS, Truth, truth_of
from ruralmap.rules.verdicts import (
    INSUFFICIENT_DATA,
    NOT_DUE,
    NOT_SELECTED,
    OUTCOMES,
    PARAMETER_MISSING,
    SELECTED,
)
from ruralmap.schema.policy_conditions import AnyConditions, Compare, comparisons_of, leaves_of_condition
from ruralmap.schema.policy_measures import Share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.rules.measures import Setting
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.truth import Flags, Span
    from ruralmap.rules.verdicts import Codes
    from ruralmap.schema.policy import Reading
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.vocabulary import Basis


@dataclass(frozen=True, eq=False)
class Judgement:
    """
    One reading on one basis, over all units.

    `usable` says where every population it asks for is there, `one_count` whether all of its comparisons
    count the same.
    """

    condition: Condition
    basis: Basis | None
    leaves: Sequence[Line | Held]
    truths: Mapping[Span, Truth]
    usable: Flags
    one_count: bool

    @cached_property
    def lines(self) -> list[Line]:
        """The comparisons, without what must only be so."""
        return [leaf for leaf in self.leaves if isinstance(leaf, Line)]

    def answer(self, place: int) -> Answer:
        """
        Give the answer of one unit, with its numbers.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        answer
            The outcome, the margin and the comparisons.
        """
        comparisons = tuple(line.comparison(place) for line in self.lines)
        outcome = OUTCOMES[self.outcomes[place]]
        decided = outcome in {"selected", "not_selected"}
        margin = None
        # Of lines for different units, such as kinds of projects, each unit is asked one.
        one_count = self.one_count or sum(comparison.applies for comparison in comparisons) == 1
        if decided and one_count and self._turns_by_number(place):
            margin = condition_margin(self.condition, comparisons)
        return Answer(self.basis, outcome, margin, comparisons)

    def _turns_by_number(self, place: int) -> bool:
        """Say whether a number can turn the answer: not where something else gives or forbids it."""
        neutral = not isinstance(self.condition, AnyConditions)
        return all(truth.answer(place) is neutral for truth in self._held)

    @cached_property
    def _held(self) -> list[Truth]:
        """What must be so beside the comparisons."""
        return [leaf.truth("default") for leaf in self.leaves if isinstance(leaf, Held)]

    def says(self, span: Span, place: int) -> bool | None:
        """
        Say what the reading gives when its numbers are taken in a span.

        Parameters
        ----------
        span
            The span.
        place
            The unit's place in the order of codes.

        Returns
        -------
        answer
            Missing where the span crosses the line.
        """
        return self.truths[span].answer(place)

    @cached_property
    def outcomes(self) -> Codes:
        """What the reading says of each unit, or what keeps it from it; a missing parameter is the graver."""
        lacking = np.minimum.reduce([leaf.lacking for leaf in self.leaves])
        no_parameter, not_yet = lacking == NO_PARAMETER, lacking == NOT_YET
        said = self.truths["default"].where(self.usable)
        return np.select(
            [said.yes, said.no, no_parameter, not_yet],
            [np.int8(SELECTED), np.int8(NOT_SELECTED), np.int8(PARAMETER_MISSING), np.int8(NOT_DUE)],
            np.int8(INSUFFICIENT_DATA),
        )


def judge(reading: Reading, setting: Setting) -> list[Judgement]:
    """
    Judge every unit of a level in one reading, on each basis that the policy allows.

    Parameters
    ----------
    reading
        The reading.
    setting
        Of whom, and when.

    Returns
    -------
    judgements
        One a basis, in the policy's order; a single one where no population is asked.
    """
    return [judge_on(reading, replace(setting, basis=basis)) for basis in bases_of(reading.condition)]


def bases_of(condition: Condition) -> tuple[Basis | None, ...]:
    """
    List the bases on which a condition can be read.

    Parameters
    ----------
    condition
        The condition; its shares all allow the same bases.

    Returns
    -------
    bases
        In the policy's order; a single empty one where no population is asked.
    """
    measures = [compare.measure for compare in comparisons_of(condition)]
    return next((measure.bases for measure in measures if isinstance(measure, Share)), (None,))


def judge_on(reading: Reading, setting: Setting) -> Judgement:
    """
    Judge every unit of a level in one reading, on one basis.

    Parameters
    ----------
    reading
        The reading.
    setting
        Of whom, and when.

    Returns
    -------
    judgement
        The judgement.
    """
    condition = reading.condition
    leaves = [
        line_of(leaf, setting) if isinstance(leaf, Compare) else _held(leaf.holds, setting)
        for leaf, _ in leaves_of_condition(condition)
    ]
    usable = np.ones(len(setting.units.codes), dtype=bool)
    for leaf in leaves:
        if isinstance(leaf, Line) and leaf.measured.figures:
            usable &= leaf.known
    truths = {span: truth_of(condition, iter([leaf.truth(span) for leaf in leaves])) for span in SPANS}
    return Judgement(condition, setting.basis, leaves, truths, usable, counts_one_thing(condition))


@dataclass(frozen=True, eq=False)
class Held:
    """What must be so of each unit's own row; `settled` where an empty cell counts if the policy says so."""

    tree: Filter
    passed: Membership
    settled: Membership

    @property
    def lacking(self) -> Codes:
        """What keeps it from an answer: the place in `LACKING`, or one beyond."""
        return self.passed.lacking

    def truth(self, span: Span) -> Truth:
        """
        Answer for every unit.

        Parameters
        ----------
        span
            Which span the doubtful are taken in.

        Returns
        -------
        truth
            By default the policy's side for an empty cell is taken; where the cells are doubted, none.
        """
        doubted = span in {"membership", "all"}
        return self.passed.truth if doubted else self.settled.truth


def _held(tree: Filter, setting: Setting) -> Held:
    asker, rows = setting.asker, setting.units.rows
    return Held(tree, asker.members(rows, tree), asker.settled.members(rows, tree))
