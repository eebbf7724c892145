"""Layers of what spans villages (范围线): lines and areas, each with the id of its record."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.columns import Column, Table
from ruralmap.schema.projects import PROJECT_ID
from ruralmap.schema.works import ASSET_ID, INDUSTRY_ID, SITE_ID

# A record may have several features: they are parts of one line or area.
PROJECT_SHAPES: Final = Table(
    "project_shapes",
    "项目范围",
    "shapes of projects",
    (),
    (PROJECT_ID, Column("project", "项目名称", "project")),
)
SITE_SHAPES: Final = Table(
    "site_shapes", "安置点范围", "shapes of sites", (), (SITE_ID, Column("site", "安置点名称", "site"))
)
INDUSTRY_SHAPES: Final = Table(
    "industry_shapes",
    "产业基地范围",
    "shapes of industries",
    (),
    (INDUSTRY_ID, Column("industry", "产业名称", "industry")),
)
ASSET_SHAPES: Final = Table(
    "asset_shapes", "资产范围", "shapes of assets", (), (ASSET_ID, Column("asset", "资产名称", "asset"))
)
