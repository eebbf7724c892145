"""Answers from a list (选项): yes or no, and one of a column's choices in any of their spellings."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ruralmap.schema.marks import BLANK, BLANK_MARKS, Parsed, as_text, fault_of, plain

if TYPE_CHECKING:
    from ruralmap.schema.columns import Column

_YES: Final = frozenset({"是", "有", "yes", "y", "true", "t", "√", "✓", "✔", "1"})
_NO: Final = frozenset({"否", "不是", "没有", "no", "n", "false", "f", "×", "✗", "✘", "0"})
_CLOSE: Final = 0.5  # likeness from which a choice is worth proposing; it is never applied


def parse_flag(cell: object) -> Parsed:
    """
    Read 是 or 否.

    Parameters
    ----------
    cell
        The cell as read.

    Returns
    -------
    parsed
        True or False; `flag_unknown` has no value.
    """
    text = as_text(cell)
    if text in BLANK_MARKS:
        return BLANK
    word = plain(text).casefold()
    if word in _YES:
        return Parsed(value=True)
    if word in _NO:
        return Parsed(value=False)
    return fault_of(cell, text) or Parsed(None, "flag_unknown")


def parse_choice(cell: object, column: Column) -> Parsed:
    """
    Read one of a column's choices, or a known synonym of one.

    Parameters
    ----------
    cell
        The cell as read.
    column
        The column with its choices and synonyms.

    Returns
    -------
    parsed
        The choice as the dictionary spells it. `choice_unknown` has no value; its note is the likest choice.
    """
    text = as_text(cell)
    if text in BLANK_MARKS:
        return BLANK
    spellings = _spellings(column.choices, tuple(column.synonyms.items()))
    word = _spelling(text)
    if word in spellings:
        return Parsed(spellings[word])
    near = difflib.get_close_matches(word, spellings, n=1, cutoff=_CLOSE)
    return fault_of(cell, text) or Parsed(None, "choice_unknown", spellings[near[0]] if near else "")


def _spelling(text: str) -> str:
    """Make two spellings that differ in width, case, blanks or kind of dash the same."""
    return plain(text).casefold().replace("—", "-").replace("–", "-").replace("～", "-").replace("~", "-")


@lru_cache(maxsize=512)
def _spellings(choices: tuple[str, ...], synonyms: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """List every spelling with the choice it stands for; a choice's own name goes before a synonym."""
    known = {_spelling(word): choice for word, choice in synonyms}
    return known | {_spelling(choice): choice for choice in choices}
