"""
What a point says of a record (坐标证据), whatever its datum.

A stated datum is undone first. A point without one may be WGS-84 from a telephone or GCJ-02 from WeChat or
Amap, some 500 m apart: it is read both ways. Where both readings lie in one village, the doubt does not
matter; where they differ, both villages are listed and the point decides nothing alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.geo.datum import wgs84_of
from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.claims import first_that_holds
from ruralmap.link.grid import build_grid
from ruralmap.link.points import locate_points

if TYPE_CHECKING:
    import geopandas as gpd

# How a point without a datum is read.
READINGS: Final = ("WGS-84", "GCJ-02")


def villages_of_readings(records: pd.DataFrame, polygons: gpd.GeoSeries) -> pd.DataFrame:
    """
    Find the villages that each record's point may mean.

    Parameters
    ----------
    records
        With `lon` and `lat` in degrees and `datum`: CGCS2000, WGS-84, GCJ-02, BD-09, or missing.
    polygons
        Villages in CGCS2000 or WGS-84 degrees, indexed by code.

    Returns
    -------
    places
        Indexed as `records`: `candidates` (codes joined by ;), `is_sure` (whether all readings name the same)
        and `reason` (`point_outside`, `point_on_border`, `datum_unstated`, `point_unreadable`; missing where
        the point lies in one village, or there is no point).

    Raises
    ------
    CrsError
        If a datum is none of the four.
    """
    grid = build_grid(np.asarray(polygons))
    first = locate_points(*read_points(records, READINGS[0]), polygons, grid=grid)
    unstated = records[records["datum"].isna() & (first["status"] != "rejected")]
    second = locate_points(*read_points(unstated, READINGS[1]), polygons, grid=grid)
    one = first["candidates"].fillna("")
    other = second["candidates"].fillna("").reindex(records.index).fillna(one)
    either = one.copy()
    differ = one != other
    either[differ] = [_union(*pair) for pair in zip(one[differ], other[differ], strict=True)]
    rejected = first["status"] == "rejected"
    given = records["lon"].notna() | records["lat"].notna()
    reasons = {
        "point_unreadable": rejected & given,
        "point_outside": ~rejected & (either == ""),
        "datum_unstated": differ,
        "point_on_border": either.str.contains(SEPARATOR),
    }
    columns = {"candidates": either.where(either != ""), "reason": first_that_holds(reasons, records.index)}
    return pd.DataFrame(columns).assign(is_sure=~differ & (either != ""))


def read_points(records: pd.DataFrame, assumed: str) -> tuple[pd.Series[float], pd.Series[float]]:
    """
    Bring points to CGCS2000.

    Parameters
    ----------
    records
        With `lon` and `lat` in degrees and `datum`.
    assumed
        The datum of points that state none.

    Returns
    -------
    points
        Longitudes and latitudes on the records' index.

    Raises
    ------
    CrsError
        If a datum is none of the four.
    """
    lon, lat = (records[name].to_numpy(dtype=np.float64, na_value=np.nan).copy() for name in ("lon", "lat"))
    datums = records["datum"].fillna(assumed).to_numpy(dtype=object)
    for datum in set(datums):
        rows = datums == datum
        lon[rows], lat[rows] = wgs84_of(datum, lon[rows], lat[rows])
    return pd.Series(lon, index=records.index), pd.Series(lat, index=records.index)


def _union(one: str, other: str) -> str:
    """Join two lists of codes, each code once."""
    return SEPARATOR.join(sorted({*one.split(SEPARATOR), *other.split(SEPARATOR)} - {""}))
