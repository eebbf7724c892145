"""What a policy holds a measure against, and what must be so (比较与条件)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from ruralmap.schema.policy_filters import Filter, shape_of
from ruralmap.schema.policy_measures import Measure  # noqa: TC001 - pydantic reads it
from ruralmap.schema.strict import Name, Number, NumberOrName, Strict
from ruralmap.schema.vocabulary import Comparator  # noqa: TC001 - pydantic reads it

if TYPE_CHECKING:
    from collections.abc import Iterator


class Compare(Strict):
    """
    A measure held against a number (比较).

    The number is written here, once or for each year; or a parameter of the policy; or another measure. It is
    taken `times` and divided by `over`. `slack` is in the unit of the numerator and favours the county;
    `tolerance` is how far `about` may be off, from another measure in times. `where` limits the comparison
    to some of the rule's rows: for the others it does not hold.
    """

    measure: Measure
    op: Comparator
    threshold: Number | None = None
    thresholds: dict[int, Number] | None = None
    parameter: Name | None = None
    than: Measure | None = None
    times: Annotated[Number, Field(gt=0)] = Decimal(1)
    over: Annotated[Number, Field(gt=0)] = Decimal(1)
    unit: Name
    slack: Annotated[Number, Field(ge=0)] = Decimal(0)
    tolerance: NumberOrName | None = None
    where: Filter | None = None

    @model_validator(mode="after")
    def _must_fit(self) -> Compare:
        sides = (self.threshold, self.thresholds, self.parameter, self.than)
        if sum(side is not None for side in sides) != 1:
            kind = "one_threshold"
            raise PydanticCustomError(kind, "exactly one of threshold, thresholds, parameter, than")
        if (self.op == "about") != (self.tolerance is not None):
            kind = "about_tolerance"
            raise PydanticCustomError(kind, "about goes with a tolerance")
        return self


class Holds(Strict):
    """The unit's own row passes a filter (须符合)."""

    holds: Filter


class AllConditions(Strict):
    """Every one of these conditions holds."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyConditions(Strict):
    """At least one of these conditions holds."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


def _condition_shape(value: object) -> str | None:
    return shape_of(value, ("all", "any", "holds"), "compare")


Condition = Annotated[
    Annotated[AllConditions, Tag("~all")]
    | Annotated[AnyConditions, Tag("~any")]
    | Annotated[Holds, Tag("~holds")]
    | Annotated[Compare, Tag("~compare")],
    Discriminator(_condition_shape),
]


def leaves_of_condition(condition: Condition, place: str = "") -> Iterator[tuple[Compare | Holds, str]]:
    """
    Walk through the comparisons of a condition and what must hold, in the order in which they are written.

    Parameters
    ----------
    condition
        The condition.
    place
        Where it stands.

    Yields
    ------
    leaf
        Each comparison or filter, with its place.
    """
    if isinstance(condition, Compare | Holds):
        yield condition, place
        return
    key, parts = ("all", condition.all) if isinstance(condition, AllConditions) else ("any", condition.any)
    for number, part in enumerate(parts, start=1):
        yield from leaves_of_condition(part, f"{place}.{key}[{number}]")


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
    for leaf, _ in leaves_of_condition(condition):
        if isinstance(leaf, Compare):
            yield leaf
