"""Shapes moved vertex by vertex (逐点换算): one that has no place in the new coordinates is lost alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.geo.crs import Numbers

Shapes = NDArray[np.object_]


def move_shapes(shapes: Shapes, move: Callable[[Numbers], Numbers]) -> Shapes:
    """
    Move every vertex of every shape.

    GEOS refuses a ring with a vertex that is no number, and all shapes with it, so such shapes go first.

    Parameters
    ----------
    shapes
        Geometries, None where missing.
    move
        Takes vertices, one a row, and returns them moved, NaN where the new coordinates hold no such place.

    Returns
    -------
    moved
        In the same order; None where missing, or where a vertex was lost.
    """
    vertices, owners = shapely.get_coordinates(shapes, return_index=True)
    moved = move(vertices)
    lost = owners[~np.isfinite(moved).all(axis=1)]
    kept = shapely.force_2d(shapes)
    kept[lost] = None
    held: Shapes = shapely.set_coordinates(kept, moved[~np.isin(owners, lost)])
    return held
