"""Insert many rows at once, as the driver takes them: SQLAlchemy would make a dictionary of each."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Final

from ruralmap.registry.triggers import without_triggers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

_COUNT: Final = "UPDATE gpkg_ogr_contents SET feature_count = feature_count + ? WHERE table_name = ?"
_HOLES: Final = {"qmark": "?", "pyformat": "%s", "format": "%s"}


def insert_rows(
    connection: Connection, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """
    Insert rows of plain values.

    Parameters
    ----------
    connection
        In a transaction.
    table
        One of the registry's tables.
    names
        Its columns.
    rows
        A value for each column; text, numbers, flags and None, no geometry.
    """
    if not rows:
        return
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    holes = ", ".join([_HOLES[connection.dialect.paramstyle]] * len(names))
    statement = f"INSERT INTO {quote(table)} ({columns}) VALUES ({holes})"  # noqa: S608 - names of our own models
    own = connection.connection.driver_connection
    if isinstance(own, sqlite3.Connection):
        # No row has a place yet, so that there is nothing to index; rows are counted once.
        with without_triggers(own, table):
            own.executemany(statement, rows)
            own.execute(_COUNT, (len(rows), table))
        return
    connection.exec_driver_sql(statement, list(rows))
