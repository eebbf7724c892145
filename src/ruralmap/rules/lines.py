"""
One comparison of a policy over all units of a level (比较): what was measured, and the limit it is held to.

Each number is known as a span. The default span is what the reading counts; the others widen it by those
whose cell is empty and by those who could not be linked, so that it shows where either could turn the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from ruralmap.rules.comparators import holds_between, limit_of, margin_of
from ruralmap.rules.filters import members
from ruralmap.rules.incomes import income_limits, net_incomes
from ruralmap.rules.measures import count_units
from ruralmap.rules.results import Comparison
from ruralmap.rules.truth import Truth, all_of
from ruralmap.schema.policy_conditions import NetIncomePerHead, Share

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from ruralmap.rules.case import Case
    from ruralmap.rules.filters import Membership
    from ruralmap.rules.incomes import Incomes
    from ruralmap.rules.results import ParameterFigure, PopulationFigure, Tally
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
    divisors: Sequence[int] = ()
    asked: Membership | None = None
    tallies: Sequence[Tally] = ()
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
        lowest, highest = self.spans[span]
        held = holds_between(self.compare.op, self.limits, lowest=lowest, highest=highest).where(self.known)
        if self.asked is None:
            return held
        counted = self.asked.counted
        asked = Truth(counted, ~counted) if span in {"default", "unlinked"} else self.asked.truth
        return all_of([asked, held])

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
        is_asked, numerator, is_measured, limit, holds = self._rows[place]
        if not is_asked:
            return self._not_asked
        other = self._not_asked
        return Comparison(
            kind=other.kind,
            counted=other.counted,
            op=other.op,
            threshold=other.threshold,
            unit=other.unit,
            parameter=other.parameter,
            numerator=numerator if is_measured else None,
            denominator=(self.divisors[place] or None) if self.divisors else None,
            limit=limit,
            margin=None if limit is None else margin_of(self.compare.op, limit=limit, number=numerator),
            holds=holds,
            applies=True,
            figure=self.figures[place] if self.figures else None,
            tally=self.tallies[place] if self.tallies else None,
        )

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

    @cached_property
    def _rows(self) -> list[tuple[bool, int, bool, int | None, bool | None]]:
        """Of each unit: whether it is asked, its number, whether that is known, its limit, if it holds."""
        lowest, highest = self.spans["default"]
        held = holds_between(self.compare.op, self.limits, lowest=lowest, highest=highest).where(self.known)
        everywhere = np.ones(len(self.limits), dtype=bool)
        limits = zip(self.limits.tolist(), self.known.tolist(), strict=True)
        return list(
            zip(
                (everywhere if self.asked is None else self.asked.counted).tolist(),
                lowest.tolist(),
                (everywhere if self.incomes is None else self.incomes.known).tolist(),
                [limit if known else None for limit, known in limits],
                held.answers,
                strict=True,
            )
        )


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
    codes = case.units[level]["code"].tolist()
    tallies = [counts.of(code) for code in codes]
    figures = _figures(case, measure, codes=codes, basis=basis)
    divisors = [figure.value if figure else 0 for figure in figures]
    parameter = case.parameters[compare.parameter] if compare.parameter else None
    threshold = compare.threshold if parameter is None else parameter.value
    numbers = divisors or [1] * len(codes)
    known = [threshold is not None and number > 0 for number in numbers]
    limits = [
        limit_of(compare.op, Fraction(threshold) * number) if threshold is not None else 0
        for number in numbers
    ]
    return Line(
        compare,
        _spans(tallies),
        np.array(limits, dtype=np.int64),
        np.array(known, dtype=bool),
        divisors=divisors,
        tallies=tallies,
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


def _spans(tallies: Sequence[Tally]) -> dict[Span, tuple[Whole, Whole]]:
    """Give each number's spans: as counted, and widened by the doubtful."""
    table = [(t.counted, t.undecided, t.unsure_in, t.unsure_out, t.nearby) for t in tallies]
    counted, undecided, unsure_in, unsure_out, nearby = np.array(table, dtype=np.int64).reshape(-1, 5).T
    return {
        "default": (counted, counted + undecided),
        "membership": (counted - unsure_in, counted + unsure_out),
        "unlinked": (counted, counted + undecided + nearby),
        "all": (counted - unsure_in, counted + unsure_out + nearby),
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
        divisors=incomes.size.tolist(),
        asked=asked,
        incomes=incomes,
        parameter=parameter,
    )
