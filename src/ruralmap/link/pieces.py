"""
Lines and areas cut by villages (切分): how many metres or square metres of each lie where.

An area is cut by the ground of each village. A line is cut at the borders that it meets: what lies between
two cuts is in one village or outside; what runs along a border belongs to the villages on it in equal parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from ruralmap.link.ground import Ground, Positions, Shapes

Measure = Literal["length", "area"]
OUTSIDE: Final = -1
_LINES: Final = (
    shapely.GeometryType.LINESTRING,
    shapely.GeometryType.LINEARRING,
    shapely.GeometryType.MULTILINESTRING,
)
_AREAS: Final = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
PIECE_COLUMNS: Final = ("feature", "village", "measure", "along")


def measures_of(shapes: Shapes) -> NDArray[np.object_]:
    """
    Say how each shape is measured.

    Parameters
    ----------
    shapes
        Geometries, None where missing.

    Returns
    -------
    measures
        `length` for lines, `area` for polygons; None for points, mixtures, what is missing or empty, and what
        has a vertex that is no place.
    """
    kinds, empty = shapely.get_type_id(shapes), shapely.is_empty(shapes)
    measures = np.full(len(shapes), None, dtype=object)
    measures[np.isin(kinds, _LINES) & ~empty] = "length"
    measures[np.isin(kinds, _AREAS) & ~empty] = "area"
    xy, owners = shapely.get_coordinates(shapes, return_index=True)
    measures[owners[~np.isfinite(xy).all(axis=1)]] = None
    return measures


def cut_areas(shapes: Shapes, ground: Ground) -> pd.DataFrame:
    """
    Measure how much of each area lies in each village.

    Parameters
    ----------
    shapes
        Sound polygons in the villages' coordinates; None for what has no area.
    ground
        The villages.

    Returns
    -------
    pieces
        `feature` and `village` (positions; `OUTSIDE` for what lies in none), `measure` in square metres, and
        `along` (whether it is shared along a border: never).
    """
    tree = shapely.STRtree(ground.shapes)
    feature, village = tree.query(shapes, predicate="intersects")
    inside = shapely.intersection(shapes[feature], ground.shapes[village])
    met = _gather(ground.shapes[village], feature, size=len(shapes))
    held, _ = tree.query(shapes, predicate="covered_by")
    given = np.setdiff1d(np.flatnonzero(~shapely.is_missing(shapes)), held)
    # What is left of a shape that villages cover: nothing, and not what rounding leaves of a subtraction.
    beyond = shapely.difference(shapes[given], shapely.unary_union(met[given][:, None], axis=1))
    columns = {
        "feature": np.concatenate([feature, given]),
        "village": np.concatenate([village, np.full(len(given), OUTSIDE)]),
        "measure": ground.areas(np.concatenate([inside, beyond])),
    }
    return pd.DataFrame(columns).assign(along=False)[list(PIECE_COLUMNS)]


def cut_lines(shapes: Shapes, ground: Ground) -> pd.DataFrame:
    """
    Measure how much of each line lies in each village.

    A line that runs along a border shared by two villages is half in each; along the outer border of one, it
    is wholly in that one. What a line runs over twice counts once.

    Parameters
    ----------
    shapes
        Lines in the villages' coordinates; None for what has no length.
    ground
        The villages.

    Returns
    -------
    pieces
        As of `cut_areas`, `measure` in metres; `along` marks what is shared along a border.
    """
    tree = shapely.STRtree(ground.shapes)
    given = np.flatnonzero(~shapely.is_missing(shapes))
    # Lines are cut on a grid of millimetres, as all distances here are compared: a computed crossing then
    # lies on its line again, and a road traced along a border is on it though its last bits differ. What a
    # line runs over twice is there once.
    grid = ground.grid
    lines = np.asarray(shapely.unary_union(shapes[given][:, None], grid_size=grid, axis=1), dtype=object)
    line, village = tree.query(lines, predicate="dwithin", distance=grid)
    edges = _gather(shapely.boundary(ground.shapes)[village], line, size=len(lines))
    between, of_between = _linear(shapely.difference(lines, edges, grid_size=grid))
    along, of_along = _segments(*_linear(shapely.intersection(lines, edges, grid_size=grid)))
    free = _place(between, given[of_between], tree=tree, within=0.0)
    held = _place(along, given[of_along], tree=tree, within=grid)
    lengths = ground.lengths(np.concatenate([between, along]))
    pieces = pd.concat([free.assign(along=False), held.assign(part=held["part"] + len(between))])
    measure = lengths[pieces["part"]] / pieces["owners"]
    return pieces.assign(measure=measure)[list(PIECE_COLUMNS)].reset_index(drop=True)


def _gather(parts: Shapes, owner: Positions, *, size: int) -> Shapes:
    """Gather the shapes that each feature meets into one collection, empty where it meets none."""
    order = np.argsort(owner, kind="stable")
    gathered = np.full(size, shapely.GeometryCollection(), dtype=object)
    shapely.geometrycollections(parts[order], indices=owner[order], out=gathered)
    return gathered


def _linear(shapes: Shapes) -> tuple[Shapes, Positions]:
    """Take the lines out of shapes, with the position of each one's shape; points are mere crossings."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    kept = np.isin(shapely.get_type_id(parts), _LINES) & ~shapely.is_empty(parts)
    return parts[kept], owner[kept]


def _segments(lines: Shapes, owner: Positions) -> tuple[Shapes, Positions]:
    """Take lines apart vertex by vertex: where three villages meet, a border passes to another pair."""
    xy, line = shapely.get_coordinates(lines, return_index=True)
    joined = line[:-1] == line[1:]
    ends = np.stack([xy[:-1][joined], xy[1:][joined]], axis=1)
    return np.asarray(shapely.linestrings(ends), dtype=object), owner[line[:-1][joined]]


def _place(parts: Shapes, feature: Positions, *, tree: shapely.STRtree, within: float) -> pd.DataFrame:
    """Give each part to the villages that its middle is in, or within a distance of, in equal shares."""
    middles = shapely.line_interpolate_point(parts, 0.5, normalized=True)
    part, village = tree.query(middles, predicate="dwithin", distance=within)
    owners = np.bincount(part, minlength=len(parts))
    lost = np.flatnonzero(owners == 0)
    part, village = np.concatenate([part, lost]), np.concatenate([village, np.full(len(lost), OUTSIDE)])
    shared = np.maximum(owners, 1)[part]
    columns = {"part": part, "feature": feature[part], "village": village, "owners": shared}
    return pd.DataFrame(columns).assign(along=shared > 1)
