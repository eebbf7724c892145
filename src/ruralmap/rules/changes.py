"""
Who entered and who left between two lists (名单变动), and what it comes from.

One ingredient after another is replaced, in a fixed order; the first replacement after which a unit's answer
is another is its cause. What comes later in the order could have changed it as well: the order is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from ruralmap.rules.adopted import selections_of
from ruralmap.rules.verdicts import status_of
from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import pandas as pd

    from ruralmap.rules.adopted import Listed
    from ruralmap.rules.evaluate import Evaluation
    from ruralmap.rules.verdicts import Status
    from ruralmap.schema.vocabulary import Level

# Tool: another version of ruralmap says otherwise of the same files. Manual: a person took it in or out.
Cause = Literal["tool", "manual", "rule", "parameter", "boundary", "data"]
Movement = Literal["entered", "left", "stayed"]
MOVEMENTS: Final[tuple[Movement, ...]] = ("entered", "left", "stayed")


class Key(NamedTuple):
    """A unit of a rule."""

    rule_id: str
    code: str


class Seen(NamedTuple):
    """What a list says of a unit."""

    level: Level
    status: Status


@dataclass(frozen=True)
class Change:
    """A unit that is on one of two lists, or on both; a status is missing where the unit is not there."""

    key: Key
    level: Level
    before: Status | None
    after: Status | None
    movement: Movement
    cause: Cause | None


def seen_of(evaluation: Evaluation) -> dict[Key, Seen]:
    """
    Take what the selections of a policy say of every unit.

    Parameters
    ----------
    evaluation
        The results.

    Returns
    -------
    seen
        By rule and code.
    """
    seen = {}
    for rule_id, found in selections_of(evaluation):
        for code, status in zip(found.codes.tolist(), found.verdicts.statuses, strict=True):
            seen[Key(rule_id, code)] = Seen(found.rule.level, status)
    return seen


def with_manual(seen: Mapping[Key, Seen], units: Iterable[Listed]) -> dict[Key, Seen]:
    """
    Lay a person's decisions over what the rules say.

    Parameters
    ----------
    seen
        What the rules say.
    units
        The units of the adopted list.

    Returns
    -------
    seen
        The same, with those taken in and out by hand.
    """
    return {**seen, **{_key(unit): _listed(unit) for unit in units if unit.move}}


def seen_of_list(seen: Mapping[Key, Seen], units: Iterable[Listed]) -> dict[Key, Seen]:
    """
    Take what an adopted list says of every unit, whatever today's tool makes of the same files.

    Parameters
    ----------
    seen
        What today's tool says.
    units
        The units of the adopted list; those that are not on it were certainly not listed.

    Returns
    -------
    seen
        By rule and code.
    """
    listed = {_key(unit): _listed(unit) for unit in units}
    outside = {
        key: one._replace(status=status_of("not_selected", "certain"))
        for key, one in seen.items()
        if key not in listed and one.status != "not_applicable"
    }
    return {**seen, **outside, **listed}


def _key(unit: Listed) -> Key:
    return Key(unit.rule_id, unit.code)


def _listed(unit: Listed) -> Seen:
    """Take a unit as it stands on a list: a person's decision goes before the rule's answer."""
    decided: Status = "selected" if unit.adopted else "not_selected"
    return Seen(unit.level, decided if unit.move else unit.status)


def compare(
    before: Mapping[Key, Seen], steps: Sequence[tuple[Cause, Mapping[Key, Seen]]]
) -> Iterator[Change]:
    """
    Hold two lists against each other.

    Parameters
    ----------
    before
        The first list.
    steps
        Each replaced ingredient, and the list after it; the last is the second list.

    Yields
    ------
    change
        Every unit that is on either list, in the order of rules and codes of the second, then of the first.
    """
    after = steps[-1][1]
    for key in {**after, **before}:
        old, new = before.get(key), after.get(key)
        movement = _movement(_is_on(old), _is_on(new))
        if movement is None:
            continue
        one = after[key] if key in after else before[key]
        cause = None if movement == "stayed" else _cause(key, old, steps)
        yield Change(key, one.level, _status(old), _status(new), movement, cause)


def _movement(before: bool, after: bool) -> Movement | None:  # noqa: FBT001 - on the one list, on the other
    if before:
        return "stayed" if after else "left"
    return "entered" if after else None


def _is_on(seen: Seen | None) -> bool:
    return seen is not None and seen.status == "selected"


def _status(seen: Seen | None) -> Status | None:
    return None if seen is None else seen.status


def _cause(key: Key, old: Seen | None, steps: Sequence[tuple[Cause, Mapping[Key, Seen]]]) -> Cause:
    """Find the first replacement after which the unit's answer is another."""
    return next(cause for cause, seen in steps if _status(seen.get(key)) != _status(old))


def parameters_known(parameters: pd.DataFrame, *, on: str, shown_on: str) -> pd.DataFrame:
    """
    Show on one day the numbers of 参数表 that are known on another.

    Only the newest row of each year is left of those in force on `on`, and it is dated so that the rules see
    it on `shown_on`.

    Parameters
    ----------
    parameters
        参数表.
    on
        The day whose numbers are wanted, ISO text.
    shown_on
        The day at which the rules look, ISO text.

    Returns
    -------
    parameters
        Rows in their order.
    """
    table = parameters.dropna(subset=["jurisdiction", "name", "year", "valid_from"])
    if table.empty:
        return table
    days = table["valid_from"].map(last_day)
    known = table[days <= on].assign(_day=days)
    newest = known.groupby(["jurisdiction", "name", "year"])["_day"].transform("max")
    kept = known[known["_day"] == newest].drop(columns="_day")
    later = kept["valid_from"].map(last_day) > shown_on
    return kept.assign(valid_from=kept["valid_from"].where(~later, shown_on))
