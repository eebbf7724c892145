"""Tables of what is done with assets: inspected (清查核实), handed over (移交), disposed of (处置)."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.places import DATUM, LATITUDE, LONGITUDE
from ruralmap.schema.works import ASSET_ID, RUN_STATES

_NOTE: Final = Column("note", "备注", "note", aliases=("说明",))

# The point is where the inspector stood: whether it lies in the asset's village is what 账实核对 asks.
INSPECTIONS: Final = Table(
    "inspections",
    "资产清查核实",
    "inspections",
    ("asset_id", "inspected_on", "inspection_kind"),
    (
        ASSET_ID,
        Column("inspected_on", "核查日期", "inspected on", "date", required=True, filled=True),
        Column(
            "inspection_kind",
            "核查类型",
            "kind",
            "choice",
            required=True,
            choices=("清查", "账实核对", "风险评估", "巡查"),
        ),
        Column("campaign_id", "行动编号", "campaign id", aliases=("清查行动编号", "核查批次")),
        Column("exists", "实物是否存在", "exists", "flag"),
        Column("found_state", "核查运行状态", "state found", "choice", choices=RUN_STATES),
        Column(
            "result", "核查结果", "result", "choice", choices=("实物一致", "盘亏", "盘盈", "损毁", "闲置")
        ),
        Column("condition", "实物状况", "condition", aliases=("资产现状", "实物现状", "现状描述")),
        Column("inspector_role", "核查人身份", "role of the inspector"),
        Column("inspector", "核查人", "inspector", aliases=("核查人员", "巡查人")),
        Column("operating", "经营状况", "how it does"),
        Column("resilience", "风险抵御能力", "what it can withstand"),
        Column("qty", "实有数量", "quantity found", "number", lowest=0, aliases=("核查数量",)),
        Column("photo", "现场照片", "photograph", aliases=("照片编号", "照片", "照片路径", "照片文件")),
        Column(
            "photo_sha256", "照片校验码", "SHA-256 of the photograph", aliases=("照片SHA256", "照片SHA-256")
        ),
        LONGITUDE,
        LATITUDE,
        DATUM,
        Column(
            "accuracy_m",
            "定位精度(米)",
            "accuracy of the point",
            "number",
            unit="米",
            lowest=0,
            aliases=("定位精度", "定位误差", "GPS精度", "accuracy"),
        ),
        _NOTE,
    ),
)
HANDOVERS: Final = Table(
    "handovers",
    "资产移交",
    "handovers",
    ("asset_id", "handover_on"),
    (
        ASSET_ID,
        Column(
            "handover_on",
            "移交日期",
            "handed over on",
            "date",
            required=True,
            filled=True,
            aliases=("移交时间",),
        ),
        Column("from_unit", "移交单位", "handed over by", aliases=("移交方", "移出单位")),
        Column("to_unit", "接收单位", "handed over to", aliases=("接收方", "承接单位")),
        Column("doc", "移交文号", "document number", aliases=("文号", "移交协议编号", "移交书编号")),
        Column("receiver", "接收人", "who received it", aliases=("接收经办人",)),
        _NOTE,
    ),
)
DISPOSAL_KINDS: Final = ("报废", "报损", "转让", "拆除", "征收补偿", "核销")
DISPOSALS: Final = Table(
    "disposals",
    "资产处置",
    "disposals",
    ("asset_id", "disposed_on", "disposal_kind"),
    (
        ASSET_ID,
        Column(
            "disposed_on",
            "处置日期",
            "disposed of on",
            "date",
            required=True,
            filled=True,
            aliases=("处置时间",),
        ),
        Column(
            "disposal_kind",
            "处置方式",
            "kind",
            "choice",
            required=True,
            choices=DISPOSAL_KINDS,
            synonyms={
                "出售": "转让",
                "有偿转让": "转让",
                "报废处置": "报废",
                "征收": "征收补偿",
                "拆迁补偿": "征收补偿",
                "账务核销": "核销",
            },
            aliases=("处置类型", "处置形式"),
        ),
        Column("doc", "处置文号", "document number", aliases=("文号", "处置批复文号", "批复文号")),
        Column("decided_by", "决策机构", "who decided", aliases=("决策主体", "审批单位", "议定机构")),
        Column(
            "proceeds_fen",
            "处置收入",
            "proceeds",
            "money",
            unit="元",
            aliases=("处置收益", "处置所得", "补偿金额"),
        ),
        Column("reason", "处置原因", "reason", aliases=("处置事由",)),
        _NOTE,
    ),
)
