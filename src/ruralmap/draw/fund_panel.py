"""What the map of money says beside the map and on its cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

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

    from ruralmap.draw.panel import Section

_LEVEL_SWATCH_PX: Final = 9
# The legend shows the widths of round amounts near these parts of the whole.
_SAMPLE_PARTS: Final = (25, 80, 250)


def fund_sections(rows: pd.DataFrame, townships: Sequence[str], lang: Language) -> tuple[Section, ...]:
    """
    Write the panel: the totals, the filters of year and level, the widths, and each township's money.

    Parameters
    ----------
    rows
        The flows with `year`, `year_number`, `level`, `level_number`, `township`, `village`, `arranged` and
        `amount_fen`.
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
        _totals(int(rows["amount_fen"].sum()), lang),
        _year_filter(rows, lang),
        _level_filter(rows, lang),
        _width_legend(int(rows["amount_fen"].abs().sum()), lang),
        _places(rows, townships, lang),
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


def _totals(total: int, lang: Language) -> Totals:
    yuan, wan = say("maps.unit.yuan", lang), say("maps.unit.wan", lang)
    lines = (
        Figure(say("maps.funds.total", lang), yuan_text(total), yuan, "data-total-yuan", strong=True),
        Figure("", wan_text(total), wan, "data-total-sum"),
        Figure(say("maps.ui.shown", lang), yuan_text(total), yuan, "data-shown-yuan", live=True),
        Figure("", wan_text(total), wan, "data-shown-sum"),
    )
    return Totals(say("maps.funds.totals", lang), lines, notes=(say("maps.funds.equal", lang),))


def _year_filter(rows: pd.DataFrame, lang: Language) -> Legend:
    years = rows.groupby("year_number").agg({"year": "first", "amount_fen": "sum"})
    entries = [
        Entry(
            say("maps.funds.year", lang, year=year),
            figures=(wan_text(amount),),
            control=Control("data-filter", "flows.year", number),
        )
        for number, (year, amount) in enumerate(zip(years["year"], years["amount_fen"], strict=True))
    ]
    return Legend(
        say("maps.funds.years", lang), tuple(entries), heads=(say("maps.unit.wan", lang),), narrow=True
    )


def _level_filter(rows: pd.DataFrame, lang: Language) -> Legend:
    sums = rows.groupby("level")["amount_fen"].sum().to_dict()
    entries = [
        Entry(
            say(f"maps.level.{level}", lang),
            StrokeSwatch(Stroke(colour, _LEVEL_SWATCH_PX)),
            (wan_text(sums[level]),),
            Control("data-filter", "flows.level", number),
        )
        for number, (level, colour) in enumerate(FUND_LEVELS.items())
        if level in sums
    ]
    return Legend(
        say("maps.funds.levels", lang), tuple(entries), heads=(say("maps.unit.wan", lang),), narrow=True
    )


def _width_legend(gross: int, lang: Language) -> Legend:
    """Explain the widths by round amounts; the page's script, which knows the screen, draws them true."""
    amounts = dict.fromkeys(_round_amount(gross // part) for part in _SAMPLE_PARTS)
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
    sums = rows[rows["township"] >= 0].groupby("township")["amount_fen"].sum().to_dict()
    order = sorted(range(len(townships)), key=lambda town: (-sums.get(town, 0), town))
    towns = [
        Row(
            (townships[town], wan_text(sums.get(town, 0))),
            f"townships.{town}",
            names=("", f'data-flow-town="{town}"'),
        )
        for town in order
    ]
    in_none, has_village = rows["township"] < 0, rows["village"] >= 0
    beside = {
        "unarranged": (in_none & ~rows["arranged"], f'data-flow-town="{len(townships)}"'),
        "unplaced": (in_none & rows["arranged"], f'data-flow-town="{len(townships) + 1}"'),
        "rest_of_it": (~in_none & ~has_village, "data-flow-rest"),
    }
    others = [
        Row(
            (say(f"maps.funds.{name}", lang), wan_text(int(rows.loc[part, "amount_fen"].sum()))),
            names=("", mark),
        )
        for name, (part, mark) in beside.items()
        if part.any()
    ]
    heads = (say("maps.funds.place", lang), say("maps.unit.wan", lang))
    reset = say("maps.ui.all_townships", lang)
    return Ranking(say("maps.funds.townships", lang), heads, (*towns, *others), named=0, reset=reset)
