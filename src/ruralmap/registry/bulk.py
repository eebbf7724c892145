"""Insert many rows at once, as the driver takes them: SQLAlchemy would make a dictionary of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

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
    connection.exec_driver_sql(statement, list(rows))
