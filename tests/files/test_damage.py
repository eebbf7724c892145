"""Real files damaged byte by byte: what is lost is noticed, costs its own row, and keeps its bytes."""

import json
import shutil
import sqlite3
import struct

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from ruralmap.errors import LayerError
from ruralmap.files.features import Wanted
from ruralmap.files.flatgeobuf import examine_flatgeobuf
from ruralmap.files.geopackage import examine_geopackage
from ruralmap.files.layer_writer import write_layer
from ruralmap.files.reading import read_features
from ruralmap.files.vector import VectorFile, read_layer
from ruralmap.schema.places import VILLAGES

CODES = ["441624100201", "441624100202", "441624101201", "441624101202"]
# A square's record in a .shp: 8 bytes of header, 44 + 4 + 5 * 16 = 128 of content. The file's header: 100.
RECORD, FIRST = 136, 100
BYTES = "图形字节(十六进制)"


@pytest.fixture
def shp(tmp_path, villages):
    path = tmp_path / "村界.shp"
    write_layer(path, villages)
    return path


def read(path):
    return read_layer(VectorFile(path, path.name), VILLAGES)


def codes(conformed):
    return [found.code for found in conformed.findings if found.code != "columns_absent"]


def aside(conformed):
    return dict(zip(conformed.rejected["row"], conformed.rejected["reason"], strict=True))


def raw(conformed, row):
    (text,) = conformed.rejected.loc[conformed.rejected["row"] == row, "raw"]
    return json.loads(text)


def overwrite(path, at, content):
    whole = bytearray(path.read_bytes())
    whole[at : at + len(content)] = content
    path.write_bytes(whole)


def conserved(conformed, rows=4):
    (count,) = conformed.counts
    assert count.rows == rows == count.kept + count.rejected + count.ignored
    assert (count.kept, count.rejected) == (len(conformed.frame), len(conformed.rejected))


@pytest.mark.parametrize("kind", [99, 15, 0], ids=["unknown", "polygon z", "null but long"])
def test_a_flipped_shape_type_costs_its_row_and_keeps_its_bytes(shp, kind):
    overwrite(shp, FIRST + RECORD + 8, struct.pack("<i", kind))
    conformed = read(shp)
    assert conformed.frame["village_code"].tolist() == [CODES[0], CODES[2], CODES[3]]
    assert aside(conformed) == {2: "geometry_unreadable"}
    # The record whole: its number 2, its length of 64 words, then the flipped type.
    assert raw(conformed, 2)[BYTES] == shp.read_bytes()[FIRST + RECORD : FIRST + 2 * RECORD].hex()
    assert raw(conformed, 2)["村名称"] == "乙村"
    (found,) = [item for item in conformed.findings if item.severity == "error"]
    assert found.text("found") == "该要素的图形无法读取（图形字节已损坏）。"
    conserved(conformed)


def test_a_type_flipped_to_a_point_is_no_polygon(shp):
    overwrite(shp, FIRST + RECORD + 8, struct.pack("<i", 1))
    assert aside(read(shp)) == {2: "geometry_not_polygon"}


def test_a_null_record_is_a_feature_without_shape_and_not_damaged(tmp_path, villages):
    villages.loc[1, "geometry"] = None
    write_layer(tmp_path / "a.shp", villages)
    conformed = read(tmp_path / "a.shp")
    assert aside(conformed) == {2: "geometry_missing"}
    assert BYTES not in raw(conformed, 2)


def test_an_impossible_number_of_parts_costs_its_row(shp):
    overwrite(shp, FIRST + RECORD + 8 + 36, struct.pack("<i", 99_999))
    conformed = read(shp)
    assert aside(conformed) == {2: "geometry_unreadable"}
    conserved(conformed)


def test_a_ring_cut_off_is_not_closed_behind_our_back(shp):
    # Four of five corners: the driver hands it over, and a reader that closes rings would make it a triangle.
    overwrite(shp, FIRST + RECORD + 8 + 40, struct.pack("<i", 4))
    conformed = read(shp)
    assert aside(conformed) == {2: "geometry_unreadable"}
    (found,) = [item for item in conformed.findings if item.severity == "error"]
    assert "没有闭合" in found.text("found")
    assert "does not close" in found.text("found", "en")


def test_corners_that_are_no_numbers_cost_their_row(shp):
    # The corners begin 48 bytes behind the record's header; the third is neither the first nor the last.
    overwrite(shp, FIRST + RECORD + 8 + 48 + 2 * 16, struct.pack("<d", np.nan))
    conformed = read(shp)
    assert aside(conformed) == {2: "geometry_unreadable"}
    assert len(bytes.fromhex(raw(conformed, 2)[BYTES])) == RECORD


@pytest.mark.parametrize("cut", [1, 150, 500])
def test_every_feature_behind_a_cut_is_accounted_for(shp, cut):
    # Of 644 bytes 1 less spoils the fourth, 150 less (494) the third and fourth, 500 less (144) all of them.
    shp.write_bytes(shp.read_bytes()[:-cut])
    conformed = read(shp)
    kept = {1: 3, 150: 2, 500: 0}[cut]
    assert len(conformed.frame) == kept
    assert set(aside(conformed).values()) == {"geometry_unreadable"}
    assert "layer_short" in codes(conformed)
    (short,) = [item for item in conformed.findings if item.code == "layer_short"]
    assert (short.values["stated"], short.values["read"]) == (644, 644 - cut)
    conserved(conformed)


@pytest.mark.parametrize("damage", ["missing", "short"])
def test_an_index_that_is_gone_is_made_again_beside_and_said(shp, damage):
    index = shp.with_suffix(".shx")
    if damage == "missing":
        index.unlink()
    else:
        index.write_bytes(index.read_bytes()[:-8])
    before = sorted(item.name for item in shp.parent.iterdir())
    conformed = read(shp)
    assert conformed.frame["village_code"].tolist() == CODES
    assert codes(conformed) == ["index_rebuilt"]
    assert sorted(item.name for item in shp.parent.iterdir()) == before
    assert damage == "missing" or index.stat().st_size == 100 + 3 * 8


def test_without_an_index_features_behind_a_damaged_record_are_lost_and_listed(shp):
    shp.with_suffix(".shx").unlink()
    # The second record says that it has no content: nobody can tell where the third begins.
    overwrite(shp, FIRST + RECORD + 4, struct.pack(">i", 0))
    conformed = read(shp)
    assert conformed.frame["village_code"].tolist() == CODES[:1]
    assert aside(conformed) == dict.fromkeys((2, 3, 4), "geometry_unreadable")
    assert raw(conformed, 3) == {"村代码": CODES[2], "村名称": "丙村"}
    assert {"index_rebuilt", "records_differ", "layer_truncated"} <= set(codes(conformed))
    conserved(conformed)


def test_attributes_without_a_shape_are_listed_with_their_text(shp, villages, tmp_path):
    longer = gpd.GeoDataFrame(
        {"村代码": [*CODES, "441624101203"], "村名称": [*villages["村名称"], "戊村"]},
        geometry=[*villages.geometry, shapely.box(0, 0, 1, 1)],
        crs=4490,
    )
    write_layer(tmp_path / "longer.shp", longer)
    shutil.copyfile(tmp_path / "longer.dbf", shp.with_suffix(".dbf"))
    conformed = read(shp)
    assert conformed.frame["village_code"].tolist() == CODES
    assert aside(conformed) == {5: "geometry_unreadable"}
    assert raw(conformed, 5) == {"村代码": "441624101203", "村名称": "戊村"}
    (found,) = [item for item in conformed.findings if item.code == "records_differ"]
    assert found.text("found") == ".shp 有 4 条图形，.dbf 有 5 条属性。"
    conserved(conformed, rows=5)


def test_shapes_without_attributes_are_accounted_for(shp, villages):
    write_layer(shp.with_name("short.shp"), villages.head(3))
    shutil.copyfile(shp.with_name("short.dbf"), shp.with_suffix(".dbf"))
    conformed = read(shp)
    assert conformed.frame["village_code"].tolist() == CODES[:3]
    assert "records_differ" in codes(conformed)


def test_deleted_records_are_no_features_and_it_is_said(shp):
    table = shp.with_suffix(".dbf")
    header, width = struct.unpack("<HH", table.read_bytes()[8:12])
    overwrite(table, header + width, b"*")
    conformed = read(shp)
    assert conformed.frame["village_code"].tolist() == [CODES[0], CODES[2], CODES[3]]
    assert codes(conformed) == ["records_deleted"]
    conserved(conformed, rows=3)


@pytest.mark.parametrize("content", [b"\x03" * 20, b"\x03" + bytes(31) + b"\x0d"], ids=["cut", "no width"])
def test_a_dbf_whose_header_says_nothing_is_refused(shp, content):
    shp.with_suffix(".dbf").write_bytes(content)
    with pytest.raises(LayerError, match="QGIS"):
        read(shp)


@pytest.fixture
def gpkg(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages)
    connection = sqlite3.connect(path)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.commit()

    def put(fid, blob):
        connection.execute("UPDATE 村界 SET geom = ? WHERE fid = ?", (blob, fid))
        connection.commit()

    yield path, put, connection
    connection.close()


@pytest.mark.parametrize("blob", [b"\xde\xad\xbe\xef", b"GP\x00\x01\x8a\x11\x00\x00\x01\x03"])
def test_a_garbage_blob_costs_its_row_and_keeps_its_bytes(gpkg, blob):
    path, put, _ = gpkg
    put(2, blob)
    conformed = read(path)
    assert conformed.frame["village_code"].tolist() == [CODES[0], CODES[2], CODES[3]]
    assert aside(conformed) == {2: "geometry_unreadable"}
    assert raw(conformed, 2)[BYTES] == blob.hex()
    conserved(conformed)


@pytest.mark.parametrize(
    "blob", [None, b"GP\x00\x11" + struct.pack("<i", 4490) + struct.pack("<BII", 1, 3, 0)]
)
def test_a_row_without_geometry_is_missing_and_not_damaged(gpkg, blob):
    path, put, _ = gpkg
    put(2, blob)
    assert aside(read(path)) == {2: "geometry_missing"}


def head(kind):
    return b"GP\x00\x01" + struct.pack("<i", 4490) + struct.pack("<BI", 1, kind)


def test_arcs_measures_and_heights_are_said(gpkg):
    path, put, _ = gpkg
    ring = [(115, 24.4), (115.01, 24.4), (115.01, 24.41), (115, 24.4)]
    arcs = [115.01, 24.4, 115.015, 24.405, 115.02, 24.4, 115.015, 24.395, 115.01, 24.4]
    put(2, head(10) + struct.pack("<I", 1) + struct.pack("<BII10d", 1, 8, 5, *arcs))
    measured = [number for x, y in ring for number in (x, y, 7.0)]
    put(3, head(2003) + struct.pack("<II12d", 1, 4, *measured))
    put(4, head(1003) + struct.pack("<II12d", 1, 4, *measured))
    conformed = read(path)
    assert len(conformed.frame) == 4
    notes = {item.code: item.values["rows"] for item in conformed.findings if item.code != "columns_absent"}
    assert notes == {"curves_straightened": 1, "measures_dropped": 1, "heights_dropped": 1}


def test_a_view_has_no_rows_of_its_own(gpkg):
    path, _, connection = gpkg
    connection.execute("CREATE VIEW 视图 AS SELECT * FROM 村界")
    assert examine_geopackage(path, "视图") is None
    assert examine_geopackage(path, "村界").numbers == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("blob", "kinds"), [(b"GP\x00\x01", []), (b"GP\x00\x0f" + bytes(20), []), (b"xx" * 10, [])]
)
def test_a_head_that_says_nothing_has_no_kind(gpkg, blob, kinds):
    path, put, _ = gpkg
    put(1, blob)
    assert list(examine_geopackage(path, "村界").notes) == kinds


@pytest.fixture
def fgb(tmp_path, villages):
    path = tmp_path / "村界.fgb"
    write_layer(path, villages)
    return path


def test_a_truncated_flatgeobuf_costs_the_features_that_are_gone(fgb):
    stored = [row[0] for row in read_features(Wanted(fgb)).rows]
    fgb.write_bytes(fgb.read_bytes()[:-100])
    conformed = read(fgb)
    assert conformed.frame["village_code"].tolist() == stored[:3]
    assert aside(conformed) == {4: "geometry_unreadable"}
    # The last feature is 168 bytes long, the four of its length included; 100 are cut off.
    left = bytes.fromhex(raw(conformed, 4)[BYTES])
    assert len(left) == 68
    assert int.from_bytes(left[:4], "little") == 168 - 4
    (found,) = [item for item in conformed.findings if item.code == "layer_truncated"]
    assert (found.values["stated"], found.values["read"]) == (4, 3)
    conserved(conformed)


def test_features_behind_a_damaged_one_are_read_by_their_number(fgb):
    stored = [row[0] for row in read_features(Wanted(fgb)).rows]
    overwrite(fgb, fgb.stat().st_size - 300, b"\xff" * 20)
    conformed = read(fgb)
    assert conformed.frame["village_code"].tolist() == [stored[0], stored[1], stored[3]]
    assert aside(conformed) == {3: "geometry_unreadable"}
    conserved(conformed)


@pytest.mark.parametrize("count", [1, 2, 16, 17, 300])
@pytest.mark.parametrize("index", ["YES", "NO"])
def test_where_each_feature_of_a_flatgeobuf_stands_is_known(tmp_path, count, index):
    layer = gpd.GeoDataFrame(
        {"a": range(count)}, geometry=[shapely.box(i, 0, i + 1, 1) for i in range(count)], crs=4490
    )
    path = tmp_path / "a.fgb"
    pyogrio.write_dataframe(layer, path, SPATIAL_INDEX=index)
    evidence = examine_flatgeobuf(path)
    assert list(evidence.numbers) == list(range(count))
    records = [evidence.raw(number) for number in evidence.numbers]
    # Each begins with its own length, and together they are the rest of the file.
    assert all(len(record) == 4 + int.from_bytes(record[:4], "little") for record in records)
    assert path.read_bytes().endswith(b"".join(records))


@pytest.mark.parametrize("content", [b"fgb\x03fgb\x01", b"nothing of the kind" * 9, bytes(40)])
def test_what_is_no_flatgeobuf_says_nothing(tmp_path, content):
    path = tmp_path / "a.fgb"
    path.write_bytes(content)
    assert examine_flatgeobuf(path) is None


def test_a_geojson_shape_that_is_none_keeps_its_text(tmp_path, villages):
    path = tmp_path / "村界.geojson"
    write_layer(path, villages)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"][1]["geometry"] = {"type": "Polygon", "coordinates": "坏"}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    conformed = read(path)
    assert aside(conformed) == {2: "geometry_unreadable"}
    assert json.loads(raw(conformed, 2)["图形原文"]) == {"type": "Polygon", "coordinates": "坏"}


def test_a_damaged_geodatabase_is_noticed_by_its_own_count(tmp_path, villages):
    path = tmp_path / "县.gdb"
    pyogrio.write_dataframe(villages, path, driver="OpenFileGDB", layer="村界")
    tables = sorted(path.glob("*.gdbtable"), key=lambda item: item.stat().st_size)
    holder = next(item for item in tables if "丁村".encode() in item.read_bytes())
    size = holder.stat().st_size
    holder.write_bytes(holder.read_bytes()[: size - 60])
    conformed = read(path)
    assert conformed.frame["village_code"].tolist() == CODES[:3]
    assert aside(conformed) == {4: "geometry_unreadable"}
    (found,) = [item for item in conformed.findings if item.code == "layer_truncated"]
    assert (found.values["stated"], found.values["read"]) == (4, 3)
    conserved(conformed)
