"""How names sound (读音): who types by sound picks the wrong character of the same or nearly the same one."""

from __future__ import annotations

from functools import cache
from typing import Final

# What a southern speaker does not hear, and what the input methods offer as 模糊音: zh/z, ch/c, sh/s, n/l,
# r/l, h/f at the beginning of a syllable; ang/an, eng/en, ing/in at its end.
_BEGINNINGS: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("r", "l"), ("f", "h"))
_ENDS: Final = (("ang", "an"), ("eng", "en"), ("ing", "in"))


def sound_alike(one: str, other: str) -> bool:
    """
    Tell whether two characters have a syllable in common, tones aside.

    Parameters
    ----------
    one
        A character.
    other
        Another.

    Returns
    -------
    answer
        True if any reading of one is a reading of the other.
    """
    return not _syllables(one).isdisjoint(_syllables(other))


def sound_nearly_alike(one: str, other: str) -> bool:
    """
    Tell whether two characters are confused by speakers who do not tell zh from z, n from l, or ang from an.

    Parameters
    ----------
    one
        A character.
    other
        Another.

    Returns
    -------
    answer
        True if any reading of one is, so blurred, a reading of the other.

    Notes
    -----
    Source: the pairs that Chinese input methods offer as 模糊音.
    """
    return not set(map(_blur, _syllables(one))).isdisjoint(map(_blur, _syllables(other)))


@cache
def _syllables(character: str) -> frozenset[str]:
    """List the readings of one character without their tones; a sign that has none is its own."""
    # Its dictionaries take 0.2 s to load, which no command shall pay that has no name to propose.
    from pypinyin import Style, pinyin  # noqa: PLC0415

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])


def _blur(syllable: str) -> str:
    """Write a syllable as it is heard where those pairs are one."""
    for clear, blurred in _BEGINNINGS:
        if syllable.startswith(clear):
            syllable = blurred + syllable.removeprefix(clear)
            break
    for clear, blurred in _ENDS:
        if syllable.endswith(clear):
            return syllable.removesuffix(clear) + blurred
    return syllable
