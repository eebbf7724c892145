"""Which shapes of a layer can be used (图形核查): polygons, mended where their border crosses itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely

from ruralmap.geo.mending import is_polygon, mend_polygon
from ruralmap.schema.outcomes import Shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

_LINES: Final = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)


def judge_shapes(
    shapes: NDArray[np.object_],
    *,
    faults: Mapping[int, str],
    outside: NDArray[np.bool_],
    first_row: int = 1,
    lines: bool = False,
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
    first_row
        The number of the first row.
    lines
        Whether lines can be used too.

    Returns
    -------
    usable
        Geometries by row, and the reason for each row that has none: `geometry_unreadable`,
        `geometry_missing`, `geometry_not_polygon` (`geometry_not_span` where lines can be used too),
        `geometry_mixed`, `geometry_outside`.
    mended
        `geometry_repaired` for each row whose shape was mended.
    """
    by_row: dict[int, object] = {}
    spoiled: dict[int, str] = {}
    mended: dict[int, str] = {}
    for place, found in enumerate(shapes):
        row = first_row + place
        area = as_area(found)
        by_row[row] = sound = area if lines and _is_line(area) else mend_polygon(area)
        if found is None or shapely.is_empty(found):
            spoiled[row] = "geometry_unreadable" if place in faults else "geometry_missing"
        elif sound is None:
            kind = "geometry_not_span" if lines else "geometry_not_polygon"
            spoiled[row] = "geometry_mixed" if _has_area(found) else kind
        elif outside[place]:
            spoiled[row] = "geometry_outside"
        elif sound is not area:
            mended[row] = "geometry_repaired"
    return Shapes(by_row, spoiled), mended


def as_area(found: shapely.Geometry | None) -> shapely.Geometry | None:
    """
    Take a collection of nothing but areas as one area of several parts.

    Parameters
    ----------
    found
        Any geometry, or none.

    Returns
    -------
    area
        The geometry itself unless it is such a collection.
    """
    if found is None or shapely.get_type_id(found) != shapely.GeometryType.GEOMETRYCOLLECTION:
        return found
    parts = shapely.get_parts(found)
    if not len(parts) or not all(is_polygon(part) for part in parts):
        return found
    return shapely.MultiPolygon([face for part in parts for face in shapely.get_parts(part)])


def _has_area(found: shapely.Geometry) -> bool:
    """Tell a mixture of areas with points or lines from what has no area at all."""
    return any(is_polygon(part) for part in shapely.get_parts(found)) and not is_polygon(found)


def _is_line(shape: shapely.Geometry | None) -> bool:
    """Tell a line that leads somewhere."""
    return shapely.get_type_id(shape) in _LINES and bool(shapely.length(shape) > 0)
