"""The kept tables of assets (资产): the ledger, whose an asset is, what it earns, what became of it."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped  # noqa: TC002 - SQLAlchemy reads the annotations

from ruralmap.registry.bases import Base, Kept, Linked, Placed, PointShaped, Sourced


class Asset(Placed, Linked, Kept, Sourced, PointShaped, Base):
    """An asset of the 扶贫(帮扶)项目资产 ledger."""

    __tablename__ = "assets"
    __table_args__ = (Index("key_assets", "asset_id", unique=True),)

    asset_id: Mapped[str]
    asset: Mapped[str]
    asset_class: Mapped[str]
    form: Mapped[str | None]
    subtype: Mapped[str | None]
    spec: Mapped[str | None]
    prj_id: Mapped[str | None]
    qty: Mapped[float | None]
    qty_unit: Mapped[str | None]
    built_on: Mapped[str | None]
    service_years: Mapped[float | None]
    historic: Mapped[bool | None]
    original_value_fen: Mapped[int | None]
    depreciation_fen: Mapped[int | None]
    net_value_fen: Mapped[int | None]
    owner: Mapped[str | None]
    owner_level: Mapped[str | None]
    owner_township: Mapped[str | None]
    owner_village: Mapped[str | None]
    owner_village_code: Mapped[str | None]
    operator: Mapped[str | None]
    operation_mode: Mapped[str | None]
    beneficiary: Mapped[str | None]
    supervisor: Mapped[str | None]
    custodian: Mapped[str | None]
    custodian_duty: Mapped[str | None]
    custodian_scope: Mapped[str | None]
    custodian_assess: Mapped[str | None]
    inventory_on: Mapped[str | None]
    accepted_on: Mapped[str | None]
    accepted_doc: Mapped[str | None]
    titled_on: Mapped[str | None]
    titled_doc: Mapped[str | None]
    handover_on: Mapped[str | None]
    handover_doc: Mapped[str | None]
    booked_on: Mapped[str | None]
    booked_doc: Mapped[str | None]
    run_state: Mapped[str | None]
    run_state_on: Mapped[str | None]
    in_three_capital_platform: Mapped[bool | None]
    platform_value_fen: Mapped[int | None]
    risk_grade: Mapped[str | None]
    outlook: Mapped[str | None]
    action: Mapped[str | None]
    note: Mapped[str | None]


class AssetOwner(Linked, Kept, Sourced, Base):
    """An owner of an asset and its village (权属村), from the table 资产权属 or the ledger."""

    __tablename__ = "asset_owners"
    __table_args__ = (Index("key_asset_owners", "asset_id", "owner", "village", "village_code", unique=True),)

    asset_id: Mapped[str]
    owner: Mapped[str | None]
    owner_level: Mapped[str | None]
    township: Mapped[str | None]
    village: Mapped[str | None]
    village_code: Mapped[str | None]
    share: Mapped[float | None]
    doc: Mapped[str | None]


class AssetBenefit(Linked, Kept, Sourced, Base):
    """A village that an asset serves (受益村)."""

    __tablename__ = "asset_benefits"
    __table_args__ = (Index("key_asset_benefits", "asset_id", "village", "village_code", unique=True),)

    asset_id: Mapped[str]
    township: Mapped[str | None]
    village: Mapped[str | None]
    village_code: Mapped[str | None]
    share: Mapped[float | None]
    households: Mapped[int | None]
    persons: Mapped[int | None]


class AssetFund(Kept, Sourced, Base):
    """A part of the money that an asset was made of (资产资金构成)."""

    __tablename__ = "asset_funds"

    asset_id: Mapped[str]
    line_id: Mapped[str | None]
    year: Mapped[int | None]
    level: Mapped[str | None]
    channel: Mapped[str | None]
    amount_fen: Mapped[int]


class Contract(Kept, Sourced, Base):
    """A contract on an asset, on land or on a project (资产合同)."""

    __tablename__ = "contracts"
    __table_args__ = (Index("key_contracts", "contract_id", unique=True),)

    contract_id: Mapped[str]
    asset_id: Mapped[str | None]
    contract_kind: Mapped[str | None]
    operator: Mapped[str | None]
    signed_on: Mapped[str | None]
    from_on: Mapped[str | None]
    to_on: Mapped[str | None]
    rent_fen: Mapped[int | None]
    floor_fen: Mapped[int | None]
    prj_id: Mapped[str | None]
    parcel_id: Mapped[str | None]
    entity_id: Mapped[str | None]
    party: Mapped[str | None]
    dividend_percent: Mapped[float | None]


class Yield(Kept, Sourced, Base):
    """What a contract owes for a period, and what was paid of it (资产收益应收实收)."""

    __tablename__ = "yields"
    __table_args__ = (Index("key_yields", "contract_id", "period", "yield_kind", unique=True),)

    contract_id: Mapped[str]
    asset_id: Mapped[str | None]
    period: Mapped[str]
    yield_kind: Mapped[str | None]
    due_on: Mapped[str | None]
    due_fen: Mapped[int | None]
    paid_on: Mapped[str | None]
    paid_fen: Mapped[int | None]
    action: Mapped[str | None]
    action_on: Mapped[str | None]


class Distribution(Kept, Sourced, Base):
    """How a village shared out what its assets yielded (收益分配)."""

    __tablename__ = "distributions"
    __table_args__ = (
        Index(
            "key_distributions", "village_code", "year", "dist_level", "dist_form", "recipient", unique=True
        ),
    )

    township: Mapped[str | None]
    village: Mapped[str | None]
    village_code: Mapped[str]
    year: Mapped[int | None]
    dist_level: Mapped[str | None]
    dist_form: Mapped[str | None]
    amount_fen: Mapped[int | None]
    persons: Mapped[int | None]
    decided_on: Mapped[str | None]
    published_on: Mapped[str | None]
    recipient: Mapped[str | None]


class Inspection(Kept, Sourced, PointShaped, Base):
    """What somebody found of an asset on a day, and the point where they stood (资产清查核实)."""

    __tablename__ = "inspections"
    __table_args__ = (Index("key_inspections", "asset_id", "inspected_on", "inspection_kind", unique=True),)

    asset_id: Mapped[str]
    inspected_on: Mapped[str]
    inspection_kind: Mapped[str | None]
    campaign_id: Mapped[str | None]
    exists: Mapped[bool | None]
    found_state: Mapped[str | None]
    result: Mapped[str | None]
    condition: Mapped[str | None]
    inspector_role: Mapped[str | None]
    inspector: Mapped[str | None]
    operating: Mapped[str | None]
    resilience: Mapped[str | None]
    qty: Mapped[float | None]
    photo: Mapped[str | None]
    photo_sha256: Mapped[str | None]
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    datum: Mapped[str | None]
    accuracy_m: Mapped[float | None]
    note: Mapped[str | None]


class Handover(Kept, Sourced, Base):
    """A handover of an asset from one unit to another (资产移交)."""

    __tablename__ = "handovers"
    __table_args__ = (Index("key_handovers", "asset_id", "handover_on", unique=True),)

    asset_id: Mapped[str]
    handover_on: Mapped[str]
    from_unit: Mapped[str | None]
    to_unit: Mapped[str | None]
    doc: Mapped[str | None]
    receiver: Mapped[str | None]
    note: Mapped[str | None]


class Disposal(Kept, Sourced, Base):
    """What became of an asset that was given up (资产处置)."""

    __tablename__ = "disposals"
    __table_args__ = (Index("key_disposals", "asset_id", "disposed_on", "disposal_kind", unique=True),)

    asset_id: Mapped[str]
    disposed_on: Mapped[str]
    disposal_kind: Mapped[str | None]
    doc: Mapped[str | None]
    decided_by: Mapped[str | None]
    proceeds_fen: Mapped[int | None]
    reason: Mapped[str | None]
    note: Mapped[str | None]
