"""The page engine: one file that holds a map, its panel and its data, and asks for nothing."""

from __future__ import annotations

import hashlib
import html
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from ruralmap.draw.meta import MapMeta
from ruralmap.draw.offline import (
    OfflineFigure,
    OfflineMap,
    Verbatim,
    library_scripts,
    library_styles,
    number_elements,
)
from ruralmap.draw.templates import json_text, own_script, read_part, render
from ruralmap.words.catalogue import Language, read_catalogue, say
from ruralmap.words.palette import BORDERS, PAPER, Fill

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.draw.panel import Section
    from ruralmap.draw.shapes import Land

__all__ = ["Content", "MapMeta", "MapPage"]

# Nearer than this a village that was searched for would fill the screen with nothing around it.
CLOSEST_ZOOM: Final = 14
CHECK_LENGTH: Final = 16
_ROOM: Final = {"large": (24, 24, 24, 40), "small": (10, 10, 10, 30)}


@dataclass(frozen=True)
class Content:
    """
    What one kind of map puts on the page.

    `tables`, `cards`, `paints`, `points`, `lines`, `flows` and `summary` go to the page's script as they are
    (see `page/start.js`); `sections` stand in the panel. `room` is what the county leaves free around itself,
    in pixels: left, top, right, bottom, on a large screen and on a small one.
    """

    title: str
    sections: tuple[Section, ...]
    tables: Mapping[str, Any]
    cards: Mapping[str, Any]
    paints: Mapping[str, Any] = field(default_factory=dict)
    points: tuple[Mapping[str, Any], ...] = ()
    lines: tuple[Mapping[str, Any], ...] = ()
    flows: Mapping[str, Any] | None = None
    summary: Mapping[str, str] | None = None
    room: Mapping[str, tuple[int, int, int, int]] = field(default_factory=lambda: _ROOM)


class MapPage:
    """
    A finished map: one file that opens without a network.

    `map` is the folium map; what is added to it before `to_html` is drawn too.

    Parameters
    ----------
    content
        What the map shows.
    land
        Where the places are.
    meta
        What the map says of itself.
    lang
        The language of the page.
    """

    def __init__(self, content: Content, land: Land, *, meta: MapMeta, lang: Language) -> None:
        self.title = f"{meta.county}{content.title}" if lang == "zh" else f"{meta.county} · {content.title}"
        self.map = OfflineMap()
        words = _words(content, json_text(_page_data(content, land, lang)), meta=meta, lang=lang)
        words["title"] = self.title
        self._figure = OfflineFigure("zh-CN" if lang == "zh" else "en")
        head, top = render("head.html.j2", words), render("top.html.j2", words)
        self._figure.add_child(Verbatim("page_top", header=head, html=top))
        self._figure.add_child(self.map)
        self._figure.add_child(Verbatim("page_bottom", html=render("bottom.html.j2", words)))
        number_elements(self._figure)
        begin = f'ruralmap.start(document.getElementById("ruralmap"), {self.map.get_name()});'
        self._figure.add_child(Verbatim("page_start", script=begin))

    def to_html(self) -> str:
        """
        Write the page.

        Returns
        -------
        html
            The whole of one HTML file; the same text for the same inputs.
        """
        number_elements(self._figure)
        return str(self._figure.render())

    def to_iframe(self, width: str = "100%", height: str = "640px") -> str:
        """
        Write the page as a frame for another page.

        Parameters
        ----------
        width
            A CSS length.
        height
            A CSS length.

        Returns
        -------
        html
            An iframe element that carries the whole page.
        """
        style = html.escape(f"width:{width};height:{height};border:0")
        page, title = html.escape(self.to_html()), html.escape(self.title)
        return f'<iframe title="{title}" style="{style}" srcdoc="{page}"></iframe>'

    def _repr_html_(self) -> str:
        """Show the map in a notebook."""
        return self.to_iframe()


def _words(content: Content, data: str, *, meta: MapMeta, lang: Language) -> dict[str, object]:
    """Gather what the templates speak of."""
    checksum = hashlib.sha256(data.encode()).hexdigest()[:CHECK_LENGTH]
    return {
        "say": lambda key: say(f"maps.{key}", lang),
        "id": "ruralmap",
        "subtitle": say("maps.subtitle", lang, as_of=meta.as_of_text(lang)),
        "stamp": meta.stamp(lang),
        "marks": meta.marks(lang),
        "scope": meta.scope_of_use(lang),
        "sections": content.sections,
        "foot": meta.foot(lang, checksum=checksum),
        # Neither the libraries nor our own files nor json_text hold anything that would end their element.
        "data": Markup(data),  # noqa: S704
        "styles": tuple(map(Markup, (library_styles(), read_part("page.css")))),
        "scripts": tuple(map(Markup, (*library_scripts(), own_script()))),
    }


def _page_data(content: Content, land: Land, lang: Language) -> dict[str, object]:
    """Gather what the page's script reads."""
    spoken = read_catalogue("maps", lang)
    prefix = "script."
    return {
        "borders": land.encode(),
        "tables": content.tables,
        "cards": content.cards,
        "paints": content.paints,
        "points": content.points,
        "lines": content.lines,
        "flows": content.flows,
        "summary": content.summary,
        "room": content.room,
        "closest": CLOSEST_ZOOM,
        "paper": Fill(PAPER),
        "strokes": BORDERS,
        "words": {key.removeprefix(prefix): text for key, text in spoken.items() if key.startswith(prefix)},
    }
