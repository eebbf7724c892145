"""
Draw the pictures of docs/point-index.md from a real index (格网索引示意图), as SVG.

Usage: python benchmarks/point_index_pictures.py docs/images
"""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from coverages import make_coverage

from ruralmap.link.grid import CLOSER, NOWHERE, build_grid

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ruralmap.link.grid import Grid

BOX: Final = (0.0, 0.0, 1.0, 0.62)
WIDTH: Final = 900
TINTS: Final = ("#dbe8d4", "#f4e3c1", "#d7e3ef", "#efd9d5", "#e4dcef", "#e8ecd0", "#d4ebe6")
LOOKED_INTO: Final = "#c3c7cd"
INK: Final = "#1f2933"
RED: Final = "#b3261e"
STYLE: Final = "text{font:14px sans-serif;fill:#1f2933}"


class Sheet:
    """A drawing: shapes in the coverage's coordinates, written as SVG in pixels."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        self.frame = box
        self.west, self.south, east, self.north = box
        self.scale = WIDTH / (east - self.west)
        self.height = (self.north - self.south) * self.scale
        self.marks: list[str] = []

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Bring a place to pixels."""
        return (x - self.west) * self.scale, (self.north - y) * self.scale

    def band(self, west: float, south: float, side: float, cells: int, fill: str) -> None:
        """Fill some cells of a row."""
        x, y = self.place(west, south + side)
        size = side * self.scale
        self.marks.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{size * cells:.1f}" height="{size:.1f}" fill="{fill}"/>'
        )

    def rule(self, west: float, south: float, side: float) -> None:
        """Draw the lattice's lines over all of the sheet."""
        x, y = self.place(west, south)
        size = side * self.scale
        lines = [f"M{east:.1f} 0V{self.height:.0f}" for east in np.arange(x % size, WIDTH, size)]
        lines += [f"M0 {north:.1f}H{WIDTH}" for north in np.arange(y % size, self.height, size)]
        self.marks.append(f'<path d="{"".join(lines)}" stroke="#ffffff" stroke-width="0.7"/>')

    def line(self, vertices: NDArray[np.float64], *, color: str, width: float, dashes: str = "none") -> None:
        """Draw a line."""
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (self.place(*vertex) for vertex in vertices))
        self.marks.append(
            f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="{width}" '
            f'stroke-dasharray="{dashes}"/>'
        )

    def dot(
        self, x: float, y: float, text: str, *, color: str = RED, shift: tuple[int, int] = (10, -8)
    ) -> None:
        """Draw a point and its name."""
        east, north = self.place(x, y)
        self.marks.append(f'<circle cx="{east:.1f}" cy="{north:.1f}" r="5" fill="{color}"/>')
        self.text(x, y, text, shift=shift)

    def text(self, x: float, y: float, text: str, *, shift: tuple[int, int]) -> None:
        """Write a text beside a place."""
        east, north = self.place(x, y)
        self.marks.append(f'<text x="{east + shift[0]:.1f}" y="{north + shift[1]:.1f}">{text}</text>')

    def save(self, path: Path) -> None:
        """Write the drawing."""
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height:.0f}">'
        body = "\n".join([head, f"<style>{STYLE}</style>", *self.marks, "</svg>", ""])
        path.write_text(body, encoding="utf-8")


def draw_cells(shapes: NDArray[np.object_], grid: Grid) -> Sheet:
    """Draw which cells answer at once and which are looked into."""
    sheet = Sheet(BOX)
    lattice = grid.lattice
    table = np.maximum(grid.cells, CLOSER).reshape(lattice.rows, lattice.columns)
    for row, cells in enumerate(table):
        cuts = [0, *(np.flatnonzero(np.diff(cells)) + 1), lattice.columns]
        for first, stop in pairwise(cuts):
            if cells[first] != NOWHERE:
                tint = LOOKED_INTO if cells[first] == CLOSER else TINTS[cells[first] % len(TINTS)]
                west, south = lattice.x0 + first * lattice.side, lattice.y0 + row * lattice.side
                sheet.band(west, south, lattice.side, stop - first, tint)
    sheet.rule(lattice.x0, lattice.y0, lattice.side)
    for shape in shapes:
        sheet.line(shapely.get_coordinates(shape), color=INK, width=1.4)
    return sheet


def draw_way(shapes: NDArray[np.object_], grid: Grid) -> Sheet:
    """Draw one cell that is looked into, and the way from a point to its corner."""
    lattice = grid.lattice
    number = _busiest(grid)
    row, column = divmod(number, lattice.columns)
    west, south = lattice.x0 + column * lattice.side, lattice.y0 + row * lattice.side
    side = lattice.side
    sheet = Sheet((west - side * 0.6, south - side * 0.25, west + side * 1.6, south + side * 1.25))
    sheet.band(west, south, side, 1, "#e3e6ea")
    for number, shape in enumerate(shapes):
        sheet.line(shapely.get_coordinates(shape), color=INK, width=2.2)
        seen = shapely.intersection(shape, shapely.box(*sheet.frame))
        if shapely.area(seen) > 0.02 * shapely.area(shapely.box(*sheet.frame)):
            middle = shapely.point_on_surface(seen)
            sheet.text(middle.x, middle.y, f"village {chr(65 + number)}", shift=(-28, -12))
    x, y = west + 0.86 * side, south + 0.72 * side
    way = np.array([[x, y], [west, y], [west, south]])
    sheet.line(way, color=RED, width=2, dashes="7 5")
    borders = shapely.union_all(shapely.boundary(shapes))
    for crossing in shapely.get_coordinates(shapely.intersection(shapely.LineString(way), borders)):
        sheet.dot(*crossing, "a border is crossed: the side changes", color=INK, shift=(-120, -14))
    sheet.dot(x, y, "the point", shift=(-8, 24))
    sheet.dot(west, south, "the corner: its village is known", shift=(-90, 26))
    return sheet


def _busiest(grid: Grid) -> int:
    """Choose the cell that is looked into with the most edges among those of three villages or more."""
    words = grid.records.view(np.int32)
    looked = np.flatnonzero(grid.cells < NOWHERE)
    heads = 2 * (CLOSER - grid.cells[looked].astype(np.int64))
    edges = np.where(words[heads + 1] > 2, words[heads], 0)  # noqa: PLR2004 - three villages meet
    return int(looked[np.argmax(edges)])


def main() -> None:
    """Write both drawings."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    shapes = make_coverage(15, box=BOX, seed=8)
    grid = build_grid(shapes)
    draw_cells(shapes, grid).save(folder / "point-index-cells.svg")
    draw_way(shapes, grid).save(folder / "point-index-way.svg")


if __name__ == "__main__":
    main()
