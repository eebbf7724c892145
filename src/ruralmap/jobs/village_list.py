"""The county's list of villages (村名录): each with township and kind, and the regions before its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.schema.division import COUNTY_DIGITS, kind_of_village, township_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from ruralmap.workspace import Workspace


def list_villages(villages: gpd.GeoDataFrame, townships: pd.DataFrame) -> gpd.GeoDataFrame:
    """
    Index villages by code; a village's township is the first nine digits of its code.

    Parameters
    ----------
    villages
        The layer as read.
    townships
        Indexed by `township_code`, with `township`.

    Returns
    -------
    villages
        Sorted by `village_code`, with `township_code`, `township` (missing where that layer lacks it) and
        `kind`.
    """
    indexed = villages.set_index("village_code").sort_index()
    codes = pd.Series([township_of(code) for code in indexed.index], indexed.index, dtype="str")
    return indexed.assign(
        township_code=codes,
        township=codes.map(townships["township"]).astype("str"),
        kind=pd.Series([kind_of_village(code) for code in indexed.index], indexed.index, dtype="str"),
    )


def regions_before(workspace: Workspace, tables: Mapping[str, pd.DataFrame]) -> tuple[str, ...]:
    """
    List the regions that may stand before the name of a village or township, from large to small.

    Parameters
    ----------
    workspace
        The county's folder.
    tables
        What was read, with `lineage` if the workspace has it.

    Returns
    -------
    regions
        The prefecture, the county, and the names that the county had before.
    """
    regions = [workspace.county.prefecture, workspace.county.name]
    lineage = tables.get("lineage")
    if lineage is not None:
        of_county = lineage["old_code"].str.len() == COUNTY_DIGITS
        regions += sorted(lineage.loc[of_county, "old_name"].dropna().unique())
    return tuple(dict.fromkeys(regions))


def codes_of_today(
    workspace: Workspace, villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame
) -> frozenset[str]:
    """
    List the codes that stand today.

    Parameters
    ----------
    workspace
        The county's folder.
    villages
        With `village_code`, as a column.
    townships
        With `township_code`, as a column.

    Returns
    -------
    codes
        Of the villages, the townships and the county.
    """
    return frozenset({*villages["village_code"], *townships["township_code"], workspace.county.code})
