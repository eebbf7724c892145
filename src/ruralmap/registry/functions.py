"""
The spatial functions that SQLite lacks, in Python.

GeoAlchemy2's GeoPackage dialect and the R-tree triggers that GDAL writes call a few functions that
mod_spatialite would bring. Many Pythons cannot load extensions, so these few are registered here instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from ruralmap.registry.bases import SRID
from ruralmap.registry.blobs import body_of, encode, envelope_of, srid_of

if TYPE_CHECKING:
    import sqlite3


def register_functions(connection: sqlite3.Connection) -> None:
    """
    Give a connection the functions that the registry's triggers and models call.

    Parameters
    ----------
    connection
        An open connection; it keeps them until it is closed.
    """
    functions = (
        ("GeomFromEWKT", 1, _from_ewkt),
        ("GeomFromEWKB", 1, _from_ewkb),
        ("GeomFromEWKB", 2, _from_ewkb),
        ("AsEWKB", 1, _as_ewkb),
        ("ST_IsEmpty", 1, _is_empty),
        ("ST_MinX", 1, lambda blob: _edge(blob, 0)),
        ("ST_MaxX", 1, lambda blob: _edge(blob, 1)),
        ("ST_MinY", 1, lambda blob: _edge(blob, 2)),
        ("ST_MaxY", 1, lambda blob: _edge(blob, 3)),
    )
    for name, arguments, function in functions:
        connection.create_function(name, arguments, function, deterministic=True)


def _from_ewkt(text: str | None) -> bytes | None:
    """Turn `SRID=4490;POINT (115 24)` into a blob."""
    if text is None:
        return None
    head, _, wkt = text.rpartition(";")
    return _blob(shapely.from_wkt(wkt), int(head.removeprefix("SRID=") or SRID))


def _from_ewkb(binary: bytes | str | None, srid: int = 0) -> bytes | None:
    """Turn extended well-known binary, or its hexadecimal digits, into a blob."""
    if binary is None:
        return None
    geometry = shapely.from_wkb(binary)
    return _blob(geometry, int(shapely.get_srid(geometry)) or srid or SRID)


def _blob(geometry: shapely.Geometry, srid: int) -> bytes | None:
    """Write one blob. A geometry in another system than its layer's would lie in the wrong place, unseen."""
    if srid != SRID:
        message = f"the registry holds EPSG:{SRID}, not {srid}"
        raise ValueError(message)
    return encode(np.array([geometry], dtype=object), srid=srid)[0]


def _as_ewkb(blob: bytes | None) -> bytes | None:
    """Turn a blob into the extended well-known binary that GeoAlchemy2 reads."""
    if blob is None:
        return None
    geometry = shapely.set_srid(shapely.from_wkb(body_of(blob)), srid_of(blob))
    return bytes(shapely.to_wkb(geometry, include_srid=True))


def _is_empty(blob: bytes | None) -> bool | None:
    """Say whether a blob holds no place at all."""
    return None if blob is None else envelope_of(blob) is None


def _edge(blob: bytes | None, side: int) -> float | None:
    """Read one side of a blob's bounding box."""
    envelope = None if blob is None else envelope_of(blob)
    return None if envelope is None else envelope[side]
