"""The registry as it was (回放): what the chain of events comes to, after so many of them, or on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.assets.chain import changes_of
from ruralmap.assets.changes import State, apply, bring_forward, changes_between, fits, read_many

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruralmap.assets.chain import Event
    from ruralmap.assets.changes import Change


def replay(events: Iterable[Event], *, count: int | None = None) -> State:
    """
    Work out a state from its events.

    Parameters
    ----------
    events
        From the first, in order.
    count
        How many of them; all unless given.

    Returns
    -------
    state
        The records that were there.

    Raises
    ------
    LookupError
        If an event does not fit what is there, with its number: the chain is not sound.
    """
    state: State = {}
    advance(state, (event for event in events if count is None or event.seq <= count))
    return state


def advance(state: State, events: Iterable[Event]) -> None:
    """
    Bring a state forward by events.

    Parameters
    ----------
    state
        What those before come to; it is changed.
    events
        In order.

    Raises
    ------
    LookupError
        If an event does not fit what is there, with its number: the chain is not sound.
    """
    for event, change in changes_of(events):
        if not fits(state, change):
            raise LookupError(event.seq)
        apply(state, change)


def replay_some(events: Iterable[Event]) -> State:
    """
    Work out a state from some of the events.

    Parameters
    ----------
    events
        In order.

    Returns
    -------
    state
        The records that were there; what changes a record that none of them enters is passed over.
    """
    state: State = {}
    every = list(events)
    # Reading what was there before as well would take twice as long.
    for event, after in zip(every, read_many([event.after for event in every]), strict=True):
        bring_forward(state, event.table, event.key, after, is_new=not event.before)
    return state


def as_of(events: Iterable[Event], day: str) -> State:
    """
    Work out what the registry says of a day (某日状态).

    Parameters
    ----------
    events
        All of them, in order.
    day
        ISO text. A correction that was written later but holds from an earlier day is taken.

    Returns
    -------
    state
        The records that were there.
    """
    return replay_some(event for event in events if event.on <= day)


def strays(known: State, found: State) -> list[Change]:
    """
    Find edits that were made behind the chain's back (链外修改), in QGIS say.

    Parameters
    ----------
    known
        What the events come to.
    found
        What the tables hold.

    Returns
    -------
    changes
        From the one to the other: as events they would make the chain whole.
    """
    every: State = {table: {} for table in known} | found
    # Most records are as they should be, which is soon told; a column has values of one kind.
    apart = {
        table: {key: fields for key, fields in records.items() if known.get(table, {}).get(key) != fields}
        for table, records in every.items()
    }
    left = {
        table: {key: fields for key, fields in records.items() if every[table].get(key) != fields}
        for table, records in known.items()
    }
    return list(changes_between(left, apart))
