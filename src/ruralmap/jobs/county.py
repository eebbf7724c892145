"""A checked county, linked: who and what is in which village (落图)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd

from ruralmap.errors import InputError
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.household_points import join_points
from ruralmap.jobs.inspection_points import place_inspections
from ruralmap.jobs.lineage import denominators_of_today
from ruralmap.jobs.lost_households import count_lost_households
from ruralmap.jobs.money_places import MONEY_TABLES, place_rows, written_places
from ruralmap.jobs.residence import join_residence
from ruralmap.jobs.shares import ledger_owners, share_tables
from ruralmap.jobs.village_list import list_villages, regions_before
from ruralmap.link.counts import LinkCounts, count_links
from ruralmap.link.decisions import add_decisions, resolve_decisions
from ruralmap.link.evidence import EVIDENCE_COLUMNS, link_records
from ruralmap.link.positions import settle_points
from ruralmap.link.roster import read_register
from ruralmap.schema.links import LINK_COLUMNS
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "project_places": "prj_id",
    "assets": "asset_id",
    "asset_owners": "asset_id",
    "asset_benefits": "asset_id",
    "water_sources": "water_id",
    "parcels": "parcel_id",
    "leaders": "leader_id",
    "grids": "grid_id",
    "system_assets": "system_no",
}


@dataclass(frozen=True, eq=False)
class LinkedCounty:
    """
    A county whose records are linked to villages.

    `county`, `townships` and `villages` are layers in EPSG:4490, the latter two indexed by code. `persons`
    has one row a person. `tables` holds every other checked table by name; those of LINKED_TABLES carry
    LINK_COLUMNS and a point geometry, empty where the place is not settled; households LIVING_COLUMNS too.
    Those of MONEY_TABLES say of each row which township and village were found for it; `inspections` has the
    points where they were made.
    `project_shares`, `site_shares`, `industry_shares` and `asset_shares` carry SHARE_COLUMNS: each record by
    village, adding up to one. `counts` says for each linked table how many rows were linked, not linked and
    set aside. `disagreements` lists what the rosters contradict.
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


@collector_paused()
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
    regions = regions_before(workspace, report.tables)
    register = read_register(report.tables["roster"], regions=regions)
    tables = dict(report.tables)
    tables["denominators"] = denominators_of_today(workspace, report.tables, report.layers).table
    decided = None
    if "decisions" in tables:
        decided, _ = resolve_decisions(tables["decisions"], villages, regions=regions)
    tables["households"] = join_points(
        register.households,
        tables.get("household_points"),
        villages=villages.geometry,
        as_of=workspace.county.as_of,
    )
    if "assets" in tables:
        tables["asset_owners"] = ledger_owners(tables)
    counts = {}
    records = {name: tables[name] for name in LINKED_TABLES if name in tables}
    records |= {name: written_places(tables[name]) for name in MONEY_TABLES if name in tables}
    together = _stack(records)
    links = link_records(
        add_decisions(together, decided),
        villages,
        lineage=tables.get("lineage"),
        as_of=workspace.county.as_of,
        regions=regions,
        lives_elsewhere=together["relocated"].fillna(value=False),
    )
    positions = settle_points(together, links, villages.geometry)
    stacked = together.index.get_level_values(0)
    for name in records:
        # A table without rows, such as an empty sheet, has its columns all the same.
        own, placed = (frame[stacked == name].droplevel(0) for frame in (links, positions))
        if name in MONEY_TABLES:
            tables[name] = place_rows(tables[name], own, tables["households"])
            continue
        rejected = _count_lost(report, name, records[name])
        tables[name] = _place(records[name], own, placed)
        counts[name] = count_links(own, rows=len(records[name]) + rejected, rejected=rejected)
    tables |= place_inspections(tables, villages.geometry)
    tables["households"] = join_residence(tables, register.disagreements, villages, regions=regions)
    tables |= share_tables(tables, report.spans, villages["township_code"])
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
    """Index villages by code, with their townships, which must all be there."""
    listed = list_villages(villages, townships)
    lacking = sorted(set(listed["township_code"]) - set(townships.index))
    if lacking:
        raise InputError(say_both("links.townships_missing", codes="、".join(lacking)))
    return listed


def _count_lost(report: CheckReport, name: str, records: pd.DataFrame) -> int:
    """Count the records that were set aside; a household only if none of its rows was kept."""
    if name == "households":
        return count_lost_households(report, records["hh_id"])
    return len(report.lost(name))


def _stack(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Put what the linker looks at of all tables into one, so that it prepares its indexes once."""
    columns = [*EVIDENCE_COLUMNS, "relocated"]
    return pd.concat(
        {name: records.reindex(columns=columns).astype(object) for name, records in tables.items()}
    )


def _place(records: pd.DataFrame, links: pd.DataFrame, positions: pd.DataFrame) -> gpd.GeoDataFrame:
    """Join records, links and settled points."""
    points = gpd.points_from_xy(positions["lon"], positions["lat"])
    placed = gpd.GeoDataFrame(records.join(links[list(LINK_COLUMNS)]), geometry=points, crs=STORED_CRS)
    placed.loc[positions["lon"].isna(), "geometry"] = None
    return placed
