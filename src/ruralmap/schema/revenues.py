"""Tables of what assets yield (资产收益): contracts, yields due and paid, how villages distribute them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.economy import PARCEL_ID
from ruralmap.schema.places import TOWNSHIP_NAME, VILLAGE_NAME
from ruralmap.schema.subsidies import ENTITY_ID
from ruralmap.schema.works import ASSET_ID

# A contract may be about land or a project, and about no asset.
_MAYBE_ASSET: Final = replace(ASSET_ID, filled=False)

CONTRACTS: Final = Table(
    "contracts",
    "资产合同",
    "contracts",
    ("contract_id",),
    (
        Column("contract_id", "合同编号", "contract id", required=True, filled=True),
        _MAYBE_ASSET,
        Column(
            "contract_kind",
            "合同类型",
            "kind",
            "choice",
            choices=("租赁", "发包", "入股", "托管", "订单", "流转"),
        ),
        Column("operator", "经营主体", "operator"),
        Column("signed_on", "签订日期", "signed on", "date"),
        Column("from_on", "起始日期", "from", "date"),
        Column("to_on", "终止日期", "to", "date"),
        Column("rent_fen", "年租金", "rent a year", "money", unit="元/年"),
        Column("floor_fen", "保底收益", "guaranteed yield", "money", unit="元/年"),
        Column("prj_id", "项目编号", "project id", aliases=("项目编码",)),
        PARCEL_ID,
        ENTITY_ID,
        Column("party", "合同相对方", "other party", aliases=("乙方", "合同对方")),
        Column("dividend_percent", "按股分红比例(%)", "dividend", "number", unit="%", lowest=0, highest=100),
    ),
)
YIELDS: Final = Table(
    "yields",
    "资产收益应收实收",
    "yields due and paid",
    ("contract_id", "period", "yield_kind"),
    (
        Column("contract_id", "合同编号", "contract id", required=True, filled=True),
        _MAYBE_ASSET,
        Column("period", "所属期", "period", required=True, filled=True),
        Column(
            "yield_kind",
            "收益类型",
            "kind",
            "choice",
            required=True,
            choices=("租金", "分红", "本金", "利息", "劳务"),
        ),
        Column("due_on", "应收日期", "due on", "date"),
        Column("due_fen", "应收金额", "amount due", "money", unit="元"),
        Column("paid_on", "实收日期", "paid on", "date"),
        Column("paid_fen", "实收金额", "amount paid", "money", unit="元"),
        Column("action", "追缴措施", "what is done about arrears", aliases=("催收措施",)),
        Column("action_on", "追缴日期", "done on", "date", aliases=("催收日期",)),
    ),
)
DISTRIBUTIONS: Final = Table(
    "distributions",
    "收益分配",
    "distributions",
    ("village_code", "year", "dist_level", "dist_form", "recipient"),
    (
        TOWNSHIP_NAME,
        VILLAGE_NAME,
        Column(
            "village_code",
            "行政村代码",
            "village code",
            "code",
            required=True,
            filled=True,
            aliases=("村代码",),
        ),
        Column("year", "年度", "year", "integer", required=True, lowest=2010, highest=2100),
        Column("dist_level", "分配层级", "level", "choice", required=True, choices=("初次", "二次")),
        Column(
            "dist_form", "分配形式", "form", "choice", required=True, choices=("分红", "岗位", "奖补", "公益")
        ),
        Column("amount_fen", "分配金额", "amount", "money", unit="元"),
        Column("persons", "受益人数", "persons", "integer", unit="人", lowest=0),
        Column("decided_on", "议定日期", "decided on", "date"),
        Column("published_on", "公示日期", "published on", "date"),
        Column("recipient", "分配对象", "who gains", "choice", choices=("脱贫户", "监测对象", "其他成员")),
    ),
)
