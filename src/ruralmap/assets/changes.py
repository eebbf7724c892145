"""
Changes of records (资产变动): what differs between two states of the registry, field by field.

A state holds the records of each table by key, and of each record the fields that have a value. A field that
is not there is empty. Values are what JSON knows: text, whole numbers (money in fen), floats, flags.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# Made once: a chain has hundreds of thousands of texts.
encode: Final = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
).encode
_decode: Final = json.JSONDecoder().decode

Value = str | int | float | bool
Fields = dict[str, Value]
Records = dict[str, Fields]
State = dict[str, Records]


class Change(NamedTuple):
    """
    What happens to one record.

    `before` and `after` hold the fields that differ, empty ones as None; a record that was not there has no
    `before`, one that goes has no `after`.
    """

    table: str
    key: str
    before: Mapping[str, Value | None] | None
    after: Mapping[str, Value | None] | None


def canonical(values: Mapping[str, object] | None) -> str:
    """
    Write fields in the one form that is hashed and kept.

    Parameters
    ----------
    values
        Value by field; missing for a record that is not there.

    Returns
    -------
    text
        JSON in the order of the names, without blanks; empty for a record that is not there.

    Raises
    ------
    ValueError
        If a number is infinite or none.
    """
    if values is None:
        return ""
    return encode(values)


def read_canonical(text: str) -> dict[str, Value | None] | None:
    """
    Read fields back.

    Parameters
    ----------
    text
        As `canonical` writes them.

    Returns
    -------
    values
        Missing for a record that is not there.
    """
    if not text:
        return None
    values: dict[str, Value | None] = _decode(text)
    return values


def read_many(texts: Sequence[str]) -> list[dict[str, Value | None] | None]:
    """
    Read many fields back at once, which takes a fraction of the time.

    Parameters
    ----------
    texts
        Each as `canonical` writes it.

    Returns
    -------
    values
        One for each text; missing for a record that is not there.
    """
    values: list[dict[str, Value | None] | None] = _decode(f"[{','.join(text or 'null' for text in texts)}]")
    return values


def changes_between(old: State, new: State) -> Iterator[Change]:
    """
    Compare two states.

    Parameters
    ----------
    old
        The state before.
    new
        The state after; a table that it does not have is as before.

    Yields
    ------
    change
        One a record that differs, in the order of tables as `new` has them, and of keys.
    """
    for table, records in new.items():
        known = old.get(table, {})
        for key in sorted(known.keys() | records.keys()):
            change = change_of(table, key, known.get(key), records.get(key))
            if change is not None:
                yield change


def change_of(table: str, key: str, old: Fields | None, new: Fields | None) -> Change | None:
    """
    Compare a record with itself.

    Parameters
    ----------
    table
        Its table.
    key
        Its key.
    old
        Its fields before; missing if it was not there.
    new
        Its fields after; missing if it goes.

    Returns
    -------
    change
        Missing where nothing differs.
    """
    if old is None and new is None:
        return None
    if old is None or new is None:
        return Change(table, key, old, new)
    names = sorted(differing(old, new))
    if not names:
        return None
    return Change(table, key, {one: old.get(one) for one in names}, {one: new.get(one) for one in names})


def differing(old: Mapping[str, Value | None], new: Mapping[str, Value | None]) -> Iterator[str]:
    """
    Name the fields in which two records differ.

    Parameters
    ----------
    old
        A record; a field that is not there is empty.
    new
        The other.

    Yields
    ------
    name
        In no order.
    """
    for name in old.keys() | new.keys():
        mine, theirs = old.get(name), new.get(name)
        if mine is not theirs and not same(mine, theirs):
            yield name


def same(mine: Value | None, theirs: Value | None) -> bool:
    """
    Say whether a field is the same.

    Parameters
    ----------
    mine
        A value, or None where the field is empty.
    theirs
        Another.

    Returns
    -------
    same
        1 is neither True nor 1.0.
    """
    return mine == theirs and type(mine) is type(theirs)


def apply(state: State, change: Change) -> None:
    """
    Bring a state forward by one change.

    Parameters
    ----------
    state
        The state; it is changed. Of a record that is not there a change of some fields is passed over: on a
        day before it was entered nothing is known of it.
    change
        What happens.
    """
    bring_forward(state, change.table, change.key, change.after, is_new=change.before is None)


def bring_forward(
    state: State, table: str, key: str, after: Mapping[str, Value | None] | None, *, is_new: bool
) -> None:
    """
    Bring a state forward by what a change comes to, without looking at what was there.

    Parameters
    ----------
    state
        The state; it is changed.
    table
        The record's table.
    key
        Its key.
    after
        The fields that it gets; missing where it goes.
    is_new
        Whether the change enters the record.
    """
    records = state.setdefault(table, {})
    if after is None:
        records.pop(key, None)
        return
    fields = records.get(key)
    if fields is None:
        if not is_new:
            return
        fields = records[key] = {}
    for name, value in after.items():
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value


def copy_of(state: State) -> State:
    """
    Copy a state, so that bringing it forward leaves the first as it was.

    Parameters
    ----------
    state
        The state.

    Returns
    -------
    state
        With records of its own.
    """
    return {table: {key: dict(fields) for key, fields in records.items()} for table, records in state.items()}


def fits(state: State, change: Change) -> bool:
    """
    Say whether a change is one of what is there.

    Parameters
    ----------
    state
        The state.
    change
        The change.

    Returns
    -------
    fits
        False if the record is not there, or is there already, or a field is something else than before.
    """
    fields = state.get(change.table, {}).get(change.key)
    if fields is None or change.before is None:
        return fields is None and change.before is None
    return all(same(fields.get(name), value) for name, value in change.before.items())


def reversed_changes(changes: Iterable[Change]) -> list[Change]:
    """
    Turn changes round (撤销).

    Parameters
    ----------
    changes
        In the order in which they happened.

    Returns
    -------
    changes
        What brings the state back, the last first.
    """
    return [Change(one.table, one.key, one.after, one.before) for one in changes][::-1]
