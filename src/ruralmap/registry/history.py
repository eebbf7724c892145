"""Read and write the past of the registry of assets: the only SQL on its chain of events."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
from sqlalchemy import delete, insert, select

from ruralmap.assets.chain import Event
from ruralmap.assets.changes import canonical, read_canonical
from ruralmap.assets.chronicle import BUILD, Batch, Chronicle, Decided, Export, Return
from ruralmap.assets.merging import Conflict, Spot
from ruralmap.registry.bulk import insert_rows
from ruralmap.registry.history_models import (
    AssetBatch,
    AssetConflict,
    AssetEvent,
    AssetExport,
    AssetFiled,
    AssetReturn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from ruralmap.assets.changes import Fields, Value

BATCHES: Final[Table] = AssetBatch.metadata.tables["asset_batches"]
EVENTS: Final[Table] = AssetEvent.metadata.tables["asset_events"]
FILED: Final[Table] = AssetFiled.metadata.tables["asset_filed"]
CONFLICTS: Final[Table] = AssetConflict.metadata.tables["asset_conflicts"]
EXPORTS: Final[Table] = AssetExport.metadata.tables["asset_exports"]
RETURNS: Final[Table] = AssetReturn.metadata.tables["asset_returns"]
_EVENT: Final = (
    "seq", "batch", "source_file", "source_sheet", "source_row", "table_name", "record_key", "before",
    "after", "hash",
)  # fmt: skip
_BATCH: Final = (
    "batch", "batch_kind", "holds_from", "recorded_at", "recorded_by", "reason", "events", "chain_length",
)  # fmt: skip

_EXPORT: Final = (
    "chain_length", "chain_head", "part", "part_name", "file", "rows", "recorded_at", "recorded_by",
)  # fmt: skip
_RETURN: Final = ("chain_length", "part", "file", "sha256", "rows", "changed", "set_aside", "batch")


def read_chronicle(connection: Connection) -> Chronicle:
    """
    Read all that the registry knows of its assets' past.

    Parameters
    ----------
    connection
        An open connection.

    Returns
    -------
    chronicle
        Events in order; whether they are sound is not looked at.
    """
    batches = [Batch(*row) for row in connection.execute(_in_order(BATCHES, _BATCH, "fid"))]
    entries = {one.batch: (one.batch, one.on, one.at, one.by, one.reason) for one in batches}
    lost = ("", "", "", "")  # of a batch that somebody deleted: the chain will say so
    events = []
    for seq, batch, file, sheet, row, *rest in connection.execute(_in_order(EVENTS, _EVENT, "seq")).all():
        entry = entries.get(batch, (batch, *lost))
        events.append(Event._make((seq, *entry, file or "", sheet or "", row, *rest)))
    filed = connection.execute(select(FILED.c.table_name, FILED.c.record_key, FILED.c.fields))
    conflicts: dict[Spot, Conflict] = {}
    decided = []
    for row in connection.execute(select(CONFLICTS)).mappings():
        spot = Spot(row["table_name"], row["record_key"], row["field"])
        if row["settled_at"] is None:
            conflicts[spot] = _conflict(row["base"], row["candidates"])
        else:
            decided.append(Decided(spot, _conflict(row["base"], row["candidates"]), row["settled_at"]))
    return Chronicle(
        events=events,
        batches=batches,
        differing={(table, key): _fields(text) for table, key, text in filed},
        conflicts=conflicts,
        decided=decided,
        exports=[Export(*row) for row in connection.execute(_in_order(EXPORTS, _EXPORT, "fid"))],
        returns=[Return(*row) for row in connection.execute(_in_order(RETURNS, _RETURN, "fid"))],
    )


def is_edited(connection: Connection) -> bool:
    """
    Say whether anybody but the files has changed the registry.

    Parameters
    ----------
    connection
        An open connection.

    Returns
    -------
    edited
        False for a registry that only builds have written.
    """
    others = select(BATCHES.c.fid).where(BATCHES.c.batch_kind != BUILD).limit(1)
    return connection.execute(others).first() is not None


def history_frames(known: Chronicle) -> dict[str, pd.DataFrame]:
    """
    Lay the past out as the registry's tables, for a registry that is built anew.

    Parameters
    ----------
    known
        The past.

    Returns
    -------
    frames
        By the registry's table name.
    """
    rows = {
        "asset_batches": (BATCHES, _named(_BATCH, known.batches)),
        "asset_events": (EVENTS, _named(_EVENT, map(_event_row, known.events))),
        "asset_filed": (FILED, _filed_rows(known.differing)),
        "asset_conflicts": (CONFLICTS, _conflict_rows(known.conflicts, known.decided)),
        "asset_exports": (EXPORTS, _named(_EXPORT, known.exports)),
        "asset_returns": (RETURNS, _named(_RETURN, known.returns)),
    }
    return {name: _frame(records, table) for name, (table, records) in rows.items()}


def append(connection: Connection, batch: Batch, events: Sequence[Event]) -> None:
    """
    Write a batch of events behind the chain.

    Parameters
    ----------
    connection
        In a transaction that holds the write lock since before the chain was read.
    batch
        The batch.
    events
        Its events.
    """
    insert_rows(connection, "asset_batches", _BATCH, [tuple(batch)])
    insert_rows(connection, "asset_events", _EVENT, [_event_row(one) for one in events])


def replace_conflicts(
    connection: Connection, conflicts: Mapping[Spot, Conflict], decided: Iterable[Decided]
) -> None:
    """
    Write down which conflicts are open and which are settled, in place of what stood there.

    Parameters
    ----------
    connection
        In a transaction that holds the write lock since before they were read.
    conflicts
        Those that are open.
    decided
        Those that were settled.
    """
    connection.execute(delete(CONFLICTS))
    if rows := _conflict_rows(conflicts, decided):
        connection.execute(insert(CONFLICTS), rows)


def hand_out(connection: Connection, exports: Sequence[Export]) -> None:
    """
    Note what was handed out.

    Parameters
    ----------
    connection
        In a transaction that holds the write lock.
    exports
        One a part; there must be some.
    """
    connection.execute(insert(EXPORTS), _named(_EXPORT, exports))


def take_back(connection: Connection, returns: Sequence[Return]) -> None:
    """
    Note what came back.

    Parameters
    ----------
    connection
        In a transaction that holds the write lock.
    returns
        One a file and export; there must be some.
    """
    connection.execute(insert(RETURNS), _named(_RETURN, returns))


def _in_order(table: Table, names: Sequence[str], by: str) -> Any:  # noqa: ANN401 - a statement of SQLAlchemy
    """Select columns in the order of one of them."""
    return select(*(table.c[name] for name in names)).order_by(table.c[by])


def _named(names: Sequence[str], records: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Lay records out as rows."""
    return [dict(zip(names, one, strict=True)) for one in records]


def _event_row(one: Event) -> tuple[Any, ...]:
    """Lay an event out as a row; who, when and why stand with its batch."""
    source = (one.file or None, one.sheet or None, one.row)
    return (one.seq, one.batch, *source, one.table, one.key, one.before, one.after, one.hash)


def _filed_rows(differing: Mapping[tuple[str, str], Fields | None]) -> list[dict[str, Any]]:
    """Lay out what the files said otherwise."""
    return [
        {"table_name": table, "record_key": key, "fields": canonical(fields)}
        for (table, key), fields in differing.items()
    ]


def _conflict_rows(conflicts: Mapping[Spot, Conflict], decided: Iterable[Decided]) -> list[dict[str, Any]]:
    """Lay conflicts out as rows."""
    every: list[tuple[Spot, Conflict, int | None]] = [(spot, one, None) for spot, one in conflicts.items()]
    every += [(one.spot, one.conflict, one.at) for one in decided]
    return [
        {
            "table_name": spot.table,
            "record_key": spot.key,
            "field": spot.field,
            "settled_at": settled,
            "base": canonical({"value": conflict.base}),
            "candidates": _candidates(conflict.candidates),
        }
        for spot, conflict, settled in every
    ]


def _candidates(candidates: Mapping[Value | None, frozenset[str]]) -> str:
    """Write candidates with those who proposed each, in an order that depends on nothing."""
    listed = sorted((json.dumps(value, ensure_ascii=False), sorted(who)) for value, who in candidates.items())
    return json.dumps([[json.loads(value), who] for value, who in listed], ensure_ascii=False)


def _conflict(base: str, candidates: str) -> Conflict:
    """Read a conflict back."""
    known = read_canonical(base) or {}
    return Conflict(known.get("value"), {value: frozenset(who) for value, who in json.loads(candidates)})


def _fields(text: str) -> Fields | None:
    """Read the fields of a record back; none where the files did not have it."""
    read = read_canonical(text)
    return None if read is None else {name: value for name, value in read.items() if value is not None}


def _frame(records: list[dict[str, Any]], table: Table) -> pd.DataFrame:
    """Put rows under the columns of their table, also where there are none."""
    names = [column.name for column in table.columns if column.name != "fid"]
    frame = pd.DataFrame(records, columns=names)
    return frame.astype({name: "Int64" for name in names if table.c[name].type.python_type is int})
