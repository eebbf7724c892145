"""Households that a repair would give to another village (修复改村的户): listed, none moves in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from ruralmap.geo.crs import CGCS2000
from ruralmap.geo.mending import is_polygon
from ruralmap.jobs.findings_book import read_answers
from ruralmap.jobs.inputs import read_table
from ruralmap.jobs.products import product_path
from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.standpoints import villages_of_readings

if TYPE_CHECKING:
    from ruralmap.geo.arrangement import Shapes
    from ruralmap.jobs.topology import TopologyReport
    from ruralmap.workspace import Workspace

_POINTS: Final = "household_points"

# A household, and the codes of the villages in which its point lies before and after.
Move = tuple[str, tuple[str, ...], tuple[str, ...]]


def list_moves(workspace: Workspace, report: TopologyReport) -> tuple[Move, ...]:
    """
    List the households whose point lies in other villages after the repair than before.

    A point on a border or in an overlap lies in several, one outside in none.

    Parameters
    ----------
    workspace
        The county's folder.
    report
        The report, whose plans are as they would be applied.

    Returns
    -------
    moves
        By household; none where the workspace has no points that can be read.

    Raises
    ------
    CrsError
        If a point's datum is none of the four.
    """
    if _POINTS not in workspace.tables:
        return ()
    answers = read_answers(product_path(workspace, "findings"))
    points = read_table(workspace, _POINTS, answers=answers).frame
    level = report.levels["villages"]
    if points is None or points.empty:
        return ()
    points = points.reset_index(drop=True)
    before, after = (
        villages_of_readings(points, _series(shapes, level.drawing.codes))["candidates"].fillna("")
        for shapes in (level.drawing.mended, level.plan.shapes)
    )
    found = {
        (str(points.at[row, "hh_id"]), _codes(before[row]), _codes(after[row]))
        for row in np.flatnonzero(before != after).tolist()
    }
    return tuple(sorted(found))


def _series(shapes: Shapes, codes: tuple[str, ...]) -> gpd.GeoSeries:
    """Take the polygons, under their codes."""
    there = [is_polygon(shape) and bool(shapely.is_valid(shape)) for shape in shapes]
    return gpd.GeoSeries(shapes[there], index=np.array(codes, dtype=object)[there], crs=CGCS2000)


def _codes(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(SEPARATOR)) if joined else ()
