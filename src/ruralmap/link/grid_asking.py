"""
Asking a point index (查格网索引), compiled by numba: certain, or not at all.

Whether a point lies left or right of an edge is decided by the sign of a determinant, where that is larger
than its own rounding error (Shewchuk 1997, "Adaptive precision floating-point arithmetic", bound A: 3.33e-16
times the sum of the two products). Where it is not, the answer is that somebody else has to look closer.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from ruralmap.link.grid_compiling import inner, outer
from ruralmap.link.grid_layout import (
    CLOSER,
    DOUBTFUL,
    HEAD_WORDS,
    NOWHERE,
    Edge,
    Grid,
    Integers,
    Lattice,
    Numbers,
    Positions,
)

# Points whose cells are fetched side by side.
_BLOCK: Final = 256
_ROUNDING: Final = 3.4e-16
_LEFT, _RIGHT, _UNSURE = -1, 1, 0
_APART, _MAYBE = 0, 2


@inner
def _side(edge: Edge, x: float, y: float) -> int:
    """Tell on which side of an upward edge a point lies whose y is between the edge's."""
    if x < edge.x1 and x < edge.x2:
        return _LEFT
    if x > edge.x1 and x > edge.x2:
        return _RIGHT
    one, other = (edge.x2 - edge.x1) * (y - edge.y1), (edge.y2 - edge.y1) * (x - edge.x1)
    if abs(one - other) <= _ROUNDING * (abs(one) + abs(other)):
        return _UNSURE
    return _LEFT if one > other else _RIGHT


@inner
def _height(edge: Edge, x: float, y: float) -> int:
    """Tell on which side of an edge a point lies whose x is between the edge's: below counts as left."""
    if y < edge.y1:
        return _LEFT
    if y > edge.y2:
        return _RIGHT
    one, other = (edge.x2 - edge.x1) * (y - edge.y1), (edge.y2 - edge.y1) * (x - edge.x1)
    if abs(one - other) <= _ROUNDING * (abs(one) + abs(other)):
        return _UNSURE
    return _RIGHT if (one > other) == (edge.x2 > edge.x1) else _LEFT


@inner
def _crossed(edge: Edge, x: float, y: float, corner_x: float, corner_y: float) -> int:
    """
    Tell whether the way from a point to its cell's corner crosses an edge.

    The way runs level to the corner's meridian and then along it. On each part the lower or western end of an
    edge counts and the other does not, so that an edge met at a vertex counts once for both its neighbours.
    """
    crossed = _APART
    if edge.y1 <= y <= edge.y2:
        side = _side(edge, x, y)
        if side == _UNSURE:
            return _MAYBE
        if y < edge.y2:
            turn = _side(edge, corner_x, y)
            if turn == _UNSURE:
                return _MAYBE
            crossed ^= side != turn
    if (edge.x1 > corner_x) != (edge.x2 > corner_x):
        turn, end = _height(edge, corner_x, y), _height(edge, corner_x, corner_y)
        if _UNSURE in (turn, end):
            return _MAYBE
        crossed ^= turn != end
    return crossed


@inner
def _look_into(
    records: tuple[Numbers, Integers], offset: int, x: float, y: float, corner: tuple[float, float]
) -> int:
    """Find the place of a point in a cell that borders touch."""
    numbers, words = records
    word = 2 * offset
    edges, places, inside = words[word], words[word + 1], words[word + 2]
    if inside == DOUBTFUL:
        return CLOSER
    masks = word + HEAD_WORDS
    entry = (masks + edges + places + 1) // 2
    for mask in range(masks, masks + edges):
        edge = Edge(numbers[entry], numbers[entry + 1], numbers[entry + 2], numbers[entry + 3])
        crossed = _crossed(edge, x, y, corner[0], corner[1])
        if crossed == _MAYBE:
            return CLOSER
        if crossed:
            inside ^= words[mask]
        entry += 4
    if inside == 0:
        return NOWHERE
    if inside & (inside - 1):
        return CLOSER
    place = masks + edges
    while inside > 1:
        inside >>= 1
        place += 1
    found: int = words[place]
    return found


@inner
def _cell_of(lattice: Lattice, x: float, y: float) -> int:
    """Find the number of a point's cell, -1 outside the lattice or where a coordinate is no number."""
    column = (x - lattice.x0) * lattice.per_unit
    row = (y - lattice.y0) * lattice.per_unit
    if 0 <= column < lattice.columns and 0 <= row < lattice.rows:
        return int(row) * lattice.columns + int(column)
    return -1


@outer
def _locate(
    grid: tuple[tuple[float, float, float, float, float, int, int], Integers, Numbers, Integers],
    points: tuple[Numbers, Numbers],
    places: Integers,
    room: Positions,
) -> None:
    """
    Write the polygon of each point, NOWHERE, or CLOSER.

    Points come in random order, so nearly every cell has to be fetched from far memory. A block's cells are
    fetched in one short loop, in which many fetches run side by side, and so are the records of those that
    are looked into; only then is anything decided. `room` is for the cells of a block, and for its points
    that are looked into.
    """
    lattice, owners, numbers, words = Lattice(*grid[0]), grid[1], grid[2], grid[3]
    x, y = points
    block = room.shape[1]
    for first in range(0, x.size, block):
        stop = min(first + block, x.size)
        for point in range(first, stop):
            room[0, point - first] = _cell_of(lattice, x[point], y[point])
        count = edges = 0
        for point in range(first, stop):
            cell = room[0, point - first]
            places[point] = owners[cell] if cell >= 0 else NOWHERE
            room[1, count] = point
            count += places[point] < NOWHERE
        for entry in range(count):
            edges += words[2 * (CLOSER - places[room[1, entry]])]
        # There is always an edge or none: the sum is only asked for so that the compiler fetches the records.
        for entry in range(count if edges >= 0 else 0):
            point = room[1, entry]
            row, column = divmod(room[0, point - first], lattice.columns)
            corner = (lattice.x0 + column * lattice.side, lattice.y0 + row * lattice.side)
            places[point] = _look_into((numbers, words), CLOSER - places[point], x[point], y[point], corner)


def locate(grid: Grid, x: Numbers, y: Numbers, places: Integers) -> None:
    """
    Write the polygon of each point, NOWHERE, or CLOSER.

    Parameters
    ----------
    grid
        The index.
    x
        Eastings or longitudes, in the index's coordinates.
    y
        Northings or latitudes, as many.
    places
        Where the answers belong, as many.
    """
    fields = ((*grid.lattice,), grid.cells, grid.records, grid.records.view(np.int32))
    _locate(fields, (x, y), places, np.empty((2, _BLOCK), dtype=np.int64))
