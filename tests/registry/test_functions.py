"""The blobs and the SQLite functions, against GDAL's own layout and against shapely."""

import sqlite3
import struct
from contextlib import closing

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.registry.blobs import body_of, decode, encode, envelope_of, srid_of
from ruralmap.registry.functions import register_functions

SQUARE = shapely.box(115.0, 24.0, 115.01, 24.02)
# GP, version 0, flags 1 (little endian, no envelope), srs 4490; then byte order 1, type 1, x, y.
POINT_BLOB = struct.pack("<2sBBi", b"GP", 0, 1, 4490) + struct.pack("<BIdd", 1, 1, 115.0, 24.0)
BIG_ENDIAN_BLOB = struct.pack(">2sBBi", b"GP", 0, 0, 4490) + struct.pack(">BIdd", 0, 1, 115.0, 24.0)
# The same with an envelope of kind 1 (bits 1 to 3), big endian: west, east, south, north.
BIG_ENDIAN_BOX = struct.pack(">2sBBi4d", b"GP", 0, 2, 4490, 1.0, 2.0, 3.0, 4.0) + SQUARE.wkb
EMPTY_BLOB = struct.pack("<2sBBi", b"GP", 0, 0b0001_0001, 4490) + shapely.Point().wkb


def blob_of(geometry):
    return encode(np.array([geometry], dtype=object), srid=4490)[0]


@pytest.fixture
def connection():
    with closing(sqlite3.connect(":memory:")) as opened:
        register_functions(opened)
        yield opened


def test_a_point_is_written_byte_for_byte_as_the_standard_says():
    assert blob_of(shapely.Point(115.0, 24.0)) == POINT_BLOB


def test_an_area_carries_its_envelope_in_the_header():
    blob = blob_of(SQUARE)
    assert blob[3] == 0b0000_0011
    assert struct.unpack_from("<4d", blob, 8) == (115.0, 115.01, 24.0, 24.02)
    assert body_of(blob) == SQUARE.wkb


@pytest.mark.parametrize(
    "geometry",
    [pytest.param(None, id="none"), pytest.param(shapely.Point(), id="empty point"),
     pytest.param(shapely.MultiPolygon(), id="empty area")],
)  # fmt: skip
def test_what_stands_nowhere_is_written_as_missing(geometry):
    assert blob_of(geometry) is None


@pytest.mark.parametrize(
    ("blob", "envelope"),
    [
        pytest.param(POINT_BLOB, (115.0, 115.0, 24.0, 24.0), id="no envelope: from the geometry"),
        pytest.param(BIG_ENDIAN_BLOB, (115.0, 115.0, 24.0, 24.0), id="big endian"),
        pytest.param(BIG_ENDIAN_BOX, (1.0, 2.0, 3.0, 4.0), id="the header is believed"),
        pytest.param(EMPTY_BLOB, None, id="marked as empty"),
        pytest.param(EMPTY_BLOB[:3] + b"\x01" + EMPTY_BLOB[4:], None, id="empty without the mark"),
    ],
)
def test_the_envelope_is_read_from_every_kind_of_header(blob, envelope):
    assert envelope_of(blob) == envelope


@pytest.mark.parametrize("blob", [POINT_BLOB, BIG_ENDIAN_BLOB, BIG_ENDIAN_BOX])
def test_the_reference_system_is_read_in_either_byte_order(blob):
    assert srid_of(blob) == 4490


@pytest.mark.parametrize(
    "blob", [pytest.param(b"GP", id="cut off"), pytest.param(SQUARE.wkb, id="no header")]
)
def test_bytes_that_are_no_blob_are_refused(blob):
    with pytest.raises(ValueError, match="not a GeoPackage geometry"):
        body_of(blob)


def test_blobs_read_back_as_the_geometries_they_were():
    geometries = np.array([shapely.Point(1, 2), None, SQUARE, shapely.MultiPolygon([SQUARE])], dtype=object)
    back = decode(encode(geometries, srid=4490))
    assert [None if g is None else g.wkb for g in back] == [None if g is None else g.wkb for g in geometries]


@given(st.lists(st.tuples(st.floats(70, 140), st.floats(0, 60)), min_size=1, max_size=8))
def test_the_envelope_in_the_header_is_that_of_the_geometry(corners):
    shape = shapely.MultiPoint(corners)
    west, south, east, north = shape.bounds
    assert envelope_of(blob_of(shape)) == (west, east, south, north)


def test_the_functions_answer_what_the_triggers_ask(connection):
    asked = "SELECT ST_IsEmpty(:b), ST_MinX(:b), ST_MaxX(:b), ST_MinY(:b), ST_MaxY(:b)"
    assert connection.execute(asked, {"b": blob_of(SQUARE)}).fetchone() == (0, 115.0, 115.01, 24.0, 24.02)
    assert connection.execute(asked, {"b": EMPTY_BLOB}).fetchone() == (1, None, None, None, None)
    assert connection.execute(asked, {"b": None}).fetchone() == (None, None, None, None, None)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        pytest.param("GeomFromEWKT(?)", "SRID=4490;POINT(115 24)", id="text with its system"),
        pytest.param("GeomFromEWKT(?)", "POINT(115 24)", id="text without"),
        pytest.param("GeomFromEWKB(?)", shapely.Point(115, 24).wkb, id="binary"),
        pytest.param("GeomFromEWKB(?, 4490)", shapely.Point(115, 24).wkb, id="binary and its system"),
        pytest.param("GeomFromEWKB(?)", shapely.Point(115, 24).wkb_hex, id="hexadecimal digits"),
    ],
)
def test_every_way_in_gives_the_same_blob(connection, expression, value):
    assert connection.execute(f"SELECT {expression}", (value,)).fetchone() == (POINT_BLOB,)


def test_the_way_out_is_extended_binary_with_the_system(connection):
    (binary,) = connection.execute("SELECT AsEWKB(?)", (POINT_BLOB,)).fetchone()
    geometry = shapely.from_wkb(binary)
    assert (geometry.wkt, shapely.get_srid(geometry)) == ("POINT (115 24)", 4490)


@pytest.mark.parametrize("expression", ["GeomFromEWKT(NULL)", "GeomFromEWKB(NULL)", "AsEWKB(NULL)"])
def test_missing_stays_missing(connection, expression):
    assert connection.execute(f"SELECT {expression}").fetchone() == (None,)


def test_a_geometry_in_another_system_is_refused_rather_than_misplaced(connection):
    with pytest.raises(sqlite3.OperationalError, match="user-defined function raised exception"):
        connection.execute("SELECT GeomFromEWKT('SRID=4326;POINT(115 24)')")


def test_the_functions_are_deterministic_so_that_an_index_may_call_them(connection):
    connection.execute("CREATE TABLE t (geom BLOB)")
    connection.execute("CREATE INDEX i ON t (ST_MinX(geom))")
    connection.execute("INSERT INTO t VALUES (?)", (POINT_BLOB,))
    assert connection.execute("SELECT count(*) FROM t WHERE ST_MinX(geom) = 115.0").fetchone() == (1,)
