"""Where households live, and how two teams wrote it down (住户坐标): by GPS, and by a map on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import draw_words, stream
from ruralmap.demo.months import day_text, month_number
from ruralmap.demo.spots import DECIMALS, draw_inside, scatter
from ruralmap.geo.datum import gcj02_of_wgs84

if TYPE_CHECKING:
    import geopandas as gpd

_HAMLETS: Final = 6  # 村民小组 in a village, as demo/households.py draws them
_HAMLET_REACH: Final = 0.0015  # degrees, about 150 m
_SITE_REACH: Final = 0.0008
# Who wrote a household's point down, in hundredths; the rest has none.
_SURVEYS: Final = {"gps": 58, "phone_gcj": 8, "phone_silent": 4, "wechat": 17, "none": 13}
_GPS_WORDS: Final = {"CGCS2000": 60, "WGS-84": 25, "GPS": 15}
_GCJ_WORDS: Final = {"GCJ-02": 60, "高德": 40}
_STREAM: Final = 7


def locate_households(
    households: pd.DataFrame, *, sites: pd.DataFrame, villages: gpd.GeoDataFrame
) -> pd.DataFrame:
    """
    Give every household the point where it lives.

    Households live in hamlets inside their village, relocated ones around the point of their site.

    Parameters
    ----------
    households
        With living_village_code, hamlet_number and site_id.
    sites
        With site_id, lon, lat.
    villages
        Indexed by `village_code`, with geometry in EPSG:4490.

    Returns
    -------
    homes
        Columns lon and lat in degrees, indexed as `households`.
    """
    rng = stream(_STREAM)
    homes = np.full((len(households), 2), np.nan)
    site_points = sites.set_index("site_id")[["lon", "lat"]].reindex(households["site_id"]).to_numpy()
    settled, hamlet = households["site_id"].notna().to_numpy(), households["hamlet_number"].to_numpy()
    polygon_of = dict(zip(villages.index, villages.geometry, strict=True))
    for code, members in households.groupby("living_village_code", sort=True).indices.items():
        polygon = polygon_of[code]
        hamlets = draw_inside(rng, polygon, count=_HAMLETS)
        scattered, moved = members[~settled[members]], members[settled[members]]
        for group, centres, reach in (
            (scattered, hamlets[hamlet[scattered] - 1], _HAMLET_REACH),
            (moved, site_points[moved], _SITE_REACH),
        ):
            homes[group] = scatter(rng, polygon, centres=centres, reach_degrees=reach)
    return pd.DataFrame(homes, index=households.index, columns=["lon", "lat"])


def list_surveys(households: pd.DataFrame, homes: pd.DataFrame) -> pd.DataFrame:
    """
    List the points as the two teams wrote them down, each in the datum it used.

    Parameters
    ----------
    households
        With hh_id.
    homes
        From `locate_households`, indexed alike.

    Returns
    -------
    surveys
        hh_id, survey (gps, phone_gcj, phone_silent, wechat, none), true_datum, and the columns of the table
        住户坐标采集表 as written; lon and lat are missing for `none`.
    """
    rng = stream(_STREAM + 100)
    count = len(households)
    survey = draw_words(rng, _SURVEYS, count=count)
    shifted = np.isin(survey, ["phone_gcj", "wechat"])
    moved = np.column_stack(gcj02_of_wgs84(homes["lon"].to_numpy(), homes["lat"].to_numpy())).round(DECIMALS)
    written = np.where(shifted[:, None], moved, homes[["lon", "lat"]].to_numpy())
    written[survey == "none"] = np.nan
    word = np.where(
        survey == "gps", draw_words(rng, _GPS_WORDS, count=count), draw_words(rng, _GCJ_WORDS, count=count)
    )
    days = zip(rng.integers(0, 14, count), rng.integers(1, 29, count), strict=True)
    return pd.DataFrame(
        {
            "hh_id": households["hh_id"],
            "survey": pd.Series(survey, dtype="str"),
            "true_datum": np.where(shifted, "GCJ-02", "CGCS2000"),
            "lon": written[:, 0],
            "lat": written[:, 1],
            "datum": pd.Series(word, dtype="str").where(np.isin(survey, ["gps", "phone_gcj"])),
            "collected_on": [day_text(month_number("2023-03") + int(month), int(day)) for month, day in days],
        }
    )
