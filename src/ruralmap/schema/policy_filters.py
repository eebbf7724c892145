"""Which rows a policy speaks of (筛选条件): questions to columns, groups, earlier rules, with 且 and 或."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import BaseModel, Discriminator, Field, StrictBool, Tag, model_validator
from pydantic_core import PydanticCustomError

from ruralmap.schema.strict import Number, Strict
from ruralmap.schema.vocabulary import FILTER_COLUMNS, FilterOperator, operators_of

# Tags of the unions start with this, so that they can be left out where a mistake's place is told.
TAG: Final = "~"


class Test(Strict):
    """
    One question to one column (字段条件).

    `missing` says which side a row takes whose cell is empty: `left_out` or `counted`. Either way such rows
    are counted beside, and a unit whose answer they could turn is undecided.
    """

    __test__ = False  # not a test of ours, whatever pytest makes of the name

    column: str
    op: FilterOperator
    value: StrictBool | Number | str | tuple[str, ...] | None = None
    missing: Literal["left_out", "counted"] = "left_out"

    @model_validator(mode="after")
    def _must_be_known(self) -> Test:
        if self.column not in FILTER_COLUMNS:
            known = ", ".join(FILTER_COLUMNS)
            kind = "unknown_column"
            raise PydanticCustomError(kind, "unknown column", {"found": self.column, "known": known})
        column = FILTER_COLUMNS[self.column][1]
        if self.op not in operators_of(column):
            values = {"found": self.op, "column": self.column, "known": ", ".join(operators_of(column))}
            kind = "operator_unfit"
            raise PydanticCustomError(kind, "operator unfit", values)
        if not self._fits(column.kind, column.choices):
            expected = " / ".join(column.choices) or column.kind
            values = {"found": str(self.value), "column": self.column, "known": expected}
            kind = "value_unfit"
            raise PydanticCustomError(kind, "value unfit", values)
        return self

    def _fits(self, kind: str, choices: tuple[str, ...]) -> bool:
        """Say whether the value is one that the column can hold."""
        if self.op in {"filled", "empty"}:
            return self.value is None
        if self.op == "in":
            return isinstance(self.value, tuple) and (not choices or set(self.value) <= set(choices))
        if kind == "flag":
            return isinstance(self.value, bool)
        if kind in {"integer", "number"}:
            return isinstance(self.value, Decimal)
        return isinstance(self.value, str) and (not choices or self.value in choices)


class InGroup(Strict):
    """The row belongs to a group that the policy names (人群)."""

    group: str


class SelectedBy(Strict):
    """The household or village was selected by an earlier rule of this policy, in its default reading."""

    selected_by: str


class AllOf(Strict):
    """Every one of these holds."""

    all: Annotated[tuple[Filter, ...], Field(min_length=1)]


class AnyOf(Strict):
    """At least one of these holds."""

    any: Annotated[tuple[Filter, ...], Field(min_length=1)]


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
    return shape_of(value, ("all", "any", "group", "selected_by"), "test")


Filter = Annotated[
    Annotated[AllOf, Tag("~all")]
    | Annotated[AnyOf, Tag("~any")]
    | Annotated[InGroup, Tag("~group")]
    | Annotated[SelectedBy, Tag("~selected_by")]
    | Annotated[Test, Tag("~test")],
    Discriminator(_filter_shape),
]
