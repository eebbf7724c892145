"""
The geometry blobs of a GeoPackage: a header with the envelope, then well-known binary.

Source: OGC 12-128r19, GeoPackage Encoding Standard, clause 2.1.3 (GeoPackageBinary).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

Envelope = tuple[float, float, float, float]

_MAGIC: Final = b"GP"
_LITTLE_ENDIAN: Final = 0b0000_0001
_WITH_ENVELOPE: Final = 0b0000_0010
_EMPTY: Final = 0b0001_0000
_ENVELOPE_KINDS: Final = 0b0000_1110
_HEADER_BYTES: Final = 8
_ENVELOPE_BYTES: Final = (0, 32, 48, 48, 64)  # none, xy, xyz, xym, xyzm
_POINT: Final = 0


def encode(geometries: NDArray[Any], *, srid: int) -> list[bytes | None]:
    """
    Write geometries as GeoPackage blobs, as GDAL does: areas with their envelope, points without.

    Parameters
    ----------
    geometries
        Shapely geometries; none and empty ones become missing, for they stand nowhere.
    srid
        The number of their coordinate reference system.

    Returns
    -------
    blobs
        One for each geometry, in order.
    """
    binaries = shapely.to_wkb(geometries, byte_order=1, output_dimension=2)
    bounds = shapely.bounds(geometries).tolist()
    points = shapely.get_type_id(geometries) == _POINT
    absent = shapely.is_missing(geometries) | shapely.is_empty(geometries)
    plain = struct.pack("<2sBBi", _MAGIC, 0, _LITTLE_ENDIAN, srid)
    boxed = struct.pack("<2sBBi", _MAGIC, 0, _LITTLE_ENDIAN | _WITH_ENVELOPE, srid)
    return [
        None if gone else plain + wkb if point else boxed + struct.pack("<4d", x0, x1, y0, y1) + wkb
        for gone, point, wkb, (x0, y0, x1, y1) in zip(absent, points, binaries, bounds, strict=True)
    ]


def decode(blobs: Sequence[bytes | None]) -> NDArray[Any]:
    """
    Read GeoPackage blobs.

    Parameters
    ----------
    blobs
        Blobs with or without an envelope.

    Returns
    -------
    geometries
        Shapely geometries in an object array; None for a missing blob.
    """
    return np.asarray(shapely.from_wkb([None if blob is None else body_of(blob) for blob in blobs]))


def body_of(blob: bytes) -> bytes:
    """
    Cut the header off a blob.

    Parameters
    ----------
    blob
        A GeoPackage blob.

    Returns
    -------
    wkb
        Its well-known binary.

    Raises
    ------
    ValueError
        If it is no such blob.
    """
    if blob[:2] != _MAGIC or len(blob) <= _HEADER_BYTES:
        message = "not a GeoPackage geometry"
        raise ValueError(message)
    return blob[_HEADER_BYTES + _ENVELOPE_BYTES[(blob[3] & _ENVELOPE_KINDS) >> 1] :]


def srid_of(blob: bytes) -> int:
    """
    Read the coordinate reference system of a blob.

    Parameters
    ----------
    blob
        A GeoPackage blob.

    Returns
    -------
    srid
        Its number.
    """
    order = "<i" if blob[3] & _LITTLE_ENDIAN else ">i"
    return int(struct.unpack_from(order, blob, 4)[0])


def envelope_of(blob: bytes) -> Envelope | None:
    """
    Find the bounding box of a blob, from its header where there is one.

    Parameters
    ----------
    blob
        A GeoPackage blob.

    Returns
    -------
    envelope
        West, east, south, north, in the order of the header and of the R-tree; None for an empty geometry.
    """
    if blob[3] & _EMPTY:
        return None
    if blob[3] & _ENVELOPE_KINDS:
        order = "<4d" if blob[3] & _LITTLE_ENDIAN else ">4d"
        west, east, south, north = struct.unpack_from(order, blob, _HEADER_BYTES)
        return west, east, south, north
    geometry = shapely.from_wkb(body_of(blob))
    if geometry.is_empty:
        return None
    west, south, east, north = geometry.bounds
    return west, east, south, north
