"""GeoJSON, item by item: what is malformed costs its own row, and no part of a village is passed over."""

import json

import pytest
import shapely

from ruralmap.errors import CrsError, LayerError
from ruralmap.files.features import Wanted
from ruralmap.files.geojson import read_document
from ruralmap.files.layer_writer import write_layer
from ruralmap.files.reading import read_features
from ruralmap.files.vector import VectorFile, read_layer
from ruralmap.schema.places import VILLAGES

RING = [[115.0, 24.4], [115.01, 24.4], [115.01, 24.41], [115.0, 24.4]]
AWAY = [[115.02, 24.4], [115.03, 24.4], [115.03, 24.41], [115.02, 24.4]]
POLYGON = {"type": "Polygon", "coordinates": [RING]}


def feature(geometry=None, **more):
    return {"type": "Feature", "properties": {"村代码": "1", "村名称": "甲村"}, "geometry": geometry, **more}


def document(*items, **more):
    return json.dumps({"type": "FeatureCollection", "features": items, **more}, ensure_ascii=False)


def read(*items, **more):
    return read_document(document(*items, **more))


@pytest.mark.parametrize(
    "geometry",
    [
        pytest.param({"type": "MultiPolygon", "coordinates": [[RING], None]}, id="no second part"),
        pytest.param({"type": "MultiPolygon", "coordinates": [[RING], []]}, id="empty second part"),
        pytest.param({"type": "MultiPolygon", "coordinates": [[RING], [[[1, "x"]] * 4]]}, id="no number"),
        pytest.param({"type": "Polygon", "coordinates": [RING, None]}, id="no hole"),
        pytest.param({"type": "Polygon", "coordinates": [RING, []]}, id="empty hole"),
        pytest.param({"type": "Polygon", "coordinates": [RING[:3]]}, id="not closed"),
        pytest.param({"type": "Polygon", "coordinates": [[*RING[:2], RING[0]]]}, id="three corners"),
        pytest.param({"type": "Polygon", "coordinates": [[*RING[:2], None, RING[0]]]}, id="no corner"),
        pytest.param({"type": "Polygon", "coordinates": [[*RING[:2], [115.01], RING[0]]]}, id="one number"),
        pytest.param(
            {"type": "Polygon", "coordinates": [[[*xy, 1, 2, 3] for xy in RING]]}, id="five numbers"
        ),
        pytest.param({"type": "Polygon", "coordinates": [[*RING[:2], [1, float("inf")], RING[0]]]}, id="inf"),
        pytest.param({"type": "Polygon", "coordinates": "坏"}, id="text"),
        pytest.param(
            {"type": "GeometryCollection", "geometries": [POLYGON, None]}, id="part of a collection"
        ),
        pytest.param({"type": "Village", "coordinates": [RING]}, id="unknown type"),
        pytest.param({"coordinates": [RING]}, id="no type"),
        pytest.param({"type": "Polygon"}, id="no coordinates"),
        pytest.param("坏", id="no object"),
    ],
)
def test_a_shape_with_a_part_that_cannot_be_read_is_set_aside_whole_with_its_text(geometry):
    features = read(feature(POLYGON), feature(geometry))
    assert shapely.is_missing(features.shapes).tolist() == [False, True]
    assert list(features.faults) == [1]
    text = features.bytes_of[1].decode()
    assert json.loads(text) == json.loads(json.dumps(geometry))
    assert features.rows[1] == ["1", "甲村"]


@pytest.mark.parametrize("item", [None, "坏", 7, [], {"type": "Foo"}, {}])
def test_an_item_that_is_no_feature_is_a_row_of_its_own(item):
    features = read(feature(POLYGON), item, feature(POLYGON))
    assert len(features.rows) == 3
    assert features.rows[1] == ["", ""]
    assert list(features.faults) == [1]


def test_what_is_no_feature_keeps_its_geometry_and_is_named():
    features = read(feature(POLYGON, type="Foo"))
    assert json.loads(features.bytes_of[0]) == POLYGON
    assert "Feature" in features.faults[0]


@pytest.mark.parametrize(
    ("geometry", "text"),
    [
        (None, None),
        (POLYGON, "POLYGON ((115 24.4, 115.01 24.4, 115.01 24.41, 115 24.4))"),
        ({"type": "Polygon", "coordinates": []}, "POLYGON EMPTY"),
        ({"type": "Point", "coordinates": [115, 24.4, 7]}, "POINT Z (115 24.4 7)"),
        ({"type": "MultiPoint", "coordinates": [[115, 24.4]]}, "MULTIPOINT ((115 24.4))"),
        ({"type": "LineString", "coordinates": [[1, 2], [3, 4, 5]]}, "LINESTRING (1 2, 3 4)"),
        ({"type": "LineString", "coordinates": [[1, 2, 0, 9], [3, 4, 5, 9]]}, "LINESTRING Z (1 2 0, 3 4 5)"),
        ({"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]]]}, "MULTILINESTRING ((1 2, 3 4))"),
        (
            {"type": "MultiPolygon", "coordinates": [[RING], [AWAY]]},
            (
                "MULTIPOLYGON (((115 24.4, 115.01 24.4, 115.01 24.41, 115 24.4)), "
                "((115.02 24.4, 115.03 24.4, 115.03 24.41, 115.02 24.4)))"
            ),
        ),
        (
            {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2]}]},
            "GEOMETRYCOLLECTION (POINT (1 2))",
        ),
    ],
)
def test_every_kind_of_geometry_is_read(geometry, text):
    (shape,) = read(feature(geometry)).shapes
    assert (None if shape is None else shapely.to_wkt(shape, trim=True)) == text


def test_cells_stay_what_they_are():
    identity = 441624199001011234  # more digits than a float holds
    items = [
        feature(properties={"证件": identity, "标签": ["a", 1], "旗": True}),
        feature(properties={"证件": None, "注": {"乙": 2}}, id="x7"),
        feature(properties=None, id=5),
        feature(properties=["坏"]),
    ]
    features = read(*items)
    assert features.fields == ["证件", "标签", "旗", "id", "注", "properties"]
    assert features.rows == [
        [identity, '["a", 1]', True, "", "", ""],
        ["", "", "", "x7", '{"乙": 2}', ""],
        ["", "", "", "", "", ""],
        ["", "", "", "", "", '["坏"]'],
    ]


@pytest.mark.parametrize(
    ("named", "crs"),
    [
        ({}, "EPSG:4326"),
        ({"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}}, "EPSG:4490"),
        ({"crs": {"properties": {"name": "urn:ogc:def:crs:EPSG:6.9:4526"}}}, "EPSG:4526"),
        ({"crs": {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}}, "EPSG:4326"),
        ({"crs": {"properties": {"name": "EPSG:4610"}}}, "EPSG:4610"),
        ({"crs": {"type": "EPSG", "properties": {"code": 4490}}}, "EPSG:4490"),
        ({"crs": {"type": "link", "properties": {"href": "http"}}}, None),
        ({"crs": None}, None),
        ({"crs": {"type": "name", "properties": None}}, None),
    ],
)
def test_the_coordinate_system_is_the_one_named_and_none_is_made_up(named, crs):
    assert read(feature(POLYGON), **named).crs == crs


def test_a_system_that_nobody_knows_is_refused(tmp_path):
    path = tmp_path / "a.geojson"
    path.write_text(document(feature(POLYGON), crs={"properties": {"name": "和平2000"}}), encoding="utf-8")
    with pytest.raises(CrsError, match="和平2000"):
        read_layer(VectorFile(path, "a"), VILLAGES)


def test_a_named_system_is_read_east_before_north(tmp_path):
    # EPSG:4526 is north, east by definition; files hold east, north. 115 E is a degree east of its
    # meridian: 500 000 m and 111 320 m * cos 24.4 = 101.4 km; 24.4 N is 24.4 * 110.7 = 2700 km north.
    east, north = 38_601_400, 2_700_000
    metres = {"type": "Point", "coordinates": [east, north]}
    path = tmp_path / "a.geojson"
    system = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4526"}}
    path.write_text(document(feature(metres), crs=system), encoding="utf-8")
    conformed = read_layer(VectorFile(path, "a", outline=(114.9, 24.3, 115.1, 24.5)), VILLAGES)
    assert conformed.rejected["reason"].tolist() == ["geometry_not_polygon"]


def test_one_feature_alone_is_a_layer():
    features = read_document(json.dumps(feature(POLYGON), ensure_ascii=False))
    assert features.rows == [["1", "甲村"]]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "7", "{", json.dumps(POLYGON), '{"type": "Topology"}', '{"type": "FeatureCollection"}'],
)
def test_another_kind_of_json_is_left_to_a_driver(text):
    assert read_document(text) is None


def by_line(*names, spoiled=()):
    lines = [
        json.dumps(feature(POLYGON, id=5, properties={"名": name}), ensure_ascii=False) for name in names
    ]
    return "\n".join(line[:-3] if place in spoiled else line for place, line in enumerate(lines))


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\n\x1e", "\n\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_features_line_by_line_are_read_and_a_damaged_line_costs_one_row(tmp_path, separator, encoding):
    text = by_line("甲村", "乙村", "丙村", spoiled=[1])
    path = tmp_path / "a.geojsonl"
    path.write_bytes(text.replace("\n", separator).encode(encoding))
    features = read_features(Wanted(path))
    assert features.rows == [["甲村"], [""], ["丙村"]]
    assert list(features.faults) == [1]
    assert json.loads(features.bytes_of[1]) == text.splitlines()[1]


@pytest.mark.parametrize(
    ("lines", "spoiled", "rows"), [(3, [0], 3), (4, [0, 1], None), (4, [1, 2, 3], 4), (1, [0], None)]
)
def test_the_first_line_or_more_than_half_of_them_must_be_features(lines, spoiled, rows):
    features = read_document(by_line(*["甲村"] * lines, spoiled=spoiled))
    assert (features and len(features.rows)) == rows


def test_a_damaged_collection_is_refused_and_not_taken_for_lines(tmp_path, villages):
    path = tmp_path / "村界.geojson"
    write_layer(path, villages)
    path.write_bytes(path.read_bytes().replace("乙村".encode(), b'"'))
    with pytest.raises(LayerError, match="QGIS"):
        read_features(Wanted(path))


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_another_kind_of_json_is_read_by_its_driver(tmp_path, encoding):
    # ESRI's: attributes and rings.
    ring = [[115, 24.4], [115, 24.41], [115.01, 24.41], [115, 24.4]]
    content = {
        "geometryType": "esriGeometryPolygon",
        "spatialReference": {"wkid": 4490},
        "fields": [{"name": "村名称", "type": "esriFieldTypeString"}],
        "features": [{"attributes": {"村名称": "甲村"}, "geometry": {"rings": [ring]}}],
    }
    path = tmp_path / "a.json"
    path.write_bytes(json.dumps(content, ensure_ascii=False).encode(encoding))
    features = read_features(Wanted(path))
    assert (features.fields, features.rows) == (["村名称"], [["甲村"]])
    assert features.shapes[0].equals(shapely.Polygon(ring))
