"""Polygons that are none by themselves (图形修复): the valid polygon over the same ground."""

from __future__ import annotations

from typing import Final

import shapely

_POLYGONS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def is_polygon(shape: shapely.Geometry | None) -> bool:
    """
    Tell whether a geometry is an area, of one part or several.

    Parameters
    ----------
    shape
        Any geometry, or none.

    Returns
    -------
    polygon
        Whether it is; a collection is not.
    """
    return shape is not None and shapely.get_type_id(shape) in _POLYGONS


def mend_polygon(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    """
    Give a valid polygon that covers the same ground.

    Rings that cross themselves are taken apart where they do (the `structure` method of GEOS: what the outer
    rings enclose, less what the inner ones do; an inner ring that lies outside becomes ground of its own);
    spikes and lines that enclose nothing go.

    Parameters
    ----------
    shape
        A polygon or multipolygon; of anything else nothing comes back.

    Returns
    -------
    sound
        The shape itself if it is valid; None if there is no polygon in it.
    """
    if shape is None or not is_polygon(shape):
        return None
    if shapely.is_valid(shape):
        return shape
    parts = shapely.get_parts(shapely.make_valid(shape, method="structure"))
    faces = [part for part in parts if is_polygon(part)]
    return shapely.union_all(faces) if faces else None
