"""Where inspectors stood (核查定位): the point of each inspection in CGCS2000."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from ruralmap.link.positions import settle_points

if TYPE_CHECKING:
    from collections.abc import Mapping


def place_inspections(
    tables: Mapping[str, pd.DataFrame], villages: gpd.GeoSeries
) -> dict[str, gpd.GeoDataFrame]:
    """
    Give each inspection the point where it was made.

    A stated datum is undone. A point without one is settled as an asset's is, by the village in which the
    asset stands; where that is not known, the point stays unknown. A point outside that village stays: that
    is what an inspection may find.

    Parameters
    ----------
    tables
        With `inspections` and `assets`, these with `linked_village_code`, as far as there are such tables.
    villages
        Polygons in CGCS2000 degrees, indexed by code.

    Returns
    -------
    tables
        `inspections` with a point geometry in the villages' coordinate system, empty where it is not settled;
        nothing if there is no such table.

    Raises
    ------
    CrsError
        If a datum is none of the four.
    """
    if "inspections" not in tables:
        return {}
    rows = tables["inspections"]
    points = gpd.GeoSeries(np.full(len(rows), None), index=rows.index, crs=villages.crs)
    stood = rows["lon"].notna() & rows["lat"].notna()
    if stood.any():  # a grid of the villages is not made for nothing
        settled = settle_points(rows[stood], _homes(tables)[stood], villages)
        known = settled.dropna()
        points[known.index] = gpd.points_from_xy(known["lon"], known["lat"], crs=villages.crs)
    return {"inspections": gpd.GeoDataFrame(rows, geometry=points)}


def _homes(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Say in which village the asset of each inspection stands, as far as that is known."""
    named = tables["inspections"]["asset_id"]
    if "assets" not in tables:
        return pd.DataFrame({"linked_village_code": pd.Series(None, index=named.index, dtype="str")})
    stands = tables["assets"].set_index("asset_id")["linked_village_code"]
    return pd.DataFrame({"linked_village_code": named.map(stands)})
