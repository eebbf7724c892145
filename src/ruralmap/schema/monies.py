"""Tables of money: fund lines (指标), reports cumulative by month (截至本月累计), movements, budgets."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.places import TOWNSHIP_NAME, VILLAGE_CODE, VILLAGE_NAME
from ruralmap.schema.works import CHANNELS, LEVELS

# 变动类型: what a movement list may say happened to money.
MOVE_WORDS: Final = ("到位", "分解", "安排", "拨付", "支出", "结转", "结余", "收回")

LINE_ID: Final = Column(
    "line_id", "资金编号", "fund line id", required=True, filled=True, aliases=("资金行编号", "指标编号")
)
# Empty where money has not been given to a project.
PROJECT_OF_MONEY: Final = Column("prj_id", "项目编号", "project id", required=True, aliases=("项目编码",))
ENTITY_ID: Final = Column("entity_id", "收款主体代码", "payee", aliases=("统一社会信用代码",))

FUNDS: Final = Table(
    "funds",
    "资金指标台账",
    "fund lines",
    ("line_id",),
    (
        LINE_ID,
        Column("doc", "指标文号", "document number", required=True, aliases=("文号",)),
        Column("issued_on", "下达日期", "issued on", "date"),
        Column(
            "year",
            "年度",
            "year",
            "integer",
            required=True,
            filled=True,
            lowest=2010,
            highest=2100,
            aliases=("资金年度",),
        ),
        Column(
            "level",
            "资金级次",
            "level",
            "choice",
            required=True,
            filled=True,
            choices=LEVELS,
            synonyms={"中央级": "中央", "省级": "省", "市级": "市", "县级": "县"},
            aliases=("级次",),
        ),
        Column(
            "channel",
            "资金渠道",
            "channel",
            "choice",
            required=True,
            filled=True,
            choices=CHANNELS,
            synonyms={"衔接资金": "衔接", "财政衔接补助资金": "衔接"},
            aliases=("渠道",),
        ),
        Column(
            "task",
            "资金任务",
            "task",
            "choice",
            choices=("巩固拓展与乡村振兴", "以工代赈", "少数民族发展", "欠发达国有农场林场牧场"),
            aliases=("任务",),
        ),
        Column("integrated", "是否纳入统筹整合", "integrated", "flag"),
        Column("partner", "帮扶方", "partner"),
        Column(
            "issued_fen",
            "下达金额",
            "issued",
            "money",
            required=True,
            unit="元",
            aliases=("下达",),
        ),
        # What this line passes on is part of another line (转下达), and is counted once.
        Column("parent_line_id", "上级资金编号", "line it is part of", aliases=("上级指标编号",)),
        Column("in_plan", "是否计划内", "in the plan", "flag"),
        Column("name", "资金名称", "name"),
    ),
    # The ledger counts the same money once, and refuses a line that contradicts itself.
    contested="all",
)
FUND_MONTHS: Final = Table(
    "fund_months",
    "资金月报(截至本月累计)",
    "monthly fund report, cumulative",
    ("line_id", "prj_id", "month"),
    (
        LINE_ID,
        PROJECT_OF_MONEY,
        # A report without its month is read: without it an older one would pass for the latest.
        Column("month", "月份", "month", "month", required=True, aliases=("截至月份", "报告月份")),
        Column("issued_fen", "累计下达", "issued", "money", required=True, unit="元", aliases=("下达",)),
        Column("arrived_fen", "累计到位", "arrived", "money", required=True, unit="元", aliases=("到位",)),
        Column("arranged_fen", "累计安排", "arranged", "money", required=True, unit="元", aliases=("安排",)),
        Column(
            "disbursed_fen", "累计拨付", "disbursed", "money", required=True, unit="元", aliases=("拨付",)
        ),
        Column("spent_fen", "累计支出", "spent", "money", required=True, unit="元", aliases=("支出",)),
        Column("unspent_fen", "未支出余额", "unspent", "money", required=True, unit="元"),
        # Filled, even with 0, where the row's other totals are of this year only.
        Column("brought_forward_fen", "上年结转", "brought forward", "money", unit="元"),
        Column("carried_over_fen", "结转", "carried over", "money", unit="元"),
        Column("surplus_fen", "结余", "surplus", "money", unit="元"),
        Column("withdrawn_fen", "收回", "withdrawn", "money", unit="元"),
        ENTITY_ID,
    ),
    # The ledger refuses the line: neither of two reports of a month is the right one by its place.
    contested="all",
)
# Rows may be about households: this table does not leave the office. Vouchers repeat; the ledger judges that.
FUND_MOVES: Final = Table(
    "fund_moves",
    "资金变动台账",
    "fund movements",
    (),
    (
        Column("entry_id", "凭证编号", "voucher"),
        Column("on", "日期", "on", "date", required=True, aliases=("发生日期", "记账日期")),
        LINE_ID,
        PROJECT_OF_MONEY,
        Column(
            "kind",
            "变动类型",
            "kind of movement",
            "choice",
            required=True,
            choices=MOVE_WORDS,
            synonyms={"分配": "安排", "下达乡镇": "分解", "报账": "支出"},
        ),
        # Negative: taken back or reversed.
        Column("amount_fen", "金额", "amount", "money", required=True, unit="元"),
        Column("doc", "文号", "document number", aliases=("凭证号", "指标文号")),
        TOWNSHIP_NAME,
        VILLAGE_NAME,
        VILLAGE_CODE,
        Column("hh_id", "户编号", "household id", aliases=("户编码",)),
        ENTITY_ID,
        Column("reverses", "冲销凭证编号", "voucher that it reverses"),
        Column("note", "摘要", "note"),
    ),
)
BUDGETS: Final = Table(
    "budgets",
    "预算安排",
    "budgets",
    ("code", "budget_item", "year"),
    (
        Column(
            "code",
            "行政区划代码",
            "division code",
            "code",
            required=True,
            filled=True,
            aliases=("代码", "区划代码"),
        ),
        Column("budget_item", "事项", "item", required=True, filled=True),
        Column("year", "年度", "year", "integer", required=True, lowest=2010, highest=2100),
        Column("arranged_fen", "安排金额", "arranged", "money", required=True, unit="元"),
        Column("doc", "文号", "document number"),
    ),
)
