"""Coverages (面状图层): polygons that should fit together without gaps and overlaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ruralmap.geo.crs import Numbers, move_points

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Of a village of 10 square kilometres this is one square metre.
_ROUNDING: Final = 1e-7


def check_coverage(polygons: gpd.GeoSeries) -> gpd.GeoDataFrame:
    """
    List where polygons do not fit together (拓扑检查): invalid ones, overlaps, and gaps between them.

    Nothing is mended. A polygon that is invalid by itself is left out of the search for overlaps and gaps,
    which needs sound rings. A gap is a hole in the union: ground that they enclose and none covers.

    Parameters
    ----------
    polygons
        Polygons or multipolygons in any coordinates, uniquely indexed by code. Missing ones are invalid.

    Returns
    -------
    faults
        One row a fault: `kind` (`invalid`, `overlap`, `gap`), `codes` (of the polygons that it concerns,
        sorted, joined by ;), `why` (for invalid ones) and the fault's own `geometry` in the polygons'
        coordinates. Sorted by kind and codes; empty for a sound coverage.
    """
    ordered = polygons.sort_index()
    shapes, codes = np.asarray(ordered), np.asarray(ordered.index, dtype=np.str_)
    sound = shapely.is_valid(shapes) & ~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)
    faults = [
        *_invalid(shapes[~sound], codes[~sound]),
        *_overlaps(shapes[sound], codes[sound]),
        *_gaps(shapes[sound], codes[sound]),
    ]
    table = pd.DataFrame(faults, columns=["kind", "codes", "why", "geometry"])
    table = table.astype({"kind": "str", "codes": "str", "why": "str"})
    table = table.sort_values(["kind", "codes"], kind="stable", ignore_index=True)
    return gpd.GeoDataFrame(table, geometry="geometry", crs=polygons.crs)


Fault = tuple[str, str, str, shapely.Geometry | None]


def _invalid(shapes: NDArray[np.object_], codes: Sequence[str]) -> list[Fault]:
    """List polygons that are no polygons by themselves."""
    why = shapely.is_valid_reason(shapes)
    return [
        ("invalid", code, reason if shape and not shape.is_empty else "empty", shape)
        for shape, code, reason in zip(shapes, codes, why, strict=True)
    ]


def _overlaps(shapes: NDArray[np.object_], codes: NDArray[np.str_]) -> list[Fault]:
    """List the ground that two polygons share."""
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    shared = shapely.intersection(shapes[one], shapes[other])
    return [
        ("overlap", f"{codes[first]};{codes[second]}", "", ground)
        for first, second, ground in zip(one, other, shared, strict=True)
        if shapely.area(ground) > 0
    ]


def count_overlaps(polygons: gpd.GeoSeries) -> int:
    """
    Count the pairs of polygons with different codes that share ground.

    Parameters
    ----------
    polygons
        Polygons or multipolygons in any coordinates, indexed by code; missing and invalid ones are left out.

    Returns
    -------
    pairs
        Those that share more than a ten-millionth of the smaller one: less is rounding.
    """
    shapes, codes = np.asarray(polygons), np.asarray(polygons.index)
    sound = shapely.is_valid(shapes) & ~shapely.is_empty(shapes)
    shapes, codes = shapes[sound], codes[sound]
    if shapely.coverage_is_valid(shapes):
        return 0
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    differ = (one < other) & (codes[one] != codes[other])
    one, other = one[differ], other[differ]
    shared = shapely.area(shapely.intersection(shapes[one], shapes[other]))
    smaller = np.minimum(shapely.area(shapes[one]), shapely.area(shapes[other]))
    return int((shared > smaller * _ROUNDING).sum())


def _gaps(shapes: NDArray[np.object_], codes: NDArray[np.str_]) -> list[Fault]:
    """List the holes of the union, each with the polygons around it."""
    outlines = shapely.get_parts(shapely.union_all(shapes))
    holes = [shapely.Polygon(ring) for outline in outlines for ring in outline.interiors]
    tree = shapely.STRtree(shapes)
    return [
        ("gap", ";".join(codes[np.sort(tree.query(hole, predicate="intersects"))]), "", hole)
        for hole in holes
    ]


def simplify_coverage(polygons: gpd.GeoSeries, *, tolerance_m: float, crs: str) -> gpd.GeoSeries:
    """
    Simplify polygons so that neighbours still share their border (保持拓扑的化简).

    A coverage that was valid stays valid; none of its polygons vanishes. Where polygons overlapped before,
    they may afterwards too.

    Parameters
    ----------
    polygons
        Polygons or multipolygons in CGCS2000 or WGS-84, uniquely indexed by code.
    tolerance_m
        Metres: the square root of the area of the triangles that may go (Visvalingam and Whyatt 1993).
    crs
        The county's zone, in metres, in which the tolerance is measured.

    Returns
    -------
    simplified
        On the same index, in the same coordinates as `polygons`.

    Raises
    ------
    CrsError
        If the polygons cannot be brought to the zone.
    """

    metric = _move_shapes(np.asarray(polygons), source=polygons.crs, target=crs)
    simple = shapely.coverage_simplify(metric, tolerance_m)
    own = _move_shapes(simple, source=crs, target=polygons.crs)
    return gpd.GeoSeries(own, index=polygons.index, crs=polygons.crs, name=polygons.name)


def _move_shapes(shapes: NDArray[np.object_], *, source: object, target: object) -> NDArray[np.object_]:
    """Move every vertex, each in the same way, so that shared borders stay shared."""

    def move(vertices: Numbers) -> Numbers:
        return np.column_stack(move_points(vertices[:, 0], vertices[:, 1], source=source, target=target))

    return np.asarray(shapely.transform(shapes, move))
