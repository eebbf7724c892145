"""
Villages as ground that is counted once (村域): one shape a code, no two sharing ground.

Where polygons of a layer overlap, the lowest code has the ground, as it has the points there; the ground that
was claimed twice is kept beside, so that whatever lies on it can be listed. Shapes are compared in the
layer's own coordinates, in which its edges are straight, and measured in metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from ruralmap.geo.crs import metre_function, move_points, read_crs
from ruralmap.geo.mending import mend_polygon
from ruralmap.geo.moves import move_shapes

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

    from ruralmap.geo.crs import Numbers

Shapes = NDArray[np.object_]
Codes = NDArray[np.str_]
Positions = NDArray[np.int64]
# A millimetre, in metres and, near enough, in degrees.
_GRID_M: Final = 1e-3
_GRID_DEGREES: Final = 1e-8


@dataclass(frozen=True, eq=False)
class Ground:
    """
    Villages (村域).

    `codes` are sorted, each once; `shapes` has the ground of each, sound and disjoint but for borders, in the
    layer's own coordinates. `contested` is ground that two polygons claimed, `lower` and `higher` the
    positions of the two codes: the lower one has it. `grid` is a millimetre in these coordinates, and
    `to_metres` moves vertices, one a row, to where they are measured.
    """

    codes: Codes
    shapes: Shapes
    contested: Shapes
    lower: Positions
    higher: Positions
    grid: float
    to_metres: Callable[[Numbers], Numbers]

    def lengths(self, shapes: Shapes) -> NDArray[np.float64]:
        """
        Measure lines.

        Parameters
        ----------
        shapes
            Lines in the layer's own coordinates.

        Returns
        -------
        metres
            One number a line; NaN where the zone holds no such place.
        """
        return np.asarray(shapely.length(move_shapes(shapes, self.to_metres)))

    def areas(self, shapes: Shapes) -> NDArray[np.float64]:
        """
        Measure areas.

        Parameters
        ----------
        shapes
            Polygons in the layer's own coordinates.

        Returns
        -------
        square_metres
            One number an area; NaN where the zone holds no such place.
        """
        return np.asarray(shapely.area(move_shapes(shapes, self.to_metres)))


def lay_ground(villages: gpd.GeoSeries, *, crs: object | None = None) -> Ground:
    """
    Make ground of polygons: one shape a code, mended where a border crosses itself, none claimed twice.

    Parameters
    ----------
    villages
        Polygons or multipolygons, indexed by code; polygons that share a code are parts of one village,
        missing ones cover nothing.
    crs
        The county's zone, in which metres are measured; found from the villages unless given.

    Returns
    -------
    ground
        The same whatever the order of the polygons.

    Raises
    ------
    CrsError
        If the villages have no coordinate system, or cannot be measured in metres.
    """
    own = read_crs(villages.crs)
    polygons = np.asarray(villages)
    names, rank = np.unique(np.asarray(villages.index, dtype=np.str_), return_inverse=True)
    # In one fixed order, for the last bit of a union depends on the order of its parts.
    bytes_of = [shape or b"" for shape in shapely.to_wkb(polygons)]
    order = np.array(sorted(range(len(rank)), key=lambda row: (rank[row], bytes_of[row])), dtype=np.int64)
    sound = mend_areas(polygons[order])
    parts = [sound[rank[order] == number] for number in range(len(names))]
    whole = np.array([one[0] if len(one) == 1 else shapely.union_all(one) for one in parts], dtype=object)
    grid = _GRID_DEGREES if own.is_geographic else _GRID_M
    return Ground(names, *_settle(whole), grid, _mover(villages, crs))


def _mover(villages: gpd.GeoSeries, crs: object | None) -> Callable[[Numbers], Numbers]:
    """Make the function that moves vertices, one a row, to metres."""
    if crs is not None:
        return lambda xy: np.column_stack(move_points(xy[:, 0], xy[:, 1], source=villages.crs, target=crs))
    west, south, east, north = villages.total_bounds
    to_zone = metre_function(villages.crs, bounds=(west, south, east, north))
    return lambda xy: np.column_stack(to_zone(xy[:, 0], xy[:, 1]))


def mend_areas(shapes: Shapes) -> Shapes:
    """
    Mend areas whose border crosses itself; they cover the same ground.

    Parameters
    ----------
    shapes
        Polygons, None where missing.

    Returns
    -------
    sound
        In the same order, valid; sound ones are the same objects.
    """
    sound = shapes.copy()
    broken = np.flatnonzero(~shapely.is_valid(shapes))
    sound[broken] = [mend_polygon(shape) for shape in shapes[broken]]
    return sound


def _settle(whole: Shapes) -> tuple[Shapes, Shapes, Positions, Positions]:
    """Give ground that two villages claim to the lower code, and list it."""
    lower, higher = _overlapping(whole)
    shared = shapely.intersection(whole[lower], whole[higher])
    real = shapely.area(shared) > 0
    lower, higher, shared = lower[real], higher[real], shared[real]
    settled = whole.copy()
    for late in np.unique(higher):
        settled[late] = shapely.difference(whole[late], shapely.union_all(whole[lower[higher == late]]))
    return settled, shared, lower, higher


def _overlapping(whole: Shapes) -> tuple[Positions, Positions]:
    """Pair villages that may share ground, the lower code first; none in a sound coverage."""
    present = whole[~(shapely.is_missing(whole) | shapely.is_empty(whole))]
    if shapely.coverage_is_valid(present):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    lower, higher = shapely.STRtree(whole).query(whole, predicate="intersects")
    return lower[lower < higher], higher[lower < higher]
