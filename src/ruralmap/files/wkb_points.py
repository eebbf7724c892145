"""Coordinates out of columns of well-known binary (WKB 点坐标), without making an object of each point."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

# OGC 06-103r4, 8.2: a byte for the order of bytes, four for the type (1, a point), eight for each coordinate.
_POINT_BYTES: Final = 21
_LITTLE_ENDIAN_POINT: Final = np.array([1, 1, 0, 0, 0], dtype=np.uint8)


def point_coordinates(chunks: Iterable[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Read the coordinates of points.

    Parameters
    ----------
    chunks
        Arrow arrays of binary, one behind the other: WKB of points, null where there is none.

    Returns
    -------
    x
        One for each entry of all chunks; NaN where there is no point, or another geometry.
    y
        Likewise.

    Raises
    ------
    ShapelyError
        If an entry is no WKB.
    """
    read = [_of_chunk(chunk) for chunk in chunks]
    none = np.empty((0, 2))
    x, y = np.concatenate([none, *read]).T
    return np.ascontiguousarray(x), np.ascontiguousarray(y)


def _of_chunk(chunk: Any) -> NDArray[np.float64]:  # noqa: ANN401 - pyarrow has no types
    """Read one array: in one glance where all entries are plain points, else one by one."""
    packed = _packed_points(chunk)
    if packed is not None:
        return packed
    shapes = shapely.from_wkb(chunk.to_numpy(zero_copy_only=False))
    is_point = (shapely.get_type_id(shapes) == shapely.GeometryType.POINT) & ~shapely.is_empty(shapes)
    points = np.where(is_point, shapes, None)
    return np.column_stack([shapely.get_x(points), shapely.get_y(points)])


def _packed_points(chunk: Any) -> NDArray[np.float64] | None:  # noqa: ANN401 - pyarrow has no types
    """Look at an array's bytes as a table of points; None if one entry is anything else."""
    if chunk.null_count or not len(chunk):
        return None
    _, offsets_buffer, data = chunk.buffers()
    offset_type = np.int64 if str(chunk.type).startswith("large") else np.int32
    offsets = np.frombuffer(offsets_buffer, dtype=offset_type)[chunk.offset : chunk.offset + len(chunk) + 1]
    if not (np.diff(offsets) == _POINT_BYTES).all():
        return None
    cells = np.frombuffer(data, dtype=np.uint8)[offsets[0] : offsets[-1]].reshape(-1, _POINT_BYTES)
    if not (cells[:, :5] == _LITTLE_ENDIAN_POINT).all():
        return None
    return np.ascontiguousarray(cells[:, 5:]).view("<f8").astype(np.float64, copy=False)
