"""Where low-income people live close together, as data (低收入人口聚集区): how near, how many, and who."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field

from ruralmap.schema.policy_document import read_record
from ruralmap.schema.policy_problems import Problem
from ruralmap.schema.strict import Label, Name, Number, Strict
from ruralmap.schema.work import BENEFITS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_KINDS: Final = next(column.choices for column in BENEFITS.columns if column.name == "benefit_kind")
Positive = Annotated[int, Field(strict=True, gt=0)]


class Variant(Strict):
    """
    Who counts as low-income (低收入人口口径): households that a rule selects, or persons with a benefit.

    `benefits` are kinds of 救助补贴, in force on the date of evaluation.
    """

    id: Name
    label: Label
    selected_by: Name | None = None
    benefits: tuple[Name, ...] = ()


class ClusterMethod(Strict):
    """
    How clusters are found (聚集区方法); the first variant is the one that is published.

    Lengths are in metres. `least_persons` is the least number within `radius_m` of a household, and of a
    village that may be joined to others, where they also are at least `village_share` of its rural population
    by household register; `hamlet_persons` is that of a hamlet; `border_m` the least length of a border that
    villages share.
    """

    id: Name
    title: Label
    note: Label | None = None
    radius_m: Positive
    least_persons: Positive
    hamlet_persons: Positive
    village_share: Annotated[Number, Field(gt=0, le=1)]
    border_m: Positive
    variants: Annotated[tuple[Variant, ...], Field(min_length=1)]


def parse_clusters(document: Mapping[str, Any], file: str) -> ClusterMethod:
    """
    Turn a TOML document into a method, or refuse it with everything that is wrong.

    Parameters
    ----------
    document
        What the TOML reader gave.
    file
        The file's name, for the messages.

    Returns
    -------
    method
        The method.

    Raises
    ------
    PolicyRefusedError
        If a key or value is unknown or does not fit its place, or an id is used twice; all are listed.
    """
    return read_record(ClusterMethod, document, file, unfit=_unfit)


def _unfit(method: ClusterMethod) -> Iterator[Problem]:
    """Find variants of the same id, those that say nobody or two things, and benefits that nobody pays."""
    for name, times in Counter(variant.id for variant in method.variants).items():
        if times > 1:
            yield Problem(f"variants[{name}]", "named_twice", {"name": name})
    for variant in method.variants:
        place = f"variants[{variant.id}]"
        unknown = [kind for kind in variant.benefits if kind not in _KINDS]
        if unknown:
            values = {"found": "、".join(unknown), "known": ", ".join(_KINDS)}
            yield Problem(f"{place}.benefits", "unknown_value", values)
        if (variant.selected_by is None) == (not variant.benefits):
            yield Problem(place, "one_of_keys", {"keys": "selected_by, benefits"})
