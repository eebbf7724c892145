"""A checked county, linked: who and what is in which village (落图)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from ruralmap.errors import InputError
from ruralmap.jobs.household_points import join_points
from ruralmap.jobs.lost_households import count_lost_households
from ruralmap.link.counts import LinkCounts, count_links
from ruralmap.link.evidence import link_records
from ruralmap.link.positions import settle_points
from ruralmap.link.roster import read_register
from ruralmap.schema.division import kind_of_village
from ruralmap.schema.links import LINK_COLUMNS
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from ruralmap.jobs.check import CheckReport
    from ruralmap.workspace import Workspace

STORED_CRS: Final = "EPSG:4490"
# The tables whose rows are linked to villages, and the key of a row; households come from the rosters.
LINKED_TABLES: Final = {
    "households": "hh_id",
    "sites": "site_id",
    "industries": "industry_id",
    "workshops": "workshop_id",
    "projects": "prj_id",
    "assets": "asset_id",
}


@dataclass(frozen=True, eq=False)
class LinkedCounty:
    """
    A county whose records are linked to villages.

    `county`, `townships` and `villages` are layers in EPSG:4490, the latter two indexed by code. `persons`
    has one row a person. `tables` holds every other checked table by name; those of LINKED_TABLES carry
    LINK_COLUMNS and a point geometry, empty where the place is not settled. `counts` says for each of them
    how many rows were linked, not linked and set aside. `disagreements` lists what the rosters contradict.
    """

    county: gpd.GeoDataFrame
    townships: gpd.GeoDataFrame
    villages: gpd.GeoDataFrame
    persons: pd.DataFrame
    disagreements: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    counts: dict[str, LinkCounts]

    @property
    def households(self) -> gpd.GeoDataFrame:
        """The households, one row each."""
        return gpd.GeoDataFrame(self.tables["households"])


def link_county(workspace: Workspace, report: CheckReport) -> LinkedCounty:
    """
    Link households, sites, projects and assets to villages.

    Parameters
    ----------
    workspace
        The county's folder.
    report
        What `check` read of it.

    Returns
    -------
    linked
        The linked county.

    Raises
    ------
    InputError
        If the lineage of codes leads in a circle, or villages belong to townships that the layer lacks.
    ConservationError
        If a row went missing: rows in = linked + unlinked + set aside.
    """
    townships = report.layers["townships"].set_index("township_code").sort_index()
    villages = _with_townships(report.layers["villages"], townships)
    regions = (workspace.county.prefecture, workspace.county.name)
    register = read_register(report.tables["roster"], regions=regions)
    tables = dict(report.tables)
    tables["households"] = join_points(
        register.households,
        tables.get("household_points"),
        villages=villages.geometry,
        as_of=workspace.county.as_of,
    )
    counts = {}
    for name in LINKED_TABLES:
        if name not in tables:
            continue
        records = tables[name]
        elsewhere = records["relocated"].fillna(value=False) if name == "households" else None
        links = link_records(
            records,
            villages,
            lineage=tables.get("lineage"),
            as_of=workspace.county.as_of,
            regions=regions,
            lives_elsewhere=elsewhere,
        )
        tables[name] = _place(records, links, villages)
        rejected = _count_lost(report, name, records)
        counts[name] = count_links(links, rows=len(records) + rejected, rejected=rejected)
    return LinkedCounty(
        county=report.layers["county"],
        townships=townships,
        villages=villages,
        persons=register.persons,
        disagreements=register.disagreements,
        tables=tables,
        counts=counts,
    )


def _with_townships(villages: gpd.GeoDataFrame, townships: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Index villages by code; a village's township is the first nine digits of its code."""
    indexed = villages.set_index("village_code").sort_index()
    codes = pd.Series(indexed.index.str[:9], indexed.index, dtype="str")
    lacking = sorted(set(codes) - set(townships.index))
    if lacking:
        raise InputError(say_both("links.townships_missing", codes="、".join(lacking)))
    return indexed.assign(
        township_code=codes,
        township=codes.map(townships["township"]).astype("str"),
        kind=pd.Series([kind_of_village(code) for code in indexed.index], indexed.index, dtype="str"),
    )


def _count_lost(report: CheckReport, name: str, records: pd.DataFrame) -> int:
    """Count the records that were set aside; a household only if none of its rows was kept."""
    if name == "households":
        return count_lost_households(report, records["hh_id"])
    return len(report.lost(name))


def _place(records: pd.DataFrame, links: pd.DataFrame, villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Join records, links and settled points."""
    positions = settle_points(records, links, villages.geometry)
    points = gpd.points_from_xy(positions["lon"], positions["lat"])
    placed = gpd.GeoDataFrame(records.join(links[list(LINK_COLUMNS)]), geometry=points, crs=STORED_CRS)
    placed.loc[positions["lon"].isna(), "geometry"] = None
    return placed
