"""The map of help beside need (资源匹配图): bring the matching and the lists to the drawing room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.draw.matching import match_map
from ruralmap.jobs.map_meta import map_meta
from ruralmap.jobs.maps import Map
from ruralmap.jobs.zone_states import zone_states
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.fund_match import MatchReport
    from ruralmap.jobs.zones import ZonesReport
    from ruralmap.workspace import Workspace


def draw_match_map(
    workspace: Workspace, linked: LinkedCounty, matched: MatchReport, report: ZonesReport
) -> Map:
    """
    Draw whether the help goes where the need is (资源匹配图).

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    matched
        Help beside need.
    report
        The lists by which villages are inside or outside.

    Returns
    -------
    map
        The map, in the language of the matching; no household is on it.

    Raises
    ------
    InputError
        If a township of the matching is not on the map.
    ConservationError
        If townships and zones do not have the same money: a fault of ours.
    """
    lang = matched.lang
    meta = map_meta(
        workspace,
        ("source_layers", "source_funds", "source_rosters", "source_population"),
        reading=say("jobs.map.reading_match", lang, policy=matched.policy),
        trial=report.evaluation.trial,
        lang=lang,
    )
    states = zone_states(report)
    page = match_map(linked.villages, linked.townships, matched.matching, states, meta=meta, lang=lang)
    return Map(page)
