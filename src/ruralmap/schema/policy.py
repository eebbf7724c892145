"""What a policy is (政策): rules composed from a closed vocabulary. No threshold stands anywhere else."""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from ruralmap.schema.policy_conditions import Condition
from ruralmap.schema.policy_filters import Filter
from ruralmap.schema.strict import Label, Name, Number, Strict
from ruralmap.schema.vocabulary import Force, Level, RuleKind, Unit


def _no_text_twice(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < len(values):
        kind = "named_twice"
        raise PydanticCustomError(kind, "named twice", {"name": ", ".join(values)})
    return values


class Reading(Strict):
    """
    One way to read the clause (口径).

    With `alone = false` the clause only qualifies another rule: no unit is selected by it alone.
    """

    id: Name
    label: Label
    note: Label | None = None
    default: StrictBool = False
    alone: StrictBool = True
    condition: Condition


class Rule(Strict):
    """One rule of the document (条款): its words, and the readings in which it can be evaluated."""

    id: Name
    kind: RuleKind
    level: Level
    force: Force
    label: Label
    quote: Name
    source: Name
    note: Label | None = None
    among: Filter | None = None
    readings: Annotated[tuple[Reading, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _must_have_one_default(self) -> Self:
        _no_text_twice(tuple(reading.id for reading in self.readings))
        if sum(reading.default for reading in self.readings) != 1:
            kind = "one_default"
            raise PydanticCustomError(kind, "exactly one default reading")
        return self

    @property
    def default_reading(self) -> Reading:
        """The reading that is published; the others are shown beside it."""
        return next(reading for reading in self.readings if reading.default)


class Group(Strict):
    """A group of households or persons that several rules speak of (人群)."""

    label: Label
    where: Filter


class Parameter(Strict):
    """
    A dated number that a place publishes (政策参数), looked up by name in 参数表.

    `value` is what the document itself says for `year`; absent where the text leaves it blank. A row of
    参数表 for the same year stands above it.
    """

    name: Name
    unit: Unit
    jurisdiction: Literal["prefecture", "county"]
    year: int | None = None
    value: Number | None = None
    note: Label | None = None


class Period(Strict):
    """The span that the document rules, both days included."""

    first: dt.date
    last: dt.date


class Policy(Strict):
    """
    A policy document as data (政策文件).

    Without a `jurisdiction` it names no county, and every use of it is a trial.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Label
    document: Name
    issuer: Name | None = None
    jurisdiction: Annotated[str, Field(pattern=r"^\d{6}$")] | None = None
    period: Period
    note: Label | None = None
    groups: Annotated[dict[str, Group], Field(default_factory=dict)]
    parameters: Annotated[dict[str, Parameter], Field(default_factory=dict)]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    def rule(self, rule_id: str) -> Rule:
        """
        Find a rule by its id.

        Parameters
        ----------
        rule_id
            The id, such as `YN-21`.

        Returns
        -------
        rule
            The rule.

        Raises
        ------
        KeyError
            If the policy has no such rule.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    def covers(self, county_code: str) -> bool:
        """
        Say whether the document rules a county: its own, or one of the prefecture or province it names.

        Parameters
        ----------
        county_code
            Six digits.

        Returns
        -------
        covered
            False makes every product a trial (套用试算); always so for a document that names no county.
        """
        if self.jurisdiction is None:
            return False
        stem = self.jurisdiction
        while stem.endswith("00"):
            stem = stem[:-2]
        return county_code.startswith(stem)
