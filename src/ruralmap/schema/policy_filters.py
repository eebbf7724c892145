"""Which rows a policy speaks of (筛选条件): questions to columns, groups, related rows; 且, 或, 非."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import BaseModel, Discriminator, Field, PlainValidator, Tag, model_validator
from pydantic_core import PydanticCustomError

from ruralmap.schema.strict import Name, Number, Strict
from ruralmap.schema.vocabulary import FilterOperator  # noqa: TC001 - pydantic reads it

# Tags of the unions start with this, so that they can be left out where a mistake's place is told.
TAG: Final = "~"

Answer = bool | Decimal | dt.date | str | tuple[Decimal | str, ...]


def _answer(value: object) -> Answer:
    """Read what a cell can be asked for; a table, a time or a mixed list is none of it."""
    if isinstance(value, list | tuple) and value:
        parts = tuple(_answer(part) for part in value)
        if len({type(part) for part in parts}) == 1 and isinstance(parts[0], str | Decimal):
            return tuple(part for part in parts if isinstance(part, str | Decimal))
    elif isinstance(value, bool | str):
        return value
    elif isinstance(value, int | Decimal) and Decimal(value).is_finite():
        return Decimal(value)
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    kind = "no_answer"
    raise PydanticCustomError(kind, "no answer", {"found": str(value)})


class Than(Strict):
    """
    Another column of the same row (与另一列比较), in a year of its own, times a number.

    `times_parameter` names a parameter of the policy that says the number.
    """

    column: Name
    year: int | None = None
    times: Number | None = None
    times_parameter: Name | None = None


class Test(Strict):
    """
    One question to one column (字段条件).

    The column is held against exactly one of `value`, `parameter` and `than`; `filled` and `empty` ask
    against nothing. A `value` may be a word for a date, moved by `months` and `days`. `year` says which year
    of a column that has years: 0 is the year of evaluation, -1 the one before, four digits that year.

    `missing` says which side a row takes whose cell is empty: `left_out` or `counted`. Either way such rows
    are counted beside, and a unit whose answer they could turn is undecided.
    """

    __test__ = False  # not a test of ours, whatever pytest makes of the name

    column: Name
    op: FilterOperator
    value: Annotated[Answer, PlainValidator(_answer)] | None = None
    months: int = 0
    days: int = 0
    parameter: Name | None = None
    than: Than | None = None
    year: int | None = None
    missing: Literal["left_out", "counted"] = "left_out"

    @model_validator(mode="after")
    def _must_ask_once(self) -> Test:
        asked = sum(side is not None for side in (self.value, self.parameter, self.than))
        if asked != (0 if self.op in {"filled", "empty"} else 1):
            kind = "one_value"
            raise PydanticCustomError(kind, "exactly one right side", {"op": self.op})
        return self


class InGroup(Strict):
    """The row, or the household it is about, belongs to a group that the policy names (人群)."""

    group: Name


class SelectedBy(Strict):
    """The row, or its household, was selected by an earlier rule of this policy, in its default reading."""

    selected_by: Name


class Has(Strict):
    """
    The row has related rows (有关联记录): at least so many, at most so many, at least such a share of them.

    Without a number, at least one.
    """

    has: Name
    where: Filter | None = None
    at_least: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(ge=0)] | None = None
    at_least_share: Annotated[Number, Field(gt=0, le=1)] | None = None


class AllOf(Strict):
    """Every one of these holds."""

    all: Annotated[tuple[Filter, ...], Field(min_length=1)]


class AnyOf(Strict):
    """At least one of these holds."""

    any: Annotated[tuple[Filter, ...], Field(min_length=1)]


class NoneOf(Strict):
    """None of these holds."""

    none: Annotated[tuple[Filter, ...], Field(min_length=1)]


def shape_of(value: object, keys: tuple[str, ...], otherwise: str) -> str | None:
    """
    Say which member of a union a table is meant to be, by the key that only that member has.

    Parameters
    ----------
    value
        What was found: a table, or a record that was read already.
    keys
        Keys of which each belongs to one member only.
    otherwise
        The member without such a key.

    Returns
    -------
    tag
        The member's tag; missing where the value is no table.
    """
    if isinstance(value, BaseModel):
        return next((TAG + key for key in keys if key in type(value).model_fields), TAG + otherwise)
    if not isinstance(value, Mapping):
        return None
    return next((TAG + key for key in keys if key in value), TAG + otherwise)


def _filter_shape(value: object) -> str | None:
    return shape_of(value, ("all", "any", "none", "group", "selected_by", "has"), "test")


Filter = Annotated[
    Annotated[AllOf, Tag("~all")]
    | Annotated[AnyOf, Tag("~any")]
    | Annotated[NoneOf, Tag("~none")]
    | Annotated[InGroup, Tag("~group")]
    | Annotated[SelectedBy, Tag("~selected_by")]
    | Annotated[Has, Tag("~has")]
    | Annotated[Test, Tag("~test")],
    Discriminator(_filter_shape),
]


# A question to rows, as it stands at the end of a filter.
Leaf = Test | InGroup | SelectedBy | Has


def branches_of(tree: Filter) -> tuple[str, tuple[Filter, ...]]:
    """
    Give the parts of a filter that are questions to the same rows.

    Parameters
    ----------
    tree
        The filter.

    Returns
    -------
    key
        The key under which the parts stand; empty text for a filter without such parts.
    parts
        The parts.
    """
    if isinstance(tree, AllOf):
        return "all", tree.all
    if isinstance(tree, AnyOf):
        return "any", tree.any
    return ("none", tree.none) if isinstance(tree, NoneOf) else ("", ())


def leaves_of(tree: Filter, place: str) -> Iterator[tuple[Leaf, str]]:
    """
    Walk through the questions of a filter to one kind of rows.

    Parameters
    ----------
    tree
        The filter.
    place
        Where it stands.

    Yields
    ------
    question
        Each part that is no 且, 或 or 非, with its place. What is asked of related rows is not walked into.
    """
    if isinstance(tree, Leaf):
        yield tree, place
        return
    key, parts = branches_of(tree)
    for number, part in enumerate(parts, start=1):
        yield from leaves_of(part, f"{place}.{key}[{number}]")
