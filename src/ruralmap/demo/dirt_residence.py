"""What rosters get wrong about where people live (居住地的脏数据): the wrong site's village, no such site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.demo.dirt import Rates, Record, pick, record
from ruralmap.demo.draws import stream
from ruralmap.demo.relocation import SITES

if TYPE_CHECKING:
    import pandas as pd

_TABLE: Final = "roster"
_UNKNOWN_SITE: Final = "AZ99"
_STREAM: Final = 24


def dirty_residence(
    households: pd.DataFrame, *, villages: pd.DataFrame, rates: Rates
) -> tuple[pd.DataFrame, list[Record]]:
    """
    Spoil what some rows say of the site or of the village lived in; no two of them agree on a wrong one.

    Parameters
    ----------
    households
        From `resettle`.
    villages
        Indexed by `village_code`, with village and township.
    rates
        How dirty.

    Returns
    -------
    households
        With other living_township, living_village and site_id.
    records
        What was done.
    """
    rng = stream(_STREAM)
    settled = households["site_id"].notna()
    contradicted = pick(rng, settled, share=rates.living_contradiction)
    free = settled & ~households.index.isin(contradicted) & households["living_village"].isna()
    unknown = pick(rng, free, share=rates.site_unknown)
    spoiled = households.copy()
    beside = {site.site_id: SITES[place - 1].host for place, site in enumerate(SITES)}
    wrong = villages.loc[households.loc[contradicted, "site_id"].map(beside), ["township", "village"]]
    columns = ["living_township", "living_village"]
    spoiled.loc[contradicted, columns] = wrong.to_numpy()
    spoiled.loc[unknown, "site_id"] = _UNKNOWN_SITE
    records: list[Record] = []
    for kind, chosen, column in (
        ("living_contradiction", contradicted, "living_village"),
        ("site_unknown", unknown, "site_id"),
    ):
        pair = {"clean": households.loc[chosen, column], "dirty": spoiled.loc[chosen, column]}
        records += record(kind, households.loc[chosen, "hh_id"], table=_TABLE, column=column, **pair)
    return spoiled, records
