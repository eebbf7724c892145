"""What a person accepted is applied as a table is read, and nothing that stood in the file is lost."""

import numpy as np
import pytest

import toy
import toy_points
from ruralmap.jobs.crs import examine_crs
from ruralmap.jobs.inputs import read_layer_table, read_table
from ruralmap.workspace import open_workspace

ASSETS = "assets/资产台账.csv"


@pytest.fixture
def county(tmp_path):
    return toy.write_county(tmp_path / "county", toy.people("441624100201", 2, prefix="A"), money=False)


def accept(root, file, text):
    with (root / "ruralmap.toml").open("a", encoding="utf-8") as toml:
        toml.write(f'\n[crs]\n"{file}" = "{text}"\n')
    return root


def read_assets(root):
    return read_table(open_workspace(root), "assets", answers={})


def found(table, code):
    return [item for item in table.findings if item.code == code]


@pytest.mark.parametrize("text", ["EPSG:4526", "EPSG:4547 YX", "CM115.25 FE500000", "GCJ-02", "BD-09 YX"])
def test_coordinates_are_brought_to_degrees_and_kept_beside(county, text):
    toy_points.write_assets(county, text)
    lon, lat, _ = toy_points.grid_points()
    x, y = toy_points.numbers_in(text, lon, lat)
    frame = read_assets(accept(county, ASSETS, text)).frame
    assert np.allclose(frame["lon"], lon, rtol=0, atol=1e-9)
    assert np.allclose(frame["lat"], lat, rtol=0, atol=1e-9)
    assert frame["lon_raw"].tolist() == x.tolist()
    assert frame["lat_raw"].tolist() == y.tolist()
    assert set(frame["datum"]) == {"CGCS2000"}
    assert frame["datum_raw"].isna().all()
    assert set(frame["crs_applied"]) == {text}


def test_what_was_done_is_said(county):
    toy_points.write_assets(county, "EPSG:4526")
    table = read_assets(accept(county, ASSETS, "EPSG:4526"))
    (said,) = found(table, "crs_accepted")
    assert (said.raw, said.values["applied"], said.values["left"], said.values["unfit"]) == (
        "EPSG:4526",
        100,
        0,
        0,
    )
    assert "100 行的坐标已换算" in said.text("found")
    assert not found(table, "crs_column_differs")


def test_a_row_that_states_another_datum_keeps_it(county):
    place = ("北镇", "丁村委会", "441624101202", "正常")
    more = [
        ("W1", "水渠", "公益性", "1", *place, "115.005", "24.415", "WGS-84"),
        ("G1", "水渠", "公益性", "1", *place, "115.0099", "24.4121", "GCJ-02"),
        ("N1", "水渠", "公益性", "1", *place, "", "24.4", "WGS-84"),
    ]
    toy_points.write_assets(county, "GCJ-02", more=more)
    table = read_assets(accept(county, ASSETS, "GCJ-02"))
    rows = table.frame.set_index("asset_id")
    assert rows.loc["W1", ["lon", "lat", "datum"]].tolist() == [115.005, 24.415, "WGS-84"]
    assert rows["crs_applied"].isna()[["W1", "N1"]].all()
    assert rows.loc["G1", "datum"] == "CGCS2000"
    assert rows.loc["G1", "datum_raw"] == "GCJ-02"
    assert rows.loc["G1", "lon"] == pytest.approx(115.005, abs=3e-4)
    (said,) = found(table, "crs_column_differs")
    assert (said.values["rows"], said.values["stated"]) == (1, "WGS-84")
    assert found(table, "crs_accepted")[0].values["left"] == 1


def test_cgcs2000_in_the_column_is_no_contradiction_of_a_zone(county):
    toy_points.write_assets(county, "EPSG:4526", datum="国家2000")
    table = read_assets(accept(county, ASSETS, "EPSG:4526"))
    assert not found(table, "crs_column_differs")
    assert table.frame["crs_applied"].notna().all()


def test_numbers_that_a_system_cannot_hold_stay_as_they_are(county):
    more = [("U1", "水渠", "公益性", "1", "北镇", "丁村委会", "441624101202", "正常", "9e17", "24.4", "")]
    toy_points.write_assets(county, "EPSG:4547", more=more)
    table = read_assets(accept(county, ASSETS, "EPSG:4547"))
    row = table.frame.set_index("asset_id").loc["U1"]
    assert (row["lon"], row["lat"]) == (9e17, 24.4)
    assert found(table, "crs_accepted")[0].values["unfit"] == 1


def test_without_a_line_nothing_changes(county):
    toy_points.write_assets(county, "EPSG:4526")
    table = read_assets(county)
    assert "crs_applied" not in table.frame
    assert table.frame["lon"].min() > 38_000_000
    assert not found(table, "crs_accepted")


def test_a_table_that_cannot_be_used_is_left_alone(county):
    toy.write_csv(county / "assets" / "资产台账.csv", ("甲", "乙"), [("1", "2")])
    assert read_assets(accept(county, ASSETS, "EPSG:4526")).frame is None


def test_a_layer_is_read_as_accepted(county):
    shifted = toy_points.numbers_in("GCJ-02", np.array([115.0, 115.02]), np.array([24.4, 24.42]))
    (west, east), (south, north) = (column.tolist() for column in shifted)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    toy.write_layer(county / "layers" / "县界.geojson", [({"县代码": "441624", "县名称": "和平县"}, ring)])
    workspace = open_workspace(accept(county, "layers/县界.geojson", "GCJ-02"))
    layer = read_layer_table(workspace, "county", answers={}, outline=None)
    assert layer.frame.total_bounds == pytest.approx([115.0, 24.4, 115.02, 24.42], abs=1e-4)
    assert [item.code for item in layer.findings if item.code.startswith("crs")] == ["crs_overridden"]


PLACE = ("北镇", "丁村委会", "441624101202", "正常")


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        pytest.param("EPSG:4547", "115.005", "24.415", id="degrees among metres without a zone"),
        pytest.param("EPSG:4547", "2701000", "601000", id="north before east"),
        pytest.param("EPSG:4547", "38601000", "2701000", id="with the zone's number"),
        pytest.param("EPSG:4526", "601000", "2701000", id="without it"),
        pytest.param("GCJ-02", "601000", "2701000", id="metres among degrees"),
        pytest.param("EPSG:4490 YX", "115.005", "24.415", id="longitude before latitude"),
        pytest.param("EPSG:4490", "0", "0", id="nought for nothing"),
    ],
)
def test_a_row_of_another_size_stays_as_it_is_and_is_told(county, text, x, y):
    more = [
        ("U1", "水渠", "公益性", "1", *PLACE, x, y, ""),
        ("W1", "水渠", "公益性", "1", *PLACE, x, y, "百度"),
    ]
    toy_points.write_assets(county, text, more=more)
    table = read_assets(accept(county, ASSETS, text))
    rows = table.frame.set_index("asset_id")
    assert (rows.loc["U1", "lon"], rows.loc["U1", "lat"]) == (float(x), float(y))
    assert rows.loc[["U1", "W1"], "crs_applied"].isna().all()
    assert rows.loc[["U1", "W1"], "datum"].fillna("").tolist() == ["", "BD-09"]
    assert rows["crs_applied"].count() == 100
    (accepted,), (unfit,), (differs,) = (
        found(table, code) for code in ("crs_accepted", "crs_unfit", "crs_column_differs")
    )
    counted = [accepted.values[name] for name in ("applied", "left", "unfit")]
    assert (counted, unfit.values["rows"], differs.values["rows"]) == ([100, 1, 1], 1, 1)


@pytest.mark.parametrize("accepted", [None, "EPSG:4526"])
def test_what_states_an_old_datum_loses_its_place_whatever_is_accepted(county, accepted):
    more = [
        ("X1", "水渠", "公益性", "1", *PLACE, "38601000", "2701000", "西安80"),
        ("B1", "水渠", "公益性", "1", *PLACE, "38601000", "2701000", "1954北京坐标系"),
        ("B2", "水渠", "公益性", "1", *PLACE, "", "", "北京54"),
    ]
    toy_points.write_assets(county, "EPSG:4526", more=more)
    table = read_assets(accept(county, ASSETS, accepted) if accepted else county)
    rows = table.frame.set_index("asset_id")
    assert rows.loc[["X1", "B1"], ["lon", "lat", "datum", "crs_applied"]].isna().all(axis=None)
    assert rows.loc["X1", ["lon_raw", "lat_raw", "datum_raw"]].tolist() == [38_601_000, 2_701_000, "西安80"]
    assert rows["crs_applied"].count() == (100 if accepted else 0)
    (said,) = found(table, "crs_old_datum")
    # B2 has no coordinates to lose.
    assert (said.values["rows"], said.values["stated"]) == (2, "北京54、西安80")
    assert [item.values["applied"] for item in found(table, "crs_accepted")] == ([100] if accepted else [])
    assert not found(table, "crs_column_differs")


def test_of_two_files_only_the_one_with_an_old_datum_keeps_its_numbers_beside(county):
    toy_points.write_assets(county, "EPSG:4490")
    other = county / "assets" / "旧账.csv"
    row = ("X1", "水渠", "公益性", "1", *PLACE, "38601000", "2701000", "西安80")
    toy.write_csv(other, (*toy_points.HEADER, "经度", "纬度", "坐标系"), [row])
    path = county / "ruralmap.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'"{ASSETS}"', f'["{ASSETS}", "assets/旧账.csv"]'), encoding="utf-8")
    entries = {entry.file: entry for entry in examine_crs(open_workspace(county)).entries}
    assert entries[ASSETS].proposal.id == "EPSG:4490"
    assert (entries["assets/旧账.csv"].state, entries["assets/旧账.csv"].count) == ("refused", 1)
