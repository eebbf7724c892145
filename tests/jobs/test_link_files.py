import csv
import json
import shutil
import sqlite3
import subprocess
import sys
import warnings
from contextlib import closing

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from shapely import MultiPoint, Point, Polygon, box

from ruralmap.errors import CrsError, LayerError, UsageError
from ruralmap.files.workbook import Sheet, write_workbook
from ruralmap.jobs.link_files import LinkRequest, link_files
from ruralmap.words.catalogue import LANGUAGES

# Four squares of 0.01 degrees around 115.01, 24.51: A south-west, B south-east, C north-west, D north-east.
CORNERS = {"A": (115.0, 24.5), "B": (115.01, 24.5), "C": (115.0, 24.51), "D": (115.01, 24.51)}
INSIDE_A, INSIDE_B, BORDER_AB = (115.005, 24.505), (115.015, 24.505), (115.01, 24.505)
ADDED = ["village_code", "link_status", "link_method", "distance_m"]


def _square(west, south):
    x, y = round(west * 100), round(south * 100)
    return box(x / 100, y / 100, (x + 1) / 100, (y + 1) / 100)


@pytest.fixture
def polygons(tmp_path):
    path = tmp_path / "polygons.gpkg"
    shapes = [_square(*corner) for corner in CORNERS.values()]
    layer = gpd.GeoDataFrame({"村代码": list(CORNERS)}, geometry=shapes, crs="EPSG:4490")
    pyogrio.write_dataframe(layer, path)
    return path


def _write_csv(path, header, *rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def _read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def _link(tmp_path, points, polygons, out="out.csv", **options):
    request = LinkRequest(points=points, polygons=polygons, out=tmp_path / out, **options)
    return link_files(request)


def test_all_columns_rows_and_their_order_come_back_with_the_answer_behind(tmp_path, polygons):
    points = _write_csv(
        tmp_path / "points.csv",
        ["户编号", "经度", "纬度", "备注"],
        ["0007", "115.015", "24.505", "a,b"],
        ["0003", "115.005", "24.505", ""],
        ["0005", "115.01", "24.505", "=1+1"],
        ["0001", "116", "24.505", "远"],
        ["0002", "无", "24.505", "x"],
    )
    summary = _link(tmp_path, points, polygons)
    header, rows = _read_csv(tmp_path / "out.csv")
    assert header == ["户编号", "经度", "纬度", "备注", *ADDED]
    assert rows == [
        ["0007", "115.015", "24.505", "a,b", "B", "linked", "point", ""],
        ["0003", "115.005", "24.505", "", "A", "linked", "point", ""],
        ["0005", "115.01", "24.505", "=1+1", "A", "tie", "point", ""],
        ["0001", "116", "24.505", "远", "", "unlinked", "", ""],
        ["0002", "无", "24.505", "x", "", "rejected", "", ""],
    ]
    assert (summary.counts.rows, summary.counts.linked, summary.counts.unlinked) == (5, 3, 1)
    assert summary.counts.statuses["tie"] == 1


@pytest.mark.parametrize(
    ("header", "options"),
    [
        pytest.param(["lon", "lat"], {}, id="lon lat"),
        pytest.param(["经度", "纬度"], {}, id="经度 纬度"),
        pytest.param(["X", "Y"], {}, id="X Y"),
        pytest.param(["Longitude", "Latitude"], {}, id="Longitude Latitude"),
        pytest.param(["东", "北"], {"x": "东", "y": "北"}, id="named"),
        pytest.param(["　经　度　", "纬度*"], {}, id="blanks and marks in headers"),
    ],
)
def test_columns_of_coordinates_are_found_by_name(tmp_path, polygons, header, options):
    points = _write_csv(tmp_path / "points.csv", header, INSIDE_A)
    summary = _link(tmp_path, points, polygons, **options)
    assert summary.counts.linked == 1
    assert len(summary.origin) == 2


def test_degrees_go_before_a_plane_grid_in_one_file(tmp_path, polygons):
    points = _write_csv(tmp_path / "points.csv", ["x", "y", "lon", "lat"], [1, 2, *INSIDE_A])
    assert _link(tmp_path, points, polygons).origin == ("lon", "lat")


@pytest.mark.parametrize(
    "cell", ["115.005", "１１５.００５", "115.005°", "115°0′18″", "东经115°0′18″", " 115.005 "]
)
def test_longitudes_are_read_as_offices_write_them(tmp_path, polygons, cell):
    # 18 seconds are 18 / 3600 = 0.005 degrees.
    points = _write_csv(tmp_path / "points.csv", ["经度", "纬度"], [cell, "24.505"])
    assert _link(tmp_path, points, polygons).counts.linked == 1


def test_a_file_in_gbk_is_read(tmp_path, polygons):
    points = _write_csv(
        tmp_path / "points.csv", ["名称", "经度", "纬度"], ["浰源", *INSIDE_A], encoding="gbk"
    )
    _link(tmp_path, points, polygons)
    assert _read_csv(tmp_path / "out.csv")[1][0][0] == "浰源"


def test_a_workbook_is_read_below_its_title_and_from_the_sheet_that_has_coordinates(tmp_path, polygons):
    book = tmp_path / "points.xlsx"
    sheets = [
        Sheet("说明", [["本表说明"]]),
        Sheet(
            "住户",
            [["户编号", "经度", "纬度"], ["H1", 115.005, 24.505], ["", "", ""], [3, 115.015, 24.505]],
            notes=("住户坐标表",),
        ),
    ]
    write_workbook(book, sheets)
    _link(tmp_path, book, polygons)
    header, rows = _read_csv(tmp_path / "out.csv")
    assert header[:3] == ["户编号", "经度", "纬度"]
    assert [row[0] for row in rows] == ["H1", "", "3"]
    assert [row[4] for row in rows] == ["linked", "rejected", "linked"]


@pytest.mark.parametrize("ending", [".gpkg", ".geojson", ".shp"])
def test_a_layer_of_points_keeps_its_rows_and_its_geometry(tmp_path, polygons, ending):
    shapes = [Point(INSIDE_B), None, Point(BORDER_AB)]
    layer = gpd.GeoDataFrame({"name": ["b", "none", "border"]}, geometry=shapes, crs="EPSG:4326")
    path = tmp_path / f"points{ending}"
    pyogrio.write_dataframe(layer, path)
    summary = _link(tmp_path, path, polygons, out="out.gpkg")
    linked = gpd.read_file(tmp_path / "out.gpkg")
    assert linked["link_status"].tolist() == ["linked", "rejected", "tie"]
    assert linked["name"].tolist() == ["b", "none", "border"]
    assert linked.geometry.tolist() == shapes
    assert linked.crs.to_epsg() == 4326
    assert (summary.crs_from, summary.origin) == ("file", ())


def test_a_multipoint_of_one_part_is_a_point_and_one_of_two_is_none(tmp_path, polygons):
    shapes = [MultiPoint([INSIDE_A]), MultiPoint([INSIDE_A, INSIDE_B])]
    layer = gpd.GeoDataFrame({"a": [1, 2]}, geometry=shapes, crs="EPSG:4490")
    pyogrio.write_dataframe(layer, tmp_path / "points.gpkg")
    _link(tmp_path, tmp_path / "points.gpkg", polygons)
    assert [row[2] for row in _read_csv(tmp_path / "out.csv")[1]] == ["linked", "rejected"]


def test_a_layer_without_geometry_is_read_by_its_columns(tmp_path, polygons):
    table = pd.DataFrame({"lon": [INSIDE_A[0]], "lat": [INSIDE_A[1]]})
    pyogrio.write_dataframe(table, tmp_path / "table.gpkg", driver="GPKG")
    assert _link(tmp_path, tmp_path / "table.gpkg", polygons).counts.linked == 1


def test_polygons_of_a_gbk_shapefile_without_cpg_keep_their_names(tmp_path, polygons):
    layer = gpd.read_file(polygons).assign(村代码=["石井", "石谷", "浰源", "贝墩"])
    pyogrio.write_dataframe(layer, tmp_path / "村界.shp", encoding="GBK")
    (tmp_path / "村界.cpg").unlink()
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A)
    _link(tmp_path, points, tmp_path / "村界.shp", code_field="村代码")
    assert _read_csv(tmp_path / "out.csv")[1][0][2] == "石井"


def test_points_without_a_system_are_taken_in_that_of_the_polygons_and_the_summary_says_so(
    tmp_path, polygons
):
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A)
    summary = _link(tmp_path, points, polygons)
    assert (summary.crs_from, summary.points_crs) == ("assumed", "EPSG:4490")
    assert any("EPSG:4490" in line and "--points-crs" in line for line in summary.lines("en"))


def test_points_in_metres_that_are_stated_are_brought_to_the_polygons(tmp_path, polygons):
    metres = gpd.GeoSeries([Point(INSIDE_A)], crs=4490).to_crs(4526)[0]
    points = _write_csv(tmp_path / "points.csv", ["x", "y"], [metres.x, metres.y])
    summary = _link(tmp_path, points, polygons, points_crs="EPSG:4526")
    assert (summary.counts.linked, summary.crs_from, summary.points_crs) == (1, "stated", "EPSG:4526")
    assert "EPSG:4490" in "".join(summary.lines("en"))


@pytest.mark.parametrize(
    ("header", "row", "options", "said"),
    [
        pytest.param(["x", "y"], [601_000, 2_712_000], {}, "does not fit", id="metres, not stated"),
        pytest.param(["x", "y"], [24.505, 115.005], {}, "swapped", id="north before east"),
        pytest.param(["x", "y"], INSIDE_A, {"points_crs": "EPSG:4610"}, "trustworthy step", id="Xian 1980"),
        pytest.param(["x", "y"], INSIDE_A, {"points_crs": "GCJ"}, "Unknown coordinate", id="no system"),
    ],
)
def test_points_whose_coordinates_are_not_known_are_refused(tmp_path, polygons, header, row, options, said):
    points = _write_csv(tmp_path / "points.csv", header, row)
    with pytest.raises(CrsError, match=said):
        _link(tmp_path, points, polygons, **options)
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_layers_without_any_system_are_compared_as_they_are(tmp_path):
    shapes = gpd.GeoDataFrame({"code": [7]}, geometry=[box(0, 0, 10, 10)])
    pyogrio.write_dataframe(shapes, tmp_path / "plain.shp", encoding="UTF-8")
    points = _write_csv(tmp_path / "points.csv", ["x", "y"], [5, 5], [10, 10])
    summary = _link(tmp_path, points, tmp_path / "plain.shp")
    assert [row[2] for row in _read_csv(tmp_path / "out.csv")[1]] == ["7", "7"]
    assert summary.polygons_crs == "—"
    assert _link(tmp_path, points, tmp_path / "plain.shp", out="out.gpkg").counts.linked == 2
    with pytest.raises(CrsError, match="no coordinate system"):
        _link(tmp_path, points, tmp_path / "plain.shp", points_crs="EPSG:4490")


def test_a_border_stays_exact_between_wgs84_points_and_cgcs2000_polygons(tmp_path, polygons):
    layer = gpd.GeoDataFrame({"a": [1]}, geometry=[Point(BORDER_AB)], crs="EPSG:4326")
    pyogrio.write_dataframe(layer, tmp_path / "points.gpkg")
    assert _link(tmp_path, tmp_path / "points.gpkg", polygons).counts.statuses["tie"] == 1


def test_points_outside_go_to_the_nearest_polygon_within_the_metres_asked_for(tmp_path, polygons):
    # 0.001 degrees west of A: 0.001 * 111.32 km * cos(24.505) = 101.3 m.
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], [114.999, 24.505], [114.9, 24.505])
    _link(tmp_path, points, polygons, near_m=150)
    near, far = _read_csv(tmp_path / "out.csv")[1]
    assert near[2:5] == ["A", "near", "point"]
    assert float(near[5]) == pytest.approx(101.3, abs=0.3)
    assert far[2:] == ["", "unlinked", "", ""]


def test_columns_that_bear_our_names_give_way_and_the_summary_says_so(tmp_path, polygons):
    points = _write_csv(
        tmp_path / "points.csv",
        ["lon", "lat", "village_code", "名", "名", ""],
        [*INSIDE_A, "old", "a", "b", "c"],
    )
    summary = _link(tmp_path, points, polygons)
    header, rows = _read_csv(tmp_path / "out.csv")
    assert header == ["lon", "lat", "village_code_2", "名", "名_2", "column", *ADDED]
    assert rows[0][2:6] == ["old", "a", "b", "c"]
    assert "village_code → village_code_2" in summary.lines("en")[-1]


def test_rows_longer_and_shorter_than_the_header_lose_nothing(tmp_path, polygons):
    path = tmp_path / "points.csv"
    path.write_text("lon,lat,a\n115.005,24.505\n115.005,24.505,x,extra\n\n", encoding="utf-8")
    _link(tmp_path, path, polygons)
    header, rows = _read_csv(tmp_path / "out.csv")
    assert header[:4] == ["lon", "lat", "a", "column"]
    assert [row[2:4] for row in rows] == [["", ""], ["x", "extra"]]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".json", ".gpkg", ".geojson"])
def test_every_kind_of_output_says_the_same(tmp_path, polygons, ending):
    points = _write_csv(
        tmp_path / "points.csv",
        ["fid", "lon", "lat"],
        ["0012", *INSIDE_A],
        ["0013", "", ""],
        ["0014", *BORDER_AB],
    )
    out = tmp_path / f"out{ending}"
    _link(tmp_path, points, polygons, out=out.name)
    readers = {
        ".csv": lambda: pd.read_csv(out, dtype="str"),
        ".json": lambda: pd.DataFrame(json.loads(out.read_text(encoding="utf-8"))),
        ".xlsx": lambda: _first_sheet(out),
    }
    table = readers.get(ending, lambda: gpd.read_file(out).rename(columns={"fid_2": "fid"}))()
    assert table["fid"].tolist() == ["0012", "0013", "0014"]
    assert table["village_code"].fillna("").tolist() == ["A", "", "A"]
    assert table["link_status"].tolist() == ["linked", "rejected", "tie"]


def _first_sheet(path):
    header, *rows = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=header)


def test_numbers_and_dates_of_a_layer_keep_their_kind(tmp_path, polygons):
    layer = gpd.GeoDataFrame(
        {"n": [1, 2], "share": [0.5, np.nan], "on": pd.to_datetime(["2024-06-30", "2024-07-01"])},
        geometry=[Point(INSIDE_A), Point(INSIDE_B)],
        crs="EPSG:4490",
    )
    pyogrio.write_dataframe(layer, tmp_path / "points.gpkg")
    _link(tmp_path, tmp_path / "points.gpkg", polygons, out="out.gpkg")
    linked = gpd.read_file(tmp_path / "out.gpkg")
    assert linked["n"].tolist() == [1, 2]
    assert linked["share"].tolist()[0] == 0.5
    assert linked["on"].dt.strftime("%Y-%m-%d").tolist() == ["2024-06-30", "2024-07-01"]
    assert _link(tmp_path, tmp_path / "points.gpkg", polygons, out="out.csv").counts.linked == 2
    assert _read_csv(tmp_path / "out.csv")[1][0][:3] == ["1", "0.5", "2024-06-30"]


def test_the_same_files_give_the_same_bytes(tmp_path, polygons):
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A, BORDER_AB)
    for ending in (".csv", ".xlsx", ".json", ".gpkg"):
        _link(tmp_path, points, polygons, out=f"one{ending}")
        shutil.move(tmp_path / f"one{ending}", tmp_path / "kept")
        _link(tmp_path, points, polygons, out=f"one{ending}")
        assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / "kept").read_bytes()


def test_without_pyarrow_parquet_is_refused_and_nothing_is_left_behind(tmp_path, polygons):
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A)
    # A process of its own, in which pyarrow was never there: pandas looks for it once, when it is imported.
    without = "import sys; sys.modules['pyarrow'] = None; from ruralmap.cli import main; main()"
    words = ["link", str(points), "--to", str(polygons), "--out", str(tmp_path / "out.parquet")]
    done = subprocess.run(
        [sys.executable, "-c", without, *words], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "pyarrow" in done.stderr) == (2, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["points.csv", "polygons.gpkg"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param({"out": "out.docx"}, "it can be .csv .geojson", id="unknown ending"),
        pytest.param({"near_m": -1.0}, "cannot be -1", id="negative distance"),
        pytest.param({"near_m": float("nan")}, "cannot be nan", id="no distance"),
        pytest.param({"x": "lon"}, "go together", id="one coordinate"),
        pytest.param({"x": "east", "y": "north"}, "It has: a、lon、lat", id="unknown columns"),
        pytest.param({"code_field": "nothing"}, "no field nothing", id="unknown code field"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_met_is_refused_before_anything_is_written(
    tmp_path, polygons, options, said
):
    points = _write_csv(tmp_path / "points.csv", ["a", "lon", "lat"], ["", *INSIDE_A])
    with pytest.raises(UsageError, match=said):
        _link(tmp_path, points, polygons, **options)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["points.csv", "polygons.gpkg"]


def test_files_without_coordinates_or_codes_say_what_they_have(tmp_path, polygons):
    points = _write_csv(tmp_path / "points.csv", ["姓名", "住址"], ["甲", "乙"])
    with pytest.raises(UsageError, match="It has: 姓名、住址"):
        _link(tmp_path, points, polygons)
    layer = gpd.GeoDataFrame({"label": ["A"]}, geometry=[_square(115, 24.5)], crs="EPSG:4490")
    pyogrio.write_dataframe(layer, tmp_path / "labels.gpkg")
    with pytest.raises(UsageError, match="It has: label"):
        _link(tmp_path, points, tmp_path / "labels.gpkg")
    layer = layer.set_geometry([Point(INSIDE_A)]).rename(columns={"label": "lon"})
    pyogrio.write_dataframe(layer.set_geometry([None]), tmp_path / "empty.gpkg", geometry_type="Point")
    with pytest.raises(UsageError, match="It has: lon"):
        _link(tmp_path, tmp_path / "empty.gpkg", polygons)


@pytest.mark.parametrize(
    ("codes", "shapes", "said"),
    [
        pytest.param(["A"], [Point(INSIDE_A)], "no polygons", id="points"),
        pytest.param(["A", None], [_square(115, 24.5), _square(115.01, 24.5)], "1 polygons", id="no code"),
    ],
)
def test_polygons_that_cannot_hold_points_are_refused(tmp_path, codes, shapes, said):
    layer = gpd.GeoDataFrame({"code": codes}, geometry=shapes, crs="EPSG:4490")
    pyogrio.write_dataframe(layer, tmp_path / "layer.gpkg")
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A)
    with pytest.raises(LayerError, match=said):
        _link(tmp_path, points, tmp_path / "layer.gpkg")


def test_a_missing_file_is_said(tmp_path, polygons):
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A)
    with pytest.raises(LayerError, match=r"nowhere\.gpkg"):
        _link(tmp_path, points, tmp_path / "nowhere.gpkg")
    for name in ("nowhere.csv", "nowhere.gpkg", "nowhere.shp"):
        with pytest.raises(LayerError, match="nowhere"):
            _link(tmp_path, tmp_path / name, polygons)


def test_features_without_a_polygon_are_counted_in_the_summary(tmp_path):
    layer = gpd.GeoDataFrame({"code": ["A", "B"]}, geometry=[_square(115, 24.5), None], crs="EPSG:4490")
    pyogrio.write_dataframe(layer, tmp_path / "layer.gpkg")
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A)
    summary = _link(tmp_path, points, tmp_path / "layer.gpkg")
    assert summary.shapeless == 1
    assert any(line.startswith("1 features") for line in summary.lines("en"))


def test_a_file_without_rows_gives_an_answer_without_rows(tmp_path, polygons):
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"])
    assert _link(tmp_path, points, polygons).counts.rows == 0
    assert _read_csv(tmp_path / "out.csv") == (["lon", "lat", *ADDED], [])


def test_the_summary_can_be_said_in_both_languages_and_as_json(tmp_path, polygons):
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A)
    summary = _link(tmp_path, points, polygons)
    assert all(len(summary.lines(lang)) == 4 for lang in LANGUAGES)
    told = json.loads(json.dumps(summary.as_json()))
    assert told["counts"]["statuses"]["linked"] == 1
    assert told["points_crs"] == "EPSG:4490"


lattice = st.tuples(st.integers(-1, 5), st.integers(-1, 5))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(places=st.lists(lattice, min_size=1, max_size=12))
def test_rows_are_conserved_in_their_order(tmp_path, polygons, places):
    # A lattice of 0.005 degrees: every second line is a border.
    rows = [[number, 115 + x / 200, 24.5 + y / 200] for number, (x, y) in enumerate(places)]
    points = _write_csv(tmp_path / "points.csv", ["n", "lon", "lat"], *rows)
    summary = _link(tmp_path, points, polygons)
    _, written = _read_csv(tmp_path / "out.csv")
    assert [int(row[0]) for row in written] == list(range(len(places)))
    covered = sum(0 <= x <= 4 and 0 <= y <= 4 for x, y in places)
    assert summary.counts.linked == covered


@pytest.mark.parametrize("wrong", [(24.505, 115.005), (0, 0)], ids=["exchanged", "zero"])
@pytest.mark.parametrize("options", [{}, {"points_crs": "EPSG:4490"}], ids=["assumed", "stated"])
def test_a_point_that_cannot_be_there_is_unlinked_and_the_others_are_linked(
    tmp_path, polygons, wrong, options
):
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], wrong, INSIDE_A)
    summary = _link(tmp_path, points, polygons, near_m=50, **options)
    assert [row[3] for row in _read_csv(tmp_path / "out.csv")[1]] == ["unlinked", "linked"]
    assert (summary.counts.unlinked, summary.counts.rejected) == (1, 0)


def test_a_number_that_the_polygons_grid_cannot_hold_is_unlinked_and_not_rejected(tmp_path):
    layer = gpd.GeoDataFrame({"code": ["A"]}, geometry=[_square(115, 24.5)], crs=4490).to_crs(4526)
    pyogrio.write_dataframe(layer, tmp_path / "layer.gpkg")
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], (24.505, 115.005), INSIDE_A, ("无", "无"))
    _link(tmp_path, points, tmp_path / "layer.gpkg", points_crs="EPSG:4490")
    assert [row[3] for row in _read_csv(tmp_path / "out.csv")[1]] == ["unlinked", "linked", "rejected"]


@pytest.mark.parametrize("missing", ["points", "polygons"])
@pytest.mark.parametrize("ending", [".csv", ".shp", ".gpkg"])
def test_a_missing_file_is_said_in_words_for_a_command_without_a_workspace(
    tmp_path, polygons, missing, ending
):
    files = {"points": _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A), "polygons": polygons}
    files[missing] = tmp_path / f"none{ending}"
    with pytest.raises(LayerError, match="未找到文件") as refused:
        _link(tmp_path, files["points"], files["polygons"])
    assert "ruralmap.toml" not in str(refused.value)


@pytest.mark.parametrize("rows", [[], [("无", "无")]], ids=["only a header", "no numbers"])
def test_coordinates_that_nobody_can_read_are_not_said_to_fit(tmp_path, polygons, rows):
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], *rows)
    summary = _link(tmp_path, points, polygons)
    assert summary.crs_from == "unjudged"
    assert not any("相符" in line for line in summary.lines())
    assert any("只有表头" in line for line in summary.lines())
    assert any("only a header" in line for line in summary.lines("en"))


def test_polygons_that_overlap_or_share_a_code_are_counted_in_the_summary(tmp_path):
    # The second A reaches over B, and E lies in C: two pairs; A and C are each the code of two polygons.
    west, south = 115.0, 24.5
    shapes = [
        _square(west, south),
        box(115.008, 24.502, 115.015, 24.505),
        _square(115.01, 24.5),
        _square(115.0, 24.51),
        _square(115.02, 24.51),
        box(115.002, 24.512, 115.004, 24.514),
    ]
    layer = gpd.GeoDataFrame({"code": ["A", "A", "B", "C", "C", "E"]}, geometry=shapes, crs="EPSG:4490")
    pyogrio.write_dataframe(layer, tmp_path / "layer.gpkg")
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A)
    summary = _link(tmp_path, points, tmp_path / "layer.gpkg")
    assert (summary.overlaps, summary.repeated) == (2, 2)
    lines = summary.lines()
    assert sum("2 对面相互重叠" in line for line in lines) == 1
    assert sum("2 个代码不止一个面" in line for line in lines) == 1


def test_a_code_field_whose_name_was_cut_at_ten_bytes_is_found(tmp_path):
    layer = gpd.GeoDataFrame(
        {"village": ["甲村"], "village_code": ["A"]}, geometry=[_square(115, 24.5)], crs="EPSG:4490"
    )
    with warnings.catch_warnings(action="ignore"):
        pyogrio.write_dataframe(layer, tmp_path / "layer.shp", encoding="UTF-8")
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A)
    assert _link(tmp_path, points, tmp_path / "layer.shp").code_field == "village_co"


def _layer(shapes, **columns):
    return gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4490")


@pytest.mark.parametrize("ending", [".gdb", ".gpkg", ".parquet", ".csv", ".xlsx", ".kml"])
def test_both_files_may_be_of_any_kind(tmp_path, ending):
    """Polygons and points of one kind of file, in one file where that holds several layers."""
    squares = _layer([_square(*corner) for corner in CORNERS.values()], 村代码=list(CORNERS))
    homes = _layer([Point(INSIDE_A), Point(INSIDE_B)], 户编号=["1", "2"])
    polygons, points = tmp_path / f"面{ending}", tmp_path / f"点{ending}"
    if ending in {".gdb", ".gpkg"}:
        points = polygons
        driver = {"driver": "OpenFileGDB"} if ending == ".gdb" else {}
        pyogrio.write_dataframe(squares, polygons, layer="村界", **driver)
        pyogrio.write_dataframe(homes, polygons, layer="住户", append=True, **driver)
    elif ending == ".parquet":
        squares.to_parquet(polygons)
        homes.to_parquet(points)
    elif ending == ".kml":
        pyogrio.write_dataframe(squares, polygons, driver="LIBKML")
        pyogrio.write_dataframe(homes, points, driver="LIBKML")
    else:
        for path, layer in ((polygons, squares), (points, homes)):
            rows = [[*layer.columns[:-1], "WKT"], *([c, s.wkt] for c, s in layer.itertuples(index=False))]
            if ending == ".xlsx":
                write_workbook(path, [Sheet("表", rows)])
            else:
                _write_csv(path, *rows)
    summary = _link(tmp_path, points, polygons)
    header, rows = _read_csv(tmp_path / "out.csv")
    assert [row[header.index("village_code")] for row in rows] == ["A", "B"]
    assert summary.counts.linked == 2


def test_of_several_layers_each_side_may_be_named_and_remarks_are_said(tmp_path, polygons):
    layer = _layer([_square(*corner) for corner in CORNERS.values()], 村代码=[f"{code}2" for code in CORNERS])
    pyogrio.write_dataframe(layer, polygons, layer="旧村界", append=True)
    points = _write_csv(tmp_path / "points.csv", ["经度", "纬度"], INSIDE_A)
    with pytest.raises(LayerError, match="--layer"):
        _link(tmp_path, points, polygons)
    _link(tmp_path, points, polygons, layer="旧村界")
    assert _read_csv(tmp_path / "out.csv")[1][0][2] == "A2"
    homes = tmp_path / "homes.gpkg"
    for name, place in (("一", INSIDE_A), ("二", INSIDE_B)):
        pyogrio.write_dataframe(_layer([Point(place)], 名=[name]), homes, layer=name, append=homes.exists())
    summary = _link(tmp_path, homes, polygons, layer="旧村界", points_layer="二")
    assert _read_csv(tmp_path / "out.csv")[1][0][1] == "B2"
    assert summary.notes == ()


def test_remarks_on_the_files_are_said(tmp_path, polygons):
    points = tmp_path / "点.shp"
    pyogrio.write_dataframe(_layer([Point(INSIDE_A)], 村名=["柳坪村"]), points, encoding="GBK")
    points.with_suffix(".cpg").unlink()
    points.with_suffix(".shx").unlink()
    summary = _link(tmp_path, points, polygons)
    assert [code for _, code, _ in summary.notes] == ["encoding_assumed", "index_rebuilt"]
    said = "\n".join(summary.lines("zh"))
    assert "点.shp：文件没有注明编码，按 GB18030 读取，例如：" in said
    assert json.dumps(summary.as_json(), ensure_ascii=False)


@pytest.mark.parametrize("ending", [".gpkg", ".parquet"])
def test_a_long_number_keeps_its_digits_though_another_row_has_none(tmp_path, polygons, ending):
    # Beyond 2**53 = 9,007,199,254,740,992 a floating point number would round it to ...128.
    homes = _layer(
        [Point(INSIDE_A), Point(INSIDE_B)],
        证号=pd.array([441624100201000123, None], "Int64"),
        长号=pd.array([2**64 - 1, 5], "UInt64"),
    )
    points = tmp_path / f"点{ending}"
    if ending == ".parquet":
        homes.to_parquet(points)
    else:
        pyogrio.write_dataframe(homes.drop(columns="长号"), points)
    _link(tmp_path, points, polygons, out="out.gpkg")
    _link(tmp_path, points, polygons, out="out.parquet")
    with closing(sqlite3.connect(tmp_path / "out.gpkg")) as file:
        assert file.execute('select "证号" from "out" order by fid').fetchall() == [
            (441624100201000123,),
            (None,),
        ]
    linked = gpd.read_parquet(tmp_path / "out.parquet")
    assert linked["证号"].dropna().tolist() == [441624100201000123]
    if ending == ".parquet":
        # No layer holds a whole number of more than 64 bits with its sign: it becomes text.
        assert linked["长号"].tolist() == ["18446744073709551615", "5"]


def test_a_polygon_with_a_damaged_vertex_is_told_and_harms_no_other(tmp_path):
    squares = [_square(*CORNERS["A"]), _square(*CORNERS["B"])]
    damaged = Polygon([*_square(*CORNERS["C"]).exterior.coords[:3], (1e200, 24.5)])
    layer = gpd.GeoDataFrame({"code": ["A", "B", "C"]}, geometry=[*squares, damaged], crs="EPSG:4490")
    pyogrio.write_dataframe(layer, tmp_path / "polygons.gpkg")
    points = _write_csv(tmp_path / "points.csv", ["lon", "lat"], INSIDE_A, INSIDE_B, (115.005, 24.515))
    summary = _link(tmp_path, points, tmp_path / "polygons.gpkg")
    assert summary.shapeless == 1
    assert [row[2] for row in _read_csv(tmp_path / "out.csv")[1]] == ["A", "B", ""]
