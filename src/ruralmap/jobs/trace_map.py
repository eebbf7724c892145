"""The map of what was traced (资金追溯图): the money of its lines and projects, from source to place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.draw.funds import fund_map
from ruralmap.errors import InputError
from ruralmap.jobs.fund_flows import flows_of, fund_names
from ruralmap.jobs.map_meta import map_meta
from ruralmap.jobs.maps import Map
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.fund_trace import TraceReport
    from ruralmap.workspace import Workspace


def draw_trace_map(workspace: Workspace, linked: LinkedCounty, report: TraceReport) -> Map:
    """
    Draw where the traced money came from and where it went, and the traced assets.

    Money that made an asset is drawn with all that its line gave the same project: no paper says which
    village a part of it went to.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    report
        What was traced.

    Returns
    -------
    map
        The flows of each line and project in the trace, in its language; no household is on it.

    Raises
    ------
    InputError
        If no money of the ledger is in the trace.
    ConservationError
        If the flows do not add up to the ledger: a fault of ours.
    """
    ledger, flows = flows_of(workspace, linked)
    traced = report.rows[report.rows["state"].eq("traced")]
    pairs = ["line_id", "prj_id"]
    wanted = pd.MultiIndex.from_frame(traced[pairs].fillna(""))
    rows = flows[pd.MultiIndex.from_frame(flows[pairs].fillna("")).isin(wanted)].reset_index(drop=True)
    if rows.empty:
        raise InputError(say_both("chain.trace.no_map", what=report.name))
    reading = say("chain.trace.reading", report.lang, what=report.what)
    meta = map_meta(
        workspace,
        ("source_layers", "source_funds", "source_assets"),
        reading=reading,
        trial=report.trial,
        lang=report.lang,
    )
    title = say("maps.funds.trace_title", report.lang, what=report.what)
    details = replace(fund_names(linked, ledger), assets=_assets(linked, report.rows), title=title)
    return Map(fund_map(linked.villages, linked.townships, rows, details, meta=meta, lang=report.lang))


def _assets(linked: LinkedCounty, rows: pd.DataFrame) -> pd.DataFrame | None:
    """Take the traced assets, each with its settled point as far as there is one."""
    if "assets" not in linked.tables:
        return None
    ledger = linked.tables["assets"]
    traced = ledger[ledger["asset_id"].isin(rows["asset_id"].dropna())]
    points = traced["geometry"]
    shown = traced.assign(village_code=traced["linked_village_code"], lon=points.x, lat=points.y)
    return pd.DataFrame(shown.drop(columns="geometry"))
