"""The layer of demonstration townships and villages (个十百): type as shape, stage as filling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.draw.panel import Control, Entry, Legend, SymbolSwatch
from ruralmap.draw.tables import table_data
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import DEMO_SHAPES, DEMO_STAGES, MARKS, SHAPES

if TYPE_CHECKING:
    from ruralmap.draw.shapes import Land

DEMO_LAYER: Final = "demonstration"
_KINDS: Final = tuple(dict.fromkeys(DEMO_SHAPES.values()))
_OTHER: Final = "diamond"  # a type that is none of the clause's
_STAGES: Final = tuple(DEMO_STAGES)
_UNKNOWN: Final = "unknown"
_SIZES: Final = {"township": 145, "village": 100}  # hundredths of the common radius
_LINE: Final = "#0c4548"


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


def demo_data(places: pd.DataFrame, lang: Language) -> dict[str, Any]:
    """
    Write the table for the page's script.

    Parameters
    ----------
    places
        As `demonstrations` gives them.
    lang
        The language.

    Returns
    -------
    table
        Name, level, type, place, and what chooses the symbol.
    """
    levels = [say(f"policy_maps.demonstration.{level}", lang) for level in places["level"]]
    names = ("kind", "stage", "x", "y", "township", "village")
    packed = {name: places[name] for name in names} | {"size": places["level"].map(_SIZES)}
    return table_data({"name": places["name"], "level": levels, "type": places["type"]}, packed)


def demo_symbols() -> dict[str, Any]:
    """
    Say how the page draws the layer.

    Returns
    -------
    spec
        As `page/points.js` reads it.
    """
    fills = [
        {"colour": fill.colour, "mark": MARKS[fill.mark], "ink": fill.ink} for fill in DEMO_STAGES.values()
    ]
    return {
        "table": DEMO_LAYER,
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


def demo_switch(places: pd.DataFrame, lang: Language, *, shown: bool = False) -> Entry:
    """
    Offer the layer.

    Parameters
    ----------
    places
        As `demonstrations` gives them.
    lang
        The language.
    shown
        Whether it is there from the beginning.

    Returns
    -------
    entry
        An entry of the list of layers, with the number of places.
    """
    return Entry(
        say("policy_maps.demonstration.layer", lang),
        SymbolSwatch(DEMO_STAGES["认定"], _KINDS[0], _LINE),
        (f"{len(places):,}",),
        Control("data-show", DEMO_LAYER, checked=shown),
    )


def demo_legend(places: pd.DataFrame, records: pd.DataFrame, lang: Language) -> Legend:
    """
    Explain shapes and fillings, with the number of places of each.

    Parameters
    ----------
    places
        As `demonstrations` gives them.
    records
        What they were taken from.
    lang
        The language.

    Returns
    -------
    section
        A section of the panel that is only there while the layer is.
    """
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
        layer=DEMO_LAYER,
    )


def demo_card(lang: Language) -> dict[str, Any]:
    """
    Say what the card of a symbol lists.

    Parameters
    ----------
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
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
