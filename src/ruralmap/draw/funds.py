"""The map of money (资金流向图): from source to township to village, each width after its amount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.draw.fund_panel import fund_card, fund_sections
from ruralmap.draw.page import Content, MapPage
from ruralmap.draw.shapes import lay_out
from ruralmap.draw.tables import table_data, township_data, village_data
from ruralmap.errors import ConservationError, InputError
from ruralmap.schema.money import yuan_text
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import FUND_LEVELS

if TYPE_CHECKING:
    import geopandas as gpd

    from ruralmap.draw.meta import MapMeta
    from ruralmap.draw.shapes import Land

LEVELS: Final = tuple(FUND_LEVELS)
# Thinner than this, in pixels, a line is lost on a screen; the legend says what it stands for.
HAIRLINE_PX: Final = 0.7
# Left for the sources' names, above, for 未落到村 and for 未安排到项目: pixels on a large and a small screen.
_ROOM: Final = {"large": (200, 26, 124, 92), "small": (92, 14, 36, 104)}
_WAY: Final = ["year", "level", "channel", "township_code", "village_code", "arranged"]


def fund_map(
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    flows: pd.DataFrame,
    *,
    meta: MapMeta,
    lang: Language = "zh",
) -> MapPage:
    """
    Draw where the money came from and where it went (资金流向图).

    Widths are linear in the amount, with a hairline as the least. What has reached no township yet and what
    has reached no village yet are bars of their own.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with columns village and township_code and polygons in degrees.
    townships
        Indexed by `township_code`, with column township and polygons in degrees.
    flows
        year, level, channel, township_code, village_code (missing where the money has reached none) and
        amount_fen (Int64). Where there is a column `arranged` (boolean), money without a township that is
        arranged to a project is 未落到乡镇, and only the rest is 未安排到项目.
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
        If a year or amount is missing, a level is unknown, or a place is not on the map or not in its
        township.
    ConservationError
        If a drawn layer does not add up to the ledger's total.
    """
    land = lay_out(villages, townships)
    _require_known(land, flows)
    rows = _number_sources(_gather(land, flows))
    total = int(flows["amount_fen"].sum())
    require_conserved(rows, total)
    content = Content(
        title=say("maps.funds.title", lang),
        sections=fund_sections(rows, land.townships["township"].tolist(), lang),
        tables={
            "villages": village_data(land, columns={}, packed={}),
            "townships": township_data(land, columns={}, packed={}),
            "sources": _source_data(rows, lang),
            "flows": _flow_data(rows),
        },
        cards={"villages": fund_card("township_name", lang), "townships": fund_card("code", lang)},
        flows={"gross": int(rows["amount_fen"].abs().sum()), "hairline": HAIRLINE_PX},
        room=_ROOM,
    )
    return MapPage(content, land, meta=meta, lang=lang)


def _require_known(land: Land, flows: pd.DataFrame) -> None:
    """Refuse a row that could not be drawn where it says."""
    township, village = flows["township_code"], flows["village_code"]
    home = village.map(land.villages["township_code"])
    incomplete = flows["year"].isna() | flows["amount_fen"].isna() | flows["channel"].isna()
    faults: dict[str, pd.Series[Any]] = {
        "flow_incomplete": pd.Series(np.flatnonzero(incomplete) + 1),
        "level_unknown": flows.loc[~flows["level"].isin(LEVELS), "level"],
        "township_unknown": township[township.notna() & ~township.isin(land.townships.index)],
        "village_unknown": village[village.notna() & ~village.isin(land.villages.index)],
        "village_elsewhere": village[village.notna() & (home != township)],
    }
    for key, found in faults.items():
        if len(found):
            raise InputError(say_both(f"maps.fault.{key}", found="、".join(map(str, found[:5]))))


def _gather(land: Land, flows: pd.DataFrame) -> pd.DataFrame:
    """Add up the rows that go the same way, and number their years, levels and places."""
    arranged = flows["arranged"].fillna(value=False).astype(bool) if "arranged" in flows else False
    ways = flows.assign(arranged=arranged).groupby(_WAY, dropna=False, sort=True)
    rows = ways["amount_fen"].sum().reset_index()
    years = sorted(rows["year"].unique())
    return rows.assign(
        year_number=rows["year"].map(years.index).astype(int),
        level_number=rows["level"].map(LEVELS.index).astype(int),
        township=land.townships.index.get_indexer(pd.Index(rows["township_code"])),
        village=land.villages.index.get_indexer(pd.Index(rows["village_code"])),
    )


def _number_sources(rows: pd.DataFrame) -> pd.DataFrame:
    """Give each source its number: the highest level first, within it the largest channel first."""
    sums = rows.groupby(["level_number", "channel"])["amount_fen"].sum().reset_index()
    order = ["level_number", "amount_fen", "channel"]
    sources = sums.sort_values(order, ascending=[True, False, True], ignore_index=True)
    position = pd.MultiIndex.from_frame(sources[["level_number", "channel"]])
    return rows.assign(
        source=position.get_indexer(pd.MultiIndex.from_frame(rows[["level_number", "channel"]]))
    )


def require_conserved(rows: pd.DataFrame, total: int) -> None:
    """
    See that each layer that the page draws adds up to the ledger, to the fen.

    Parameters
    ----------
    rows
        What is drawn: `source`, `township` and `village` (positions, -1 for none), `arranged`, `amount_fen`.
    total
        The ledger's total in fen.

    Raises
    ------
    ConservationError
        If a layer is more or less than the total.
    """
    amount = rows["amount_fen"].to_numpy(dtype=np.int64)
    in_township, in_village = rows["township"] >= 0, rows["village"] >= 0
    layers = {
        "sources": [rows["source"] >= 0],
        "townships": [in_township, ~in_township & rows["arranged"], ~in_township & ~rows["arranged"]],
        "villages": [in_village, in_township & ~in_village, ~in_township & ~in_village],
    }
    for layer, parts in layers.items():
        drawn = sum(int(amount[part].sum()) for part in parts)
        if drawn != total:
            texts = {"drawn": yuan_text(drawn), "given": yuan_text(total)}
            raise ConservationError(say_both("maps.fault.money_lost", layer=layer, **texts))


def _flow_data(rows: pd.DataFrame) -> dict[str, Any]:
    packed = {
        "year": rows["year_number"],
        "level": rows["level_number"],
        "source": rows["source"],
        "township": rows["township"],
        "village": rows["village"],
        "arranged": rows["arranged"].astype(int),
        "amount": rows["amount_fen"],
    }
    return table_data({}, packed)


def _source_data(rows: pd.DataFrame, lang: Language) -> dict[str, Any]:
    sources = rows.drop_duplicates("source").sort_values("source")
    levels = [say(f"maps.level.{level}", lang) for level in sources["level"]]
    channels = [say(f"maps.channel.{channel}", lang) for channel in sources["channel"]]
    names = [f"{level} · {channel}" for level, channel in zip(levels, channels, strict=True)]
    colours = [FUND_LEVELS[level] for level in sources["level"]]
    return table_data({"name": names, "level": levels, "channel": channels, "colour": colours}, {})
