"""
The fund ledger in the registry (资金): lines, reports, movements and entries that the ledger counts.

Money that went to a household is kept by village: neither its number nor the payee of a movement is here.
"""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped  # noqa: TC002 - SQLAlchemy reads the annotations

from ruralmap.registry.bases import Base, Sourced


class FundLine(Sourced, Base):
    """A line of money issued to the county (资金指标)."""

    __tablename__ = "fund_lines"
    __table_args__ = (Index("key_fund_lines", "line_id", unique=True),)

    line_id: Mapped[str]
    doc: Mapped[str | None]
    issued_on: Mapped[str | None]
    year: Mapped[int]
    level: Mapped[str]
    channel: Mapped[str]
    task: Mapped[str | None]
    integrated: Mapped[bool | None]
    partner: Mapped[str | None]
    issued_fen: Mapped[int]
    parent_line_id: Mapped[str | None]
    in_plan: Mapped[bool | None]
    name: Mapped[str | None]


class FundMonth(Sourced, Base):
    """A line's cumulative report of a month (资金月报,截至本月累计): for a project, or for no project yet."""

    __tablename__ = "fund_months"
    __table_args__ = (Index("key_fund_months", "line_id", "prj_id", "month", unique=True),)

    line_id: Mapped[str]
    prj_id: Mapped[str | None]
    month: Mapped[str]
    issued_fen: Mapped[int | None]
    arrived_fen: Mapped[int | None]
    arranged_fen: Mapped[int | None]
    disbursed_fen: Mapped[int | None]
    spent_fen: Mapped[int | None]
    unspent_fen: Mapped[int | None]
    brought_forward_fen: Mapped[int | None]
    carried_over_fen: Mapped[int | None]
    surplus_fen: Mapped[int | None]
    withdrawn_fen: Mapped[int | None]
    entity_id: Mapped[str | None]


class FundMove(Sourced, Base):
    """A movement of a line's money (资金变动台账), and where the linker found that it went."""

    __tablename__ = "fund_moves"

    entry_id: Mapped[str | None]
    on: Mapped[str]
    line_id: Mapped[str]
    prj_id: Mapped[str | None]
    kind: Mapped[str]
    amount_fen: Mapped[int]
    doc: Mapped[str | None]
    township: Mapped[str | None]
    village: Mapped[str | None]
    village_code: Mapped[str | None]
    reverses: Mapped[str | None]
    linked_village_code: Mapped[str | None]
    linked_township_code: Mapped[str | None]


class FundEntry(Sourced, Base):
    """An entry of the journal (分录): money from one account to another."""

    __tablename__ = "fund_entries"

    on: Mapped[str | None]
    kind: Mapped[str]
    line_id: Mapped[str]
    prj_id: Mapped[str | None]
    township_code: Mapped[str | None]
    village_code: Mapped[str | None]
    asset_id: Mapped[str | None]
    from_account: Mapped[str]
    to_account: Mapped[str]
    amount_fen: Mapped[int]
    doc: Mapped[str | None]
    entry_id: Mapped[str | None]
    reverses: Mapped[str | None]
    origin: Mapped[str]
