"""Lines on a map (线): what was built along them, or what they join, as `page/lines.js` reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from ruralmap.draw.numbers import write_numbers
from ruralmap.draw.shapes import arc_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ruralmap.draw.shapes import Land
    from ruralmap.words.palette import Stroke

# A line that joins two places bends by this share of its length, so that two ways between them lie apart.
_BEND = 0.12
_STEPS = 16  # pieces of a bent line: rounder than a screen shows


def trace(land: Land, shapes: Sequence[shapely.Geometry]) -> list[NDArray[np.int64]]:
    """
    Bring lines, and the outlines of areas, onto the grid.

    Parameters
    ----------
    land
        The county.
    shapes
        Geometries of any kind in degrees; points have no line.

    Returns
    -------
    paths
        For each part its vertices, shape (vertices, 2), in grid steps; at least two each.
    """
    parts = shapely.get_parts(np.asarray(shapes))
    outlines = shapely.boundary(parts)
    is_area = shapely.get_dimensions(parts) == 2  # noqa: PLR2004  # the dimension of an area
    lines = shapely.get_parts(np.where(is_area, outlines, parts))
    paths = []
    for line in lines[shapely.get_dimensions(lines) == 1]:
        at = shapely.get_coordinates(line)
        cells = land.place(pd.Series(at[:, 0]), pd.Series(at[:, 1]))
        moved = np.append(True, np.any(np.diff(cells, axis=0) != 0, axis=1))
        if moved.sum() > 1:
            paths.append(cells[moved])
    return paths


def join_places(start: Sequence[int], end: Sequence[int]) -> NDArray[np.int64]:
    """
    Bend a line between two places.

    Parameters
    ----------
    start
        Grid steps east and south.
    end
        The same of the other place.

    Returns
    -------
    path
        The vertices, shape (17, 2), in grid steps.
    """
    one, two = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    across = np.array([one[1] - two[1], two[0] - one[0]])
    middle = (one + two) / 2 + across * _BEND * 2
    at = np.linspace(0, 1, _STEPS + 1)[:, None]
    bent = (1 - at) ** 2 * one + 2 * at * (1 - at) * middle + at**2 * two
    path: NDArray[np.int64] = np.rint(bent).astype(np.int64)
    return path


def line_spec(  # what a layer of lines has
    table: str,
    paths: Sequence[NDArray[np.int64]],
    rows: Sequence[int],
    *,
    strokes: Sequence[Stroke],
    style: str = "",
    clicked: bool = False,
) -> dict[str, Any]:
    """
    Say how a page draws lines.

    Parameters
    ----------
    table
        The table to whose rows the lines belong.
    paths
        Vertices of each line, in grid steps.
    rows
        The row of each line.
    strokes
        How lines are drawn.
    style
        The column that chooses the stroke; the first stroke unless given.
    clicked
        Whether a click on a line opens the card of its row.

    Returns
    -------
    spec
        As `page/lines.js` reads it.
    """
    return {
        "table": table,
        "arcs": write_numbers(arc_numbers(paths)),
        "rows": write_numbers(rows),
        "strokes": tuple(strokes),
        "style": style,
        "clicked": clicked,
    }
