"""What `import ruralmap as rm` offers: the jobs, as functions of a workspace or of frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ruralmap.geo.crs import move_points
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.maps import draw_asset_map, draw_fund_map, draw_priority_map
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.zones import zones as evaluate_zones
from ruralmap.link.points import locate_points
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    import geopandas as gpd

    from ruralmap.jobs.maps import Map
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.words.catalogue import Language
    from ruralmap.workspace import Workspace

__all__ = ["asset_map", "fund_map", "link", "open_workspace", "priority_map", "zones"]


def link(
    points: gpd.GeoDataFrame | gpd.GeoSeries,
    villages: gpd.GeoDataFrame | gpd.GeoSeries,
    *,
    near_m: float | None = None,
) -> pd.DataFrame:
    """
    Find the village of each point (落图).

    Parameters
    ----------
    points
        Points; without a coordinate system they are taken in that of the villages. An empty one is rejected.
    villages
        Polygons, uniquely indexed by their code.
    near_m
        How far outside, in metres, a point still goes to the nearest village; never unless given.

    Returns
    -------
    links
        `village_code`, `link_status` (`linked`, `tie`, `near`, `unlinked`, `rejected`), `link_method` and
        `distance_m` on the points' index. A point on a border is a tie and gets the lowest code.

    Raises
    ------
    CrsError
        If there is no trustworthy way from the points' coordinate system to the villages'.
    """
    where = points.geometry
    x, y = (np.asarray(axis, dtype=np.float64) for axis in (where.x, where.y))
    if where.crs is not None:
        x, y = move_points(x, y, source=where.crs, target=villages.crs)
    east, north = pd.Series(x, where.index), pd.Series(y, where.index)
    found = locate_points(east, north, villages.geometry, near_m=near_m)
    return pd.DataFrame(
        {
            "village_code": found["village_code"],
            "link_status": found["status"],
            "link_method": found["village_code"].notna().map({True: "point", False: None}),
            "distance_m": found["distance_m"],
        },
        index=where.index,
    )


def zones(workspace: Workspace, policy: str | None = None, *, lang: Language = "zh") -> ZonesReport:
    """
    Say which households, villages and townships are on the lists (认定).

    Parameters
    ----------
    workspace
        The county's folder.
    policy
        A policy's id or file; the workspace's own unless given.
    lang
        The language of the products.

    Returns
    -------
    report
        The lists, with the numbers that decided each.

    Raises
    ------
    InputError
        If nothing trustworthy can be made of the inputs.
    PolicyError
        If there is no such policy.
    """
    chosen = policy_of(workspace, policy)
    _, linked = read_county(workspace, lang=lang)
    return evaluate_zones(workspace, facts_of(workspace, linked, (chosen,)), policy=chosen, lang=lang)


def priority_map(workspace: Workspace, policy: str | None = None, *, lang: Language = "zh") -> Map:
    """
    Draw who is on the lists (重点跟踪监测图).

    Parameters
    ----------
    workspace
        The county's folder.
    policy
        A policy's id or file; the workspace's own unless given.
    lang
        The language of the map.

    Returns
    -------
    map
        The map.

    Raises
    ------
    InputError
        If nothing trustworthy can be made of the inputs.
    PolicyError
        If there is no such policy.
    """
    chosen = policy_of(workspace, policy)
    _, linked = read_county(workspace, lang=lang)
    report = evaluate_zones(workspace, facts_of(workspace, linked, (chosen,)), policy=chosen, lang=lang)
    return draw_priority_map(workspace, linked, report, lang=lang)


def asset_map(workspace: Workspace, *, lang: Language = "zh") -> Map:
    """
    Draw what was built and how it runs (资产运行状况图).

    Parameters
    ----------
    workspace
        The county's folder.
    lang
        The language of the map.

    Returns
    -------
    map
        The map.

    Raises
    ------
    InputError
        If nothing trustworthy can be made of the inputs.
    """
    _, linked = read_county(workspace, lang=lang)
    return draw_asset_map(workspace, linked, lang=lang)


def fund_map(workspace: Workspace, *, lang: Language = "zh") -> Map:
    """
    Draw where the money came from and where it went (资金流向图).

    Parameters
    ----------
    workspace
        The county's folder.
    lang
        The language of the map.

    Returns
    -------
    map
        The map.

    Raises
    ------
    InputError
        If nothing trustworthy can be made of the inputs.
    """
    _, linked = read_county(workspace, lang=lang)
    return draw_fund_map(workspace, linked, lang=lang)
