"""The table of what households earn in a year (家庭收入)."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.people import HOUSEHOLD_ID

# Rows about households: this table does not leave the office.
INCOMES: Final = Table(
    "incomes",
    "家庭收入",
    "household income",
    ("hh_id", "year"),
    (
        HOUSEHOLD_ID,
        Column(
            "year",
            "年度",
            "year",
            "integer",
            required=True,
            filled=True,
            lowest=2010,
            highest=2100,
            aliases=("收入年度", "AAR040"),
        ),
        Column(
            "size",
            "家庭人口",
            "household size",
            "integer",
            required=True,
            unit="人",
            lowest=1,
            highest=30,
            aliases=("人数", "家庭人口数"),
        ),
        Column("wage_fen", "工资性收入", "wages", "money", required=True, unit="元"),
        Column(
            "business_fen",
            "生产经营性收入",
            "business income",
            "money",
            required=True,
            unit="元",
            aliases=("经营性收入",),
        ),
        Column("property_fen", "财产性收入", "property income", "money", required=True, unit="元"),
        Column("transfer_fen", "转移性收入", "transfers", "money", required=True, unit="元"),
        Column(
            "business_cost_fen",
            "生产经营性支出",
            "business cost",
            "money",
            required=True,
            unit="元",
            aliases=("经营性支出",),
        ),
        Column("net_fen", "家庭纯收入", "net income", "money", unit="元", aliases=("纯收入",)),
        Column(
            "net_pc_fen", "家庭人均纯收入", "net income per head", "money", unit="元", aliases=("人均纯收入",)
        ),
        Column(
            "income_window", "收入口径", "income window", "choice", choices=("上年10月—当年9月", "自然年")
        ),
        Column("claims_fen", "理赔收入", "claims paid", "money", unit="元"),
        # What the household had to pay itself for illness, school or disaster, and no insurance bore.
        Column(
            "rigid_fen", "合规自付支出", "costs it had to bear", "money", unit="元", aliases=("刚性支出",)
        ),
        # As the register gives it; no document says how it follows from the net income.
        Column(
            "disposable_fen",
            "家庭可支配收入",
            "disposable income",
            "money",
            unit="元",
            aliases=("可支配收入",),
        ),
    ),
    contested="none",
)
