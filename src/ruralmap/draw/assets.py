"""The map of assets (资产运行状况图): class as shape, running state as fill."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ruralmap.draw.asset_changes import (
    LAYER,
    change_card,
    change_data,
    change_sections,
    change_symbols,
    is_drawn,
    place_changes,
)
from ruralmap.draw.asset_panel import (
    LEVELS,
    UNREGISTERED,
    asset_card,
    asset_sections,
    place_card,
)
from ruralmap.draw.page import Content, MapPage
from ruralmap.draw.shapes import lay_out
from ruralmap.draw.spots import NOWHERE, locate, spot_columns
from ruralmap.draw.symbols import fill_specs
from ruralmap.draw.tables import table_data, township_data, village_data
from ruralmap.errors import ConservationError, InputError
from ruralmap.schema.works import ASSET_CLASSES
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import ASSET_SYMBOLS, RUN_STATES, SHAPES

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

    from ruralmap.draw.asset_changes import Changes
    from ruralmap.draw.meta import MapMeta
    from ruralmap.draw.panel import Section
    from ruralmap.draw.shapes import Land

# The drawn classes come first: their position is the number of their shape.
CLASSES: Final = (*ASSET_SYMBOLS, *(name for name in ASSET_CLASSES if name not in ASSET_SYMBOLS))
STATES: Final = tuple(RUN_STATES)
# What is drawn above what: the states that ask for action lie on top.
_LAYERS: Final = ("正常", "已处置", UNREGISTERED, "低效", "闲置", "停产", "损毁", "灭失")


def asset_map(
    villages: gpd.GeoDataFrame,
    townships: gpd.GeoDataFrame,
    assets: pd.DataFrame,
    *,
    changes: Changes | None = None,
    meta: MapMeta,
    lang: Language = "zh",
) -> MapPage:
    """
    Draw what was built and how it runs (资产运行状况图).

    An asset without coordinates is drawn inside its village (坐落村) and says so; one that is in no village
    is counted. 到户类 assets belong to households: the page holds their number per village, nothing else.

    Parameters
    ----------
    villages
        Indexed by `village_code`, with columns village and township_code and polygons in degrees.
    townships
        Indexed by `township_code`, with column township and polygons in degrees.
    assets
        asset, asset_class, subtype, original_value_fen, operator, custodian (the role, never a person's
        name), run_state, run_state_on, owner_level, village_code (坐落村), lon and lat (degrees),
        owner_villages (权属村) and served_villages (受益村) in words; all but the class may be missing. A
        column `history` in words, one change a line, stands on the cards where there is one.
    changes
        What changed since another day; no layer of it unless given. Needs the column asset_id.
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
        If an asset has a class or a running state that does not exist.
    ConservationError
        If the assets drawn, counted in places and not placed are not all the assets.
    """
    land = lay_out(villages, townships)
    ledger = _read_ledger(land, assets)
    of_villages = _counts(ledger, "village_row", len(land.villages))
    of_townships = _counts(ledger, "township_row", len(land.townships))
    _require_all(ledger, of_villages)
    drawn = ledger[ledger["is_drawn"]]
    names = land.townships["township"].tolist()
    more = _change_layer(land, ledger, changes, names, lang) if changes else _NO_LAYER
    content = Content(
        title=say("maps.assets.title", lang),
        sections=(*asset_sections(ledger, names, lang), *more.sections),
        tables={
            "villages": village_data(land, columns={}, packed=of_villages),
            "townships": township_data(land, columns={}, packed=of_townships),
            "assets": _asset_data(drawn),
            **more.tables,
        },
        cards={
            "villages": place_card("township_name", lang),
            "townships": place_card("code", lang),
            "assets": asset_card(lang, has_history="history" in drawn),
            **more.cards,
        },
        points=(_symbols(), *more.points),
        summary={"table": "assets", "sum": "value"},
    )
    return MapPage(content, land, meta=meta, lang=lang)


def _read_ledger(land: Land, assets: pd.DataFrame) -> pd.DataFrame:
    """Give each asset the numbers of its class and state, its place, and whether it is drawn."""
    states = assets["run_state"].fillna(UNREGISTERED)
    classes = assets["asset_class"]
    strange = [*classes[~classes.isin(CLASSES)], *states[~states.isin(STATES)]]
    if strange:
        raise InputError(say_both("maps.fault.asset_kind", found="、".join(map(str, strange[:5]))))
    ledger = assets.assign(
        class_number=classes.map(CLASSES.index).astype(int),
        state_number=states.map(STATES.index).astype(int),
        level_number=_numbered(assets["owner_level"], LEVELS),
        is_public=classes.isin(list(ASSET_SYMBOLS)),
    ).join(locate(land, assets))
    return ledger.assign(is_drawn=ledger["is_public"] & (ledger["placing"] != NOWHERE))


def _counts(ledger: pd.DataFrame, place: str, places: int) -> dict[str, NDArray[np.int64]]:
    """Count the assets of each place: by class, and those that are drawn as points by state."""

    def count(rows: pd.DataFrame) -> NDArray[np.int64]:
        return np.bincount(rows.loc[rows[place] >= 0, place], minlength=places)

    public = ledger[ledger["is_public"]]
    by_class = {f"class{i}": count(ledger[ledger["class_number"] == i]) for i in range(len(CLASSES))}
    by_state = {f"state{i}": count(public[public["state_number"] == i]) for i in range(len(STATES))}
    return by_class | by_state


def _require_all(ledger: pd.DataFrame, of_villages: dict[str, NDArray[np.int64]]) -> None:
    """See that the counts of the villages, and the assets in none, are all the assets."""
    in_villages = sum(int(of_villages[f"class{i}"].sum()) for i in range(len(CLASSES)))
    counted = in_villages + int((ledger["village_row"] < 0).sum())
    if counted != len(ledger):
        raise ConservationError(say_both("maps.fault.assets_lost", counted=counted, given=len(ledger)))


def _asset_data(drawn: pd.DataFrame) -> dict[str, Any]:
    columns = {
        "name": drawn["asset"],
        "subtype": drawn["subtype"],
        "value": drawn["original_value_fen"],
        "owners": drawn["owner_villages"],
        "served": drawn["served_villages"],
        "operator": drawn["operator"],
        "custodian": drawn["custodian"],
        "seen": drawn["run_state_on"],
    }
    packed = {
        "class": drawn["class_number"],
        "state": drawn["state_number"],
        "level": drawn["level_number"],
        **spot_columns(drawn),
    }
    history = {"history": drawn["history"]} if "history" in drawn else {}
    return table_data({**columns, **history}, packed)


class _Layer(NamedTuple):
    """What a further layer puts on the page."""

    sections: tuple[Section, ...]
    tables: dict[str, Any]
    cards: dict[str, Any]
    points: tuple[dict[str, Any], ...]


_NO_LAYER: Final = _Layer((), {}, {}, ())


def _change_layer(
    land: Land, ledger: pd.DataFrame, changes: Changes, townships: list[str], lang: Language
) -> _Layer:
    """Draw what changed where its assets stand."""
    placed = place_changes(land, ledger, changes.rows)
    drawn = is_drawn(placed, tuple(ASSET_SYMBOLS))
    shown = placed[drawn]
    numbers = {
        "class": shown["asset_class"].map(CLASSES.index).astype(int),
        "state": _numbered(shown["run_state"], STATES),
        "level": _numbered(shown["owner_level"], LEVELS),
    }
    return _Layer(
        change_sections(changes, placed, drawn, townships, lang),
        {LAYER: change_data(shown, numbers)},
        {LAYER: change_card(lang)},
        (change_symbols(),),
    )


def _numbered(values: pd.Series[str], known: tuple[str, ...]) -> pd.Series[int]:
    """Give each value its number; one that is not there has that of 未登记."""
    return values.fillna(UNREGISTERED).map(known.index).astype(int)


def _symbols() -> dict[str, Any]:
    fills = fill_specs(RUN_STATES.values())
    return {
        "table": "assets",
        "shape": "class",
        "fill": "state",
        "shapes": [SHAPES[shape] for shape in ASSET_SYMBOLS.values()],
        "fills": fills,
        "weights": [_LAYERS.index(state) for state in STATES],
        "line": "#2f3438",
        "width": 0.9,
        "radius": 3.6,
        "zoom": 10.5,
        "smallest": 2.2,
        "largest": 9,
    }
