"""Small catchments (小流域): the pieces of land that villages and townships are put together from."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.demo.ground.growth import PACE, Links, grow
from ruralmap.demo.ground.terrain import HIGHEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.demo.ground.lattice import Lattice
    from ruralmap.demo.ground.plane import Floats, Ints

_SPACING_M: Final = 900.0
_SMALLEST_KM2: Final = 0.5
_SEAT_PACE: Final = PACE * 65 // 100  # a head start, so that the seat lies well inside its piece
# What a step costs beside each unit of height climbed: the less, the closer borders keep to the ridges.
_STEP_COST: Final = 14
# Crossing a ridge costs up to so many times the distance; ground below the foot counts as level.
_RIDGE_FOOT: Final = HIGHEST * 45 // 100
_RIDGE_COST: Final = 8


@dataclass(frozen=True)
class Pieces:
    """
    Which piece each cell is in, and of each piece its size in cells, its centre and its ways to others.

    `sides` counts, for each piece, the cell sides that it shares with each other piece.
    """

    of_cell: Ints
    sizes: Ints
    centres: Floats
    links: Links
    sides: Sequence[Mapping[int, int]]


def cut_pieces(lattice: Lattice, heights: Ints, *, seats: Sequence[int], rng: np.random.Generator) -> Pieces:
    """
    Cut the lattice into pieces of roughly equal size that end on the ridges.

    Parameters
    ----------
    lattice
        The cells.
    heights
        Height of each cell.
    seats
        Cells of the township seats; each starts a piece of its own.
    rng
        The source of chance.

    Returns
    -------
    pieces
        None smaller than 0.5 km², so that no village is.
    """
    starts = [*seats, *_scatter(lattice, heights, seats=seats, rng=rng)]
    grown = grow(
        _climbing_links(lattice, heights),
        [(cell, label) for label, cell in enumerate(starts)],
        pace=[_SEAT_PACE] * len(seats) + [PACE] * (len(starts) - len(seats)),
        fences=[0] * len(heights),
    )
    of_cell = _merge_small(lattice, np.array(grown, dtype=np.int64))
    sizes = np.bincount(of_cell)
    sums = [np.bincount(of_cell, weights=axis) for axis in lattice.centres.T]
    centres = np.column_stack(sums) / sizes[:, None]
    links = _piece_links(lattice, heights, of_cell=of_cell, centres=centres)
    return Pieces(of_cell, sizes, centres, links, _count_sides(lattice, of_cell))


def _climbing_links(lattice: Lattice, heights: Ints) -> Links:
    climb = np.maximum(0, heights[lattice.neighbours] - heights[:, None]) + _STEP_COST
    return [
        [(other, cost) for other, cost in zip(others, costs, strict=True) if other >= 0]
        for others, costs in zip(lattice.neighbours.tolist(), climb.tolist(), strict=True)
    ]


def _scatter(lattice: Lattice, heights: Ints, *, seats: Sequence[int], rng: np.random.Generator) -> list[int]:
    """Scatter starting cells evenly, move each to the lowest cell beside it, and give way to the seats."""
    low, high = lattice.centres.min(axis=0), lattice.centres.max(axis=0)
    x = np.arange(low[0], high[0], _SPACING_M)
    y = np.arange(low[1], high[1], _SPACING_M * 0.866)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    grid[1::2, :, 0] += _SPACING_M / 2
    points = (grid + (rng.random(grid.shape) - 0.5) * (_SPACING_M / 2)).reshape(-1, 2)
    cells = lattice.cells_at(points)
    inside = ((lattice.centres[cells] - points) ** 2).sum(axis=1) < lattice.step_m**2
    around = np.column_stack([cells, lattice.neighbours[cells]])[inside]
    height = np.where(around >= 0, heights[around], HIGHEST + 1)
    starts = np.unique(around[np.arange(len(around)), height.argmin(axis=1)])
    squared = ((lattice.centres[starts][:, None] - lattice.centres[list(seats)]) ** 2).sum(axis=2)
    free = squared.min(axis=1) > (_SPACING_M * 0.6) ** 2
    return [int(start) for start in starts[free]]


def _shared_sides(lattice: Lattice, of_cell: Ints) -> tuple[Ints, Ints, Ints]:
    """List the sides between cells of different pieces, seen from both: cell, its piece, the other piece."""
    cell, side = np.nonzero(lattice.neighbours >= 0)
    here, there = of_cell[cell], of_cell[lattice.neighbours[cell, side]]
    apart = here != there
    return cell[apart], here[apart], there[apart]


def _count_sides(lattice: Lattice, of_cell: Ints) -> list[dict[int, int]]:
    shared: list[dict[int, int]] = [{} for _ in range(int(of_cell.max()) + 1)]
    _, here, there = _shared_sides(lattice, of_cell)
    for a, b in zip(here.tolist(), there.tolist(), strict=True):
        shared[a][b] = shared[a].get(b, 0) + 1
    return shared


def _merge_small(lattice: Lattice, of_cell: Ints) -> Ints:
    """Give pieces below the smallest size to the neighbour they share most sides with, smallest first."""
    smallest = _SMALLEST_KM2 / lattice.cell_km2
    sizes = np.bincount(of_cell).tolist()
    shared = _count_sides(lattice, of_cell)
    into = list(range(len(sizes)))
    queue = [(size, piece) for piece, size in enumerate(sizes)]
    heapify(queue)
    while queue[0][0] < smallest:
        size, piece = heappop(queue)
        if into[piece] != piece or sizes[piece] != size:
            continue  # merged or grown since it was queued
        taker = max(sorted(shared[piece]), key=shared[piece].__getitem__)
        into[piece] = taker
        sizes[taker] += size
        heappush(queue, (sizes[taker], taker))
        for other, sides in shared[piece].items():
            del shared[other][piece]
            if other != taker:
                shared[taker][other] = shared[other][taker] = shared[taker].get(other, 0) + sides
    for piece in range(len(into)):
        while into[into[piece]] != into[piece]:
            into[piece] = into[into[piece]]
    return np.unique(np.array(into)[of_cell], return_inverse=True)[1].astype(np.int64)


def _piece_links(lattice: Lattice, heights: Ints, *, of_cell: Ints, centres: Floats) -> Links:
    """Cost the way from piece to piece: how far the centres are apart, and how high the ridge between is."""
    cell, here, there = _shared_sides(lattice, of_cell)
    count = len(centres)
    pairs, pair_of_side = np.unique(here * count + there, return_inverse=True)
    height = np.bincount(pair_of_side, weights=heights[cell]) / np.bincount(pair_of_side)
    ridge = np.clip((height - _RIDGE_FOOT) / (HIGHEST - _RIDGE_FOOT), 0, 1)
    first, second = np.divmod(pairs, count)
    distance = np.sqrt(((centres[first] - centres[second]) ** 2).sum(axis=1))
    cost = (distance / 10 * (1 + _RIDGE_COST * ridge * ridge)).astype(np.int64)
    links: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    for a, b, price in zip(first.tolist(), second.tolist(), cost.tolist(), strict=True):
        links[a].append((b, price))
    return links
