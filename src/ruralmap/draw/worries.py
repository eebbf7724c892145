"""The map of what to worry about (资产风险提示图): a layer for each worry, drawn where the asset stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.draw.page import Content, MapPage
from ruralmap.draw.shapes import lay_out
from ruralmap.draw.spots import NOWHERE, locate, spot_columns
from ruralmap.draw.symbols import fill_specs
from ruralmap.draw.tables import table_data, township_data, village_data
from ruralmap.draw.worry_panel import KINDS, place_card, worry_card, worry_sections
from ruralmap.errors import InputError
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import ASSET_SYMBOLS, SHAPES, WORRIES

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from ruralmap.draw.meta import MapMeta

_CLASSES: Final = tuple(ASSET_SYMBOLS)
# By how much of the common radius each further worry of an asset is wider, so that it shows as a ring.
_RING_PERCENT: Final = 42


def worry_map(
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    worries: pd.DataFrame,
    *,
    meta: MapMeta,
    lang: Language = "zh",
) -> MapPage:
    """
    Draw what to worry about (资产风险提示图).

    Several worries of one asset lie around one point, the gravest in the middle. What concerns assets of
    households (到户类) is counted in villages and never drawn; what is in no village is counted in the panel.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with columns village and township_code and polygons in degrees.
    townships
        Indexed by `township_code`, with column township and polygons in degrees.
    worries
        worry (a name of the palette's `WORRIES`), asset_id, asset, asset_class, reason (in words), on, days,
        amount_fen, village_code, lon and lat (degrees); all but the worry may be missing. In the order of the
        palette.
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
        If there is a worry that the palette does not have.
    """
    strange = worries.loc[~worries["worry"].isin(KINDS), "worry"]
    if len(strange):
        raise InputError(say_both("asset_worries.fault.unknown", found="、".join(map(str, strange[:5]))))
    land = lay_out(villages, townships)
    rows = worries.reset_index(drop=True)
    rows = rows.join(locate(land, rows)).assign(
        number=rows["worry"].map(KINDS.index).astype(int), is_public=rows["asset_class"].isin(_CLASSES)
    )
    rows["is_drawn"] = rows["is_public"] & (rows["placing"] != NOWHERE)
    content = Content(
        title=say("asset_worries.title", lang),
        sections=worry_sections(rows, land.townships["township"].tolist(), lang),
        tables={
            "villages": village_data(
                land, columns={}, packed=_counts(rows, "village_row", len(land.villages))
            ),
            "townships": township_data(
                land, columns={}, packed=_counts(rows, "township_row", len(land.townships))
            ),
            "worries": _worry_data(rows[rows["is_drawn"]]),
        },
        cards={
            "villages": place_card("township_name", lang),
            "townships": place_card("code", lang),
            "worries": worry_card(lang),
        },
        points=(_symbols(),),
        summary={"table": "worries", "sum": "amount"},
    )
    return MapPage(content, land, meta=meta, lang=lang)


def _counts(rows: pd.DataFrame, place: str, places: int) -> dict[str, NDArray[np.int64]]:
    """Count the worries of each kind in each place, those of households' assets among them."""
    placed = rows[rows[place] >= 0]
    return {
        f"worry{number}": np.bincount(placed.loc[placed["number"] == number, place], minlength=places)
        for number in range(len(KINDS))
    }


def _worry_data(drawn: pd.DataFrame) -> dict[str, Any]:
    """Write the worries that are drawn; each further one of an asset is wider than those before."""
    # In a village without points of their own, worries of one asset lie where the first of them does.
    firsts = drawn.groupby("asset_id")
    at = {axis: firsts[axis].transform("first") for axis in ("x", "y")}
    columns = {
        "name": drawn["asset"],
        "reason": drawn["reason"],
        "on": drawn["on"],
        "days": drawn["days"],
        "amount": drawn["amount_fen"],
    }
    packed = {
        "worry": drawn["number"],
        "class": drawn["asset_class"].map(_CLASSES.index).astype(int),
        "size": 100 + _RING_PERCENT * firsts.cumcount(),
        **spot_columns(drawn),
        **at,
    }
    return table_data(columns, packed)


def _symbols() -> dict[str, Any]:
    fills = fill_specs(WORRIES.values())
    return {
        "table": "worries",
        "shape": "class",
        "fill": "worry",
        "size": "size",
        "shapes": [SHAPES[shape] for shape in ASSET_SYMBOLS.values()],
        "fills": fills,
        "weights": [-number for number in range(len(fills))],  # the gravest on top
        "line": "#2f3438",
        "width": 0.9,
        "radius": 4.2,
        "zoom": 10.5,
        "smallest": 2.6,
        "largest": 9,
    }
