"""The list of assets that the 农村三资 platform exports, to be held against the ledger."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.records import NAMED_PLACE

# No table of a workspace: it is given when the books are compared, and is not kept.
PLATFORM_ASSETS: Final = Table(
    "platform_assets",
    "三资平台资产清单",
    "assets in the three-capital platform",
    (),
    (
        Column(
            "number",
            "资产编号",
            "number",
            aliases=("平台资产编号", "平台编号", "资产编码", "编号"),
        ),
        Column("name", "资产名称", "asset", required=True, filled=True, aliases=("名称",)),
        *NAMED_PLACE,
        Column(
            "amount_fen",
            "资产价值",
            "value",
            "money",
            unit="元",
            aliases=("价值", "平台价值", "三资平台价值", "原始价值", "资产原值", "原值", "金额"),
        ),
    ),
)
