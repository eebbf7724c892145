"""Columns that no file has: what rules ask of rows, and the engine works out (推算字段)."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column
from ruralmap.schema.fund_words import BALANCES, FUND_COLUMNS
from ruralmap.schema.links import LINK_STATUSES

IN_FORCE: Final = Column("in_force", "是否在有效期内", "in force on the day", "flag")
IS_AWAY: Final = Column("is_away", "是否异地", "elsewhere than it stands", "flag")
LINK_STATUS: Final = Column("link_status", "落图状态", "state of the link", "choice", choices=LINK_STATUSES)

# Columns of a household that have years; a test or a value of them says which (`year`).
INCOME_COLUMNS: Final = (
    Column("net_fen", "家庭纯收入", "net income", "money", unit="元"),
    Column("size_in_income", "收入表人口", "size in the income table", "integer", unit="人"),
    Column("net_pc", "家庭人均纯收入", "net income per head", "money", unit="元/人"),
    Column("ref_pc", "人均参考收入", "reference income per head", "money", unit="元/人"),
    Column("disposable_pc", "人均可支配收入", "disposable income per head", "money", unit="元/人"),
    Column("rigid_pc", "人均刚性支出", "rigid spending per head", "money", unit="元/人"),
    Column("income_group", "收入五等份组", "fifth of incomes", "integer", unit="组"),
)
YEARLY: Final = frozenset(column.name for column in INCOME_COLUMNS)
HOUSEHOLD_COLUMNS: Final = (
    Column("is_monitored", "是否监测对象", "monitored", "flag"),
    Column("members", "名册人数", "persons on the roster", "integer", unit="人"),
    *INCOME_COLUMNS,
)
PERSON_COLUMNS: Final = (
    Column("age", "年龄", "age", "integer", unit="岁"),
    Column("identity_count", "同证件号码行数", "rows of the same identity number", "integer", unit="行"),
)
GROSS_COLUMNS: Final = (Column("gross_fen", "四类收入合计", "four kinds of income", "money", unit="元"),)
GAIN_COLUMNS: Final = (Column("gain_fen", "全户增收", "gain of the household", "money", unit="元"),)
YIELD_COLUMNS: Final = (Column("outstanding_fen", "欠缴金额", "outstanding", "money", unit="元"),)
ECONOMY_COLUMNS: Final = (Column("own_income_fen", "自身经营收入", "income of its own", "money", unit="元"),)
# Money rows: the dimensions of the ledger and the named sums without `_fen`.
BALANCE_COLUMNS: Final = (
    *FUND_COLUMNS,
    *(Column(name, name, name, "money", unit="元") for name in BALANCES),
)
# Results of this policy at the townships, as rows.
OUTCOME_COLUMNS: Final = (
    Column("rule_id", "条款编号", "rule"),
    Column("level", "层级", "level"),
    Column("code", "行政区划代码", "division code", "code"),
    Column("outcome", "结论", "outcome"),
    Column("value", "数值", "value", "number"),
)
ADOPTED_COLUMNS: Final = (
    Column("code", "行政区划代码", "division code", "code"),
    Column("rule_id", "条款编号", "rule"),
    Column("adopted_on", "审定日期", "adopted on", "date"),
    Column("left_on", "退出日期", "left on", "date"),
    Column("doc", "文号", "document number"),
)
NEIGHBOUR_COLUMNS: Final = (
    Column("village_code", "行政村代码", "village code", "code"),
    Column("neighbour_code", "相邻村代码", "code of the neighbour", "code"),
    Column("border_m", "共同边界", "common border", "number", unit="米"),
)
