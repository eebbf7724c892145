"""Tables of risks and what is done about them (防返贫监测): clues, plans, surveys, safety, water, houses."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.people import HOUSEHOLD_ID
from ruralmap.schema.records import MAYBE_HOUSEHOLD, NAMED_PLACE, WATER_ID

HOUSE_GRADES: Final = ("A", "B", "C", "D", "无房")

# Rows about households: this table does not leave the office.
CLUES: Final = Table(
    "clues",
    "风险线索",
    "clues of risk",
    ("clue_id",),
    (
        Column("clue_id", "线索编号", "clue id", required=True, filled=True),
        HOUSEHOLD_ID,
        Column("source", "线索来源", "source", "choice", choices=("自主申报", "干部排查", "部门预警")),
        # Text: which risks there are is the policy's own list.
        Column("risk", "风险类型", "risk", aliases=("风险",)),
        Column("found_on", "发现日期", "found on", "date", aliases=("线索日期",)),
        Column("publicity_from", "公示起始日期", "made public from", "date"),
        Column("publicity_to", "公示截止日期", "made public to", "date"),
        Column("recognised_on", "认定日期", "recognised on", "date", aliases=("识别认定日期", "审批日期")),
        Column("reported_on", "上报日期", "reported on", "date"),
        Column("closed_on", "办结日期", "closed on", "date", aliases=("销号日期",)),
    ),
)
# The code is that of a village or township; a site has its own id there. Rows may be about households.
PLANS: Final = Table(
    "plans",
    "帮扶计划",
    "plans of help",
    ("plan_id",),
    (
        Column("plan_id", "计划编号", "plan id", required=True, filled=True),
        Column(
            "subject",
            "帮扶对象类型",
            "kind of whom it is for",
            "choice",
            choices=("户", "村", "乡镇", "安置点"),
            aliases=("对象类型",),
        ),
        MAYBE_HOUSEHOLD,
        Column("code", "对象代码", "code of whom it is for", aliases=("行政区划代码", "代码")),
        Column("made_on", "制定日期", "made on", "date", aliases=("制定时间",)),
        Column("updated_on", "更新日期", "updated on", "date", aliases=("调整日期",)),
        Column("measures", "计划措施", "measures planned"),
        Column("responsible", "责任人", "who answers for it", aliases=("帮扶责任人",)),
    ),
)
# Rows about households: this table does not leave the office.
SURVEYS: Final = Table(
    "surveys",
    "摸底验收",
    "surveys of households",
    ("hh_id", "round", "surveyed_on"),
    (
        HOUSEHOLD_ID,
        Column("round", "轮次", "round", "choice", required=True, filled=True, choices=("摸底", "验收")),
        Column(
            "surveyed_on",
            "入户日期",
            "surveyed on",
            "date",
            required=True,
            filled=True,
            aliases=("入户时间",),
        ),
        Column("surveyor", "入户人", "who surveyed"),
        Column("result", "结果", "result", aliases=("验收结果",)),
    ),
)
# Rows about households: this table does not leave the office.
SAFETY: Final = Table(
    "safety",
    "三保障核查",
    "safety of houses, school, health and water",
    ("hh_id", "checked_on"),
    (
        HOUSEHOLD_ID,
        Column(
            "checked_on", "核查日期", "checked on", "date", required=True, filled=True, aliases=("核查时间",)
        ),
        Column(
            "house",
            "住房等级",
            "grade of the house",
            "choice",
            choices=HOUSE_GRADES,
            synonyms={f"{grade}级": grade for grade in HOUSE_GRADES[:4]},
            aliases=("房屋等级", "住房鉴定等级"),
        ),
        Column("house_measure", "住房措施", "what is done about the house"),
        Column("house_measure_on", "住房措施日期", "begun on", "date"),
        Column("house_closed_on", "住房问题销号日期", "house settled on", "date"),
        Column("school_ok", "义务教育有保障", "school is secured", "flag"),
        Column("medical_ok", "基本医疗有保障", "health care is secured", "flag"),
        Column("water_quality", "饮水水质达标", "water is clean", "flag"),
        Column("water_quantity", "饮水水量达标", "there is water enough", "flag"),
        Column("water_access", "取水方便程度达标", "water is near", "flag", aliases=("用水方便程度达标",)),
    ),
)
WATER_SOURCES: Final = Table(
    "water_sources",
    "饮水水源",
    "water sources",
    ("water_id",),
    (
        replace(WATER_ID, required=True, filled=True),
        Column("name", "水源名称", "name", aliases=("供水点名称", "工程名称")),
        *NAMED_PLACE,
        Column("water_kind", "供水方式", "kind of supply", "choice", choices=("集中", "分散")),
        Column("tested_on", "水质检测日期", "tested on", "date", aliases=("检测日期",)),
        Column("result", "检测结果", "result", "choice", choices=("合格", "不合格")),
        Column("doc", "检测报告编号", "test report", aliases=("报告编号",)),
    ),
)
# Rows about households: this table does not leave the office.
HOUSE_PROJECTS: Final = Table(
    "house_projects",
    "住房改造",
    "works on houses",
    ("row_id",),
    (
        Column("row_id", "改造编号", "row id", required=True, filled=True),
        HOUSEHOLD_ID,
        Column("kind", "改造类型", "kind", "choice", choices=("危房改造", "抗震改造")),
        Column("started_on", "开工日期", "started on", "date"),
        Column("completed_on", "完工日期", "completed on", "date"),
        Column("accepted_on", "验收日期", "accepted on", "date", aliases=("竣工验收日期",)),
    ),
)
