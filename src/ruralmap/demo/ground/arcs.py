"""Arcs: borders that two neighbours share, and the polygons put together from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely import LineString, Polygon

from ruralmap.errors import ConservationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.demo.ground.plane import Floats

OUTSIDE: Final = -1

# Two arcs may share end points and nothing else: their insides do not meet, nor an inside an end (DE-9IM).
_ENDS_ONLY: Final = "FF*F*****"


@dataclass(frozen=True)
class Arc:
    """A border in degrees, on the grid, with the region on each side of it, or `OUTSIDE`."""

    points: Floats
    left: int
    right: int


def touching_arcs(arcs: Sequence[Arc]) -> list[int]:
    """
    Find arcs that cross or touch anything but at common ends.

    Parameters
    ----------
    arcs
        Arcs.

    Returns
    -------
    touching
        Their places in `arcs`.
    """
    lines = np.array([LineString(arc.points) for arc in arcs], dtype=object)
    first, second = shapely.STRtree(lines).query(lines, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    bad = ~shapely.relate_pattern(lines[first], lines[second], _ENDS_ONLY)
    knots = np.flatnonzero(~shapely.is_simple(lines))
    return sorted({*knots.tolist(), *first[bad].tolist(), *second[bad].tolist()})


def build_polygons(arcs: Sequence[Arc], unit: Mapping[int, int]) -> dict[int, Polygon]:
    """
    Put polygons together from shared arcs, so that neighbours agree to the last bit.

    Parameters
    ----------
    arcs
        All borders of all regions.
    unit
        For each region the unit it belongs to; arcs within a unit vanish.

    Returns
    -------
    polygons
        One a unit, with its holes, by unit in ascending order.

    Raises
    ------
    ConservationError
        If a unit falls into parts.
    """
    pieces: dict[int, list[Floats]] = {number: [] for number in sorted(set(unit.values()))}
    for arc in arcs:
        left, right = unit.get(arc.left, OUTSIDE), unit.get(arc.right, OUTSIDE)
        if left != right != OUTSIDE:
            pieces[right].append(arc.points[::-1])
        if right != left != OUTSIDE:
            pieces[left].append(arc.points)
    polygons = {}
    for number, parts in pieces.items():
        rings = _chain(parts)
        shells = [ring for ring in rings if shapely.is_ccw(shapely.linearrings(ring))]
        holes = [ring for ring in rings if not shapely.is_ccw(shapely.linearrings(ring))]
        if len(shells) != 1:
            message = f"simulated region {number} has {len(shells)} parts, expected one; use another seed."
            raise ConservationError(message)
        polygons[number] = shapely.normalize(Polygon(shells[0], holes))
    return polygons


def _chain(pieces: Sequence[Floats]) -> list[Floats]:
    """Join pieces end to start into closed rings."""
    starting = {tuple(piece[0].tolist()): piece for piece in pieces}
    rings = []
    while starting:
        first = min(starting)
        ring = [starting.pop(first)]
        while (end := tuple(ring[-1][-1].tolist())) != first:
            ring.append(starting.pop(end)[1:])
        rings.append(np.vstack(ring))
    return rings
