"""The map of relocation sites (安置点图): industry, work, the villages left behind, assets at both ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.draw.lines import join_places, line_spec
from ruralmap.draw.page import Content, MapPage
from ruralmap.draw.shapes import lay_out
from ruralmap.draw.site_panel import (
    ENDS,
    LINKS,
    SITE_TEXTS,
    SITE_WHOLES,
    STATES,
    asset_columns,
    origin_card,
    site_card,
    site_sections,
)
from ruralmap.draw.spots import NOWHERE, locate, spot_columns
from ruralmap.draw.symbols import fill_specs
from ruralmap.draw.tables import table_data, township_data, village_data
from ruralmap.errors import ConservationError
from ruralmap.link.names import label_of
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import ORIGIN_LINES, PEOPLE, SHAPES, SITE_STATES

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from ruralmap.draw.meta import MapMeta
    from ruralmap.draw.shapes import Land

# Where one class of numbers of households ends and the next begins; the first is none. They say how the map
# is coloured and judge nothing.
ORIGIN_BOUNDS: Final = (1, 3, 6, 10)
LINE_BOUNDS: Final = (3, 6)


@dataclass(frozen=True, eq=False)
class SiteLayers:
    """
    What the map of sites is made of.

    `sites` has site_id, site, state (`leading`, `none`, `unknown`), village_code, lon and lat (degrees),
    the columns `site_panel.SITE_TEXTS` and `SITE_WHOLES`. `origins` as `link.settled.Settled`. `assets` has
    asset_class, run_state and village_code, none of households; nothing where there is no ledger. `strange`
    is how many households name a site that is not on the list.
    """

    sites: pd.DataFrame
    origins: pd.DataFrame
    assets: pd.DataFrame | None
    strange: int = 0


def site_map(
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    layers: SiteLayers,
    *,
    meta: MapMeta,
    lang: Language = "zh",
) -> MapPage:
    """
    Draw where relocated households live, and what they left (安置点图), without any household.

    A site stands at its point, else inside its village. Lines lead to the villages where its households are
    registered; these are coloured by how many households left them for a site.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with columns village and township_code and polygons in degrees.
    townships
        Indexed by `township_code`, with column township and polygons in degrees.
    layers
        Sites, the villages left behind, and assets.
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
    ConservationError
        If the households of the villages, and of none, are not all households of sites: a fault of ours.
    """
    land = lay_out(villages, townships)
    placed = layers.sites.reset_index(drop=True)
    placed = placed.join(locate(land, placed))
    drawn = placed[placed["placing"] != NOWHERE].reset_index(drop=True)
    left = _left(land, layers.origins)
    classes = np.searchsorted(ORIGIN_BOUNDS, left["households"], side="right")
    links = _links(land, layers.origins, drawn)
    paths = [
        join_places(drawn.loc[site, ["x", "y"]].tolist(), land.villages.iloc[village][["x", "y"]].tolist())
        for site, village in zip(links["site"], links["village"], strict=True)
    ]
    assets = asset_columns(layers.assets, layers.origins)
    content = Content(
        title=say("policy_maps.sites.title", lang),
        sections=site_sections(
            placed,
            nowhere=_nowhere(layers.origins),
            strange=layers.strange,
            classes=classes,
            bounds=ORIGIN_BOUNDS,
            lang=lang,
        ),
        tables={
            "villages": village_data(
                land,
                columns={
                    "sites": _sites_in_words(land, layers, lang),
                    **_at(assets["here"], land.villages.index),
                },
                packed={**left, "state": classes, "plain": np.zeros_like(classes)},
            ),
            "townships": township_data(land, columns={}, packed={}),
            "sites": _site_data(drawn, assets),
            LINKS: table_data({}, {name: links[name] for name in ("site", "width")}),
        },
        cards={
            "villages": origin_card(has_assets=layers.assets is not None, lang=lang),
            "townships": {"title": "name", "subtitle": "code", "lines": []},
            "sites": site_card(has_assets=layers.assets is not None, lang=lang),
        },
        paints={
            "origins": {"table": "villages", "column": "state", "fills": PEOPLE},
            "plain": {"table": "villages", "column": "plain", "fills": PEOPLE[:1]},
        },
        lines=(line_spec(LINKS, paths, range(len(links)), strokes=ORIGIN_LINES, style="width"),),
        points=(_symbols(),),
    )
    return MapPage(content, land, meta=meta, lang=lang)


def _left(land: Land, origins: pd.DataFrame) -> dict[str, NDArray[np.int64]]:
    """Count the households and persons that left each village for a site."""
    units = land.villages.index
    sums = origins.groupby("village_code")[["households", "persons"]].sum().reindex(units, fill_value=0)
    drawn, given = int(sums["households"].sum()) + _nowhere(origins), int(origins["households"].sum())
    if drawn != given:
        raise ConservationError(say_both("policy_maps.fault.settled_lost", given=given, drawn=drawn))
    return {name: sums[name].to_numpy(dtype=np.int64) for name in ("households", "persons")}


def _nowhere(origins: pd.DataFrame) -> int:
    """Count the households of which nobody knows what village they left."""
    return int(origins.loc[origins["village_code"].isna(), "households"].sum())


def _links(land: Land, origins: pd.DataFrame, drawn: pd.DataFrame) -> pd.DataFrame:
    """Take what can be drawn from a site to a village other than its own, with its width."""
    site = pd.Index(drawn["site_id"]).get_indexer(pd.Index(origins["site_id"]))
    village = land.villages.index.get_indexer(pd.Index(origins["village_code"]))
    width = np.searchsorted(LINE_BOUNDS, origins["households"].to_numpy(dtype=np.int64), side="right")
    links = pd.DataFrame({"site": site, "village": village, "width": width})
    links = links[(links["site"] >= 0) & (links["village"] >= 0)].reset_index(drop=True)
    own = drawn["village_row"].to_numpy()[links["site"]]
    away = links["village"].to_numpy() != own
    drawable: pd.DataFrame = links.loc[away].reset_index(drop=True)
    return drawable


def _sites_in_words(land: Land, layers: SiteLayers, lang: Language) -> list[str | None]:
    """Name the sites to which households of each village went, those with most of them first."""
    names = layers.sites.set_index("site_id")["site"]
    ordered = layers.origins.sort_values(["households", "site_id"], ascending=[False, True], kind="stable")
    parts: dict[str, list[str]] = {}
    for site_id, code, count in ordered[["site_id", "village_code", "households"]].itertuples(index=False):
        if isinstance(code, str):
            part = say("policy_maps.sites.part", lang, site=names[site_id], count=count)
            parts.setdefault(code, []).append(part)
    return ["、".join(parts[code]) if code in parts else None for code in land.villages.index]


def _at(columns: pd.DataFrame, units: pd.Index[str]) -> dict[str, list[Any]]:
    """Give each unit its row of words."""
    rows = columns.reindex(units)
    return {str(name): list(rows[name]) for name in rows}


def _site_data(drawn: pd.DataFrame, assets: dict[str, pd.DataFrame]) -> dict[str, Any]:
    columns: dict[str, Any] = {name: drawn[name] for name in (*SITE_TEXTS, *SITE_WHOLES)}
    keys = {"here": "village_code", "left": "site_id"}
    for end in ENDS:
        for name, values in _at(assets[end], pd.Index(drawn[keys[end]])).items():
            columns[f"{end}_{name}"] = values
    packed = {
        "state": drawn["state"].map(STATES.index).astype(int),
        **spot_columns(drawn),
    }
    short = [label_of(name) or name for name in drawn["site"]]
    return table_data({"name": drawn["site"], "label": short, **columns}, packed)


def _symbols() -> dict[str, Any]:
    fills = fill_specs(SITE_STATES.values())
    return {
        "table": "sites",
        "shapes": [SHAPES["house"]],
        "fills": fills,
        "fill": "state",
        "weights": [0, 2, 1],
        "line": "#4a1230",
        "width": 1.5,
        "radius": 9,
        "zoom": 10.5,
        "smallest": 7,
        "largest": 14,
    }
