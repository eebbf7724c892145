"""The table of assets as the national system exports them (全国系统资产), to be held against the ledger."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.records import NAMED_PLACE
from ruralmap.schema.works import ASSET_CLASSES, RUN_STATES

SYSTEM_ASSETS: Final = Table(
    "system_assets",
    "全国系统资产",
    "assets in the national system",
    ("system_no", "as_of"),
    (
        Column(
            "system_no",
            "系统资产编号",
            "number in the system",
            required=True,
            filled=True,
            aliases=("系统编号",),
        ),
        Column("library_no", "项目库编号", "number in the library"),
        Column("name", "资产名称", "asset", required=True, filled=True),
        Column(
            "asset_class",
            "资产类别",
            "class",
            "choice",
            choices=ASSET_CLASSES,
            synonyms={"经营性资产": "经营性", "公益性资产": "公益性", "到户类资产": "到户类"},
        ),
        Column("owner", "所有权人", "owner", aliases=("权属单位",)),
        Column("amount_fen", "资产金额", "amount", "money", unit="元", aliases=("原始价值", "资产原值")),
        Column(
            "state", "运行状态", "running state", "choice", choices=RUN_STATES, synonyms={"正常运行": "正常"}
        ),
        *NAMED_PLACE,
        Column("as_of", "数据日期", "as of", "date", required=True, filled=True, aliases=("导出日期",)),
    ),
)
