"""
One comparison of a policy over all units of a level (比较): what was measured, and the limit it is held to.

Each number is known as a span. The default span is what the reading counts; the others widen it by those
whose cell is empty and by those who could not be linked, so that it shows where either could turn the answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ruralmap.rules.comparators import holds_between, limits_of, margin_of
from ruralmap.rules.filters import LACKING, members
from ruralmap.rules.incomes import income_limits, net_incomes
from ruralmap.rules.measures import count_units
from ruralmap.rules.results import Comparison
from ruralmap.rules.truth import Truth, all_of
from ruralmap.schema.policy_conditions import NetIncomePerHead, Share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from ruralmap.rules.case import Case
    from ruralmap.rules.counts import Counts
    from ruralmap.rules.filters import Membership
    from ruralmap.rules.incomes import Incomes
    from ruralmap.rules.results import ParameterFigure, PopulationFigure
    from ruralmap.rules.truth import Flags, Whole
    from ruralmap.schema.links import Residence
    from ruralmap.schema.policy_conditions import Compare, Count
    from ruralmap.schema.vocabulary import Basis, Level

Span = Literal["default", "membership", "unlinked", "all"]
SPANS: Final[tuple[Span, ...]] = ("default", "membership", "unlinked", "all")


@dataclass(frozen=True, eq=False)
class Line:
    """
    A comparison over all units of a level, in the order of their codes.

    `known` says where all figures are there, `asked` which households the comparison asks at all. `divisors`
    are the populations or the households' sizes, 0 where there is none.
    """

    compare: Compare
    spans: Mapping[Span, tuple[Whole, Whole]]
    limits: Whole
    known: Flags
    divisors: Whole | None = None
    asked: Membership | None = None
    counts: Counts | None = None
    figures: Sequence[PopulationFigure | None] = ()
    incomes: Incomes | None = None
    parameter: ParameterFigure | None = None

    def truth(self, span: Span) -> Truth:
        """
        Answer the comparison for every unit.

        Parameters
        ----------
        span
            Which span the numbers are taken in.

        Returns
        -------
        truth
            Neither so nor not so where a figure is missing or the span crosses the limit.
        """
        held = self._held(span)
        if self.asked is None:
            return held
        counted = self.asked.counted
        asked = Truth(counted, ~counted) if span in {"default", "unlinked"} else self.asked.truth
        return all_of([asked, held])

    def _held(self, span: Span) -> Truth:
        """Hold the numbers, taken in a span, against their limits, whether the unit is asked or not."""
        lowest, highest = self.spans[span]
        return holds_between(self.compare.op, self.limits, lowest=lowest, highest=highest).where(self.known)

    def comparison(self, place: int) -> Comparison:
        """
        Give the comparison of one unit, with its numbers.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        comparison
            The numbers and what they say.
        """
        other = self._not_asked
        if self.asked is not None and not self.asked.counted[place]:
            return other
        numerator = int(self.spans["default"][0][place])
        is_measured = self.incomes is None or bool(self.incomes.known[place])
        limit = int(self.limits[place]) if self.known[place] else None
        return replace(
            other,
            numerator=numerator if is_measured else None,
            denominator=None if self.divisors is None else int(self.divisors[place]) or None,
            limit=limit,
            margin=None if limit is None else margin_of(self.compare.op, limit=limit, number=numerator),
            holds=self._held("default").answer(place),
            applies=True,
            figure=self.figures[place] if self.figures else None,
            tally=self.counts.tally(place) if self.counts else None,
        )

    @cached_property
    def lacking(self) -> Whole:
        """What keeps the comparison from an answer in each unit: the place in `LACKING`, or one beyond."""
        nothing = np.full(len(self.limits), len(LACKING))
        if self.parameter is not None and self.parameter.value is None:
            nothing[:] = LACKING.index("parameter_missing")
        elif self.counts is not None:
            nothing = self.counts.lacking
        return nothing if self.asked is None else np.where(self.asked.counted, nothing, len(LACKING))

    @cached_property
    def _not_asked(self) -> Comparison:
        """The comparison as it stands for a unit that it does not ask."""
        measure = self.compare.measure
        return Comparison(
            kind=measure.kind,
            counted=None if isinstance(measure, NetIncomePerHead) else measure.count,
            numerator=None,
            denominator=None,
            op=self.compare.op,
            threshold=self._threshold,
            unit=self.compare.unit,
            limit=None,
            margin=None,
            holds=None,
            applies=False,
            parameter=self.parameter,
        )

    @property
    def _threshold(self) -> Decimal | None:
        return self.compare.threshold if self.parameter is None else self.parameter.value


def line_of(
    case: Case,
    compare: Compare,
    *,
    level: Level,
    basis: Basis | None,
    residence: Residence = "registered",
) -> Line:
    """
    Measure a comparison in every unit of a level.

    Parameters
    ----------
    case
        The policy and the facts.
    compare
        The comparison.
    level
        The level.
    basis
        The basis of the population, for shares.
    residence
        Whether people count where they are registered or where they live.

    Returns
    -------
    line
        The comparison over all units.
    """
    measure = compare.measure
    if isinstance(measure, NetIncomePerHead):
        return _income_line(case, compare)
    counts = count_units(case.rows, measure, level=level, known=case.selections, residence=residence)
    figures = _figures(case, measure, codes=case.units[level]["code"].tolist(), basis=basis)
    parameter = case.parameters[compare.parameter] if compare.parameter else None
    threshold = compare.threshold if parameter is None else parameter.value
    divisors = np.array([figure.value if figure else 0 for figure in figures], dtype=np.int64)
    numbers = divisors if figures else np.ones(len(counts.counted), dtype=np.int64)
    return Line(
        compare,
        _spans(counts),
        limits_of(compare.op, Fraction(threshold or 0), numbers),
        (numbers > 0) & (threshold is not None),
        divisors=divisors if figures else None,
        counts=counts,
        figures=figures,
        parameter=parameter,
    )


def _figures(
    case: Case, measure: Count | Share, *, codes: Sequence[str], basis: Basis | None
) -> list[PopulationFigure | None]:
    """Find the populations that a share is divided by; none for a count."""
    if not isinstance(measure, Share) or basis is None:
        return []
    return [case.figures.get((code, measure.of, basis)) for code in codes]


def _spans(counts: Counts) -> dict[Span, tuple[Whole, Whole]]:
    """Give each number's spans: as counted, and widened by the doubtful."""
    counted, highest = counts.counted, counts.counted + counts.undecided
    fewest, most = counted - counts.unsure_in, counted + counts.unsure_out
    return {
        "default": (counted, highest),
        "membership": (fewest, most),
        "unlinked": (counted, highest + counts.nearby),
        "all": (fewest, most + counts.nearby),
    }


def _income_line(case: Case, compare: Compare) -> Line:
    """Work out each household's net income in the year of the parameter, and its limit."""
    households = case.units["household"]
    parameter = case.parameters[compare.parameter or ""]
    incomes = net_incomes(case.facts, households["hh_id"], year=parameter.year)
    limits = np.zeros(len(households), dtype=np.int64)
    if parameter.value is not None:
        limits = income_limits(compare.op, parameter.value, sizes=incomes.size)
    asked = None
    if compare.where is not None:
        asked = members(households, compare.where, known=case.selections)
    return Line(
        compare,
        dict.fromkeys(SPANS, (incomes.net_fen, incomes.net_fen)),
        limits,
        incomes.known & (parameter.value is not None),
        divisors=incomes.size,
        asked=asked,
        incomes=incomes,
        parameter=parameter,
    )
