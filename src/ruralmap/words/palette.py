"""Colours, patterns and symbols of the maps: safe for the colour-blind, ordered in lightness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Pattern = Literal["plain", "hatch", "dots"]
Mark = Literal["none", "slash", "cross", "dot", "half"]


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

INDICATORS: Final[dict[str, Fill]] = {
    "selected": ZONES["selected"],
    "not_selected": ZONES["not_selected"],
    "pass": Fill("#a3c8cb"),
    "not_due": Fill("#d8dcb4"),
    "below_expectation": Fill("#d8a25e"),
    "fail": Fill("#7f3a14"),
    "recorded": Fill("#cfdde4"),
    "listed": ZONES["selected"],
    "violated": Fill("#7f3a14", "hatch", "#e0a67f"),
    "undecided": ZONES["undecided"],
    "insufficient_data": ZONES["insufficient"],
    "parameter_missing": Fill("#d6d6d2", "hatch", "#7c7c78"),
    "not_applicable": ZONES["out_of_scope"],
}
"""结论 of any rule: a list is blue as in ZONES; a target is the darker, the less of it is reached."""

VALUES: Final[tuple[Fill, ...]] = (
    Fill("#e3edf3"),
    Fill("#bcd3e0"),
    Fill("#8fb3c8"),
    Fill("#5b8aa6"),
    Fill("#24506f"),
)
"""Values that nobody judges, in five classes: one hue, darker for more."""

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

ASSET_CHANGES: Final[dict[str, tuple[str, SymbolFill]]] = {
    "new": ("up", SymbolFill("#ffffff")),
    "gone": ("down", SymbolFill("#17131f", "cross", "#ffffff")),
    "state": ("diamond", SymbolFill("#5b3a8c", "slash", "#ffffff")),
    "other": ("diamond", SymbolFill("#d9d2ea", "dot", "#17131f")),
}
"""资产变动 between two days: none has the shape of an asset, and no two the same lightness and shape."""

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
    "far_more": Fill("#8fb6c9", "hatch", "#456d7f"),
    "no_need": Fill("#ffffff", "dots", "#7c7c78"),
    "unknown_need": Fill("#d6d6d2", "dots", "#7c7c78"),
}
"""资金占比 ÷ 需求占比: the darker, the less money for the people there; more than their part is blue."""

RELIEF_SHAPES: Final[dict[str, str]] = {"专项": "square", "推广": "up", "重点工程": "diamond", "": "circle"}
"""以工代赈方式: the shape; the last is of projects with pay whose form is not written."""

RELIEF_STATES: Final[dict[str, SymbolFill]] = {
    "reached": SymbolFill("#9fcbe6"),
    "going_on": SymbolFill("#ecc45c", "slash", "#4d3a08"),
    "below": SymbolFill("#9a4a16"),
    "no_line": SymbolFill("#ffffff"),
    "unknown": SymbolFill("#878d95", "dot", "#ffffff"),
}
"""劳务报酬占比 against its line: dark where a finished project is below, a slash where it still goes on."""

RELIEF_LINE: Final = Stroke("#1f6f6b", 3)
"""A road or a pipe that a project of work relief builds."""

PEOPLE: Final[tuple[Fill, ...]] = (
    Fill("#fdfcf8"),
    Fill("#dfdbec"),
    Fill("#c2bbdb"),
    Fill("#998dc0"),
    Fill("#65589a"),
)
"""Numbers of people or households by village, from none to many: one hue, darker for more."""

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
    "diamond": "M0,-1.2L1.2,0L0,1.2L-1.2,0Z",
    "house": "M0,-1.1L1.15,-.05H.8V1H-.8V-.05H-1.15Z",
}
MARKS: Final[dict[str, str]] = {
    "none": "",
    "slash": "M-.55,.55L.55,-.55",
    "cross": "M-.5,.5L.5,-.5M-.5,-.5L.5,.5",
    "half": "M-.6,.12H.6M-.7,.34H.7M-.64,.56H.64",
    "dot": "M-.18,0A.18,.18 0 1 1 .18,0A.18,.18 0 1 1 -.18,0Z",
}
SITE: Final = SymbolFill("#ffffff", "dot", "#7a1f4b")
"""易地搬迁集中安置点: a white house with a dark red outline and dot."""

SITE_STATES: Final[dict[str, SymbolFill]] = {
    "leading": SymbolFill("#7a1f4b", "dot", "#ffffff"),
    "none": SymbolFill("#ffffff", "slash", "#7a1f4b"),
    "unknown": SymbolFill("#b4bac0", "dot", "#4a2438"),
}
"""安置点: with a leading industry (主导产业), without one, nobody knows."""

ORIGIN_LINES: Final[tuple[Stroke, ...]] = (
    Stroke("#9c4f74", 0.9),
    Stroke("#9c4f74", 1.8),
    Stroke("#9c4f74", 3.2),
)
"""From a site to a village that its households left: the wider, the more of them."""

DEMO_SHAPES: Final[dict[str, str]] = {
    "产业聚集": "up",
    "产业发展": "up",
    "城乡一体": "circle",
    "生态宜居": "circle",
    "农旅融合": "square",
}
"""示范类型 of townships and villages: the shape; any other type is a diamond."""

DEMO_STAGES: Final[dict[str, SymbolFill]] = {
    "培育": SymbolFill("#ffffff"),
    "创建": SymbolFill("#ffffff", "half", "#11666a"),
    "认定": SymbolFill("#11666a"),
    "unknown": SymbolFill("#c4c9cc", "dot", "#0c4548"),
}
"""示范阶段: hollow, half, full; one that nobody wrote down is grey."""

MOVES: Final[dict[str, tuple[str, SymbolFill]]] = {
    "arrived": ("up", SymbolFill("#4b2a73")),
    "left": ("down", SymbolFill("#f3b562")),
    "even": ("circle", SymbolFill("#c4c9cc")),
}
"""户籍与居住之差: more live here than are registered, fewer, as many though some moved; by shape in grey."""

WORRIES: Final[dict[str, SymbolFill]] = {
    "arrears": SymbolFill("#7a2016"),
    "contract_ending": SymbolFill("#f0dc9a", "slash", "#4d3a08"),
    "contract_ended": SymbolFill("#c39433", "slash", "#2e2205"),
    "idle": SymbolFill("#d98f3b"),
    "contract_missing": SymbolFill("#6b4a10", "slash", "#ffffff"),
    "handover_missing": SymbolFill("#a5c8dc", "dot", "#173244"),
    "custodian_missing": SymbolFill("#2f5f80", "dot", "#ffffff"),
    "inspection_overdue": SymbolFill("#d3cee3", "cross", "#3b3163"),
    "assessment_overdue": SymbolFill("#65589a", "cross", "#ffffff"),
}
"""风险提示: money plain and warm, contracts with a slash, papers with a dot, what is unseen with a cross."""
