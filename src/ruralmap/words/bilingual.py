"""A message in both languages at once: an error does not know who will read it."""

from __future__ import annotations

from typing import Self

from ruralmap.words.catalogue import Language, say


class Bilingual(str):
    """A message in Chinese, then in English in brackets, which still knows its halves."""

    __slots__ = ("en", "zh")
    en: str
    zh: str

    def __new__(cls, zh: str, en: str) -> Self:
        """Join the halves."""
        both = super().__new__(cls, f"{zh} ({en})")
        both.zh, both.en = zh, en
        return both

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """Give what a copy is made of."""
        return self.zh, self.en


def say_both(key: str, /, **values: object) -> str:
    """
    Say a message in Chinese, then in English in brackets.

    Parameters
    ----------
    key
        Subject and dotted key, such as `files.no_space`.
    **values
        What the message's braces are filled with; an error's own message is taken in the same language.

    Returns
    -------
    message
        Such as `磁盘已满。 (The disk is full.)`.
    """

    def half(lang: Language) -> str:
        return say(key, lang, **{name: in_language(value, lang) for name, value in values.items()})

    return Bilingual(half("zh"), half("en"))


def message_of(fault: Exception) -> str:
    """
    Take an error's message, with both its halves if it has them.

    Parameters
    ----------
    fault
        The error.

    Returns
    -------
    message
        What it says.
    """
    said = fault.args[0] if fault.args else ""
    return said if isinstance(said, Bilingual) else str(fault)


def in_language(value: object, lang: Language) -> object:
    """
    Take one language of what may be in both.

    Parameters
    ----------
    value
        A message, an error, or anything else.
    lang
        The language.

    Returns
    -------
    value
        That half of a message in both languages; everything else as it is.
    """
    said = message_of(value) if isinstance(value, Exception) else value
    if isinstance(said, Bilingual):
        return said.zh if lang == "zh" else said.en
    return value
