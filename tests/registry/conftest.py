"""A toy county of four squares, a hundredth of a degree each, and a few records in it."""

import shutil

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from ruralmap.registry.batch import Batch
from ruralmap.registry.geopackage import build_registry

WEST, SOUTH, SIDE = 115.0, 24.0, 0.01
CODES = ("441624001201", "441624001202", "441624001203", "441624001204")


@pytest.fixture(scope="session")
def batch():
    return Batch(
        as_of="2024-09-30",
        county_code="441624",
        county="和平县",
        simulated=True,
        tool_version="0.1.0",
        inputs={"layers/村界.shp": "aa", "assets/资产台账.xlsx": "bb"},
    )


@pytest.fixture(scope="session")
def villages():
    squares = [
        shapely.box(
            WEST + column * SIDE, SOUTH + row * SIDE, WEST + (column + 1) * SIDE, SOUTH + (row + 1) * SIDE
        )
        for row in range(2)
        for column in range(2)
    ]
    return gpd.GeoDataFrame(
        {
            "village": ["东村", "西村", "南村", "北村"],
            "township_code": "441624001",
            "township": "上陵镇",
            "urban_rural_class": "220",
            "exited_poor": pd.array([True, False, None, True], dtype="boolean"),
            "kind": "村委会",
        },
        index=pd.Index(CODES, name="village_code"),
        geometry=squares,
        crs="EPSG:4490",
    )


@pytest.fixture(scope="session")
def assets():
    return gpd.GeoDataFrame(
        {
            "asset_id": ["ZC003", "ZC001", "ZC002"],
            "asset": ["水渠", "圈舍", "光伏电站"],
            "asset_class": ["公益性", "到户类", "经营性"],
            "original_value_fen": pd.array([123456, None, 98765432100], dtype="Int64"),
            "qty": [1.5, float("nan"), 3.0],
            "linked_village_code": [CODES[0], None, CODES[3]],
            "link_status": ["linked", "unlinked", "linked"],
            "custodian_phone": ["not for the registry"] * 3,
        },
        geometry=gpd.GeoSeries.from_wkt(["POINT (115.005 24.005)", None, "POINT (115.015 24.015)"]),
        crs="EPSG:4490",
    )


@pytest.fixture(scope="session")
def fund_lines():
    return pd.DataFrame(
        {
            "line_id": ["ZJ1", "ZJ2"],
            "year": pd.array([2023, 2024], dtype="Int64"),
            "level": ["中央", "省"],
            "channel": ["衔接", "驻镇帮镇扶村"],
            "integrated": pd.array([None, False], dtype="boolean"),
            "issued_fen": pd.array([100, 250], dtype="Int64"),
        }
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory, batch, villages, assets, fund_lines):
    path = tmp_path_factory.mktemp("built") / "registry.gpkg"
    build_registry(path, {"villages": villages, "assets": assets, "fund_lines": fund_lines}, batch=batch)
    return path


@pytest.fixture
def registry(built, tmp_path):
    """A registry of this test's own."""
    return shutil.copy(built, tmp_path / "registry.gpkg")
