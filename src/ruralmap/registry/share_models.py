"""Which villages a record belongs to, and with which share (村别份额): as stated, and as divided."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped  # noqa: TC002 - SQLAlchemy reads the annotations

from ruralmap.registry.bases import Base, Linked, Sourced


class Shared:
    """A village's share of a record: `SHARE_COLUMNS` of the schema; those of a relation add up to 1."""

    relation: Mapped[str]
    linked_village_code: Mapped[str | None]
    linked_township_code: Mapped[str | None]
    share: Mapped[float]
    share_method: Mapped[str | None]
    length_m: Mapped[float | None]
    area_m2: Mapped[float | None]
    households: Mapped[int | None]
    persons: Mapped[int | None]
    link_status: Mapped[str | None]
    link_reason: Mapped[str | None]


class ProjectPlace(Linked, Sourced, Base):
    """A village that a project is built in, is paid by or serves (项目地点), as the office stated it."""

    __tablename__ = "project_places"
    __table_args__ = (Index("key_project_places", "prj_id", "village_code", "relation", unique=True),)

    prj_id: Mapped[str]
    village_code: Mapped[str]
    relation: Mapped[str | None]
    share: Mapped[float | None]
    share_basis: Mapped[str | None]
    households: Mapped[int | None]
    persons: Mapped[int | None]


class ProjectShare(Shared, Base):
    """A village's share of a project (项目村别份额)."""

    __tablename__ = "project_shares"

    prj_id: Mapped[str]


class SiteShare(Shared, Base):
    """A village's share of a relocation site (安置点村别份额)."""

    __tablename__ = "site_shares"

    site_id: Mapped[str]


class IndustryShare(Shared, Base):
    """A village's share of an industry or base (产业村别份额)."""

    __tablename__ = "industry_shares"

    industry_id: Mapped[str]


class AssetShare(Shared, Base):
    """A village's share of an asset, by where it stands, who owns it and whom it serves (资产村别份额)."""

    __tablename__ = "asset_shares"

    asset_id: Mapped[str]
