"""What the map of assets says beside the map and on its cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ruralmap.draw.legends import border_entries, name_entries
from ruralmap.draw.panel import Control, Entry, Figure, Legend, Picker, SymbolSwatch, Totals
from ruralmap.draw.spots import IN_VILLAGE, approximate_line
from ruralmap.schema.money import wan_text
from ruralmap.schema.works import OWNER_LEVELS
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import ASSET_SYMBOLS, RUN_STATES, SymbolFill

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ruralmap.draw.panel import Section

_BLANK = SymbolFill("#ffffff")
_HOUSEHOLD = "到户类"
UNREGISTERED: Final = "未登记"
# 权属级别; the last is of assets of which nobody entered it.
LEVELS: Final = (*OWNER_LEVELS, UNREGISTERED)


def asset_sections(ledger: pd.DataFrame, townships: Sequence[str], lang: Language) -> tuple[Section, ...]:
    """
    Write the panel: totals, the choice of a township, and the two legends, which are filters too.

    Parameters
    ----------
    ledger
        All assets with `class_number`, `state_number`, `is_public`, `is_drawn`, `placing` and
        `original_value_fen`.
    townships
        The townships' names, in the map's order.
    lang
        The language.

    Returns
    -------
    sections
        The sections of the panel.
    """
    return (
        _totals(ledger, lang),
        Picker(
            say("maps.assets.township", lang),
            "assets.township",
            tuple(townships),
            say("maps.ui.all_townships", lang),
        ),
        Picker(
            say("maps.assets.owner_level", lang),
            "assets.level",
            tuple(say(f"maps.owner_level.{level}", lang) for level in LEVELS),
            say("maps.assets.all_levels", lang),
        ),
        _class_legend(ledger, lang),
        _state_legend(ledger, lang),
        Legend(say("maps.ui.layers", lang), (*name_entries(lang), *border_entries(lang))),
    )


def _totals(ledger: pd.DataFrame, lang: Language) -> Totals:
    items, wan = say("maps.unit.items", lang), say("maps.unit.wan", lang)
    drawn, values = ledger["is_drawn"], ledger["original_value_fen"]
    whole, shown = int(values.sum()), int(values[drawn].sum())
    lines = (
        Figure(say("maps.assets.total", lang), f"{len(ledger):,}", items, "data-total-rows", strong=True),
        Figure(say("maps.assets.total_value", lang), wan_text(whole), wan, "data-total-sum", strong=True),
        Figure(say("maps.ui.shown", lang), f"{int(drawn.sum()):,}", items, "data-shown-rows", live=True),
        Figure(say("maps.ui.shown_value", lang), wan_text(shown), wan, "data-shown-sum"),
    )
    unvalued = int(values.isna().sum())
    notes = (say("maps.assets.unvalued", lang, count=f"{unvalued:,}"),) if unvalued else ()
    return Totals(say("maps.ui.total", lang), lines, notes=notes)


def _class_legend(ledger: pd.DataFrame, lang: Language) -> Legend:
    """Explain the shapes; what is not drawn is counted here, so that the legend adds up to the ledger."""
    drawn = ledger[ledger["is_drawn"]]
    counts = drawn["class_number"].value_counts().to_dict()
    entries = [
        Entry(
            say(f"maps.class.{name}", lang),
            SymbolSwatch(_BLANK, shape),
            (f"{counts.get(number, 0):,}",),
            Control("data-filter", "assets.class", number),
        )
        for number, (name, shape) in enumerate(ASSET_SYMBOLS.items())
    ]
    households = int((~ledger["is_public"]).sum())
    lost = int((ledger["is_public"] & ~ledger["is_drawn"]).sum())
    approximate = int((drawn["placing"] == IN_VILLAGE).sum())
    entries.append(Entry(say("maps.assets.household", lang), figures=(f"{households:,}",)))
    if lost:
        entries.append(Entry(say("maps.assets.nowhere", lang), figures=(f"{lost:,}",)))
    notes = (say("maps.assets.approximate", lang, count=f"{approximate:,}"),) if approximate else ()
    heads = (say("maps.unit.items", lang),)
    return Legend(say("maps.assets.classes", lang), tuple(entries), heads=heads, notes=notes)


def _state_legend(ledger: pd.DataFrame, lang: Language) -> Legend:
    counts = ledger.loc[ledger["is_drawn"], "state_number"].value_counts().to_dict()
    entries = tuple(
        Entry(
            say(f"maps.state.{state}", lang),
            SymbolSwatch(fill),
            (f"{counts.get(number, 0):,}",),
            Control("data-filter", "assets.state", number),
        )
        for number, (state, fill) in enumerate(RUN_STATES.items())
    )
    return Legend(say("maps.assets.states", lang), entries, heads=(say("maps.unit.items", lang),))


def asset_card(lang: Language, *, has_history: bool = False) -> dict[str, Any]:
    """
    Say what the card of an asset lists.

    Parameters
    ----------
    lang
        The language.
    has_history
        Whether the column `history` is there.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    more: dict[str, dict[str, Any]] = {
        "class": {"choices": [say(f"maps.class.{name}", lang) for name in ASSET_SYMBOLS]},
        "subtype": {"format": "text", "optional": True},
        "state": {"choices": [say(f"maps.state.{state}", lang) for state in RUN_STATES]},
        "seen": {"format": "text"},
        "value": {"format": "wan", "unit": say("maps.unit.wan", lang)},
        "level": {"choices": [say(f"maps.owner_level.{level}", lang) for level in LEVELS]},
        "owners": {"format": "text"},
        "served": {"format": "text"},
        "operator": {"format": "text"},
        "custodian": {"format": "text"},
    }
    lines = [
        {"label": say(f"maps.asset.{column}", lang), "column": column} | how for column, how in more.items()
    ]
    heading = {"heading": say("maps.assets.history", lang), "over": "history"}
    history = [heading, {"items": "history"}] if has_history else []
    return {"title": "name", "subtitle": "place_name", "lines": [*lines, approximate_line(lang), *history]}


def place_card(subtitle: str, lang: Language) -> dict[str, Any]:
    """
    Say what the card of a village or township lists: how many assets of each class and state.

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
    count = {"format": "whole", "unit": say("maps.unit.items", lang)}
    classes = [
        {"label": say(f"maps.class.{name}", lang), "column": f"class{i}"} | count
        for i, name in enumerate((*ASSET_SYMBOLS, _HOUSEHOLD))
    ]
    states = [
        {"label": say(f"maps.state.{state}", lang), "column": f"state{i}", "optional": True} | count
        for i, state in enumerate(RUN_STATES)
    ]
    lines = [
        {"heading": say("maps.assets.by_class", lang)},
        *classes,
        {"heading": say("maps.assets.by_state", lang)},
        *states,
    ]
    notes = [say("maps.assets.household_note", lang)]
    return {"title": "name", "subtitle": subtitle, "lines": lines, "notes": notes}
