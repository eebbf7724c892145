"""What the map of money says beside the map and on its cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from ruralmap.draw.fund_rows import LEVELS
from ruralmap.draw.legends import border_entries
from ruralmap.draw.panel import (
    Control,
    Entry,
    Figure,
    Legend,
    Ranking,
    Row,
    StrokeSwatch,
    Totals,
    WidthSwatch,
)
from ruralmap.schema.money import FEN_PER_WAN, wan_text, yuan_text
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import FUND_LEVELS, Stroke

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ruralmap.draw.fund_rows import FundRows
    from ruralmap.draw.panel import Section, Swatch

_LEVEL_SWATCH_PX: Final = 9
# The legend shows the widths of round amounts near these parts of the widest flow.
_SAMPLE_PARTS: Final = (2, 6, 18)


def fund_sections(
    numbered: FundRows, townships: Sequence[str], *, total: str, lang: Language
) -> tuple[Section, ...]:
    """
    Write the panel: the totals, the forms and filters, the widths, and each township's money.

    Parameters
    ----------
    numbered
        The flows.
    townships
        The townships' names, in the map's order.
    total
        What the total is called: that of the ledger, or of what is shown of it.
    lang
        The language.

    Returns
    -------
    sections
        The sections of the panel.
    """
    years = [say("maps.funds.year", lang, year=year) for year in numbered.years]
    levels = [say(f"maps.level.{level}", lang) for level in LEVELS]
    channels = [say(f"maps.channel.{channel}", lang) for channel in numbered.channels]
    colours = [StrokeSwatch(Stroke(colour, _LEVEL_SWATCH_PX)) for colour in FUND_LEVELS.values()]
    return (
        _totals(numbered.total, total, lang),
        _forms(lang),
        _filter(numbered, "year", years, lang=lang),
        _filter(numbered, "level", levels, swatches=colours, lang=lang),
        _filter(numbered, "channel", channels, lang=lang),
        _width_legend(numbered.widest, lang),
        _places(numbered.rows, townships, lang),
    )


def fund_card(subtitle: str, lang: Language) -> dict[str, Any]:
    """
    Say what the card of a village or township lists: its money, as the filters let it through.

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
    lines = [
        {
            "label": say("maps.funds.amount", lang) if unit == "yuan" else "",
            "column": "amount",
            "format": unit,
            "unit": say(f"maps.unit.{unit}", lang),
        }
        for unit in ("yuan", "wan")
    ]
    return {
        "title": "name",
        "subtitle": subtitle,
        "lines": lines,
        "notes": [say("maps.funds.card_note", lang)],
    }


def _totals(total: int, name: str, lang: Language) -> Totals:
    yuan, wan = say("maps.unit.yuan", lang), say("maps.unit.wan", lang)
    lines = (
        Figure(name, yuan_text(total), yuan, "data-total-yuan", strong=True),
        Figure("", wan_text(total), wan, "data-total-sum"),
        Figure(say("maps.ui.shown", lang), yuan_text(total), yuan, "data-shown-yuan", live=True),
        Figure("", wan_text(total), wan, "data-shown-sum"),
    )
    return Totals(say("maps.funds.totals", lang), lines, notes=(say("maps.funds.equal", lang),))


def _forms(lang: Language) -> Legend:
    """Offer the map or the Sankey figure, and villages or projects as the ends."""
    choices: tuple[tuple[Literal["data-view", "data-ends"], str, str], ...] = (
        ("data-view", "map", "view_map"),
        ("data-view", "sankey", "view_sankey"),
        ("data-ends", "village", "end_village"),
        ("data-ends", "project", "end_project"),
    )
    entries = tuple(
        Entry(
            say(f"maps.funds.{word}", lang),
            control=Control(action, target, checked=target in {"map", "village"}),
        )
        for action, target, word in choices
    )
    notes = (say("maps.funds.ends_note", lang),)
    return Legend(say("maps.funds.ends", lang), entries, notes=notes, narrow=True)


def _filter(
    numbered: FundRows,
    column: str,
    labels: Sequence[str],
    *,
    lang: Language,
    swatches: Sequence[Swatch] | None = None,
) -> Legend:
    """List the years, levels or channels that there are, each with its sum and a tick."""
    sums = numbered.rows.groupby(column)["amount"].sum().to_dict()
    entries = tuple(
        Entry(
            label,
            swatches[number] if swatches else None,
            (wan_text(sums[number]),),
            Control("data-filter", f"flows.{column}", number),
        )
        for number, label in enumerate(labels)
        if number in sums
    )
    heads = (say("maps.unit.wan", lang),)
    return Legend(say(f"maps.funds.{column}s", lang), entries, heads=heads, narrow=True)


def _width_legend(widest: int, lang: Language) -> Legend:
    """Explain the widths by round amounts; the page's script, which knows the screen, draws them true."""
    amounts = dict.fromkeys(_round_amount(widest // part) for part in _SAMPLE_PARTS)
    samples = [
        Entry(say("maps.funds.width", lang, amount=f"{amount // FEN_PER_WAN:,}"), WidthSwatch(amount))
        for amount in amounts
        if amount
    ]
    least = Entry(say("maps.funds.hairline", lang), WidthSwatch(0))
    entries = (*samples, least, *border_entries(lang))
    return Legend(
        say("maps.ui.legend", lang), entries, notes=(say("maps.funds.widths_note", lang),), narrow=True
    )


def _round_amount(fen: int) -> int:
    """Take the largest of 1, 2, 5, 10, 20 ... 万元 that is not above an amount; 0 below 1 万元."""
    wan = fen // FEN_PER_WAN
    if wan < 1:
        return 0
    power: int = 10 ** (len(str(wan)) - 1)
    return max(step * power for step in (1, 2, 5) if step * power <= wan) * FEN_PER_WAN


def _places(rows: pd.DataFrame, townships: Sequence[str], lang: Language) -> Ranking:
    """List what each township was given, the most first, and below them what has reached none."""
    sums = rows[rows["township"] >= 0].groupby("township")["amount"].sum().to_dict()
    order = sorted(range(len(townships)), key=lambda town: (-sums.get(town, 0), town))
    towns = [
        Row(
            (townships[town], wan_text(sums.get(town, 0))),
            f"townships.{town}",
            names=("", f"data-flow-town={town}"),
        )
        for town in order
    ]
    in_none, has_village, arranged = rows["township"] < 0, rows["village"] >= 0, rows["project"] >= 0
    beside = {
        "unarranged": (in_none & ~arranged, f"data-flow-town={len(townships)}", ""),
        "unplaced": (in_none & arranged, f"data-flow-town={len(townships) + 1}", ""),
        "rest_of_it": (~in_none & ~has_village, "data-flow-rest", "data-rest-name"),
    }
    others = [
        Row(
            (say(f"maps.funds.{name}", lang), wan_text(int(rows.loc[part, "amount"].sum()))),
            names=(title, mark),
        )
        for name, (part, mark, title) in beside.items()
        if part.any() or title  # in which projects or villages the page may choose
    ]
    heads = (say("maps.funds.place", lang), say("maps.unit.wan", lang))
    reset = say("maps.ui.all_townships", lang)
    title = say("maps.funds.townships", lang)
    return Ranking(title, heads, (*towns, *others), named=0, reset=reset, narrow=True)
