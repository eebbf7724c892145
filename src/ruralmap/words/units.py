"""Units in words (单位): 户, 元/人 as they stand, or `households`, `yuan/person`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.words.catalogue import read_catalogue

if TYPE_CHECKING:
    from ruralmap.words.catalogue import Language


def unit_words(unit: str, lang: Language) -> str:
    """
    Name a unit.

    Parameters
    ----------
    unit
        Such as 户 or 元/人.
    lang
        The language.

    Returns
    -------
    text
        A unit that is not known, as an office may write one in a table, stays as it is.
    """
    names = read_catalogue("units", lang)
    above, stroke, below = unit.partition("/")
    return f"{names.get(f'many.{above}', above)}{stroke}{names.get(f'one.{below}', below)}"
