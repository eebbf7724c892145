"""Borders written once: rings of a coverage cut into the arcs that neighbours share."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_ALONG_A_BORDER: Final = 2  # neighbours of a point where nothing meets


@dataclass
class Topology:
    """
    A coverage as arcs (拓扑): what two neighbours share stands here once.

    `arcs` are lines of whole-numbered points, shape (points, 2). `cells` hold, for each polygon, its rings,
    exteriors and holes alike; a ring is a list of arcs, `2 * arc` where the ring runs along the arc and
    `2 * arc + 1` where it runs against it. `users` are the polygons on each arc's sides.
    """

    arcs: list[NDArray[np.int64]] = field(default_factory=list)
    cells: list[list[list[int]]] = field(default_factory=list)
    users: list[list[int]] = field(default_factory=list)


def cut_into_arcs(polygons: Sequence[shapely.Geometry] | NDArray[np.object_]) -> Topology:
    """
    Cut the rings of polygons where more than two borders meet, and keep each piece once.

    Parameters
    ----------
    polygons
        Polygons or multipolygons whose coordinates are whole numbers from 0 to 2³¹.

    Returns
    -------
    topology
        Its cells are in the order of `polygons`.
    """
    parts, cell_of_part = shapely.get_parts(polygons, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    lines = [shapely.get_coordinates(ring)[:-1].astype(np.int64) for ring in rings]
    topology = Topology(cells=[[] for _ in polygons])
    known: dict[bytes, int] = {}
    for line, is_node, cell in zip(lines, _nodes(lines), cell_of_part[part_of_ring], strict=True):
        ring = [_keep_arc(topology, known, piece, int(cell)) for piece in _pieces(line, is_node)]
        topology.cells[cell].append(ring)
    return topology


def _nodes(lines: list[NDArray[np.int64]]) -> list[NDArray[np.bool_]]:
    """Find the points that have not exactly two neighbours over all rings: there arcs begin and end."""
    lengths = [len(line) for line in lines]
    points = np.concatenate(lines)
    _, number = np.unique((points[:, 0] << 32) | points[:, 1], return_inverse=True)
    splits = np.cumsum(lengths)[:-1]
    following = np.concatenate([np.roll(ring, -1) for ring in np.split(number, splits)])
    count = int(number.max()) + 1
    steps = np.unique(np.concatenate([number * count + following, following * count + number]))
    neighbours = np.bincount(steps // count, minlength=count)
    return np.split((neighbours != _ALONG_A_BORDER)[number], splits)


def _pieces(line: NDArray[np.int64], is_node: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Cut one ring at its nodes; a ring without any begins at its lowest point, for both its neighbours."""
    cuts = np.flatnonzero(is_node)
    if not len(cuts):
        cuts = np.lexsort((line[:, 1], line[:, 0]))[:1]
    turned = np.concatenate([line[cuts[0] :], line[: cuts[0] + 1]])
    ends = [*(cuts - cuts[0]), len(line)]
    return [turned[start : end + 1] for start, end in pairwise(ends)]


def _keep_arc(topology: Topology, known: dict[bytes, int], piece: NDArray[np.int64], cell: int) -> int:
    """Find or add an arc, always in the same of its two directions."""
    backwards = piece[::-1]
    is_turned = backwards.tolist() < piece.tolist()
    arc = np.ascontiguousarray(backwards if is_turned else piece)
    key = arc.tobytes()
    if key not in known:
        known[key] = len(topology.arcs)
        topology.arcs.append(arc)
        topology.users.append([])
    topology.users[known[key]].append(cell)
    return 2 * known[key] + int(is_turned)
