"""A hexagonal lattice over the county: cells to share out, corners where three cells meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.demo.ground.noise import bend

if TYPE_CHECKING:
    from shapely import Polygon

    from ruralmap.demo.ground.plane import Floats, Ints

_ROOT_3: Final = 1.7320508075688772
_MARGIN_CELLS: Final = 4
_CLEARANCE: Final = 1.1  # of an edge: how far a cell's centre stays from the outline
_SHAKE: Final = 0.5  # of an edge, corner by corner; at 0.6 two shaken edges could cross
_BEND: Final = 0.75  # of a step, many corners together, so that no border runs along the lattice
_BEND_STEPS: Final = 6


@dataclass(frozen=True)
class Lattice:
    """
    The hexagons well inside the outline, numbered from the south-west, row by row.

    `neighbours` holds six cells counter-clockwise from the east, -1 where there is none; `corners` holds the
    six corners counter-clockwise from the lower right, so that side k, between corners k and k + 1, faces
    neighbour k. At every corner exactly three hexagons meet: regions of cells never touch in a bare point.
    """

    step_m: float
    centres: Floats
    neighbours: Ints
    corners: Ints
    corner_points: Floats

    @property
    def cell_km2(self) -> float:
        """Mean area of a cell, in square kilometres."""
        return self.step_m**2 * _ROOT_3 / 2 / 1e6

    def cells_at(self, points: Floats) -> Ints:
        """
        Find the cell whose centre is nearest to each point.

        Parameters
        ----------
        points
            x and y in metres, two columns.

        Returns
        -------
        cells
            Their numbers, one a point.
        """
        tree = shapely.STRtree(np.asarray(shapely.points(self.centres)))
        return np.asarray(tree.nearest(shapely.points(points)), dtype=np.int64)


def lay_lattice(outline: Polygon, step_m: float, *, rng: np.random.Generator) -> Lattice:
    """
    Lay hexagons inside an outline, bent and shaken, so that no border betrays them.

    Only cells that stay clear of the outline are kept, and of those the largest connected set: a bay behind
    a narrow gap goes to whoever holds the gap.

    Parameters
    ----------
    outline
        A polygon in metres.
    step_m
        Distance between the centres of neighbouring cells.
    rng
        The source of chance.

    Returns
    -------
    lattice
        The cells, their neighbours and corners.
    """
    edge_m = step_m / _ROOT_3
    west, south, east, north = outline.bounds
    margin = _MARGIN_CELLS * step_m
    columns = int((east - west + 2 * margin) / step_m) + 2
    rows = int((north - south + 2 * margin) / (1.5 * edge_m)) + 2
    row, column = np.divmod(np.arange(rows * columns), columns)
    x = west - margin + step_m * (column + 0.5 * (row % 2))
    y = south - margin + 1.5 * edge_m * row
    ring = _ring_of(row % 2, columns)

    # Corner 2c is the top of cell c and corner 2c + 1 its bottom; the other four belong to its neighbours.
    regular = np.stack([x, y + edge_m, x, y - edge_m], axis=1).reshape(-1, 2)
    points = regular + (rng.random(regular.shape) - 0.5) * (_SHAKE * edge_m)
    points += bend(points, _BEND_STEPS * step_m, rng=rng) * (_BEND * step_m)
    centres = (points[0::2] + points[1::2]) / 2

    clear = shapely.buffer(outline, -_CLEARANCE * edge_m, quad_segs=2)
    kept = _largest_part(np.flatnonzero(shapely.contains_xy(clear, centres)), ring)
    number = np.full(len(centres), -1, dtype=np.int64)
    number[kept] = np.arange(len(kept))
    return Lattice(step_m, centres[kept], number[ring[kept]], _corners_of(ring)[kept], points)


def _ring_of(odd: Ints, columns: int) -> Ints:
    """List the six neighbours of every cell of the full array; what it says of the rim is never used."""
    cell = np.arange(len(odd))
    above, below = cell + columns + odd, cell - columns + odd
    ring = np.stack([cell + 1, above, above - 1, cell - 1, below - 1, below], axis=1)
    return np.clip(ring, 0, len(odd) - 1)


def _corners_of(ring: Ints) -> Ints:
    cell = np.arange(len(ring))
    _, upper_right, upper_left, _, lower_left, lower_right = ring.T
    return np.stack(
        [2 * lower_right, 2 * upper_right + 1, 2 * cell, 2 * upper_left + 1, 2 * lower_left, 2 * cell + 1],
        axis=1,
    )


def _largest_part(cells: Ints, ring: Ints) -> Ints:
    """Keep the largest connected set of cells; the first of equally large ones."""
    waiting = set(cells.tolist())
    beside = ring.tolist()
    largest: list[int] = []
    for start in cells.tolist():
        if start not in waiting:
            continue
        waiting.discard(start)
        part = [start]
        for cell in part:
            near = waiting.intersection(beside[cell])
            waiting -= near
            part.extend(sorted(near))
        largest = max(largest, part, key=len)
    return np.array(sorted(largest), dtype=np.int64)
