"""The Sankey figure (桑基图) as a sheet for documents: SVG, PNG or PDF. The only user of matplotlib."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from ruralmap.draw.lettering import shortened, width_of, wrapped
from ruralmap.errors import OutputError, UsageError
from ruralmap.schema.money import wan_text, yuan_text
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.patches import PathPatch, Rectangle

    from ruralmap.draw.meta import MapMeta
    from ruralmap.draw.sankey import Band, Bar, Sankey

SheetKind = Literal["svg", "png", "pdf"]
SHEET_KINDS: Final[dict[str, SheetKind]] = {".svg": "svg", ".png": "png", ".pdf": "pdf"}

# Fonts that hold an office's names, those of free systems first, then what Windows and macOS bring.
FONTS: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "SimHei",
    "SimSun",
    "Noto Sans CJK JP",
)
# A4 across, in points of 1/72 inch.
_WIDE, _TALL = 841.9, 595.3
_RIGHT, _TOP, _BOTTOM = 625.0, 98.0, 540.0
_MARGIN: Final = 30.0
_BAR: Final = 9.0
_LABEL: Final = 8.0
_BESIDE: Final = 5.0  # from a bar to its label
_SOURCES: Final = (80.0, 200.0)  # the least and the most room for the names of sources
_FOOT: Final = 7.5
_FOOT_LINE: Final = 10.0
_FOOT_END: Final = 16.0  # from the lowest line of the foot to the edge
_LINE: Final = 10.5  # one label under another
_GAPS: Final = (2.5, 16.0)  # between bars, the least and the most
# Of the height, that labels and gaps of a column of many bars may take: the rest shows what is how much.
_LINES_SHARE, _GAPS_SHARE = 0.65, 0.1
_HAIRLINE: Final = 0.35
_DOTS_PER_INCH: Final = 200
_POINTS_PER_INCH: Final = 72
_HALVINGS: Final = 50  # of an interval: finer than any printer
_BAND_ALPHA: Final = 0.62  # bands that cross stay visible
_MOST_LETTERS: Final = 40  # that an error lists
_INK, _SOFT = "#14181b", "#525b63"


@dataclass(frozen=True)
class _Place:
    """Where a bar stands, in points from the upper left."""

    x: float
    top: float
    height: float
    label: float  # how high its letters are


def sankey_sheet(sankey: Sankey, kind: SheetKind, *, meta: MapMeta, lang: Language = "zh") -> bytes:
    """
    Draw the figure on an A4 sheet across, with its total, date, marks and sources.

    The same figure gives the same bytes. In an SVG each bar is a group whose id is
    `bar-<column>-<number>-<fen>`; letters are outlines, so that no font is needed to show it.

    Parameters
    ----------
    sankey
        The bars and bands.
    kind
        What to write.
    meta
        What the figure says of itself.
    lang
        The language.

    Returns
    -------
    content
        The bytes of the file.

    Raises
    ------
    UsageError
        If matplotlib (the extra `reports`) is not installed.
    OutputError
        If no font of this computer has all the letters of the names.
    """
    try:
        import matplotlib as mpl  # noqa: PLC0415  # an extra, and a second to import
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as fault:
        raise UsageError(say_both("maps.sankey.no_matplotlib")) from fault
    words = _words(sankey, meta, lang)
    family = _font_family([*words.values(), *_texts(sankey)])
    content = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "ruralmap", "font.family": [family]}):
        figure = Figure(figsize=(_WIDE / _POINTS_PER_INCH, _TALL / _POINTS_PER_INCH), facecolor="white")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, _WIDE), ylim=(_TALL, 0))
        axes.set_axis_off()
        foot = [
            line
            for name in ("note", "sources", "reading")
            for line in wrapped(words[name], _WIDE - 2 * _MARGIN, _FOOT)
        ]
        _write_frame(axes, words, foot)
        _draw(axes, sankey, bottom=min(_BOTTOM, _TALL - _FOOT_END - _FOOT_LINE * len(foot)))
        metadata = _metadata(kind, words["title"], words["total"])
        figure.savefig(content, format=kind, dpi=_DOTS_PER_INCH, metadata=metadata)
    return content.getvalue()


def _words(sankey: Sankey, meta: MapMeta, lang: Language) -> dict[str, str]:
    """Gather what stands around the figure."""
    foot = meta.foot(lang, checksum="")
    return {
        "title": say("maps.sankey.title", lang, county=meta.county, to=sankey.heads[-1].lower()),
        "subtitle": say("maps.subtitle", lang, as_of=meta.as_of_text(lang)),
        "unit": say("maps.sankey.unit", lang),
        "total": say("maps.sankey.total", lang, yuan=yuan_text(sankey.total_fen)),
        "marks": "　".join([*meta.marks(lang), meta.scope_of_use(lang)]),
        "note": say("maps.sankey.note", lang),
        "sources": foot[2],
        "reading": foot[3],
    }


def _metadata(kind: SheetKind, title: str, total: str) -> dict[str, str | None]:
    """Say what the figure is inside the file too, and nothing of the time or the program."""
    return {
        "svg": {"Title": title, "Description": total, "Date": None, "Creator": None},
        "png": {"Title": title, "Description": total, "Software": None},
        "pdf": {"Title": title, "Subject": total, "CreationDate": None, "Creator": None, "Producer": None},
    }[kind]


def _texts(sankey: Sankey) -> list[str]:
    return [*sankey.heads, *(bar.label for bars in sankey.columns for bar in bars)]


def _font_family(texts: Sequence[str]) -> str:
    """Choose the first font that has every letter."""
    from matplotlib.font_manager import FontProperties, findfont, get_font  # noqa: PLC0415

    wanted = {ord(letter) for letter in "".join(texts) if not letter.isspace()}
    lacking: list[set[int]] = [wanted]
    for family in FONTS:
        try:
            path = findfont(FontProperties(family=[family]), fallback_to_default=False)
        except ValueError:
            continue
        lacking.append(wanted - set(get_font(path).get_charmap()))
        if not lacking[-1]:
            return family
    fewest = min(lacking, key=len)
    letters = "".join(sorted(map(chr, fewest)))[:_MOST_LETTERS]
    raise OutputError(say_both("maps.sankey.no_font", letters=letters, fonts="、".join(FONTS[:4])))


def _write_frame(axes: Axes, words: Mapping[str, str], foot: Sequence[str]) -> None:
    """Write title, total, marks and foot."""
    second = "　　".join([words["subtitle"], words["total"], words["unit"]])
    _write(axes, _MARGIN, 38, words["title"], size=17, weight="bold")
    _write(axes, _MARGIN, 62, second, size=10)
    _write(axes, _WIDE - _MARGIN, 38, words["marks"], size=10, ha="right", color="#8a4b12", weight="bold")
    for number, line in enumerate(reversed(foot)):
        y = _TALL - _FOOT_END - _FOOT_LINE * number
        _write(axes, _MARGIN, y, line, size=_FOOT, color=_SOFT)


def _write(axes: Axes, x: float, y: float, text: str, **style: Any) -> None:  # noqa: ANN401  # matplotlib's own
    """Write text as it stands, dollar signs and braces too."""
    plain: dict[str, Any] = {"color": _INK, "va": "center", "parse_math": False, "clip_on": False}
    axes.text(x, y, text, **(plain | style))


def _draw(axes: Axes, sankey: Sankey, *, bottom: float) -> None:
    """Draw bands, then bars, then labels over them."""
    left = _MARGIN + _BESIDE + _room_of_sources(sankey.columns[0])
    step = (_RIGHT - left) / (len(sankey.columns) - 1)
    unit = min(_unit(bars, bottom) for bars in sankey.columns)
    places = [_stand(bars, left + number * step, unit, bottom) for number, bars in enumerate(sankey.columns)]
    rooms = [left - _BESIDE, *[step - _BAR - _BESIDE] * (len(places) - 2), _WIDE - _RIGHT - _BAR - _BESIDE]
    rooms[0] -= _MARGIN
    rooms[-1] -= _MARGIN
    for band in sorted(sankey.bands, key=lambda band: -abs(band.amount_fen)):
        start, end = places[band.column][band.start], places[band.column + 1][band.end]
        axes.add_patch(_band_patch(band, start, end, unit))
    for number, (head, bars) in enumerate(zip(sankey.heads, sankey.columns, strict=True)):
        _write(axes, left + number * step + _BAR / 2, _TOP - 12, head, size=9.5, ha="center", weight="bold")
        for order, (bar, place) in enumerate(zip(bars, places[number], strict=True)):
            axes.add_patch(_bar_patch(bar, place, f"bar-{number}-{order}-{bar.amount_fen}"))
            _label(axes, bar, place, room=rooms[number], is_first=number == 0)


def _room_of_sources(bars: Sequence[Bar]) -> float:
    """Find how much room the names of sources take."""
    widest = max((width_of(f"{bar.label}  {wan_text(bar.amount_fen)}", _LABEL) for bar in bars), default=0.0)
    return min(max(_SOURCES[0], widest), _SOURCES[1])


def _unit(bars: Sequence[Bar], bottom: float) -> float:
    """Find how many points a fen may have, so that bars and labels of a column fill the height."""
    line, gap = _spacing(bars, bottom)
    room = bottom - _TOP - gap * max(0, len(bars) - 1)
    least, most = 0.0, room / max(1, sum(bar.gross_fen for bar in bars))
    for _ in range(_HALVINGS):
        middle = (least + most) / 2
        if sum(_block(bar, middle, line) for bar in bars) <= room:
            least = middle
        else:
            most = middle
    return least


def _spacing(bars: Sequence[Bar], bottom: float) -> tuple[float, float]:
    """Find the height of a label and the least gap of a column: smaller where there are many bars."""
    each = (bottom - _TOP) / max(1, len(bars))
    return min(_LINE, _LINES_SHARE * each), min(_GAPS[0], _GAPS_SHARE * each)


def _block(bar: Bar, unit: float, line: float) -> float:
    """Give the height that a bar or its label takes up."""
    return max(bar.gross_fen * unit, line)


def _stand(bars: Sequence[Bar], x: float, unit: float, bottom: float) -> list[_Place]:
    """Stand the bars of a column one under another, in the middle of the height."""
    line, least = _spacing(bars, bottom)
    blocks = [_block(bar, unit, line) for bar in bars]
    spare = bottom - _TOP - sum(blocks)
    gap = min(_GAPS[1], max(least, spare / max(1, len(bars) - 1)))
    y = _TOP + max(0.0, spare - gap * (len(bars) - 1)) / 2
    places = []
    for bar, block in zip(bars, blocks, strict=True):
        height = max(bar.gross_fen * unit, _HAIRLINE)
        places.append(_Place(x, y + (block - height) / 2, height, _LABEL * line / _LINE))
        y += block + gap
    return places


def _band_patch(band: Band, start: _Place, end: _Place, unit: float) -> PathPatch:
    """Draw a band between two bars; what was taken back is hatched."""
    from matplotlib.patches import PathPatch  # noqa: PLC0415
    from matplotlib.path import Path  # noqa: PLC0415

    height = max(abs(band.amount_fen) * unit, _HAIRLINE)
    x0, x1 = start.x + _BAR, end.x
    y0, y1 = start.top + band.start_fen * unit, end.top + band.end_fen * unit
    half = (x0 + x1) / 2
    upper = [(x0, y0), (half, y0), (half, y1), (x1, y1)]
    lower = [(x1, y1 + height), (half, y1 + height), (half, y0 + height), (x0, y0 + height)]
    steps = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    path = Path([*upper, *lower, (x0, y0)], steps)
    if band.amount_fen < 0:
        return PathPatch(path, facecolor="none", edgecolor=band.colour, hatch="/////", lw=0.5, clip_on=False)
    return PathPatch(path, facecolor=band.colour, edgecolor="none", alpha=_BAND_ALPHA, clip_on=False)


def _bar_patch(bar: Bar, place: _Place, name: str) -> Rectangle:
    """Draw a bar; one that is no place is hatched, so that it is told apart in grey."""
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    hatch = "//////" if bar.aside else None
    style: dict[str, Any] = {
        "facecolor": bar.colour,
        "edgecolor": _INK,
        "lw": 0.5,
        "hatch": hatch,
        "clip_on": False,
    }
    patch = Rectangle((place.x, place.top), _BAR, place.height, **style)
    patch.set_gid(name)
    return patch


def _label(axes: Axes, bar: Bar, place: _Place, *, room: float, is_first: bool) -> None:
    """Write a bar's name and sum in 万元 beside it, readable over a band."""
    from matplotlib.patheffects import withStroke  # noqa: PLC0415

    amount = f"  {wan_text(bar.amount_fen)}"
    text = shortened(bar.label, room - width_of(amount, place.label), place.label) + amount
    x = place.x - _BESIDE if is_first else place.x + _BAR + _BESIDE
    halo = [withStroke(linewidth=2.2, foreground="white")]
    align = "right" if is_first else "left"
    _write(axes, x, place.top + place.height / 2, text, size=place.label, ha=align, path_effects=halo)
