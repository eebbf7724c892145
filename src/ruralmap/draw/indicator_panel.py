"""What the map of one rule says beside the map and on its cards."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd

from ruralmap.draw.legends import border_entries, name_entries
from ruralmap.draw.panel import AreaSwatch, Control, Entry, Figure, Legend, Ranking, Row, Totals
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import INDICATORS, VALUES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ruralmap.draw.shapes import Land

Level = Literal["village", "township"]
STATUSES: Final = tuple(INDICATORS)
# What the rule asks for holds of these; of the others it does not, or nobody knows.
HOLDS: Final = frozenset({"selected", "pass", "recorded", "listed"})
_NOTHING: Final = "—"


@dataclass(frozen=True)
class RuleHead:
    """
    What a map says of its rule, in the language of the page.

    `level` is that of the units drawn. `counts` says that a unit's value is a part of its households, those
    that the rule names of those of whom it speaks, so that the unit itself has no outcome. `unit` is that of
    the value, such as 人/人. `lines` are further pairs of words: quote, source, reading.
    """

    rule_id: str
    label: str
    level: Level
    unit: str
    lines: tuple[tuple[str, str], ...]
    counts: bool = False


def figure_text(value: object, unit: str, lang: Language) -> str | None:
    """
    Write a value: a part of its own kind as per cent, anything else with its unit.

    Parameters
    ----------
    value
        A number, or missing.
    unit
        Such as 人/人, 元/人 or 户.
    lang
        The language.

    Returns
    -------
    text
        Such as `4.55%`; missing where the value is.
    """
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    number = float(value)  # type: ignore[arg-type]
    above, _, below = unit.partition("/")
    if above == below:
        return f"{number:.2%}"
    digits = f"{number:,.0f}" if number.is_integer() else f"{number:,.2f}"
    return say("policy_maps.indicator.figure", lang, number=digits, unit=unit)


def about(head: RuleHead, layers: Sequence[Entry], lang: Language) -> tuple[Totals, Legend]:
    """
    Say which rule this is, and offer its colourings.

    Parameters
    ----------
    head
        The rule.
    layers
        Switches of further layers.
    lang
        The language.

    Returns
    -------
    sections
        Two sections of the panel.
    """
    words = Totals(
        f"{head.rule_id} {head.label}",
        tuple(Figure(label, text, "", "data-rule") for label, text in head.lines),
    )
    paints = ("value", "plain") if head.counts else ("outcome", "value", "plain")
    entries = [
        Entry(_say(f"by_{name}", lang), control=Control("data-paint", name, checked=name == paints[0]))
        for name in paints
    ]
    return words, Legend(say("maps.ui.layers", lang), (*entries, *layers, *name_entries(lang)))


def rule_legends(
    status: NDArray[np.int64],
    classes: NDArray[np.int64],
    bounds: NDArray[np.float64],
    *,
    head: RuleHead,
    lang: Language,
) -> tuple[Legend, ...]:
    """
    Explain the colours of outcomes, where units have any, and those of values.

    Parameters
    ----------
    status
        The number of each unit's status.
    classes
        The class of each unit's value; the last is no value.
    bounds
        Where each class but the first begins.
    head
        The rule.
    lang
        The language.

    Returns
    -------
    sections
        One or two sections of the panel; of outcomes those that occur.
    """
    heads = (say(f"maps.unit.{head.level}s", lang),)
    counts = np.bincount(status, minlength=len(STATUSES)).tolist()
    outcomes = [
        Entry(_say(f"status.{name}", lang), AreaSwatch(INDICATORS[name]), (f"{count:,}",))
        for name, count in zip(STATUSES, counts, strict=True)
        if count
    ]
    edges = [figure_text(bound, head.unit, lang) or "" for bound in bounds]
    labels = [_say("below", lang, bound=edges[0])] if edges else [_say("any", lang)]
    labels += [_say("between", lang, low=low, high=high) for low, high in pairwise(edges)]
    labels += [_say("from", lang, bound=edges[-1])] if edges else []
    sums = np.bincount(classes, minlength=len(VALUES) + 1).tolist()
    values = [
        Entry(label, AreaSwatch(VALUES[number]), (f"{sums[number]:,}",))
        for number, label in enumerate(labels)
    ]
    blank = INDICATORS["not_applicable"]
    without = _say("nobody" if head.counts else "no_value", lang)
    values.append(Entry(without, AreaSwatch(blank), (f"{sums[len(VALUES)]:,}",)))
    of_values = Legend(
        _say("values", lang),
        (*values, *border_entries(lang)),
        heads=heads,
        notes=(_say("values_note", lang),),
        narrow=True,
    )
    if head.counts:
        return (of_values,)
    of_outcomes = Legend(_say("outcomes", lang), tuple(outcomes), heads=heads, narrow=True)
    return of_outcomes, of_values


def township_list(land: Land, rows: pd.DataFrame, head: RuleHead, lang: Language) -> Ranking:
    """
    List the townships by rank, or by value, the largest first; else by how many villages or households.

    Parameters
    ----------
    land
        The county.
    rows
        The units in the order of the map.
    head
        The rule.
    lang
        The language.

    Returns
    -------
    section
        A section of the panel. Those without a value come last, in the order of codes.
    """
    names, note = land.townships["township"].tolist(), "list_note"
    if head.level == "township" and not head.counts:
        by = rows["value"].reset_index(drop=True)
        order = by.sort_values(ascending=False, kind="stable").index
        ranked = "rank" in rows and bool(rows["rank"].notna().any())
        if ranked:
            note = "list_ranked"
            ranks = rows["rank"].reset_index(drop=True).astype("Float64")
            order = ranks.iloc[order].sort_values(kind="stable", na_position="last").index
        swatches = [INDICATORS[name] for name in rows["status"]]
        listed = tuple(
            Row(
                (
                    *((_ranked(rows["rank"].iloc[row]),) if ranked else ()),
                    names[row],
                    figure_text(rows["value"].iloc[row], head.unit, lang) or _NOTHING,
                    _signed(rows["margin"].iloc[row]),
                ),
                f"townships.{row}",
                AreaSwatch(swatches[row]),
            )
            for row in order
        )
        columns = (*(("rank",) if ranked else ()), "township", "value", "margin")
    else:
        own = head.level == "township"
        township = np.arange(len(names)) if own else land.villages["township_row"].to_numpy()
        part, whole = _holding(rows, head)
        parts, wholes = (
            np.bincount(township, weights=numbers, minlength=len(names)).astype(int)
            for numbers in (part, whole)
        )
        listed = tuple(
            Row((names[row], f"{parts[row]:,}", f"{wholes[row]:,}"), f"townships.{row}")
            for row in np.argsort(-parts, kind="stable").tolist()
        )
        columns = ("township", *(("named", "households") if head.counts else ("holds", "asked")))
    heads = tuple(_say(f"head.{name}", lang) for name in columns)
    return Ranking(_say("list", lang), heads, listed, named=0, notes=(_say(note, lang),))


def _holding(rows: pd.DataFrame, head: RuleHead) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count of each village what the rule names, and what it asks of: households, or the village itself."""
    if head.counts:
        named, whole = (rows[name].fillna(0).astype("int64") for name in ("numerator", "denominator"))
    else:
        named, whole = (
            flags.astype("int64")
            for flags in (rows["status"].isin(HOLDS), rows["status"].ne("not_applicable"))
        )
    return np.asarray(named, dtype=np.int64), np.asarray(whole, dtype=np.int64)


def _ranked(rank: object) -> str:
    return _NOTHING if pd.isna(rank) else str(rank)  # type: ignore[call-overload]


def _signed(margin: object) -> str:
    if pd.isna(margin):  # type: ignore[call-overload]
        return _NOTHING
    return f"{int(margin):+,}".replace("-", "−").replace("+0", "0")  # type: ignore[call-overload]


def unit_card(head: RuleHead, subtitle: str, lang: Language) -> dict[str, Any]:
    """
    Say what the card of a unit lists: its outcome, and the numbers behind it.

    Parameters
    ----------
    head
        The rule.
    subtitle
        The column that stands under the name.
    lang
        The language.

    Returns
    -------
    card
        As `page/card.js` reads it.
    """
    kind = "households" if head.counts else "unit"
    statuses = [_say(f"status.{name}", lang) for name in STATUSES]
    lines: list[dict[str, Any]] = [] if head.counts else [{"column": "state", "choices": statuses}]
    lines.append({"column": "value", "format": "text", "optional": True})
    lines += [{"column": name, "format": "whole", "optional": True} for name in ("numerator", "denominator")]
    if not head.counts:
        lines.append({"column": "threshold", "format": "text", "optional": True})
        lines.append({"column": "margin", "format": "signed"})
    labelled = [{"label": _say(f"card.{kind}.{line['column']}", lang)} | line for line in lines]
    return {"title": "name", "subtitle": subtitle, "lines": labelled}


def _say(key: str, lang: Language, **values: object) -> str:
    return say(f"policy_maps.indicator.{key}", lang, **values)
