"""A folium map that asks the network for nothing: Leaflet and jQuery written into the page, ids numbered."""

# ruff: noqa: SLF001  # branca offers no public way to an element's id and children

from __future__ import annotations

import base64
import re
from collections import OrderedDict
from functools import cache
from importlib.resources import files
from typing import ClassVar, Final

import folium
from branca.element import Element, Figure
from folium.template import Template

_IMAGE_TYPE: Final = "data:image/png;base64,"
_NUMBERED: Final = re.compile(r"n\d+")


class OfflineFigure(Figure):  # type: ignore[misc]  # branca has no types
    """
    The page around a map.

    Parameters
    ----------
    lang
        The language that the page says it is written in.
    """

    _template = Template(
        '<!DOCTYPE html>\n<html lang="{{ this.lang }}">\n'
        "<head>\n{{ this.header.render(**kwargs) }}\n</head>\n"
        '<body>\n<div class="ruralmap" id="ruralmap">\n{{ this.html.render(**kwargs) }}\n</div>\n'
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n</body>\n</html>\n"
    )

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang


class OfflineMap(folium.Map):  # type: ignore[misc]  # folium has no types
    """
    A folium map without tiles and without links to public hosts.

    Anything of folium's that needs no further script of its own can be added to it as usual.
    """

    default_js: ClassVar[list[tuple[str, str]]] = []
    default_css: ClassVar[list[tuple[str, str]]] = []
    _template = Template(
        "{% macro html(this, kwargs) %}"
        '<main class="rm-map"><div class="folium-map" id="{{ this.get_name() }}"></div></main>'
        "{% endmacro %}"
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = "
        "L.map({{ this.get_name() | tojson }}, {{ this.options | tojavascript }});"
        "{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__(
            location=(0, 0),
            zoom_start=9,
            tiles=None,
            prefer_canvas=True,
            zoom_control=False,
            attribution_control=False,
            zoom_snap=0.1,
            zoom_delta=0.5,
            max_zoom=17,
            max_bounds_viscosity=0.6,
        )


class Verbatim(Element):  # type: ignore[misc]  # branca has no types
    """
    Text that goes into the page as it is.

    branca reads every element's text as a template once more, so that a village named `{{ 7 * 7 }}` would be
    computed. This one is not read.

    Parameters
    ----------
    name
        What tells it from the others.
    header
        Text for the head.
    html
        Text for the body.
    script
        Text for the script at the end.
    """

    def __init__(self, name: str, *, header: str = "", html: str = "", script: str = "") -> None:
        super().__init__()
        self._name = name
        self.parts = {"header": header, "html": html, "script": script}

    def render(self, **_kwargs: object) -> str:
        """
        Put the text into its places of the figure.

        Parameters
        ----------
        **_kwargs
            What branca passes along; not used.

        Returns
        -------
        nothing
            Empty text: the figure prints the places.
        """
        for place, text in self.parts.items():
            if text:
                getattr(self.get_root(), place).add_child(_Plain(text), name=self._name)
        return ""


class _Plain(Element):  # type: ignore[misc]  # branca has no types
    """Text that renders as itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def render(self, **_kwargs: object) -> str:
        return self.text


def number_elements(root: Element) -> None:
    """
    Give each element of a figure a number for an id, in the order in which they were added.

    folium's ids are random: with them no two builds of a page would be the same. An element that has its
    number keeps it, so that the page can be written again after something was added.

    Parameters
    ----------
    root
        The figure.
    """
    waiting, found = [root], [root]
    while waiting:
        element = waiting.pop()
        # A pop-up keeps its content in branches of its own; a figure's are what it printed the last time.
        branches = [] if element is root else map(vars(element).get, ("header", "html", "script"))
        for branch in (element, *branches):
            if isinstance(branch, Element):
                found += branch._children.values()
                waiting += branch._children.values()
    names = {id(element): element.get_name() for element in found}
    taken = sum(bool(_NUMBERED.fullmatch(element._id)) for element in found)
    for element in found:
        if not _NUMBERED.fullmatch(element._id):
            element._id = f"n{taken}"
            taken += 1
    for element in found:
        _rename_in_parent(element, names[id(element)])


def _rename_in_parent(element: Element, old: str) -> None:
    """Write an element's new name where its parent prints the names of its children."""
    parent = element._parent
    if parent is not None and old in parent._children:
        renamed = [
            (element.get_name() if key == old else key, child) for key, child in parent._children.items()
        ]
        parent._children = OrderedDict(renamed)


@cache
def library_styles() -> str:
    """
    Read Leaflet's style sheet, its images written into it.

    Returns
    -------
    styles
        The style sheet.
    """
    sheet = _leaflet("leaflet.css").decode("utf-8")
    return re.sub(r"url\(images/([\w-]+\.png)\)", lambda found: f"url({_image(found[1])})", sheet)


@cache
def library_scripts() -> tuple[str, ...]:
    """
    Read Leaflet and jQuery, and tell Leaflet's markers where their images are.

    Returns
    -------
    scripts
        Each a whole script. folium's own pop-ups need jQuery.
    """
    icons = {
        "iconUrl": "marker-icon.png",
        "iconRetinaUrl": "marker-icon-2x.png",
        "shadowUrl": "marker-shadow.png",
    }
    images = ", ".join(f'{option}: "{_image(name)}"' for option, name in icons.items())
    markers = f'L.Icon.Default.imagePath = ""; L.Icon.Default.mergeOptions({{ {images} }});'
    jquery = files("xstatic.pkg.jquery").joinpath("data", "jquery.min.js").read_bytes()
    return _script(_leaflet("leaflet.js")), markers, _script(jquery)


def _script(source: bytes) -> str:
    """Drop the link to a source map: a browser's inspector would ask for it."""
    return re.sub(r"\n//# sourceMappingURL=.*", "", source.decode("utf-8")).strip()


def _image(name: str) -> str:
    return _IMAGE_TYPE + base64.b64encode(_leaflet("images", name)).decode("ascii")


def _leaflet(*path: str) -> bytes:
    return files("xstatic.pkg.leaflet").joinpath("data", *path).read_bytes()
