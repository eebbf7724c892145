"""Where a record stands (定位): its point in CGCS2000, once its datum is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.grid import build_grid
from ruralmap.link.points import locate_points
from ruralmap.link.standpoints import READINGS, read_points

if TYPE_CHECKING:
    import geopandas as gpd


def settle_points(records: pd.DataFrame, links: pd.DataFrame, polygons: gpd.GeoSeries) -> pd.DataFrame:
    """
    Bring points to CGCS2000, leaving out those whose datum nobody knows.

    A stated datum is undone. A point without one is read as WGS-84 and as GCJ-02; where just one of the two
    readings lies in the village that the record is linked to, it is taken. Else the point stays unknown.

    Parameters
    ----------
    records
        With `lon` and `lat` in degrees and `datum`, each missing where not known.
    links
        On the same index, with `linked_village_code`.
    polygons
        Villages in CGCS2000 or WGS-84 degrees, indexed by code.

    Returns
    -------
    positions
        `lon` and `lat` in degrees of CGCS2000 on the records' index; missing where not settled.

    Raises
    ------
    CrsError
        If a datum is none of the four.
    """
    columns = ["lon", "lat", "datum"]
    read = records.reindex(columns=columns).astype({"lon": "float64", "lat": "float64", "datum": "str"})
    stated = read["datum"].notna()
    lon, lat = read_points(read, READINGS[0])
    positions = pd.DataFrame({"lon": lon.where(stated), "lat": lat.where(stated)}, index=records.index)
    unstated = read[~stated & read["lon"].notna() & read["lat"].notna()]
    villages = links["linked_village_code"].reindex(unstated.index)
    grid = build_grid(np.asarray(polygons))
    fits = {}
    points = {}
    for reading in READINGS:
        points[reading] = read_points(unstated, reading)
        candidates = locate_points(*points[reading], polygons, grid=grid)["candidates"].fillna("")
        named = zip(villages, candidates.str.split(SEPARATOR), strict=True)
        fits[reading] = pd.Series([village in codes for village, codes in named], unstated.index, dtype=bool)
    first, second = READINGS
    for reading, only in ((first, fits[first] & ~fits[second]), (second, fits[second] & ~fits[first])):
        rows = unstated.index[only]
        for axis, values in zip(("lon", "lat"), points[reading], strict=True):
            positions.loc[rows, axis] = values.loc[rows]
    return positions
