"""
What the point index is made of (格网索引的构成): the types and numbers that building and asking it share.

numba keeps compiled code beside a module and looks at that module alone to see whether it is still true. Who
changes a number here, or `edge_at` in `grid_building.py`, touches the other two compiled modules as well.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int32]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Positions = NDArray[np.int64]

# No place has a coordinate so large, in whatever unit: such a number is what damaged bytes are taken for. One
# of them would put all villages into one cell, and of much larger ones no area can be computed.
FARTHEST: Final = 1e12
# Cells are padded by this part of their side, and by so many units in the last place of a coordinate.
PADDING: Final = 1e-6
PADDING_ULPS: Final = 64
NOWHERE: Final = -1
# Of a point: the exact predicate has to be asked, among the places of its cell. Of a cell: from here on
# downward, the number of a cell that is looked into, later where its record begins.
CLOSER: Final = -2
# Of a corner: rounding may decide which polygons hold it.
DOUBTFUL: Final = -1
# One bit a polygon in a 32-bit number; a cell that more of them meet in is left to the exact predicate.
MOST_PLACES: Final = 31
# A record begins with the numbers of its edges and places and its reference, and one that is not used.
HEAD_WORDS: Final = 4


class Lattice(NamedTuple):
    """
    Square cells, counted from the south-west (格网).

    `x0` and `y0` are the corner, `side` the cells' side and `slack` what they are padded by, all in the
    coverage's coordinates; `per_unit` is 1 / `side`.
    """

    x0: float
    y0: float
    side: float
    per_unit: float
    slack: float
    columns: int
    rows: int


class Edge(NamedTuple):
    """A piece of border from its lower end (`x1`, `y1`) to its upper one."""

    x1: float
    y1: float
    x2: float
    y2: float


class Listed(NamedTuple):
    """
    What touches which cell.

    `cells` as in a Grid. For each cell looked into, `starts` says where its `edges` begin (their first
    vertices, and in `owners` their polygons); `insides` names one polygon that holds its corner, and `doubts`
    tells where rounding may decide that.
    """

    cells: Integers
    starts: Positions
    edges: Integers
    owners: Integers
    insides: Integers
    doubts: Flags


class Extras(NamedTuple):
    """Further polygons at the corner of a cell: `inside` where they surely hold it, else they only may."""

    cells: Positions
    owners: Integers
    inside: Flags


class Grid(NamedTuple):
    """
    A point index (格网索引) over a coverage of polygons.

    `cells` says for each cell, row by row from the south-west, which polygon it lies in as a whole, that it
    lies in none (-1), or, counted down from -2, where among `records` its own begins (in 8 bytes).

    A record is what a point in such a cell has to read, in one stretch of memory: how many edges and places,
    the reference (one bit for each place that holds the cell's corner, or DOUBTFUL), for each edge a mask
    (the bits of its polygons), the places (polygons), and the edges. A border of two polygons is kept once.
    """

    lattice: Lattice
    cells: Integers
    records: Numbers
