"""Fill the registry on a server: all of it anew in one transaction, so that nobody sees half of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import psycopg
import shapely
from psycopg import sql
from sqlalchemy import text

from ruralmap.errors import ConservationError, RegistryError
from ruralmap.registry.bases import SRID
from ruralmap.registry.blobs import decode
from ruralmap.registry.geopackage import rows_to_load
from ruralmap.registry.models import TABLES, geometry_type, key_index, value_columns
from ruralmap.registry.server_schema import SCHEMA
from ruralmap.registry.titles import column_title, table_title
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from sqlalchemy import Connection

    from ruralmap.registry.batch import Batch
    from ruralmap.registry.rows import Rows
    from ruralmap.words.catalogue import Language


def load(
    connection: Connection, tables: Mapping[str, pd.DataFrame], *, batch: Batch, lang: Language = "zh"
) -> dict[str, int]:
    """
    Put frames in the place of all that the registry holds.

    Rows are deleted and not truncated: who reads while this is written sees all that was there before.

    Parameters
    ----------
    connection
        In a transaction that holds the write lock.
    tables
        Frames by the registry's table name, as `build_registry` takes them.
    batch
        What the frames were made from.
    lang
        The language of the comments that QGIS shows.

    Returns
    -------
    counts
        Rows by table.

    Raises
    ------
    UsageError
        If a table has a name that the registry does not know.
    RegistryError
        If a column holds what it cannot, or two rows have one key.
    CrsError
        If a frame is not in EPSG:4490.
    ConservationError
        If the server holds another number of rows than the frames.
    """
    counts, rows = rows_to_load(tables, batch)
    cursor = cast("psycopg.Cursor[Any]", connection.connection.cursor())
    try:
        for name in TABLES:
            _fill(cursor, name, rows.get(name))
    except psycopg.errors.UniqueViolation as fault:
        table = TABLES[str(fault.diag.table_name)]
        key = key_index(table)
        columns = ", ".join(column.name for column in key.columns) if key is not None else ""
        raise RegistryError(say_both("registry.repeated_key", table=table.name, columns=columns)) from fault
    for name, given in counts.items():
        held = connection.scalar(text(f"SELECT count(*) FROM {name}"))  # noqa: S608 - names of our own models
        if held != given:
            raise ConservationError(say_both("registry.rows_lost", table=name, given=given, held=held))
    cursor.execute(sql.SQL("; ").join(_comments(batch, lang)))
    return counts


def _fill(cursor: psycopg.Cursor[Any], table: str, rows: Rows | None) -> None:
    """Replace the rows of a table, numbered from 1 as in a GeoPackage."""
    own, aside = sql.Identifier(SCHEMA, table), sql.Identifier(f"new_{table}")
    count = 0 if rows is None else rows.count
    cursor.execute(sql.SQL("DELETE FROM {}").format(own))
    sequence = sql.Identifier(SCHEMA, f"{table}_fid_seq")
    # Unlike setval this is taken back with the transaction.
    cursor.execute(sql.SQL("ALTER SEQUENCE {} RESTART WITH {}").format(sequence, count + 1))
    if rows is None or not rows.count:
        return
    # Where rows are guarded COPY is refused, so they come by a table of this transaction.
    cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {} (LIKE {}) ON COMMIT DROP").format(aside, own))
    names = sql.SQL(", ").join(map(sql.Identifier, ("fid", *rows.columns)))
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(aside, names)) as copy:
        for record in zip(range(1, rows.count + 1), *_cells(table, rows), strict=True):
            copy.write_row(record)
    cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(own, names, names, aside))
    cursor.execute(sql.SQL("DROP TABLE {}").format(aside))


def _cells(table: str, rows: Rows) -> tuple[list[Any], ...]:
    """Give the columns with geometries as PostGIS reads them; the last one holds a GeoPackage's blobs."""
    if geometry_type(TABLES[table]) is None:
        return rows.cells
    shapes = shapely.set_srid(decode(rows.cells[-1]), SRID)
    return (*rows.cells[:-1], shapely.to_wkb(shapes, hex=True, include_srid=True).tolist())


def _comments(batch: Batch, lang: Language) -> list[sql.Composed]:
    """Say in the office's words what tables and columns are."""
    said = []
    for name, table in TABLES.items():
        own = sql.Identifier(SCHEMA, name)
        title = sql.Literal(table_title(name, batch, lang=lang))
        said.append(sql.SQL("COMMENT ON TABLE {} IS {}").format(own, title))
        for column in value_columns(table):
            place = sql.Identifier(SCHEMA, name, column)
            title = sql.Literal(column_title(name, column, lang=lang))
            said.append(sql.SQL("COMMENT ON COLUMN {} IS {}").format(place, title))
    return said
