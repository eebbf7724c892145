"""The map of priority zones (重点跟踪监测图): villages and townships by what the rule says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruralmap.draw.demonstration import demo_overlay
from ruralmap.draw.evidence import read_zones
from ruralmap.draw.moves import (
    MOVES_LAYER,
    moves_card,
    moves_data,
    moves_legend,
    moves_switch,
    moves_symbols,
)
from ruralmap.draw.page import Content, MapPage
from ruralmap.draw.shapes import lay_out
from ruralmap.draw.spots import NOWHERE, locate, spot_columns
from ruralmap.draw.symbols import fill_specs
from ruralmap.draw.tables import table_data, township_data, village_data
from ruralmap.draw.zone_panel import layer_switches, ranking, site_card, unit_card, zone_legend
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import SHAPES, SITE, ZONES

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from ruralmap.draw.meta import MapMeta


@dataclass(frozen=True, eq=False)
class Overlays:
    """
    What lies over the zones and can be switched on and off.

    `sites`: relocation sites, with site, site_kind, households, persons, village_code, lon and lat (degrees),
    missing where not known. `counts`: the villages on both bases, as `Residences.units`. `records`: what
    townships and villages demonstrate, as `draw.demonstration.demonstrations` takes it; nothing where the
    office has no such table.
    """

    sites: pd.DataFrame
    counts: pd.DataFrame
    records: pd.DataFrame | None = None


def priority_map(
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    zone_rows: pd.DataFrame,
    overlays: Overlays,
    *,
    meta: MapMeta,
    lang: Language = "zh",
) -> MapPage:
    """
    Draw who is on the list (重点跟踪监测图), without any household.

    A unit whose rows say `undecided` is 待核定; otherwise its first row decides its colour. A unit without a
    row is 不在范围, such as a village that is no 出列村.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with columns village and township_code and polygons in degrees.
    townships
        Indexed by `township_code`, with column township and polygons in degrees.
    zone_rows
        One row for each village or township and basis, the default basis first: level (`village` or
        `township`), code, outcome, certainty, basis, numerator, denominator, denominator_as_of,
        denominator_doc, value and threshold (0 to 1), margin (persons over the line), rank (townships); and,
        where a list was adopted, difference, how the unit stands to it.
    overlays
        Relocation sites; the difference between registered and living people, and what places demonstrate,
        which are off at first.
    meta
        What the map says of itself.
    lang
        The language of the page.

    Returns
    -------
    page
        The map.

    Raises
    ------
    InputError
        If a unit has two rows on one basis, is not on the map, or has an outcome that no selection has.
    """
    land = lay_out(villages, townships)
    of_village = read_zones(zone_rows, "village", land.villages.index)
    of_township = read_zones(zone_rows, "township", land.townships.index)
    sites, counts = overlays.sites, overlays.counts
    places = locate(land, sites)
    drawn = places["placing"] != NOWHERE
    demos = demo_overlay(land, overlays.records, lang)
    switches = (moves_switch(land, counts, lang), *demos.switches)
    content = Content(
        title=say("maps.priority.title", lang),
        sections=(
            layer_switches(sites=int(drawn.sum()), lost=int((~drawn).sum()), more=switches, lang=lang),
            moves_legend(land, counts, lang),
            *demos.legends,
            zone_legend(of_village, of_township, lang),
            ranking(land, of_township, lang),
        ),
        tables={
            "villages": village_data(land, columns=of_village.figures(lang), packed=of_village.packed()),
            "townships": township_data(land, columns=of_township.figures(lang), packed=of_township.packed()),
            "sites": _site_data(sites[drawn], places[drawn]),
            MOVES_LAYER: moves_data(land, counts),
            **demos.tables,
        },
        cards={
            "villages": unit_card(of_village, "township_name", lang),
            "townships": unit_card(of_township, "code", lang),
            "sites": site_card(lang),
            MOVES_LAYER: moves_card(lang),
            **demos.cards,
        },
        paints={
            "village": {"table": "villages", "column": "state", "fills": tuple(ZONES.values())},
            "township": {"table": "townships", "column": "state", "fills": tuple(ZONES.values())},
        },
        points=(moves_symbols(), *demos.points, _site_symbols()),
    )
    return MapPage(content, land, meta=meta, lang=lang)


def _site_data(sites: pd.DataFrame, places: pd.DataFrame) -> dict[str, Any]:
    columns = {
        "name": sites["site"],
        "kind": sites["site_kind"],
        "households": sites["households"],
        "persons": sites["persons"],
    }
    return table_data(columns, spot_columns(places))


def _site_symbols() -> dict[str, Any]:
    return {
        "table": "sites",
        "shapes": [SHAPES["house"]],
        "fills": fill_specs([SITE]),
        "line": SITE.ink,
        "width": 1.6,
        "radius": 7,
        "zoom": 10.5,
        "smallest": 5.5,
        "largest": 12,
    }
