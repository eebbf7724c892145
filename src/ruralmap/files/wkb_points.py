"""Coordinates out of columns of well-known binary (WKB 点坐标), without making an object of each point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

# OGC 06-103r4, 8.2: a byte for the order of bytes, four for the type (1, a point), eight for each coordinate.
_POINT_BYTES: Final = 21
_LITTLE_ENDIAN_POINT: Final = np.array([1, 1, 0, 0, 0], dtype=np.uint8)


def point_coordinates(chunks: Iterable[Any]) -> NDArray[np.float64] | None:
    """
    Read the coordinates of points, all of them in one glance.

    Parameters
    ----------
    chunks
        Arrow arrays of binary, one behind the other: WKB, null where there is none.

    Returns
    -------
    xy
        Shape (2, entries of all chunks); NaN where there is none. None if an entry is anything but a plain
        point of two numbers, with the last byte of a number first: somebody has to look at each.
    """
    read = [_of_chunk(chunk) for chunk in chunks]
    plain = [points for points in read if points is not None]
    if len(plain) < len(read):
        return None
    return np.ascontiguousarray(np.concatenate([np.empty((0, 2)), *plain]).T)


def _of_chunk(chunk: Any) -> NDArray[np.float64] | None:  # noqa: ANN401 - pyarrow has no types
    """Look at an array's bytes as a table of points."""
    there = np.asarray(chunk.is_valid())
    given = chunk.drop_null()
    found = np.full((len(chunk), 2), np.nan)
    if len(given):
        _, offsets_buffer, data = given.buffers()
        offset_type = np.int64 if str(given.type).startswith("large") else np.int32
        offsets = np.frombuffer(offsets_buffer, offset_type)[given.offset : given.offset + len(given) + 1]
        if not (np.diff(offsets) == _POINT_BYTES).all():
            return None
        cells = np.frombuffer(data, np.uint8)[offsets[0] : offsets[-1]].reshape(-1, _POINT_BYTES)
        points = np.ascontiguousarray(cells[:, 5:]).view("<f8")
        if not ((cells[:, :5] == _LITTLE_ENDIAN_POINT).all() and np.isfinite(points).all()):
            return None
        found[there] = points
    return found
