"""Write to the registry of assets (写入变动): a batch of events and what it makes of the tables."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruralmap.assets.chain import Entry, Source, events_of, head_of
from ruralmap.assets.chronicle import Batch
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.locking import sole_writer
from ruralmap.jobs.upkeep import require_undisturbed
from ruralmap.registry.history import append, read_chronicle, replace_conflicts
from ruralmap.registry.kept import apply_changes, read_state
from ruralmap.registry.store import writing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from ruralmap.assets.changes import Change, State
    from ruralmap.assets.chronicle import Chronicle, Decided
    from ruralmap.assets.merging import Conflict, Spot
    from ruralmap.jobs.author import Author
    from ruralmap.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Desk:
    """A registry that is open for one batch (登记台): what it knows, and how it stands."""

    workspace: Workspace
    connection: Connection
    known: Chronicle
    state: State


@contextmanager
def at_desk(workspace: Workspace) -> Iterator[Desk]:
    """
    Open the registry for one batch; nobody else writes meanwhile.

    Parameters
    ----------
    workspace
        The county's folder.

    Yields
    ------
    desk
        What was read under the lock. If the body fails, nothing was written.

    Raises
    ------
    RegistryError
        If there is no registry, or it is damaged, or holds edits that were made behind its back.
    SurroundingsError
        If it is locked, read-only or cannot be opened, or the disk is full.
    """
    with collector_paused(), sole_writer(workspace), writing(workspace.registry) as connection:
        known, found = read_chronicle(connection), read_state(connection)
        require_undisturbed(workspace, known, found)
        yield Desk(workspace, connection, known, found)


def write_batch(
    desk: Desk,
    kind: str,
    author: Author,
    changes: Sequence[tuple[Change, Source]],
    *,
    on: str | None = None,
) -> Batch:
    """
    Write a batch of changes: events, and what they make of the tables.

    Parameters
    ----------
    desk
        The registry.
    kind
        What makes the changes, such as `merge`.
    author
        Who writes, when and why.
    changes
        In order, each of what is there then, and where it was read. There may be none: what was looked at and
        found as it was is worth a line.
    on
        The day from which the registry says so (ISO text); the workspace's own unless given.

    Returns
    -------
    batch
        As it was written.
    """
    batch = write_events(desk, kind, author, changes, on=on)
    apply_changes(desk.connection, changes)
    return batch


def write_events(
    desk: Desk,
    kind: str,
    author: Author,
    changes: Sequence[tuple[Change, Source]],
    *,
    on: str | None = None,
) -> Batch:
    """
    Write a batch of events of what the tables hold already.

    Parameters
    ----------
    desk
        The registry.
    kind
        What made the changes, such as `adopt`.
    author
        Who writes, when and why.
    changes
        In order, each of what was there then, and where it was read.
    on
        The day from which the registry says so (ISO text); the workspace's own unless given.

    Returns
    -------
    batch
        As it was written.
    """
    known = desk.known
    name = f"B{len(known.batches) + 1:06d}"
    entry = Entry(name, on or desk.workspace.county.as_of, author.at, author.by, author.reason)
    events = list(events_of(changes, entry, head_of(known.events)))
    length = len(known.events) + len(events)
    batch = Batch(name, kind, *entry[1:], events=len(events), last=length)
    append(desk.connection, batch, events)
    return batch


def write_conflicts(desk: Desk, conflicts: Mapping[Spot, Conflict], settled: Sequence[Decided] = ()) -> None:
    """
    Write down which conflicts are open, and which were settled just now.

    Parameters
    ----------
    desk
        The registry.
    conflicts
        All that are open.
    settled
        Those that were settled, beside the ones that were before.
    """
    if conflicts != desk.known.conflicts or settled:
        replace_conflicts(desk.connection, conflicts, [*desk.known.decided, *settled])
