"""Tables of offices and papers (单位和文书): units, tasks, staff, meetings, reports, problems, checklists."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.records import DIVISION_CODE, MAYBE_DIVISION, MAYBE_HOUSEHOLD, MAYBE_PERSON

STAFF_ROLES: Final = ("县级干部", "镇村干部", "驻镇帮镇扶村工作队员", "驻村工作队员", "村网格员")
# Of which rule: the number that the policy gives it, such as HP-16.
_RULE: Final = Column("rule_id", "条款编号", "rule", required=True, filled=True, aliases=("规则编号",))
_UNIT: Final = Column("unit", "单位", "unit", required=True, filled=True, aliases=("单位名称", "责任单位"))
_DOC: Final = Column("doc", "文号", "document number", aliases=("文件编号",))
_STAFF_ID: Final = Column("staff_id", "干部编号", "staff id", aliases=("人员编号",))

UNITS: Final = Table(
    "units",
    "单位",
    "units",
    ("unit_id",),
    (
        Column("unit_id", "单位编号", "unit id", required=True, filled=True),
        Column("name", "单位名称", "name", required=True, filled=True, aliases=("单位",)),
        Column("level", "单位级别", "level", "choice", choices=("中央", "省", "市", "县", "乡镇", "村")),
        Column("kind", "单位性质", "kind"),
        # An office that was renamed or merged: the name by which it is known today.
        Column("alias_of", "现单位名称", "known today as", aliases=("现名称",)),
        Column("valid_from", "启用日期", "valid from", "date"),
        Column("valid_to", "停用日期", "valid to", "date"),
    ),
)
TASKS: Final = Table(
    "tasks",
    "任务",
    "tasks",
    ("rule_id", "unit", "role"),
    (
        _RULE,
        _UNIT,
        Column("role", "分工", "role", "choice", required=True, choices=("牵头", "责任")),
        Column("due_on", "完成时限", "due on", "date", aliases=("时限",)),
        Column("done_on", "完成日期", "done on", "date"),
        _DOC,
    ),
)
HELP_UNITS: Final = Table(
    "help_units",
    "挂联",
    "units that help places",
    ("unit", "code", "role"),
    (
        _UNIT,
        DIVISION_CODE,
        Column("role", "挂联方式", "role", "choice", required=True, choices=("挂县", "包乡", "带村")),
        Column("level", "单位级别", "level", "choice", choices=("中央", "省", "市", "县", "乡镇")),
        Column(
            "kind",
            "帮扶类型",
            "kind",
            "choice",
            choices=("定点帮扶", "东西部协作", "省内对口", "社会帮扶"),
        ),
        Column("from_on", "起始日期", "from", "date"),
        Column("to_on", "截止日期", "to", "date"),
    ),
)
STAFF: Final = Table(
    "staff",
    "干部",
    "staff",
    ("staff_id",),
    (
        Column("staff_id", "干部编号", "staff id", required=True, filled=True, aliases=("人员编号",)),
        Column("unit", "单位", "unit", aliases=("单位名称", "所在单位")),
        MAYBE_DIVISION,
        Column("role", "干部类别", "role", "choice", choices=STAFF_ROLES, aliases=("身份",)),
    ),
)
# One row for each who took part: of the staff, or of the rosters.
TRAININGS: Final = Table(
    "trainings",
    "培训",
    "trainings",
    ("training_id", "staff_id", "p_id"),
    (
        Column("training_id", "培训编号", "training id", required=True, filled=True),
        _STAFF_ID,
        MAYBE_PERSON,
        Column("topic", "培训内容", "topic", aliases=("培训主题", "培训类别")),
        Column("on", "培训日期", "on", "date", aliases=("培训时间",)),
        Column("days", "培训天数", "days", "number", unit="天", lowest=0),
    ),
)
MEETINGS: Final = Table(
    "meetings",
    "会议",
    "meetings",
    ("meeting_id",),
    (
        Column("meeting_id", "会议编号", "meeting id", required=True, filled=True),
        Column("unit", "召开单位", "unit", aliases=("单位", "单位名称")),
        MAYBE_DIVISION,
        Column("kind", "会议类型", "kind", required=True, filled=True),
        Column("on", "会议日期", "on", "date", required=True, filled=True, aliases=("召开日期", "召开时间")),
        _DOC,
    ),
)
REPORTS: Final = Table(
    "reports",
    "报送",
    "reports",
    ("unit", "code", "kind", "month"),
    (
        _UNIT,
        MAYBE_DIVISION,
        Column("kind", "报送类型", "kind", required=True, filled=True, aliases=("报送事项",)),
        Column("month", "所属月份", "month", "month", required=True, filled=True, aliases=("月份",)),
        Column("submitted_on", "报送日期", "submitted on", "date", aliases=("报送时间",)),
    ),
)
CAMPAIGNS: Final = Table(
    "campaigns",
    "行动",
    "campaigns",
    ("campaign_id",),
    (
        Column("campaign_id", "行动编号", "campaign id", required=True, filled=True),
        DIVISION_CODE,
        Column("kind", "行动类型", "kind", required=True, filled=True),
        Column("from_on", "起始日期", "from", "date"),
        Column("to_on", "截止日期", "to", "date", aliases=("完成日期",)),
        Column("covered", "覆盖户数", "households covered", "integer", unit="户", lowest=0),
    ),
)
# Rows may be about households (明白卡): this table does not leave the office.
DOCUMENTS: Final = Table(
    "documents",
    "文件",
    "documents",
    ("doc_id",),
    (
        Column("doc_id", "文件编号", "document id", required=True, filled=True),
        Column("kind", "文件类型", "kind", required=True, filled=True),
        Column("number", "文号", "number"),
        Column("unit", "制发单位", "unit", aliases=("单位", "单位名称")),
        MAYBE_DIVISION,
        MAYBE_HOUSEHOLD,
        Column("on", "制发日期", "on", "date", aliases=("印发日期", "发放日期")),
        Column("valid_to", "有效期至", "valid to", "date"),
        # 明白卡: the policies that the household has, and what it earned by them.
        Column("has_policies", "是否有政策落实情况", "tells the policies", "flag"),
        Column("has_income", "是否有收入明细", "tells the income", "flag"),
    ),
)
DATA_RECEIVED: Final = Table(
    "data_received",
    "数据接收",
    "data received",
    ("import_id",),
    (
        Column("import_id", "接收编号", "import id", required=True, filled=True),
        Column("unit", "提供单位", "unit", required=True, filled=True, aliases=("单位", "单位名称")),
        Column("data", "数据名称", "data"),
        Column("as_of", "数据日期", "as of", "date"),
        Column("received_on", "接收日期", "received on", "date", aliases=("接收时间",)),
        Column("rows", "记录数", "rows", "integer", lowest=0),
    ),
)
# Rows may be about households: this table does not leave the office.
PROBLEMS: Final = Table(
    "problems",
    "问题清单",
    "problems",
    ("problem_id",),
    (
        Column("problem_id", "问题编号", "problem id", required=True, filled=True),
        Column(
            "source", "问题来源", "source", "choice", choices=("自查", "考核", "审计", "巡视", "疑点数据")
        ),
        MAYBE_DIVISION,
        MAYBE_HOUSEHOLD,
        Column("found_on", "发现日期", "found on", "date"),
        Column("problem", "问题描述", "problem", aliases=("问题", "具体问题")),
        Column("measure", "整改措施", "measure"),
        Column("responsible", "责任人", "who answers for it", aliases=("整改责任人", "责任单位")),
        Column("due_on", "整改时限", "due on", "date", aliases=("完成时限",)),
        Column("closed_on", "销号日期", "closed on", "date", aliases=("整改完成日期",)),
        Column("result", "整改结果", "result"),
    ),
)
# What a person answers: an item of a rule for one subject, such as a project or a village, by its id.
CHECKLISTS: Final = Table(
    "checklists",
    "核查表",
    "checklists",
    ("rule_id", "item", "subject"),
    (
        _RULE,
        Column("item", "核查项", "item", required=True, filled=True, aliases=("核查事项",)),
        Column("subject", "核查对象编号", "subject", required=True, filled=True, aliases=("核查对象",)),
        Column("answer", "是否符合", "answer", "flag", aliases=("核查结论",)),
        Column("note", "说明", "note", aliases=("备注",)),
        Column("by", "核查人", "who checked"),
        Column("on", "核查日期", "on", "date"),
        _DOC,
    ),
)
