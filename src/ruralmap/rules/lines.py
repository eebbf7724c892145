"""
One comparison of a policy over all units of a level (比较): what was measured, and the limit it is held to.

Each number is known as a span. The default span is what the reading counts; the others widen it by those
whose cell is empty and by those who could not be linked, so that it shows where either could turn the answer.
How numbers are held against a line stands in `gaps`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ruralmap.rules.comparators import in_all, limits_of, margin_of
from ruralmap.rules.gaps import against, beyond, reached, slack_of
from ruralmap.rules.measure_days import margins_of
from ruralmap.rules.measuring import measured
from ruralmap.rules.membership import NO_DATA, NO_PARAMETER, NOTHING
from ruralmap.rules.results import Comparison
from ruralmap.rules.truth import SPANS, Truth, all_of
from ruralmap.schema.policy_measures import Count, Share

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ruralmap.rules.measures import Measured, Setting
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.results import ParameterFigure
    from ruralmap.rules.truth import Flags, Span, Whole
    from ruralmap.rules.verdicts import Codes
    from ruralmap.schema.policy_conditions import Compare


@dataclass(frozen=True, eq=False)
class Line:
    """
    A comparison over all units of a level, in the order of their codes.

    `held` is the answer in each span, `limits` the number at which it turns where nothing is doubtful.
    `known` says where all figures are there, `asked` which rows the comparison asks at all. `margins` is how
    far each unit is from the limit in days, where the numbers are months or years.
    """

    compare: Compare
    measured: Measured
    held: Mapping[Span, Truth]
    limits: Whole
    known: Flags
    lacking_line: bool
    threshold: Decimal | None
    parameter: ParameterFigure | None
    asked: Membership | None
    margins: Whole | None = None

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
        if self.asked is None:
            return self.held[span]
        counted = self.asked.counted
        asked = Truth(counted, ~counted) if span in {"default", "unlinked"} else self.asked.truth
        return all_of([asked, self.held[span]])

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
        found = self.measured
        if self.asked is not None and not self.asked.counted[place]:
            return self._not_asked
        numerator = int(found.spans["default"][0][place])
        limit = int(self.limits[place]) if self.known[place] else None
        divisors = None if found.divisors is None else found.divisors["default"][0]
        return Comparison(
            **self._always,
            numerator=numerator if self._is_measured[place] else None,
            denominator=None if divisors is None else int(divisors[place]) or None,
            limit=limit,
            margin=None if limit is None else self._margin(place, limit=limit, number=numerator),
            holds=self.held["default"].answer(place),
            figure=found.figures[place] if found.figures else None,
            tally=found.counts.tally(place) if found.counts else None,
        )

    def _margin(self, place: int, *, limit: int, number: int) -> int | None:
        if self.margins is None:
            return margin_of(self.compare.op, limit=limit, number=number)
        return int(self.margins[place])

    @cached_property
    def _is_measured(self) -> Flags:
        """Where the number above the line is known: a count is, if its table is there."""
        found = self.measured
        return found.known if found.counts is None else np.full(len(found.known), found.counts.known)

    @cached_property
    def lacking(self) -> Codes:
        """What keeps the comparison from an answer in each unit: the place in `LACKING`, or one beyond."""
        own = self.measured.lacking
        nothing = np.where(self.known | (own < NOTHING), own, NO_DATA)
        if self.lacking_line:
            nothing = np.full(len(self.limits), NO_PARAMETER)
        return nothing if self.asked is None else np.where(self.asked.counted, nothing, NOTHING)

    @cached_property
    def _not_asked(self) -> Comparison:
        """The comparison as it stands for a unit that it does not ask."""
        return Comparison(
            **self._always,
            numerator=None,
            denominator=None,
            limit=None,
            margin=None,
            holds=None,
            applies=False,
        )

    @cached_property
    def _always(self) -> dict[str, Any]:
        """What the comparison of every unit has, whatever its numbers."""
        measure = self.compare.measure
        return {
            "kind": measure.kind,
            "counted": counted_of(self.compare),
            "op": self.compare.op,
            "threshold": self.threshold,
            "unit": self.compare.unit,
            "parameter": self.parameter,
            "divided": self.measured.divisors is not None,
            "scale": Fraction(self.measured.scale, self.measured.divisor_scale),
            "years": self.measured.years,
        }


def counted_of(compare: Compare) -> str | None:
    """
    Say what a comparison counts.

    Parameters
    ----------
    compare
        The comparison.

    Returns
    -------
    counted
        The kind of rows; missing for amounts.
    """
    measure = compare.measure
    if isinstance(measure, Share):
        return measure.count
    return measure.rows if isinstance(measure, Count) else None


def line_of(compare: Compare, setting: Setting) -> Line:
    """
    Hold a measure against its number in every unit of a level.

    Parameters
    ----------
    compare
        The comparison.
    setting
        Of whom, and when.

    Returns
    -------
    line
        The comparison over all units.
    """
    parameter = _parameter(compare, setting)
    threshold = _threshold(compare, setting, parameter)
    if isinstance(compare.tolerance, str):
        off = setting.case.known.parameters(compare.tolerance).value
        threshold = None if off is None else threshold
        compare = compare.model_copy(update={"tolerance": off or Decimal(0)})
    if parameter is not None:
        setting = replace(setting, year=parameter.year)
    found = measured(compare.measure, setting)
    asked = None
    if compare.where is not None:
        asked = setting.asker.members(setting.units.rows, compare.where)
    times = Fraction(compare.times) / Fraction(compare.over)
    if compare.than is not None:
        return _other(compare, found, measured(compare.than, setting), asked)
    if found.owed is not None:
        held = _held(found, lambda span: reached(compare, found, span).where(found.known))
        return Line(compare, found, held, found.owed, found.known, False, threshold, None, asked)  # noqa: FBT003
    line = None if threshold is None else in_all(Fraction(threshold) * times, found.years)
    known = found.known & (line is not None)
    held = _held(found, lambda span: beyond(compare, found, line or Fraction(0), span).where(known))
    numbers = np.ones(len(known), dtype=np.int64)
    if found.divisors is not None:
        numbers = found.divisors["default"][0]
    per = Fraction(found.scale, found.divisor_scale)
    limits = limits_of(compare.op, (line or Fraction(0)) * per, numbers, slack_of(compare) * found.scale)
    margins = None if found.calendar is None else margins_of(found.calendar, compare.op, line or Fraction(0))
    return Line(compare, found, held, limits, known, line is None, threshold, parameter, asked, margins)


def _held(found: Measured, ask: Callable[[Span], Truth]) -> dict[Span, Truth]:
    """Hold the numbers of every span against a line; the same numbers once."""
    held: dict[Span, Truth] = {}
    for span in SPANS:
        same = next((other for other in held if found.same(span, other)), None)
        held[span] = ask(span) if same is None else held[same]
    return held


def _other(compare: Compare, found: Measured, right: Measured, asked: Membership | None) -> Line:
    """Hold a measure against another; figures of two periods say nothing of each other."""
    same = found.period is None or right.period is None or found.period == right.period
    known = found.known & right.known & same
    held = {span: against(compare, found, right, span).where(known) for span in SPANS}
    both = replace(found, lacking=np.minimum(found.lacking, right.lacking))
    whole = found.divisors is None and right.divisors is None
    per = Fraction(compare.times) / Fraction(compare.over) * Fraction(found.scale, right.scale)
    numbers = right.spans["default"][0] if whole else np.ones(len(known), dtype=np.int64)
    limits = limits_of(compare.op, per, numbers, slack_of(compare) * found.scale)
    return Line(compare, both, held, limits, known & whole, False, None, None, asked)  # noqa: FBT003


def _parameter(compare: Compare, setting: Setting) -> ParameterFigure | None:
    return None if compare.parameter is None else setting.case.known.parameters(compare.parameter)


def _threshold(compare: Compare, setting: Setting, parameter: ParameterFigure | None) -> Decimal | None:
    """Say what is asked: the number that stands here, that of the year, or the parameter's."""
    if parameter is not None:
        return parameter.value
    if compare.thresholds is not None:
        return compare.thresholds.get(setting.asker.view.year)
    return compare.threshold
