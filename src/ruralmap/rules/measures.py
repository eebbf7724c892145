"""What a policy measures (计算) in every unit of a level: the numbers, and what they are divided by."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.derived import PER_HEAD, amounts
from ruralmap.rules.joint import joint_of
from ruralmap.rules.membership import NO_DATA, NOTHING
from ruralmap.rules.parts import add_up
from ruralmap.rules.truth import SPANS
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.schema.policy_measures import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.rules.case import Case, Units
    from ruralmap.rules.counts import Counts
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.joint import Joint
    from ruralmap.rules.results import PopulationFigure
    from ruralmap.rules.truth import Flags, Span, Whole
    from ruralmap.rules.verdicts import Codes
    from ruralmap.schema.links import Residence
    from ruralmap.schema.policy_measures import Count, Ratio, Share, Sum, Value
    from ruralmap.schema.vocabulary import Basis

    Spans = Mapping[Span, tuple[Whole, Whole]]

# More than any sum: a row that counts and does not say how much could bring a sum anywhere.
ANYTHING: Final = 2**53


@dataclass(frozen=True)
class Setting:
    """
    Of whom a measure is taken, and when: case, day and units; basis and residence of shares.

    `only` says by kind which rows may count at all.
    """

    case: Case
    asker: Asker
    units: Units
    basis: Basis | None = None
    residence: Residence = "registered"
    year: int | None = None
    only: Mapping[str, Flags] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Calendar:
    """
    Between which days something lasted, where months are told by the corresponding day.

    `months` make one unit; `starts` and `ends` are the first and the last day that each can be, as day
    numbers. `over` says where both are known.
    """

    months: int
    starts: tuple[Whole, Whole]
    ends: tuple[Whole, Whole]
    over: Flags


@dataclass(frozen=True, eq=False)
class Missed:
    """
    Which periods are over in which nothing was done (未完成的期间).

    `periods` are their first and last days, ISO text. `surely` says of each unit (a row) which periods (the
    columns) nobody can doubt it missed; `before` which had ended when the document was published (公布前).
    """

    periods: Sequence[tuple[str, str]]
    surely: Flags
    before: Flags


@dataclass(frozen=True, eq=False)
class Measured:
    """
    A measure over all units of a level, in the order of their codes.

    `spans` are the numbers, each as the least and the most that it can be, in parts of a unit (`scale`).
    `divisors` are what they are divided by, likewise; missing where nothing is. `known` says where the
    measure has a value at all, `lacking` what keeps it from one. `owed` is what the numbers must reach where
    the measure says so itself, `calendar` the days of a time in months or years, `period` up to which month
    published figures count, `years` over how many the numbers grew whose average a year is asked. `joint` are
    both parts of a share, row by row, `missed` the periods in which nothing was done.
    """

    spans: Spans
    scale: int
    known: Flags
    lacking: Codes
    divisors: Spans | None = None
    divisor_scale: int = 1
    counts: Counts | None = None
    figures: Sequence[PopulationFigure | None] = ()
    owed: Whole | None = None
    calendar: Calendar | None = None
    period: str | None = None
    years: int = 1
    joint: Joint | None = None
    missed: Missed | None = None

    def same(self, one: Span, other: Span) -> bool:
        """Say whether two spans are the very same numbers, as they are where nothing is doubtful."""
        divisors = self.divisors is None or self.divisors[one] is self.divisors[other]
        return self.joint is None and self.spans[one] is self.spans[other] and divisors


def _sizes(counts: Counts) -> Spans:
    """Give each number's spans: as counted, and widened by the doubtful."""
    doubtful = (counts.unsure_in, counts.unsure_out, counts.nearby, counts.undecided, counts.unstated)
    if not any(numbers.any() for numbers in doubtful):
        return dict.fromkeys(SPANS, (counts.counted, counts.counted))
    counted, highest = counts.counted, counts.counted + counts.undecided
    silent = np.where(counts.unstated > 0, ANYTHING, 0)
    fewest, most = counted - counts.unsure_in, counted + counts.unsure_out
    return {
        "default": (counted, highest),
        "membership": (fewest, most + silent),
        "unlinked": (counted, highest + counts.nearby),
        "all": (fewest, most + counts.nearby + silent),
    }


def _added(part: Part, setting: Setting) -> Measured:
    """Add up one part."""
    only = setting.only.get(part.rows)
    counts = add_up(setting.asker, part, units=setting.units, residence=setting.residence, only=only)
    known = np.full(len(counts.counted), counts.known)
    return Measured(_sizes(counts), counts.scale, known, counts.lacking, counts=counts)


def count_of(measure: Count, setting: Setting) -> Measured:
    """
    Count rows.

    Parameters
    ----------
    measure
        What is counted.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        The numbers.
    """
    return _added(
        Part(rows=measure.rows, where=measure.where, distinct=measure.distinct), _at(measure, setting)
    )


def sum_of(measure: Sum, setting: Setting) -> Measured:
    """
    Add up a column.

    Parameters
    ----------
    measure
        What is added up.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        The numbers.
    """
    return _added(Part(rows=measure.rows, where=measure.where, column=measure.column), _at(measure, setting))


def _at(measure: Count | Sum | Ratio, setting: Setting) -> Setting:
    """Open the books of the day that the measure names, if it names one."""
    if measure.at is None:
        return setting
    asker = setting.case.asker(measure.at.isoformat(), due=setting.asker.due)
    return replace(setting, asker=asker)


def ratio_of(measure: Ratio, setting: Setting) -> Measured:
    """
    Add up both parts; nothing by nothing is no number.

    Parameters
    ----------
    measure
        What is divided by what.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        The numbers.
    """
    setting = _at(measure, setting)
    above, below = (_added(part, setting) for part in (measure.numerator, measure.denominator))
    joint = None
    if not setting.only and not (above.same("default", "all") and below.same("default", "all")):
        joint = joint_of(measure, setting.asker, units=setting.units, residence=setting.residence)
    known = above.known & below.known & (below.spans["default"][0] > 0)
    lacking = np.minimum(above.lacking, below.lacking)
    return Measured(
        above.spans,
        above.scale,
        known,
        lacking,
        below.spans,
        below.scale,
        counts=above.counts,
        joint=joint,
    )


def share_of(measure: Share, setting: Setting) -> Measured:
    """
    Count people, and find the population of the basis.

    Parameters
    ----------
    measure
        Who is counted, of whom.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        The numbers.
    """
    found = _added(Part(rows=measure.count, where=measure.where), setting)
    figures = [
        setting.case.book.populations.get((code, measure.of, setting.basis)) if setting.basis else None
        for code in setting.units.codes.tolist()
    ]
    values = np.array([figure.value if figure else 0 for figure in figures], dtype=np.int64)
    return Measured(
        found.spans,
        1,
        found.known & (values > 0),
        found.lacking,
        dict.fromkeys(found.spans, (values, values)),
        counts=found.counts,
        figures=figures,
    )


def value_of(measure: Value, setting: Setting) -> Measured:
    """
    Read a number of the unit's own row; an income by head is held undivided, so that no fen is lost.

    Parameters
    ----------
    measure
        The column.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        The numbers.
    """
    view, rows = setting.asker.view, setting.units.rows
    year = measure.year if measure.year is not None else setting.year
    if measure.column in PER_HEAD:
        # Undivided, as the rows have it: 24,000 元 of 2 persons are not the 12,000 元 of one.
        fen, sizes, known = amounts(view, measure.column, view.calendar_year(year))
        return exact(fen, FEN_PER_YUAN, known, sizes)
    cells = view.cells(rows, measure.column, year=year)
    numbers, scale = cells.whole
    return exact(numbers, scale, cells.filled, None)


def exact(numbers: Whole, scale: int, known: Flags, divisors: Whole | None) -> Measured:
    """
    Give numbers of which nothing is doubtful where they are known.

    Parameters
    ----------
    numbers
        The numbers.
    scale
        How many of them make one unit.
    known
        Where they are known.
    divisors
        What they are divided by, if anything.

    Returns
    -------
    measured
        The numbers.
    """
    spans: Spans = dict.fromkeys(("default", "membership", "unlinked", "all"), (numbers, numbers))
    lacking = np.where(known, NOTHING, NO_DATA)
    below = None if divisors is None else dict.fromkeys(spans, (divisors, divisors))
    return Measured(spans, scale, known, lacking, below)
