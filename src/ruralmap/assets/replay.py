"""The registry as it was (回放): what the chain of events comes to, after so many of them, or on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.assets.changes import State, apply, changes_between, fits

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
    for event in events:
        change = event.change
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
    for event in events:
        apply(state, event.change)
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
    return list(changes_between(known, {table: {} for table in known} | found))
