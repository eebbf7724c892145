"""The ground cut along all borders (面的剖分): pieces, and which polygons cover each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.errors import ShapelyError

if TYPE_CHECKING:
    from collections.abc import Sequence

Shapes = NDArray[np.object_]
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Arrangement:
    """
    The pieces into which the borders of polygons that do not fit cut the ground.

    `disturbed` are the positions of these polygons: those whose borders do not match their neighbours', and
    those around a gap. `pieces` are polygons without overlaps or gaps between them; `covers` names, for each,
    the positions of the polygons that cover it, none for a gap.
    """

    disturbed: tuple[int, ...]
    pieces: Shapes
    covers: tuple[tuple[int, ...], ...]


def arrange(shapes: Shapes) -> Arrangement:
    """
    Cut the ground along the borders of all polygons that do not fit together.

    Polygons that fit (each border shared vertex by vertex) are not cut, so that a large layer with few faults
    costs little. Existing vertices stay where they are, to the last bit; new ones arise where borders cross.

    Parameters
    ----------
    shapes
        Valid polygons or multipolygons in any coordinates, none empty.

    Returns
    -------
    arrangement
        Without pieces where everything fits.
    """
    if not len(shapes):
        return Arrangement((), np.array([], dtype=object), ())
    tree = shapely.STRtree(shapes)
    holes = _holes(shapes, tree)
    disturbed = _disturbed(shapes, tree, holes)
    if not disturbed:
        return Arrangement((), np.array([], dtype=object), ())
    lines = shapely.union_all(shapely.boundary(shapes[list(disturbed)]))
    pieces = np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))))
    spots = shapely.point_on_surface(pieces)
    of_piece, polygon = tree.query(spots, predicate="intersects")
    covers: list[list[int]] = [[] for _ in pieces]
    for piece, place in zip(of_piece.tolist(), polygon.tolist(), strict=True):
        covers[piece].append(place)
    own = set(disturbed)
    # A piece that only undisturbed polygons cover is their ground, enclosed by the others.
    kept = [place for place, cover in enumerate(covers) if not cover or own & set(cover)]
    return Arrangement(disturbed, pieces[kept], tuple(tuple(sorted(covers[place])) for place in kept))


def shared_lengths(arrangement: Arrangement, metric: Shapes) -> list[dict[int, float]]:
    """
    Measure how much border each piece shares with each of its neighbours.

    Parameters
    ----------
    arrangement
        The pieces.
    metric
        The same pieces in metres, vertex by vertex.

    Returns
    -------
    shared
        For each piece, metres by the position of the neighbouring piece.
    """
    ends, owners = _segments(arrangement.pieces)
    in_metres, _ = _segments(metric)
    lengths = np.hypot(*(in_metres[:, 2:] - in_metres[:, :2]).T)
    group, _ = _same_edges(ends)
    order = np.argsort(group, kind="stable")
    shared: list[dict[int, float]] = [{} for _ in arrangement.pieces]
    # In an arrangement an edge belongs to two pieces, or to one at its outer rim.
    pairs = np.flatnonzero(np.diff(group[order]) == 0)
    for first, second in zip(order[pairs].tolist(), order[pairs + 1].tolist(), strict=True):
        one, other, length = int(owners[first]), int(owners[second]), float(lengths[first])
        shared[one][other] = shared[one].get(other, 0.0) + length
        shared[other][one] = shared[other].get(one, 0.0) + length
    return shared


def _holes(shapes: Shapes, tree: shapely.STRtree) -> Shapes:
    """Find the ground that polygons enclose and none covers."""
    ends, _ = _segments(shapely.orient_polygons(shapes))
    group, sign = _same_edges(ends)
    # Where one polygon's border runs one way and its neighbour's the other, the ground is covered as often on
    # one side as on the other; only the remaining edges can lie around a gap.
    jump = np.bincount(group, weights=sign)
    _, first = np.unique(group, return_index=True)
    open_edges = ends[first[jump != 0]].reshape(-1, 2, 2)
    lines = shapely.union_all(shapely.linestrings(open_edges))
    faces = np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))))
    covered = np.unique(tree.query(shapely.point_on_surface(faces), predicate="intersects")[0])
    return np.delete(faces, covered)


def _disturbed(shapes: Shapes, tree: shapely.STRtree, holes: Shapes) -> tuple[int, ...]:
    """Find the polygons whose borders do not match, those they touch, and those around a gap."""
    if not holes.size and shapely.coverage_is_valid(shapes):
        return ()
    wrong = np.flatnonzero(~shapely.is_empty(shapely.coverage_invalid_edges(shapes)))
    # A polygon inside another is wrong by its edges, the other one only by its ground.
    beside = tree.query(shapes[wrong], predicate="intersects")[1]
    around = tree.query(holes, predicate="intersects")[1]
    return tuple(np.union1d(beside, around).tolist())


def _segments(shapes: Shapes) -> tuple[Numbers, Places]:
    """Take shapes apart into straight pieces: x and y of both ends, and the shape of each."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    rings, of_part = shapely.get_rings(parts, return_index=True)
    xy, of_ring = shapely.get_coordinates(rings, return_index=True)
    inside = of_ring[1:] == of_ring[:-1]
    ends = np.hstack([xy[:-1][inside], xy[1:][inside]])
    return ends, owners[of_part[of_ring[:-1][inside]]]


def _same_edges(ends: Numbers) -> tuple[Places, Numbers]:
    """Give edges numbers, the same one in both directions, and tell in which direction each runs."""
    forward = (ends[:, 0] < ends[:, 2]) | ((ends[:, 0] == ends[:, 2]) & (ends[:, 1] < ends[:, 3]))
    canonical = np.where(forward[:, None], ends, ends[:, [2, 3, 0, 1]])
    order = np.lexsort(canonical.T)
    ordered = canonical[order]
    is_new = np.ones(len(ends), dtype=bool)
    is_new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    group = np.empty(len(ends), dtype=np.int64)
    group[order] = np.cumsum(is_new) - 1
    return group, np.where(forward, 1.0, -1.0)


def joined(pieces: Sequence[shapely.Geometry]) -> shapely.Geometry:
    """
    Join pieces of an arrangement; borders that two of them share go, all other vertices stay.

    Parameters
    ----------
    pieces
        At least one.

    Returns
    -------
    ground
        A polygon or multipolygon.
    """
    if len(pieces) == 1:
        return pieces[0]
    shapes = np.array(pieces, dtype=object)
    try:
        whole = shapely.coverage_union_all(shapes)
    except ShapelyError:
        # It takes strips a nanometre wide for pieces that overlap.
        whole = shapely.union_all(shapes)
    parts = shapely.get_parts(whole)
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(list(parts))
