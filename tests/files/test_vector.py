"""Layers are read with stated coordinates and encoding; one bad feature costs one row."""

import json

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import shapely

from ruralmap.errors import CrsError, LayerError
from ruralmap.files.layer_writer import write_layer
from ruralmap.files.vector import VectorFile, read_layer
from ruralmap.schema.places import VILLAGES

CODES = ["441624100201", "441624100202", "441624101201", "441624101202"]
OUTLINE = (115.00, 24.40, 115.04, 24.41)


def read(path, **stated):
    return read_layer(VectorFile(path, path.name, **stated), VILLAGES)


def codes(conformed):
    return [found.code for found in conformed.findings if found.code != "columns_absent"]


@pytest.fixture(params=[".gpkg", ".geojson", ".fgb", ".shp"])
def ending(request):
    return request.param


def test_a_layer_comes_back_from_every_format(tmp_path, villages, ending):
    path = tmp_path / f"村界{ending}"
    write_layer(path, villages)
    conformed = read(path, outline=OUTLINE)
    # FlatGeobuf orders features by their place on a curve.
    frame = conformed.frame.sort_values("village_code", ignore_index=True)
    assert frame["village_code"].tolist() == CODES
    assert frame["village"].tolist() == ["甲村", "乙村", "丙村", "丁村"]
    assert isinstance(conformed.frame, gpd.GeoDataFrame)
    assert conformed.frame.crs.to_epsg() == 4490
    assert all(frame.geometry.geom_equals(villages.geometry))
    assert sorted(frame["source_row"]) == [1, 2, 3, 4]
    assert frame["source_file"].unique().tolist() == [path.name]
    assert codes(conformed) == []
    (count,) = conformed.counts
    assert (count.rows, count.kept, count.rejected, count.ignored) == (4, 4, 0, 0)


def test_the_same_layer_gives_the_same_bytes(tmp_path, villages, ending):
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        write_layer(folder / f"村界{ending}", villages)
    names = sorted(item.name for item in first.iterdir())
    assert names == sorted(item.name for item in second.iterdir())
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)


def test_a_shapefile_in_gbk_without_a_cpg_is_written_for_those_who_know(tmp_path, villages):
    write_layer(tmp_path / "村界.shp", villages, encoding="GBK")
    assert not (tmp_path / "村界.cpg").exists()
    assert "甲村".encode("gbk") in (tmp_path / "村界.dbf").read_bytes()


@pytest.mark.parametrize("stated", ["GBK", "GB18030"])
def test_a_stated_encoding_is_used(tmp_path, villages, stated):
    write_layer(tmp_path / "村界.shp", villages, encoding="GBK")
    conformed = read(tmp_path / "村界.shp", encoding=stated)
    assert conformed.frame["village"].tolist() == ["甲村", "乙村", "丙村", "丁村"]
    assert codes(conformed) == []


def test_an_encoding_that_nobody_states_is_found_by_the_text_and_said(tmp_path, villages):
    write_layer(tmp_path / "村界.shp", villages, encoding="GBK")
    conformed = read(tmp_path / "村界.shp")
    assert conformed.frame["village"].tolist() == ["甲村", "乙村", "丙村", "丁村"]
    assert codes(conformed) == ["encoding_assumed"]
    (found,) = [item for item in conformed.findings if item.code == "encoding_assumed"]
    # Six texts: two field names and four villages; all are read, and all hold 村.
    assert found.text("found") == (
        "文件没有注明编码，按 GB18030 读取，例如：村代码、村名称、甲村。"
        "比较：GB18030 读通 6/6，其中含已知地名 6；"
        "BIG5 读通 6/6，其中含已知地名 0；UTF-8 读通 0/6，其中含已知地名 0。"
    )
    assert "reads 6/6" in found.text("found", "en")


def test_a_stated_encoding_that_the_text_contradicts_is_used_and_doubted(tmp_path, villages):
    write_layer(tmp_path / "村界.shp", villages, encoding="GBK")
    conformed = read(tmp_path / "村界.shp", encoding="UTF-8")
    assert not conformed.usable
    assert {"encoding_doubtful", "encoding_damaged"} <= set(codes(conformed))


def test_a_cpg_that_is_wrong_is_overridden_and_said(tmp_path, villages):
    write_layer(tmp_path / "村界.shp", villages, encoding="GBK")
    (tmp_path / "村界.cpg").write_text("UTF-8")
    conformed = read(tmp_path / "村界.shp")
    assert conformed.frame["village"].tolist()[0] == "甲村"
    assert codes(conformed) == ["encoding_overridden"]


@pytest.mark.parametrize("cpg", ["936", "GBK", "ANSI 936", "gb2312"])
def test_a_cpg_that_is_right_is_believed_under_any_of_its_names(tmp_path, villages, cpg):
    write_layer(tmp_path / "村界.shp", villages, encoding="GBK")
    (tmp_path / "村界.cpg").write_text(cpg)
    conformed = read(tmp_path / "村界.shp")
    assert conformed.frame["village"].tolist()[0] == "甲村"
    assert codes(conformed) == []


def test_text_that_no_encoding_can_read_is_counted(tmp_path, villages):
    path = tmp_path / "村界.shp"
    write_layer(path, villages, encoding="GBK")
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace("丁村".encode("gbk"), b"\xff\xff\x81\x20"))
    conformed = read(path, encoding="GBK")
    assert conformed.frame["village"].tolist()[:3] == ["甲村", "乙村", "丙村"]
    assert "encoding_damaged" in codes(conformed)


def test_field_names_cut_at_ten_bytes_are_known(tmp_path, villages):
    path = tmp_path / "村界.shp"
    long_names = villages.rename(columns={"村代码": "village_code", "村名称": "village"}).assign(
        城乡分类代码="220"
    )
    write_layer(path, long_names, encoding="GBK")
    assert b"village_co\0" in path.with_suffix(".dbf").read_bytes()
    conformed = read(path, encoding="GBK")
    assert conformed.frame["village_code"].tolist() == CODES
    assert conformed.frame["urban_rural_class"].tolist() == ["220"] * 4


def test_codes_that_a_driver_gives_as_numbers_are_text(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages.assign(村代码=[int(code) for code in CODES]))
    assert read(path).frame["village_code"].tolist() == CODES


def test_a_shapefile_without_its_attributes_is_refused(tmp_path, villages):
    path = tmp_path / "村界.shp"
    write_layer(path, villages)
    path.with_suffix(".dbf").unlink()
    with pytest.raises(LayerError, match=r"\.dbf"):
        read(path)


def test_companions_may_have_capital_endings(tmp_path, villages):
    path = tmp_path / "a.shp"
    write_layer(path, villages, encoding="GBK")
    for ending in (".dbf", ".shx", ".prj"):
        path.with_suffix(ending).rename(path.with_suffix(ending.upper()))
    assert read(path, encoding="GBK").frame["village"].tolist()[0] == "甲村"


def test_a_truncated_shapefile_costs_the_features_that_are_gone_and_is_said(tmp_path, villages):
    path = tmp_path / "村界.shp"
    write_layer(path, villages)
    path.write_bytes(path.read_bytes()[:-150])
    conformed = read(path)
    # A square's record is 136 + 8 bytes long: 150 bytes less reach into the third feature.
    assert conformed.frame["village_code"].tolist() == CODES[:2]
    assert conformed.rejected[["row", "reason"]].to_numpy().tolist() == [
        [3, "geometry_unreadable"],
        [4, "geometry_unreadable"],
    ]
    raw = json.loads(conformed.rejected["raw"].iloc[0])
    # 644 - 150 = 494 bytes are left, the third record begins at 100 + 2 * 136 = 372.
    assert (raw["村代码"], raw["村名称"], len(raw["图形字节(十六进制)"])) == (CODES[2], "丙村", 2 * 122)
    assert [(f.code, f.severity) for f in conformed.findings if f.code != "columns_absent"] == [
        ("layer_short", "error"),
        ("geometry_unreadable", "error"),
        ("geometry_unreadable", "error"),
    ]


@pytest.mark.parametrize("ending", [".dbf", ".shp"])
def test_a_header_cut_off_is_refused(tmp_path, villages, ending):
    path = tmp_path / "村界.shp"
    write_layer(path, villages)
    path.with_suffix(ending).write_bytes(b"\x03\x7e")
    with pytest.raises(LayerError, match="QGIS"):
        read(path)


def spoil(path, number, geometry):
    """Put something else in the place of one feature's geometry in a GeoJSON file."""
    content = json.loads(path.read_text(encoding="utf-8"))
    content["features"][number]["geometry"] = geometry
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize(
    ("geometry", "code"),
    [
        pytest.param(None, "geometry_missing", id="none"),
        pytest.param({"type": "Polygon", "coordinates": []}, "geometry_missing", id="empty"),
        pytest.param({"type": "Point", "coordinates": [115.01, 24.4]}, "geometry_not_polygon", id="a point"),
        pytest.param(
            {"type": "LineString", "coordinates": [[115, 24.4], [115.01, 24.4]]},
            "geometry_not_polygon",
            id="a line",
        ),
        pytest.param(
            {"type": "Polygon", "coordinates": [[[115, 24.4], [115.01, 24.4]]]},
            "geometry_unreadable",
            id="two corners",
        ),
        pytest.param(
            {"type": "Polygon", "coordinates": [[[15, 24], [15.1, 24], [15.1, 24.1], [15, 24]]]},
            "geometry_outside",
            id="elsewhere",
        ),
    ],
)
def test_one_bad_feature_costs_one_row(tmp_path, villages, geometry, code):
    path = tmp_path / "村界.geojson"
    write_layer(path, villages)
    spoil(path, 1, geometry)
    conformed = read(path, outline=OUTLINE)
    assert conformed.frame["village_code"].tolist() == [CODES[0], CODES[2], CODES[3]]
    assert conformed.rejected[["row", "reason"]].to_numpy().tolist() == [[2, code]]
    assert [(f.code, f.row) for f in conformed.findings if f.severity == "error"] == [(code, 2)]
    (count,) = conformed.counts
    assert (count.rows, count.kept, count.rejected) == (4, 3, 1)


def test_a_damaged_blob_of_a_geopackage_costs_one_row(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages)
    content = path.read_bytes()
    # The second village's polygon begins with its first corner, 115.01 as a little-endian double.
    blob = shapely.to_wkb(villages.geometry.iloc[1], byte_order=1)
    assert content.count(blob) == 1
    path.write_bytes(content.replace(blob, blob[:9] + b"\xff\xff\xff\x7f" + blob[13:]))
    conformed = read(path)
    assert conformed.frame["village_code"].tolist() == [CODES[0], CODES[2], CODES[3]]
    assert len(conformed.rejected) == 1


def test_a_border_that_crosses_itself_is_mended_over_the_same_ground_and_said(tmp_path, villages):
    # A bow-tie of two triangles with corners at the square's: half of the square's 0.0001 square degrees.
    bow_tie = {
        "type": "Polygon",
        "coordinates": [
            [[115.01, 24.40], [115.02, 24.41], [115.02, 24.40], [115.01, 24.41], [115.01, 24.40]]
        ],
    }
    path = tmp_path / "村界.geojson"
    write_layer(path, villages)
    spoil(path, 1, bow_tie)
    conformed = read(path)
    assert conformed.frame["village_code"].tolist() == CODES
    mended = conformed.frame.geometry.iloc[1]
    assert mended.is_valid
    assert mended.area == pytest.approx(0.00005)
    assert [(f.code, f.severity, f.row) for f in conformed.findings if f.row] == [
        ("geometry_repaired", "warning", 2)
    ]


def test_heights_are_dropped(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages.set_geometry(shapely.force_3d(villages.geometry.array, 120.0)))
    assert not read(path).frame.geometry.has_z.any()


def test_two_features_with_one_code_are_not_merged(tmp_path, villages):
    path = tmp_path / "村界.geojson"
    villages.loc[1, ["村代码", "村名称"]] = [CODES[0], "甲村"]
    write_layer(path, villages)
    conformed = read(path)
    assert conformed.frame["village_code"].tolist() == [CODES[0], CODES[2], CODES[3]]
    assert conformed.rejected["reason"].tolist() == ["duplicate_conflict"]
    (found,) = [f for f in conformed.findings if f.code == "duplicate_conflict"]
    assert "以下各列不同：图形" in found.text("found")


def without_crs(path, villages):
    write_layer(path, villages)
    path.with_suffix(".prj").unlink()
    return path


def test_a_layer_without_coordinates_named_is_refused(tmp_path, villages):
    path = without_crs(tmp_path / "村界.shp", villages)
    with pytest.raises(CrsError, match="没有坐标系") as refused:
        read(path)
    assert "ruralmap.toml" in str(refused.value)
    assert str(path) in str(refused.value)


def test_coordinates_that_the_workspace_names_are_used_and_said(tmp_path, villages):
    path = without_crs(tmp_path / "村界.shp", villages)
    conformed = read(path, crs="EPSG:4490")
    assert conformed.frame["village_code"].tolist() == CODES
    assert codes(conformed) == ["crs_stated"]


def test_what_the_workspace_names_goes_before_the_file_and_is_said(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages.to_crs("EPSG:4326"))
    assert codes(read(path, crs="GCJ-02")) == ["crs_overridden"]
    assert codes(read(path, crs="EPSG:4326")) == []
    assert codes(read(path, crs="EPSG:4490")) == []  # one and the same here


def test_wgs84_and_cgcs2000_are_the_same_coordinates(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages.set_crs("EPSG:4326", allow_override=True))
    conformed = read(path)
    assert conformed.frame.crs.to_epsg() == 4490
    assert all(conformed.frame.geometry.geom_equals(villages.geometry))
    assert codes(conformed) == []


@pytest.mark.parametrize(
    "crs", ["EPSG:4526", "EPSG:4547", "EPSG:32650"], ids=["zone 38", "CM 114E", "UTM 50N"]
)
def test_projected_layers_are_brought_to_degrees_and_it_is_said(tmp_path, villages, crs):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages.to_crs(crs))
    conformed = read(path, outline=OUTLINE)
    assert conformed.frame.crs.to_epsg() == 4490
    corners = shapely.get_coordinates(conformed.frame.geometry.array)
    # A nanodegree is a tenth of a millimetre.
    assert np.allclose(corners, shapely.get_coordinates(villages.geometry.array), atol=1e-9, rtol=0)
    assert codes(conformed) == ["layer_reprojected"]


@pytest.mark.parametrize("crs", ["EPSG:4610", "EPSG:2362", "EPSG:4214", "EPSG:2414"])
def test_xian_1980_and_beijing_1954_are_refused_with_the_reason(tmp_path, villages, crs):
    path = tmp_path / "村界.gpkg"
    if crs in {"EPSG:4610", "EPSG:4214"}:
        layer = villages.set_crs(crs, allow_override=True)
    else:
        layer = villages.to_crs("EPSG:4526").set_crs(crs, allow_override=True)
    write_layer(path, layer)
    with pytest.raises(CrsError, match="一百多米") as refused:
        read(path)
    assert path.name in str(refused.value)


def test_a_layer_that_lies_elsewhere_is_refused_with_its_extent(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages.set_geometry(villages.translate(xoff=-100)))
    with pytest.raises(CrsError, match=r"15\.0000, 24\.4000, 15\.0400, 24\.4100"):
        read(path)


def test_a_layer_in_china_but_not_in_the_county_is_refused(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages.set_geometry(villages.translate(xoff=1)))
    assert codes(read(path)) == []
    with pytest.raises(CrsError, match="不在应有的范围"):
        read(path, outline=OUTLINE)


def test_longitude_and_latitude_exchanged_are_refused(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    swapped = shapely.transform(villages.geometry.array, lambda xy: xy[:, ::-1])
    write_layer(path, villages.set_geometry(gpd.GeoSeries(swapped, crs=4490)))
    with pytest.raises(CrsError, match="颠倒"):
        read(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(LayerError, match="未找到文件"):
        read(tmp_path / "村界.gpkg")


@pytest.mark.parametrize("name", ["村界.gpkg", "村界.geojson"])
def test_what_is_no_layer_is_refused(tmp_path, name):
    (tmp_path / name).write_text("not a layer")
    with pytest.raises(LayerError, match="无法读取图层"):
        read(tmp_path / name)


@pytest.mark.parametrize("blank", [None, "", "无"])
def test_a_shape_without_attributes_is_set_aside_and_said(tmp_path, villages, ending, blank):
    villages.loc[2, ["村代码", "村名称"]] = blank
    path = tmp_path / f"村界{ending}"
    write_layer(path, villages)
    conformed = read(path, outline=OUTLINE)
    assert sorted(conformed.frame["village_code"]) == [CODES[0], CODES[1], CODES[3]]
    assert conformed.rejected["reason"].tolist() == ["attributes_missing"]
    (found,) = [f for f in conformed.findings if f.severity == "error"]
    assert (found.code, found.row) == ("attributes_missing", conformed.rejected["row"].iloc[0])
    (count,) = conformed.counts
    assert (count.rows, count.kept, count.rejected, count.ignored) == (4, 3, 1, 0)


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "geometry_missing"),
        ({"type": "Point", "coordinates": [115.01, 24.4]}, "geometry_not_polygon"),
        ({"type": "Polygon", "coordinates": "x"}, "geometry_unreadable"),
    ],
)
def test_a_feature_with_nothing_that_can_be_used_is_no_empty_row(tmp_path, villages, geometry, reason):
    villages.loc[1, ["村代码", "村名称"]] = None
    path = tmp_path / "村界.geojson"
    write_layer(path, villages)
    spoil(path, 1, geometry)
    conformed = read(path)
    assert conformed.rejected[["row", "reason"]].to_numpy().tolist() == [[2, reason]]
    assert [(f.code, f.row) for f in conformed.findings if f.severity == "error"] == [(reason, 2)]


def test_a_table_without_geometry_has_no_polygons(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    pyogrio.write_dataframe(villages.drop(columns="geometry"), path)
    conformed = read(path, crs="EPSG:4490")
    assert conformed.frame.empty
    assert set(conformed.rejected["reason"]) == {"geometry_missing"}


def test_degrees_that_are_said_to_be_metres_are_refused_with_cause_and_remedy(tmp_path, villages):
    path = tmp_path / "村界.shp"
    write_layer(path, villages.set_crs("EPSG:4526", allow_override=True))
    with pytest.raises(CrsError, match="坐标与坐标系不符") as refused:
        read(path)
    assert "115, 24.4, 115.04, 24.41" in str(refused.value)
    assert 'crs = "EPSG:4490"' in str(refused.value)


def test_one_feature_beyond_its_coordinate_system_costs_one_row(tmp_path, villages):
    path = tmp_path / "村界.gpkg"
    metres = villages.to_crs("EPSG:4526")
    metres.loc[1, "geometry"] = villages.geometry.iloc[1]  # degrees among metres
    write_layer(path, metres)
    conformed = read(path, outline=OUTLINE)
    assert conformed.frame["village_code"].tolist() == [CODES[0], CODES[2], CODES[3]]
    (found,) = [f for f in conformed.findings if f.severity == "error"]
    assert (found.code, found.row) == ("geometry_unreadable", 2)
    assert found.text("found") == "该要素的图形无法读取（坐标超出坐标系的范围）。"
    assert "beyond" in found.text("found", "en")


@pytest.fixture
def cut(tmp_path, villages):
    """Write a shapefile as QGIS does: UTF-8, each name cut at ten bytes, in the middle of a character."""
    path = tmp_path / "村界.shp"

    def write(**columns):
        # Ten letters stand in for ten bytes: 乡镇名称 has twelve in UTF-8, of which the first ten stay.
        names = {f"column{number:04d}": name.encode()[:10] for number, name in enumerate(columns)}
        values = dict(zip(names, columns.values(), strict=True))
        layer = gpd.GeoDataFrame(values, geometry=villages.geometry.tolist(), crs=4490)
        write_layer(path, layer, encoding="UTF-8")
        table = path.with_suffix(".dbf")
        content = table.read_bytes()
        for stand_in, name in names.items():
            content = content.replace(stand_in.encode(), name.ljust(10, b"\0"))
        table.write_bytes(content)
        path.with_suffix(".cpg").write_text("UTF-8")
        return path

    return write


def test_names_cut_inside_a_character_are_known_by_their_bytes(cut):
    # 行政村代码 and 行政村名称 both lose their end behind 行政村, but for one byte: e4 of 代, e5 of 名.
    path = cut(
        行政村代码=CODES,
        行政村名称=["甲村", "乙村", "丙村", "丁村"],
        乡镇名称=["甲镇"] * 4,
        城乡分类=["220"] * 4,
    )
    assert b"\xe4\xb9\xa1\xe9\x95\x87\xe5\x90\x8d\xe7\0" in path.with_suffix(".dbf").read_bytes()
    frame = read(path, outline=OUTLINE).frame
    assert frame["village_code"].tolist() == CODES
    assert frame["village"].tolist() == ["甲村", "乙村", "丙村", "丁村"]
    assert frame["township"].tolist() == ["甲镇"] * 4
    assert frame["urban_rural_class"].tolist() == ["220"] * 4


def test_a_cut_name_that_nobody_knows_is_listed(cut):
    path = cut(村代码=CODES, 村名称=["甲村", "乙村", "丙村", "丁村"], 负责人姓名=["张三"] * 4)
    conformed = read(path)
    assert conformed.frame["village"].tolist() == ["甲村", "乙村", "丙村", "丁村"]
    assert [unknown.header for unknown in conformed.unknown] == ["负责人\\xe5"]
