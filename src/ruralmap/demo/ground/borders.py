"""From cells to borders: sides between regions are followed, tied to the outline, smoothed and thinned."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.demo.ground.arcs import Arc, touching_arcs
from ruralmap.demo.ground.plane import to_degrees, to_plane
from ruralmap.demo.ground.rim import LooseEnd, tie_to_outline
from ruralmap.errors import ConservationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from shapely import Polygon

    from ruralmap.demo.ground.lattice import Lattice
    from ruralmap.demo.ground.plane import Floats, Ints

_SMOOTHINGS: Final = 2
_TOLERANCE_M: Final = 9.0
_PASSING: Final = 2  # sides at a corner that is no junction
_MOST_SIDES: Final = 3


@dataclass(frozen=True)
class _Row:
    """Corners in a row between two junctions, and the region on each side."""

    corners: list[int]
    left: int
    right: int


def draw_arcs(lattice: Lattice, region: Ints, *, outline: Polygon) -> list[Arc]:
    """
    Draw the borders of regions of cells, out to the outline, which stays as it is.

    Arcs are smoothed; where that would make two of them touch, these few are left rougher.

    Parameters
    ----------
    lattice
        The cells.
    region
        The region of each cell.
    outline
        The outline in degrees, its vertices on the grid of 1e-6.

    Returns
    -------
    arcs
        All borders between regions, and the outline in parts.

    Raises
    ------
    ConservationError
        If the borders cannot be drawn without crossing.
    """
    rows = _trace(lattice, region)
    ties, rim = tie_to_outline(list(_loose_ends(lattice, rows)), outline)
    drafts = _smooth(lattice, rows, ties=ties)
    roughness = dict.fromkeys(drafts[0], 0)
    while True:
        arcs = [
            Arc(_place(row.corners, drafts, roughness=roughness, ties=ties), row.left, row.right)
            for row in rows
        ]
        touching = [place for place in touching_arcs([*arcs, *rim]) if place < len(rows)]
        if not touching:
            return [*arcs, *rim]
        crowded = sorted({corner for place in touching for corner in rows[place].corners})
        if all(roughness[corner] == _SMOOTHINGS for corner in crowded):
            message = f"{len(touching)} simulated borders touch where none may; use another seed."
            raise ConservationError(message)
        roughness |= {corner: min(roughness[corner] + 1, _SMOOTHINGS) for corner in crowded}


def _trace(lattice: Lattice, region: Ints) -> list[_Row]:
    """Follow the sides between regions from junction to junction, each side once."""
    cell, side = np.nonzero(lattice.neighbours >= 0)
    here, there = region[cell], region[lattice.neighbours[cell, side]]
    apart = here != there
    start = lattice.corners[cell, side][apart].tolist()
    stop = lattice.corners[cell, (side + 1) % 6][apart].tolist()
    ways: dict[int, dict[int, tuple[int, int]]] = {}
    for a, b, left, right in zip(start, stop, here[apart].tolist(), there[apart].tolist(), strict=True):
        ways.setdefault(a, {})[b] = (left, right)
        ways.setdefault(b, {}).setdefault(a, (right, left))
    rows = []
    done: set[tuple[int, int]] = set()
    junctions = [corner for corner in sorted(ways) if len(ways[corner]) != _PASSING]
    for corner in [*junctions, *sorted(ways)]:
        for step in sorted(ways[corner]):
            if (corner, step) not in done:
                row = _follow(ways, corner=corner, step=step)
                done.update(pairwise(row), pairwise(reversed(row)))
                rows.append(_Row(row, *ways[corner][step]))
    return rows


def _follow(ways: Mapping[int, Mapping[int, object]], *, corner: int, step: int) -> list[int]:
    row = [corner, step]
    while row[-1] != corner and len(ways[row[-1]]) == _PASSING:
        (onward,) = set(ways[row[-1]]) - {row[-2]}
        row.append(onward)
    return row


def _loose_ends(lattice: Lattice, rows: Sequence[_Row]) -> Iterator[LooseEnd]:
    """List the ends at which a row meets no other: there it must be led on to the outline."""
    ends = [corner for row in rows for corner in (row.corners[0], row.corners[-1])]
    counts = dict(zip(*np.unique(ends, return_counts=True), strict=True))
    for row in rows:
        for corner, region in ((row.corners[-1], row.left), (row.corners[0], row.right)):
            if counts[corner] == 1:
                yield LooseEnd(corner, to_degrees(lattice.corner_points[corner]), region)


def _smooth(lattice: Lattice, rows: Sequence[_Row], *, ties: Mapping[int, Floats]) -> list[dict[int, Floats]]:
    """Draw every corner towards its neighbours, step by step; the drafts come smoothest first."""
    corners = sorted({corner for row in rows for corner in row.corners})
    place = {corner: number for number, corner in enumerate(corners)}
    links: list[set[int]] = [set() for _ in corners]
    for row in rows:
        for a, b in pairwise(row.corners):
            links[place[a]].add(place[b])
            links[place[b]].add(place[a])
    for number, corner in enumerate(ties):
        links[place[corner]].add(len(corners) + number)
    near = np.array([(sorted(link) + [-1] * _MOST_SIDES)[:_MOST_SIDES] for link in links])
    known = (near >= 0)[..., None]
    fixed = to_plane(np.array(list(ties.values())))
    drafts = [lattice.corner_points[corners]]
    for _ in range(_SMOOTHINGS):
        points = np.vstack([drafts[-1], fixed])
        drafts.append((drafts[-1] + (points[near] * known).sum(axis=1) / known.sum(axis=1)) / 2)
    return [dict(zip(corners, draft, strict=True)) for draft in reversed(drafts)]


def _place(
    corners: Sequence[int],
    drafts: Sequence[Mapping[int, Floats]],
    *,
    roughness: Mapping[int, int],
    ties: Mapping[int, Floats],
) -> Floats:
    """Give a row its final points: led on to the outline, thinned unless it is crowded, on the grid."""
    points = [to_degrees(drafts[roughness[corner]][corner]) for corner in corners]
    head, tail = ties.get(corners[0]), ties.get(corners[-1])
    line = np.array([*([] if head is None else [head]), *points, *([] if tail is None else [tail])])
    if max(roughness[corner] for corner in corners) == _SMOOTHINGS:
        return line
    thinned = shapely.simplify(shapely.LineString(to_plane(line)), _TOLERANCE_M)
    return to_degrees(shapely.get_coordinates(thinned))
