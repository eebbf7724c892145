"""The page's own parts: templates, style sheet, scripts, and data that no browser takes for markup."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import jinja2

if TYPE_CHECKING:
    from collections.abc import Mapping

# The page's own scripts, in the order in which they build on one another.
_SCRIPTS: Final = (
    "numbers",
    "coverage",
    "text",
    "stage",
    "areas",
    "points",
    "lines",
    "labels",
    "flowsums",
    "flowpaint",
    "flows",
    "sankey",
    "sankeypaint",
    "card",
    "controls",
    "start",
)
_READ_BY_HTML: Final = "<>&\u2028\u2029"


def render(name: str, words: Mapping[str, object]) -> str:
    """
    Fill one of the page's templates; whatever is text is escaped.

    Parameters
    ----------
    name
        The template's file name.
    words
        What the template speaks of.

    Returns
    -------
    html
        The filled template.
    """
    return _templates().get_template(name).render(words)


@cache
def own_script() -> str:
    """
    Put the page's scripts into one closure: nothing but `ruralmap.start` is seen from outside.

    Returns
    -------
    script
        One script.
    """
    body = "\n".join(read_part(f"{name}.js") for name in _SCRIPTS)
    return f'var ruralmap = (function () {{\n"use strict";\n{body}\nreturn {{ start: start }};\n}})();'


def read_part(name: str) -> str:
    """
    Read a file of the page.

    Parameters
    ----------
    name
        The file's name.

    Returns
    -------
    text
        Its text.
    """
    return files("ruralmap.draw").joinpath("page", name).read_text(encoding="utf-8")


def json_text(data: object) -> str:
    """
    Write JSON that may stand inside a script element: no character that HTML would read.

    Parameters
    ----------
    data
        Lists, mappings, text, numbers, truths, and records of the palette.

    Returns
    -------
    text
        JSON in which `<`, `>` and `&` are written as escapes.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_record)
    for character in _READ_BY_HTML:
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _record(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    message = f"no JSON for {type(value).__name__}"
    raise TypeError(message)


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(read_part),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
