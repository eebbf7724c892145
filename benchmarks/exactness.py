"""
Is the point index exact (精确性检验)? Every answer beside that of the exact predicate of GEOS.

    make bench-exact                 ten million random points, one million difficult ones
    python benchmarks/exactness.py --random 100000 --difficult 100000

Difficult points lie on vertices and middles of edges, one unit in the last place beside them, on lines and
corners of the lattice; difficult polygons have holes, enclaves and parts, overlap, leave gaps, share borders
along lines of the lattice, or lie wholly inside a third one.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from coverages import make_coverage, make_points

from ruralmap.link.grid import build_grid, covering_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ruralmap.link.grid import Grid

    Numbers = NDArray[np.float64]
    Shapes = NDArray[np.object_]

BOX: Final = (108.0, 22.0, 116.0, 27.0)
PROVINCE: Final = 50_000
CHUNK: Final = 1_000_000


def differences(grid: Grid, shapes: Shapes, x: Numbers, y: Numbers) -> int:
    """Count the pairs of a point and a polygon on which the index and the exact predicate disagree."""
    differ = 0
    for first in range(0, x.size, CHUNK):
        east, north = x[first : first + CHUNK], y[first : first + CHUNK]
        points, polygons = covering_pairs(grid, shapes, east, north, threads=2)
        found, rows = shapely.STRtree(shapely.points(east, north)).query(shapes, predicate="intersects")
        differ += np.setxor1d(points * len(shapes) + polygons, rows * len(shapes) + found).size
    return differ


def difficult_points(grid: Grid, shapes: Shapes, count: int, seed: int) -> tuple[Numbers, Numbers]:
    """Make points where rounding, borders and the lattice could matter."""
    rng = np.random.default_rng(seed)
    vertices, owners = shapely.get_coordinates(shapes, return_index=True)
    edges = np.flatnonzero(owners[1:] == owners[:-1])
    share = count // 6
    on_vertices = vertices[rng.integers(0, len(vertices), share)]
    chosen = rng.choice(edges, share)
    middles = (vertices[chosen] + vertices[chosen + 1]) / 2
    along = rng.choice(edges, share)
    anywhere = vertices[along] + rng.random((share, 1)) * (vertices[along + 1] - vertices[along])
    lattice = grid.lattice
    lines = np.column_stack([rng.integers(0, lattice.columns, share), rng.integers(0, lattice.rows, share)])
    corners = np.array([lattice.x0, lattice.y0]) + lines * lattice.side
    on_lines = corners.copy()
    on_lines[:, 0] = rng.uniform(*shapely.total_bounds(shapes)[[0, 2]], share)
    level = np.column_stack([vertices[rng.integers(0, len(vertices), share), 0], on_vertices[:, 1]])
    points = np.concatenate([on_vertices, middles, anywhere, corners, on_lines, level])
    # A third of them stay, a third moves by one unit in the last place of one coordinate, a third of both.
    moved = np.nextafter(points, np.where(rng.random(points.shape) < 0.5, -np.inf, np.inf))  # noqa: PLR2004
    kind = rng.integers(0, 3, len(points))
    points[kind > 0, 0] = moved[kind > 0, 0]
    points[kind > 1, 1] = moved[kind > 1, 1]
    return np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])


def difficult_coverages() -> Iterator[tuple[str, Shapes]]:
    """Make the polygons that a coverage should not have, and a county has."""
    rng = np.random.default_rng(11)
    cells = make_coverage(400, box=(114.4, 24.0, 115.4, 24.8), seed=3)
    yield "winding borders", cells
    chosen = rng.choice(len(cells), 80, replace=False)
    inner = np.array([shapely.affinity.scale(cell, 0.4, 0.4) for cell in cells[chosen]], dtype=object)
    holed = cells.copy()
    holed[chosen] = shapely.difference(cells[chosen], inner)
    yield "enclaves in holes", np.append(holed, inner)
    yield "holes that nobody fills", holed
    yield "polygons inside a third one", np.append(cells, inner)
    shifted = np.array([shapely.affinity.translate(cell, 0.01, 0.007) for cell in cells], dtype=object)
    yield "two coverages that overlap", np.append(cells, shifted[::3])
    yield "gaps", np.delete(cells, chosen)
    pairs = rng.permutation(len(cells))[: len(cells) // 2 * 2].reshape(-1, 2)
    yield "villages of two parts", shapely.union(cells[pairs[:, 0]], cells[pairs[:, 1]])
    whole = np.array([shapely.box(i, j, i + 1, j + 1) for i in range(20) for j in range(20)], dtype=object)
    yield "squares on whole numbers", whole
    yield "borders along lines of the lattice", _on_the_lattice(whole)


def _on_the_lattice(squares: Shapes) -> Shapes:
    """Move squares onto lines of the lattice that they get: it asks only for their number and their frame."""
    lattice = build_grid(squares).lattice
    moved = squares.copy()
    for number in range(1, len(squares) - 1):
        column, row = divmod(number, 20)
        west = lattice.x0 + (column * 7 + 4) * lattice.side
        south = lattice.y0 + (row * 7 + 4) * lattice.side
        moved[number] = shapely.box(west, south, west + 7 * lattice.side, south + 7 * lattice.side)
    if build_grid(moved).lattice != lattice:
        sys.exit("the squares were meant to keep their lattice")
    return moved


def main() -> None:
    """Count differences, and fail if there is one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--random", type=int, default=10_000_000, help="random points in the province")
    parser.add_argument("--difficult", type=int, default=1_000_000, help="difficult points in all")
    asked = parser.parse_args()
    total = 0
    province = make_coverage(PROVINCE, box=BOX, seed=1)
    grid = build_grid(province)
    x, y = make_points(asked.random, box=BOX, seed=4)
    runs = [("random points in the province", grid, province, x, y)]
    share = asked.difficult // 2
    runs.append(
        ("difficult points in the province", grid, province, *difficult_points(grid, province, share, 5))
    )
    coverages = list(difficult_coverages())
    for number, (name, shapes) in enumerate(coverages):
        own = build_grid(shapes)
        points = difficult_points(own, shapes, share // len(coverages), number)
        runs.append((name, own, shapes, *points))
    for name, index, shapes, east, north in runs:
        differ = differences(index, shapes, east, north)
        print(f"{name}: {len(shapes):,} polygons, {east.size:,} points, {differ} differences", flush=True)
        total += differ
    print(f"points: {sum(run[3].size for run in runs):,}, differences: {total}")
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
