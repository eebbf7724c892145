"""
The past of the registry of assets (变动历史): batches, events, what the files said, and conflicts.

Fields of records stand in these tables as JSON, in the one form that is hashed.
"""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped  # noqa: TC002 - SQLAlchemy reads the annotations

from ruralmap.registry.bases import Base, Sourced


class AssetBatch(Base):
    """Changes that were written down together (变动批次): who, when, why, and where the chain ended then."""

    __tablename__ = "asset_batches"
    __table_args__ = (Index("key_asset_batches", "batch", unique=True),)

    batch: Mapped[str]
    batch_kind: Mapped[str]
    holds_from: Mapped[str]
    recorded_at: Mapped[str]
    recorded_by: Mapped[str]
    reason: Mapped[str]
    events: Mapped[int]
    chain_length: Mapped[int]


class AssetEvent(Sourced, Base):
    """One change of one record (变动记录): the fields that differ, before and after, and the chain's hash."""

    __tablename__ = "asset_events"
    __table_args__ = (Index("key_asset_events", "seq", unique=True),)

    seq: Mapped[int]
    batch: Mapped[str]
    table_name: Mapped[str]
    record_key: Mapped[str]
    before: Mapped[str]
    after: Mapped[str]
    hash: Mapped[str]


class AssetFiled(Base):
    """What the files said of a record when they were last taken, where the registry said otherwise."""

    __tablename__ = "asset_filed"
    __table_args__ = (Index("key_asset_filed", "table_name", "record_key", unique=True),)

    table_name: Mapped[str]
    record_key: Mapped[str]
    fields: Mapped[str]


class AssetConflict(Base):
    """A field that was changed in more than one way (冲突): open, or settled when the chain was so long."""

    __tablename__ = "asset_conflicts"
    __table_args__ = (
        Index("key_asset_conflicts", "table_name", "record_key", "field", "settled_at", unique=True),
    )

    table_name: Mapped[str]
    record_key: Mapped[str]
    field: Mapped[str]
    settled_at: Mapped[int | None]
    base: Mapped[str]
    candidates: Mapped[str]


class AssetExport(Base):
    """A part of an export that was handed out (下发): for which township, and where the chain ended then."""

    __tablename__ = "asset_exports"
    __table_args__ = (Index("key_asset_exports", "chain_length", "part", "file", unique=True),)

    chain_length: Mapped[int]
    chain_head: Mapped[str]
    part: Mapped[str]
    part_name: Mapped[str]
    file: Mapped[str]
    rows: Mapped[int]
    recorded_at: Mapped[str]
    recorded_by: Mapped[str]


class AssetReturn(Base):
    """A file that came back (回收): of which export, what was in it, and which batch took it."""

    __tablename__ = "asset_returns"

    chain_length: Mapped[int]
    part: Mapped[str]
    file: Mapped[str]
    sha256: Mapped[str]
    rows: Mapped[int]
    changed: Mapped[int]
    set_aside: Mapped[int]
    batch: Mapped[str]
