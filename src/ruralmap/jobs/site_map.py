"""The map of relocation sites (安置点图): bring sites, rosters, industries and assets to the drawing room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.draw.sites import SiteLayers, site_map
from ruralmap.errors import InputError
from ruralmap.jobs.assets_there import assets_there
from ruralmap.jobs.map_meta import map_meta
from ruralmap.jobs.maps import Map
from ruralmap.jobs.standing import standing
from ruralmap.link.settled import tally_sites
from ruralmap.schema.dates import last_day
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import ASSET_SYMBOLS

if TYPE_CHECKING:
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.workspace import Workspace

_STATED: Final = {"households": "stated_households", "persons": "stated_persons"}


def draw_site_map(workspace: Workspace, linked: LinkedCounty, *, lang: Language = "zh") -> Map:
    """
    Draw where relocated households live, and what they left (安置点图).

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    lang
        The language of the map.

    Returns
    -------
    map
        The map; no household is on it.

    Raises
    ------
    InputError
        If the workspace has no 易地搬迁安置点.
    ConservationError
        If households of sites went missing: a fault of ours.
    """
    if "sites" not in linked.tables:
        raise InputError(say_both("jobs.missing_table", name=TABLES["sites"].zh, key="sites"))
    listed = standing(linked.tables["sites"]).drop_duplicates("site_id").rename(columns=_STATED)
    settled = tally_sites(
        listed["site_id"].tolist(),
        linked.households,
        linked.persons,
        _work_records(linked, workspace.county.as_of),
    )
    villages = settled.origins.dropna(subset=["village_code"]).groupby("site_id")["village_code"].nunique()
    sites = (
        listed.merge(settled.sites, left_on="site_id", right_index=True)
        .assign(villages=listed["site_id"].map(villages).fillna(0).astype(int))
        .merge(_industries(linked, listed["site_id"], lang), on="site_id")
    )
    assets = assets_there(linked, as_of=workspace.county.as_of)
    if assets is not None:
        assets = assets[assets["asset_class"].isin(list(ASSET_SYMBOLS))]
    meta = map_meta(
        workspace,
        ("source_layers", "source_rosters", "source_sites", "source_assets"),
        reading=say("policy_maps.sites.reading", lang),
        lang=lang,
    )
    layers = SiteLayers(sites, settled.origins, assets, settled.strange)
    return Map(site_map(linked.villages, linked.townships, layers, meta=meta, lang=lang))


def _work_records(linked: LinkedCounty, as_of: str) -> pd.DataFrame:
    """Take a job or a post in force for work, else what the record of the person says, as rules do."""
    columns = ["p_id", "employed", "willing_work"]
    records = linked.tables.get("person_records", pd.DataFrame(columns=columns))[columns]
    records = records.astype({"p_id": "str", "employed": "boolean", "willing_work": "boolean"})
    at_work: set[str] = set()
    for name in ("jobs", "posts"):
        start, end = ROWS[name].spell or ("", "")
        if name in linked.tables:
            rows = linked.tables[name]
            at_work |= {
                p_id
                for p_id, first, last in zip(rows["p_id"], rows[start], rows[end], strict=True)
                if isinstance(first, str) and last_day(first) <= as_of
                if not isinstance(last, str) or f"{last}-01"[:10] >= as_of
            }
    known = records.assign(employed=records["employed"].mask(records["p_id"].isin(at_work), other=True))
    more = pd.DataFrame({"p_id": sorted(at_work - set(records["p_id"])), "employed": True})
    return pd.concat([known, more.astype({"p_id": "str", "employed": "boolean"})], ignore_index=True)


def _industries(linked: LinkedCounty, site_ids: pd.Series[str], lang: Language) -> pd.DataFrame:
    """Name the leading industries that are registered with each site."""
    industries = linked.tables.get("industries")
    if industries is None:
        return pd.DataFrame({"site_id": site_ids, "industry": None, "state": "unknown"})
    leading = industries[industries["leading"].fillna(value=False).astype(bool)]
    names = leading.dropna(subset=["site_id"]).groupby("site_id")["industry"].agg("、".join)
    found = site_ids.map(names).astype("str")
    return pd.DataFrame(
        {
            "site_id": site_ids,
            "industry": found.fillna(say("policy_maps.sites.state.none", lang)),
            "state": ["leading" if is_known else "none" for is_known in found.notna()],
        }
    )
