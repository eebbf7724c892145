"""All of a registry as frames, so that either home can take in what the other holds (登记库转存)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import shapely
from sqlalchemy import select

from ruralmap.registry.bases import SRID
from ruralmap.registry.batch import Batch
from ruralmap.registry.geopackage import build_registry
from ruralmap.registry.models import (
    BATCH_TABLES,
    DATA_TABLES,
    HISTORY_TABLES,
    geometry_type,
    value_columns,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Table


def frames_of(connection: Connection) -> tuple[dict[str, pd.DataFrame], Batch]:
    """
    Read all of a registry, as it would be built.

    Parameters
    ----------
    connection
        An open connection; all is read in its transaction.

    Returns
    -------
    frames
        By the registry's table name: those that were loaded, and those that got rows since.
    batch
        What they were made from.
    """
    counts = BATCH_TABLES["batch_counts"]
    loaded = set(connection.execute(select(counts.c.table_name)).scalars())
    frames = {name: _frame(connection, table) for name, table in (DATA_TABLES | HISTORY_TABLES).items()}
    kept = {name: frame for name, frame in frames.items() if name in loaded or len(frame)}
    return kept, _batch(connection)


def write_copy(connection: Connection, path: Path) -> None:
    """
    Copy a registry into a GeoPackage.

    Parameters
    ----------
    connection
        An open connection; all is read in its transaction.
    path
        A file that does not exist.

    Raises
    ------
    OutputError
        If the disk refuses.
    """
    frames, batch = frames_of(connection)
    build_registry(path, frames, batch=batch)


def _frame(connection: Connection, table: Table) -> pd.DataFrame:
    """Read one table in the order of its rows."""
    names = value_columns(table)
    geometry = geometry_type(table)
    columns = [table.c[name] for name in names] + ([table.c["geom"]] if geometry else [])
    rows = connection.execute(select(*columns).order_by(table.c.fid)).all()
    cells: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(columns)
    frame = pd.DataFrame(
        {name: pd.Series(list(values), dtype=object) for name, values in zip(names, cells, strict=False)}
    )
    if geometry is None:
        return frame
    binaries = [None if one is None else bytes(one.data) for one in cells[-1]]
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(shapely.from_wkb(binaries), crs=f"EPSG:{SRID}"))


def _batch(connection: Connection) -> Batch:
    """Read what the registry was built from."""
    load = connection.execute(select(BATCH_TABLES["load_batches"])).mappings().one()
    inputs = BATCH_TABLES["batch_inputs"]
    files = connection.execute(select(inputs.c.file, inputs.c.sha256).order_by(inputs.c.fid))
    return Batch(
        as_of=load["as_of"],
        county_code=load["county_code"],
        county=load["county"],
        simulated=load["simulated"],
        tool_version=load["tool_version"],
        inputs={row.file: row.sha256 for row in files},
    )
