"""The other books of an office (对照账): the national system, the 三资 platform, the fund ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.assets.book_amounts import against_funds, against_platform
from ruralmap.assets.books import LISTED, against_list
from ruralmap.errors import InputError
from ruralmap.files.sheets import read_sheets
from ruralmap.jobs.ledger import ledger_of, unread_money
from ruralmap.jobs.village_list import regions_before
from ruralmap.link.evidence import link_records
from ruralmap.schema.conform import conform
from ruralmap.schema.dates import last_day
from ruralmap.schema.platform import PLATFORM_ASSETS
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.assets.books import Compared
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.workspace import Workspace

# What the assets of collectives belong to, and the platform keeps.
_COLLECTIVE: Final = "村集体"


def national(
    linked: LinkedCounty, assets: pd.DataFrame, *, as_of: str, tolerance_fen: int
) -> tuple[Compared, str] | None:
    """
    Hold the ledger against the latest export of the national system.

    Parameters
    ----------
    linked
        The linked county.
    assets
        The assets that were there on the date.
    as_of
        The date, ISO text: later exports do not count.
    tolerance_fen
        By how much amounts may differ.

    Returns
    -------
    compared
        The comparison and the date of the export; nothing where there is no export by the date.
    """
    if "system_assets" not in linked.tables:
        return None
    rows = pd.DataFrame(linked.tables["system_assets"]).drop(columns="geometry")
    days = rows["as_of"].map(last_day)
    known = days[days.le(as_of)]
    if known.empty:
        return None
    latest: str = known.max()
    listed = rows[days.eq(latest)].assign(
        number=rows["system_no"],
        township_code=rows["linked_township_code"],
        village_code=rows["linked_village_code"],
    )
    return against_list(with_library(linked, assets), listed, tolerance_fen=tolerance_fen), latest


def with_library(linked: LinkedCounty, assets: pd.DataFrame) -> pd.DataFrame:
    """
    Give each asset the number that its project has in the library.

    Parameters
    ----------
    linked
        The linked county.
    assets
        The assets.

    Returns
    -------
    assets
        With `library_no`, missing where the project or its number is not known.
    """
    projects = linked.tables.get("projects", pd.DataFrame(columns=["prj_id", "library_no"], dtype="str"))
    numbers = projects.drop_duplicates("prj_id").set_index("prj_id")["library_no"]
    return assets.assign(library_no=assets["prj_id"].map(numbers).astype("str"))


def owed_to_platform(linked: LinkedCounty, assets: pd.DataFrame) -> pd.Series[bool]:
    """
    Say which assets belong to a village's collective, at least in part.

    Parameters
    ----------
    linked
        The linked county.
    assets
        The assets.

    Returns
    -------
    owed
        On the assets' index; missing where nobody wrote the level of any owner.
    """
    owners = linked.tables["asset_owners"][["asset_id", "owner_level"]]
    levels = pd.concat([owners, assets[["asset_id", "owner_level"]]]).dropna(subset=["owner_level"])
    held = levels["owner_level"].eq(_COLLECTIVE).groupby(levels["asset_id"]).any()
    return assets["asset_id"].map(held).astype("boolean")


def platform(linked: LinkedCounty, assets: pd.DataFrame, *, tolerance_fen: int) -> Compared | None:
    """
    Hold the ledger against what it says of the 三资 platform.

    Parameters
    ----------
    linked
        The linked county.
    assets
        The assets that were there on the date.
    tolerance_fen
        By how much values may differ.

    Returns
    -------
    compared
        The comparison; nothing where no asset of the ledger says anything of the platform.
    """
    if assets[["in_three_capital_platform", "platform_value_fen"]].isna().all(axis=None):
        return None
    return against_platform(assets, owed_to_platform(linked, assets), tolerance_fen=tolerance_fen)


def platform_list(
    workspace: Workspace, linked: LinkedCounty, assets: pd.DataFrame, path: Path, *, tolerance_fen: int
) -> tuple[Compared, int]:
    """
    Hold the ledger against a list that the platform exported.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    assets
        The assets that were there on the date.
    path
        The list: a workbook or CSV with names, and numbers, villages and values where it has them.
    tolerance_fen
        By how much values may differ.

    Returns
    -------
    compared
        The comparison, and how many rows of the list have no name and were set aside.

    Raises
    ------
    InputError
        If the file cannot be read, or no sheet of it has a column of names.
    """
    read = conform(read_sheets(path), PLATFORM_ASSETS, file=path.name)
    if not read.usable:
        raise InputError(say_both("asset_reconcile.fault.no_list", path=path))
    villages = linked.villages.assign(
        township=linked.villages["township_code"].map(linked.townships["township"])
    )
    links = link_records(
        read.frame,
        villages,
        lineage=linked.tables.get("lineage"),
        as_of=workspace.county.as_of,
        regions=regions_before(workspace, linked.tables),
    )
    unknown = pd.Series(index=read.frame.index, dtype="str")
    listed = read.frame.assign(
        library_no=unknown,
        owner=unknown,
        township_code=links["linked_township_code"],
        village_code=links["linked_village_code"],
    )
    compared = against_list(
        with_library(linked, assets),
        listed,
        tolerance_fen=tolerance_fen,
        fields=LISTED,
        owed=owed_to_platform(linked, assets),
    )
    return compared, len(read.rejected)


def funds(
    workspace: Workspace, linked: LinkedCounty, assets: pd.DataFrame, *, tolerance_fen: int
) -> Compared | None:
    """
    Hold original values against the money that the fund ledger spent on assets.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    assets
        The assets that were there on the date.
    tolerance_fen
        By how much value and money may differ.

    Returns
    -------
    compared
        The comparison; nothing where there is no 资产资金构成 or no fund ledger to trace it in.

    Raises
    ------
    ConservationError
        If a fen of the ledger went missing: a fault of ours.
    """
    if "asset_funds" not in linked.tables or unread_money(workspace, linked.tables):
        return None
    makeup = ledger_of(workspace, linked.tables).makeup
    return against_funds(assets, makeup, tolerance_fen=tolerance_fen)
