"""Entries that every legend has: the borders, and the names of places."""

from __future__ import annotations

from ruralmap.draw.panel import Control, Entry, StrokeSwatch
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import BORDERS


def name_entries(lang: Language) -> tuple[Entry, ...]:
    """
    Offer the names of townships and villages as switches.

    Parameters
    ----------
    lang
        The language.

    Returns
    -------
    entries
        Two entries of a legend.
    """
    return tuple(
        Entry(say(f"maps.ui.{key}", lang), control=Control("data-show", name))
        for key, name in (("township_names", "townshipNames"), ("village_names", "villageNames"))
    )


def border_entries(lang: Language) -> tuple[Entry, ...]:
    """
    Explain the borders.

    Parameters
    ----------
    lang
        The language.

    Returns
    -------
    entries
        Three entries of a legend: county, township, village.
    """
    return tuple(
        Entry(say(f"maps.border.{name}", lang), StrokeSwatch(stroke)) for name, stroke in BORDERS.items()
    )
