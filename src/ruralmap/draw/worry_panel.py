"""What the map of worries says beside the map and on its cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ruralmap.draw.legends import border_entries, name_entries
from ruralmap.draw.panel import Control, Entry, Figure, Legend, Picker, SymbolSwatch, Totals
from ruralmap.draw.spots import IN_VILLAGE, approximate_line
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import ASSET_SYMBOLS, WORRIES, SymbolFill

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ruralmap.draw.panel import Section

KINDS: Final = tuple(WORRIES)
# What is shown first: money, contracts and what stands idle. Papers and inspections are many.
_FIRST: Final = ("arrears", "contract_ending", "contract_ended", "idle")
_BLANK: Final = SymbolFill("#ffffff")


def worry_sections(rows: pd.DataFrame, townships: Sequence[str], lang: Language) -> tuple[Section, ...]:
    """
    Write the panel: totals, the choice of a township, and the layers, which are switches.

    Parameters
    ----------
    rows
        All worries with `number`, `is_public`, `is_drawn`, `placing` and `asset_class`.
    townships
        The townships' names, in the map's order.
    lang
        The language.

    Returns
    -------
    sections
        The sections of the panel; drawn, of households and in no village add up to all of a kind.
    """
    return (
        _totals(rows, lang),
        Picker(
            say("maps.assets.township", lang),
            "worries.township",
            tuple(townships),
            say("maps.ui.all_townships", lang),
        ),
        _layers(rows, lang),
        _classes(rows, lang),
        Legend(say("maps.ui.layers", lang), (*name_entries(lang), *border_entries(lang))),
    )


def _totals(rows: pd.DataFrame, lang: Language) -> Totals:
    """Say how many worries there are, and what becomes of each on the map."""
    items = say("asset_worries.unit", lang)
    drawn = rows["is_drawn"]
    households = int(rows["asset_class"].notna().sum() - rows["is_public"].sum())
    nowhere = len(rows) - int(drawn.sum()) - households
    counts = {
        "total": (len(rows), "data-total-rows", True),
        "drawn": (int(drawn.sum()), "data-drawn-rows", False),
        "household": (households, "data-household-rows", False),
        "nowhere": (nowhere, "data-nowhere-rows", False),
        "shown": (int(drawn.sum()), "data-shown-rows", False),
    }
    lines = tuple(
        Figure(
            say(f"asset_worries.map.{key}", lang),
            f"{count:,}",
            items,
            name,
            strong=strong,
            live=key == "shown",
        )
        for key, (count, name, strong) in counts.items()
    )
    approximate = int((rows.loc[drawn, "placing"] == IN_VILLAGE).sum())
    notes = [say("asset_worries.map.rings", lang)]
    if approximate:
        notes.append(say("asset_worries.map.approximate", lang, count=f"{approximate:,}"))
    return Totals(say("maps.ui.total", lang), lines, notes=tuple(notes))


def _layers(rows: pd.DataFrame, lang: Language) -> Legend:
    """Offer each kind as a layer: how many of it are drawn, and how many there are."""
    drawn = rows.loc[rows["is_drawn"], "number"].value_counts().to_dict()
    every = rows["number"].value_counts().to_dict()
    entries = tuple(
        Entry(
            say(f"asset_worries.kind.{kind}", lang),
            SymbolSwatch(fill),
            (f"{drawn.get(number, 0):,}", f"{every.get(number, 0):,}"),
            Control("data-filter", "worries.worry", number, checked=kind in _FIRST),
        )
        for number, (kind, fill) in enumerate(WORRIES.items())
    )
    heads = (say("asset_worries.map.head_drawn", lang), say("asset_worries.map.head_all", lang))
    return Legend(say("asset_worries.map.layers", lang), entries, heads=heads)


def _classes(rows: pd.DataFrame, lang: Language) -> Legend:
    counts = rows.loc[rows["is_drawn"], "asset_class"].value_counts().to_dict()
    entries = tuple(
        Entry(
            say(f"maps.class.{name}", lang),
            SymbolSwatch(_BLANK, shape),
            (f"{counts.get(name, 0):,}",),
            Control("data-filter", "worries.class", number),
        )
        for number, (name, shape) in enumerate(ASSET_SYMBOLS.items())
    )
    return Legend(say("maps.assets.classes", lang), entries, heads=(say("asset_worries.unit", lang),))


def worry_card(lang: Language) -> dict[str, Any]:
    """
    Say what the card of a worry lists.

    Parameters
    ----------
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    more: dict[str, dict[str, Any]] = {
        "worry": {"choices": [say(f"asset_worries.kind.{kind}", lang) for kind in KINDS]},
        "reason": {"format": "text"},
        "on": {"format": "text", "optional": True},
        "days": {"format": "whole", "unit": say("asset_worries.days", lang), "optional": True},
        "amount": {"format": "wan", "unit": say("maps.unit.wan", lang)},
        "class": {"choices": [say(f"maps.class.{name}", lang) for name in ASSET_SYMBOLS]},
    }
    lines = [
        {"label": say(f"asset_worries.column.{column}", lang), "column": column} | how
        for column, how in more.items()
    ]
    notes = [say("asset_worries.map.amount_note", lang)]
    return {
        "title": "name",
        "subtitle": "place_name",
        "lines": [*lines, approximate_line(lang)],
        "notes": notes,
    }


def place_card(subtitle: str, lang: Language) -> dict[str, Any]:
    """
    Say what the card of a village or township lists: how many worries of each kind.

    Parameters
    ----------
    subtitle
        The column that stands under the name.
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    unit = say("asset_worries.unit", lang)
    lines = [
        {
            "label": say(f"asset_worries.kind.{kind}", lang),
            "column": f"worry{number}",
            "format": "whole",
            "unit": unit,
            "optional": True,
        }
        for number, kind in enumerate(KINDS)
    ]
    notes = [say("asset_worries.map.place_note", lang)]
    return {"title": "name", "subtitle": subtitle, "lines": lines, "notes": notes}
