"""
Three-way merge of edits (三方合并): what a township changed since its export, against what others changed.

Three states are held against each other, field by field: the export that was edited (`base`), the registry
as it stands (`mine`), and what came back. What only one side changed is taken; the same change from two sides
is one; two different changes of one field are a conflict. A field in conflict goes back to what the export
said until somebody chooses, so that nothing depends on who sent a file first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from ruralmap.assets.chain import changes_of
from ruralmap.assets.changes import Change, change_of, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ruralmap.assets.chain import Event
    from ruralmap.assets.changes import Fields, State, Value

# The field in which it is in conflict whether a record stays at all.
WHOLE: Final = ""
GONE: Final = "核减"
KEPT: Final = "保留"
# Whoever says again what was weighed when a conflict was decided has been heard.
_ANYBODY: Final = "*"


class Spot(NamedTuple):
    """One field of one record, or, with `WHOLE` for the field, whether the record stays."""

    table: str
    key: str
    field: str


class Edit(NamedTuple):
    """
    What came back of one record (回收记录).

    `fields` hold what was said; a field that is not there was not said, None clears it. A record `removed`
    is taken off the books (核减). `source` names who said it, such as the file and the row.
    """

    table: str
    key: str
    fields: Mapping[str, Value | None]
    removed: bool
    source: str


@dataclass(frozen=True)
class Conflict:
    """
    A field that was changed in more than one way (冲突).

    `base` is what the export said; `candidates` are the values that were proposed, with those who proposed
    each. None is an empty field.
    """

    base: Value | None
    candidates: Mapping[Value | None, frozenset[str]]

    def joined(self, value: Value | None, sources: Iterable[str]) -> Conflict:
        """
        Add a candidate.

        Parameters
        ----------
        value
            What is proposed.
        sources
            Who proposes it.

        Returns
        -------
        conflict
            With the candidate, or with more who propose it.
        """
        known = self.candidates.get(value, frozenset())
        return Conflict(self.base, {**self.candidates, value: known | frozenset(sources)})


@dataclass(frozen=True)
class Past:
    """
    What was said since an export (导出之后).

    `said` gives for each field the values that it was given or that were weighed for it, and who said each;
    `gone` the records that were taken off the books, as they were then.
    """

    said: dict[Spot, dict[Value | None, frozenset[str]]]
    gone: dict[tuple[str, str], Fields]


@dataclass(frozen=True)
class Merged:
    """
    What a merge comes to (合并结果).

    `changes` are to be made, each with the source of the edit that it follows from; `conflicts` are all that
    are open after it.
    """

    changes: Sequence[tuple[Change, str]]
    conflicts: Mapping[Spot, Conflict]


def past_since(
    base: State, events: Iterable[Event], count: int, *, decided: Mapping[Spot, Conflict] | None = None
) -> Past:
    """
    Gather what was said since an export: a unit that sends its file again has said it already.

    Parameters
    ----------
    base
        The registry as it was exported.
    events
        The chain, from its first event.
    count
        How many events it had when the export was made.
    decided
        Conflicts that were decided since, with their candidates.

    Returns
    -------
    past
        The file of an event is who said it.
    """
    past = Past({}, {})
    for event, change in changes_of(event for event in events if event.seq > count):
        _note(past, base, change, event.file)
    for spot, conflict in (decided or {}).items():
        known = past.said.setdefault(spot, {})
        for value, sources in conflict.candidates.items():
            known[value] = known.get(value, frozenset()) | sources | {_ANYBODY}
    return past


def _note(past: Past, base: State, change: Change, source: str) -> None:
    """Note who gave each field of a change its value; what goes back to the export says nothing new."""
    was = base.get(change.table, {}).get(change.key, {})
    values = {
        name: value
        for name, value in (change.after or {}).items()
        if value is not (exported := was.get(name)) and not same(value, exported)
    }
    if change.before is None or change.after is None:
        values[WHOLE] = GONE if change.after is None else KEPT
    if change.after is None:
        before = (change.before or {}).items()
        past.gone[change.table, change.key] = {name: value for name, value in before if value is not None}
    for name, value in values.items():
        known = past.said.setdefault(Spot(change.table, change.key, name), {})
        known[value] = known.get(value, frozenset()) | {source}


def merge(
    base: State, mine: State, edits: Iterable[Edit], *, past: Past, conflicts: Mapping[Spot, Conflict]
) -> Merged:
    """
    Merge what came back.

    Parameters
    ----------
    base
        The registry as it was exported.
    mine
        The registry as it stands.
    edits
        What came back. A record of which nothing came back is unchanged.
    past
        What was said since the export.
    conflicts
        Those that are open.

    Returns
    -------
    merged
        What to change, and all conflicts that are open afterwards.
    """
    own = Past({spot: dict(values) for spot, values in past.said.items()}, dict(past.gone))
    work = _Work(base, mine, own, dict(conflicts))
    for edit in edits:
        if edit.removed:
            work.remove(edit)
        else:
            work.take(edit)
    return Merged(tuple(work.changes), work.conflicts)


class _Work:
    """A merge under way: records, what was said and what is in conflict, as the edits so far leave them."""

    def __init__(self, base: State, mine: State, past: Past, conflicts: dict[Spot, Conflict]) -> None:
        self._base, self._mine, self._past = base, mine, past
        self._touched: dict[tuple[str, str], Fields | None] = {}
        self.changes: list[tuple[Change, str]] = []
        self.conflicts = conflicts

    def take(self, edit: Edit) -> None:
        """Take the fields of an edit that are not as they were exported."""
        was, now = self._base.get(edit.table, {}).get(edit.key), self._now(edit)
        exported = was or {}
        told = {
            name: value
            for name, value in edit.fields.items()
            if value is not (before := exported.get(name)) and not same(value, before)
        }
        if was is None and now is None:
            self._enter(edit, None, {name: value for name, value in told.items() if value is not None})
            return
        whole = Spot(edit.table, edit.key, WHOLE)
        if not told or (now is None and self._is_decided(whole, told)):
            return
        if now is None:
            # It was taken off the books since: it comes back until somebody chooses.
            self.conflicts[whole] = Conflict(KEPT, {GONE: self._sources(whole, GONE)})
            now = self._past.gone.get((edit.table, edit.key)) or dict(was or {})
            self._enter(edit, None, now)
        if whole in self.conflicts:
            self.conflicts[whole] = self.conflicts[whole].joined(KEPT, [edit.source])
        settled = {name: self._weigh(edit, name, value, was or {}, now) for name, value in told.items()}
        self._alter(edit, now, settled)

    def remove(self, edit: Edit) -> None:
        """Take a record off the books; where somebody changed it since, that is a conflict."""
        whole, now = Spot(edit.table, edit.key, WHOLE), self._now(edit)
        if whole in self.conflicts:
            self.conflicts[whole] = self.conflicts[whole].joined(GONE, [edit.source])
            return
        if now is None or self._has_said(whole, GONE, edit.source):
            return
        others = [values for spot, values in self._past.said.items() if spot[:2] == whole[:2]]
        if not others:
            self._enter(edit, now, None)
            return
        kept = frozenset(source for values in others for sources in values.values() for source in sources)
        self.conflicts[whole] = Conflict(KEPT, {KEPT: kept, GONE: frozenset([edit.source])})

    def _weigh(self, edit: Edit, name: str, value: Value | None, was: Fields, now: Fields) -> Value | None:
        """Say what a field comes to: the new value, or that of the export where two were said."""
        spot, held, exported = Spot(edit.table, edit.key, name), now.get(name), was.get(name)
        if spot in self.conflicts:
            self.conflicts[spot] = self.conflicts[spot].joined(value, [edit.source])
            return held
        if same(value, held) or self._has_said(spot, value, edit.source):
            return held
        if same(held, exported) and spot not in self._past.said:
            return value
        known = Conflict(exported, {held: self._sources(spot, held)})
        self.conflicts[spot] = known.joined(value, [edit.source])
        return exported

    def _now(self, edit: Edit) -> Fields | None:
        """Give a record as it stands."""
        place = (edit.table, edit.key)
        return (
            self._touched[place] if place in self._touched else self._mine.get(edit.table, {}).get(edit.key)
        )

    def _sources(self, spot: Spot, value: Value | None) -> frozenset[str]:
        """Say who gave a field a value since the export."""
        return self._past.said.get(spot, {}).get(value, frozenset()) - {_ANYBODY}

    def _has_said(self, spot: Spot, value: Value | None, source: str) -> bool:
        """Say whether a value was heard already: from the same source, or when somebody decided."""
        return not self._past.said.get(spot, {}).get(value, frozenset()).isdisjoint({source, _ANYBODY})

    def _is_decided(self, whole: Spot, told: Mapping[str, Value | None]) -> bool:
        """Say whether somebody decided that a record goes, knowing all that is told of it."""
        known = (self._past.said.get(Spot(*whole[:2], name), {}) for name in told)
        weighed = all(value in values for values, value in zip(known, told.values(), strict=True))
        return weighed and self._has_said(whole, GONE, _ANYBODY)

    def _alter(self, edit: Edit, old: Fields, settled: Mapping[str, Value | None]) -> None:
        """Write down which fields of a record become something else."""
        names = sorted(name for name, value in settled.items() if not same(old.get(name), value))
        if names:
            after = {name: settled[name] for name in names}
            change = Change(edit.table, edit.key, {name: old.get(name) for name in names}, after)
            new = {name: value for name, value in (old | after).items() if value is not None}
            self._write(change, edit.source, new)

    def _enter(self, edit: Edit, old: Fields | None, new: Fields | None) -> None:
        """Write down what becomes of a record."""
        change = change_of(edit.table, edit.key, old, new)
        if change is not None:
            self._write(change, edit.source, new)

    def _write(self, change: Change, source: str, new: Fields | None) -> None:
        """Write a change down, and go on from there."""
        self.changes.append((change, source))
        self._touched[change.table, change.key] = new
        _note(self._past, self._base, change, source)


def resolve(mine: State, conflicts: Mapping[Spot, Conflict], chosen: Mapping[Spot, Value | None]) -> Merged:
    """
    Settle conflicts as a person chose.

    Parameters
    ----------
    mine
        The registry as it stands.
    conflicts
        Those that are open.
    chosen
        The value of each that is decided: one of its candidates, that of the export, or another. `GONE` or
        `KEPT` where it is in conflict whether the record stays.

    Returns
    -------
    merged
        What to change, and the conflicts that stay open.

    Raises
    ------
    LookupError
        If a conflict that is decided is not open.
    """
    if unknown := [spot for spot in chosen if spot not in conflicts]:
        raise LookupError(unknown[0])
    records = dict.fromkeys((spot.table, spot.key) for spot in chosen)
    changes = (
        change_of(table, key, mine.get(table, {}).get(key), _settled(mine, chosen, table, key))
        for table, key in records
    )
    left = {spot: one for spot, one in conflicts.items() if spot not in chosen}
    return Merged([(change, "") for change in changes if change is not None], left)


def _settled(mine: State, chosen: Mapping[Spot, Value | None], table: str, key: str) -> Fields | None:
    """Give a record as a person chose it."""
    if chosen.get(Spot(table, key, WHOLE)) == GONE:
        return None
    said = {
        spot.field: value
        for spot, value in chosen.items()
        if spot[:2] == (table, key) and spot.field != WHOLE
    }
    fields = mine.get(table, {}).get(key, {}) | said
    return {name: value for name, value in fields.items() if value is not None}
