"""
A reading over all units of a level, on each basis on which it can be read (各口径的判断).

The clause does not say which population it means. Each basis that has figures is worked out by itself, so
that a disagreement shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.filters import LACKING
from ruralmap.rules.lines import SPANS, line_of
from ruralmap.rules.margins import condition_margin, counts_one_thing
from ruralmap.rules.results import Answer
from ruralmap.rules.truth import truth_of
from ruralmap.rules.verdicts import INSUFFICIENT_DATA, NOT_SELECTED, OUTCOMES, PARAMETER_MISSING, SELECTED
from ruralmap.schema.policy_conditions import Share, comparisons_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.rules.case import Case
    from ruralmap.rules.lines import Line, Span
    from ruralmap.rules.truth import Flags, Truth
    from ruralmap.rules.verdicts import Codes
    from ruralmap.schema.links import Residence
    from ruralmap.schema.policy import Reading
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.vocabulary import Basis, Level


@dataclass(frozen=True, eq=False)
class Judgement:
    """
    One reading on one basis, over all units.

    `usable` says where every population it asks for is there, `one_count` whether all of its comparisons
    count the same.
    """

    condition: Condition
    basis: Basis | None
    lines: Sequence[Line]
    truths: Mapping[Span, Truth]
    usable: Flags
    one_count: bool

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
        margin = condition_margin(self.condition, comparisons) if decided and self.one_count else None
        return Answer(self.basis, outcome, margin, comparisons)

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
        lacking = np.minimum.reduce([line.lacking for line in self.lines])
        no_parameter = lacking == LACKING.index("parameter_missing")
        said = self.truths["default"].where(self.usable)
        return np.select(
            [said.yes, said.no, no_parameter],
            [np.int8(SELECTED), np.int8(NOT_SELECTED), np.int8(PARAMETER_MISSING)],
            np.int8(INSUFFICIENT_DATA),
        )


def judge(case: Case, reading: Reading, *, level: Level) -> list[Judgement]:
    """
    Judge every unit of a level in one reading, on each basis that the policy allows.

    Parameters
    ----------
    case
        The policy and the facts.
    reading
        The reading.
    level
        The level.

    Returns
    -------
    judgements
        One a basis, in the policy's order; a single one where no population is asked.
    """
    return [judge_on(case, reading, level=level, basis=basis) for basis in bases_of(reading.condition)]


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


def judge_on(
    case: Case,
    reading: Reading,
    *,
    level: Level,
    basis: Basis | None,
    residence: Residence = "registered",
) -> Judgement:
    """
    Judge every unit of a level in one reading, on one basis.

    Parameters
    ----------
    case
        The policy and the facts.
    reading
        The reading.
    level
        The level.
    basis
        The basis of the population; none where no population is asked.
    residence
        Whether people count where they are registered or where they live.

    Returns
    -------
    judgement
        The judgement.
    """
    compares = comparisons_of(reading.condition)
    lines = [line_of(case, compare, level=level, basis=basis, residence=residence) for compare in compares]
    usable = np.ones(len(case.units[level]), dtype=bool)
    for line in lines:
        if line.figures:
            usable &= line.known
    truths = {span: truth_of(reading.condition, iter([line.truth(span) for line in lines])) for span in SPANS}
    return Judgement(reading.condition, basis, lines, truths, usable, counts_one_thing(reading.condition))
