"""
What the registry of assets knows of its past (登记簿), and what the office's files add to it (建库合并).

The files of a workspace are one of those who edit: what they say now is held against what they said when
they were last taken, and against the registry. So a build never overwrites a later edit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from ruralmap.assets.changes import apply, copy_of
from ruralmap.assets.merging import Conflict, Edit, Merged, Spot, merge, past_since
from ruralmap.assets.replay import advance, replay, replay_some

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ruralmap.assets.chain import Event, Source
    from ruralmap.assets.changes import Fields, State

BUILD: Final = "build"


class Batch(NamedTuple):
    """
    Changes that were written down together (变动批次).

    `kind` says what made them: a build from the files, a merge, an import, an inspection, a choice between
    conflicting values, an undo, edits adopted from elsewhere. `last` is how many events the chain had after.
    """

    batch: str
    kind: str
    on: str
    at: str
    by: str
    reason: str
    events: int
    last: int


class Decided(NamedTuple):
    """A conflict that was settled, and how many events the chain had by then."""

    spot: Spot
    conflict: Conflict
    at: int


class Export(NamedTuple):
    """A part of an export that was handed out (下发): `part` is a township's code, `file` its name."""

    length: int
    head: str
    part: str
    name: str
    file: str
    rows: int
    at: str
    by: str


class Return(NamedTuple):
    """A file that came back (回收): of which export, how many rows it had, changed, and were set aside."""

    length: int
    part: str
    file: str
    sha256: str
    rows: int
    changed: int
    aside: int
    batch: str


@dataclass(frozen=True, eq=False)
class Chronicle:
    """
    All that the registry knows of its assets' past (登记簿).

    `differing` holds what the files said when they were last taken, where the registry said otherwise: the
    fields of a record, or none where the files did not have it.
    """

    events: Sequence[Event] = ()
    batches: Sequence[Batch] = ()
    differing: Mapping[tuple[str, str], Fields | None] = field(default_factory=dict)
    conflicts: Mapping[Spot, Conflict] = field(default_factory=dict)
    decided: Sequence[Decided] = ()
    exports: Sequence[Export] = ()
    returns: Sequence[Return] = ()

    @property
    def built(self) -> int:
        """How many events the chain had when the files were last taken."""
        return max((batch.last for batch in self.batches if batch.kind == BUILD), default=0)

    @property
    def is_edited(self) -> bool:
        """Whether anybody but the files has changed the registry."""
        return any(batch.kind != BUILD for batch in self.batches)

    def until(self, day: str) -> Iterator[Event]:
        """
        Leave out what others than the files changed after a day.

        Parameters
        ----------
        day
            ISO text.

        Yields
        ------
        event
            In order.
        """
        builds = {batch.batch for batch in self.batches if batch.kind == BUILD}
        return (event for event in self.events if event.on <= day or event.batch in builds)


@dataclass(frozen=True, eq=False)
class Filed:
    """
    What the files say now (资料).

    `partial` are the tables of which something could not be read: a record that they lack may be there.
    """

    state: State
    sources: Mapping[tuple[str, str], Source]
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Taken:
    """
    What files and registry come to (合并结果).

    `state` is what to go on with. `files` is what the files said, to be held against what they say next time;
    `is_news` is whether that is any different from the last time.
    """

    state: State
    merged: Merged
    files: State
    is_news: bool

    @property
    def differing(self) -> dict[tuple[str, str], Fields | None]:
        """Where the registry says otherwise than the files."""
        return {
            (table, key): said.get(key)
            for table, said in ((table, self.files.get(table, {})) for table in self.state | self.files)
            for key in self.state.get(table, {}).keys() | said.keys()
            if self.state.get(table, {}).get(key) != said.get(key)
        }


def take(filed: Filed, known: Chronicle, *, day: str | None = None) -> Taken:
    """
    Hold what the files say now against what they said before, and against the registry.

    Parameters
    ----------
    filed
        What the files say.
    known
        The registry's past; an empty one before the first build.
    day
        What others than the files changed later is left out (ISO text); nothing unless given.

    Returns
    -------
    taken
        What both come to, the changes to write down, and what is in conflict. A record that the files have no
        longer goes, unless somebody changed it since; one of a table that was not read stays.

    Raises
    ------
    LookupError
        If an event does not fit the ones before, with its number.
    """
    before = replay(known.events[: known.built])
    if day is None:
        events, mine = known.events, copy_of(before)
        advance(mine, known.events[known.built :])
    else:
        events = list(known.until(day))
        mine = replay_some(events)
    base = _said_before(known, before)
    decided = {one.spot: one.conflict for one in known.decided if one.at > known.built}
    past = past_since(base, events, known.built, decided=decided)
    merged = merge(base, mine, _edits(filed, base), past=past, conflicts=known.conflicts)
    for change, _ in merged.changes:
        apply(mine, change)
    files = {
        table: _said_now(filed, base, table) if table in filed.state else base[table]
        for table in base | filed.state
    }
    # A table without rows is the same as none.
    is_news = any(records != base.get(table, {}) for table, records in files.items())
    return Taken(mine, merged, files, is_news=is_news)


def _said_before(known: Chronicle, state: State) -> State:
    """Turn what the registry said after the last build into what the files said then."""
    for (table, key), fields in known.differing.items():
        records = state.setdefault(table, {})
        if fields is None:
            records.pop(key, None)
        else:
            records[key] = dict(fields)
    return state


def _said_now(filed: Filed, base: State, table: str) -> dict[str, Fields]:
    """Say what the files of a table hold; of one that was not read whole, with what they held before."""
    before = base.get(table, {}) if table in filed.partial else {}
    return before | filed.state[table]


def _edits(filed: Filed, base: State) -> Iterator[Edit]:
    """Say what the files changed: rows that are not as they were, and rows that they have no longer."""
    for table, records in filed.state.items():
        before = base.get(table, {})
        for key, fields in records.items():
            was = before.get(key)
            if was != fields:
                cleared = dict.fromkeys((was or {}).keys() - fields.keys())
                source = filed.sources.get((table, key))
                yield Edit(
                    table, key, {**cleared, **fields}, removed=False, source=source.file if source else ""
                )
        if table not in filed.partial:
            for key in before.keys() - records.keys():
                yield Edit(table, key, {}, removed=True, source="")
