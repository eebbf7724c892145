"""
What a rule says of a unit (规则结果): the outcome, the numbers that decided it, and how sure it is.

Numbers are exact: counts and fen are integers, ratios are fractions. They are rounded only where they are
shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ruralmap.rules.comparators import yearly
from ruralmap.rules.verdicts import status_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from ruralmap.rules.verdicts import Certainty, Outcome, Status
    from ruralmap.schema.strict import Label
    from ruralmap.schema.vocabulary import Basis, Comparator, Item, Level, RuleKind


@dataclass(frozen=True)
class PopulationFigure:
    """One row of the table 农村人口分母: a number with its basis, date and source."""

    code: str
    item: Item
    basis: Basis
    as_of: str
    value: int
    doc: str


@dataclass(frozen=True)
class ParameterFigure:
    """
    One row of 参数表, or the policy's own number; `value` is missing where nobody has published it.

    A parameter that is a date has a `day` (ISO text) instead. It is `contested`, and missing as well, where
    rows that stand equally high say different numbers; `doc` then names the sources of all of them.
    """

    name: str
    jurisdiction: str
    year: int | None
    valid_from: str
    value: Decimal | None
    unit: str
    doc: str
    contested: bool = False
    day: str | None = None


@dataclass(frozen=True)
class Tally:
    """
    What was counted in one unit (计数), and what might have been.

    `counted` are distinct persons, households or villages, one row each; `households` are the ids of their
    households. `unsure_in` of them have an empty cell that could have kept them out;
    `unsure_out` are left out and could have come in. `nearby` could not be linked but the evidence points
    here (待落图). `undecided` of those left out depend on another rule that has no answer (`lacking`).
    """

    counted: int = 0
    unsure_in: int = 0
    unsure_out: int = 0
    nearby: int = 0
    undecided: int = 0
    lacking: Outcome | None = None
    households: tuple[str, ...] = ()


@dataclass(frozen=True)
class Movement:
    """
    What relocated households make of a numerator in one unit (登记与居住).

    Of those counted here, because they are registered here, `left` live in another unit of the county,
    `outside` out of the county, `unknown` nobody knows where; `arrived` live here and are counted elsewhere,
    or in no unit. Of those counted here, in persons, `urban` have a registration that is not agricultural
    (非农业户口), `urban_relocated` of them in relocated households, and `hukou_unknown` are relocated and
    their kind of registration is not known.
    """

    left: int = 0
    outside: int = 0
    unknown: int = 0
    arrived: int = 0
    urban: int = 0
    urban_relocated: int = 0
    hukou_unknown: int = 0

    @property
    def is_apart(self) -> bool:
        """Whether those counted here are other people than those who live here."""
        return bool(self.left or self.outside or self.unknown or self.arrived)


@dataclass(frozen=True)
class Comparison:
    """
    One measure held against one number (比较).

    `numerator` counts persons, households or villages, or is the household's net income in fen; `denominator`
    is the population, or the household's size. `threshold` is in `unit`. `limit` is the smallest
    numerator for which the comparison holds (the largest, where it asks for less), and `margin` how far the
    numerator is beyond it: 0 just holds, -1 lacks one. `applies` is false where the unit is not asked.
    `divided` says whether there is a denominator at all; `scale` how many of the numerator (by the
    denominator) make one `unit`: 100 fen one 元. `years` is over how many a growth was whose average a year
    is asked: numerator and denominator are of the whole growth.
    """

    kind: str
    counted: str | None
    numerator: int | None
    denominator: int | None
    op: Comparator
    threshold: Decimal | None
    unit: str
    limit: int | None
    margin: int | None
    holds: bool | None
    applies: bool = True
    figure: PopulationFigure | None = None
    parameter: ParameterFigure | None = None
    tally: Tally | None = None
    divided: bool = False
    scale: Fraction = Fraction(1)
    years: int = 1

    @property
    def value(self) -> Fraction | None:
        """The measure in `unit`, exactly but for the root of an average a year; missing where a figure is."""
        if self.numerator is None or (self.divided and self.denominator is None):
            return None
        whole = Fraction(self.numerator, self.denominator or 1) / self.scale
        return whole if self.years == 1 else yearly(whole, self.years)


@dataclass(frozen=True)
class Reason:
    """Why a result is what it is: an entry of the catalogue `zones`, under `reason`, and its values."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What one reading says on one basis of the population; `basis` is empty where no population is asked."""

    basis: Basis | None
    outcome: Outcome
    margin: int | None
    comparisons: tuple[Comparison, ...]

    @property
    def leading(self) -> Comparison | None:
        """The first comparison; missing where the reading only asks the unit's own row."""
        return self.comparisons[0] if self.comparisons else None


@dataclass(frozen=True)
class ReadingResult:
    """What one reading says (口径结果): on the default basis first, then on the others that have figures."""

    reading: str
    outcome: Outcome
    certainty: Certainty | None
    answers: tuple[Answer, ...]
    reasons: tuple[Reason, ...]

    @property
    def answer(self) -> Answer:
        """The answer on the default basis."""
        return self.answers[0]

    @property
    def status(self) -> Status:
        """How the office says it: 确定纳入, 确定不纳入, 待核定, or why there is no answer."""
        return status_of(self.outcome, self.certainty)


@dataclass(frozen=True)
class VillageSum:
    """
    The villages of a township against the township's own figure (村级合计核对).

    Of the same item, basis and date. The difference is reported, never spread over the villages; it is
    missing where a village has no figure.
    """

    basis: Basis
    as_of: str
    own: int
    villages: int
    villages_with_figure: int
    total: int
    difference: int | None


@dataclass(frozen=True)
class Shown:
    """A number that stands beside a result and decides nothing (附列); missing where it is not known."""

    label: Label
    unit: str
    value: Fraction | None


@dataclass(frozen=True)
class Result:
    """
    What a rule says of one unit (规则结果), in its default reading; the others are in `readings`.

    The numbers are those of the comparison that stands for the whole (`leading`), on the default basis.
    `margin` is in persons (距线人数), or in fen for a household: how many more than needed, negative where
    that many are lacking; 0 is selected with nobody to spare. `met_on` is the day on which a target with a
    deadline was met (ISO text; the month, where only that is known), `late_days` how many days too late.
    `movement` says who of the numerator lives elsewhere; `residents` is what the default reading would say of
    residents above and below (分子分母都按常住). It decides nothing, and is there where the rule is answered
    and residents are known.
    """

    rule_id: str
    kind: RuleKind
    level: Level
    code: str
    name: str
    outcome: Outcome
    margin: int | None
    certainty: Certainty | None
    reading: str
    leading: Comparison | None = None
    met_on: str | None = None
    late_days: int | None = None
    reasons: tuple[Reason, ...] = ()
    readings: tuple[ReadingResult, ...] = ()
    village_sums: tuple[VillageSum, ...] = ()
    movement: Movement = Movement()
    residents: Answer | None = None
    shows: tuple[Shown, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """The measure in `unit`, exactly; missing where a figure is."""
        return self.leading.value if self.leading else None

    @property
    def numerator(self) -> int | None:
        """What was counted, or the household's net income in fen."""
        return self.leading.numerator if self.leading else None

    @property
    def denominator(self) -> int | None:
        """The population, or the household's size."""
        return self.leading.denominator if self.leading else None

    @property
    def threshold(self) -> Decimal | None:
        """The number that the value is held against, in `unit`."""
        return self.leading.threshold if self.leading else None

    @property
    def unit(self) -> str:
        """The unit of the value: what is divided by what."""
        return self.leading.unit if self.leading else ""

    @property
    def basis(self) -> Basis | None:
        """The basis of the population that was used; missing where there is none."""
        return self.leading.figure.basis if self.leading and self.leading.figure else None

    @property
    def status(self) -> Status:
        """How the office says it: 确定纳入, 确定不纳入, 待核定, or why there is no answer."""
        return status_of(self.outcome, self.certainty)

    def as_record(self) -> dict[str, object]:
        """
        Give the fields of the public contract, in numbers that JSON can hold.

        Returns
        -------
        record
            As one entry of `results` in `policy run --json`: `late_days` only of targets, `shows` only where
            the rule shows anything.
        """
        shows = [
            {
                "label": one.label.zh,
                "value": None if one.value is None else float(one.value),
                "unit": one.unit,
            }
            for one in self.shows
        ]
        record: dict[str, object] = {
            "rule_id": self.rule_id,
            "kind": self.kind,
            "level": self.level,
            "code": self.code,
            "outcome": self.outcome,
            "value": None if self.value is None else float(self.value),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "threshold": None if self.threshold is None else float(self.threshold),
            "unit": self.unit,
            "margin": self.margin,
            "certainty": self.certainty,
            "reading": self.reading,
            "basis": self.basis,
            "met_on": self.met_on,
        }
        late = {"late_days": self.late_days} if self.kind == "target" else {}
        return record | late | ({"shows": shows} if shows else {})
