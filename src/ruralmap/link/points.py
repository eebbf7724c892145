"""
Points in villages (点落村).

A point belongs to the village whose polygon covers it. A point on a shared border is covered by two villages
or more: it goes to the lowest code, is marked as a tie (压界), and all of them are listed. A point that is no
number is rejected; a point that nothing covers stays unlinked, or goes to the nearest village if asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ruralmap.geo.crs import metre_function
from ruralmap.geo.moves import move_shapes
from ruralmap.link.candidates import Codes, text_of_pairs

if TYPE_CHECKING:
    import geopandas as gpd

Numbers = NDArray[np.float64]
Shapes = NDArray[np.object_]
# Distances are compared and given in whole millimetres, so that rounding in the last bit cannot decide.
_MILLIMETRE: Final = 3


def locate_points(
    x: pd.Series[float], y: pd.Series[float], polygons: gpd.GeoSeries, *, near_m: float | None = None
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
    pairs = _covering(points, np.flatnonzero(readable), shapes=np.asarray(polygons))
    if near_m is not None:
        free = np.setdiff1d(np.flatnonzero(readable), pairs["row"])
        pairs = pd.concat([pairs, _nearest(points, free, polygons=polygons, near_m=near_m)])
    pairs["rank"] = rank[pairs["part"]]
    return _answer(pairs, codes.astype(object), readable=readable).set_axis(x.index)


def _covering(points: Numbers, rows: NDArray[np.int64], *, shapes: Shapes) -> pd.DataFrame:
    """Pair points with the polygons that cover them, borders included."""
    # A tree of points asked by prepared polygons: several times faster than a tree of polygons.
    tree = shapely.STRtree(_shapes(points[rows]))
    part, place = tree.query(shapes, predicate="intersects")
    return pd.DataFrame({"row": rows[place], "part": part, "distance_m": np.nan})


def _nearest(
    points: Numbers, rows: NDArray[np.int64], *, polygons: gpd.GeoSeries, near_m: float
) -> pd.DataFrame:
    """Pair points with the polygons within some metres."""
    places, shapes = _in_metres(points[rows], polygons)
    place, part = shapely.STRtree(shapes).query(places, predicate="dwithin", distance=near_m)
    distance_m = shapely.distance(places[place], shapes[part]).round(_MILLIMETRE)
    return pd.DataFrame({"row": rows[place], "part": part, "distance_m": distance_m})


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


def _answer(pairs: pd.DataFrame, codes: Codes, *, readable: NDArray[np.bool_]) -> pd.DataFrame:
    """Choose among the pairs of each point: the nearest, then the lowest code."""
    pairs = pairs.sort_values(["row", "distance_m", "rank"]).drop_duplicates(["row", "rank"])
    named, distances = codes[pairs["rank"]], pairs["distance_m"].to_numpy()
    owners, first, counts = np.unique(pairs["row"], return_index=True, return_counts=True)
    status = np.where(readable, "unlinked", "rejected").astype(object)
    is_near = ~np.isnan(distances[first])
    status[owners] = np.select([is_near, counts > 1], ["near", "tie"], "linked")
    village_code = np.full(len(readable), None, dtype=object)
    village_code[owners] = named[first]
    distance_m = np.full(len(readable), np.nan)
    distance_m[owners] = distances[first]
    texts = text_of_pairs(pairs["row"].to_numpy(), named, size=len(readable))
    columns = {"village_code": village_code, "candidates": texts, "status": status}
    places = pd.DataFrame(columns).astype("str")
    return places.assign(distance_m=distance_m)
