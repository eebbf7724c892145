"""Tables of money: fund lines (指标) and their cumulative monthly reports (截至本月累计)."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.works import CHANNELS, LEVELS

LINE_ID: Final = Column(
    "line_id", "资金编号", "fund line id", required=True, filled=True, aliases=("资金行编号", "指标编号")
)

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
            filled=True,
            unit="元",
            aliases=("下达",),
        ),
    ),
)
FUND_MONTHS: Final = Table(
    "fund_months",
    "资金月报(截至本月累计)",
    "monthly fund report, cumulative",
    ("line_id", "prj_id", "month"),
    (
        LINE_ID,
        # Empty in the row that holds what the line has not yet given to a project.
        Column("prj_id", "项目编号", "project id", required=True, aliases=("项目编码",)),
        Column(
            "month", "月份", "month", "month", required=True, filled=True, aliases=("截至月份", "报告月份")
        ),
        Column("issued_fen", "累计下达", "issued", "money", required=True, unit="元", aliases=("下达",)),
        Column("arrived_fen", "累计到位", "arrived", "money", required=True, unit="元", aliases=("到位",)),
        Column("arranged_fen", "累计安排", "arranged", "money", required=True, unit="元", aliases=("安排",)),
        Column(
            "disbursed_fen", "累计拨付", "disbursed", "money", required=True, unit="元", aliases=("拨付",)
        ),
        Column("spent_fen", "累计支出", "spent", "money", required=True, unit="元", aliases=("支出",)),
        Column("unspent_fen", "未支出余额", "unspent", "money", required=True, unit="元"),
    ),
)
