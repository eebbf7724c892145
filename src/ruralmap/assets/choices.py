"""Choices between conflicting values (冲突选定): how a conflict is marked, and what was chosen."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final, NamedTuple

from ruralmap.assets.marks import CLEARED
from ruralmap.assets.merging import WHOLE
from ruralmap.schema.cells import parse_cells
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ruralmap.assets.chain import Source
    from ruralmap.assets.changes import Value
    from ruralmap.assets.chronicle import Decided
    from ruralmap.assets.merging import Conflict, Spot

CONFLICT_FORM: Final = "RC1"
CONFLICT_HEADER: Final = "〔冲突标识〕"
BASE: Final = "原值"
CANDIDATE: Final = "候选"
OTHER: Final = "其他"
_DIGITS: Final = 20


class Choice(NamedTuple):
    """A row of the conflict workbook that somebody filled in: its mark, what was chosen, another value."""

    source: Source
    mark: str
    chosen: str
    other: str


class Refused(NamedTuple):
    """A choice that could not be followed: `code` is a key of the catalogue, `detail` fills its text."""

    choice: Choice
    code: str
    detail: str = ""


class Chosen(NamedTuple):
    """What was chosen (选定): the value of each conflict and where that was read, and what is refused."""

    values: Mapping[Spot, Value | None]
    sources: Mapping[Spot, Source]
    refused: Sequence[Refused]


def mark_conflict(spot: Spot, conflict: Conflict) -> str:
    """
    Mark a conflict as it stands.

    Parameters
    ----------
    spot
        What is in conflict.
    conflict
        Its candidates. Once there is another one, whoever chose did not know all of them.

    Returns
    -------
    mark
        The text of the hidden cell.
    """
    text = json.dumps([*spot, conflict.base, candidates_of(conflict)], ensure_ascii=False)
    return f"{CONFLICT_FORM}:{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"


def candidates_of(conflict: Conflict) -> list[Value | None]:
    """
    List the candidates of a conflict.

    Parameters
    ----------
    conflict
        The conflict.

    Returns
    -------
    values
        In an order that depends on nothing but themselves.
    """
    return sorted(conflict.candidates, key=lambda value: json.dumps(value, ensure_ascii=False))


def offered(spot: Spot, conflict: Conflict) -> tuple[str, ...]:
    """
    List what may be chosen.

    Parameters
    ----------
    spot
        What is in conflict.
    conflict
        Its candidates.

    Returns
    -------
    choices
        原值, each candidate, and another value; where it is in conflict whether the record stays there is no
        other.
    """
    count = len(conflict.candidates)
    listed = (BASE, *(f"{CANDIDATE}{number}" for number in range(1, count + 1)))
    return listed if spot.field == WHOLE else (*listed, OTHER)


def choose(
    choices: Iterable[Choice], conflicts: Mapping[Spot, Conflict], decided: Iterable[Decided]
) -> Chosen:
    """
    Read choices as values.

    Parameters
    ----------
    choices
        Rows in which something was chosen.
    conflicts
        Those that are open.
    decided
        Those that were settled: who chooses among these again says nothing new.

    Returns
    -------
    chosen
        One value a conflict; who chose two is asked again.
    """
    open_ones = {mark_conflict(spot, one): spot for spot, one in conflicts.items()}
    settled = {mark_conflict(one.spot, one.conflict) for one in decided}
    values: dict[Spot, Value | None] = {}
    given: dict[Spot, list[Choice]] = {}
    refused: list[Refused] = []
    twice: set[Spot] = set()
    for choice in choices:
        spot = open_ones.get(choice.mark)
        if spot is None:
            if choice.mark not in settled:
                refused.append(Refused(choice, "choice_stale"))
            continue
        code, value = _value(choice, spot, conflicts[spot])
        if code:
            refused.append(Refused(choice, code, choice.other or choice.chosen))
            continue
        if values.setdefault(spot, value) != value:
            twice.add(spot)
        given.setdefault(spot, []).append(choice)
    refused += [
        Refused(choice, "choice_twice", choice.other or choice.chosen)
        for spot in sorted(twice)
        for choice in given[spot]
    ]
    return Chosen(
        {spot: value for spot, value in values.items() if spot not in twice},
        {spot: choices[-1].source for spot, choices in given.items() if spot not in twice},
        refused,
    )


def _value(choice: Choice, spot: Spot, conflict: Conflict) -> tuple[str, Value | None]:
    """Read what was chosen: a fault, or a value."""
    if choice.chosen not in offered(spot, conflict):
        return "choice_unknown", None
    if choice.chosen == BASE:
        return "", conflict.base
    if choice.chosen != OTHER:
        return "", candidates_of(conflict)[int(choice.chosen.removeprefix(CANDIDATE)) - 1]
    column = TABLES[spot.table].column(spot.field)
    if choice.other == CLEARED:
        return ("not_clearable", None) if column.filled else ("", None)
    (value,) = parse_cells([choice.other], column).results
    return ("choice_unreadable", None) if value is None else ("", value)  # type: ignore[return-value]
