"""The layer of the difference between registered and living people (户籍与居住之差), village by village."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.draw.panel import Control, Entry, Legend, SymbolSwatch
from ruralmap.draw.symbols import fill_specs
from ruralmap.draw.tables import table_data
from ruralmap.link.tallies import OUTSIDE, UNKNOWN
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import MOVES, SHAPES

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from ruralmap.draw.shapes import Land

MOVES_LAYER: Final = "moves"
# The area of a symbol follows the net number of persons; the smallest and the largest keep it legible.
_COMMON_PERSONS: Final = 60
_SMALLEST, _LARGEST = 0.55, 2.3
_SAMPLES: Final = (10, 60, 300)  # persons that the legend shows
_LINE: Final = "#2f3438"
_KINDS: Final = tuple(MOVES)


def moves_data(land: Land, counts: pd.DataFrame) -> dict[str, Any]:
    """
    Write the villages from which or to which somebody moved.

    Parameters
    ----------
    land
        The county.
    counts
        Villages on both bases, as `Residences.units`; rows that are no village of the map are not drawn.

    Returns
    -------
    table
        One row a village: its name, place and numbers, the kind of its symbol, and its size in hundredths.
    """
    moved = _moved(land, counts)
    place = land.villages.index.get_indexer(moved.index)
    villages = land.villages.iloc[place]
    figures = {
        f"{basis}_{name}": moved[f"{basis}_{name}"]
        for basis in ("registered", "living", "in", "out", "net")
        for name in ("households", "persons")
    }
    packed = {
        "x": villages["x"],
        "y": villages["y"],
        "village": place,
        "township": villages["township_row"],
        "kind": _kinds(moved["net_persons"]),
        "size": [round(100 * growth(int(net))) for net in moved["net_persons"]],
    }
    return table_data({"name": villages["village"], **figures}, packed)


def growth(net_persons: int) -> float:
    """
    Say how large a symbol is for a net number of persons.

    Parameters
    ----------
    net_persons
        Living less registered; the sign does not matter.

    Returns
    -------
    growth
        Times the common radius, 0.55 to 2.3: the area follows the number.
    """
    return float(np.clip(np.sqrt(abs(net_persons) / _COMMON_PERSONS), _SMALLEST, _LARGEST))


def moves_symbols() -> dict[str, Any]:
    """
    Say how the page draws the layer.

    Returns
    -------
    spec
        As `page/points.js` reads it.
    """
    fills = fill_specs(fill for _, fill in MOVES.values())
    return {
        "table": MOVES_LAYER,
        "shapes": [SHAPES[shape] for shape, _ in MOVES.values()],
        "fills": fills,
        "fill": "kind",
        "shape": "kind",
        "size": "size",
        "weights": [2, 1, 0],
        "line": _LINE,
        "width": 1.1,
        "radius": 7,
        "zoom": 10.5,
        "smallest": 5.5,
        "largest": 12,
    }


def moves_switch(land: Land, counts: pd.DataFrame, lang: Language) -> Entry:
    """
    Offer the layer; it is off until somebody asks for it.

    Parameters
    ----------
    land
        The county.
    counts
        Villages on both bases.
    lang
        The language.

    Returns
    -------
    entry
        An entry of the list of layers, with the number of villages.
    """
    shape, fill = MOVES["arrived"]
    return Entry(
        say("maps.moves.layer", lang),
        SymbolSwatch(fill, shape, _LINE),
        (f"{len(_moved(land, counts)):,}",),
        Control("data-show", MOVES_LAYER, checked=False),
    )


def moves_legend(land: Land, counts: pd.DataFrame, lang: Language) -> Legend:
    """
    Explain the symbols and their sizes, and say who is on no village.

    Parameters
    ----------
    land
        The county.
    counts
        Villages on both bases, with the rows of those unknown and outside.
    lang
        The language.

    Returns
    -------
    section
        A section of the panel that is only there while the layer is.
    """
    kinds = _kinds(_moved(land, counts)["net_persons"])
    entries = [
        Entry(
            say(f"maps.moves.{name}", lang),
            SymbolSwatch(fill, shape, _LINE),
            (f"{int((kinds == number).sum()):,}",),
        )
        for number, (name, (shape, fill)) in enumerate(MOVES.items())
    ]
    shape, fill = MOVES["arrived"]
    scale = {persons: growth(persons) / growth(max(_SAMPLES)) for persons in _SAMPLES}
    sizes = [
        Entry(
            say("maps.moves.size", lang, n=f"{persons:,}"), SymbolSwatch(fill, shape, _LINE, scale[persons])
        )
        for persons in _SAMPLES
    ]
    rows = counts.reindex([UNKNOWN, OUTSIDE], fill_value=0)["living_persons"].tolist()
    total = f"{int(counts['registered_persons'].sum()):,}"
    words = dict(zip(("unknown", "outside"), (f"{int(number):,}" for number in rows), strict=True))
    note = say("maps.moves.note", lang, total=total, **words)
    return Legend(
        say("maps.moves.legend", lang),
        (*entries, *sizes),
        heads=(say("maps.unit.villages", lang),),
        notes=(note,),
        narrow=True,
        layer=MOVES_LAYER,
    )


def moves_card(lang: Language) -> dict[str, Any]:
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
    lines: list[dict[str, Any]] = []
    for name in ("persons", "households"):
        unit = say(f"maps.unit.{name}", lang)
        lines.append({"heading": say(f"maps.moves.in_{name}", lang)})
        for basis in ("registered", "living", "in", "out", "net"):
            number = {"column": f"{basis}_{name}", "format": "signed" if basis == "net" else "whole"}
            lines.append({"label": say(f"maps.moves.card_{basis}", lang), "unit": unit} | number)
    return {"title": "name", "subtitle": "township_name", "lines": lines}


def _moved(land: Land, counts: pd.DataFrame) -> pd.DataFrame:
    """Take the villages of the map that somebody left or came to."""
    villages = counts.reindex(land.villages.index, fill_value=0)
    return villages[(villages["in_households"] > 0) | (villages["out_households"] > 0)]


def _kinds(net: pd.Series[int]) -> NDArray[np.int64]:
    """Choose the kind of each symbol, by its place in the palette."""
    kind = np.where(
        net > 0, _KINDS.index("arrived"), np.where(net < 0, _KINDS.index("left"), _KINDS.index("even"))
    )
    return kind.astype(np.int64)
