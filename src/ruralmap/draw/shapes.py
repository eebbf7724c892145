"""Villages and townships on an integer grid: simplified once as a coverage, each border written once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from ruralmap.draw.numbers import write_numbers
from ruralmap.draw.topology import Topology, cut_into_arcs
from ruralmap.errors import ConservationError
from ruralmap.geo.coverage import simplify_coverage
from ruralmap.geo.crs import move_points, require_degrees, zone_crs
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Sequence

Shapes = NDArray[np.object_]

WEB_MERCATOR: Final = "EPSG:3857"
# Finer than a screen shows when a village fills it, coarser than any survey: metres on the ground.
TOLERANCE_M: Final = 6.0
# The first grid on which the rounded coverage is still valid is taken: metres of the web's plane.
STEPS_M: Final = (1.0, 0.25, 0.05)
COUNTY_BORDER, TOWNSHIP_BORDER, VILLAGE_BORDER = 0, 1, 2


@dataclass(frozen=True)
class Grid:
    """Whole numbers for places: `step_m` metres of EPSG:3857 each, eastwards and southwards of one corner."""

    west_m: float
    north_m: float
    step_m: float

    def cells_of(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
        """
        Round places to the grid.

        Parameters
        ----------
        x
            Eastings in EPSG:3857.
        y
            Northings in EPSG:3857, the same length.

        Returns
        -------
        cells
            Shape (places, 2): steps to the east, steps to the south.
        """
        east = (np.asarray(x) - self.west_m) / self.step_m
        south = (self.north_m - np.asarray(y)) / self.step_m
        return np.rint(np.column_stack([east, south])).astype(np.int64)


@dataclass(frozen=True)
class Land:
    """
    The county on its grid: what every map draws its places from.

    `villages` and `townships` are the frames given, sorted by code, with columns `x`, `y` (grid: the middle
    of the largest circle inside) and `radius` (grid); villages also have `township_row`. `cells` are the
    simplified polygons in grid units: the villages, then the townships that have no village.
    """

    grid: Grid
    villages: pd.DataFrame
    townships: pd.DataFrame
    cells: Shapes
    township_of_cell: NDArray[np.int64]

    def place(self, lon: pd.Series[float], lat: pd.Series[float]) -> NDArray[np.int64]:
        """
        Find the grid cells of points.

        Parameters
        ----------
        lon
            Degrees east, CGCS2000 or WGS-84; none missing.
        lat
            Degrees north, the same length.

        Returns
        -------
        cells
            Shape (points, 2).
        """
        x, y = move_points(
            np.asarray(lon, dtype=float),
            np.asarray(lat, dtype=float),
            source="EPSG:4490",
            target=WEB_MERCATOR,
        )
        return self.grid.cells_of(x, y)

    def encode(self) -> dict[str, object]:
        """
        Write the borders as text for the page.

        Returns
        -------
        borders
            The grid, and the arcs, cells and kinds of borders as `numbers.js` and `coverage.js` read them.
        """
        topology = cut_into_arcs(self.cells)
        return {
            "west": self.grid.west_m,
            "north": self.grid.north_m,
            "step": self.grid.step_m,
            "arcs": write_numbers(arc_numbers(topology.arcs)),
            "cells": write_numbers(_cell_numbers(topology)),
            "townships": write_numbers(self.township_of_cell),
            "kinds": "".join(str(kind) for kind in self._border_kinds(topology)),
        }

    def _border_kinds(self, topology: Topology) -> list[int]:
        """Say of each arc whether it bounds the county, a township or a village."""
        kinds = []
        for users in topology.users:
            townships = {int(self.township_of_cell[cell]) for cell in users}
            inner = TOWNSHIP_BORDER if len(townships) > 1 else VILLAGE_BORDER
            kinds.append(COUNTY_BORDER if len(users) == 1 else inner)
        return kinds


def lay_out(villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame) -> Land:
    """
    Bring villages and townships onto one grid.

    A township's ground is that of its villages, so that the two never disagree on the map; only a township
    without any village is drawn by its own polygon.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with columns village, township_code, township and polygons in degrees.
    townships
        Indexed by `township_code`, with column township and polygons in degrees.

    Returns
    -------
    land
        The county on its grid.

    Raises
    ------
    CrsError
        If a layer is not in CGCS2000 or WGS-84 degrees.
    ConservationError
        If a polygon was empty, or vanished on the way.
    """
    require_degrees(villages)
    require_degrees(townships)
    villages, townships = villages.sort_index(), townships.sort_index()
    township_row = townships.index.get_indexer(pd.Index(villages["township_code"]))
    lonely = townships[~townships.index.isin(villages["township_code"])]
    polygons = np.concatenate([np.asarray(villages.geometry), np.asarray(lonely.geometry)])
    grid, cells = _quantise(gpd.GeoSeries(polygons, villages.index.append(lonely.index), crs=villages.crs))
    township_of_cell = np.concatenate([township_row, townships.index.get_indexer(lonely.index)])
    return Land(
        grid,
        _with_middles(villages, cells[: len(villages)]).assign(township_row=township_row),
        _with_middles(townships, _dissolve(cells, township_of_cell, len(townships))),
        cells,
        township_of_cell.astype(np.int64),
    )


def _quantise(polygons: gpd.GeoSeries) -> tuple[Grid, Shapes]:
    """Simplify, project and round, on the first grid that keeps a valid coverage valid."""
    west, _, east, _ = polygons.total_bounds
    simple = simplify_coverage(polygons, tolerance_m=TOLERANCE_M, crs=zone_crs((west + east) / 2))
    plane = _to_plane(np.asarray(simple), simple.crs)
    left, _, _, top = shapely.total_bounds(plane)
    grids = [Grid(float(np.floor(left)), float(np.ceil(top)), step) for step in STEPS_M]
    if not shapely.coverage_is_valid(plane):
        grids = grids[:1]  # no grid can mend what did not fit before
    tried = ((grid, _snap(plane, grid)) for grid in grids)
    last = (grids[-1], _snap(plane, grids[-1]))
    grid, cells = next((pair for pair in tried if shapely.coverage_is_valid(pair[1])), last)
    lost = polygons.index[shapely.is_empty(_sound(cells))]
    if len(lost):
        raise ConservationError(say_both("maps.polygons_lost", codes="、".join(map(str, lost))))
    return grid, cells


def _snap(plane: Shapes, grid: Grid) -> Shapes:
    """Round every vertex to the grid."""

    def snap(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
        return grid.cells_of(vertices[:, 0], vertices[:, 1]).astype(np.float64)

    return np.asarray(shapely.transform(plane, snap))


def _to_plane(shapes: Shapes, crs: object) -> Shapes:
    """Bring polygons in degrees to the web's plane."""

    def move(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(move_points(vertices[:, 0], vertices[:, 1], source=crs, target=WEB_MERCATOR))

    return np.asarray(shapely.transform(shapes, move))


def _dissolve(cells: Shapes, township_of_cell: NDArray[np.int64], count: int) -> Shapes:
    """Unite the cells of each township."""
    sound = _sound(cells)
    return np.array([shapely.union_all(sound[township_of_cell == row]) for row in range(count)], dtype=object)


def _sound(cells: Shapes) -> Shapes:
    """Take what is sound of each polygon: one that crosses itself is drawn, but cannot be measured."""
    return np.asarray(shapely.buffer(cells, 0))


def _with_middles(frame: gpd.GeoDataFrame, cells: Shapes) -> pd.DataFrame:
    """Find where a label or a heap of symbols fits best: the largest circle inside."""
    radii = shapely.maximum_inscribed_circle(_sound(cells))
    middles = np.rint(shapely.get_coordinates(shapely.get_point(radii, 0))).astype(np.int64)
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return table.assign(
        x=middles[:, 0], y=middles[:, 1], radius=np.floor(shapely.length(radii)).astype(np.int64)
    )


def arc_numbers(arcs: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """
    Write lines as numbers: of each its number of points, its first after the last one's first, and steps.

    Parameters
    ----------
    arcs
        Vertices of each line in grid steps, shape (vertices, 2).

    Returns
    -------
    numbers
        As `readArcs` of the page's `coverage.js` reads them.
    """
    pieces, start = [np.zeros(0, dtype=np.int64)], np.zeros(2, dtype=np.int64)
    for arc in arcs:
        pieces.append(np.concatenate([[len(arc)], arc[0] - start, np.diff(arc, axis=0).ravel()]))
        start = arc[0]
    return np.concatenate(pieces)


def _cell_numbers(topology: Topology) -> list[int]:
    """Write each cell as its number of rings, each ring as its number of arcs and their references."""
    numbers = []
    for rings in topology.cells:
        numbers.append(len(rings))
        for ring in rings:
            numbers += [len(ring), *ring]
    return numbers
