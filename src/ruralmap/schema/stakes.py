"""Whose an asset is and whom it serves (权属村、受益村), apart from where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.places import TOWNSHIP_NAME, VILLAGE_CODE, VILLAGE_NAME
from ruralmap.schema.works import ASSET_ID, OWNER_LEVELS


def _renamed(column: Column, zh: str) -> Column:
    """Give a column another header; those it was known by become aliases."""
    return replace(column, zh=zh, aliases=(column.zh, *column.aliases))


SHARE: Final = Column("share", "份额", "share", "number", lowest=0, highest=1, aliases=("占比", "比例"))
HOUSEHOLDS: Final = Column("households", "受益户数", "beneficiary households", "integer", unit="户", lowest=0)
PERSONS: Final = Column("persons", "受益人数", "beneficiaries", "integer", unit="人", lowest=0)

# The ledger names one owner village; an asset of several has its rows here, and these go before the ledger.
ASSET_OWNERS: Final = Table(
    "asset_owners",
    "资产权属",
    "owners of assets",
    ("asset_id", "owner", "village", "village_code"),
    (
        ASSET_ID,
        Column("owner", "所有权人", "owner", aliases=("权属单位",)),
        Column(
            "owner_level",
            "权属级别",
            "level of the owner",
            "choice",
            choices=OWNER_LEVELS,
            aliases=("确权级别",),
        ),
        TOWNSHIP_NAME,
        _renamed(VILLAGE_NAME, "权属村"),
        _renamed(VILLAGE_CODE, "权属村代码"),
        SHARE,
        Column("doc", "确权文号", "title document", aliases=("文号",)),
    ),
    contested="none",
)
ASSET_BENEFITS: Final = Table(
    "asset_benefits",
    "资产受益",
    "villages that assets serve",
    ("asset_id", "village", "village_code"),
    (
        ASSET_ID,
        TOWNSHIP_NAME,
        _renamed(VILLAGE_NAME, "受益村"),
        _renamed(VILLAGE_CODE, "受益村代码"),
        SHARE,
        HOUSEHOLDS,
        PERSONS,
    ),
    contested="none",
)
