"""
Finding which borders touch which cells of a point index (建格网索引), compiled by numba.

Cells are padded by a little more than rounding can move a coordinate, so that an edge is listed in every cell
in which a point could be on either side of it. What is called from outside takes plain arrays and tuples: of
a signature that names a class, numba could not read its own cache once that class is gone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from ruralmap.link.grid_layout import (
    CLOSER,
    NOWHERE,
    Edge,
    Flags,
    Integers,
    Lattice,
    Listed,
    Numbers,
    Positions,
)


class Rings(NamedTuple):
    """Closed rings (环): vertices, where each ring begins among them, and each polygon among the rings."""

    vertices: Numbers
    rings: Positions
    polygons: Positions


@njit(nogil=True)
def _upward(x1: float, y1: float, x2: float, y2: float) -> Edge:
    """Point an edge upward, a level one to the east, so that two polygons name it alike."""
    if y1 < y2 or (y1 == y2 and x1 <= x2):
        return Edge(x1, y1, x2, y2)
    return Edge(x2, y2, x1, y1)


@njit(nogil=True)
def _column_of(lattice: Lattice, x: float) -> int:
    """Find the column of an x inside the lattice."""
    return min(max(int((x - lattice.x0) * lattice.per_unit), 0), lattice.columns - 1)


@njit(nogil=True)
def _row_of(lattice: Lattice, y: float) -> int:
    """Find the row of a y inside the lattice."""
    return min(max(int((y - lattice.y0) * lattice.per_unit), 0), lattice.rows - 1)


@njit(nogil=True)
def _rows_touched(lattice: Lattice, edge: Edge) -> tuple[int, int]:
    """Give the first and the last row that an edge touches."""
    return _row_of(lattice, edge.y1 - lattice.slack), _row_of(lattice, edge.y2 + lattice.slack)


@njit(nogil=True)
def _columns_touched(lattice: Lattice, edge: Edge, row: int) -> tuple[int, int]:
    """Give the first and the last column that an edge touches in a row."""
    low = max(edge.y1, lattice.y0 + row * lattice.side - lattice.slack)
    high = min(edge.y2, lattice.y0 + (row + 1) * lattice.side + lattice.slack)
    one, other = edge.x1, edge.x2
    if low > edge.y1 or high < edge.y2:
        rise, run = edge.y2 - edge.y1, edge.x2 - edge.x1
        one, other = edge.x1 + (low - edge.y1) / rise * run, edge.x1 + (high - edge.y1) / rise * run
    west, east = min(edge.x1, edge.x2), max(edge.x1, edge.x2)
    first = max(min(one, other), west) - lattice.slack
    last = min(max(one, other), east) + lattice.slack
    return _column_of(lattice, first), _column_of(lattice, last)


@njit(nogil=True)
def edge_at(vertices: Numbers, start: int) -> Edge:
    """Take the edge that begins at a vertex."""
    return _upward(vertices[start, 0], vertices[start, 1], vertices[start + 1, 0], vertices[start + 1, 1])


@njit(nogil=True)
def _count_edges(rings: Rings, lattice: Lattice) -> Integers:
    """Count the edges that touch each cell."""
    counts = np.zeros(lattice.rows * lattice.columns, dtype=np.int32)
    for ring in range(rings.rings.size - 1):
        for start in range(rings.rings[ring], rings.rings[ring + 1] - 1):
            edge = edge_at(rings.vertices, start)
            first, last = _rows_touched(lattice, edge)
            for row in range(first, last + 1):
                west, east = _columns_touched(lattice, edge, row)
                for column in range(west, east + 1):
                    counts[row * lattice.columns + column] += 1
    return counts


@njit(nogil=True)
def _number_cells(counts: Integers) -> tuple[Integers, Positions]:
    """Give numbers to the cells that edges touch, and say where the edges of each begin."""
    touched = 0
    for count in counts:
        touched += count > 0
    starts = np.zeros(touched + 1, dtype=np.int64)
    number = 0
    for cell in range(counts.size):
        if counts[cell] > 0:
            starts[number + 1] = starts[number] + counts[cell]
            counts[cell] = CLOSER - number
            number += 1
        else:
            counts[cell] = NOWHERE
    return counts, starts


@njit(nogil=True)
def _list_edges(
    rings: Rings, lattice: Lattice, cells: Integers, starts: Positions
) -> tuple[Integers, Integers]:
    """List the edges of each cell."""
    edges = np.empty(starts[-1], dtype=np.int32)
    owners = np.empty(starts[-1], dtype=np.int32)
    ahead = starts[:-1].copy()
    for polygon in range(rings.polygons.size - 1):
        for ring in range(rings.polygons[polygon], rings.polygons[polygon + 1]):
            for start in range(rings.rings[ring], rings.rings[ring + 1] - 1):
                edge = edge_at(rings.vertices, start)
                first, last = _rows_touched(lattice, edge)
                for row in range(first, last + 1):
                    west, east = _columns_touched(lattice, edge, row)
                    for column in range(west, east + 1):
                        number = CLOSER - cells[row * lattice.columns + column]
                        edges[ahead[number]] = start
                        owners[ahead[number]] = polygon
                        ahead[number] += 1
    return edges, owners


@njit(nogil=True)
def _lines_crossed(lattice: Lattice, edge: Edge) -> tuple[int, int]:
    """Give the lattice lines that an edge crosses: its lower end counts, its upper one does not."""
    first = _row_of(lattice, edge.y1)
    if lattice.y0 + first * lattice.side < edge.y1:
        first += 1
    last = _row_of(lattice, edge.y2) + 1
    while last >= first and lattice.y0 + last * lattice.side >= edge.y2:
        last -= 1
    return first, last


@njit(nogil=True)
def _count_crossings(rings: Rings, lattice: Lattice, polygon: int, base: int, tally: Positions) -> None:
    """Count how often a polygon's border crosses each lattice line."""
    for ring in range(rings.polygons[polygon], rings.polygons[polygon + 1]):
        for start in range(rings.rings[ring], rings.rings[ring + 1] - 1):
            first, last = _lines_crossed(lattice, edge_at(rings.vertices, start))
            for line in range(first, last + 1):
                tally[line - base + 1] += 1


@njit(nogil=True)
def _crossing(lattice: Lattice, edge: Edge, line: int) -> tuple[int, int, int]:
    """
    Find the first corner east of where an edge crosses a lattice line.

    Corners so near to the crossing that rounding may decide are returned behind it: first and last of them.
    """
    y = lattice.y0 + line * lattice.side
    x = edge.x1 + (y - edge.y1) / (edge.y2 - edge.y1) * (edge.x2 - edge.x1)
    place = (x - lattice.x0) * lattice.per_unit
    # Less than the padding, so that the cell of such a corner lists this edge.
    margin = 0.5 * lattice.slack * lattice.per_unit
    return int(np.floor(place)) + 1, int(np.ceil(place - margin)), int(np.floor(place + margin))


@njit(nogil=True)
def _insert(values: Positions, first: int, stop: int, value: int) -> None:
    """Insert a value into a sorted stretch, of which the last place is free."""
    place = stop
    while place > first and values[place - 1] > value:
        values[place] = values[place - 1]
        place -= 1
    values[place] = value


@njit(nogil=True)
def _corners_crossed(
    rings: Rings, lattice: Lattice, polygon: int, base: int, starts: Positions, listed: Listed
) -> Positions:
    """List the first corner east of each crossing, line by line and sorted; mark doubtful corners."""
    corners = np.empty(starts[-1], dtype=np.int64)
    ahead = starts[:-1].copy()
    for ring in range(rings.polygons[polygon], rings.polygons[polygon + 1]):
        for start in range(rings.rings[ring], rings.rings[ring + 1] - 1):
            edge = edge_at(rings.vertices, start)
            first, last = _lines_crossed(lattice, edge)
            for line in range(first, last + 1):
                corner, near, far = _crossing(lattice, edge, line)
                for doubtful in range(near, far + 1):
                    number = CLOSER - listed.cells[line * lattice.columns + doubtful]
                    listed.doubts[number] = True
                _insert(corners, starts[line - base], ahead[line - base], corner)
                ahead[line - base] += 1
    return corners


@njit(nogil=True)
def _enter(listed: Listed, cell: int, polygon: int) -> bool:
    """Enter a polygon that holds a cell's corner; tell whether another one held it before."""
    inside = listed.cells[cell]
    if inside == NOWHERE:
        listed.cells[cell] = polygon
        return False
    if inside > NOWHERE:
        return True
    number = CLOSER - inside
    if listed.insides[number] == NOWHERE:
        listed.insides[number] = polygon
        return False
    return True


@njit(nogil=True)
def _grown(pairs: Positions, used: int) -> Positions:
    """Make room for one more pair."""
    if used < pairs.shape[0]:
        return pairs
    larger = np.empty((2 * used + 16, 2), dtype=np.int64)
    for pair in range(used):
        larger[pair, 0], larger[pair, 1] = pairs[pair, 0], pairs[pair, 1]
    return larger


@njit(nogil=True)
def _lines_of(rings: Rings, lattice: Lattice, polygon: int) -> tuple[int, int]:
    """Give the first lattice line that a polygon may cross, and how many there are."""
    first = rings.rings[rings.polygons[polygon]]
    south = north = rings.vertices[first, 1]
    for vertex in range(first, rings.rings[rings.polygons[polygon + 1]]):
        south, north = min(south, rings.vertices[vertex, 1]), max(north, rings.vertices[vertex, 1])
    base = _row_of(lattice, south)
    return base, _row_of(lattice, north) - base + 2


@njit(nogil=True)
def _hold_corners(rings: Rings, lattice: Lattice, listed: Listed) -> Positions:
    """
    Tell each cell which polygon holds its corner.

    Returns what a cell could not be told, where polygons overlap: pairs of a cell and a further polygon.
    """
    beyond = np.empty((0, 2), dtype=np.int64)
    used = 0
    for polygon in range(rings.polygons.size - 1):
        base, lines = _lines_of(rings, lattice, polygon)
        starts = np.zeros(lines + 1, dtype=np.int64)
        _count_crossings(rings, lattice, polygon, base, starts)
        for line in range(lines):
            starts[line + 1] += starts[line]
        corners = _corners_crossed(rings, lattice, polygon, base, starts, listed)
        for line in range(lines):
            for pair in range(starts[line], starts[line + 1] - 1, 2):
                for column in range(corners[pair], min(corners[pair + 1], lattice.columns)):
                    cell = (base + line) * lattice.columns + column
                    if _enter(listed, cell, polygon):
                        beyond = _grown(beyond, used)
                        beyond[used, 0], beyond[used, 1] = cell, polygon
                        used += 1
    return beyond[:used]


@njit(cache=True, nogil=True)
def list_borders(
    rings: tuple[Numbers, Positions, Positions], lattice: tuple[float, float, float, float, float, int, int]
) -> tuple[tuple[Integers, Positions, Integers, Integers, Integers, Flags], Positions]:
    """
    List which edges touch which cells, and which polygon holds each cell's corner.

    Returns the fields of Listed, and as pairs of a cell and a polygon who else holds its corner, where
    polygons overlap.
    """
    shape, cells = Rings(*rings), Lattice(*lattice)
    numbered, starts = _number_cells(_count_edges(shape, cells))
    edges, owners = _list_edges(shape, cells, numbered, starts)
    insides = np.full(starts.size - 1, NOWHERE, dtype=np.int32)
    doubts = np.zeros(starts.size - 1, dtype=np.bool_)
    beyond = _hold_corners(shape, cells, Listed(numbered, starts, edges, owners, insides, doubts))
    return (numbered, starts, edges, owners, insides, doubts), beyond
