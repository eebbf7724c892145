"""
The registry's tables (资产登记库), one class each: the canonical columns of the schema, in EPSG:4490.

Text is TEXT, because GDAL passes over VARCHAR columns of a GeoPackage. Every class has `fid`, the key that
QGIS needs; what makes a row the same row in the office's own terms is its unique index.
Persons stay in the office's rosters: a household's row carries counts, no name and no number of anyone.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, Table
from sqlalchemy.orm import Mapped  # noqa: TC002 - SQLAlchemy reads the annotations

from ruralmap.registry.asset_models import (
    Asset,
    AssetBenefit,
    AssetFund,
    AssetOwner,
    Contract,
    Disposal,
    Distribution,
    Handover,
    Inspection,
    Yield,
)
from ruralmap.registry.bases import AreaShaped, Base, Linked, Placed, PointShaped, Sourced
from ruralmap.registry.fund_models import FundEntry, FundLine, FundMonth, FundMove
from ruralmap.registry.history_models import (
    AssetBatch,
    AssetConflict,
    AssetEvent,
    AssetExport,
    AssetFiled,
    AssetReturn,
)
from ruralmap.registry.share_models import AssetShare, IndustryShare, ProjectPlace, ProjectShare, SiteShare


class County(AreaShaped, Base):
    """The county's outline (县界)."""

    __tablename__ = "counties"
    __table_args__ = (Index("key_counties", "county_code", unique=True),)

    county_code: Mapped[str]
    county: Mapped[str]


class Township(AreaShaped, Base):
    """A township (乡镇)."""

    __tablename__ = "townships"
    __table_args__ = (Index("key_townships", "township_code", unique=True),)

    township_code: Mapped[str]
    township: Mapped[str]


class Village(AreaShaped, Base):
    """An administrative village or community (行政村、社区)."""

    __tablename__ = "villages"
    __table_args__ = (Index("key_villages", "village_code", unique=True),)

    village_code: Mapped[str]
    village: Mapped[str]
    township_code: Mapped[str | None]
    township: Mapped[str | None]
    urban_rural_class: Mapped[str | None]
    exited_poor: Mapped[bool | None]
    kind: Mapped[str | None]


class Household(Linked, Sourced, PointShaped, Base):
    """A lifted or monitored household (脱贫户、监测对象户). Restricted: its point is where somebody lives."""

    __tablename__ = "households"
    __table_args__ = (Index("key_households", "hh_id", unique=True),)

    hh_id: Mapped[str]
    township: Mapped[str | None]
    village: Mapped[str | None]
    village_code: Mapped[str | None]
    size: Mapped[int | None]
    hh_type: Mapped[str | None]
    monitor_class: Mapped[str | None]
    risk_cleared: Mapped[str | None]
    identified_on: Mapped[str | None]
    cleared_on: Mapped[str | None]
    whole_no_labour: Mapped[bool | None]
    relocated: Mapped[bool | None]
    site_id: Mapped[str | None]
    in_lifted: Mapped[bool | None]
    living_village_code: Mapped[str | None]
    living_township_code: Mapped[str | None]
    living_status: Mapped[str | None]
    living_reason: Mapped[str | None]


class Site(Placed, Linked, Sourced, PointShaped, Base):
    """A relocation site (易地搬迁安置点)."""

    __tablename__ = "sites"
    __table_args__ = (Index("key_sites", "site_id", unique=True),)

    site_id: Mapped[str]
    site: Mapped[str]
    site_kind: Mapped[str | None]
    households: Mapped[int | None]
    persons: Mapped[int | None]


class Industry(Placed, Linked, Sourced, PointShaped, Base):
    """An industry or production base (产业基地)."""

    __tablename__ = "industries"
    __table_args__ = (Index("key_industries", "industry_id", unique=True),)

    industry_id: Mapped[str]
    industry: Mapped[str]
    industry_kind: Mapped[str | None]
    leading: Mapped[bool | None]
    area_mu: Mapped[float | None]
    site_id: Mapped[str | None]
    site_relation: Mapped[str | None]
    demo: Mapped[str | None]


class Workshop(Placed, Linked, Sourced, PointShaped, Base):
    """A workshop that employs lifted people (帮扶车间), as it stood on a day."""

    __tablename__ = "workshops"
    __table_args__ = (Index("key_workshops", "workshop_id", "as_of", unique=True),)

    workshop_id: Mapped[str]
    as_of: Mapped[str]
    workshop: Mapped[str]
    site_id: Mapped[str | None]
    workshop_state: Mapped[str | None]
    workers: Mapped[int | None]
    workers_lifted: Mapped[int | None]


class Project(Placed, Linked, Sourced, PointShaped, Base):
    """A project of the library (项目库)."""

    __tablename__ = "projects"
    __table_args__ = (Index("key_projects", "prj_id", unique=True),)

    prj_id: Mapped[str]
    project: Mapped[str]
    library_no: Mapped[str | None]
    year: Mapped[int | None]
    project_class: Mapped[str | None]
    in_plan: Mapped[bool | None]
    key_project: Mapped[bool | None]
    work_relief_mode: Mapped[str | None]
    fiscal_invest_fen: Mapped[int | None]
    gov_invest_fen: Mapped[int | None]
    gov_invest_left_fen: Mapped[int | None]
    works_left: Mapped[str | None]
    labour_pay_fen: Mapped[int | None]
    local_workers_target: Mapped[int | None]
    precon_done_on: Mapped[str | None]
    tender_needed: Mapped[bool | None]
    procurement_done_on: Mapped[str | None]
    planned_start_on: Mapped[str | None]
    started_on: Mapped[str | None]
    planned_completion_on: Mapped[str | None]
    completed_on: Mapped[str | None]
    accepted_on: Mapped[str | None]
    entered_system_on: Mapped[str | None]
    beneficiary_households: Mapped[int | None]
    subclass: Mapped[str | None]
    link_mechanism: Mapped[bool | None]
    link_types: Mapped[str | None]
    rectify_due_on: Mapped[str | None]
    target_households: Mapped[int | None]
    target_gain_pc_fen: Mapped[int | None]
    actual_households: Mapped[int | None]
    actual_gain_pc_fen: Mapped[int | None]
    four_batch: Mapped[str | None]
    four_batch_local: Mapped[str | None]
    four_batch_on: Mapped[str | None]


class LoadBatch(Base):
    """A load of the registry (装载批次): from what, as of when, at which schema."""

    __tablename__ = "load_batches"
    __table_args__ = (Index("key_load_batches", "batch_id", unique=True),)

    batch_id: Mapped[str]
    as_of: Mapped[str]
    county_code: Mapped[str]
    county: Mapped[str]
    simulated: Mapped[bool]
    tool_version: Mapped[str]
    schema_version: Mapped[int]


class BatchInput(Base):
    """A file that a load was made from, with its hash (装载来源)."""

    __tablename__ = "batch_inputs"
    __table_args__ = (Index("key_batch_inputs", "batch_id", "file", unique=True),)

    batch_id: Mapped[str]
    file: Mapped[str]
    sha256: Mapped[str]


class BatchCount(Base):
    """How many rows a load put into a table (装载行数)."""

    __tablename__ = "batch_counts"
    __table_args__ = (Index("key_batch_counts", "batch_id", "table_name", unique=True),)

    batch_id: Mapped[str]
    table_name: Mapped[str]
    rows: Mapped[int]


# In the order in which QGIS lists them: filled from the workspace's tables; the past of the assets; what was
# loaded.
_DATA: Final[tuple[type[Base], ...]] = (
    County, Township, Village, Household, Site, SiteShare, Industry, IndustryShare, Workshop, Project,
    ProjectPlace, ProjectShare, Asset, AssetOwner, AssetBenefit, AssetShare, AssetFund, Contract, Yield,
    Distribution, Inspection, Handover, Disposal, FundLine, FundMonth, FundMove, FundEntry,
)  # fmt: skip
_HISTORY: Final[tuple[type[Base], ...]] = (
    AssetBatch, AssetEvent, AssetConflict, AssetFiled, AssetExport, AssetReturn,
)  # fmt: skip
_BATCH: Final[tuple[type[Base], ...]] = (LoadBatch, BatchInput, BatchCount)

DATA_TABLES: Final[dict[str, Table]] = {m.__tablename__: Base.metadata.tables[m.__tablename__] for m in _DATA}
HISTORY_TABLES: Final[dict[str, Table]] = {
    m.__tablename__: Base.metadata.tables[m.__tablename__] for m in _HISTORY
}
BATCH_TABLES: Final[dict[str, Table]] = {
    m.__tablename__: Base.metadata.tables[m.__tablename__] for m in _BATCH
}
TABLES: Final[dict[str, Table]] = DATA_TABLES | HISTORY_TABLES | BATCH_TABLES


def geometry_type(table: Table) -> str | None:
    """
    Say what stands in a table's geometry column.

    Parameters
    ----------
    table
        One of the registry's tables.

    Returns
    -------
    kind
        `POINT` or `MULTIPOLYGON`; None for a table without places.
    """
    column = table.columns.get("geom")
    return None if column is None else str(getattr(column.type, "geometry_type", ""))


def value_columns(table: Table) -> tuple[str, ...]:
    """
    Name the columns of a table that hold values: neither `fid` nor the geometry.

    Parameters
    ----------
    table
        One of the registry's tables.

    Returns
    -------
    names
        In the order of the table.
    """
    return tuple(str(column.name) for column in table.columns if column.name not in {"fid", "geom"})


def plain_indexes(table: Table) -> list[Index]:
    """
    List the indexes of a table that are none of places: GDAL makes the R-trees.

    Parameters
    ----------
    table
        One of the registry's tables.

    Returns
    -------
    indexes
        By name.
    """
    named = {str(index.name): index for index in table.indexes if "geom" not in index.columns}
    return [named[name] for name in sorted(named)]


def key_index(table: Table) -> Index | None:
    """
    Find what makes a row of a table the same row in the office's own terms.

    Parameters
    ----------
    table
        One of the registry's tables.

    Returns
    -------
    index
        Its unique index; None where rows have no identity of their own.
    """
    return next((index for index in table.indexes if index.unique), None)
