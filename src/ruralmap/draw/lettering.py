"""Texts on a sheet (图面文字): how wide they are, where a line breaks, and what fits beside a bar."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Parts of the height: how wide Latin letters of names are on average, and Chinese ones all are.
_NARROW, _BROAD = 0.52, 1.0
# What a line may be broken between: Chinese letters, and Latin words of a length that fits.
_WORDS: Final = re.compile(r"[!-~]{1,40}\s?|.", re.DOTALL)


def width_of(text: str, size: float) -> float:
    """
    Estimate how wide a text is, without asking a font.

    Parameters
    ----------
    text
        The text.
    size
        The height of its letters, in points.

    Returns
    -------
    width
        In points. A sign that a Chinese font may make broad counts as broad (Unicode's East Asian Width A).
    """
    broad = sum(unicodedata.east_asian_width(letter) in "WFA" for letter in text)
    return size * (_BROAD * broad + _NARROW * (len(text) - broad))


def wrapped(text: str, room: float, size: float) -> list[str]:
    """
    Break a text into lines, between Chinese letters or Latin words.

    Parameters
    ----------
    text
        The text.
    room
        How wide a line may be, in points.
    size
        The height of its letters, in points.

    Returns
    -------
    lines
        At least one; together they are the text.
    """
    lines = [""]
    for word in _WORDS.findall(text):
        if lines[-1] and width_of(lines[-1] + word.rstrip(), size) > room:
            lines.append("")
        lines[-1] += word
    return lines


def shortened(label: str, room: float, size: float) -> str:
    """
    Shorten a name that would leave the sheet, or run into what stands beside it.

    Parameters
    ----------
    label
        The name.
    room
        How wide it may be, in points.
    size
        The height of its letters, in points.

    Returns
    -------
    text
        The name, or its beginning and a sign that it goes on.
    """
    if width_of(label, size) <= room:
        return label
    kept = label
    while kept and width_of(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept}…"
