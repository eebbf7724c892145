"""The assets as a layer: handed out, edited by GDAL alone, and taken back."""

import shutil
import sqlite3
from contextlib import closing
from xml.etree import ElementTree as ET

import geopandas as gpd
import pyogrio
import pytest
import shapely

import gpkg
import toy
from ruralmap.errors import UsageError
from ruralmap.jobs.asset_export import export_assets
from ruralmap.jobs.asset_layer import LAYER, POINT
from ruralmap.jobs.asset_merge import merge_assets
from ruralmap.jobs.build import build
from ruralmap.registry.kept import read_state
from ruralmap.registry.store import reading
from ruralmap.workspace import open_workspace

ASSETS = [
    (
        "资产编号",
        "资产名称",
        "资产类别",
        "原始价值",
        "行政村",
        "行政村代码",
        "运行状态",
        "经度",
        "纬度",
        "坐标系",
    ),
    ("Z1", "水渠", "公益性", "10000.00", "甲村委会", "441624100201", "正常", "115.005", "24.405", "CGCS2000"),
    ("Z2", "冷库", "经营性", "35000.01", "丙村委会", "441624101201", "闲置", "115.015", "24.415", "CGCS2000"),
    ("Z3", "猪圈", "到户类", "2000", "丁村委会", "441624101202", "正常", "", "", ""),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    root = toy.write_county(tmp_path_factory.mktemp("county"), toy.people("441624100201", 3, prefix="H"))
    toy.write_csv(root / "assets" / "资产台账.csv", ASSETS[0], ASSETS[1:])
    build(open_workspace(root), toy.AUTHOR)
    return root


@pytest.fixture
def county(built, tmp_path):
    return open_workspace(shutil.copytree(built, tmp_path / "县"))


@pytest.fixture
def layer(county, tmp_path):
    return export_assets(county, toy.AUTHOR, out=tmp_path / "资产.gpkg").path


def assets(county):
    with reading(county.registry) as connection:
        return read_state(connection)["assets"]


def rows(path, statement, *values):
    with closing(sqlite3.connect(path)) as own:
        return own.execute(statement, values).fetchall()


def test_what_comes_back_untouched_says_nothing(county, layer):
    report = merge_assets(county, toy.AUTHOR, [layer])
    counts = report.as_json()
    assert (counts["rows"], counts["unchanged"], counts["set_aside"]) == (3, 3, 0)
    assert report.changes == []


def test_an_edit_made_by_gdal_alone_is_taken(county, layer, tmp_path):
    before = assets(county)
    frame = pyogrio.read_dataframe(layer, layer=LAYER).set_index("资产编号", drop=False)
    frame.loc["Z2", "运行状态"] = "停产"
    frame.loc["Z2", "原始价值(元)"] = 40000.5
    frame.loc["Z1", "geometry"] = shapely.Point(115.006, 24.406)
    frame.loc["Z3", "geometry"] = shapely.Point(115.004, 24.416)
    # QGIS adds a feature: it has a point, and neither mark nor number.
    new = gpd.GeoDataFrame(
        {"资产名称": ["蓄水池"], "资产类别": ["公益性"]}, geometry=[shapely.Point(115.012, 24.412)], crs=4490
    )
    edited = gpd.pd.concat([frame, new], ignore_index=True)
    pyogrio.write_dataframe(edited, tmp_path / "改.gpkg", layer=LAYER)
    counts = merge_assets(county, toy.AUTHOR, [tmp_path / "改.gpkg"]).as_json()
    assert (counts["changed"], counts["new"], counts["set_aside"]) == (3, 1, 0)
    assert assets(county) == before | {
        "Z1": before["Z1"] | {"lon": 115.006, "lat": 24.406},
        "Z2": before["Z2"] | {"run_state": "停产", "original_value_fen": 4_000_050},
        "Z3": before["Z3"] | {"lon": 115.004, "lat": 24.416, "datum": "CGCS2000"},
        "XZ-441624-1": {
            "asset_id": "XZ-441624-1",
            "asset": "蓄水池",
            "asset_class": "公益性",
            "lon": 115.012,
            "lat": 24.412,
            "datum": "CGCS2000",
        },
    }


def test_it_has_value_lists_and_a_style_that_hides_the_mark(layer):
    (constraint,) = rows(
        layer, "SELECT constraint_name FROM gpkg_data_columns WHERE column_name = '运行状态'"
    )
    statement = "SELECT value FROM gpkg_data_column_constraints WHERE constraint_name = ? ORDER BY rowid"
    values = rows(layer, statement, *constraint)
    assert [value for (value,) in values] == [
        "正常", "低效", "闲置", "停产", "损毁", "灭失", "已处置", "〔清空〕",
    ]  # fmt: skip
    assert rows(layer, "PRAGMA integrity_check") == [("ok",)]
    assert len(rows(layer, "SELECT * FROM gpkg_extensions WHERE extension_name = 'gpkg_schema'")) == 2
    ((table, qml, default),) = rows(layer, "SELECT f_table_name, styleQML, useAsDefault FROM layer_styles")
    assert (table, default) == (LAYER, 1)
    style = ET.fromstring(qml)  # noqa: S314 - our own
    assert style.find("renderer-v2").get("attr") == "运行状态"
    widgets = {field.get("name"): field.find("editWidget").get("type") for field in style.iter("field")}
    assert widgets["运行状态"] == widgets["是否录入三资平台"] == "ValueMap"
    assert widgets["〔登记标识〕"] == widgets[POINT] == "Hidden"
    # Each category has its symbol.
    symbols = {one.get("name") for one in style.iter("symbol")}
    assert {one.get("symbol") for one in style.iter("category")} == symbols


def test_the_same_registry_gives_the_same_bytes(county, layer):
    before = layer.read_bytes()
    export_assets(county, toy.AUTHOR, out=layer)
    assert layer.read_bytes() == before


def test_only_the_ledger_goes_into_a_layer(county, tmp_path):
    with pytest.raises(UsageError, match="资产台账"):
        export_assets(county, toy.AUTHOR, out=tmp_path / "x.gpkg", tables=("assets", "contracts"))


def test_the_layer_keeps_to_the_geopackage_standard(layer):
    gpkg.require_valid(layer)
