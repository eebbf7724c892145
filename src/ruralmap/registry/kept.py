"""The kept tables of assets in the registry: read as records, and brought forward by changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import shapely
from sqlalchemy import bindparam, delete, or_, select, update

from ruralmap.assets.tables import KEPT, free_key, key_of, stem
from ruralmap.registry.bulk import insert_rows
from ruralmap.registry.models import DATA_TABLES
from ruralmap.schema.links import LINK_COLUMNS
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from ruralmap.assets.chain import Source
    from ruralmap.assets.changes import Change, Fields, Records, State, Value

# Rows that the linker made from another table carry this key; those that somebody added carry none.
DERIVED: Final = ""
# Where a record says that it is. Once that changes, the village that the linker found says nothing any more.
_PLACE: Final = frozenset({"township", "village", "village_code", "lon", "lat", "datum"})
_FOUND: Final = (*LINK_COLUMNS, "geom")
_KEY: Final = "key of the record"  # no column is called so


def read_state(connection: Connection) -> State:
    """
    Read the kept tables as they stand.

    Parameters
    ----------
    connection
        An open connection.

    Returns
    -------
    state
        Records by table. One that somebody added beside the chain has the key that its fields give it.
    """
    return {name: _read(connection, name) for name in KEPT}


def claim_rows(connection: Connection) -> None:
    """
    Give the rows that somebody added the keys under which `read_state` tells of them.

    Parameters
    ----------
    connection
        In a transaction that holds the write lock.
    """
    for name in KEPT:
        table = DATA_TABLES[name]
        rows = _rows(connection, name)
        if new := [
            {_KEY: fid, "new key": key}
            for (fid, known, *_), key in zip(rows, _keys(rows, _records(rows, name), name), strict=True)
            if known != key
        ]:
            statement = update(table).where(table.c.fid == bindparam(_KEY))
            connection.execute(statement.values(record_key=bindparam("new key")), new)


def _read(connection: Connection, name: str) -> Records:
    """Read one table; rows that were derived are none of its records."""
    rows = _rows(connection, name)
    records = _records(rows, name)
    return dict(zip(_keys(rows, records, name), records, strict=True))


def _rows(connection: Connection, name: str) -> Sequence[Any]:
    """Read number, key and fields of each record of a table."""
    table = DATA_TABLES[name]
    fields = (table.c[column.name] for column in TABLES[name].columns)
    statement = (
        select(table.c.fid, table.c.record_key, *fields)
        .where(or_(table.c.record_key.is_(None), table.c.record_key != DERIVED))
        .order_by(table.c.fid)
    )
    return connection.execute(statement).all()


def _records(rows: Sequence[Any], name: str) -> list[Fields]:
    """Read the fields of rows; the database's types are those of the dictionary."""
    names = TABLES[name].names
    return [
        {field: value for field, value in zip(names, row[2:], strict=True) if value is not None}
        for row in rows
    ]


def _keys(rows: Sequence[Any], records: Sequence[Fields], name: str) -> list[str]:
    """Give each row its key: a copied row has its original's, one whose number was changed is another."""
    keys: list[str] = []
    taken: set[str] = set()
    for (_, known, *_), fields in zip(rows, records, strict=True):
        made = key_of(fields, name)
        own = known is not None and known not in taken and (known == made or stem(known) == stem(made))
        key = known if own else free_key(made, taken)
        keys.append(key)
        taken.add(key)
    return keys


def read_townships(connection: Connection) -> dict[str, str]:
    """
    Read the townships of the county.

    Parameters
    ----------
    connection
        An open connection.

    Returns
    -------
    names
        Name by code.
    """
    table = DATA_TABLES["townships"]
    rows = connection.execute(select(table.c.township_code, table.c.township))
    return {code: name for code, name in rows}  # noqa: C416 - a row is no pair to the type checker


def read_homes(connection: Connection) -> dict[str, str]:
    """
    Read in which township the linker found each asset.

    Parameters
    ----------
    connection
        An open connection.

    Returns
    -------
    homes
        Code of the township by the record's key; one that is in none that is known is not there.
    """
    table = DATA_TABLES["assets"]
    rows = connection.execute(select(table.c.record_key, table.c.linked_township_code))
    return {key: code for key, code in rows if key is not None and code is not None}


def read_points(connection: Connection) -> dict[str, tuple[float, float]]:
    """
    Read where each asset stands.

    Parameters
    ----------
    connection
        An open connection.

    Returns
    -------
    points
        Longitude and latitude, CGCS2000, by the record's key; one whose place is not settled is not there.
    """
    table = DATA_TABLES["assets"]
    rows = connection.execute(select(table.c.record_key, table.c.geom)).all()
    placed = [(key, element) for key, element in rows if key is not None and element is not None]
    points = shapely.from_wkb(
        [one.data if isinstance(one.data, str) else bytes(one.data) for _, one in placed]
    )
    return {key: (point.x, point.y) for (key, _), point in zip(placed, points, strict=True)}


def apply_changes(connection: Connection, changes: Iterable[tuple[Change, Source]]) -> None:
    """
    Bring the kept tables forward.

    What the linker found of a record whose place changed is taken away; the next build finds it anew.

    Parameters
    ----------
    connection
        In a transaction that holds the write lock.
    changes
        In order, each of what is there then, and where it was read.
    """
    for name, records in _net(changes).items():
        table = DATA_TABLES[name]
        if gone := [{_KEY: key} for key, one in records.items() if one.was and not one.stays]:
            connection.execute(delete(table).where(table.c.record_key == bindparam(_KEY)), gone)
        for names, rows in _updates(table, records).items():
            statement = update(table).where(table.c.record_key == bindparam(_KEY))
            connection.execute(statement.values({each: bindparam(f"new {each}") for each in names}), rows)
        _enter(connection, name, {key: one for key, one in records.items() if one.stays and not one.was})


@dataclass
class _Net:
    """What a run of changes comes to for one record: whether it was there, whether it stays, what it gets."""

    was: bool
    stays: bool
    fields: dict[str, Value | None]
    source: Source


def _net(changes: Iterable[tuple[Change, Source]]) -> dict[str, dict[str, _Net]]:
    """Fold changes by table and record, so that each record is written once."""
    folded: dict[str, dict[str, _Net]] = defaultdict(dict)
    for change, source in changes:
        records = folded[change.table]
        one = records.setdefault(
            change.key, _Net(was=change.before is not None, stays=True, fields={}, source=source)
        )
        one.stays, one.source = change.after is not None, source
        if change.before is None:
            # It may have been taken away just before: whatever it had then is empty.
            empty = dict.fromkeys(TABLES[change.table].names) if one.was else {}
            one.fields = {**empty, **(change.after or {})}
        else:
            one.fields |= change.after or {}
    return folded


def _updates(table: Table, records: Mapping[str, _Net]) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """Gather the new values of records that were there and stay, by the columns that they change."""
    grouped: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for key, one in records.items():
        if one.was and one.stays:
            moved = "link_status" in table.c and not _PLACE.isdisjoint(one.fields)
            unknown = (name for name in _FOUND if name in table.c)
            values = one.fields | (dict.fromkeys(unknown) if moved else {})
            row: dict[str, Any] = {f"new {name}": value for name, value in values.items()}
            grouped[tuple(values)].append(row | {_KEY: key})
    return grouped


def _enter(connection: Connection, name: str, records: Mapping[str, _Net]) -> None:
    """Write new records as rows."""
    names = TABLES[name].names
    rows = [
        (*map(one.fields.get, names), one.source.file or None, one.source.sheet or None, one.source.row, key)
        for key, one in records.items()
    ]
    insert_rows(connection, name, (*names, "source_file", "source_sheet", "source_row", "record_key"), rows)
