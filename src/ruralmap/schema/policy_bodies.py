"""What rules say that are no targets (规则正文): lists, code lists, parameters, checklists."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self, cast

from pydantic import BaseModel, Discriminator, Field, StrictBool, Tag, model_validator
from pydantic_core import PydanticCustomError

from ruralmap.schema.policy_conditions import Condition
from ruralmap.schema.policy_filters import TAG, Filter
from ruralmap.schema.strict import Label, Name, Strict


class ListPart(Strict):
    """One of several lists under one rule (分清单); its rows carry its label."""

    label: Label
    where: Filter
    rows: Name | None = None
    conforms: Condition | None = None


class ListBody(Strict):
    """
    A list of rows (清单).

    Each row must conform. With `empty` no row may be on the list at all. `columns` are shown beside. `ranks`
    orders the townships by each of the policy's indicators.
    """

    kind: Literal["list"]
    where: Filter | None = None
    conforms: Condition | None = None
    empty: StrictBool = False
    columns: tuple[Name, ...] = ()
    ranks: StrictBool = False
    parts: tuple[ListPart, ...] = ()


class CodeBody(Strict):
    """A column that must hold one of some values (编码口径); `aliases` says what old words are now."""

    kind: Literal["codelist"]
    column: Name
    values: Annotated[tuple[Name, ...], Field(min_length=1)]
    aliases: Annotated[dict[Name, Name], Field(default_factory=dict)]
    where: Filter | None = None
    conforms: Condition | None = None


class ParameterBody(Strict):
    """Numbers of the document (参数), and the rows that must use them; `unique` columns never repeat."""

    kind: Literal["parameter"]
    parameters: Annotated[tuple[Name, ...], Field(min_length=1)]
    where: Filter | None = None
    conforms: Condition | None = None
    unique: tuple[Name, ...] = ()


class ChecklistItem(Strict):
    """One question of a checklist (核查项)."""

    id: Name
    zh: Name
    en: Name


class ChecklistBody(Strict):
    """
    Questions that people answer for each row (核查表), in the table `checklists`.

    The items are written here, or taken from that table: then `count` says how many there must be.
    """

    kind: Literal["checklist"]
    where: Filter | None = None
    items: tuple[ChecklistItem, ...] = ()
    items_from: Literal["checklists"] | None = None
    count: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _must_have_items(self) -> Self:
        if bool(self.items) == (self.items_from is not None) or bool(self.items) == (self.count is not None):
            kind = "items_or_count"
            raise PydanticCustomError(kind, "items, or items_from with count")
        return self


_BODIES: Final[tuple[type[Strict], ...]] = (ListBody, CodeBody, ParameterBody, ChecklistBody)
# The keys of each kind of rule that stand in the rule and belong to its body.
KEYS_OF_KIND: Final[dict[str, tuple[str, ...]]] = {
    str(body.model_fields["kind"].annotation.__args__[0]): tuple(  # type: ignore[union-attr]
        name for name in body.model_fields if name != "kind"
    )
    for body in _BODIES
}


def _kind_of(value: object) -> str | None:
    if isinstance(value, BaseModel):
        return TAG + str(cast("Any", value).kind)
    return TAG + str(value["kind"]) if isinstance(value, Mapping) and "kind" in value else None


Body = Annotated[
    Annotated[ListBody, Tag("~list")]
    | Annotated[CodeBody, Tag("~codelist")]
    | Annotated[ParameterBody, Tag("~parameter")]
    | Annotated[ChecklistBody, Tag("~checklist")],
    Discriminator(_kind_of),
]


def with_body(written: Mapping[str, Any]) -> dict[str, Any]:
    """
    Put the keys of a rule's kind into its body.

    Parameters
    ----------
    written
        The rule as it stands in the file.

    Returns
    -------
    rule
        The rule with a `body`, where its kind has one.
    """
    kind = str(written.get("kind"))
    keys = KEYS_OF_KIND.get(kind)
    if keys is None or "body" in written:
        return dict(written)
    body = {key: written[key] for key in keys if key in written}
    return {key: value for key, value in written.items() if key not in keys} | {
        "body": {"kind": kind, **body}
    }
