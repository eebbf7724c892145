"""
An adopted list (审定名单): the units that a county put on it, and how today's answers differ from it.

Units without a certain answer are never put on it silently: they are kept with their state, and a person may
take one in (调入) or out (调出) by name, with a reason and an approver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ruralmap.rules.evaluate import Evaluation
    from ruralmap.rules.results import Result
    from ruralmap.rules.rule_results import RuleResult
    from ruralmap.rules.verdicts import Status
    from ruralmap.schema.vocabulary import Level

Move = Literal["in", "out"]
# New: fits now, not adopted. Gone: adopted, fits no longer. Open: has no certain answer now, and had another
# state when the list was adopted.
Difference = Literal["new", "gone", "open", "same"]
DIFFERENCES: Final[tuple[Difference, ...]] = ("new", "gone", "open", "same")
OUTSIDE: Final[frozenset[Status]] = frozenset({"not_selected", "not_applicable"})


@dataclass(frozen=True)
class Manual:
    """A person's decision about one unit of one rule (人工调入、调出)."""

    rule_id: str
    code: str
    move: Move
    reason: str
    approver: str


@dataclass(frozen=True)
class Listed:
    """One unit of an adopted list: what the rule said of it that day, and whether it is on the list."""

    rule_id: str
    level: Level
    code: str
    name: str
    status: Status
    adopted: bool
    numerator: int | None = None
    denominator: int | None = None
    margin: int | None = None
    move: Move | None = None
    reason: str = ""
    approver: str = ""


def selections_of(evaluation: Evaluation) -> Iterator[tuple[str, RuleResult]]:
    """
    Go through the rules that put units on a list.

    Parameters
    ----------
    evaluation
        The results.

    Yields
    ------
    rule
        The id and the results of each selection, in the policy's order; targets list nobody.
    """
    for rule_id, found in evaluation.rules.items():
        if found.rule.kind == "selection":
            yield rule_id, found


def list_units(evaluation: Evaluation, manual: Sequence[Manual]) -> tuple[Listed, ...]:
    """
    Make the list of a policy's results and a person's decisions.

    Parameters
    ----------
    evaluation
        The results.
    manual
        Who is taken in and out by hand.

    Returns
    -------
    units
        In the order of rules and codes: all but those that certainly are not on the list.
    """
    moved = {(one.rule_id, one.code): one for one in manual}
    return tuple(
        _listed(found.result_at(place), moved.get((rule_id, code)))
        for rule_id, found in selections_of(evaluation)
        for place, (code, status) in enumerate(
            zip(found.codes.tolist(), found.verdicts.statuses, strict=True)
        )
        if status not in OUTSIDE or (rule_id, code) in moved
    )


def _listed(result: Result, manual: Manual | None) -> Listed:
    """Lay down one unit."""
    decided = manual.move == "in" if manual else result.status == "selected"
    return Listed(
        rule_id=result.rule_id,
        level=result.level,
        code=result.code,
        name=result.name,
        status=result.status,
        adopted=decided,
        numerator=result.numerator,
        denominator=result.denominator,
        margin=result.margin,
        move=manual.move if manual else None,
        reason=manual.reason if manual else "",
        approver=manual.approver if manual else "",
    )


@dataclass(frozen=True)
class Changed:
    """How one unit stands to an adopted list; `status` is missing where the unit is no more."""

    rule_id: str
    level: Level
    code: str
    name: str
    listed: Listed | None
    status: Status | None
    difference: Difference


def differences(evaluation: Evaluation, adopted: Sequence[Listed]) -> Iterator[Changed]:
    """
    Hold today's results against an adopted list.

    Parameters
    ----------
    evaluation
        Today's results.
    adopted
        The list.

    Yields
    ------
    changed
        Every unit that is not as it was adopted, in the order of rules and codes; units that are no more
        last. What a person decided stands until the next list is adopted.
    """
    known = {(one.rule_id, one.code): one for one in adopted}
    seen: set[tuple[str, str]] = set()
    for rule_id, found in selections_of(evaluation):
        level = found.rule.level
        for place, (code, status) in enumerate(
            zip(found.codes.tolist(), found.verdicts.statuses, strict=True)
        ):
            listed = known.get((rule_id, code))
            seen.add((rule_id, code))
            difference = difference_of(listed, status)
            if difference != "same":
                name = found.result_at(place).name
                yield Changed(rule_id, level, code, name, listed, status, difference)
    for key, one in known.items():
        if one.adopted and key not in seen:
            yield Changed(one.rule_id, one.level, one.code, one.name, one, None, "gone")


def difference_of(listed: Listed | None, status: Status) -> Difference:
    """
    Hold one unit's state against an adopted list.

    Parameters
    ----------
    listed
        What the list says of it; missing where the rule plainly did not list it that day.
    status
        What the rule says of it now.

    Returns
    -------
    difference
        How it differs.
    """
    adopted = listed is not None and listed.adopted
    if listed is not None and (listed.move or listed.status == status):
        return "same"
    if status == "selected":
        return "new"
    if status in OUTSIDE:
        return "gone" if adopted else "same"
    return "open"


def count_differences(changed: Sequence[Changed]) -> Mapping[str, Mapping[Difference, int]]:
    """
    Count the differences of each rule.

    Parameters
    ----------
    changed
        The units that differ.

    Returns
    -------
    counts
        By rule, then by difference; only what there is.
    """
    counts: dict[str, dict[Difference, int]] = {}
    for one in changed:
        of_rule = counts.setdefault(one.rule_id, {})
        of_rule[one.difference] = of_rule.get(one.difference, 0) + 1
    return counts
