"""The closed vocabulary of policies (政策词汇): what may be counted, compared and filtered; nothing else."""

from __future__ import annotations

from typing import Final, Literal

from ruralmap.schema import people, places
from ruralmap.schema.columns import Column
from ruralmap.schema.fund_words import FUND_COLUMNS

# target 目标任务 · list 清单 · selection 对象认定 · codelist 编码口径 · parameter 参数 · checklist 核查表
RuleKind = Literal["target", "selection", "list", "codelist", "parameter", "checklist"]
Level = Literal[
    "county", "township", "village", "household", "person", "site", "project", "asset", "record", "province"
]
Force = Literal["hard", "hard_with_exception", "soft", "info"]
Counted = Literal["persons", "households", "villages"]
Item = Literal["农村人口", "农村户数"]
Basis = Literal["户籍", "常住", "集体成员"]
# Whose number a parameter is: the document's own, or one that a place publishes.
Jurisdiction = Literal["document", "county", "prefecture", "province", "nation"]
Region = Literal["county", "prefecture", "province", "nation"]
Each = Literal["month", "quarter", "quarter_first_month", "year"]
# Two of them divided give a unit such as 元/人. 比 is a growth, 期 a period that was kept.
UNITS: Final = ("人", "户", "个", "次", "元", "亩", "公斤", "头", "天", "月", "年", "期", "行", "岁", "比")
DATE_UNIT: Final = "日期"

# 民法典 第1259条: 以上、以下、以内 include the number, 超过、低于、不满、以外 do not.
# gt 超过/高于 · ge 以上/不低于/至少 · lt 低于/不满 · le 以下/以内/不超过 · eq 等于 · about 左右
Comparator = Literal["gt", "ge", "lt", "le", "eq", "about"]
FilterOperator = Literal["eq", "ne", "in", "gt", "ge", "lt", "le", "filled", "empty", "within", "in_year"]
# Dates that a filter may name instead of writing them.
DATE_WORDS: Final = (
    "as_of",
    "due",
    "year_first",
    "year_last",
    "period_first",
    "period_last",
)
# What the rows of a level are.
ROWS_OF_LEVEL: Final[dict[Level, str]] = {
    "township": "townships",
    "village": "villages",
    "household": "households",
    "person": "persons",
    "site": "sites",
    "project": "projects",
    "asset": "assets",
}

UNIT_OF_COUNT: Final[dict[Counted, str]] = {"persons": "人", "households": "户", "villages": "个"}
UNIT_OF_ITEM: Final[dict[Item, str]] = {"农村人口": "人", "农村户数": "户"}
UNIT_OF_INCOME: Final = "元/人"
# How 参数表 may write a unit: a parameter in any other unit is not the one that the policy means.
SAME_UNIT: Final[dict[str, tuple[str, ...]]] = {"元/人": ("元/人", "元", "元/人·年", "元/年")}

Subject = Literal["household", "person", "village", "fund"]
# No file has this column. A household whose rows name different classes has no class, but is monitored.
IS_MONITORED: Final = Column("is_monitored", "是否监测对象", "monitored", "flag")
FILTER_COLUMNS: Final[dict[str, tuple[Subject, Column]]] = {
    **{
        name: ("household", people.ROSTER.column(name))
        for name in ("hh_type", "monitor_class", "risk_cleared", "whole_no_labour", "relocated", "size")
    },
    IS_MONITORED.name: ("household", IS_MONITORED),
    **{name: ("person", people.ROSTER.column(name)) for name in ("labour", "work_months")},
    **{name: ("village", places.VILLAGES.column(name)) for name in ("exited_poor", "urban_rural_class")},
    **{column.name: ("fund", column) for column in FUND_COLUMNS},
}

_PRESENCE: Final = ("filled", "empty")
_EQUALITY: Final = ("eq", "ne", "in", "within", *_PRESENCE)
_ORDER: Final = ("eq", "ne", "in", "gt", "ge", "lt", "le", *_PRESENCE)
_DATED: Final = ("eq", "gt", "ge", "lt", "le", "in_year", *_PRESENCE)


def operators_of(column: Column) -> tuple[str, ...]:
    """
    Say which operators make sense on a column.

    Parameters
    ----------
    column
        A column of the data dictionary.

    Returns
    -------
    operators
        The names of the operators that a filter may use on it.
    """
    if column.kind == "flag":
        return ("eq", *_PRESENCE)
    if column.kind in {"date", "month"}:
        return _DATED
    if column.name.endswith("year"):
        return (*_ORDER, "in_year")
    return _ORDER if column.kind in {"integer", "number", "money"} else _EQUALITY
