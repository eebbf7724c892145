"""
The point index (格网索引): which polygons cover a point, exactly, a hundred times for the price of one.

A uniform grid lies over the coverage. A cell that no border touches answers at once. A cell that borders
touch keeps those pieces of border, and which polygons hold its corner: on the way from a point to that corner
each piece crossed changes sides. Whatever rounding could decide, a point on a border first of all, goes to
the exact predicate of GEOS. docs/point-index.md explains it with pictures.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from ruralmap.link.grid_asking import locate
from ruralmap.link.grid_building import Rings, list_borders
from ruralmap.link.grid_layout import (
    CLOSER,
    FARTHEST,
    HEAD_WORDS,
    NOWHERE,
    PADDING,
    PADDING_ULPS,
    Extras,
    Grid,
    Integers,
    Lattice,
    Listed,
    Numbers,
    Positions,
)
from ruralmap.link.grid_records import write_records

__all__ = ["CLOSER", "FARTHEST", "NOWHERE", "Grid", "build_grid", "covering_pairs", "find_places"]

Shapes = NDArray[np.object_]

# Of a village with some hundred vertices four cells in five then lie off its border.
_CELLS_A_VERTEX: Final = 2.5
# Villages drawn as plain quadrangles deserve a finer grid than their vertices ask for.
_CELLS_A_POLYGON: Final = 64
# 4 bytes a cell: half a gigabyte, for a whole country.
_MOST_CELLS: Final = 2**27
# A cell is never smaller than what its corners can be told apart by.
_ULPS_A_CELL: Final = 2**24
# All vertices may lie in one place; then any side will do whose inverse is a number.
_SMALLEST_CELL: Final = 1e-200
# Where the lattice begins, in cells: no simple fraction, so that round coordinates do not lie on its lines.
_MARGIN: Final = 0.3819660113
# Fewer points are not worth a second thread.
_POINTS_A_THREAD: Final = 50_000


def build_grid(shapes: Shapes) -> Grid:
    """
    Build a point index.

    Parameters
    ----------
    shapes
        Polygons and multipolygons in any coordinates below FARTHEST; what reaches beyond, None, empty ones
        and other geometries cover nothing. One that is invalid by itself stays with the exact predicate as a
        whole.

    Returns
    -------
    grid
        The index; it names polygons by their position among the shapes.
    """
    plain = np.asarray(shapely.force_2d(shapes) if shapely.has_z(shapes).any() else shapes)
    bounded = (np.abs(shapely.bounds(plain)) < FARTHEST).all(axis=1) & (
        shapely.get_dimensions(plain) == _AREAL
    )
    sound = bounded & shapely.is_valid(plain)
    lattice = _lay_lattice(plain[bounded])
    kept = np.flatnonzero(sound)
    rings = _rings_of(plain[kept])
    listed, beyond = list_borders(rings, lattice)
    extras = _join_extras(beyond, _cells_under(plain, np.flatnonzero(bounded & ~sound), lattice), kept)
    listed = _number_extras(_renamed(listed, kept), extras)
    return Grid(lattice, *write_records(rings.vertices, listed, extras))


# The dimension of polygons and multipolygons.
_AREAL: Final = 2


def _lay_lattice(shapes: Shapes) -> Lattice:
    """Choose cells for a coverage: about as many as pay, square, around all of it."""
    if shapes.size == 0:
        return Lattice(0.0, 0.0, side=1.0, per_unit=1.0, slack=0.0, columns=1, rows=1)
    west, south, east, north = shapely.total_bounds(shapes)
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    wanted = min(max(_CELLS_A_VERTEX * vertices, _CELLS_A_POLYGON * shapes.size), _MOST_CELLS)
    width, height = east - west, north - south
    ulp = float(np.spacing(max(abs(west), abs(south), abs(east), abs(north))))
    # Long and narrow coverages: never more cells along one side than wanted in all.
    fair = max(float(np.sqrt(width * height / wanted)), max(width, height) / wanted)
    side = max(fair, _ULPS_A_CELL * ulp, _SMALLEST_CELL)
    return Lattice(
        float(west - _MARGIN * side),
        float(south - _MARGIN * side),
        side=side,
        per_unit=1 / side,
        slack=PADDING * side + PADDING_ULPS * ulp,
        columns=int(width / side) + 2,
        rows=int(height / side) + 2,
    )


def _rings_of(shapes: Shapes) -> Rings:
    """Take polygons apart into rings and vertices."""
    if shapes.size == 0:
        none = np.zeros(1, dtype=np.int64)
        return Rings(np.empty((0, 2)), none, none)
    _, vertices, (rings, *polygons) = shapely.to_ragged_array(shapes, include_z=False)
    starts = polygons[0].astype(np.int64)
    for parts in polygons[1:]:
        starts = starts[parts]
    return Rings(vertices, rings.astype(np.int64), starts)


def _renamed(listed: Listed, kept: Positions) -> Listed:
    """Name polygons by their position among all shapes, not only among the sound ones."""
    if kept.size == 0 or kept[-1] == kept.size - 1:
        return listed
    names = np.append(kept, NOWHERE).astype(np.int32)
    cells = np.where(listed.cells > CLOSER, names[np.maximum(listed.cells, NOWHERE)], listed.cells)
    return listed._replace(cells=cells, owners=names[listed.owners], insides=names[listed.insides])


def _cells_under(shapes: Shapes, invalid: Positions, lattice: Lattice) -> tuple[Positions, Integers]:
    """List the cells under the boxes of polygons of which only the exact predicate knows what they cover."""
    cells, owners = [], []
    for place in invalid:
        west, south, east, north = shapely.bounds(shapes[place])
        box = np.array([west - lattice.x0, east - lattice.x0, south - lattice.y0, north - lattice.y0])
        first, last, bottom, top = (box * lattice.per_unit + [-PADDING, PADDING] * 2).astype(np.int64)
        rows, columns = np.mgrid[bottom : top + 1, first : last + 1]
        cells.append((rows * lattice.columns + columns).ravel())
        owners.append(np.full(cells[-1].size, place, dtype=np.int32))
    return np.concatenate([np.empty(0, np.int64), *cells]), np.concatenate([np.empty(0, np.int32), *owners])


def _join_extras(beyond: Positions, unsure: tuple[Positions, Integers], kept: Positions) -> Extras:
    """Put together who else may hold a cell's corner: surely, by overlapping, and perhaps."""
    cells, owners = unsure
    return Extras(
        np.concatenate([beyond[:, 0], cells]),
        np.concatenate([kept[beyond[:, 1]].astype(np.int32), owners]),
        np.concatenate([np.ones(len(beyond), dtype=np.bool_), np.zeros(cells.size, dtype=np.bool_)]),
    )


def _number_extras(listed: Listed, extras: Extras) -> Listed:
    """Give a number to the cells that no border touches, but that more than one polygon may cover."""
    plain = np.unique(extras.cells[listed.cells[extras.cells] >= NOWHERE])
    before = listed.cells[plain]
    first = listed.starts.size - 1
    cells = listed.cells.copy()
    cells[plain] = CLOSER - (first + np.arange(plain.size, dtype=np.int32))
    return listed._replace(
        cells=cells,
        starts=np.append(listed.starts, np.full(plain.size, listed.starts[-1])),
        insides=np.append(listed.insides, before),
        doubts=np.append(listed.doubts, np.zeros(plain.size, dtype=np.bool_)),
    )


def find_places(grid: Grid, x: Numbers, y: Numbers, *, threads: int = 1) -> Integers:
    """
    Find the polygon that each point lies in, where that is certain.

    Parameters
    ----------
    grid
        The index.
    x
        Eastings or longitudes, in the index's coordinates.
    y
        Northings or latitudes, as many.
    threads
        How many threads may share the work.

    Returns
    -------
    places
        The position of the only polygon that covers the point; NOWHERE (-1) where none does, or a coordinate
        is no number; CLOSER (-2) where several may.
    """
    places = np.empty(x.size, dtype=np.int32)
    parts = max(min(threads, x.size // _POINTS_A_THREAD), 1)
    cuts = [x.size * part // parts for part in range(parts + 1)]

    def work(cut: tuple[int, int]) -> None:
        part = slice(*cut)
        locate(grid, x[part], y[part], places[part])

    with ThreadPoolExecutor(parts) as pool:
        list(pool.map(work, pairwise(cuts)))
    return places


def covering_pairs(
    grid: Grid, shapes: Shapes, x: Numbers, y: Numbers, *, threads: int = 1
) -> tuple[Positions, Positions]:
    """
    Pair points with all polygons that cover them, borders included, exactly.

    Parameters
    ----------
    grid
        The index of the shapes.
    shapes
        The shapes that it was built of.
    x
        Eastings or longitudes, in the index's coordinates.
    y
        Northings or latitudes, as many.
    threads
        How many threads may share the work.

    Returns
    -------
    points
        Positions of points, not in order.
    polygons
        Positions of shapes, one for each.
    """
    places = find_places(grid, x, y, threads=threads)
    single = np.flatnonzero(places >= 0)
    points, polygons = _candidates(grid, x, y, np.flatnonzero(places == CLOSER))
    shapely.prepare(shapes[np.unique(polygons)])
    covers = shapely.intersects_xy(shapes[polygons], x[points], y[points])
    return np.append(single, points[covers]), np.append(places[single], polygons[covers]).astype(np.int64)


def _candidates(grid: Grid, x: Numbers, y: Numbers, points: Positions) -> tuple[Positions, Positions]:
    """Pair points with all polygons that meet their cell."""
    lattice, words = grid.lattice, grid.records.view(np.int32)
    columns = ((x[points] - lattice.x0) * lattice.per_unit).astype(np.int64)
    rows = ((y[points] - lattice.y0) * lattice.per_unit).astype(np.int64)
    heads = 2 * (CLOSER - grid.cells[rows * lattice.columns + columns].astype(np.int64))
    first = heads + HEAD_WORDS + words[heads]
    counts = words[heads + 1].astype(np.int64)
    repeated = np.repeat(np.arange(points.size), counts)
    within = np.arange(repeated.size) - np.repeat(np.cumsum(counts) - counts, counts)
    return points[repeated], words[first[repeated] + within].astype(np.int64)
