"""Points that lie well inside a village, so that rounding and a datum's round trip do not move them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

DECIMALS: Final = 6  # 0.1 m, which is what a phone shows
MARGIN_DEGREES: Final = 0.0005  # about 50 m: a GCJ-02 round trip is off by less than one
_BATCH: Final = 64
_TRIES: Final = 200


def draw_inside(rng: np.random.Generator, polygon: BaseGeometry, *, count: int) -> np.ndarray:
    """
    Draw points inside a polygon and away from its border.

    Parameters
    ----------
    rng
        Where the draws come from.
    polygon
        The village, in degrees.
    count
        How many points.

    Returns
    -------
    points
        Longitude and latitude, rounded to `DECIMALS`; one row a point.

    Raises
    ------
    ValueError
        If the polygon is too thin to hold a point.
    """
    west, south, east, north = polygon.bounds
    boundary = polygon.boundary
    shapely.prepare(polygon)
    found: list[np.ndarray] = []
    for _ in range(_TRIES):
        points = np.round(rng.random((_BATCH, 2)) * (east - west, north - south) + (west, south), DECIMALS)
        points = points[shapely.contains_xy(polygon, points)]
        found.append(points[_is_clear(boundary, points)])
        if sum(map(len, found)) >= count:
            return np.concatenate(found)[:count]
    message = f"no {count} points fit inside a polygon of {polygon.area} square degrees"
    raise ValueError(message)


def scatter(
    rng: np.random.Generator, polygon: BaseGeometry, *, centres: np.ndarray, reach_degrees: float
) -> np.ndarray:
    """
    Scatter one point around each centre, staying inside the polygon.

    Parameters
    ----------
    rng
        Where the draws come from.
    polygon
        The village, in degrees.
    centres
        Longitude and latitude of a centre for each wanted point.
    reach_degrees
        How far a point may be from its centre on each axis.

    Returns
    -------
    points
        As many as centres; a point that would leave the village stands on its centre.
    """
    moves = (rng.random(centres.shape) * 2 - 1) * reach_degrees
    points = np.round(centres + moves, DECIMALS)
    inside = np.asarray(shapely.contains_xy(polygon, points)) & _is_clear(polygon.boundary, points)
    return np.where(inside[:, None], points, centres)


def _is_clear(boundary: BaseGeometry, points: np.ndarray) -> np.ndarray:
    """Tell which points are far enough from a border."""
    return np.asarray(shapely.distance(boundary, shapely.points(points)) >= MARGIN_DEGREES)
