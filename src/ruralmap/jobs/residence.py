"""Where the households of a county live (居住地), beside where they are registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd

from ruralmap.link.residence import RESIDENCE_COLUMNS, settle_households

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def join_residence(
    tables: Mapping[str, pd.DataFrame],
    disagreements: pd.DataFrame,
    villages: gpd.GeoDataFrame,
    *,
    regions: Sequence[str],
) -> gpd.GeoDataFrame:
    """
    Add to each household where it lives.

    Parameters
    ----------
    tables
        The linked tables by name: households, and sites where the workspace has them.
    disagreements
        What the rosters contradict, with `hh_id` and `column`.
    villages
        Indexed by `village_code`, in EPSG:4490.
    regions
        Known names in full that may stand before a name.

    Returns
    -------
    households
        With LIVING_COLUMNS.

    Raises
    ------
    CrsError
        If a datum is none of the four.
    """
    households = tables["households"]
    sites = tables.get("sites", pd.DataFrame(columns=["site_id", "linked_village_code"], dtype="str"))
    apart = disagreements.loc[disagreements["column"].isin(RESIDENCE_COLUMNS), "hh_id"]
    living = settle_households(
        households, sites, villages, regions=regions, contested=households["hh_id"].isin(apart)
    )
    return gpd.GeoDataFrame(households.join(living))
