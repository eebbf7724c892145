"""
The comparisons that decide a result, each with the numbers and the rows that they are made of (比较依据).

What a number is added up of is told row by row; where it is worked out in another way there are no rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from ruralmap.rules.comparators import in_all
from ruralmap.rules.evidence_own import NO, UNKNOWN, YES, own_rows, question_rows
from ruralmap.rules.evidence_rows import Ledger, ledgers_of
from ruralmap.rules.lines import Line
from ruralmap.rules.measure_growth import both_years, settings_of_years
from ruralmap.rules.measuring import measured
from ruralmap.schema.policy_conditions import Compare, Holds, leaves_of_condition
from ruralmap.schema.policy_filters import branches_of
from ruralmap.schema.policy_measures import Count, Growth, Part, Ratio, Share, Statistic, Sum, Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.measures import Measured, Setting
    from ruralmap.rules.results import ParameterFigure, PopulationFigure
    from ruralmap.rules.truth import Flags, Truth, Whole
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_measures import Measure


@dataclass(frozen=True, eq=False)
class Amount:
    """
    A number over all units (数), and the rows that it is added up of.

    `numbers` are in parts of a unit, so many as `scale` says, `divisors` what they are divided by. `known`
    says where the number is. `traced` are the units in which the rows of `ledgers` add up to exactly these.
    """

    numbers: Whole
    scale: int
    known: Flags
    divisors: Whole | None = None
    divisor_scale: int = 1
    ledgers: tuple[Ledger, ...] = ()
    traced: Flags | None = None


@dataclass(frozen=True, eq=False)
class Term:
    """
    One comparison over all units (比较项), or what must be so of each unit's own row.

    `holds` is 1, 0, or -1 where nobody knows; `asked` says of which units it is asked at all. `line` is
    what the number is held against, exactly; `other` the number that stands there instead, `before`
    that of the first year where growth is asked. Of what must be so the number is that of the questions
    answered yes, divided by that of all; `joint` says whether all must be, or any.
    """

    leaf: Compare | Holds
    holds: Whole
    asked: Flags
    amount: Amount | None = None
    other: Amount | None = None
    before: Amount | None = None
    line: Fraction | None = None
    lines: Sequence[Line] = ()
    basis: Whole | None = None
    joint: str = "all"

    @property
    def parameter(self) -> ParameterFigure | None:
        """The parameter that it is held against."""
        return self.lines[0].parameter if self.lines else None

    def figure(self, place: int) -> PopulationFigure | None:
        """
        Give the population that a unit's number is divided by.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        figure
            Missing where none is.
        """
        if not self.lines or self.basis is None:
            return None
        figures = self.lines[int(self.basis[place])].measured.figures
        return figures[place] if figures else None


def terms_of(
    condition: Condition, judgements: Sequence[Judgement], setting: Setting, *, units: Flags, every_row: int
) -> tuple[Term, ...]:
    """
    Take a judgement apart.

    Parameters
    ----------
    condition
        What was judged.
    judgements
        The judgement on each basis.
    setting
        Of whom, and when.
    units
        Which units are told of, in the order of their codes.
    every_row
        Rows that pass nothing are told one by one in a table of so many rows at most.

    Returns
    -------
    terms
        One for each comparison, in the order in which they are written.
    """
    usable = np.stack([judged.usable for judged in judgements])
    basis = np.argmax(usable, axis=0)
    kept: dict[str, tuple[Ledger, ...]] = {}
    told = _Told(setting, units, every_row, kept)
    found = []
    for number, (leaf, _) in enumerate(leaves_of_condition(condition)):
        leaves = [judged.leaves[number] for judged in judgements]
        holds = _picked([_codes(one.truth("default")) for one in leaves], basis)
        if isinstance(leaf, Holds):
            found.append(_held(leaf, holds, told))
        else:
            lines = [one for one in leaves if isinstance(one, Line)]
            found.append(_compared(leaf, lines, holds, basis, told))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class _Told:
    """Of whom rows are told; rows that two comparisons share are listed once."""

    setting: Setting
    units: Flags
    every_row: int
    kept: dict[str, tuple[Ledger, ...]]

    def at(self, setting: Setting) -> _Told:
        return replace(self, setting=setting)

    def ledgers(self, above: Part, below: Part | None) -> tuple[Ledger, ...]:
        """List the rows of two numbers, once."""
        asker, only = self.setting.asker, {name: flags.tobytes() for name, flags in self.setting.only.items()}
        key = repr((above, below, asker.view.date, asker.view.year, only))
        if key not in self.kept:
            found = ledgers_of(self.setting, above, below, units=self.units, every_row=self.every_row)
            self.kept[key] = tuple(replace(one, key=key) for one in found)
        return self.kept[key]


def _codes(truth: Truth) -> Whole:
    return np.where(truth.yes, YES, np.where(truth.no, NO, UNKNOWN))


def _picked(choices: list[Any], basis: Whole) -> Any:  # noqa: ANN401 - arrays of one kind
    """Take for each unit the array of its basis."""
    return np.stack(choices)[basis, np.arange(len(basis))]


def _held(leaf: Holds, holds: Whole, told: _Told) -> Term:
    """Answer each question of what must be so, and count those that are."""
    setting = told.setting
    asker, rows = setting.asker.settled, setting.units.rows
    key, trees = branches_of(leaf.holds)
    if key not in {"all", "any"}:
        key, trees = "all", (leaf.holds,)
    answers = [_codes(asker.members(rows, tree).truth) for tree in trees]
    ledger = question_rows(setting, trees, answers, told.units)
    size = len(holds)
    met = np.sum([answer == YES for answer in answers], axis=0)
    everywhere = np.ones(size, dtype=bool)
    amount = Amount(met, 1, everywhere, np.full(size, len(trees)), ledgers=(ledger,), traced=everywhere)
    return Term(leaf, holds, everywhere, amount, joint=key)


def _compared(leaf: Compare, lines: list[Line], holds: Whole, basis: Whole, told: _Told) -> Term:
    """Lay out a comparison: the number, what it is held against, and the rows of both."""
    first = lines[0]
    asked = np.ones(len(holds), dtype=bool) if first.asked is None else first.asked.counted
    setting = told.setting
    if first.parameter is not None:
        setting = replace(setting, year=first.parameter.year)
    divisors = None
    if first.measured.divisors is not None:
        below = [line.measured.divisors["default"][0] for line in lines if line.measured.divisors is not None]
        divisors = _picked(below, basis)
    amount = _amount(leaf.measure, first.measured, divisors, told.at(setting))
    other = before = line = None
    if leaf.than is not None:
        right = measured(leaf.than, told.setting)
        other = _amount(leaf.than, right, _default(right), told)
    elif first.threshold is not None:
        times = Fraction(leaf.times) / Fraction(leaf.over)
        line = in_all(Fraction(first.threshold) * times, first.measured.years)
    if isinstance(leaf.measure, Growth):
        before, amount = _both(leaf.measure, told)
    return Term(leaf, holds, asked, amount, other, before, line, lines, basis)


def _default(found: Measured) -> Whole | None:
    return None if found.divisors is None else found.divisors["default"][0]


def _both(measure: Growth, told: _Told) -> tuple[Amount, Amount]:
    """Take the numbers of both years apart."""
    found = both_years(measure, told.setting)
    if isinstance(measure.of, Statistic):
        settings = [told.setting, told.setting]
    else:
        settings = settings_of_years(measure, told.setting)
    before, after = (
        _amount(measure.of, one, _default(one), told.at(setting))
        for one, setting in zip(found, settings, strict=True)
    )
    return before, after


def _amount(measure: Measure, found: Measured, divisors: Whole | None, told: _Told) -> Amount:
    """Lay out one number."""
    numbers = found.spans["default"][0]
    known = found.known if found.counts is None else np.full(len(numbers), found.counts.known)
    plain = Amount(numbers, found.scale, known, divisors, found.divisor_scale)
    ledgers = _ledgers(measure, told)
    return replace(plain, ledgers=ledgers, traced=_traced(plain, ledgers, measure)) if ledgers else plain


def _ledgers(measure: Measure, told: _Told) -> tuple[Ledger, ...]:
    """List the rows of a number; none where it is no sum."""
    if isinstance(measure, Count | Sum | Ratio) and measure.at is not None:
        asker = told.setting.asker
        own = told.setting.case.asker(measure.at.isoformat(), due=asker.due)
        told = told.at(replace(told.setting, asker=own))
    if isinstance(measure, Count):
        above = Part(rows=measure.rows, where=measure.where, distinct=measure.distinct)
        return told.ledgers(above, None)
    if isinstance(measure, Sum):
        return told.ledgers(Part(rows=measure.rows, where=measure.where, column=measure.column), None)
    if isinstance(measure, Ratio):
        return told.ledgers(measure.numerator, measure.denominator)
    if isinstance(measure, Share):
        return told.ledgers(Part(rows=measure.count, where=measure.where), None)
    return (own_rows(measure, told.setting, told.units),) if isinstance(measure, Value) else ()


def _traced(amount: Amount, ledgers: tuple[Ledger, ...], measure: Measure) -> Flags:
    """Say in which units the rows add up to the number."""
    size = len(amount.numbers)
    sums = np.zeros((2, size), dtype=np.int64)
    for ledger in ledgers:
        frame = ledger.frame
        here = (frame["place"] >= 0).to_numpy()
        places = frame["place"].to_numpy(dtype=np.int64)[here]
        for side, name in enumerate(("above", "below")):
            amounts = (frame[name] * frame[f"{name}_value"]).to_numpy(dtype=np.int64)
            np.add.at(sums[side], places, amounts[here])
    right: Flags = sums[0] == amount.numbers
    if amount.divisors is not None and not isinstance(measure, Share):
        right &= sums[1] == amount.divisors
    return right
