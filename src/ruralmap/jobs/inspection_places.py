"""Where inspections were made (核查点位): how far from the village in which the asset stands, in metres."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ruralmap.link.positions import settle_points
from ruralmap.schema.places import OLD_DATUMS

if TYPE_CHECKING:
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.workspace import Workspace

_POINT = {"lon": "float64", "lat": "float64", "datum": "str", "accuracy_m": "Float64"}


def inspection_places(workspace: Workspace, linked: LinkedCounty, inspections: pd.DataFrame) -> pd.DataFrame:
    """
    Measure how far the point of each inspection is from the village of its asset.

    Parameters
    ----------
    workspace
        The county's folder; distances are metres of its own plane.
    linked
        The linked county: villages, and in which of them each asset stands.
    inspections
        Columns of the table 资产清查核实; without the columns lon, lat and datum no point is known.

    Returns
    -------
    places
        On the inspections' index: `off_m` (0 inside the village, missing where not known), `place` (`known`,
        `no_point`, `unsettled`: nobody knows in which datum it was measured, `no_village`) and `accuracy_m`.
    """
    read = inspections.reindex(columns=list(_POINT)).astype(_POINT)
    written = read["lon"].notna() & read["lat"].notna()
    villages = inspections["asset_id"].map(
        linked.tables["assets"].set_index("asset_id")["linked_village_code"]
    )
    places = pd.DataFrame(
        {
            "off_m": pd.array([pd.NA] * len(read), dtype="Float64"),
            "place": pd.Series(np.where(written, "unsettled", "no_point"), index=read.index, dtype="str"),
            "accuracy_m": read["accuracy_m"],
        },
        index=read.index,
    )
    measured = read[written & ~read["datum"].isin(OLD_DATUMS)]
    if measured.empty:
        return places
    links = pd.DataFrame({"linked_village_code": villages.reindex(measured.index).astype("str")})
    points = settle_points(measured, links, linked.villages.geometry).dropna()
    codes = links["linked_village_code"].reindex(points.index)
    at_home = codes.isin(linked.villages.index)
    places.loc[points.index, "place"] = np.where(at_home, "known", "no_village")
    settled = points[at_home]
    plane = workspace.county.crs
    ground = np.asarray(linked.villages.geometry.to_crs(plane))
    own = ground[linked.villages.index.get_indexer(pd.Index(codes[at_home]))]
    there = gpd.GeoSeries(gpd.points_from_xy(settled["lon"], settled["lat"]), crs=linked.villages.crs)
    away = shapely.distance(own, np.asarray(there.to_crs(plane)))
    # Up to the next decimetre: what lies outside by a hair is not inside.
    places.loc[settled.index, "off_m"] = np.ceil(away * 10) / 10
    return places
