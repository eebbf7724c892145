"""
The chain of events (变动链): each carries the hash of all before it, so that none can be altered unseen.

A chain that was cut off at its end is as sound as before. Its head, the length and the last hash, is
therefore written into whatever leaves the registry, and `verify` holds the chain against known heads.
"""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from ruralmap.assets.changes import Change, canonical, encode, read_canonical, read_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Head(NamedTuple):
    """Where a chain ends (链首): how many events it has, and the hash of the last one (hex)."""

    length: int
    digest: str


_BLOCK: Final = 10_000  # events that are read back at once
EMPTY: Final = Head(0, "")


class Source(NamedTuple):
    """Where a change was read: file, sheet and row as the office's program counts them; empty if nowhere."""

    file: str = ""
    sheet: str = ""
    row: int | None = None


class Entry(NamedTuple):
    """
    Who changed what, when and why (变动记录): all that a batch of changes has in common.

    `on` is the day from which the registry says so, `at` the moment when it was written down (both ISO text).
    """

    batch: str
    on: str
    at: str
    by: str
    reason: str


class Event(NamedTuple):
    """One change of a record, as it is kept: `before` and `after` in canonical form, `hash` of all so far."""

    seq: int
    batch: str
    on: str
    at: str
    by: str
    reason: str
    file: str
    sheet: str
    row: int | None
    table: str
    key: str
    before: str
    after: str
    hash: str

    @property
    def change(self) -> Change:
        """What happens to the record."""
        return Change(self.table, self.key, read_canonical(self.before), read_canonical(self.after))


class Verdict(NamedTuple):
    """
    What became of a chain (核验结果).

    `head` is where it ends as far as it is sound. `broken_at` is the number of the first event that is not
    what was written, missing if all are. `lost` are the known heads that the chain does not have: events
    were cut off, or all of them were written anew.
    """

    head: Head
    broken_at: int | None
    lost: tuple[Head, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was altered, removed or cut off."""
        return self.broken_at is None and not self.lost


def events_of(changes: Iterable[tuple[Change, Source]], entry: Entry, head: Head) -> Iterator[Event]:
    """
    Write changes down behind a chain.

    Parameters
    ----------
    changes
        What happens, in this order, and where each was read.
    entry
        Who, when and why.
    head
        Where the chain ends.

    Yields
    ------
    event
        One a change.
    """
    seq, digest = head
    for change, source in changes:
        seq += 1
        before, after = canonical(change.before), canonical(change.after)
        event = Event(seq, *entry, *source, change.table, change.key, before, after, hash="")
        digest = _digest(digest, event)
        yield event._replace(hash=digest)


def changes_of(events: Iterable[Event]) -> Iterator[tuple[Event, Change]]:
    """
    Say what happens in many events.

    Parameters
    ----------
    events
        In order.

    Yields
    ------
    event
        Each of them.
    change
        What happens to its record.
    """
    left = iter(events)
    while block := list(islice(left, _BLOCK)):
        befores = read_many([event.before for event in block])
        afters = read_many([event.after for event in block])
        for event, before, after in zip(block, befores, afters, strict=True):
            yield event, Change(event.table, event.key, before, after)


def head_of(events: Sequence[Event]) -> Head:
    """
    Say where a chain ends.

    Parameters
    ----------
    events
        All of it, in order.

    Returns
    -------
    head
        Its length and its last hash.
    """
    return Head(events[-1].seq, events[-1].hash) if events else EMPTY


def verify(events: Iterable[Event], known: Iterable[Head] = ()) -> Verdict:
    """
    Read a chain from its beginning, and hold it against the heads that are known.

    Parameters
    ----------
    events
        All of it, in order.
    known
        Heads that exports, packs and backups carry; of a digest the first digits are enough.

    Returns
    -------
    verdict
        The first event that was altered, or before which one was removed or put in, and the heads that are
        not to be found in the sound part of the chain.
    """
    wanted: dict[int, set[Head]] = {}
    for one in known:
        if one != EMPTY:
            wanted.setdefault(one.length, set()).add(one)
    head, broken_at = EMPTY, None
    for event in events:
        if event.seq != head.length + 1 or event.hash != _digest(head.digest, event):
            broken_at = event.seq
            break
        head = Head(event.seq, event.hash)
        if head.length in wanted:
            wanted[head.length] -= {one for one in wanted[head.length] if head.digest.startswith(one.digest)}
    return Verdict(head, broken_at, tuple(sorted(one for heads in wanted.values() for one in heads)))


def _digest(before: str, event: Event) -> str:
    """Hash an event with the hash of the one before it."""
    *about, was, now, _ = event
    # None of the three holds a line break: whatever stands in a field is escaped.
    text = "\n".join((encode([before, *about]), was, now))
    return hashlib.sha256(text.encode()).hexdigest()
