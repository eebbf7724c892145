"""Which shapes of a layer can be used (图形核查): polygons, mended where their border crosses itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely

from ruralmap.schema.outcomes import Shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

_POLYGONS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def judge_shapes(
    shapes: NDArray[np.object_], *, faults: Mapping[int, str], outside: NDArray[np.bool_]
) -> tuple[Shapes, dict[int, str]]:
    """
    Mend shapes that are polygons but for a crossing of their border, and say which cannot be used.

    Parameters
    ----------
    shapes
        Geometries in degrees, None where missing.
    faults
        Positions whose geometry the driver could not make.
    outside
        Whether each lies outside the county.

    Returns
    -------
    usable
        Geometries by row, counted from 1, and the reason for each row that has none: `geometry_unreadable`,
        `geometry_missing`, `geometry_not_polygon`, `geometry_outside`.
    mended
        `geometry_repaired` for each row whose shape was mended.
    """
    by_row: dict[int, object] = {}
    spoiled: dict[int, str] = {}
    mended: dict[int, str] = {}
    for row, found in enumerate(shapes, start=1):
        by_row[row] = sound = _sound(found)
        if found is None or shapely.is_empty(found):
            spoiled[row] = "geometry_unreadable" if row - 1 in faults else "geometry_missing"
        elif sound is None:
            spoiled[row] = "geometry_not_polygon"
        elif outside[row - 1]:
            spoiled[row] = "geometry_outside"
        elif sound is not found:
            mended[row] = "geometry_repaired"
    return Shapes(by_row, spoiled), mended


def _sound(found: shapely.Geometry | None) -> shapely.Geometry | None:
    """Give a valid polygon that covers the same ground, or None if there is none in a shape."""
    if found is None or shapely.get_type_id(found) not in _POLYGONS:
        return None
    if shapely.is_valid(found):
        return found
    parts = shapely.get_parts(shapely.make_valid(found, method="structure"))
    faces = [part for part in parts if shapely.get_type_id(part) in _POLYGONS]
    return shapely.union_all(faces) if faces else None
