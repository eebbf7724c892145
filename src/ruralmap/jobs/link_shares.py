"""Lines and areas of a linked file (线、面落图): the largest share, and all of them beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from ruralmap.errors import CrsError
from ruralmap.geo.crs import move_points
from ruralmap.geo.moves import move_shapes
from ruralmap.jobs.link_output import write_linked
from ruralmap.link.shares import MEASURE_COLUMNS, share_shapes
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ruralmap.jobs.link_crs import SettledPoints
    from ruralmap.jobs.link_polygons import PolygonLayer

# Shares are a table: one row a feature and village.
COLUMNS: Final = ("row", "village_code", "share", "link_method", *MEASURE_COLUMNS.values(), "reason")
_REMARKS: Final = ("border", "overlap", "sliver")


def share_rows(settled: SettledPoints, layer: PolygonLayer) -> tuple[pd.DataFrame, dict[str, int]]:
    """
    Divide the lines and areas of a file among polygons.

    Parameters
    ----------
    settled
        The file's features, in the coordinates that were settled.
    layer
        The polygons.

    Returns
    -------
    shares
        One row a line or area and polygon: `row` (the feature's position), `village_code` (missing for what
        lies in none), `share`, `link_method` (`length`, `area`), `length_m`, `area_m2` and `reason`.
    remarks
        How many lines and areas run along a border, lie where polygons overlap, or reach into a polygon by
        too little to count.

    Raises
    ------
    CrsError
        If the polygons have no coordinate system: nothing can be measured.
    """
    measures = settled.points.measures
    shapes = settled.points.shapes
    none = pd.DataFrame({name: [] for name in COLUMNS})
    if measures is None or shapes is None or all(measure is None for measure in measures):
        return none, dict.fromkeys(_REMARKS, 0)
    if layer.shapes.crs is None:
        raise CrsError(say_both("links.file.shapes_without_crs"))
    moved = _moved(shapes, settled, layer)
    frames, remarks = [none], dict.fromkeys(_REMARKS, 0)
    for by in MEASURE_COLUMNS:
        rows = np.flatnonzero(measures == by)
        found = share_shapes(gpd.GeoSeries(moved[rows], rows, crs=layer.shapes.crs), layer.shapes, by=by)
        frames.append(found.shares.rename(columns={"feature": "row"}).assign(link_method=by))
        for kind in _REMARKS:
            remarks[kind] += int((found.remarks["kind"] == kind).sum())
    shares = pd.concat([frame for frame in frames if len(frame)], ignore_index=True)
    return shares.reindex(columns=list(COLUMNS)), remarks


def _moved(shapes: NDArray[np.object_], settled: SettledPoints, layer: PolygonLayer) -> NDArray[np.object_]:
    """Bring shapes to the polygons' own coordinates, vertex by vertex."""

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(move_points(xy[:, 0], xy[:, 1], source=settled.crs, target=layer.shapes.crs))

    return shapes if settled.crs is None else move_shapes(shapes, move)


def take_largest(places: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """
    Give each line and area to the polygon with its largest share.

    Parameters
    ----------
    places
        From `locate_points`, rows counted from 0, with `method`.
    shares
        From `share_rows`.

    Returns
    -------
    places
        Of lines and areas: the lowest code of those with the largest share, `tie` where there are several,
        `unlinked` where all lies outside, and `rejected` where there is neither length nor area.
    """
    if shares.empty:
        return places
    measured = shares.assign(measure=shares["length_m"].fillna(shares["area_m2"]))
    inside = measured[measured["village_code"].notna()]
    top = inside[inside["measure"] == inside.groupby("row")["measure"].transform("max")]
    first = top.sort_values(["row", "village_code"]).drop_duplicates("row").set_index("row")
    status = pd.Series("unlinked", index=shares["row"].unique(), dtype="str")
    status[first.index] = "linked"
    status[top.loc[top["row"].duplicated(), "row"].unique()] = "tie"
    status[shares.loc[shares["reason"] == "unmeasured", "row"].unique()] = "rejected"
    # Rows are counted from 0, as the places are.
    divided = places.index.isin(status.index)
    return pd.DataFrame(
        {
            "village_code": places["village_code"].mask(divided, first["village_code"].reindex(places.index)),
            "status": places["status"].mask(divided, status.reindex(places.index)),
            "method": places["method"].mask(divided, first["link_method"].reindex(places.index)),
            "distance_m": places["distance_m"].mask(divided),
        }
    )


def count_shares(shares: pd.DataFrame) -> dict[str, int]:
    """
    Count lines and areas by where they lie.

    Parameters
    ----------
    shares
        From `share_rows`.

    Returns
    -------
    counts
        `shapes`, and of them `single` (wholly in one polygon), `several`, `partly` (partly in none) and
        `outside` (wholly in none, or without a measure).
    """
    lost = shares["village_code"].isna()
    groups = shares.assign(lost=lost).groupby("row")
    some_lost, villages = groups["lost"].any(), groups["village_code"].nunique()
    return {
        "shapes": len(villages),
        "single": int((~some_lost & (villages == 1)).sum()),
        "several": int((~some_lost & (villages > 1)).sum()),
        "partly": int((some_lost & (villages > 0)).sum()),
        "outside": int((villages == 0).sum()),
    }


def write_shares(path: Path, places: pd.DataFrame, shares: pd.DataFrame) -> None:
    """
    Write all shares: rows count from 1 as in the file, and each row's shares add up to one.

    Parameters
    ----------
    path
        Where they shall stand.
    places
        The answer, one row a feature; a point is wholly in its polygon, or in none.
    shares
        From `share_rows`.

    Raises
    ------
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    positions = np.arange(len(places))
    whole = ~np.isin(positions, shares["row"].astype("int64"))
    points = pd.DataFrame(
        {
            "row": positions[whole],
            "village_code": places["village_code"].to_numpy()[whole],
            "share": 1.0,
            "link_method": places["method"].to_numpy()[whole],
            "reason": places["status"].where(places["village_code"].isna()).to_numpy()[whole],
        }
    )
    frames = [frame.astype({"row": "int64"}) for frame in (shares, points) if len(frame)]
    table = pd.concat([pd.DataFrame(columns=list(COLUMNS)), *frames]) if not frames else pd.concat(frames)
    listed = table.reindex(columns=list(COLUMNS)).sort_values("row", kind="stable", ignore_index=True)
    listed["row"] += 1
    write_linked(path, gpd.GeoDataFrame(listed, geometry=np.full(len(listed), None, dtype=object)))
