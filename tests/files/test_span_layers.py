"""Lines and areas of records are read, chosen among layers, and points among them set aside."""

import geopandas as gpd
import pyogrio
import pytest
from shapely import LineString, Point, Polygon, box

from ruralmap.files.features import Wanted
from ruralmap.files.reading import read_features
from ruralmap.files.vector import VectorFile, read_layer
from ruralmap.schema.spans import PROJECT_SHAPES

ROAD = LineString([(115.0, 24.4), (115.01, 24.4)])
BASE = box(115.0, 24.4, 115.01, 24.41)
BOW_TIE = Polygon([(115.0, 24.4), (115.01, 24.41), (115.01, 24.4), (115.0, 24.41)])


def layer(path, shapes, name=None):
    frame = gpd.GeoDataFrame(
        {"项目编号": [f"P{number}" for number in range(len(shapes))]}, geometry=shapes, crs="EPSG:4490"
    )
    pyogrio.write_dataframe(frame, path, layer=name)
    return path


def read(path):
    return read_layer(VectorFile(path, path.name, kind="span"), PROJECT_SHAPES)


def test_lines_and_areas_are_kept_and_what_crosses_itself_is_mended(tmp_path):
    found = read(layer(tmp_path / "shapes.geojson", [ROAD, BASE, BOW_TIE]))
    assert found.frame["prj_id"].tolist() == ["P0", "P1", "P2"]
    assert found.frame.geometry.is_valid.all()
    assert "geometry_repaired" in [f.code for f in found.findings]


def test_points_and_lines_that_lead_nowhere_are_set_aside(tmp_path):
    nowhere = LineString([(115.0, 24.4), (115.0, 24.4)])
    found = read(layer(tmp_path / "shapes.geojson", [Point(115.0, 24.4), nowhere, ROAD]))
    assert found.frame["prj_id"].tolist() == ["P2"]
    assert found.rejected["reason"].tolist() == ["geometry_not_span", "geometry_not_span"]


@pytest.mark.parametrize("shapes", [[ROAD], [BASE]], ids=["lines", "areas"])
def test_of_several_layers_the_one_with_lines_or_areas_is_taken(tmp_path, shapes):
    path = layer(tmp_path / "shapes.gpkg", [Point(115.0, 24.4)], "点")
    layer(path, shapes, "范围")
    found = read(path)
    assert len(found.frame) == 1
    assert "layer_chosen" in [f.code for f in found.findings]


def test_the_lines_of_a_placemark_are_one_line_of_several_parts(tmp_path):
    part = "<LineString><coordinates>{}</coordinates></LineString>"
    parts = [part.format(text) for text in ("115,24.4 115.01,24.4", "115,24.41 115.01,24.41")]
    path = tmp_path / "road.kml"
    path.write_text(
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>P1</name><MultiGeometry>'
        f"{''.join(parts)}</MultiGeometry></Placemark></Document></kml>",
        encoding="utf-8",
    )
    (shape,) = read_features(Wanted(path, kind="span")).shapes
    assert shape.geom_type == "MultiLineString"
    assert shape.length == pytest.approx(0.02)
