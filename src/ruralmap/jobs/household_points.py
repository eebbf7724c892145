"""One point for each household (住户坐标), where those that were collected agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.link.candidates import SEPARATOR
from ruralmap.link.standpoints import villages_of_readings
from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_POINT: Final = ["lon", "lat", "datum"]
# A point that can be read goes before one that cannot, one whose datum is stated before one whose is not.
_CLASS: Final = ["readable", "stated"]
_ORDER: Final = {
    **dict.fromkeys(_CLASS, False),
    "day": False,
    "collected_on": False,
    "source_file": True,
    "source_row": True,
}


def join_points(
    households: pd.DataFrame, points: pd.DataFrame | None, *, villages: gpd.GeoSeries, as_of: str
) -> pd.DataFrame:
    """
    Give each household the point that was collected for it.

    Points collected after `as_of` are left out; a month counts by its last day. Of points equally good the
    latest is taken, provided that all of them lie in one village.

    Parameters
    ----------
    households
        With `hh_id`.
    points
        The table of points, if there is one.
    villages
        Polygons in CGCS2000 or WGS-84 degrees, indexed by code.
    as_of
        The date of evaluation, ISO text.

    Returns
    -------
    households
        With `lon`, `lat`, `datum`, and `points_disagree` where points lie in different villages: then there
        is none.

    Raises
    ------
    CrsError
        If a datum is none of the four.
    """
    if points is None:
        return households.assign(lon=float("nan"), lat=float("nan"), datum=None, points_disagree=False)
    day = points["collected_on"].map(last_day, na_action="ignore").astype("str")
    known = points.assign(
        day=day, readable=points[["lon", "lat"]].notna().all(axis=1), stated=points["datum"].notna()
    )[day.isna() | (day <= as_of)]
    ranked = known.sort_values(list(_ORDER), ascending=list(_ORDER.values()))
    best = ranked.drop_duplicates("hh_id")
    rivals = ranked.merge(best[["hh_id", *_CLASS]], on=["hh_id", *_CLASS])
    apart = households["hh_id"].isin(_disagreeing(rivals[rivals["readable"]], villages))
    joined = households.join(best.set_index("hh_id")[_POINT], on="hh_id")
    joined[_POINT] = joined[_POINT].mask(apart)
    return joined.assign(points_disagree=apart)


def _disagreeing(points: pd.DataFrame, villages: gpd.GeoSeries) -> set[str]:
    """Find the households whose points have no village in common."""
    several = points[points["hh_id"].duplicated(keep=False)].reset_index(drop=True)
    places = villages_of_readings(several, villages)["candidates"].fillna("").str.split(SEPARATOR)
    return {
        str(hh_id)
        for hh_id, named in places.groupby(several["hh_id"])
        if not set.intersection(*map(set, named))
    }
