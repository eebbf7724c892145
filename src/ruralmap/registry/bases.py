"""What the registry's tables share: the key that QGIS needs, place, link, source and shape of a record."""

from __future__ import annotations

from typing import Final

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import BigInteger, Boolean, Double, Integer, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SRID: Final = 4490


class Base(DeclarativeBase):
    """What all tables of the registry share."""

    type_annotation_map = {str: Text, int: BigInteger, float: Double, bool: Boolean}  # noqa: RUF012 - as SQLAlchemy wants it

    fid: Mapped[int] = mapped_column(Integer, primary_key=True, sort_order=-1)


class Placed:
    """Where a record says that it is (坐落): names, code and coordinates as the office wrote them."""

    township: Mapped[str | None] = mapped_column(sort_order=100)
    village: Mapped[str | None] = mapped_column(sort_order=101)
    village_code: Mapped[str | None] = mapped_column(sort_order=102)
    lon: Mapped[float | None] = mapped_column(sort_order=103)
    lat: Mapped[float | None] = mapped_column(sort_order=104)
    datum: Mapped[str | None] = mapped_column(sort_order=105)


class Linked:
    """Which village the linker found (落图结果), how, and how surely: `LINK_COLUMNS` of the schema."""

    linked_village_code: Mapped[str | None] = mapped_column(sort_order=200)
    linked_township_code: Mapped[str | None] = mapped_column(sort_order=201)
    link_status: Mapped[str | None] = mapped_column(sort_order=202)
    link_method: Mapped[str | None] = mapped_column(sort_order=203)
    link_candidates: Mapped[str | None] = mapped_column(sort_order=204)
    link_reason: Mapped[str | None] = mapped_column(sort_order=205)
    link_decision: Mapped[str | None] = mapped_column(sort_order=206)
    distance_m: Mapped[float | None] = mapped_column(sort_order=207)


class Kept:
    """
    A record that is kept from load to load (登记), by its key in the chain of events (变动链).

    The key is missing on a row that somebody added in QGIS.
    """

    record_key: Mapped[str | None] = mapped_column(sort_order=390, index=True)


class Sourced:
    """Where a record was read: file, sheet and row as the office's program counts them."""

    source_file: Mapped[str | None] = mapped_column(sort_order=400)
    source_sheet: Mapped[str | None] = mapped_column(sort_order=401)
    source_row: Mapped[int | None] = mapped_column(sort_order=402)


class AreaShaped:
    """A record with an area."""

    geom: Mapped[WKBElement | None] = mapped_column(Geometry("MULTIPOLYGON", srid=SRID), sort_order=500)


class PointShaped:
    """A record with a point; missing where the office has none that can be trusted."""

    geom: Mapped[WKBElement | None] = mapped_column(Geometry("POINT", srid=SRID), sort_order=500)
