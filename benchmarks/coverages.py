"""
Made-up coverages and points for the benchmarks (模拟): villages with winding borders, clustered points.

Cells of a Voronoi diagram stand for villages; every border between two of them winds the same way for both,
so that the coverage is valid. Nothing here is real. The same seed gives the same numbers.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

# How far the middle of a border moves aside, as a share of its length; halves of it move likewise.
_WINDING: Final = 0.13
# A border is halved until its pieces are shorter than this share of a cell's width.
_PIECE: Final = 1 / 23
_MOST_HALVINGS: Final = 7
# Corners that the diagram computed twice are the same within this share of a piece.
_SAME: Final = 1e-4

Box = tuple[float, float, float, float]
Numbers = NDArray[np.float64]
Positions = NDArray[np.int64]
Shapes = NDArray[np.object_]


class Borders(NamedTuple):
    """
    The straight borders of a diagram (界线).

    `ends` are the two corners of each border. `sides` names, polygon by polygon and in the order of its ring,
    the borders; `forward` says whether each is walked from its first end; `starts` where each polygon begins.
    """

    corners: Numbers
    ends: Positions
    sides: Positions
    forward: NDArray[np.bool_]
    starts: Positions


def make_coverage(count: int, *, box: Box, seed: int) -> Shapes:
    """
    Make a coverage of polygons with winding shared borders.

    Parameters
    ----------
    count
        About how many polygons: those of the last row that fit.
    box
        West, south, east, north, in degrees.
    seed
        Of the generator.

    Returns
    -------
    polygons
        Valid polygons that share their borders vertex for vertex.
    """
    rng = np.random.default_rng(seed)
    west, south, east, north = box
    width = np.sqrt((east - west) * (north - south) / count)
    # One site in each cell of a lattice, not quite in its middle: villages differ in size, but not wildly.
    across = round((east - west) / width)
    places = np.arange(across * round((north - south) / width))
    sites = np.column_stack([places % across, places // across]) + rng.uniform(0.08, 0.92, (places.size, 2))
    diagram = shapely.voronoi_polygons(shapely.MultiPoint(sites * width + [west, south]))
    cells = shapely.intersection(shapely.get_parts(diagram), shapely.box(west, south, east, north))
    borders = _borders_of(cells[~shapely.is_empty(cells)], same=width * _PIECE * _SAME)
    lines = _wind(borders, rng, piece=width * _PIECE)
    while True:
        polygons = _polygons_of(borders, lines)
        spoiled = np.flatnonzero(~shapely.is_valid(polygons))
        if spoiled.size == 0:
            return polygons
        # Where two borders of an acute corner wind across each other, they go straight instead.
        for polygon in spoiled:
            for side in borders.sides[borders.starts[polygon] : borders.starts[polygon + 1]]:
                lines[side] = borders.corners[borders.ends[side]]


def _borders_of(cells: Shapes, *, same: float) -> Borders:
    """Take a diagram apart into borders, each once."""
    vertices, owners = shapely.get_coordinates(cells, return_index=True)
    _, first, corner = np.unique(
        np.round(vertices / same).astype(np.int64), axis=0, return_index=True, return_inverse=True
    )
    pairs = np.column_stack([corner[:-1], corner[1:]])
    walked = (owners[1:] == owners[:-1]) & (pairs[:, 0] != pairs[:, 1])
    pairs, polygons = pairs[walked], owners[:-1][walked]
    ends, sides = np.unique(np.sort(pairs, axis=1), axis=0, return_inverse=True)
    starts = np.concatenate([[0], np.cumsum(np.bincount(polygons, minlength=len(cells)))])
    return Borders(vertices[first], ends, sides, pairs[:, 0] == ends[sides, 0], starts)


def _wind(borders: Borders, rng: np.random.Generator, *, piece: float) -> list[Numbers]:
    """Let each border wind: halve it again and again, moving each middle aside."""
    ends = borders.corners[borders.ends]
    lengths = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    halvings = np.clip(np.ceil(np.log2(lengths / piece)), 0, _MOST_HALVINGS).astype(int)
    lines: list[Numbers] = list(ends)
    for depth in np.unique(halvings):
        rows = np.flatnonzero(halvings == depth)
        points = ends[rows]
        for _ in range(depth):
            along = points[:, 1:] - points[:, :-1]
            aside = np.stack([-along[..., 1], along[..., 0]], axis=-1)
            moved = aside * rng.uniform(-_WINDING, _WINDING, (*aside.shape[:2], 1))
            finer = np.empty((len(points), points.shape[1] * 2 - 1, 2))
            finer[:, ::2], finer[:, 1::2] = points, (points[:, 1:] + points[:, :-1]) / 2 + moved
            points = finer
        for row, line in zip(rows, points, strict=True):
            lines[row] = line
    return lines


def _polygons_of(borders: Borders, lines: list[Numbers]) -> Shapes:
    """Put borders together again."""
    walks = [
        lines[side][:-1] if forward else lines[side][:0:-1]
        for side, forward in zip(borders.sides, borders.forward, strict=True)
    ]
    vertices = np.concatenate(walks)
    ring_of_walk = np.repeat(np.arange(len(borders.starts) - 1), np.diff(borders.starts))
    owners = np.repeat(ring_of_walk, [len(walk) for walk in walks])
    return np.asarray(shapely.polygons(shapely.linearrings(vertices, indices=owners)))


def make_points(count: int, *, box: Box, seed: int) -> tuple[Numbers, Numbers]:
    """
    Make points in clusters, as hamlets lie, in random order; one in ten lies anywhere.

    Parameters
    ----------
    count
        How many points.
    box
        West, south, east, north; some points of clusters near its edge lie outside.
    seed
        Of the generator.

    Returns
    -------
    x
        Longitudes.
    y
        Latitudes.
    """
    rng = np.random.default_rng(seed)
    low, high = np.array(box[:2]), np.array(box[2:])
    hamlets = rng.uniform(low, high, (max(count // 50, 1), 2))
    spread = np.sqrt(np.prod(high - low) / len(hamlets)) / 6
    points = hamlets[rng.integers(0, len(hamlets), count)] + rng.normal(0, spread, (count, 2))
    anywhere = rng.random(count) < 0.1  # noqa: PLR2004  # one in ten
    points[anywhere] = rng.uniform(low, high, (int(anywhere.sum()), 2))
    return np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
