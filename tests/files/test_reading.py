"""Layers as they come: every kind of file, one of several layers, and shapes that are no plain polygons."""

import json
import warnings
import zipfile

import geopandas as gpd
import pyogrio
import pytest
import shapely

from ruralmap.errors import LayerError
from ruralmap.files.features import Wanted
from ruralmap.files.layer_writer import write_layer
from ruralmap.files.reading import read_features
from ruralmap.files.vector import VectorFile, read_drawn, read_layer
from ruralmap.files.workbook import Sheet, write_workbook
from ruralmap.schema.places import VILLAGES

CODES = ["441624100201", "441624100202", "441624101201", "441624101202"]
OUTLINE = (115.00, 24.40, 115.04, 24.41)


def read(path, **stated):
    return read_layer(VectorFile(path, path.name, outline=OUTLINE, **stated), VILLAGES)


def codes(conformed):
    return [found.code for found in conformed.findings if found.code != "columns_absent"]


def aside(conformed):
    return dict(zip(conformed.rejected["row"], conformed.rejected["reason"], strict=True))


def points_of(villages):
    return gpd.GeoDataFrame(
        {"名": ["点"] * 4}, geometry=[shape.centroid for shape in villages.geometry], crs=4490
    )


def append(path, layer, name, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.write_dataframe(layer, path, layer=name, append=path.exists(), **options)


# ---- several layers in one file


@pytest.fixture(params=["县.gpkg", "县.gdb"])
def several(request, tmp_path, villages):
    """A file with a layer of points and one of villages, and what adds another layer to it."""
    path = tmp_path / request.param
    options = {"driver": "OpenFileGDB"} if path.suffix == ".gdb" else {"driver": "GPKG"}
    append(path, points_of(villages), "住户", **options)
    append(path, villages, "村界", **options)
    return path, lambda layer, name: append(path, layer, name, **options)


def test_of_several_layers_the_only_one_with_polygons_is_taken_and_it_is_said(several):
    path, _ = several
    conformed = read(path)
    assert conformed.frame["village_code"].tolist() == CODES
    (found,) = [item for item in conformed.findings if item.code == "layer_chosen"]
    assert found.text("found") == "读取的是“村界”，未读取：住户。"


def test_of_several_layers_with_polygons_none_is_guessed(several, villages):
    path, add = several
    add(villages, "村界旧")
    with pytest.raises(LayerError, match="3 个图层") as refused:
        read(path)
    message = str(refused.value)
    assert "住户、村界、村界旧" in message
    assert 'layer = "村界"' in message
    assert "--points-layer" in message
    conformed = read(path, layer="村界旧")
    assert conformed.frame["village_code"].tolist() == CODES
    assert codes(conformed) == []


def test_a_layer_that_is_not_there_is_refused_with_those_that_are(several):
    path, _ = several
    with pytest.raises(LayerError, match=r"没有名为“乡镇界”的图层.*住户、村界"):
        read(path, layer="乡镇界")


def test_the_layer_of_points_is_taken_where_points_are_wanted(several):
    path, _ = several
    features = read_features(Wanted(path, kind="point"))
    assert [shape.geom_type for shape in features.shapes] == ["Point"] * 4


def test_a_folder_that_is_no_geodatabase_is_no_layer(tmp_path):
    (tmp_path / "空.gdb").mkdir()
    (tmp_path / "村界").mkdir()
    with pytest.raises(LayerError, match="无法读取图层"):
        read(tmp_path / "空.gdb")
    with pytest.raises(LayerError, match="未找到文件"):
        read(tmp_path / "村界")


@pytest.mark.parametrize(("name", "said"), [("村界.zip", "解压"), ("村界.mdb", "ArcGIS")])
def test_what_cannot_be_checked_is_refused_with_the_remedy(tmp_path, name, said):
    (tmp_path / name).write_bytes(b"x")
    with pytest.raises(LayerError, match=said):
        read(tmp_path / name)


def test_any_other_format_of_gdal_is_read(tmp_path, villages):
    path = tmp_path / "village.gml"
    pyogrio.write_dataframe(villages.rename(columns={"村代码": "village_code", "村名称": "village"}), path)
    assert read(path, crs="EPSG:4490").frame["village_code"].tolist() == CODES


# ---- text


def test_a_geojson_in_gbk_is_read_and_it_is_said(tmp_path, villages):
    path = tmp_path / "村界.geojson"
    write_layer(path, villages)
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    conformed = read(path)
    assert conformed.frame["village"].tolist() == ["甲村", "乙村", "丙村", "丁村"]
    assert codes(conformed) == ["encoding_assumed"]
    assert codes(read(path, encoding="GBK")) == []


def test_a_geojson_with_a_mark_at_its_beginning_is_read(tmp_path, villages):
    path = tmp_path / "村界.geojson"
    write_layer(path, villages)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert codes(read(path)) == []


def test_text_that_the_stated_encoding_cannot_read_is_refused(tmp_path, villages):
    path = tmp_path / "村界.geojson"
    write_layer(path, villages)
    path.write_bytes(path.read_bytes().replace("甲".encode(), b"\xff\xff\xff"))
    with pytest.raises(LayerError, match="QGIS"):
        read(path, encoding="UTF-8")


# ---- KML

RING = "{0},24.4,0 {1},24.4,0 {1},24.41,0 {0},24.41,0 {0},24.4,0"


def polygon(west, corners=RING):
    ring = corners.format(west, round(west + 0.01, 2))
    border = f"<LinearRing><coordinates>{ring}</coordinates></LinearRing>"
    return f"<Polygon><outerBoundaryIs>{border}</outerBoundaryIs></Polygon>"


def placemark(code, name, shape):
    data = f'<ExtendedData><Data name="村代码"><value>{code}</value></Data></ExtendedData>'
    return f"<Placemark><name>{name}</name>{data}{shape}</Placemark>"


def kml(*folders, encoding="UTF-8"):
    body = "".join(f"<Folder><name>{name}</name>{''.join(marks)}</Folder>" for name, marks in folders)
    head = f'<?xml version="1.0" encoding="{encoding}"?>'
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'


SOUTH = ("南镇", [placemark(CODES[0], "甲村", polygon(115.00)), placemark(CODES[1], "乙村", polygon(115.01))])
NORTH = ("北镇", [placemark(CODES[2], "丙村", polygon(115.02)), placemark(CODES[3], "丁村", polygon(115.03))])


@pytest.fixture(params=[".kml", ".kmz"])
def write_kml(request, tmp_path):
    path = tmp_path / f"村界{request.param}"

    def write(text, encoding="utf-8"):
        if path.suffix == ".kml":
            path.write_bytes(text.encode(encoding))
        else:
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("doc.kml", text.encode(encoding))
        return path

    return write


def test_placemarks_of_all_folders_are_read_with_their_names_and_extended_data(write_kml, villages):
    path = write_kml(kml(SOUTH, NORTH))
    features = read_features(Wanted(path))
    assert features.fields == ["Name", "村代码", "Folder"]
    assert features.rows[2] == ["丙村", CODES[2], "北镇"]
    conformed = read(path)
    assert conformed.frame["village_code"].tolist() == CODES
    assert conformed.frame["village"].tolist() == ["甲村", "乙村", "丙村", "丁村"]
    assert all(conformed.frame.geometry.normalize().geom_equals_exact(villages.geometry.normalize(), 1e-12))
    assert [code for code in codes(conformed) if code != "header_unknown"] == ["kml_datum"]


def test_one_folder_may_be_named(write_kml):
    path = write_kml(kml(SOUTH, NORTH))
    assert read(path, layer="北镇").frame["village"].tolist() == ["丙村", "丁村"]
    with pytest.raises(LayerError, match="南镇、北镇"):
        read(path, layer="西镇")


def test_a_folder_without_polygons_is_left_out_and_it_is_said(write_kml):
    homes = ("住户", [placemark("1", "张三", "<Point><coordinates>115.005,24.405</coordinates></Point>")])
    path = write_kml(kml(SOUTH, homes))
    conformed = read(path)
    assert len(conformed.frame) == 2
    (found,) = [item for item in conformed.findings if item.code == "layer_chosen"]
    assert found.text("found") == "读取的是“南镇”，未读取：住户。"
    assert [shape.geom_type for shape in read_features(Wanted(path, kind="point")).shapes] == ["Point"]


def test_shapes_of_several_parts_with_holes_and_of_mixed_kinds(write_kml):
    hole = (
        "<innerBoundaryIs><LinearRing><coordinates>115.014,24.404 115.016,24.404 115.016,24.406 "
        "115.014,24.404</coordinates></LinearRing></innerBoundaryIs></Polygon>"
    )
    inner = f"<MultiGeometry>{polygon(115.02)}</MultiGeometry>"
    parts = f"<MultiGeometry>{polygon(115.00)}{inner}</MultiGeometry>"
    point = "<Point><coordinates>115.03,24.4</coordinates></Point>"
    mixed = f"<MultiGeometry>{polygon(115.03)}{point}</MultiGeometry>"
    line = "<LineString><coordinates>115,24.4 115.01,24.4</coordinates></LineString>"
    ring = f"<LinearRing><coordinates>{RING.format(115.03, 115.04)}</coordinates></LinearRing>"
    points = f"<MultiGeometry>{point}{point}</MultiGeometry>"
    shapes = [parts, polygon(115.01).replace("</Polygon>", hole), mixed, line, ring, points, ""]
    marks = [placemark(f"44162410020{place}", f"{place}村", shape) for place, shape in enumerate(shapes, 1)]
    conformed = read(write_kml(kml(("南镇", marks))))
    assert conformed.frame["village"].tolist() == ["1村", "2村", "5村"]
    assert [len(shapely.get_parts(shape)) for shape in conformed.frame.geometry] == [2, 1, 1]
    # A square of 0.0001 less a triangle of 0.002 * 0.002 / 2 = 0.000002 square degrees.
    assert conformed.frame.geometry.iloc[1].area == pytest.approx(0.000098)
    assert aside(conformed) == {
        3: "geometry_mixed",
        4: "geometry_not_polygon",
        6: "geometry_not_polygon",
        7: "geometry_missing",
    }


@pytest.mark.parametrize("corners", ["abc", "115,24.4 115.01,24.4 115.01,24.41", "115,24.4,0 115.01", ""])
def test_a_damaged_placemark_costs_one_row_and_keeps_its_text(write_kml, corners):
    marks = [
        placemark(CODES[0], "甲村", polygon(115.00)),
        placemark(CODES[1], "乙村", polygon(115.01, corners)),
    ]
    conformed = read(write_kml(kml(("南镇", marks))))
    assert conformed.frame["village"].tolist() == ["甲村"]
    assert aside(conformed) == {2: "geometry_unreadable"}
    assert corners in json.loads(conformed.rejected["raw"].iloc[0])["图形原文"]


@pytest.mark.parametrize("declared", ["GBK", "UTF-8"])
def test_a_kml_in_gbk_is_read_whatever_it_declares(write_kml, declared):
    conformed = read(write_kml(kml(SOUTH, NORTH, encoding=declared), "gbk"))
    assert conformed.frame["village"].tolist() == ["甲村", "乙村", "丙村", "丁村"]
    assert ("encoding_overridden" in codes(conformed)) == (declared == "UTF-8")


def test_a_kml_in_utf16_and_schema_data_and_placemarks_outside_folders(write_kml):
    data = '<SchemaData><SimpleData name="村代码">441624100201</SimpleData></SchemaData>'
    data = f"<ExtendedData>{data}</ExtendedData>"
    mark = f"<Placemark><name>甲村</name><description>注</description>{data}{polygon(115.0)}</Placemark>"
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{mark}</Document></kml>'
    features = read_features(Wanted(write_kml(text, "utf-16")))
    assert features.fields == ["Name", "Description", "村代码"]
    assert features.rows == [["甲村", "注", "441624100201"]]


def test_the_coordinates_of_ovital_s_own_files_are_not_taken_for_wgs84(tmp_path):
    path = tmp_path / "村界.ovkml"
    path.write_text(kml(SOUTH), encoding="utf-8")
    assert read_features(Wanted(path)).crs is None
    assert read_features(Wanted(path)).notes == ()


@pytest.mark.parametrize(
    ("text", "said"), [("<kml/>", "Placemark"), ("<kml", "无法读取图层"), ("", "无法读取图层")]
)
def test_a_kml_without_anything_is_refused(write_kml, text, said):
    with pytest.raises(LayerError, match=said):
        read(write_kml(text))


@pytest.mark.parametrize("content", [b"no archive", b""])
def test_a_kmz_that_is_no_archive_is_refused(tmp_path, content):
    (tmp_path / "a.kmz").write_bytes(content)
    with pytest.raises(LayerError, match="无法读取图层"):
        read(tmp_path / "a.kmz")


def test_a_kmz_without_a_kml_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("a.png", b"x")
    with pytest.raises(LayerError, match="无法读取图层"):
        read(tmp_path / "a.kmz")


def archive_of(path, *names):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            folder = NORTH if name == "doc.kml" else SOUTH
            archive.writestr(name, kml(folder))
    return path


@pytest.mark.parametrize(
    ("names", "villages", "left"),
    [
        (["a.kml", "b.kml"], ["甲村", "乙村"], "b.kml"),
        (["files/a.kml", "doc.kml"], ["丙村", "丁村"], "files/a.kml"),
        (["a.kml", "图/b.kml", "c.kml"], ["甲村", "乙村"], "图/b.kml、c.kml"),
    ],
)
def test_of_several_documents_in_an_archive_the_others_are_named(tmp_path, names, villages, left):
    conformed = read(archive_of(tmp_path / "a.kmz", *names))
    assert conformed.frame["village"].tolist() == villages
    (found,) = [item for item in conformed.findings if item.code == "kmz_several"]
    assert (found.severity, found.values["others"]) == ("warning", left)


def damage_stream(content):
    # The compressed bytes begin behind 30 bytes of header and 7 of name; a flipped byte spoils the code.
    content[60:80] = b"\xff" * 20


def encrypt(content):
    # Bit 0 of the flags, 6 bytes into the file's header and 8 into the directory's entry.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1


def change_method(content):
    # The method stands behind the flags; 99 is none that is known.
    content[8] = 99
    content[content.index(b"PK\x01\x02") + 10] = 99


@pytest.mark.parametrize("spoil", [damage_stream, encrypt, change_method])
def test_an_archive_that_cannot_be_unpacked_is_refused(tmp_path, spoil):
    path = archive_of(tmp_path / "a.kmz", "doc.kml")
    content = bytearray(path.read_bytes())
    spoil(content)
    path.write_bytes(content)
    with pytest.raises(LayerError, match="无法读取图层"):
        read(path)


def two_outer(shape):
    return shape.replace(
        "</outerBoundaryIs>", "</outerBoundaryIs>" + shape[len("<Polygon>") : -len("</Polygon>")]
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda shape: shape + polygon(115.01), id="two shapes"),
        pytest.param(two_outer, id="two borders"),
        pytest.param(
            lambda shape: shape.replace("</Polygon>", "<innerBoundaryIs/></Polygon>"),
            id="a hole that is lost",
        ),
        pytest.param(lambda shape: shape.replace("24.41", "inf"), id="infinite"),
        pytest.param(
            lambda shape: f"<MultiGeometry>{shape}<Polygon/></MultiGeometry>", id="a part that is lost"
        ),
    ],
)
def test_a_placemark_of_which_a_part_would_be_left_out_is_set_aside(write_kml, change):
    marks = [placemark(CODES[0], "甲村", change(polygon(115.00))), SOUTH[1][1]]
    conformed = read(write_kml(kml(("南镇", marks))))
    assert conformed.frame["village"].tolist() == ["乙村"]
    assert aside(conformed) == {1: "geometry_unreadable"}
    assert "Polygon" in json.loads(conformed.rejected["raw"].iloc[0])["图形原文"]
    (found,) = [item for item in conformed.findings if item.severity == "error"]
    assert found.text("found") == "该要素的图形无法读取（图形字节已损坏）。"


# ---- sheets


def wkt_rows(villages):
    header = ["村代码", "村名称", "WKT"]
    return [header, *([c, n, s.wkt] for c, n, s in villages.itertuples(index=False))]


def as_csv(path, rows):
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_sheet_with_shapes_written_as_text_is_a_layer(tmp_path, villages, ending):
    path = tmp_path / f"村界{ending}"
    rows = wkt_rows(villages)
    rows[2][2] = "POLYGON ((115.01 24.4, 115.0"  # cut off, as Excel cuts at 32,767 characters
    rows.insert(3, ["", "", ""])
    rows.append(["", "", ""])
    if ending == ".csv":
        as_csv(path, [["村界坐标表", "", ""], *rows])
    else:
        write_workbook(path, [Sheet("说明", [["本表说明"]]), Sheet("村界", rows, notes=("村界坐标表",))])
    conformed = read(path, crs="EPSG:4490")
    assert conformed.frame["village_code"].tolist() == [CODES[0], CODES[2], CODES[3]]
    # Rows as the office's program shows them: title 1, header 2, then the villages; row 5 is empty.
    assert conformed.frame["source_row"].tolist() == [3, 6, 7]
    assert aside(conformed) == {4: "geometry_unreadable"}
    assert json.loads(conformed.rejected["raw"].iloc[0])["图形原文"] == rows[2][2]
    (count,) = conformed.counts
    assert (count.rows, count.kept, count.rejected, count.ignored) == (5, 3, 1, 1)


@pytest.mark.parametrize(("marks", "crs"), [("SRID=4490;", "EPSG:4490"), ("", None)])
def test_shapes_as_text_may_name_their_coordinates(tmp_path, villages, marks, crs):
    rows = wkt_rows(villages)
    as_csv(tmp_path / "a.csv", [rows[0], *([c, n, marks + text] for c, n, text in rows[1:])])
    features = read_features(Wanted(tmp_path / "a.csv"))
    assert features.crs == crs
    assert features.fields == ["村代码", "村名称"]


def test_shapes_of_several_systems_are_refused_and_number_0_names_none(tmp_path, villages):
    rows = wkt_rows(villages)
    path = tmp_path / "a.csv"
    as_csv(path, [rows[0], *([c, n, f"SRID={4490 + n.count('乙')};{text}"] for c, n, text in rows[1:])])
    with pytest.raises(LayerError, match="EPSG:4490、EPSG:4491"):
        read(path, crs="EPSG:4490")
    as_csv(path, [rows[0], *([c, n, f"SRID=0;{text}"] for c, n, text in rows[1:])])
    assert codes(read(path, crs="EPSG:4490")) == ["crs_stated"]


@pytest.mark.parametrize("columns", [["WKT"], ["经度", "纬度"]])
def test_a_sheet_that_is_not_utf8_says_how_it_was_read(tmp_path, columns):
    path = tmp_path / "a.csv"
    cells = ["POINT (115 24.4)"] if columns == ["WKT"] else ["115", "24.4"]
    path.write_text("\n".join(",".join(row) for row in (["村代码", *columns], [CODES[0], *cells])), "gbk")
    (note,) = read_features(Wanted(path)).notes
    assert note == (
        "table_encoding_assumed",
        {"encoding": "GB18030", "sample": "、".join(["村代码", *columns])},
    )


def test_a_shape_alone_in_its_row_is_listed_and_an_empty_row_is_not(tmp_path, villages):
    rows = wkt_rows(villages)
    rows[2][:2] = ["", ""]
    rows.insert(3, ["", "", ""])
    as_csv(tmp_path / "a.csv", rows)
    conformed = read(tmp_path / "a.csv", crs="EPSG:4490")
    assert aside(conformed) == {3: "attributes_missing"}
    (count,) = conformed.counts
    assert (count.rows, count.kept, count.rejected, count.ignored) == (5, 3, 1, 1)


def test_a_table_of_coordinates_has_points_and_no_polygons(tmp_path):
    as_csv(
        tmp_path / "a.csv",
        [
            ["村代码", "村名称", "经度", "纬度"],
            [CODES[0], "甲村", "115°0′18″", "24.405"],
            ["1", "乙", "", ""],
        ],
    )
    conformed = read(tmp_path / "a.csv", crs="EPSG:4490")
    assert aside(conformed)[2] == "geometry_not_polygon"
    assert conformed.frame.empty


def test_a_sheet_without_shapes_is_refused_and_a_sheet_may_be_named(tmp_path, villages):
    as_csv(tmp_path / "a.csv", [["村代码", "村名称"], [CODES[0], "甲村"]])
    with pytest.raises(LayerError, match="WKT"):
        read(tmp_path / "a.csv")
    path = tmp_path / "a.xlsx"
    write_workbook(path, [Sheet("旧", wkt_rows(villages)[:2]), Sheet("新", wkt_rows(villages))])
    assert len(read_features(Wanted(path)).rows) == 1
    assert len(read_features(Wanted(path, layer="新")).rows) == 4
    with pytest.raises(LayerError, match="旧、新"):
        read_features(Wanted(path, layer="无"))


# ---- GeoParquet


def test_a_geoparquet_is_read_with_its_coordinates(tmp_path, villages):
    path = tmp_path / "村界.parquet"
    villages.to_parquet(path)
    conformed = read(path)
    assert conformed.frame["village_code"].tolist() == CODES
    assert all(conformed.frame.geometry.geom_equals(villages.geometry))
    assert codes(conformed) == []


def test_a_damaged_blob_of_a_geoparquet_costs_one_row(tmp_path, villages):
    from pyarrow import parquet as pq  # noqa: PLC0415

    path = tmp_path / "村界.parquet"
    villages.to_parquet(path)
    table = pq.read_table(path)
    blobs = table["geometry"].to_pylist()
    blobs[1], blobs[2] = b"\x01\x03\x00\x00\x00\x99", None
    spoiled = table.set_column(table.column_names.index("geometry"), "geometry", [blobs])
    pq.write_table(spoiled.replace_schema_metadata(table.schema.metadata), path)
    conformed = read(path)
    assert aside(conformed) == {2: "geometry_unreadable", 3: "geometry_missing"}
    assert json.loads(conformed.rejected["raw"].iloc[0])["图形字节(十六进制)"] == blobs[1].hex()


@pytest.mark.parametrize(("crs", "found"), [("absent", "EPSG:4326"), (None, None)])
def test_a_geoparquet_without_coordinates_named(tmp_path, villages, crs, found):
    from pyarrow import parquet as pq  # noqa: PLC0415

    path = tmp_path / "村界.parquet"
    villages.to_parquet(path)
    table = pq.read_table(path)
    about = json.loads(table.schema.metadata[b"geo"])
    if crs == "absent":
        del about["columns"]["geometry"]["crs"]
    else:
        about["columns"]["geometry"]["crs"] = crs
    pq.write_table(table.replace_schema_metadata({b"geo": json.dumps(about).encode()}), path)
    assert read_features(Wanted(path)).crs == found


def test_a_parquet_of_points_as_columns_or_in_another_form(tmp_path, villages):
    path = tmp_path / "a.parquet"
    villages.drop(columns="geometry").to_parquet(path)
    features = read_features(Wanted(path))
    assert (features.crs, features.shapes.tolist()) == (None, [None] * 4)
    villages.to_parquet(path, geometry_encoding="geoarrow")
    with pytest.raises(LayerError, match="WKB"):
        read(path)
    path.write_bytes(b"PAR1")
    with pytest.raises(LayerError, match="无法读取图层"):
        read(path)


@pytest.mark.parametrize(("old", "new"), [("乙村".encode(), b"\xff" * 6), (b'{"primary', b'["primary')])
def test_a_parquet_with_damaged_text_is_refused(tmp_path, villages, old, new):
    path = tmp_path / "a.parquet"
    villages.to_parquet(path, compression=None)
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))
    with pytest.raises(LayerError, match="无法读取图层"):
        read(path)


def test_without_pyarrow_the_remedy_is_named(tmp_path, villages, monkeypatch):
    path = tmp_path / "a.parquet"
    villages.to_parquet(path)
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(LayerError, match=r"ruralmap\[parquet\]"):
        read(path)


# ---- as drawn


def test_a_layer_as_drawn_has_every_feature_and_mends_none(tmp_path, villages):
    bow_tie = shapely.Polygon([(115.01, 24.40), (115.02, 24.41), (115.02, 24.40), (115.01, 24.41)])
    villages.loc[1, "geometry"] = bow_tie
    villages.loc[2, "村代码"] = CODES[0]
    villages.loc[3, "村代码"] = ""
    path = tmp_path / "村界.gpkg"
    write_layer(path, villages)
    drawn = read_drawn(VectorFile(path, path.name), VILLAGES)
    assert drawn.codes == (CODES[0], CODES[1], CODES[0], "")
    assert drawn.labels == ("甲村", "乙村", "丙村", "")
    assert drawn.shapes[1].equals(bow_tie)
    assert not drawn.shapes[1].is_valid


def test_a_layer_with_arcs_is_read_in_straight_pieces_and_it_is_said(tmp_path):
    # A circle through the four ends of a cross of 0.01 degrees: its area is pi * 0.005 ** 2 square degrees.
    arcs = "115.01 24.405 115.005 24.41 115.0 24.405 115.005 24.4 115.01 24.405"
    shape = f"<gml:posList>{arcs}</gml:posList>"
    for tag in ("ArcString", "segments", "Curve", "curveMember", "Ring", "exterior", "Polygon"):
        shape = f"<gml:{tag}>{shape}</gml:{tag}>"
    path = tmp_path / "a.gml"
    path.write_text(
        '<FeatureCollection xmlns:gml="http://www.opengis.net/gml/3.2"><gml:featureMember>'
        f'<village gml:id="1"><village_code>{CODES[0]}</village_code><village>甲村</village>'
        f"<geom>{shape}</geom>"
        "</village></gml:featureMember></FeatureCollection>",
        encoding="utf-8",
    )
    conformed = read(path, crs="EPSG:4490")
    assert conformed.frame.geometry.iloc[0].area == pytest.approx(3.14159 * 0.005**2, rel=1e-3)
    assert "curves_straightened" in codes(conformed)
