"""Frames become rows: typed, ordered by key, nothing invented, nothing lost."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from ruralmap.errors import CrsError, RegistryError
from ruralmap.registry.blobs import decode
from ruralmap.registry.models import TABLES
from ruralmap.registry.rows import rows_of


def column(rows, name):
    return rows.cells[rows.columns.index(name)]


def test_rows_stand_in_the_order_of_their_key_whatever_the_order_of_the_file(assets):
    rows = rows_of(assets, TABLES["assets"])
    assert rows.count == 3
    assert column(rows, "asset_id") == ["ZC001", "ZC002", "ZC003"]
    assert column(rows, "original_value_fen") == [None, 98765432100, 123456]
    assert column(rows, "qty") == [None, 3.0, 1.5]
    places = [None if place is None else place.wkt for place in decode(column(rows, "geom"))]
    assert places == [None, "POINT (115.015 24.015)", "POINT (115.005 24.005)"]


def test_values_are_plain_python_because_sqlite_would_store_a_numpy_number_as_a_blob(assets, villages):
    for frame, table in ((assets, "assets"), (villages, "villages")):
        for cells in rows_of(frame, TABLES[table]).cells:
            assert {type(cell) for cell in cells} <= {str, int, float, bool, bytes, type(None)}


def test_an_index_with_a_canonical_name_is_a_column(villages):
    assert column(rows_of(villages, TABLES["villages"]), "village_code") == sorted(villages.index)


def test_a_column_that_no_model_names_is_not_kept(assets):
    assert "custodian_phone" not in rows_of(assets, TABLES["assets"]).columns


def test_a_column_without_any_value_is_left_out(assets):
    rows = rows_of(assets.assign(note=pd.Series(pd.NA, index=assets.index, dtype="str")), TABLES["assets"])
    assert "note" not in rows.columns
    assert "titled_on" not in rows.columns


def test_every_area_is_a_multipolygon_and_has_bounds(villages):
    rows = rows_of(villages, TABLES["villages"])
    assert {shape.geom_type for shape in decode(column(rows, "geom"))} == {"MultiPolygon"}
    assert rows.bounds[0].tolist() == list(shapely.box(115.0, 24.0, 115.01, 24.01).bounds)


def test_a_frame_without_geometry_gives_rows_without_places(assets):
    rows = rows_of(pd.DataFrame(assets.drop(columns="geometry")), TABLES["assets"])
    assert column(rows, "geom") == [None, None, None]


def test_an_empty_frame_gives_no_rows():
    assert rows_of(pd.DataFrame({"line_id": pd.Series([], dtype="str")}), TABLES["fund_lines"]).count == 0


def test_rows_without_a_key_are_ordered_by_all_they_have():
    funds = pd.DataFrame(
        {"asset_id": ["B", "A", "A"], "line_id": [None, "2", "1"], "amount_fen": pd.array([1, 2, 3], "Int64")}
    )
    assert column(rows_of(funds, TABLES["asset_funds"]), "amount_fen") == [3, 2, 1]


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"asset_id": [3, 1, 2]}, "asset_id", id="a code that was read as a number"),
        pytest.param({"asset_id": ["A", 1, None]}, "asset_id", id="a code of two kinds"),
        pytest.param({"original_value_fen": [0.5, 1.0, 2.0]}, "original_value_fen", id="half a fen"),
        pytest.param({"qty": ["许多", "1", "2"]}, "qty", id="words for a number"),
        pytest.param(
            {"asset_class": ["公益性", None, "经营性"]}, "asset_class", id="a value that must be there"
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_its_column(assets, changes, found):
    with pytest.raises(RegistryError, match=found):
        rows_of(assets.assign(**changes), TABLES["assets"])


def test_a_record_without_its_key_column_is_refused(assets):
    with pytest.raises(RegistryError, match="asset_id"):
        rows_of(assets.drop(columns="asset_id"), TABLES["assets"])


@pytest.mark.parametrize("crs", [pytest.param(None, id="none"), pytest.param("EPSG:4326", id="another")])
def test_a_layer_that_is_not_in_cgcs2000_is_refused(villages, crs):
    other = gpd.GeoDataFrame(villages.drop(columns="geometry"), geometry=list(villages.geometry), crs=crs)
    with pytest.raises(CrsError, match="EPSG:4490"):
        rows_of(other, TABLES["villages"])
