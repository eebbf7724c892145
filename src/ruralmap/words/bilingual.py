"""A message in both languages at once: an error does not know who will read it."""

from __future__ import annotations

from ruralmap.words.catalogue import say


def say_both(key: str, /, **values: object) -> str:
    """
    Say a message in Chinese, then in English in brackets.

    Parameters
    ----------
    key
        Subject and dotted key, such as `files.no_space`.
    **values
        What the message's braces are filled with.

    Returns
    -------
    message
        Such as `磁盘已满。 (The disk is full.)`.
    """
    return f"{say(key, 'zh', **values)} ({say(key, 'en', **values)})"
