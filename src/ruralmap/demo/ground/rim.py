"""Where inner borders meet the county's outline: always on its own line, which is kept to the bit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.demo.ground.arcs import OUTSIDE, Arc
from ruralmap.demo.ground.plane import GRID_DIGITS, to_plane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import Polygon

    from ruralmap.demo.ground.plane import Floats

# The outline is published to 1e-6 degree and we store 1e-7: every tenth of a side is a point of our grid.
_TENTHS: Final = 10


@dataclass(frozen=True)
class LooseEnd:
    """A corner where a border ends short of the outline, its place, and the region left of going outwards."""

    corner: int
    point: Floats
    left: int


def tie_to_outline(ends: Sequence[LooseEnd], outline: Polygon) -> tuple[dict[int, Floats], list[Arc]]:
    """
    Give every loose end the nearest free tenth of the outline, and cut the outline there.

    Parameters
    ----------
    ends
        The loose ends.
    outline
        The outline in degrees, its vertices on the grid of 1e-6.

    Returns
    -------
    ties
        For each loose corner its point on the outline, in degrees.
    rim
        The outline from point to point, counter-clockwise, all its own vertices kept.
    """
    stations = _stations(shapely.get_coordinates(shapely.orient_polygons(outline).exterior))
    count = len(stations)
    plane = to_plane(stations)
    taken: dict[int, LooseEnd] = {}
    for end in sorted(ends, key=lambda end: end.corner):
        squared = ((plane - to_plane(end.point)) ** 2).sum(axis=1)
        squared[list(taken)] = np.inf
        taken[int(squared.argmin())] = end
    cuts = sorted(taken)
    rim = []
    for here, onward in zip(cuts, [*cuts[1:], cuts[0] + count], strict=True):
        bends = range((here // _TENTHS + 1) * _TENTHS, onward, _TENTHS)
        points = stations[np.array([here, *bends, onward]) % count]
        rim.append(Arc(points, left=taken[here].left, right=OUTSIDE))
    return {end.corner: stations[station] for station, end in taken.items()}, rim


def _stations(ring: Floats) -> Floats:
    """List the vertices of a closed ring and the tenths between them, exactly on the grid."""
    scale = 10**GRID_DIGITS
    vertices = np.rint(ring * scale).astype(np.int64)
    along = vertices[:-1, None] + np.diff(vertices, axis=0)[:, None] * np.arange(_TENTHS)[:, None] // _TENTHS
    return along.reshape(-1, 2) / scale
