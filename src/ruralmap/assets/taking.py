"""What a merge of returned rows comes to (回收合并): rows of several exports, removals with documents."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from ruralmap.assets.chain import Entry, events_of, head_of
from ruralmap.assets.changes import apply, copy_of
from ruralmap.assets.merging import merge, past_since
from ruralmap.assets.returned import states_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.assets.chain import Source
    from ruralmap.assets.changes import Change, State
    from ruralmap.assets.chronicle import Chronicle
    from ruralmap.assets.merging import Conflict, Spot
    from ruralmap.assets.rows import Heard

_UNSIGNED: Final = Entry("", "", "", "", "")


class Ground(NamedTuple):
    """Why records are taken off the books (核减依据); empty for what is not."""

    reason: str = ""
    document: str = ""


NO_GROUND: Final = Ground()


class Outcome(NamedTuple):
    """
    What a merge comes to (合并结果).

    `changes` are in the order in which they are made, those of one removal's reason and document together;
    `conflicts` are all that are open afterwards.
    """

    changes: Sequence[tuple[Ground, Sequence[tuple[Change, Source]]]]
    conflicts: Mapping[Spot, Conflict]


def take_rows(known: Chronicle, mine: State, heard: Sequence[Heard]) -> Outcome:
    """
    Merge what was heard: first what rows say of records, then removals.

    Parameters
    ----------
    known
        The registry's past.
    mine
        What it comes to.
    heard
        The rows, of any exports.

    Returns
    -------
    outcome
        What to change. A field that two files changed otherwise is in conflict, also where they were made
        from different exports.
    """
    state, events, conflicts = copy_of(mine), list(known.events), dict(known.conflicts)
    bases = states_at(events, {one.length for one in heard})
    places = {(one.row.source.file, one.edit.table, one.edit.key): one.row.source for one in reversed(heard)}
    changes: list[tuple[Ground, list[tuple[Change, Source]]]] = []
    runs = groupby(sorted(heard, key=_turn), key=_turn)
    for (_, reason, document, length), run in runs:
        decided = {one.spot: one.conflict for one in known.decided if one.at > length}
        past = past_since(bases[length], events[length:], length, decided=decided)
        merged = merge(bases[length], state, [one.edit for one in run], past=past, conflicts=conflicts)
        made = [(change, places[file, change.table, change.key]) for change, file in merged.changes]
        for change, _ in made:
            apply(state, change)
        conflicts = dict(merged.conflicts)
        events += events_of(made, _UNSIGNED, head_of(events))
        ground = Ground(reason, document)
        if changes and changes[-1][0] == ground:
            changes[-1][1].extend(made)
        elif made:
            changes.append((ground, made))
    return Outcome(changes, conflicts)


def _turn(one: Heard) -> tuple[bool, str, str, int]:
    """Say when a row has its turn: removals last, by what they rest on, then by the age of the export."""
    removed = one.edit.removed
    ground = (one.row.reason, one.row.document) if removed else ("", "")
    return removed, *ground, one.length
