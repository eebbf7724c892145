"""Relocation sites and their households (易地搬迁): registered where they came from, living at the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.draws import stream
from ruralmap.demo.edges import is_clean
from ruralmap.demo.whereabouts import place_in

if TYPE_CHECKING:
    import geopandas as gpd

SCATTERED_HOUSEHOLDS: Final = 80  # 分散安置: moved inside their own village
_STREAM: Final = 4


@dataclass(frozen=True)
class Site:
    """A relocation site (集中安置点): the village it stands in, and the townships its people came from."""

    site_id: str
    name: str
    host: str
    origins: tuple[str, ...]
    households: int


SITES: Final = (
    Site("AZ01", "阳明镇龙湖安置点(模拟)", "441624100203", ("441624100", "441624101"), 118),
    Site("AZ02", "下车镇云峰安置点(模拟)", "441624103203", ("441624103",), 96),
    Site("AZ03", "上陵镇下陵安置点(模拟)", "441624104205", ("441624104",), 84),
    Site("AZ04", "贝墩镇强新安置点(模拟)", "441624106207", ("441624106", "441624107"), 90),
    Site("AZ05", "彭寨镇彭镇安置点(模拟)", "441624108209", ("441624108",), 72),
    Site("AZ06", "东水镇新坪安置点(模拟)", "441624114210", ("441624114",), 66),
    Site("AZ07", "青州镇星和安置点(模拟)", "441624111201", ("441624111",), 58),
    Site("AZ08", "浰源镇赤龙安置点(模拟)", "441624112203", ("441624112",), 36),
)


def relocate(households: pd.DataFrame) -> pd.DataFrame:
    """
    Move some lifted households to the sites; their registered village stays what it was.

    Nobody moves out of a place that stands on a threshold, or into one.

    Parameters
    ----------
    households
        From `build_households`.

    Returns
    -------
    households
        With relocated, settled_in (集中 or 分散), site_id and living_village_code.
    """
    rng = stream(_STREAM)
    movable = households[households["group"].eq("lifted_plain") & ~households["village_code"].map(is_clean)]
    township = movable["village_code"].str[:9]
    site_of: dict[int, Site] = {}
    for site in SITES:
        able = movable.index[township.isin(site.origins) & movable["village_code"].ne(site.host)]
        able = able[~able.isin(list(site_of))]
        site_of |= dict.fromkeys(able[rng.permutation(len(able))[: site.households]].tolist(), site)
    rest = movable.index[~movable.index.isin(list(site_of))]
    scattered = rest[rng.permutation(len(rest))[:SCATTERED_HOUSEHOLDS]]
    settled = pd.Series(dict.fromkeys(site_of, "集中") | dict.fromkeys(scattered, "分散"), dtype="str")
    site_id = pd.Series({place: site.site_id for place, site in site_of.items()}, dtype="str")
    host = pd.Series({place: site.host for place, site in site_of.items()}, dtype="str")
    return households.assign(
        relocated=households.index.isin(settled.index),
        settled_in=settled.reindex(households.index),
        site_id=site_id.reindex(households.index),
        living_village_code=host.reindex(households.index).fillna(households["village_code"]),
    )


def list_sites(households: pd.DataFrame, villages: gpd.GeoDataFrame) -> pd.DataFrame:
    """
    List the sites with the households and persons that live there.

    Parameters
    ----------
    households
        From `relocate`.
    villages
        Indexed by `village_code`, with village, township and geometry in EPSG:4490.

    Returns
    -------
    sites
        Columns of the table 易地搬迁安置点, one row a site, with its point.
    """
    rng = stream(_STREAM + 100)
    living = households.groupby("site_id")["size"].agg(["size", "sum"]).to_dict()
    rows = []
    for site in SITES:
        named = {"site_id": site.site_id, "site": site.name, "site_kind": "集中"}
        people = {
            "households": living["size"][site.site_id],
            "persons": living["sum"][site.site_id],
        }
        rows.append(named | place_in(rng, villages, code=site.host) | people)
    return pd.DataFrame(rows)
