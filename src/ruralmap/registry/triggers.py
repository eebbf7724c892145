"""Set the triggers of a table aside while many rows are written, which they would do one by one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


@contextmanager
def without_triggers(connection: sqlite3.Connection, table: str) -> Iterator[None]:
    """
    Drop the triggers of a table and create them again, in the transaction that is open.

    Parameters
    ----------
    connection
        In a transaction that began with a BEGIN.
    table
        One of the registry's tables.

    Yields
    ------
    nothing
        Whoever writes keeps the index of places and the count of rows right.
    """
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? ORDER BY rowid", (table,)
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in triggers:
        connection.execute(statement)
