"""The text of a document (政策原文), for its quotes to be looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.errors import InputError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path


def read_clauses(path: Path) -> str:
    """
    Read a document's text.

    Parameters
    ----------
    path
        A UTF-8 text file.

    Returns
    -------
    text
        Its text.

    Raises
    ------
    InputError
        If it is no UTF-8 text.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise InputError(say_both("policies.not_text", file=path.name, fault=fault)) from fault
