"""Which coordinates a layer has (图层坐标): stated or refused, never guessed; stored as CGCS2000 degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.errors import CrsError
from ruralmap.geo.candidates import read_candidate
from ruralmap.geo.moves import move_shapes
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from numpy.typing import NDArray

# The mainland and its seas, in degrees: west, south, east, north.
CHINA: Final = (73.0, 3.0, 136.0, 54.0)
# A county's outline from two sources differs by up to this.
_OUTLINE_MARGIN_DEGREES: Final = 0.1

Shapes = "NDArray[np.object_]"
Box = tuple[float, float, float, float]


def to_degrees(
    shapes: NDArray[np.object_], *, own: object, stated: str | None, path: object
) -> NDArray[np.object_]:
    """
    Bring a layer's shapes to CGCS2000 degrees.

    Parameters
    ----------
    shapes
        Geometries, None where missing.
    own
        The coordinate system that the file names, or None.
    stated
        The one that the workspace states, as `read_candidate` takes it; it goes before the file's.
    path
        The file, for the message.

    Returns
    -------
    shapes
        In EPSG:4490, without heights; None where a shape's coordinates lie beyond what the system holds.

    Raises
    ------
    CrsError
        If neither names a system, there is no trustworthy step to CGCS2000 (Xian 1980, Beijing 1954), or
        half of the shapes or more have coordinates that the system cannot hold: degrees said to be metres.
    """
    if own is None and stated is None:
        raise CrsError(say_both("files.layer_without_crs", path=path))
    try:
        source = read_candidate(stated or own)

        def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.column_stack(source.to_degrees(xy[:, 0], xy[:, 1]))

        moved = move_shapes(shapes, move)
    except CrsError as fault:
        raise CrsError(say_both("files.layer_crs_refused", path=path, fault=fault)) from fault
    present = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    lost = present & shapely.is_missing(moved)
    if lost.any() and lost.sum() * 2 >= present.sum():
        extent = ", ".join(f"{value:.6g}" for value in shapely.total_bounds(shapes))
        raise CrsError(say_both("files.layer_crs_unfit", path=path, crs=source.label, extent=extent))
    return moved


def outside_of(shapes: NDArray[np.object_], *, outline: Box | None, path: object) -> NDArray[np.bool_]:
    """
    Tell which shapes lie outside the county, and refuse a layer that is not there at all.

    Parameters
    ----------
    shapes
        Geometries in degrees, None where missing.
    outline
        West, south, east, north of the county; the whole of China unless given.
    path
        The file, for the message.

    Returns
    -------
    outside
        True where a shape does not touch the box; missing ones are not outside.

    Raises
    ------
    CrsError
        If half of the shapes or more lie outside: the coordinates are not what they are said to be.
    """
    west, south, east, north = outline or CHINA
    margin = _OUTLINE_MARGIN_DEGREES
    box = shapely.box(west - margin, south - margin, east + margin, north + margin)
    present = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    outside: NDArray[np.bool_] = present & ~shapely.intersects(box, shapes)
    if outside.any() and outside.sum() * 2 >= present.sum():
        extent = ", ".join(f"{value:.4f}" for value in shapely.total_bounds(shapes))
        expected = ", ".join(f"{value:.2f}" for value in (west, south, east, north))
        raise CrsError(say_both("files.layer_elsewhere", path=path, extent=extent, expected=expected))
    return outside
