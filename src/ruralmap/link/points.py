"""
Points in villages (点落村).

A point belongs to the village whose polygon covers it. A point on a shared border is covered by two villages
or more: it goes to the lowest code, is marked as a tie (压界), and all of them are listed. A point that is no
number is rejected; a point that nothing covers stays unlinked, or goes to the nearest village if asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ruralmap.geo.crs import metre_function
from ruralmap.geo.moves import move_shapes
from ruralmap.link.candidates import Codes, text_of_pairs
from ruralmap.link.grid import Grid, build_grid, covering_pairs

if TYPE_CHECKING:
    import geopandas as gpd

    from ruralmap.link.grid_layout import Numbers, Positions

Shapes = NDArray[np.object_]
# Distances are compared and given in whole millimetres, so that rounding in the last bit cannot decide.
_MILLIMETRE: Final = 3
_STATUSES: Final = ("linked", "tie", "near", "unlinked", "rejected")


class Pairs(NamedTuple):
    """Points and who covers them or is near: positions of points, ranks of codes, metres or NaN."""

    rows: Positions
    ranks: Positions
    distance_m: Numbers

    def take(self, chosen: Positions | NDArray[np.bool_]) -> Pairs:
        """Take some pairs."""
        return Pairs(self.rows[chosen], self.ranks[chosen], self.distance_m[chosen])

    def join(self, others: Pairs) -> Pairs:
        """Put other pairs behind these."""
        rows, ranks = np.append(self.rows, others.rows), np.append(self.ranks, others.ranks)
        return Pairs(rows, ranks, np.append(self.distance_m, others.distance_m))


def locate_points(
    x: pd.Series[float],
    y: pd.Series[float],
    polygons: gpd.GeoSeries,
    *,
    near_m: float | None = None,
    grid: Grid | None = None,
    threads: int = 1,
) -> pd.DataFrame:
    """
    Find the village of each point, by exact predicates in the polygons' own coordinates.

    The answer depends neither on the order of points nor on that of polygons.

    Parameters
    ----------
    x
        Eastings or longitudes, in the polygons' coordinate system.
    y
        Northings or latitudes, on the same index.
    polygons
        Polygons or multipolygons, indexed by code (any text); rows that share a code are parts of one place,
        missing shapes cover nothing.
    near_m
        Metres within which a point that nothing covers goes to the nearest polygon; of two as near, to the
        lower code. Nothing is near unless given.
    grid
        The point index of the polygons, where it was built before.
    threads
        How many threads may share the work.

    Returns
    -------
    places
        Indexed as `x`: `village_code` (missing where there is none), `candidates` (codes joined by ; in their
        order, for `near` the nearest first), `status` (`linked`, `tie`, `near`, `unlinked`, `rejected`) and
        `distance_m` (metres to the polygon, for `near`).

    Raises
    ------
    CrsError
        If `near_m` is given and the polygons cannot be measured in metres.
    """
    points = np.stack([np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)], axis=1)
    readable = np.asarray(np.isfinite(points).all(axis=1))
    codes, rank = np.unique(np.asarray(polygons.index, dtype=np.str_), return_inverse=True)
    shapes = np.asarray(polygons)
    index = build_grid(shapes) if grid is None else grid
    rows, parts = covering_pairs(index, shapes, *np.ascontiguousarray(points.T), threads=threads)
    pairs = Pairs(rows, rank[parts], np.full(rows.size, np.nan))
    if near_m is not None:
        free = np.setdiff1d(np.flatnonzero(readable), rows)
        rows, parts, distance_m = _nearest(points, free, polygons=polygons, near_m=near_m)
        pairs = pairs.join(Pairs(rows, rank[parts], distance_m))
    return _answer(pairs, codes.astype(object), readable=readable).set_axis(x.index)


def _nearest(
    points: Numbers, rows: NDArray[np.int64], *, polygons: gpd.GeoSeries, near_m: float
) -> tuple[Positions, Positions, Numbers]:
    """Pair points with the polygons within some metres."""
    places, shapes = _in_metres(points[rows], polygons)
    place, part = shapely.STRtree(shapes).query(places, predicate="dwithin", distance=near_m)
    distance_m = shapely.distance(places[place], shapes[part]).round(_MILLIMETRE)
    return rows[place], part, distance_m


def distances_to(
    x: pd.Series[float], y: pd.Series[float], codes: pd.Series[str], polygons: gpd.GeoSeries
) -> pd.Series[float]:
    """
    Measure how far each point lies from a polygon.

    Parameters
    ----------
    x
        Eastings or longitudes, in the polygons' coordinate system.
    y
        Northings or latitudes, on the same index.
    codes
        The code of the polygon to measure to, on the same index.
    polygons
        Polygons or multipolygons, uniquely indexed by code.

    Returns
    -------
    distance_m
        Indexed as `x`: metres, 0 inside; missing where a coordinate is, or lies where the county's zone holds
        no place (longitude and latitude exchanged).

    Raises
    ------
    CrsError
        If the polygons cannot be measured in metres.
    """
    points = np.stack([x, y], axis=1)
    readable = np.isfinite(points).all(axis=1)
    places, shapes = _in_metres(points[readable], polygons)
    targets = shapes[polygons.index.get_indexer(pd.Index(codes[readable]))]
    distance_m = np.full(len(points), np.nan)
    distance_m[readable] = shapely.distance(places, targets).round(_MILLIMETRE)
    return pd.Series(distance_m, index=x.index, name="distance_m")


def _in_metres(points: Numbers, polygons: gpd.GeoSeries) -> tuple[Shapes, Shapes]:
    """Bring points and polygons to metres; what the zone cannot hold is None, and near to nothing."""
    west, south, east, north = polygons.total_bounds
    to_metres = metre_function(polygons.crs, bounds=(west, south, east, north))

    def move(vertices: Numbers) -> Numbers:
        return np.column_stack(to_metres(vertices[:, 0], vertices[:, 1]))

    return move_shapes(_shapes(points), move), move_shapes(np.asarray(polygons), move)


def _shapes(vertices: Numbers) -> Shapes:
    """Make a point of each vertex."""
    return np.asarray(shapely.points(vertices))


def _answer(pairs: Pairs, codes: Codes, *, readable: NDArray[np.bool_]) -> pd.DataFrame:
    """Choose among the pairs of each point: the nearest, then the lowest code."""
    size = readable.size
    best = np.full(size, -1)
    distance_m = np.full(size, np.nan)
    status = np.where(readable, _STATUSES.index("unlinked"), _STATUSES.index("rejected"))
    # Nearly every point has one pair only: it needs no sorting.
    alone = np.bincount(pairs.rows, minlength=size)[pairs.rows] == 1
    several = _in_order(pairs.take(~alone))
    owners, first, counts = np.unique(several.rows, return_index=True, return_counts=True)
    chosen = pairs.take(alone).join(several.take(first))
    best[chosen.rows], distance_m[chosen.rows] = chosen.ranks, chosen.distance_m
    status[chosen.rows] = _STATUSES.index("linked")
    status[owners[counts > 1]] = _STATUSES.index("tie")
    status[~np.isnan(distance_m)] = _STATUSES.index("near")
    names = pd.array(codes, dtype="str")
    village_code = names.take(best, allow_fill=True)
    candidates = pd.Series(village_code.copy())
    candidates.iloc[owners] = text_of_pairs(several.rows, codes[several.ranks], size=size)[owners]
    statuses = pd.array(_STATUSES, dtype="str").take(status)
    columns = {"village_code": village_code, "candidates": candidates, "status": statuses}
    return pd.DataFrame(columns).assign(distance_m=distance_m)


def _in_order(pairs: Pairs) -> Pairs:
    """Sort the pairs of each point, the nearest first, then by code, each code once."""
    pairs = pairs.take(np.lexsort([pairs.ranks, pairs.distance_m, pairs.rows]))
    _, first = np.unique(pairs.rows * (pairs.ranks.max(initial=0) + 1) + pairs.ranks, return_index=True)
    return pairs.take(np.sort(first))
