"""What a policy measures, and what it holds the measure against (计算与比较)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from ruralmap.schema.policy_filters import TAG, Filter, shape_of
from ruralmap.schema.strict import Number, Strict
from ruralmap.schema.vocabulary import (
    UNIT_OF_COUNT,
    UNIT_OF_INCOME,
    UNIT_OF_ITEM,
    Basis,
    Comparator,
    Counted,
    Item,
    Unit,
)


class Count(Strict):
    """How many distinct persons, households or villages of a unit pass a filter."""

    kind: Literal["count"]
    count: Counted
    where: Filter | None = None

    @property
    def unit(self) -> str:
        """The unit of the result."""
        return UNIT_OF_COUNT[self.count]


class Share(Strict):
    """
    A count divided by a figure of the table 农村人口分母 (占比).

    `bases` are the bases on which the clause may be read, the first that has a figure being the default.
    """

    kind: Literal["share"]
    count: Literal["persons", "households"]
    where: Filter | None = None
    of: Item
    bases: Annotated[tuple[Basis, ...], Field(min_length=1)]

    @property
    def unit(self) -> str:
        """The unit of the result: what is divided by what."""
        return f"{UNIT_OF_COUNT[self.count]}/{UNIT_OF_ITEM[self.of]}"


class NetIncomePerHead(Strict):
    """Net income of a household by its size, in the year of the parameter (家庭人均纯收入)."""

    kind: Literal["net_income_per_head"]

    @property
    def unit(self) -> str:
        """The unit of the result."""
        return UNIT_OF_INCOME


def _measure_kind(value: object) -> str | None:
    if isinstance(value, Count | Share | NetIncomePerHead):
        return TAG + value.kind
    return TAG + str(value["kind"]) if isinstance(value, Mapping) and "kind" in value else None


Measure = Annotated[
    Annotated[Count, Tag("~count")]
    | Annotated[Share, Tag("~share")]
    | Annotated[NetIncomePerHead, Tag("~net_income_per_head")],
    Discriminator(_measure_kind),
]


class Compare(Strict):
    """
    A measure held against a number: one written here, or a dated parameter of the place.

    `where` limits the comparison to some households: for the others it does not hold.
    """

    measure: Measure
    op: Comparator
    threshold: Number | None = None
    parameter: str | None = None
    unit: Unit
    where: Filter | None = None

    @model_validator(mode="after")
    def _must_fit(self) -> Compare:
        if (self.threshold is None) == (self.parameter is None):
            kind = "one_threshold"
            raise PydanticCustomError(kind, "exactly one of threshold and parameter")
        if isinstance(self.measure, NetIncomePerHead) and self.parameter is None:
            kind = "income_without_parameter"
            raise PydanticCustomError(kind, "the income year is the parameter's")
        if self.unit != self.measure.unit:
            values = {"found": self.unit, "known": self.measure.unit}
            kind = "unit_unfit"
            raise PydanticCustomError(kind, "unit unfit", values)
        return self


class AllConditions(Strict):
    """Every one of these conditions holds."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyConditions(Strict):
    """At least one of these conditions holds."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


def _condition_shape(value: object) -> str | None:
    return shape_of(value, ("all", "any"), "compare")


Condition = Annotated[
    Annotated[AllConditions, Tag("~all")]
    | Annotated[AnyConditions, Tag("~any")]
    | Annotated[Compare, Tag("~compare")],
    Discriminator(_condition_shape),
]


def comparisons_of(condition: Condition) -> Iterator[Compare]:
    """
    Walk through the comparisons of a condition, in the order in which they are written.

    Parameters
    ----------
    condition
        The condition.

    Yields
    ------
    compare
        Each comparison.
    """
    if isinstance(condition, Compare):
        yield condition
        return
    for part in condition.all if isinstance(condition, AllConditions) else condition.any:
        yield from comparisons_of(part)
