"""
Finding which borders touch which cells of a point index (建格网索引), compiled by numba.

Cells are padded by a little more than rounding can move a coordinate, so that an edge is listed in every cell
in which a point could be on either side of it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ruralmap.link.grid_compiling import inner, outer
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


@inner
def edge_at(vertices: Numbers, start: int) -> Edge:
    """Take the edge that begins at a vertex, upward or to the east, so that two polygons name it alike."""
    x1, y1, x2, y2 = vertices[start, 0], vertices[start, 1], vertices[start + 1, 0], vertices[start + 1, 1]
    if y1 < y2 or (y1 == y2 and x1 <= x2):
        return Edge(x1, y1, x2, y2)
    return Edge(x2, y2, x1, y1)


@inner
def _clipped(place: float, stop: int) -> int:
    """Give the row or column of a place, one that the lattice has."""
    return min(max(int(place), 0), stop - 1)


@inner
def _rows_touched(lattice: Lattice, edge: Edge) -> tuple[int, int]:
    """Give the first row that an edge touches, and the one behind the last."""
    first = (edge.y1 - lattice.slack - lattice.y0) * lattice.per_unit
    last = (edge.y2 + lattice.slack - lattice.y0) * lattice.per_unit
    return _clipped(first, lattice.rows), _clipped(last, lattice.rows) + 1


@inner
def _columns_touched(lattice: Lattice, edge: Edge, row: int) -> tuple[int, int]:
    """Give the first column that an edge touches in a row, and the one behind the last."""
    low = max(edge.y1, lattice.y0 + row * lattice.side - lattice.slack)
    high = min(edge.y2, lattice.y0 + (row + 1) * lattice.side + lattice.slack)
    one, other = edge.x1, edge.x2
    if low > edge.y1 or high < edge.y2:
        rise, run = edge.y2 - edge.y1, edge.x2 - edge.x1
        one, other = edge.x1 + (low - edge.y1) / rise * run, edge.x1 + (high - edge.y1) / rise * run
    west, east = min(edge.x1, edge.x2), max(edge.x1, edge.x2)
    first = (max(min(one, other), west) - lattice.slack - lattice.x0) * lattice.per_unit
    last = (min(max(one, other), east) + lattice.slack - lattice.x0) * lattice.per_unit
    return _clipped(first, lattice.columns), _clipped(last, lattice.columns) + 1


@outer
def _list_edges(
    rings: tuple[Numbers, Positions, Positions],
    lattice: tuple[float, float, float, float, float, int, int],
    ahead: Integers,
    edges: Integers,
    owners: Integers,
) -> None:
    """
    List the edges of each cell.

    `ahead` says for each cell where its next edge belongs, and is moved on; without room for `edges` they are
    only counted.
    """
    shape, cells = Rings(*rings), Lattice(*lattice)
    for polygon in range(shape.polygons.size - 1):
        for ring in range(shape.polygons[polygon], shape.polygons[polygon + 1]):
            for start in range(shape.rings[ring], shape.rings[ring + 1] - 1):
                edge = edge_at(shape.vertices, start)
                bottom, top = _rows_touched(cells, edge)
                for row in range(bottom, top):
                    west, east = _columns_touched(cells, edge, row)
                    for cell in range(row * cells.columns + west, row * cells.columns + east):
                        place = ahead[cell]
                        ahead[cell] = place + 1
                        if place < edges.size:
                            edges[place] = start
                            owners[place] = polygon


@inner
def _line_above(lattice: Lattice, y: float) -> int:
    """
    Give the lowest lattice line that a y does not lie above.

    An edge crosses the lines from that of its lower end to before that of its upper one: a polygon crosses
    each line an even number of times, since each vertex has one line only.
    """
    line = int((y - lattice.y0) * lattice.per_unit)
    while lattice.y0 + line * lattice.side < y:
        line += 1
    return line


@inner
def _crossing(lattice: Lattice, edge: Edge, line: int, corners: tuple[Integers, Flags]) -> int:
    """Find the first corner east of where an edge crosses a line; mark those that rounding may decide."""
    y = lattice.y0 + line * lattice.side
    x = edge.x1 + (y - edge.y1) / (edge.y2 - edge.y1) * (edge.x2 - edge.x1)
    place = (x - lattice.x0) * lattice.per_unit
    # Less than the padding, so that the cell of such a corner lists this edge.
    margin = 0.5 * lattice.slack * lattice.per_unit
    for doubtful in range(math.ceil(place - margin), math.floor(place + margin) + 1):
        corners[1][CLOSER - corners[0][line * lattice.columns + doubtful]] = True
    return math.floor(place) + 1


@inner
def _enter(cells: Integers, insides: Integers, cell: int, polygon: int) -> bool:
    """Enter a polygon that holds a cell's corner; tell whether another one holds it too."""
    inside = cells[cell]
    if inside < NOWHERE:
        number = CLOSER - inside
        inside = insides[number]
        if inside == NOWHERE:
            insides[number] = polygon
    elif inside == NOWHERE:
        cells[cell] = polygon
    return inside not in (NOWHERE, polygon)


@inner
def _mark_turns(
    shape: Rings,
    lattice: Lattice,
    polygon: int,
    corners: tuple[Integers, Flags],
    turns: Flags,
    reach: Positions,
) -> tuple[int, int]:
    """Mark the first corner east of each crossing; give the first line and the one behind the last."""
    bottom, top = lattice.rows, 0
    for ring in range(shape.polygons[polygon], shape.polygons[polygon + 1]):
        for start in range(shape.rings[ring], shape.rings[ring + 1] - 1):
            edge = edge_at(shape.vertices, start)
            first, stop = _line_above(lattice, edge.y1), _line_above(lattice, edge.y2)
            bottom, top = min(bottom, first), max(top, stop)
            for line in range(first, stop):
                corner = _crossing(lattice, edge, line, corners)
                turns[line, corner] ^= True
                reach[line, 0], reach[line, 1] = min(reach[line, 0], corner), max(reach[line, 1], corner)
    return bottom, top


@outer
def _hold_corners(
    rings: tuple[Numbers, Positions, Positions],
    lattice: tuple[float, float, float, float, float, int, int],
    corners: tuple[Integers, Integers, Flags],
    room: tuple[Flags, Positions],
    beyond: Positions,
) -> int:
    """
    Tell each cell which polygon holds its corner.

    Along a lattice line a polygon begins, or ends, at the first corner behind each crossing: its `turns`;
    `reach` is the first and the last of a line's. Both are left as they came. `corners` are the cells, the
    insides and the doubts of Listed, `beyond` what these cannot take, where polygons overlap: pairs of a cell
    and a further polygon. Returns how many there are, also of those that find no room.
    """
    shape, grid = Rings(*rings), Lattice(*lattice)
    cells, insides, doubts = corners
    turns, reach = room
    used = 0
    for polygon in range(shape.polygons.size - 1):
        bottom, top = _mark_turns(shape, grid, polygon, (cells, doubts), turns, reach)
        for line in range(bottom, top):
            inside = False
            for column in range(reach[line, 0], reach[line, 1] + 1):
                inside ^= turns[line, column]
                turns[line, column] = False
                cell = line * grid.columns + column
                if inside and _enter(cells, insides, cell, polygon):
                    if used < beyond.shape[0]:
                        beyond[used, 0], beyond[used, 1] = cell, polygon
                    used += 1
            reach[line, 0], reach[line, 1] = grid.columns, -1
    return used


def list_borders(rings: Rings, lattice: Lattice) -> tuple[Listed, Positions]:
    """
    List which edges touch which cells, and which polygon holds each cell's corner.

    Parameters
    ----------
    rings
        Polygons, valid each by itself.
    lattice
        Cells around all of them.

    Returns
    -------
    listed
        What touches which cell.
    beyond
        Pairs of a cell and a polygon: who else holds its corner, where polygons overlap.
    """
    fields = (*rings,), (*lattice,)
    none = np.empty(0, dtype=np.int32)
    ahead = np.zeros(lattice.rows * lattice.columns, dtype=np.int32)
    _list_edges(*fields, ahead, none, none)
    touched = np.flatnonzero(ahead)
    starts = np.append(0, np.cumsum(ahead[touched], dtype=np.int64))
    ahead[touched] = starts[:-1]
    edges, owners = np.empty((2, starts[-1]), dtype=np.int32)
    _list_edges(*fields, ahead, edges, owners)
    # The room is used again.
    cells = ahead
    cells[:] = NOWHERE
    cells[touched] = CLOSER - np.arange(touched.size, dtype=np.int32)
    insides = np.full(touched.size, NOWHERE, dtype=np.int32)
    doubts = np.zeros(touched.size, dtype=np.bool_)
    turns = np.zeros((lattice.rows, lattice.columns + 1), dtype=np.bool_)
    reach = np.tile(np.array([lattice.columns, -1], dtype=np.int64), (lattice.rows, 1))
    # Asked twice where polygons overlap: once for how many pairs there are.
    corners, room = (cells, insides, doubts), (turns, reach)
    beyond = np.empty((0, 2), dtype=np.int64)
    while len(beyond) < (pairs := _hold_corners(*fields, corners, room, beyond)):
        beyond = np.empty((pairs, 2), dtype=np.int64)
    return Listed(cells, starts, edges, owners, insides, doubts), beyond
