"""Tables of what the rosters do not say (情况台账): of households, of persons, of places, and the grids."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.people import HOUSEHOLD_ID, PERSON_ID
from ruralmap.schema.places import TOWNSHIP_NAME, VILLAGE_CODE, VILLAGE_NAME

# Where a row may stand that has no coordinates: names and a code, as the office writes them.
NAMED_PLACE: Final = (TOWNSHIP_NAME, VILLAGE_NAME, VILLAGE_CODE)
# A household or a person that a row may name, and need not.
MAYBE_HOUSEHOLD: Final = replace(HOUSEHOLD_ID, required=False, filled=False)
MAYBE_PERSON: Final = replace(PERSON_ID, required=False, filled=False)
# A division of any level: a county, a township or a village.
DIVISION_CODE: Final = Column(
    "code",
    "行政区划代码",
    "division code",
    "code",
    required=True,
    filled=True,
    aliases=("代码", "区划代码"),
)
MAYBE_DIVISION: Final = replace(DIVISION_CODE, required=False, filled=False)

# Where somebody works, as the national export says it (务工所在地) and as policies do.
WORK_PLACE_LEVELS: Final = ("乡内", "县内", "省内县外", "省外", "境外")
WORK_PLACE_SYNONYMS: Final = {
    "乡(镇)内": "乡内",
    "乡镇内": "乡内",
    "乡外县内": "县内",
    "县内乡外": "县内",
    "县外省内": "省内县外",
    "国外": "境外",
}
DEMONSTRATION_STAGES: Final = ("培育", "创建", "认定")
# A cell that says 无 says nothing: a village without a plan is 未编制.
PLAN_STATES: Final = ("未编制", "编制中", "已批", "入库")

GRID_ID: Final = Column("grid_id", "网格编号", "grid id", aliases=("网格编码",))
WATER_ID: Final = Column("water_id", "水源编号", "water source id", aliases=("供水点编号",))

# Rows about households: this table does not leave the office.
HOUSEHOLD_RECORDS: Final = Table(
    "household_records",
    "户情况台账",
    "records of households",
    ("hh_id",),
    (
        HOUSEHOLD_ID,
        Column("registered_on", "建档日期", "registered on", "date", aliases=("建档时间", "建档立卡时间")),
        Column("edge_2019", "是否2019年边缘户", "edge household of 2019", "flag", aliases=("2019年边缘户",)),
        Column("willing_industry", "是否有产业发展意愿", "willing to start a trade", "flag"),
        Column("conditions_industry", "是否有产业发展条件", "able to start a trade", "flag"),
        GRID_ID,
        WATER_ID,
        Column("clear_doc", "风险消除材料", "paper of clearance", aliases=("风险消除文号", "消除审批材料")),
    ),
    contested="none",
)
# Rows about persons: this table does not leave the office.
PERSON_RECORDS: Final = Table(
    "person_records",
    "人员情况台账",
    "records of persons",
    ("p_id",),
    (
        PERSON_ID,
        Column("birth_on", "出生日期", "born on", "date", aliases=("出生年月",)),
        Column("willing_work", "是否有就业意愿", "willing to work", "flag", aliases=("就业意愿",)),
        Column("need_service", "是否有就业服务需求", "in need of service", "flag", aliases=("就业需求",)),
        Column("employed", "是否就业", "employed", "flag", aliases=("是否务工",)),
        Column(
            "work_place_level",
            "务工区域",
            "how far away the work is",
            "choice",
            choices=WORK_PLACE_LEVELS,
            synonyms=WORK_PLACE_SYNONYMS,
            aliases=("务工地域",),
        ),
        Column(
            "continuous_months",
            "连续务工月数",
            "months worked on end",
            "number",
            unit="月",
            lowest=0,
            highest=600,
            aliases=("连续务工时间(月)",),
        ),
        Column("channel", "就业渠道", "way into work"),
        Column("returned_on", "返乡日期", "returned on", "date", aliases=("返乡回流日期", "返乡时间")),
        Column(
            "unemployed_reg_on",
            "失业登记日期",
            "registered as unemployed on",
            "date",
            aliases=("失业登记时间",),
        ),
        Column("school", "就学状态", "schooling", "choice", choices=("在校", "送教上门", "休学", "辍学")),
        Column("school_reason", "失学或辍学原因", "why not at school", aliases=("辍学原因", "失学辍学原因")),
        Column(
            "two_after",
            "两后生类别",
            "left school early",
            "choice",
            choices=("初中毕业未升学", "高中毕业未升学"),
            synonyms={"初中": "初中毕业未升学", "高中": "高中毕业未升学"},
            aliases=("两后生",),
        ),
        Column(
            "voc_done_on",
            "职业教育完成日期",
            "vocational training ended on",
            "date",
            aliases=("技工毕业日期",),
        ),
        Column("yulu_graduate", "是否雨露计划毕业生", "graduate of the Yulu programme", "flag"),
        Column("cert_on", "技能证书取得日期", "certificate of skill on", "date", aliases=("取证日期",)),
    ),
    contested="none",
)
PLACE_RECORDS: Final = Table(
    "place_records",
    "村镇情况台账",
    "records of places",
    ("code",),
    (
        DIVISION_CODE,
        Column("key_help", "是否重点帮扶村", "village of key help", "flag", aliases=("重点帮扶村",)),
        Column("three_batch", "是否“三个一批”村", "village of the three batches", "flag"),
        Column("supported", "是否集体经济扶持村", "supported collective economy", "flag"),
        # Text: what the policy knows of types is the policy's own list.
        Column("demo_type", "示范类型", "type of demonstration", aliases=("示范创建类型",)),
        Column(
            "demo_stage",
            "示范阶段",
            "stage of demonstration",
            "choice",
            choices=DEMONSTRATION_STAGES,
            aliases=("创建阶段",),
        ),
        Column("points_shop", "是否有积分超市", "has a points shop", "flag", aliases=("积分超市",)),
        Column(
            "plan_status",
            "村庄规划状态",
            "state of the village plan",
            "choice",
            choices=PLAN_STATES,
            aliases=("村庄规划",),
        ),
    ),
    contested="none",
)
GRIDS: Final = Table(
    "grids",
    "监测网格",
    "grids of watching",
    ("grid_id",),
    (
        replace(GRID_ID, required=True, filled=True),
        Column("grid_level", "网格级别", "level of the grid", "choice", choices=("县", "乡", "村", "组")),
        *NAMED_PLACE,
        Column("person", "网格员", "who watches", aliases=("网格负责人",)),
    ),
)
