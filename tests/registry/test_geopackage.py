"""The built file: what GDAL, SQLite and QGIS find in it, and what is refused."""

import hashlib
import resource
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

import gpkg
from funds import handmade
from ruralmap.errors import ConservationError, OutputError, RegistryError, UsageError
from ruralmap.registry import geopackage
from ruralmap.registry.geopackage import build_registry
from ruralmap.registry.models import TABLES, geometry_type


@pytest.fixture
def closed_copy(registry, tmp_path):
    """GDAL is given a copy, never the registry itself."""
    return shutil.copy(registry, tmp_path / "copy.gpkg")


def rows_in(path, query):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def test_the_counts_are_those_of_the_frames_and_stand_in_the_file(tmp_path, batch, villages, assets):
    path = tmp_path / "r.gpkg"
    counts = build_registry(path, {"assets": assets, "villages": villages}, batch=batch)
    assert counts == {"villages": 4, "assets": 3}
    assert rows_in(path, "SELECT table_name, rows FROM batch_counts ORDER BY table_name") == [
        ("assets", 3),
        ("villages", 4),
    ]


def test_gdal_opens_every_layer_with_its_count_system_and_kind_of_geometry(closed_copy):
    layers = dict(pyogrio.list_layers(closed_copy))
    kinds = {None: None, "POINT": "Point", "MULTIPOLYGON": "MultiPolygon"}
    assert layers == {name: kinds[geometry_type(table)] for name, table in TABLES.items()}
    expected = {"villages": 4, "assets": 3, "fund_lines": 2, "load_batches": 1, "batch_inputs": 2}
    expected["batch_counts"] = 3
    for name, kind in layers.items():
        info = pyogrio.read_info(closed_copy, layer=name)
        assert info["features"] == expected.get(name, 0), name
        assert info["crs"] == ("EPSG:4490" if kind else None), name
        assert info["fid_column"] == "fid", name


def test_gdal_reads_back_what_was_put_in(closed_copy, assets):
    read = gpd.read_file(closed_copy, layer="assets").set_index("asset_id")
    given = assets.set_index("asset_id")
    assert read["original_value_fen"].to_dict() == pytest.approx(
        {"ZC001": float("nan"), "ZC002": 98765432100, "ZC003": 123456}, nan_ok=True
    )
    assert read.loc["ZC003", "asset"] == "水渠"
    assert read.loc["ZC002", "geometry"].equals(given.loc["ZC002", "geometry"])
    assert read.loc["ZC001", "geometry"] is None


def test_flags_are_true_false_and_missing(closed_copy):
    read = gpd.read_file(closed_copy, layer="villages").set_index("village")["exited_poor"]
    assert read.isna().to_dict() == {"东村": False, "西村": False, "南村": True, "北村": False}
    assert bool(read["东村"]) is True
    assert bool(read["西村"]) is False


def test_the_layers_are_named_in_chinese_and_marked_as_simulated(registry):
    titles = dict(rows_in(registry, "SELECT table_name, identifier FROM gpkg_contents"))
    assert titles["assets"] == "【模拟数据】扶贫(帮扶)项目资产台账"
    assert set(titles) == set(TABLES)
    described = dict(rows_in(registry, "SELECT table_name, description FROM gpkg_contents"))
    assert "内部使用 · 不得公开" in described["households"]
    assert "2024-09-30" in described["villages"]


def test_entries_are_read_back_as_the_ledger_gives_them(tmp_path, batch):
    entries = handmade.entries().astype(
        dict.fromkeys(("kind", "from_account", "to_account", "origin"), "str")
    )
    path = tmp_path / "r.gpkg"
    assert build_registry(path, {"fund_entries": entries.iloc[::-1]}, batch=batch) == {"fund_entries": 12}
    query = 'SELECT "on", kind, prj_id, from_account, to_account, amount_fen FROM fund_entries'
    columns = ["on", "kind", "prj_id", "from_account", "to_account", "amount_fen"]
    given = entries[columns].astype(object)
    expected = given.where(given.notna(), None).itertuples(index=False, name=None)
    assert sorted(rows_in(path, query), key=str) == sorted(expected, key=str)
    # E1: 35,000 fen spent in the end
    total = "SELECT sum(amount_fen) FROM fund_entries WHERE to_account = 'spent'"
    assert rows_in(path, total) == [(35_000,)]


def test_contracts_yields_distributions_and_inspections_are_read_back(tmp_path, batch):
    given = {
        "contracts": [{"contract_id": "H1", "asset_id": None, "rent_fen": 1200, "dividend_percent": 2.5}],
        "yields": [{"contract_id": "H1", "period": "2024", "yield_kind": "租金", "paid_fen": 600}],
        # Two rows of which no part of the key but the village is known are two rows all the same.
        "distributions": [{"village_code": "V1", "year": None, "amount_fen": part} for part in (1, 2)],
        "inspections": [
            {"asset_id": "Z1", "inspected_on": "2024-05-06", "exists": True, "record_key": "inspections:1"},
            {"asset_id": "Z1", "inspected_on": "2024-05-06", "exists": None, "record_key": None},
        ],
    }
    frames = {name: pd.DataFrame(rows).convert_dtypes() for name, rows in given.items()}
    path = tmp_path / "r.gpkg"
    assert build_registry(path, frames, batch=batch) == {
        "contracts": 1,
        "yields": 1,
        "distributions": 2,
        "inspections": 2,
    }
    assert rows_in(path, "SELECT contract_id, asset_id, rent_fen, dividend_percent FROM contracts") == [
        ("H1", None, 1200, 2.5)
    ]
    assert rows_in(path, "SELECT period, yield_kind, due_fen, paid_fen FROM yields") == [
        ("2024", "租金", None, 600)
    ]
    assert rows_in(path, "SELECT amount_fen FROM distributions ORDER BY amount_fen") == [(1,), (2,)]
    assert rows_in(path, 'SELECT "exists", record_key FROM inspections ORDER BY "exists"') == [
        (None, None),
        (1, "inspections:1"),
    ]


def test_a_real_county_is_not_marked_as_simulated(tmp_path, batch):
    real = type(batch)(**{**batch.__dict__, "simulated": False})
    build_registry(tmp_path / "r.gpkg", {}, batch=real)
    titles = rows_in(tmp_path / "r.gpkg", "SELECT identifier, description FROM gpkg_contents")
    assert not any("模拟" in text for row in titles for text in row)


def test_the_fields_carry_their_chinese_names_for_qgis(registry):
    named = rows_in(registry, "SELECT name FROM gpkg_data_columns WHERE column_name = 'issued_fen'")
    assert named == [("下达金额(分)",), ("累计下达(分)",)]


def test_the_extent_of_a_layer_is_that_of_its_features(registry):
    extent = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = "
    assert rows_in(registry, extent + "'assets'") == [(115.005, 24.005, 115.015, 24.015)]
    assert rows_in(registry, extent + "'sites'") == [(None, None, None, None)]


def test_the_rtree_holds_the_envelope_of_every_placed_row_and_of_no_other(registry):
    index = rows_in(registry, "SELECT id, minx, maxx, miny, maxy FROM rtree_assets_geom ORDER BY id")
    # In the order of the key: ZC001 stands nowhere, ZC002 is row 2, ZC003 row 3. The index is in single
    # precision, rounded outwards: 115.015 lies between its two sides, less than 0.00002 degrees apart.
    assert [row[0] for row in index] == [2, 3]
    for (_, west, east, south, north), (x, y) in zip(
        index, [(115.015, 24.015), (115.005, 24.005)], strict=True
    ):
        assert west <= x <= east <= west + 2e-5
        assert south <= y <= north <= south + 1e-5


def test_sqlite_finds_nothing_wrong_with_the_file(registry):
    assert rows_in(registry, "PRAGMA integrity_check") == [("ok",)]
    assert rows_in(registry, "PRAGMA foreign_key_check") == []
    for name, table in TABLES.items():
        if geometry_type(table):
            assert rows_in(registry, f"SELECT rtreecheck('rtree_{name}_geom')") == [("ok",)]


def test_the_triggers_that_gdal_wrote_are_all_back(registry, tmp_path, batch):
    empty = tmp_path / "empty.gpkg"
    geopackage.create_layers(empty, batch)
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    assert rows_in(registry, query) == rows_in(empty, query)
    assert len(rows_in(registry, query)) > 2 * len(TABLES)


def test_text_columns_are_text_because_gdal_passes_over_varchar(registry):
    for (statement,) in rows_in(registry, "SELECT sql FROM sqlite_master WHERE type = 'table'"):
        assert "VARCHAR" not in statement.upper()


def test_the_load_says_what_it_was_made_from(registry, batch):
    assert rows_in(registry, "SELECT batch_id, as_of, county_code, simulated FROM load_batches") == [
        (batch.batch_id, "2024-09-30", "441624", 1)
    ]
    assert rows_in(registry, "SELECT file, sha256 FROM batch_inputs") == [
        ("assets/资产台账.xlsx", "bb"),
        ("layers/村界.shp", "aa"),
    ]


def test_another_input_gives_another_batch(batch):
    other = type(batch)(**{**batch.__dict__, "inputs": {**batch.inputs, "layers/村界.shp": "ac"}})
    assert other.batch_id != batch.batch_id


def test_shuffled_inputs_give_the_same_bytes(tmp_path, batch, villages, assets):
    digests = set()
    for turn, order in enumerate(([0, 1, 2], [2, 0, 1])):
        path = tmp_path / f"{turn}.gpkg"
        shuffled = villages.sample(frac=1, random_state=turn)
        build_registry(path, {"villages": shuffled, "assets": assets.iloc[order]}, batch=batch)
        digests.add(hashlib.sha256(path.read_bytes()).hexdigest())
    assert len(digests) == 1


BUILD = """
import hashlib, sys, time
from pathlib import Path
import geopandas as gpd
from ruralmap.registry.batch import Batch
from ruralmap.registry.geopackage import build_registry
path = Path(sys.argv[1])
batch = Batch("2024-09-30", "441624", "和平县", True, "0.1.0", {"b": "2", "a": "1"})
sites = {"site_id": ["S1"], "site": ["新村"]}
sites = gpd.GeoDataFrame(sites, geometry=gpd.points_from_xy([115], [24]), crs=4490)
build_registry(path, {"sites": sites}, batch=batch)
print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_another_process_at_another_second_makes_the_same_bytes(tmp_path):
    digests = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", BUILD, str(tmp_path / f"{seed}.gpkg")],
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONUTF8": "1"},
        )
        digests.add(done.stdout.strip())
    # Two starts of Python lie more than a second apart, and the stamps of a GeoPackage have milliseconds.
    assert len(digests) == 1


def test_the_time_that_gdal_writes_is_given_back(tmp_path, batch):
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2001-01-01T00:00:00.000Z"})
    try:
        build_registry(tmp_path / "r.gpkg", {}, batch=batch)
        assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == "2001-01-01T00:00:00.000Z"
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    assert rows_in(tmp_path / "r.gpkg", "SELECT DISTINCT last_change FROM gpkg_contents") == [
        ("2024-09-30T00:00:00.000Z",)
    ]


def test_two_rows_with_one_key_are_refused_and_nothing_is_left(tmp_path, batch, fund_lines):
    doubled = pd.concat([fund_lines, fund_lines.iloc[[0]]])
    with pytest.raises(RegistryError, match="line_id"):
        build_registry(tmp_path / "r.gpkg", {"fund_lines": doubled}, batch=batch)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_exists_is_never_written_over(registry, batch):
    before = hashlib.sha256(registry.read_bytes()).hexdigest()
    with pytest.raises(RegistryError, match="已存在"):
        build_registry(registry, {}, batch=batch)
    assert hashlib.sha256(registry.read_bytes()).hexdigest() == before


def test_a_table_that_the_registry_does_not_know_is_refused(tmp_path, batch, fund_lines):
    with pytest.raises(UsageError, match="ledgers"):
        build_registry(tmp_path / "r.gpkg", {"ledgers": fund_lines}, batch=batch)


def test_a_place_that_does_not_exist_is_said_to_be_one(tmp_path, batch):
    with pytest.raises(OutputError, match="无法建立登记库"):
        build_registry(tmp_path / "nowhere" / "r.gpkg", {}, batch=batch)


def test_a_row_that_the_file_does_not_hold_is_a_fault(registry):
    with closing(sqlite3.connect(registry)) as connection, pytest.raises(ConservationError, match="assets"):
        geopackage._require_counts(connection, {"villages": 4, "assets": 4})  # noqa: SLF001 - cannot happen else


FILL_THE_DISK = """
import sys
from pathlib import Path
import pandas as pd
from ruralmap.errors import SurroundingsError
from ruralmap.registry.batch import Batch
from ruralmap.registry.geopackage import build_registry
batch = Batch("2024-09-30", "441624", "和平县", True, "0.1.0", {})
lines = pd.DataFrame({"line_id": [f"{n:08d}" for n in range(40000)], "year": 2024, "level": "县",
                      "channel": "自筹", "issued_fen": 1})
try:
    build_registry(Path(sys.argv[1]), {"fund_lines": lines}, batch=batch)
except SurroundingsError as error:
    print(error)
"""


@pytest.mark.parametrize(
    "room",
    [
        pytest.param(10_000, id="none for the first layer"),
        pytest.param(40_000, id="GDAL gives up without a word"),
        pytest.param(120_000, id="none for the last layer"),
        pytest.param(900_000, id="none for the rows"),
    ],
)
def test_a_full_disk_gives_a_clear_message_and_nothing_half_written(tmp_path, room):
    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run(
        [sys.executable, "-c", FILL_THE_DISK, str(tmp_path / "r.gpkg")],
        check=True,
        capture_output=True,
        text=True,
        preexec_fn=limit,
        # A module compiled under the limit would leave a cut .pyc for everybody after.
        env={"PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert "r.gpkg" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_registry_keeps_to_the_standard(registry):
    gpkg.require_valid(registry)
