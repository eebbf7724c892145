"""Where something simulated stands: a village, its short name, and a point in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.demo.spots import draw_inside

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

# Longest first: 黄沙村村民委员会 is 黄沙村, 东山社区居民委员会 is 东山社区.
_ENDINGS: Final = ("村民委员会", "居民委员会", "村委会", "居委会")


def short_name(village: str) -> str:
    """
    Shorten a village's full name to what people say.

    Parameters
    ----------
    village
        Such as 黄沙村村民委员会 or 东山社区居民委员会.

    Returns
    -------
    short
        Such as 黄沙村 or 东山社区.
    """
    for ending in _ENDINGS:
        if village.endswith(ending):
            return village.removesuffix(ending)
    return village


def place_in(rng: np.random.Generator, villages: gpd.GeoDataFrame, *, code: str) -> dict[str, object]:
    """
    Name a village and choose a point in it.

    Parameters
    ----------
    rng
        Where the draw comes from.
    villages
        Indexed by `village_code`, with village, township and geometry in EPSG:4490.
    code
        The village.

    Returns
    -------
    place
        township, village, village_code, lon, lat and datum, as tables of works have them.
    """
    (lon, lat), *_ = draw_inside(rng, villages.geometry.loc[code], count=1)
    return {
        "township": villages.loc[code, "township"],
        "village": villages.loc[code, "village"],
        "village_code": code,
        "lon": float(lon),
        "lat": float(lat),
        "datum": "CGCS2000",
    }
