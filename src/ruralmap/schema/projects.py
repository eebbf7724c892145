"""Tables of projects (项目库): what is planned and built, where, with whose money and by when."""

from __future__ import annotations

from typing import Final, Literal, get_args

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.works import PLACE

# 专项: paid by the work-relief task itself; 推广: that way of building in other projects; 重点工程: in
# large works.
WORK_RELIEF_MODES: Final = ("专项", "推广", "重点工程")
# Which of a project's villages is meant: where it stands, who paid, who gains.
Relation = Literal["建设地", "出资村", "受益村"]
RELATIONS: Final[tuple[Relation, ...]] = get_args(Relation)

# 农规发〔2024〕26号: 巩固一批、升级一批、盘活一批、调整一批.
FOUR_BATCHES: Final = ("巩固", "升级", "盘活", "调整")

PROJECT_ID: Final = Column(
    "prj_id", "项目编号", "project id", required=True, filled=True, aliases=("项目编码",)
)
PROJECTS: Final = Table(
    "projects",
    "项目库",
    "projects",
    ("prj_id",),
    (
        PROJECT_ID,
        Column("project", "项目名称", "project", required=True, filled=True),
        Column(
            "year", "年度", "year", "integer", required=True, lowest=2010, highest=2100, aliases=("项目年度",)
        ),
        Column(
            "project_class",
            "项目类型",
            "class",
            "choice",
            required=True,
            choices=(
                "产业发展",
                "就业",
                "乡村建设行动",
                "易地搬迁后扶",
                "巩固三保障",
                "乡村治理和精神文明",
                "项目管理费",
                "其他",
            ),
        ),
        Column("work_relief_mode", "以工代赈方式", "work relief", "choice", choices=WORK_RELIEF_MODES),
        *PLACE,
        Column("library_no", "项目库编号", "number in the library"),
        Column("in_plan", "是否年度计划", "in the year's plan", "flag"),
        Column("key_project", "是否重点工程", "key project", "flag"),
        Column("fiscal_invest_fen", "财政投资", "fiscal investment", "money", unit="元"),
        Column("gov_invest_fen", "政府投资", "government investment", "money", unit="元"),
        Column("gov_invest_left_fen", "剩余政府投资", "government investment left", "money", unit="元"),
        Column("works_left", "剩余工程量", "works left"),
        Column("labour_pay_fen", "劳务报酬", "labour pay", "money", unit="元"),
        Column(
            "local_workers_target",
            "吸纳当地务工人数",
            "local workers to be taken on",
            "integer",
            unit="人",
            lowest=0,
        ),
        Column("precon_done_on", "前期工作完成", "preparation done on", "date"),
        Column("tender_needed", "是否招标", "tender needed", "flag"),
        Column("procurement_done_on", "招投标完成", "procurement done on", "date"),
        Column("planned_start_on", "计划开工", "planned start on", "date", aliases=("计划开工日期",)),
        Column("started_on", "开工日期", "started on", "date"),
        Column(
            "planned_completion_on", "计划完工", "planned completion on", "date", aliases=("计划完工日期",)
        ),
        Column("completed_on", "完工日期", "completed on", "date"),
        Column("accepted_on", "竣工验收日期", "accepted on", "date"),
        Column("entered_system_on", "系统录入", "entered into the system on", "date"),
        Column(
            "beneficiary_households", "受益户数", "beneficiary households", "integer", unit="户", lowest=0
        ),
        Column("subclass", "项目子类型", "subclass", aliases=("二级项目类型",)),
        Column("link_mechanism", "是否有联农带农机制", "gives farmers a part", "flag"),
        # Several stand in one cell, divided by 、.
        Column("link_types", "联农带农方式", "how farmers have a part"),
        Column("rectify_due_on", "整改时限", "to be mended by", "date"),
        Column("target_households", "目标带动户数", "households to gain", "integer", unit="户", lowest=0),
        Column("target_gain_pc_fen", "目标人均增收", "gain a head aimed at", "money", unit="元/人"),
        Column("actual_households", "实际带动户数", "households that gained", "integer", unit="户", lowest=0),
        Column("actual_gain_pc_fen", "实际人均增收", "gain a head reached", "money", unit="元/人"),
        Column(
            "four_batch",
            "四个一批",
            "of the four batches",
            "choice",
            choices=FOUR_BATCHES,
            synonyms={f"{batch}一批": batch for batch in FOUR_BATCHES},
            aliases=("“四个一批”类别",),
        ),
        Column("four_batch_local", "四个一批本地叫法", "the office's own word for it"),
        Column("four_batch_on", "四个一批认定日期", "sorted on", "date"),
    ),
)
PROJECT_PLACES: Final = Table(
    "project_places",
    "项目地点",
    "places of projects",
    ("prj_id", "village_code", "relation"),
    (
        PROJECT_ID,
        Column(
            "village_code",
            "行政村代码",
            "village code",
            "code",
            required=True,
            filled=True,
            aliases=("村代码",),
        ),
        Column("relation", "关系", "relation", "choice", required=True, filled=True, choices=RELATIONS),
        Column("share", "份额", "share", "number", lowest=0, highest=1),
        Column(
            "share_basis",
            "份额依据",
            "what the shares rest on",
            "choice",
            choices=("金额", "面积", "长度", "受益人口"),
        ),
        Column("households", "受益户数", "beneficiary households", "integer", unit="户", lowest=0),
        Column("persons", "受益人数", "beneficiaries", "integer", unit="人", lowest=0),
    ),
)
