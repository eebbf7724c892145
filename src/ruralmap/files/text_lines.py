"""How many lines a text takes in a cell (折行): Excel fits rows by itself, WPS and LibreOffice do not."""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache
from typing import Final

_WIDE: Final = 2  # columns that a Chinese character takes
_SPARE: Final = 1.1  # how much wider than counted a line of words may run, in one font or another


def lines_of_text(text: str, width: float) -> int:
    """
    Count the lines of a text in a cell.

    Parameters
    ----------
    text
        The text; its own line breaks count.
    width
        Of the cell, in characters.

    Returns
    -------
    lines
        At least one; a Chinese character is two columns wide, and stands on one line in whole.
    """
    if _WIDE * len(text) < width and "\n" not in text:
        return 1
    room = width if text.isascii() or width < _WIDE else width // _WIDE * _WIDE
    return sum(max(math.ceil(_columns_of(line) / room), 1) for line in text.split("\n"))


def lines_of_note(text: str, width: float) -> int:
    """
    Count the lines of a sentence over several columns, with room for one font or another.

    Parameters
    ----------
    text
        The text.
    width
        Of the columns, in characters.

    Returns
    -------
    lines
        At least one.
    """
    return max(math.ceil(_columns_of(text) * _SPARE / width), 1)


@lru_cache(maxsize=4096)
def _columns_of(text: str) -> int:
    """Count the columns that a text is wide."""
    if text.isascii():
        return len(text)
    return sum(_WIDE if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
