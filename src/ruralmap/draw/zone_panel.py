"""What the map of priority zones says beside the map and on its cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.draw.evidence import STATES, Zones
from ruralmap.draw.legends import border_entries, name_entries
from ruralmap.draw.panel import AreaSwatch, Control, Entry, Legend, Ranking, Row, SymbolSwatch
from ruralmap.draw.spots import approximate_line
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import SITE, ZONES

if TYPE_CHECKING:
    from ruralmap.draw.shapes import Land

_NOTHING: Final = "—"


def layer_switches(*, sites: int, lost: int, more: tuple[Entry, ...], lang: Language) -> Legend:
    """
    Offer the two levels as colours, the sites, further layers, and the names.

    Parameters
    ----------
    sites
        How many relocation sites are drawn.
    lost
        How many have neither coordinates nor a village.
    more
        The switches of further layers.
    lang
        The language.

    Returns
    -------
    section
        A section of the panel.
    """
    levels = [
        Entry(
            say(f"maps.priority.by_{name}", lang),
            control=Control("data-paint", name, checked=name == "village"),
        )
        for name in ("village", "township")
    ]
    site = Entry(
        say("maps.priority.sites", lang),
        SymbolSwatch(SITE, "house", SITE.ink),
        (f"{sites:,}",),
        Control("data-show", "sites"),
    )
    notes = (say("maps.priority.sites_lost", lang, count=lost),) if lost else ()
    return Legend(say("maps.ui.layers", lang), (*levels, site, *more, *name_entries(lang)), notes=notes)


def zone_legend(of_village: Zones, of_township: Zones, lang: Language) -> Legend:
    """
    Explain the colours, with the number of villages and townships in each.

    Parameters
    ----------
    of_village
        The villages' states.
    of_township
        The townships' states.
    lang
        The language.

    Returns
    -------
    section
        A section of the panel.
    """
    states = [
        Entry(
            say(f"maps.zone.{state}", lang),
            AreaSwatch(ZONES[state]),
            (str(of_village.count(state)), str(of_township.count(state))),
        )
        for state in STATES
    ]
    return Legend(
        say("maps.ui.legend", lang),
        (*states, *border_entries(lang)),
        heads=(say("maps.unit.villages", lang), say("maps.unit.townships", lang)),
        notes=(say("maps.priority.note", lang),),
    )


def ranking(land: Land, zones: Zones, lang: Language) -> Ranking:
    """
    List the townships by rank; those without one come last, by code.

    Parameters
    ----------
    land
        The county.
    zones
        The townships' states and figures.
    lang
        The language.

    Returns
    -------
    section
        A section of the panel.
    """
    heads = tuple(say(f"maps.priority.head_{name}", lang) for name in ("rank", "township", "value", "margin"))
    ranks = zones.first["rank"].astype("Float64").reset_index(drop=True)
    order = [int(row) for row in ranks.sort_values(kind="stable").index]
    names = land.townships["township"].tolist()
    rows = [
        Row(_figures(zones, row, names[row]), f"townships.{row}", AreaSwatch(ZONES[STATES[zones.state[row]]]))
        for row in order
    ]
    notes = (say("maps.priority.ranking_note", lang, basis=zones.bases[0]),) if zones.bases else ()
    return Ranking(say("maps.priority.ranking", lang), heads, tuple(rows), notes=notes)


def _figures(zones: Zones, row: int, name: str) -> tuple[str, ...]:
    unit = zones.first.iloc[row]
    rank, value, margin = unit["rank"], unit["value"], unit["margin"]
    return (
        _NOTHING if pd.isna(rank) else str(int(rank)),
        name,
        _NOTHING if pd.isna(value) else f"{value:.2%}",
        _NOTHING if pd.isna(margin) else f"{int(margin):+,}".replace("-", "−").replace("+0", "0"),
    )


def unit_card(zones: Zones, subtitle: str, lang: Language) -> dict[str, Any]:
    """
    Say what the card of a village or township lists: its state, then the figures on each basis side by side.

    Parameters
    ----------
    zones
        The units' states and figures.
    subtitle
        The column that stands under the name.
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    persons = say("maps.unit.persons", lang)
    formats = {
        "outcome": ("text", ""),
        "numerator": ("whole", persons),
        "denominator": ("whole", persons),
        "value": ("percent", ""),
        "threshold": ("percent", ""),
        "margin": ("signed", persons),
        "denominator_as_of": ("text", ""),
        "denominator_doc": ("text", ""),
    }
    figures = [
        {"label": say(f"maps.priority.{column}", lang), "column": column, "format": kind, "unit": unit}
        for column, (kind, unit) in formats.items()
    ]
    bases = [
        {"label": say("maps.priority.basis", lang, basis=basis), "within": f"has{i}", "suffix": str(i)}
        for i, basis in enumerate(zones.bases)
    ]
    states = [say(f"maps.zone.{state}", lang) for state in STATES]
    lines: list[dict[str, Any]] = [
        {"label": say("maps.priority.state", lang), "column": "state", "choices": states},
        {"label": say("maps.priority.rank", lang), "column": "rank", "format": "whole", "optional": True},
    ]
    if zones.is_compared:
        label = say("maps.priority.difference", lang)
        lines.append({"label": label, "column": "difference", "format": "text", "optional": True})
    return {"title": "name", "subtitle": subtitle, "lines": lines, "grid": {"bases": bases, "lines": figures}}


def site_card(lang: Language) -> dict[str, Any]:
    """
    Say what the card of a relocation site lists.

    Parameters
    ----------
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    formats = {"kind": ("text", ""), "households": ("whole", "households"), "persons": ("whole", "persons")}
    lines = [
        {
            "label": say(f"maps.site.{column}", lang),
            "column": column,
            "format": kind,
            "unit": say(f"maps.unit.{unit}", lang) if unit else "",
        }
        for column, (kind, unit) in formats.items()
    ]
    return {"title": "name", "subtitle": "place_name", "lines": [*lines, approximate_line(lang)]}
