"""The map of what to worry about (资产风险提示图): bring the lists and the places of assets together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.draw.worries import worry_map
from ruralmap.jobs.map_meta import map_meta
from ruralmap.jobs.maps import Map
from ruralmap.jobs.standing import standing
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from ruralmap.jobs.asset_worries import WorryReport
    from ruralmap.jobs.county import LinkedCounty


def draw_worry_map(linked: LinkedCounty, report: WorryReport) -> Map:
    """
    Draw what to worry about (资产风险提示图).

    Parameters
    ----------
    linked
        The linked county.
    report
        What was found in it.

    Returns
    -------
    map
        The map, in the language of the report; assets of households are counts per village.
    """
    places = standing(linked.tables["assets"]).set_index("asset_id")
    worries = report.named(report.worries)
    placed = worries.assign(
        **{axis: worries["asset_id"].map(places[axis]).astype("float64") for axis in ("lon", "lat")}
    )
    meta = map_meta(
        report.workspace,
        ("source_layers", "source_assets"),
        reading=say(
            "asset_worries.map.reading",
            report.lang,
            days=report.limits.ending_days,
            months=report.limits.inspect_months,
        ),
        lang=report.lang,
    )
    return Map(worry_map(linked.villages, linked.townships, placed, meta=meta, lang=report.lang))
