"""The table of measures (帮扶措施): what is done for which household, planned and done."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.people import HOUSEHOLD_ID
from ruralmap.schema.records import MAYBE_PERSON

MEASURE_KINDS: Final = ("产业", "就业", "金融", "公益岗", "保障", "其他")
# 产业类型, as the plan of an agricultural county divides it.
INDUSTRY_KINDS: Final = (
    "烤烟", "蔬菜", "经济林果", "食用菌", "花卉", "中药材", "养殖", "加工", "旅游", "粮食"
)  # fmt: skip

# Rows about households: this table does not leave the office.
MEASURES: Final = Table(
    "measures",
    "帮扶措施",
    "measures",
    ("measure_id",),
    (
        Column("measure_id", "措施编号", "measure id", required=True, filled=True),
        HOUSEHOLD_ID,
        Column("measure_kind", "措施类型", "kind", "choice", choices=MEASURE_KINDS),
        Column("planned_on", "计划日期", "planned on", "date"),
        Column("done_on", "完成日期", "done on", "date"),
        MAYBE_PERSON,
        Column("plan_id", "计划编号", "plan id"),
        Column(
            "developmental",
            "是否开发式措施",
            "developmental",
            "flag",
            aliases=("开发式帮扶措施", "是否开发式"),
        ),
        Column("industry_kind", "产业类型", "kind of trade", "choice", choices=INDUSTRY_KINDS),
        Column("industry_id", "产业编号", "industry id", aliases=("产业编码",)),
        Column("system_marked_on", "系统标注日期", "marked in the system on", "date"),
        Column(
            "area_mu",
            "面积(亩)",
            "area",
            "number",
            unit="亩",
            lowest=0,
            aliases=("面积", "种植面积", "种植面积(亩)"),
        ),
        Column("heads", "养殖数量", "heads of stock", "number", unit="头", lowest=0, aliases=("存栏",)),
        Column("output_kg", "产量", "output", "number", unit="公斤", lowest=0),
        Column("gain_pc_fen", "人均增收", "gain a head", "money", unit="元/人", aliases=("人均增收金额",)),
    ),
)
