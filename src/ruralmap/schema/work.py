"""Tables of work and security (就业和保障): jobs, services, benefits, insurances. They name persons."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.people import PERSON_ID
from ruralmap.schema.records import WORK_PLACE_LEVELS, WORK_PLACE_SYNONYMS

# Rows about persons: none of these tables leaves the office.
JOBS: Final = Table(
    "jobs",
    "务工就业台账",
    "jobs",
    ("p_id", "from_on"),
    (
        PERSON_ID,
        Column(
            "from_on",
            "务工起始日期",
            "from",
            "date",
            required=True,
            filled=True,
            aliases=("外出时间", "务工开始时间"),
        ),
        Column("to_on", "务工截止日期", "to", "date", aliases=("返回时间", "务工结束时间")),
        Column(
            "months",
            "务工时间(月)",
            "months worked",
            "number",
            unit="月",
            lowest=0,
            highest=600,
            aliases=("务工时间", "务工时长(月)"),
        ),
        Column(
            "place_level",
            "务工区域",
            "how far away the work is",
            "choice",
            choices=WORK_PLACE_LEVELS,
            synonyms=WORK_PLACE_SYNONYMS,
            aliases=("务工地域",),
        ),
        Column("place", "务工所在地", "work place", aliases=("务工地点",)),
        Column("employer", "务工企业名称", "employer", aliases=("务工单位",)),
        Column("channel", "就业渠道", "way into work"),
        Column("organised", "是否有组织输出", "sent in a group", "flag", aliases=("有组织输出",)),
        Column("wage_fen", "月工资", "wage a month", "money", unit="元/月", aliases=("月收入",)),
        Column("intent", "就业意向", "what work is wanted"),
        Column("stability", "岗位稳定性", "how lasting the work is"),
    ),
)
SERVICES: Final = Table(
    "services",
    "就业服务",
    "employment services",
    ("service_id",),
    (
        Column("service_id", "服务编号", "service id", required=True, filled=True),
        PERSON_ID,
        Column(
            "service_kind",
            "服务类型",
            "kind",
            "choice",
            choices=("职业指导", "岗位信息", "免费培训", "送工", "其他"),
            synonyms={"岗位推荐": "岗位信息", "技能培训": "免费培训"},
        ),
        Column("served_on", "服务日期", "served on", "date", aliases=("服务时间",)),
        Column("offered", "是否已提供", "offered", "flag"),
        Column("accepted", "是否接受", "accepted", "flag"),
        Column("provider", "服务单位", "who served"),
    ),
)
BENEFITS: Final = Table(
    "benefits",
    "救助补贴",
    "benefits",
    ("p_id", "benefit_kind", "from_on"),
    (
        PERSON_ID,
        Column(
            "benefit_kind",
            "救助类型",
            "kind",
            "choice",
            required=True,
            filled=True,
            choices=(
                "低保",
                "特困",
                "低保边缘",
                "支出型困难",
                "临时救助",
                "残疾人补贴",
                "分类调节补助",
                "其他",
            ),
            synonyms={"最低生活保障": "低保", "特困供养": "特困", "特困人员救助供养": "特困"},
            aliases=("补贴类型",),
        ),
        Column("from_on", "享受起始日期", "from", "date", required=True, filled=True, aliases=("起始日期",)),
        Column("to_on", "享受截止日期", "to", "date", aliases=("截止日期",)),
        Column(
            "group",
            "人员类别",
            "group",
            "choice",
            choices=("重特大疾病", "严重精神障碍", "困境儿童", "在校大学生"),
        ),
        Column("amount_fen", "月补助金额", "amount a month", "money", unit="元/月", aliases=("补助标准",)),
    ),
)
INSURANCES: Final = Table(
    "insurances",
    "参保",
    "insurances",
    ("p_id", "year", "insurance_kind"),
    (
        PERSON_ID,
        Column(
            "year",
            "参保年度",
            "year",
            "integer",
            required=True,
            filled=True,
            lowest=2010,
            highest=2100,
            aliases=("年度",),
        ),
        Column(
            "insurance_kind",
            "险种",
            "kind",
            "choice",
            required=True,
            filled=True,
            choices=("基本医保", "基本养老"),
            synonyms={
                "城乡居民基本医疗保险": "基本医保",
                "基本医疗保险": "基本医保",
                "城乡居民基本养老保险": "基本养老",
                "基本养老保险": "基本养老",
            },
        ),
        Column("eligible", "是否应参保", "has to be insured", "flag", aliases=("应保",)),
        Column("covered", "是否已参保", "insured", "flag", aliases=("是否参保",)),
        Column(
            "paid_by",
            "缴费方式",
            "who paid",
            "choice",
            choices=("本人", "政府代缴", "部分资助"),
            aliases=("缴费来源",),
        ),
        Column("exempt_reason", "不参保原因", "why not insured", aliases=("未参保原因",)),
    ),
)
