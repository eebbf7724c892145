"""Message catalogues: one TOML file a subject and language, Chinese first."""

from __future__ import annotations

import string
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")


@cache
def read_catalogue(subject: str, lang: Language) -> dict[str, str]:
    """
    Read one subject's messages, nested tables flattened to dotted keys.

    Parameters
    ----------
    subject
        The file's name without its ending, such as `findings`.
    lang
        The language: `zh` or `en`.

    Returns
    -------
    messages
        Message by dotted key, such as `value_missing.found`.
    """
    # importlib.resources would cost every command a tenth of its start.
    path = Path(__file__).with_name(lang) / f"{subject}.toml"
    messages: dict[str, str] = {}

    def flatten(prefix: str, table: dict[str, Any]) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                flatten(f"{prefix}{key}.", value)
            else:
                messages[prefix + key] = str(value)

    flatten("", tomllib.loads(path.read_text(encoding="utf-8")))
    return messages


def say(key: str, lang: Language = "zh", /, **values: object) -> str:
    """
    Say a message in a language.

    Parameters
    ----------
    key
        Subject and dotted key, such as `findings.value_missing.found`.
    lang
        The language: `zh` or `en`.
    **values
        What the message's braces are filled with.

    Returns
    -------
    message
        The message, filled.

    Raises
    ------
    KeyError
        If the catalogue has no such message, or a brace has no value: a fault of ours, found by a test.
    """
    subject, _, dotted = key.partition(".")
    return read_catalogue(subject, lang)[dotted].format(**values)


@cache
def names_in(key: str) -> frozenset[str]:
    """
    List what the texts below a key name in braces, in either language.

    Parameters
    ----------
    key
        Subject and the beginning of the dotted keys, such as `findings.value_missing`.

    Returns
    -------
    names
        What must be given to say any of them.
    """
    subject, _, dotted = key.partition(".")
    texts = [
        text
        for lang in LANGUAGES
        for own, text in read_catalogue(subject, lang).items()
        if own.startswith(f"{dotted}.")
    ]
    return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name)
