"""The layer of demonstration townships and villages (个十百): type as shape, stage as filling."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.draw.panel import Control, Entry, Legend, SymbolSwatch
from ruralmap.draw.symbols import fill_specs
from ruralmap.draw.tables import table_data
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import DEMO_SHAPES, DEMO_STAGES, SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.draw.shapes import Land

_LAYER: Final = "demonstration"
_KINDS: Final = tuple(dict.fromkeys(DEMO_SHAPES.values()))
_OTHER: Final = "diamond"  # a type that is none of the clause's
_STAGES: Final = tuple(DEMO_STAGES)
_UNKNOWN: Final = "unknown"
_SIZES: Final = {"township": 145, "village": 100}  # hundredths of the common radius
_LINE: Final = "#0c4548"


@dataclass(frozen=True)
class DemoOverlay:
    """What the layer adds to a map, part by part; nothing where an office keeps no such table."""

    switches: tuple[Entry, ...] = ()
    legends: tuple[Legend, ...] = ()
    tables: Mapping[str, Any] = field(default_factory=dict)
    cards: Mapping[str, Any] = field(default_factory=dict)
    points: tuple[Mapping[str, Any], ...] = ()


def demo_overlay(land: Land, records: pd.DataFrame | None, lang: Language) -> DemoOverlay:
    """
    Make the layer, which is off until somebody asks for it.

    Parameters
    ----------
    land
        The county.
    records
        As `demonstrations` takes them; nothing where there is no such table.
    lang
        The language.

    Returns
    -------
    overlay
        Its switch, legend, table, card and symbols.
    """
    if records is None:
        return DemoOverlay()
    places = demonstrations(land, records)
    return DemoOverlay(
        (_switch(places, lang),),
        (_legend(places, records, lang),),
        {_LAYER: _data(places, lang)},
        {_LAYER: _card(lang)},
        (_symbols(),),
    )


def demonstrations(land: Land, records: pd.DataFrame) -> pd.DataFrame:
    """
    Take the townships and villages that demonstrate something, with their places.

    Parameters
    ----------
    land
        The county.
    records
        村镇情况台账: code, demo_type and demo_stage, the latter two missing where there is none.

    Returns
    -------
    places
        One row each: name, level, type, kind and stage (numbers of shape and filling), x, y, township and
        village (-1 for a township). What is on no map is not among them.
    """
    named = records[records["demo_type"].notna()]
    frames = []
    for level, units in (("township", land.townships), ("village", land.villages)):
        row = units.index.get_indexer(pd.Index(named["code"]))
        here, row = named[row >= 0], row[row >= 0]
        own = units.iloc[row]
        shapes = here["demo_type"].str.removesuffix("型").map(DEMO_SHAPES).fillna(_OTHER)
        is_village = level == "village"
        frames.append(
            pd.DataFrame(
                {
                    "name": own[level].to_numpy(),
                    "level": level,
                    "type": here["demo_type"].to_numpy(),
                    "kind": shapes.map([*_KINDS, _OTHER].index).to_numpy(dtype=np.int64),
                    "stage": here["demo_stage"]
                    .where(here["demo_stage"].isin(_STAGES), _UNKNOWN)
                    .map(_STAGES.index)
                    .to_numpy(dtype=np.int64),
                    "x": own["x"].to_numpy(),
                    "y": own["y"].to_numpy(),
                    "township": own["township_row"].to_numpy() if is_village else row,
                    "village": row if is_village else np.full(len(row), -1),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _data(places: pd.DataFrame, lang: Language) -> dict[str, Any]:
    """Write the table for the page's script."""
    levels = [say(f"policy_maps.demonstration.{level}", lang) for level in places["level"]]
    names = ("kind", "stage", "x", "y", "township", "village")
    packed = {name: places[name] for name in names} | {"size": places["level"].map(_SIZES)}
    return table_data({"name": places["name"], "level": levels, "type": places["type"]}, packed)


def _symbols() -> dict[str, Any]:
    """Say how the page draws the layer."""
    fills = fill_specs(DEMO_STAGES.values())
    return {
        "table": _LAYER,
        "shapes": [SHAPES[shape] for shape in (*_KINDS, _OTHER)],
        "fills": fills,
        "fill": "stage",
        "shape": "kind",
        "size": "size",
        "weights": [0] * len(fills),  # none lies on top for its stage
        "line": _LINE,
        "width": 1.6,
        "radius": 7,
        "zoom": 10.5,
        "smallest": 5.5,
        "largest": 12,
    }


def _switch(places: pd.DataFrame, lang: Language) -> Entry:
    """Offer the layer, with the number of places."""
    return Entry(
        say("policy_maps.demonstration.layer", lang),
        SymbolSwatch(DEMO_STAGES["认定"], _KINDS[0], _LINE),
        (f"{len(places):,}",),
        Control("data-show", _LAYER, checked=False),
    )


def _legend(places: pd.DataFrame, records: pd.DataFrame, lang: Language) -> Legend:
    """Explain shapes and fillings, with the number of places of each, while the layer is on."""
    kinds, stages = (places[name].value_counts().to_dict() for name in ("kind", "stage"))
    shapes = [
        Entry(
            say(f"policy_maps.demonstration.kind.{shape}", lang),
            SymbolSwatch(DEMO_STAGES["认定"], shape, _LINE),
            (f"{kinds.get(number, 0):,}",),
        )
        for number, shape in enumerate((*_KINDS, _OTHER))
    ]
    fillings = [
        Entry(
            say(f"policy_maps.demonstration.stage.{stage}", lang),
            SymbolSwatch(fill, "circle", _LINE),
            (f"{stages.get(number, 0):,}",),
        )
        for number, (stage, fill) in enumerate(DEMO_STAGES.items())
    ]
    lost = int(records["demo_type"].notna().sum()) - len(places)
    notes = [say("policy_maps.demonstration.note", lang)]
    if lost:
        notes.append(say("policy_maps.demonstration.lost", lang, count=lost))
    return Legend(
        say("policy_maps.demonstration.legend", lang),
        (*shapes, *fillings),
        heads=(say("policy_maps.demonstration.places", lang),),
        notes=tuple(notes),
        narrow=True,
        layer=_LAYER,
    )


def _card(lang: Language) -> dict[str, Any]:
    """Say what the card of a symbol lists."""
    stages = [say(f"policy_maps.demonstration.stage.{stage}", lang) for stage in _STAGES]
    formats: dict[str, dict[str, Any]] = {
        "level": {"format": "text"},
        "type": {"format": "text"},
        "stage": {"choices": stages},
    }
    lines = [
        {"label": say(f"policy_maps.demonstration.card.{name}", lang), "column": name} | how
        for name, how in formats.items()
    ]
    return {"title": "name", "subtitle": "township_name", "lines": lines}
