"""The map of help beside need (资源匹配图): townships by their share of the money over that of the people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.draw.legends import border_entries, name_entries
from ruralmap.draw.page import Content, MapPage
from ruralmap.draw.panel import AreaSwatch, Control, Entry, Figure, Legend, Ranking, Row, Totals
from ruralmap.draw.shapes import lay_out
from ruralmap.draw.tables import township_data, village_data
from ruralmap.errors import ConservationError, InputError
from ruralmap.funds.matching import ZONE_STATES
from ruralmap.schema.money import wan_parts, wan_text, yuan_text
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import MATCHES, ZONES

if TYPE_CHECKING:
    import geopandas as gpd
    from numpy.typing import NDArray

    from ruralmap.draw.meta import MapMeta
    from ruralmap.draw.panel import Section
    from ruralmap.draw.shapes import Land
    from ruralmap.funds.matching import Matching

# Where one class of 资金占比 ÷ 需求占比 ends and the next begins: even halves, and a quarter about even. They
# say how the map is coloured and judge nothing.
BOUNDS: Final = (0.5, 0.8, 1.25, 2.0)
_CLASSES: Final = tuple(MATCHES)
_NO_NEED, _UNKNOWN = _CLASSES.index("no_need"), _CLASSES.index("unknown_need")
_ZONE_FILLS: Final = {
    "inside": ZONES["selected"],
    "outside": ZONES["not_selected"],
    "undecided": ZONES["undecided"],
    "unknown": ZONES["insufficient"],
}
_NOTHING: Final = "—"
# Columns of the matching that a township's card lists, with their formats and units.
_CARD: Final[dict[str, tuple[str, str]]] = {
    "arranged_fen": ("wan", "wan"),
    "money_share": ("percent", ""),
    "target_persons": ("whole", "persons"),
    "need_share": ("percent", ""),
    "ratio": ("text", ""),
    "per_target_fen": ("yuan", "yuan"),
    "per_rural_fen": ("yuan", "yuan"),
    "projects": ("whole", "items"),
    "assets": ("whole", "items"),
    "measures": ("whole", "items"),
}


def match_map(
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    matching: Matching,
    zone_states: pd.Series[str],
    *,
    meta: MapMeta,
    lang: Language = "zh",
) -> MapPage:
    """
    Draw whether the help goes where the need is (资源匹配图).

    A township is the darker, the less of the money it has for its share of the people; villages can be
    coloured by whether they are in a zone. No household is on the map.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with columns village and township_code and polygons in degrees.
    townships
        Indexed by `township_code`, with column township and polygons in degrees.
    matching
        By township and by zone.
    zone_states
        One of `funds.matching.ZONE_STATES` by village code; a village that is not there is unknown.
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
        If a township of the matching is not on the map.
    ConservationError
        If the townships and what is in none do not have as much money as the zones.
    """
    land = lay_out(villages, townships)
    table = _of_townships(land, matching)
    _require_conserved(matching)
    states = zone_states.reindex(land.villages.index).fillna("unknown")
    classes = _classes(table)
    content = Content(
        title=say("maps.matching.title", lang),
        sections=_sections(land, matching, table, classes, states, lang=lang),
        tables={
            "villages": village_data(land, columns={}, packed={"state": _numbers(states)}),
            "townships": township_data(land, columns=_figures(table, lang), packed={"state": classes}),
        },
        cards={"villages": _village_card(lang), "townships": _township_card(lang)},
        paints={
            "township": {"table": "townships", "column": "state", "fills": tuple(MATCHES.values())},
            "village": {"table": "villages", "column": "state", "fills": tuple(_ZONE_FILLS.values())},
        },
    )
    return MapPage(content, land, meta=meta, lang=lang)


def _of_townships(land: Land, matching: Matching) -> pd.DataFrame:
    """Take the row of each township of the map; one that the matching does not have has missing figures."""
    rows = matching.by_township.dropna(subset=["township_code"]).set_index("township_code")
    unknown = rows.index.difference(land.townships.index)
    if len(unknown):
        raise InputError(say_both("maps.fault.township_unknown", found="、".join(unknown[:5])))
    return rows.reindex(land.townships.index)


def _require_conserved(matching: Matching) -> None:
    """See that both ways of adding up come to the same money."""
    drawn, given = (int(table["arranged_fen"].sum()) for table in (matching.by_township, matching.by_zone))
    if drawn != given:
        texts = {"drawn": yuan_text(drawn), "given": yuan_text(given)}
        raise ConservationError(say_both("maps.fault.money_lost", layer="township", **texts))


def _classes(table: pd.DataFrame) -> NDArray[np.int64]:
    """Put each township into a class; one where nobody is counted, or not everybody, has its own."""
    ratio = table["ratio"].astype("Float64")
    found = np.searchsorted(BOUNDS, ratio.fillna(0).to_numpy(dtype=float), side="right")
    found = np.where(ratio.isna(), _UNKNOWN, found)
    return np.where(table["state"].eq("no_need"), _NO_NEED, found).astype(np.int64)


def _numbers(states: pd.Series[str]) -> NDArray[np.int64]:
    """Give the number of each village's state."""
    return np.asarray(pd.Index(ZONE_STATES).get_indexer(pd.Index(states)), dtype=np.int64)


def _figures(table: pd.DataFrame, lang: Language) -> dict[str, list[object]]:
    """Take what the cards list; where nobody is counted there is no ratio, and the card says why."""
    columns: dict[str, list[object]] = {name: list(table[name]) for name in _CARD}
    nobody = say("maps.matching.no_need", lang)
    states = zip(columns["ratio"], table["state"], strict=True)
    columns["ratio"] = [nobody if state == "no_need" else _ratio(ratio) for ratio, state in states]
    return columns


def _ratio(ratio: object) -> str | None:
    return None if pd.isna(ratio) else f"{ratio:.2f}"  # type: ignore[call-overload]


def _sections(
    land: Land,
    matching: Matching,
    table: pd.DataFrame,
    classes: NDArray[np.int64],
    states: pd.Series[str],
    *,
    lang: Language,
) -> tuple[Section, ...]:
    """Write the panel: the total, the two colourings, their classes, the townships, and the zones."""
    return (
        _totals(matching, lang),
        _switches(lang),
        _class_legend(classes, lang),
        _zone_legend(matching, states, lang),
        _ranking(land, table, classes, lang),
    )


def _totals(matching: Matching, lang: Language) -> Totals:
    """Write what is arranged, and how much of it is in no known township."""
    total = int(matching.by_township["arranged_fen"].sum())
    nowhere = int(
        matching.by_township.loc[matching.by_township["township_code"].isna(), "arranged_fen"].sum()
    )
    yuan, wan = say("maps.unit.yuan", lang), say("maps.unit.wan", lang)
    lines = (
        Figure(say("maps.matching.total", lang), yuan_text(total), yuan, "data-total-yuan", strong=True),
        Figure("", wan_text(total), wan, "data-total-sum"),
        Figure(say("maps.matching.nowhere", lang), wan_text(nowhere), wan, "data-nowhere"),
    )
    return Totals(say("maps.funds.totals", lang), lines, notes=(say("maps.matching.note", lang),))


def _switches(lang: Language) -> Legend:
    """Offer the two colourings and the names."""
    paints = [
        Entry(
            say(f"maps.matching.by_{name}", lang),
            control=Control("data-paint", name, checked=name == "township"),
        )
        for name in ("township", "village")
    ]
    return Legend(say("maps.ui.layers", lang), (*paints, *name_entries(lang)))


def _class_legend(classes: NDArray[np.int64], lang: Language) -> Legend:
    """Explain the colours of townships, with the number of townships in each."""
    counts = np.bincount(classes, minlength=len(_CLASSES))
    entries = [
        Entry(say(f"maps.matching.{name}", lang), AreaSwatch(MATCHES[name]), (str(counts[number]),))
        for number, name in enumerate(_CLASSES)
    ]
    return Legend(
        say("maps.matching.classes", lang),
        (*entries, *border_entries(lang)),
        heads=(say("maps.unit.townships", lang),),
        notes=(say("maps.matching.classes_note", lang),),
        narrow=True,
    )


def _zone_legend(matching: Matching, states: pd.Series[str], lang: Language) -> Legend:
    """Explain the colours of villages, with their number and the arranged money in each."""
    counts = states.value_counts().to_dict()
    arranged = matching.by_zone.set_index("zone_state")["arranged_fen"]
    # Parts that add up to the total as it is shown.
    money = wan_parts([int(arranged[state]) for state in ZONE_STATES])
    entries = [
        Entry(
            say(f"maps.matching.zone_{state}", lang),
            AreaSwatch(_ZONE_FILLS[state]),
            (str(counts.get(state, 0)), f"{wan:,.2f}"),
        )
        for state, wan in zip(ZONE_STATES, money, strict=True)
    ]
    heads = (say("maps.unit.villages", lang), say("maps.unit.wan", lang))
    notes = (say("maps.matching.zones_note", lang),)
    return Legend(say("maps.matching.zones", lang), tuple(entries), heads=heads, notes=notes)


def _ranking(land: Land, table: pd.DataFrame, classes: NDArray[np.int64], lang: Language) -> Ranking:
    """List the townships, those with the least money for their people first, those not compared last."""
    ratios = table["ratio"].astype("Float64").reset_index(drop=True)
    order = [int(row) for row in ratios.sort_values(kind="stable", na_position="last").index]
    names = land.townships["township"].tolist()
    rows = tuple(
        Row(
            (
                names[row],
                _percent(table["money_share"].iloc[row]),
                _percent(table["need_share"].iloc[row]),
                _ratio(ratios[row]) or _NOTHING,
            ),
            f"townships.{row}",
            AreaSwatch(MATCHES[_CLASSES[classes[row]]]),
        )
        for row in order
    )
    heads = tuple(say(f"maps.matching.head_{name}", lang) for name in ("township", "money", "need", "ratio"))
    notes = (say("maps.matching.ranking_note", lang),)
    return Ranking(say("maps.matching.ranking", lang), heads, rows, named=0, notes=notes)


def _percent(share: object) -> str:
    return _NOTHING if pd.isna(share) else f"{share:.2%}"  # type: ignore[call-overload]


def _township_card(lang: Language) -> dict[str, Any]:
    lines = [
        {
            "label": say(f"maps.matching.{column}", lang),
            "column": column,
            "format": kind,
            "unit": say(f"maps.unit.{unit}", lang) if unit else "",
        }
        for column, (kind, unit) in _CARD.items()
    ]
    return {"title": "name", "subtitle": "code", "lines": lines}


def _village_card(lang: Language) -> dict[str, Any]:
    states = [say(f"maps.matching.zone_{state}", lang) for state in ZONE_STATES]
    line = {"label": say("maps.matching.zones", lang), "column": "state", "choices": states}
    return {"title": "name", "subtitle": "township_name", "lines": [line]}
