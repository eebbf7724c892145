"""Shapefiles whose parts do not belong together: cut, of different days, of several encodings."""

import shutil
import struct

import pytest

from ruralmap.files.features import Wanted
from ruralmap.files.layer_writer import write_layer
from ruralmap.files.reading import read_features
from ruralmap.files.vector import VectorFile, read_layer
from ruralmap.schema.places import VILLAGES

CODES = ["441624100201", "441624100202", "441624101201", "441624101202"]
NAMES = ["甲村", "乙村", "丙村", "丁村"]
SHX_HEADER, ENTRY = 100, 8


@pytest.fixture
def shp(tmp_path, villages):
    path = tmp_path / "村界.shp"
    write_layer(path, villages)
    return path


def read(path, **stated):
    return read_layer(VectorFile(path, path.name, **stated), VILLAGES)


def found(conformed):
    return {item.code: item for item in conformed.findings if item.code != "columns_absent"}


def aside(conformed):
    return dict(zip(conformed.rejected["row"], conformed.rejected["reason"], strict=True))


def overwrite(path, at, content):
    whole = bytearray(path.read_bytes())
    whole[at : at + len(content)] = content
    path.write_bytes(whole)


def each_where_it_was_drawn(conformed):
    # The villages stand side by side: the first from 115.00, each 0.01 degrees further east.
    west = [round(shape.bounds[0], 2) for shape in conformed.frame.geometry]
    return dict(zip(conformed.frame["village"], west, strict=True))


DRAWN = {"甲村": 115.00, "乙村": 115.01, "丙村": 115.02, "丁村": 115.03}


# ---- the .dbf


@pytest.mark.parametrize(("cut", "whole"), [(1, 4), (2, 3), (10, 3), (200, 2)])
def test_shapes_behind_a_cut_in_the_dbf_are_listed(shp, cut, whole):
    # Two text fields of 80 bytes and the mark of deletion: 161 bytes a record; one more ends the file.
    table = shp.with_suffix(".dbf")
    header, width = struct.unpack("<HH", table.read_bytes()[8:12])
    assert (width, table.stat().st_size) == (161, header + 4 * 161 + 1)
    table.write_bytes(table.read_bytes()[:-cut])
    conformed = read(shp)
    assert conformed.frame["village_code"].tolist() == CODES[:whole]
    assert aside(conformed) == dict.fromkeys(range(whole + 1, 5), "attributes_missing")
    (count,) = conformed.counts
    assert (count.rows, count.kept, count.rejected, count.ignored) == (4, whole, 4 - whole, 0)
    assert ("attributes_short" in found(conformed)) == (whole < 4)
    if whole < 4:
        short = found(conformed)["attributes_short"]
        assert (short.severity, short.values["stated"], short.values["read"]) == ("error", 4, whole)
        assert found(conformed)["attributes_missing"].severity == "error"


def test_a_record_that_the_dbf_does_not_count_is_shown_with_its_text(shp):
    overwrite(shp.with_suffix(".dbf"), 4, struct.pack("<I", 3))
    conformed = read(shp)
    assert aside(conformed) == {4: "geometry_unreadable"}
    assert '"村代码": "441624101202", "村名称": "丁村"' in conformed.rejected["raw"].iloc[0]


def test_a_count_that_no_file_could_hold_is_not_believed(shp):
    overwrite(shp.with_suffix(".dbf"), 4, struct.pack("<I", 2**31 - 1))
    conformed = read(shp)
    assert conformed.frame["village_code"].tolist() == CODES
    assert found(conformed)["attributes_short"].values["stated"] == 2**31 - 1


def test_of_several_fields_with_one_name_each_keeps_its_cells(shp, villages):
    write_layer(shp, villages.assign(备注甲="x", 备注乙="y"))
    table = shp.with_suffix(".dbf")
    for name in ("备注甲", "备注乙"):
        table.write_bytes(table.read_bytes().replace(name.encode(), "村名称".encode()))
    features = read_features(Wanted(shp))
    assert features.fields == ["村代码", "村名称", "村名称", "村名称"]
    assert features.rows[0] == [CODES[0], "甲村", "x", "y"]


# ---- the .shx


def entries(shp, *order):
    """Write the .shx anew with the entries of the records named."""
    index = shp.with_suffix(".shx")
    content = index.read_bytes()
    kept = [content[SHX_HEADER + ENTRY * place :][:ENTRY] for place in order]
    words = (SHX_HEADER + ENTRY * len(kept)) // 2
    index.write_bytes(content[:24] + struct.pack(">i", words) + content[28:SHX_HEADER] + b"".join(kept))


@pytest.mark.parametrize("order", [(1, 0, 2, 3), (0, 0, 2, 3), (0, 1, 2)], ids=["turned", "twice", "fewer"])
def test_an_index_that_the_records_contradict_gives_nobody_a_neighbours_shape(shp, order):
    entries(shp, *order)
    conformed = read(shp)
    assert each_where_it_was_drawn(conformed) == DRAWN
    assert list(found(conformed)) == ["index_rebuilt"]
    assert "与 .shp 不符" in found(conformed)["index_rebuilt"].text("found")


@pytest.mark.parametrize("size", [SHX_HEADER - 4, SHX_HEADER + 3 * ENTRY + 4])
def test_an_index_with_half_an_entry_is_made_again(shp, size):
    index = shp.with_suffix(".shx")
    content = index.read_bytes()[:size]
    index.write_bytes(content[:24] + struct.pack(">i", size // 2) + content[28:])
    conformed = read(shp)
    assert each_where_it_was_drawn(conformed) == DRAWN
    assert list(found(conformed)) == ["index_rebuilt"]


def test_records_that_are_not_in_order_are_found_by_the_index(shp):
    # As a program leaves them that writes a shape anew behind the others: the second record stands last.
    content = shp.read_bytes()
    records = [content[100 + 136 * place :][:136] for place in range(4)]
    shp.write_bytes(content[:100] + b"".join(records[place] for place in (0, 2, 3, 1)))
    starts = [100, 100 + 136 * 3, 100 + 136, 100 + 136 * 2]
    for place, start in enumerate(starts):
        overwrite(shp.with_suffix(".shx"), SHX_HEADER + ENTRY * place, struct.pack(">i", start // 2))
    conformed = read(shp)
    assert each_where_it_was_drawn(conformed) == DRAWN
    assert found(conformed) == {}


# ---- the .prj

SYSTEM = (
    'PROJCS["和平县2000_3度带",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",38500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],'
    'UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_system_with_a_chinese_name_is_read_in_either_encoding(shp, villages, encoding):
    write_layer(shp, villages.to_crs("EPSG:4526"))
    shp.with_suffix(".prj").write_bytes(SYSTEM.encode(encoding))
    conformed = read(shp)
    assert each_where_it_was_drawn(conformed) == DRAWN
    assert list(found(conformed)) == ["layer_reprojected"]


@pytest.mark.parametrize("content", [SYSTEM.encode()[:150], SYSTEM.encode("gbk")[:150], b"garbage"])
def test_a_damaged_prj_costs_the_system_and_not_the_layer(shp, content):
    shp.with_suffix(".prj").write_bytes(content)
    conformed = read(shp, crs="EPSG:4490")
    assert each_where_it_was_drawn(conformed) == DRAWN
    assert list(found(conformed)) == ["crs_stated"]


# ---- the encoding


def put_name(shp, old, new):
    """Put other bytes in the place of a village's name."""
    table = shp.with_suffix(".dbf")
    content = table.read_bytes()
    width = max(len(old), len(new))
    table.write_bytes(content.replace(old.ljust(width), new.ljust(width)))


@pytest.mark.parametrize(("base", "other"), [("GBK", "UTF-8"), ("UTF-8", "GBK")])
@pytest.mark.parametrize("cpg", ["", "GBK", "UTF-8"])
def test_a_row_in_another_encoding_than_the_rest_is_read_in_its_own_and_said(shp, villages, base, other, cpg):
    write_layer(shp, villages, encoding=base)
    put_name(shp, "丁村".encode(base), "丁村".encode(other))
    if cpg:
        shp.with_suffix(".cpg").write_text(cpg)
    conformed = read(shp)
    assert conformed.frame["village"].tolist() == NAMES
    mixed = found(conformed)["encoding_mixed"]
    assert mixed.severity == "warning"
    assert mixed.values["texts"] == 1
    assert mixed.values["sample"] == "丁村"


def test_a_stated_encoding_is_used_for_every_row(shp, villages):
    write_layer(shp, villages, encoding="GBK")
    put_name(shp, "丁村".encode("GBK"), "丁村".encode())
    conformed = read(shp, encoding="GBK")
    # The bytes e4b881 e69d91 of 丁村 taken in pairs: e4b8 涓, 81e6 佹, 9d91 潙.
    assert conformed.frame["village"].iloc[3] == "涓佹潙"
    assert "encoding_mixed" not in found(conformed)


def test_bytes_that_are_no_text_stay_visible_and_the_village_stays(shp):
    put_name(shp, "丁村".encode(), b"\xff\xff\xe6\x9d\x91 ")
    conformed = read(shp)
    assert conformed.frame["village"].tolist() == [*NAMES[:3], "\\xff\\xff村"]
    assert list(found(conformed)) == ["encoding_damaged"]


def test_a_lost_record_beside_a_cut_name_is_listed_with_its_text(shp, tmp_path, villages):
    # 乡镇名称 in UTF-8 has twelve bytes, a field's name ten: its last character is cut in half.
    longer = villages.assign(abcdefghij="南镇")
    write_layer(shp, longer)
    write_layer(tmp_path / "short.shp", longer.head(3))
    for ending in (".shp", ".shx"):
        shutil.copyfile(tmp_path / f"short{ending}", shp.with_suffix(ending))
    table = shp.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace(b"abcdefghij", "乡镇名称".encode()[:10]))
    conformed = read(shp)
    assert aside(conformed) == {4: "geometry_unreadable"}
    assert '"村名称": "丁村"' in conformed.rejected["raw"].iloc[0]
    assert "南镇" in conformed.rejected["raw"].iloc[0]


@pytest.mark.parametrize("cpg", [b"hex", b"a\0b", b"\xff\xfe"])
def test_a_cpg_that_names_no_encoding_of_text_is_passed_over(shp, cpg):
    shp.with_suffix(".cpg").write_bytes(cpg)
    assert read(shp).frame["village"].tolist() == NAMES


def test_without_index_and_system_the_layer_is_read_as_stated(shp):
    for ending in (".shx", ".prj"):
        shp.with_suffix(ending).unlink()
    conformed = read(shp, crs="EPSG:4490")
    assert each_where_it_was_drawn(conformed) == DRAWN
    assert set(found(conformed)) == {"crs_stated", "index_rebuilt"}


def test_where_there_is_no_text_to_judge_by_nothing_is_said_of_encodings(tmp_path, villages):
    path = tmp_path / "a.shp"
    layer = villages.rename(columns={"村代码": "code", "村名称": "name"}).assign(name="x")
    write_layer(path, layer, encoding="GBK")
    assert read_features(Wanted(path)).notes == ()
