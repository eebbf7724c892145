"""Take a batch back (撤销): by new events, as far as nobody has changed since what it wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ruralmap.assets.changes import Change, change_of, copy_of, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ruralmap.assets.changes import Fields, State, Value


class Kept(NamedTuple):
    """
    What is not taken back, because it was changed since (未撤销).

    `fields` are the fields that stay as they are now; none where it is the record as a whole: one that was
    entered and edited since stays, one that was taken off and entered anew is left alone.
    """

    table: str
    key: str
    fields: tuple[str, ...]


class Undone(NamedTuple):
    """What brings a batch back, one change a record, and what stays."""

    changes: list[Change]
    kept: list[Kept]


def undo(batch: Iterable[Change], state: State) -> Undone:
    """
    Work out what takes a batch back.

    Parameters
    ----------
    batch
        What it changed, in order.
    state
        The registry as it stands.

    Returns
    -------
    undone
        Each record goes back to what it was before the batch, field by field, but for what was changed since.
    """
    net = _net(batch)
    work = copy_of(
        {table: records for table, records in state.items() if table in {one.table for one in net}}
    )
    changes, kept = [], []
    for one in net:
        now = work.get(one.table, {}).get(one.key)
        wanted, stays = _back(one, now)
        change = change_of(one.table, one.key, now, wanted)
        if change is not None:
            changes.append(change)
        if stays is not None:
            kept.append(Kept(one.table, one.key, stays))
    return Undone(changes, kept)


def _net(batch: Iterable[Change]) -> list[Change]:
    """Fold a batch to one change a record; what came and went within it is none."""
    folded: dict[tuple[str, str], Change | None] = {}
    for change in batch:
        place = (change.table, change.key)
        first = folded.get(place)
        folded[place] = change if first is None else _joined(first, change)
    return [change for change in folded.values() if change is not None]


def _joined(first: Change, second: Change) -> Change | None:
    """Join two changes of one record."""
    table, key, before, after = *first[:2], first.before, second.after
    if first.after is None:
        return change_of(table, key, _filled(before), _filled(after))
    if before is None and after is None:
        return None
    if before is not None:
        # The second may have taken off the whole record: what the first left alone was so before it, too.
        before = {**(second.before or {}), **before}
    if after is not None:
        after = {**first.after, **after}
    return Change(table, key, before, after)


def _back(change: Change, now: Fields | None) -> tuple[Fields | None, tuple[str, ...] | None]:
    """Say what a record goes back to, and which of its fields stay as they are."""
    if change.before is None or change.after is None:
        left = _filled(change.after)
        if now != left:
            # Gone both then and now, or entered both times: nothing is left to do, and nothing is lost.
            return now, None if now == _filled(change.before) else ()
        return _filled(change.before), None
    if now is None:
        return None, ()
    stays = tuple(name for name, value in change.after.items() if not same(now.get(name), value))
    back = {name: value for name, value in change.before.items() if name not in stays}
    return _filled({**now, **back}), stays or None


def _filled(fields: Mapping[str, Value | None] | None) -> Fields | None:
    """Leave empty fields out."""
    return None if fields is None else {name: value for name, value in fields.items() if value is not None}
