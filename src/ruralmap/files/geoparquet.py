"""GeoParquet (GeoParquet 图层): read through pyarrow where that is installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.errors import ShapelyError

from ruralmap.errors import LayerError
from ruralmap.files.features import Features
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.files.features import Wanted

ENDINGS: Final = frozenset({".parquet", ".geoparquet"})
# GeoParquet 1.1: a column without "crs" is in OGC:CRS84, longitude and latitude of WGS-84.
_DEFAULT_CRS: Final = "EPSG:4326"
_ENCODING: Final = "WKB"


def open_table(path: Path) -> tuple[Any, str, dict[str, Any]]:
    """
    Read a Parquet file as columns.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    table
        An Arrow table.
    column
        The name of the column of shapes, as WKB; empty if there is none.
    about
        What the file says of that column.

    Raises
    ------
    LayerError
        If pyarrow is not installed, or the file cannot be read, or keeps its shapes in another form than WKB.
    """
    try:
        from pyarrow import ArrowException  # noqa: PLC0415 - an extra that an office rarely has
        from pyarrow import parquet as pq  # noqa: PLC0415
    except ImportError as fault:
        raise LayerError(say_both("files.parquet_missing", path=path)) from fault
    try:
        # A handle: given a path, pyarrow would take folders named a=b above it for columns.
        with path.open("rb") as file:
            # Damage to its pages or its footer, which counts the rows, is an error of pyarrow's.
            table = pq.ParquetFile(file).read()
        geo = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    except (ArrowException, OSError, UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise LayerError(say_both("files.layer_unreadable", path=path, fault=fault)) from fault
    column = geo.get("primary_column", "")
    about: dict[str, Any] = geo.get("columns", {}).get(column, {})
    if about and about.get("encoding") != _ENCODING:
        message = say_both("files.parquet_encoding", path=path, encoding=about.get("encoding"))
        raise LayerError(message)
    return table, column, about


def read_parquet(wanted: Wanted) -> Features:
    """
    Read a GeoParquet file.

    Parameters
    ----------
    wanted
        The file.

    Returns
    -------
    features
        One a row; a geometry that cannot be read keeps its bytes. A file without geometry has only missing
        ones.

    Raises
    ------
    LayerError
        If pyarrow is not installed, or the file cannot be read, or keeps its shapes in another form than WKB.
    """
    table, column, about = open_table(wanted.path)
    try:
        columns = {name: table[name].to_pylist() for name in table.column_names}
    except UnicodeDecodeError as fault:
        raise LayerError(say_both("files.layer_unreadable", path=wanted.path, fault=fault)) from fault
    blobs: list[bytes | None] = columns.pop(column, [None] * table.num_rows)
    rows: list[list[object]] = [
        ["" if cell is None else cell for cell in row] for row in zip(*columns.values(), strict=True)
    ] or [[] for _ in blobs]
    shapes, faults = _shapes(blobs)
    return Features(
        list(columns),
        rows,
        shapes,
        crs_of(about),
        faults=faults,
        bytes_of={place: blobs[place] or b"" for place in faults},
    )


def _shapes(blobs: list[bytes | None]) -> tuple[np.ndarray[Any, Any], dict[int, str]]:
    """Read WKB, all at once or one by one where one is damaged."""
    faults: dict[int, str] = {}
    try:
        return np.asarray(shapely.from_wkb(np.array(blobs, dtype=object))), faults
    except ShapelyError:
        shapes = np.full(len(blobs), None, dtype=object)
    for place, blob in enumerate(blobs):
        try:
            shapes[place] = shapely.from_wkb(blob)
        except ShapelyError as fault:
            faults[place] = str(fault)
    return shapes, faults


def crs_of(about: dict[str, Any]) -> str | None:
    """
    Take the coordinate system of a column of shapes.

    Parameters
    ----------
    about
        What the file says of it; empty where there is no such column.

    Returns
    -------
    crs
        PROJJSON; none where it is unknown, or nothing has a place.
    """
    if "crs" not in about:
        return _DEFAULT_CRS if about else None
    return json.dumps(about["crs"]) if about["crs"] is not None else None
