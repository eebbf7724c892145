"""
Dated events of codes (代码沿革): who became whom, from which day, with which share of the people.

A row of the lineage table moves one unit. A row that renames a whole township or county (县改市、县改区)
moves every code under it: the new prefix is put before the old rest. Only 更名, 改居 and 恢复 do: in a merger
of two townships their villages may end on the same three digits, and the rest tells no village.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from ruralmap.errors import InputError
from ruralmap.schema.dates import last_day
from ruralmap.schema.division import COUNTY_DIGITS, TOWNSHIP_DIGITS
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# 新增 creates a unit and says nothing of where an old code went.
FOUNDED: Final = "新增"
# A unit that was abolished and restored comes back to its old code: the only way that time allows a circle.
RESTORED: Final = "恢复"
# Events in which a township or county goes on as one unit, so that what lies under it keeps its own digits.
_GOES_ON: Final = frozenset({"更名", "改居", RESTORED})
# Townships go before counties: on one day the nearer unit's row is the more exact one.
_PREFIX_DIGITS: Final = (TOWNSHIP_DIGITS, COUNTY_DIGITS)
# A share typed with two decimals is off by half a hundredth at most: six sixths of 0.17 exceed one by two.
SHARE_ROUNDING: Final = Fraction(1, 200)


class Event(NamedTuple):
    """One row of the lineage table: the day (a month by its last), the codes, the kind, the stated share."""

    day: str
    old: str
    new: str | None
    kind: str
    share: Fraction | None


class Step(NamedTuple):
    """
    Where a code went: the day, and the new code, missing where the unit has no successor.

    `is_part`: the row tells of a part of the unit only, and no other row of that day where the rest went.
    """

    day: str
    new: str | None
    is_part: bool = False


@dataclass(frozen=True)
class Lineage:
    """
    What happened to codes until the day of evaluation (沿革).

    `events`: all rows, in the order of time. `moves`: those that ended a code, by that code. `prefixes`: the
    renames of townships and counties, by their old code. `mentioned`: the first day on which a row names a
    code. `founded`: the days on which a row leads to a code that had another one before.
    """

    events: tuple[Event, ...] = ()
    moves: dict[str, list[Event]] = field(default_factory=dict)
    prefixes: dict[str, list[Event]] = field(default_factory=dict)
    mentioned: dict[str, str] = field(default_factory=dict)
    founded: dict[str, list[str]] = field(default_factory=dict)


def read_lineage(table: pd.DataFrame | None, *, as_of: str | None = None) -> Lineage:
    """
    Read the events that have happened.

    Parameters
    ----------
    table
        `old_code`, `new_code` (missing for 撤销), `effective_on`, `event`, and `share` if there is one.
    as_of
        The date of evaluation, ISO text; later events are ignored. An event of a month has happened when the
        month is over. Without a date all rows are read.

    Returns
    -------
    lineage
        The events; empty without a table.

    Raises
    ------
    InputError
        If the events lead in a circle.
    """
    rows = events_of(table)
    events = tuple(sorted((row for row in rows if as_of is None or row.day <= as_of), key=_in_time))
    moved = [event for event in events if event.kind != FOUNDED and event.old != event.new]
    _refuse_circles(moved)
    mentioned: dict[str, str] = {}
    for event in events:
        for code in filter(None, (event.old, event.new)):
            mentioned.setdefault(code, event.day)
    founded: dict[str, list[str]] = defaultdict(list)
    for event in events:
        if event.new is not None and event.new != event.old:
            founded[event.new].append(event.day)
    return Lineage(
        events=events,
        moves=_by_old_code(moved),
        prefixes=_by_old_code(event for event in moved if moves_all_under(event)),
        mentioned=mentioned,
        founded=dict(founded),
    )


def events_of(table: pd.DataFrame | None) -> list[Event]:
    """
    Read the rows of a lineage table as events.

    Parameters
    ----------
    table
        As `read_lineage`.

    Returns
    -------
    events
        One a row, in the table's order, whenever they happened.
    """
    if table is None or table.empty:
        return []
    named = table.reindex(columns=["effective_on", "old_code", "new_code", "event", "share"])
    return [
        Event(
            last_day(day),
            old,
            None if pd.isna(new) else new,
            kind,
            None if pd.isna(share) else Fraction(str(share)),
        )
        for day, old, new, kind, share in named.itertuples(index=False, name=None)
    ]


def moves_all_under(event: Event) -> bool:
    """
    Tell whether an event gives a new prefix to every code under a township or county.

    Parameters
    ----------
    event
        The event.

    Returns
    -------
    answer
        True for a township or county that goes on as one unit of the same level under another code.
    """
    same_level = event.new is not None and len(event.new) == len(event.old)
    return same_level and len(event.old) in _PREFIX_DIGITS and event.kind in _GOES_ON


def steps_of(lineage: Lineage, code: str) -> list[Step]:
    """
    List where a code went, by its own rows and by those of its township and county.

    Of one day the row of the smaller unit counts. A prefix moves only what stood on that day: not a village
    that had been merged before.

    Parameters
    ----------
    lineage
        The events.
    code
        A code of any level.

    Returns
    -------
    steps
        In the order of time.
    """
    steps = [
        Step(day, event.new, is_part=len(rows) == 1 and divided_shares(rows) is None)
        for day, rows in by_day(lineage.moves.get(code, ()))
        for event in rows
    ]
    for digits in _PREFIX_DIGITS:
        above = lineage.prefixes.get(code[:digits], []) if len(code) > digits else []
        told = {step.day for step in steps}
        steps += [
            Step(event.day, f"{event.new}{code[digits:]}")
            for event in above
            if event.day not in told and _stands_on(lineage, code, event.day)
        ]
    return sorted(steps, key=lambda step: (step.day, step.new or ""))


def by_day(rows: Iterable[Event]) -> list[tuple[str, list[Event]]]:
    """
    Group rows by day.

    Parameters
    ----------
    rows
        In the order of time.

    Returns
    -------
    groups
        Each day with its rows.
    """
    return [(day, list(group)) for day, group in groupby(rows, key=lambda event: event.day)]


def divided_shares(rows: Sequence[Event]) -> list[Fraction] | None:
    """
    Say which share of a unit's people each of its rows of one day takes.

    Parameters
    ----------
    rows
        All rows of one old code and day.

    Returns
    -------
    shares
        In the order of the rows, together exactly one; missing where a share that is needed is not stated,
        or they do not add up to one within `SHARE_ROUNDING` a row. A single row takes all, unless it is a
        part that was split off (分立).
    """
    if len(rows) == 1 and rows[0].share is None:
        return None if rows[0].kind == "分立" else [Fraction(1)]
    stated = [row.share for row in rows if row.share is not None]
    together = sum(stated, Fraction(0))
    if len(stated) < len(rows) or abs(together - 1) > SHARE_ROUNDING * len(rows):
        return None
    return [share / together for share in stated]


def _in_time(event: Event) -> tuple[str, str, str, str]:
    """Order events by day, then by codes, so that the order of the table does not matter."""
    return event.day, event.old, event.new or "", event.kind


def _by_old_code(events: Iterable[Event]) -> dict[str, list[Event]]:
    gathered: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        gathered[event.old].append(event)
    return dict(gathered)


def _refuse_circles(moved: Sequence[Event]) -> None:
    """Refuse a lineage in which a code becomes its own ancestor."""
    graph: dict[str, list[str]] = defaultdict(list)
    for event in moved:
        if event.kind != RESTORED and event.new is not None:
            graph[event.old].append(event.new)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as fault:
        circle = " → ".join(reversed(fault.args[1]))
        raise InputError(say_both("links.lineage_circle", circle=circle)) from fault


def _stands_on(lineage: Lineage, code: str, day: str) -> bool:
    """Tell whether a code had not ended before a day, alone or with those above it, or was founded again."""
    above = [code[:digits] for digits in _PREFIX_DIGITS if len(code) > digits]
    ended = [event.day for event in lineage.moves.get(code, ()) if event.day <= day]
    ended += [event.day for level in above for event in lineage.prefixes.get(level, ()) if event.day < day]
    founded = [date for date in lineage.founded.get(code, ()) if date <= day]
    return not ended or (bool(founded) and max(founded) > max(ended))
