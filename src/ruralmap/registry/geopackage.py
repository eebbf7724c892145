"""
Build the registry: GDAL makes the empty GeoPackage, then only Python's sqlite3 opens it.

Two copies of SQLite in one process (Python's, and the one inside GDAL) drop each other's locks when one of
them closes the file. So GDAL is done with the file before sqlite3 opens it, and sees it again only closed.
"""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from ruralmap.errors import ConservationError, OutputError, RegistryError, UsageError
from ruralmap.registry.batch import SCHEMA_VERSION
from ruralmap.registry.faults import translate
from ruralmap.registry.layers import create_layers
from ruralmap.registry.models import (
    BATCH_TABLES,
    DATA_TABLES,
    HISTORY_TABLES,
    TABLES,
    geometry_type,
    plain_indexes,
)
from ruralmap.registry.rows import Rows, rows_of
from ruralmap.registry.titles import write_titles
from ruralmap.registry.triggers import without_triggers
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Table

    from ruralmap.registry.batch import Batch
    from ruralmap.words.catalogue import Language


def build_registry(
    path: Path, tables: Mapping[str, pd.DataFrame], *, batch: Batch, lang: Language = "zh"
) -> dict[str, int]:
    """
    Build a registry from frames (建库), in one transaction, without any loadable extension.

    The same frames and the same batch give the same bytes. A table without a frame stays empty.

    Parameters
    ----------
    path
        A file that does not exist, such as the temporary one of an atomic writer; never a registry in use.
    tables
        Frames by the registry's table name: `counties`, `townships`, `villages`, `households`, `sites`,
        `industries`, `workshops`, `projects`, `project_places`, `assets`, `asset_owners`, `asset_benefits`,
        `asset_funds`, `contracts`, `yields`, `distributions`, `inspections`, `handovers`, `disposals`,
        `fund_lines`, `fund_months`, `fund_moves`, `fund_entries`, and `project_shares`, `site_shares`,
        `industry_shares`, `asset_shares`. Those with places are GeoDataFrames in EPSG:4490.
    batch
        What the frames were made from.
    lang
        The language of the titles that QGIS shows.

    Returns
    -------
    counts
        Rows by table, those of `tables` in the registry's order.

    Raises
    ------
    UsageError
        If a table has a name that the registry does not know.
    RegistryError
        If the file exists, a column holds what it cannot, or two rows have one key.
    CrsError
        If a frame is not in EPSG:4490.
    ConservationError
        If the file holds another number of rows than the frames.
    OutputError
        If the disk refuses.
    """
    if path.exists():
        raise RegistryError(say_both("registry.exists", path=path))
    _require_known(tables)
    with _whole_or_nothing(path):
        # GDAL does not keep Python from making the rows meanwhile; it is done before the file is opened.
        with ThreadPoolExecutor(max_workers=1) as beside:
            created = beside.submit(create_layers, path, batch, lang=lang)
            counts, rows = rows_to_load(tables, batch)
            created.result()
        with translate(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
            # Nobody else knows the file, and a load that is cut off leaves none: memory is journal enough.
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("PRAGMA temp_store = MEMORY")
            _require_layers(connection, path)
            _load(connection, rows, lang=lang)
            _require_counts(connection, counts)
            # Rewrites every page in order: nothing is left of what the load shuffled about.
            connection.execute("VACUUM")
    return counts


@contextmanager
def _whole_or_nothing(path: Path) -> Iterator[None]:
    """Take away what was begun if it is not finished."""
    try:
        yield
    except BaseException:
        for begun in (path, path.with_name(f"{path.name}-journal")):
            begun.unlink(missing_ok=True)
        raise


def _require_layers(connection: sqlite3.Connection, path: Path) -> None:
    """Look for the last that GDAL writes of each layer: on a full disk it may give up without a word."""
    written = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    indexed = {f"rtree_{name}_geom_delete" for name, table in TABLES.items() if geometry_type(table)}
    counted = {f"trigger_delete_feature_count_{name}" for name in TABLES}
    if missing := sorted((indexed | counted) - written):
        raise OutputError(say_both("registry.not_created", path=path, fault=missing[0]))


def rows_to_load(tables: Mapping[str, pd.DataFrame], batch: Batch) -> tuple[dict[str, int], dict[str, Rows]]:
    """
    Lay frames out as the rows of a registry, with those that describe the load itself.

    Parameters
    ----------
    tables
        Frames by the registry's table name, as `build_registry` takes them.
    batch
        What the frames were made from.

    Returns
    -------
    counts
        Rows by table, those of `tables` in the registry's order.
    rows
        By table.

    Raises
    ------
    UsageError
        If a table has a name that the registry does not know.
    RegistryError
        If a column holds what it cannot.
    CrsError
        If a frame is not in EPSG:4490.
    """
    _require_known(tables)
    known = DATA_TABLES | HISTORY_TABLES
    counts = {name: len(tables[name]) for name in known if name in tables}
    rows = {name: rows_of(tables[name], known[name]) for name in counts}
    return counts, rows | _batch_rows(batch, counts)


def _require_known(tables: Mapping[str, pd.DataFrame]) -> None:
    """Refuse a table that the registry does not have."""
    if unknown := sorted(set(tables) - set(DATA_TABLES | HISTORY_TABLES)):
        raise UsageError(say_both("registry.unknown_table", tables=", ".join(unknown)))


def _batch_rows(batch: Batch, counts: Mapping[str, int]) -> dict[str, Rows]:
    """Describe the load itself as rows of the registry."""
    identity = {"batch_id": batch.batch_id}
    load = identity | {
        "as_of": batch.as_of,
        "county_code": batch.county_code,
        "county": batch.county,
        "simulated": batch.simulated,
        "tool_version": batch.tool_version,
        "schema_version": SCHEMA_VERSION,
    }
    records: tuple[list[dict[str, Any]], ...] = (
        [load],
        [identity | {"file": file, "sha256": digest} for file, digest in batch.inputs.items()],
        [identity | {"table_name": name, "rows": count} for name, count in counts.items()],
    )
    return {
        name: rows_of(pd.DataFrame(record), table)
        for (name, table), record in zip(BATCH_TABLES.items(), records, strict=True)
    }


def _load(connection: sqlite3.Connection, rows: Mapping[str, Rows], *, lang: Language) -> None:
    """Fill every table in one transaction, which Python would not open by itself before a CREATE or DROP."""
    connection.execute("BEGIN IMMEDIATE")
    for name, table in TABLES.items():
        if name in rows:
            _fill(connection, name, rows[name])
        _create_indexes(connection, table)
    write_titles(connection, lang=lang)
    connection.execute("COMMIT")


def _fill(connection: sqlite3.Connection, table: str, rows: Rows) -> None:
    """Insert rows, index and counts with the triggers away, which would do it a row at a time."""
    columns = ", ".join(f'"{name}"' for name in ("fid", *rows.columns))
    holes = ", ".join("?" * (len(rows.columns) + 1))
    with without_triggers(connection, table):
        connection.executemany(
            f'INSERT INTO "{table}" ({columns}) VALUES ({holes})',  # noqa: S608 - names of our own models
            zip(range(1, rows.count + 1), *rows.cells, strict=True),
        )
        if rows.bounds is not None:
            _index(connection, table, rows.bounds)
        connection.execute(
            "UPDATE gpkg_ogr_contents SET feature_count = ? WHERE table_name = ?", (rows.count, table)
        )


def _index(connection: sqlite3.Connection, table: str, bounds: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    """Fill the R-tree, and state the extent of the layer."""
    placed = ~np.isnan(bounds[:, 0])
    west, south, east, north = (bounds[placed, side] for side in range(4))
    fids = (np.flatnonzero(placed) + 1).tolist()
    connection.executemany(
        f'INSERT INTO "rtree_{table}_geom" VALUES (?, ?, ?, ?, ?)',  # noqa: S608 - as above
        zip(fids, west.tolist(), east.tolist(), south.tolist(), north.tolist(), strict=True),
    )
    if fids:
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (float(west.min()), float(south.min()), float(east.max()), float(north.max()), table),
        )


def _create_indexes(connection: sqlite3.Connection, table: Table) -> None:
    """Create the indexes of a table; two rows with one key should have been found by the check."""
    for index in plain_indexes(table):
        try:
            connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        except sqlite3.IntegrityError as fault:
            columns = ", ".join(column.name for column in index.columns)
            message = say_both("registry.repeated_key", table=table.name, columns=columns)
            raise RegistryError(message) from fault


def _require_counts(connection: sqlite3.Connection, counts: Mapping[str, int]) -> None:
    """Assert that rows in = rows out, from the file itself."""
    for table, given in counts.items():
        (held,) = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # noqa: S608 - as above
        if held != given:
            raise ConservationError(say_both("registry.rows_lost", table=table, given=given, held=held))
