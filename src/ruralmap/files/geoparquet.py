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
    from ruralmap.files.features import Wanted

ENDINGS: Final = frozenset({".parquet", ".geoparquet"})
# GeoParquet 1.1: a column without "crs" is in OGC:CRS84, longitude and latitude of WGS-84.
_DEFAULT_CRS: Final = "EPSG:4326"
_ENCODING: Final = "WKB"


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
    try:
        from pyarrow import ArrowException  # noqa: PLC0415 - an extra that an office rarely has
        from pyarrow import parquet as pq  # noqa: PLC0415
    except ImportError as fault:
        raise LayerError(say_both("files.parquet_missing", path=wanted.path)) from fault
    try:
        # A handle: given a path, pyarrow would take folders named a=b above it for columns.
        with wanted.path.open("rb") as file:
            # Damage to its pages or its footer, which counts the rows, is an error of pyarrow's.
            table = pq.ParquetFile(file).read()
    except (ArrowException, OSError) as fault:
        raise LayerError(say_both("files.layer_unreadable", path=wanted.path, fault=fault)) from fault
    geo = json.loads((table.schema.metadata or {}).get(b"geo", b"{}"))
    column = geo.get("primary_column", "")
    about: dict[str, Any] = geo.get("columns", {}).get(column, {})
    if about and about.get("encoding") != _ENCODING:
        message = say_both("files.parquet_encoding", path=wanted.path, encoding=about.get("encoding"))
        raise LayerError(message)
    columns = {name: table[name].to_pylist() for name in table.column_names}
    blobs: list[bytes | None] = columns.pop(column, [None] * table.num_rows)
    rows: list[list[object]] = [
        ["" if cell is None else cell for cell in row] for row in zip(*columns.values(), strict=True)
    ] or [[] for _ in blobs]
    shapes, faults = _shapes(blobs)
    return Features(
        list(columns),
        rows,
        shapes,
        _crs(about) if about else None,
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


def _crs(about: dict[str, Any]) -> str | None:
    """Take a column's coordinate system: PROJJSON, null where it is unknown."""
    if "crs" not in about:
        return _DEFAULT_CRS
    return json.dumps(about["crs"]) if about["crs"] is not None else None
