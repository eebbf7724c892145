"""What papers say of relocated households (安置去向、户口性质): where they live, who left the county."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.draws import chance, draw_words, stream
from ruralmap.demo.edges import is_clean
from ruralmap.demo.spots import draw_inside

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np

# Of the scattered households (分散安置), in this order; the rest moved inside their own village (村内).
_BEYOND_VILLAGE: Final = 20  # 村外: another village of their township, whose name is written
_BEYOND_COUNTY: Final = 8  # 县外: their point was taken at the old house
_UNSAID: Final = 6  # nothing is written, and they live where they always did
_SITE_IN_SEAT: Final = "AZ01"  # the only site in the county's seat (县城)
# Kinds of registration in hundredths; "" is an empty cell.
_HUKOU: Final = {
    "seat": {"非农业": 38, "农业": 50, "居民": 7, "": 5},
    "moved": {"非农业": 6, "农业": 84, "居民": 5, "": 5},
}
_OTHERS_URBAN_PERMILLE: Final = 6
_STREAM: Final = 15


def resettle(
    households: pd.DataFrame, homes: pd.DataFrame, *, villages: gpd.GeoDataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """
    Say where relocated households were settled, and move some scattered ones out of their village.

    Nobody moves into a place that stands on a threshold.

    Parameters
    ----------
    households
        From `relocate`.
    homes
        From `locate_households`, indexed alike.
    villages
        Indexed by `village_code`, sorted, with village, township and geometry in EPSG:4490.

    Returns
    -------
    resettled
        The households with settled_at, living_township, living_village (as papers write them) and
        surveyed_village_code (where the point was taken), and `living_village_code` missing for those who
        left the county; and their homes.
    """
    rng = stream(_STREAM)
    scattered = households.index[households["settled_in"].eq("分散")]
    order = scattered[rng.permutation(len(scattered))]
    outside = order[:_BEYOND_VILLAGE]
    abroad = order[_BEYOND_VILLAGE : _BEYOND_VILLAGE + _BEYOND_COUNTY]
    unsaid = order[_BEYOND_VILLAGE + _BEYOND_COUNTY :][:_UNSAID]
    at_site = households["site_id"].notna()
    settled_at = pd.Series("村内", index=households.index, dtype="str").where(households["relocated"])
    settled_at[at_site] = "乡镇"
    settled_at[households["site_id"].eq(_SITE_IN_SEAT)] = "县城"
    settled_at[outside], settled_at[abroad], settled_at[unsaid] = "村外", "县外", None
    living = households["living_village_code"].copy()
    living[outside] = _neighbours(rng, living[outside], list(villages.index))
    moved = homes.copy()
    for label in outside:
        moved.loc[label] = draw_inside(rng, villages.geometry.loc[living[label]], count=1)[0]
    written = pd.Series(households.index.isin(outside), households.index)
    written |= at_site & pd.Series(chance(rng, len(households), permille=300), households.index)
    names = villages.loc[living, ["township", "village"]].set_axis(households.index)
    resettled = households.assign(
        settled_at=settled_at,
        living_township=names["township"].where(written),
        living_village=names["village"].where(written),
        surveyed_village_code=living,
        living_village_code=living.mask(living.index.isin(abroad)),
    )
    return resettled, moved


def _neighbours(rng: np.random.Generator, codes: pd.Series[str], known: list[str]) -> list[str]:
    """Choose another village of the township for each, none that stands on a threshold."""
    chosen = []
    for code in codes:
        able = [other for other in known if other[:9] == code[:9] and other != code and not is_clean(other)]
        chosen.append(able[int(rng.integers(len(able)))])
    return chosen


def register_hukou(persons: pd.DataFrame, households: pd.DataFrame) -> pd.Series[str]:
    """
    Draw each person's kind of household registration; many who moved to the county's seat gave theirs up.

    Parameters
    ----------
    persons
        With hh_id.
    households
        With hh_id, relocated and site_id.

    Returns
    -------
    hukou
        农业, 非农业 or 居民, missing where the cell is empty; on the persons' index.
    """
    rng = stream(_STREAM + 100)
    count = len(persons)
    homes = households.set_index("hh_id")
    seat, moved = (draw_words(rng, _HUKOU[name], count=count) for name in ("seat", "moved"))
    urban = chance(rng, count, permille=_OTHERS_URBAN_PERMILLE)
    hukou = pd.Series("农业", index=persons.index, dtype="str").mask(urban, "非农业")
    relocated = persons["hh_id"].map(homes["relocated"]).to_numpy(dtype=bool)
    in_seat = persons["hh_id"].map(homes["site_id"]).eq(_SITE_IN_SEAT).to_numpy(dtype=bool)
    hukou = hukou.mask(relocated, pd.Series(moved, persons.index, dtype="str"))
    hukou = hukou.mask(in_seat, pd.Series(seat, persons.index, dtype="str"))
    return hukou.mask(hukou == "")
