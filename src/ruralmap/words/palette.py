"""Colours, patterns and symbols of the maps: safe for the colour-blind, ordered in lightness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Pattern = Literal["plain", "hatch", "dots"]
Mark = Literal["none", "slash", "cross", "dot"]


@dataclass(frozen=True)
class Fill:
    """How an area is filled: a colour, and a pattern in `ink` where the colour alone would not do in grey."""

    colour: str
    pattern: Pattern = "plain"
    ink: str = "#000000"


@dataclass(frozen=True)
class Stroke:
    """How a line is drawn: colour, width in pixels, and the lengths of dashes and gaps in pixels."""

    colour: str
    width_px: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class SymbolFill:
    """How a symbol is filled: a colour, and a mark across it in `ink`."""

    colour: str
    mark: Mark = "none"
    ink: str = "#000000"


PAPER: Final = "#fdfcf8"
"""The land of the county where nothing else is said of it."""

ZONES: Final[dict[str, Fill]] = {
    "selected": Fill("#1f4b73"),
    "undecided": Fill("#c98b2b", "hatch", "#6d4a12"),
    "not_selected": Fill("#a3bfcf"),
    "insufficient": Fill("#d6d6d2", "dots", "#7c7c78"),
    "out_of_scope": Fill("#f8f6f0"),
}
"""确定纳入, 待核定, 确定不纳入, 数据不足, 不在范围: no red, no green, for a listed unit failed nothing."""

RUN_STATES: Final[dict[str, SymbolFill]] = {
    "正常": SymbolFill("#c5dfd6"),
    "低效": SymbolFill("#e2bd55"),
    "闲置": SymbolFill("#d98f3b"),
    "停产": SymbolFill("#b4582b"),
    "损毁": SymbolFill("#7f3030", "slash", "#ffffff"),
    "灭失": SymbolFill("#2e1418", "cross", "#ffffff"),
    "已处置": SymbolFill("#ffffff", "slash", "#5d646b"),
    "未登记": SymbolFill("#878d95", "dot", "#ffffff"),
}
"""运行状态: the further from 正常, the darker; what is gone (已处置) or not known (未登记) carries a mark."""

ASSET_SYMBOLS: Final[dict[str, str]] = {"经营性": "square", "公益性": "circle"}
"""资产类别: the shape. 到户类 has none, for it is never drawn as a point."""

FUND_LEVELS: Final[dict[str, str]] = {
    "中央": "#23395d",
    "省": "#2c6e80",
    "市": "#6f9452",
    "县": "#dba03c",
    "社会": "#e9c3bd",
}
"""资金级次: the colour of a flow, darkest for the highest level."""

MATCHES: Final[dict[str, Fill]] = {
    "far_less": Fill("#6b3410"),
    "less": Fill("#b4702a"),
    "even": Fill("#e3c893"),
    "more": Fill("#cfe2ea"),
    "far_more": Fill("#8fb6c9", "hatch", "#4d7486"),
    "no_need": Fill("#ffffff", "dots", "#7c7c78"),
    "unknown_need": Fill("#d6d6d2", "dots", "#7c7c78"),
}
"""资金占比 ÷ 需求占比: the darker, the less money for the people there; more than their part is blue."""

FUND_BAR: Final = "#ffffff"
"""A bar of a township or village, in which money of all levels comes together."""

FUND_BAND: Final = "#8f8a7e"
"""Money that has come together."""

BORDERS: Final[dict[str, Stroke]] = {
    "county": Stroke("#2f3438", 2.4),
    "township": Stroke("#43494f", 1.5, (9, 2.5, 2, 2.5)),
    "village": Stroke("#8d9399", 0.6),
}
"""县界, 乡镇界, 村界."""

# Outlines in a box from -1 to 1, in the language that SVG and canvas share.
SHAPES: Final[dict[str, str]] = {
    "circle": "M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z",
    "square": "M-.88,-.88H.88V.88H-.88Z",
    "up": "M0,-1.1L1.05,.8H-1.05Z",
    "down": "M0,1.1L1.05,-.8H-1.05Z",
    "house": "M0,-1.1L1.15,-.05H.8V1H-.8V-.05H-1.15Z",
}
MARKS: Final[dict[str, str]] = {
    "none": "",
    "slash": "M-.55,.55L.55,-.55",
    "cross": "M-.5,.5L.5,-.5M-.5,-.5L.5,.5",
    "dot": "M-.18,0A.18,.18 0 1 1 .18,0A.18,.18 0 1 1 -.18,0Z",
}
SITE: Final = SymbolFill("#ffffff", "dot", "#7a1f4b")
"""易地搬迁集中安置点: a white house with a dark red outline and dot."""

MOVES: Final[dict[str, tuple[str, SymbolFill]]] = {
    "arrived": ("up", SymbolFill("#4b2a73")),
    "left": ("down", SymbolFill("#f3b562")),
    "even": ("circle", SymbolFill("#c4c9cc")),
}
"""户籍与居住之差: more live here than are registered, fewer, as many though some moved; by shape in grey."""
