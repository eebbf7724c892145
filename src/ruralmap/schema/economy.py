"""Tables of the county's economy (集体经济、认定名录、统计指标): villages' money, land, leaders, figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.places import VILLAGE_CODE
from ruralmap.schema.records import DIVISION_CODE, MAYBE_HOUSEHOLD, MAYBE_PERSON, NAMED_PLACE

# The region of a statistic of the whole nation, as maps number it; 参数表 uses the codes of divisions.
NATION_CODE: Final = "100000"
PARCEL_ID: Final = Column("parcel_id", "地块编号", "parcel id", aliases=("地块编码", "地块代码"))
_VILLAGE: Final = replace(VILLAGE_CODE, required=True, filled=True)
_YEAR: Final = Column(
    "year", "年度", "year", "integer", required=True, filled=True, lowest=2010, highest=2100
)

VILLAGE_ECON: Final = Table(
    "village_econ",
    "村集体经济",
    "collective economy of villages",
    ("village_code", "year"),
    (
        _VILLAGE,
        _YEAR,
        Column("income_total_fen", "集体经济总收入", "income", "money", unit="元", aliases=("总收入",)),
        Column(
            "income_operating_fen",
            "其中经营性收入",
            "of it from operating",
            "money",
            unit="元",
            aliases=("经营性收入",),
        ),
        Column(
            "income_grant_fen",
            "其中财政补助收入",
            "of it grants",
            "money",
            unit="元",
            aliases=("财政补助收入",),
        ),
        Column(
            "income_land_fen",
            "其中一次性征地补偿",
            "of it for land taken",
            "money",
            unit="元",
            aliases=("征地补偿收入",),
        ),
        Column("distributable_fen", "可分配收益", "to be distributed", "money", unit="元"),
        Column("dist_done_on", "分配完成日期", "distributed on", "date"),
    ),
    contested="none",
)
VILLAGE_BALANCES: Final = Table(
    "village_balances",
    "村级收益结存",
    "what villages have not distributed",
    ("village_code", "as_of"),
    (
        _VILLAGE,
        Column("as_of", "截至日期", "as of", "date", required=True, filled=True, aliases=("数据日期",)),
        Column("undistributed_fen", "未分配收益", "not distributed", "money", unit="元"),
        Column("idle_since", "闲置起始日期", "idle since", "date"),
    ),
    contested="none",
)
DESIGNATIONS: Final = Table(
    "designations",
    "认定名录",
    "designations",
    ("kind", "code", "year"),
    (
        # Text: which lists there are is the policy's own affair.
        Column("kind", "认定类型", "kind", required=True, filled=True, aliases=("名录类型",)),
        DIVISION_CODE,
        _YEAR,
        Column("state", "认定状态", "state", aliases=("状态",)),
        Column("on", "认定日期", "on", "date", aliases=("认定时间",)),
        Column("doc", "认定文号", "document number", aliases=("文号",)),
    ),
)
# Rows may be about households: this table does not leave the office.
PARCELS: Final = Table(
    "parcels",
    "地块",
    "parcels",
    ("parcel_id",),
    (
        replace(PARCEL_ID, required=True, filled=True),
        *NAMED_PLACE,
        MAYBE_HOUSEHOLD,
        Column("parcel_kind", "地块类型", "kind", "choice", choices=("承包地", "林地", "宅基地", "迁出地")),
        Column("area_mu", "面积(亩)", "area", "number", unit="亩", lowest=0, aliases=("面积",)),
        Column("transferred_area_mu", "流转面积(亩)", "area transferred", "number", unit="亩", lowest=0),
        Column("contract_id", "合同编号", "contract id"),
    ),
)
# Rows about persons: this table does not leave the office.
LEADERS: Final = Table(
    "leaders",
    "致富带头人",
    "leaders of trades",
    ("leader_id",),
    (
        Column("leader_id", "带头人编号", "leader id", required=True, filled=True),
        MAYBE_PERSON,
        *NAMED_PLACE,
        Column("trained_on", "培训日期", "trained on", "date", aliases=("培训时间",)),
        Column("from_on", "认定日期", "from", "date"),
        Column("to_on", "有效期至", "to", "date", aliases=("退出日期",)),
    ),
)
# What is published is cumulative: a period is told by the month up to which it counts, a year by December.
STATISTICS: Final = Table(
    "statistics",
    "统计指标",
    "statistics",
    ("region", "period", "indicator", "nominal"),
    (
        replace(DIVISION_CODE, name="region", zh="地区代码", en="region"),
        Column(
            "period",
            "截至月份(累计)",
            "cumulative to the month",
            "month",
            required=True,
            filled=True,
            aliases=("截至月份", "统计期"),
        ),
        # Text: which indicators are asked is the policy's own affair.
        Column("indicator", "指标名称", "indicator", required=True, filled=True, aliases=("指标",)),
        Column("nominal", "价格口径", "prices", "choice", choices=("名义", "实际")),
        Column("value", "数值", "value", "number", required=True),
        Column("unit", "单位", "unit", required=True, filled=True, aliases=("计量单位",)),
        Column("published_on", "发布日期", "published on", "date", aliases=("公布日期",)),
        Column("doc", "数据来源", "source", aliases=("来源", "文号")),
    ),
    contested="none",
)
