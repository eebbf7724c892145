"""Reading and editing through the models, and what is said when the file cannot be had."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
import shapely
from geoalchemy2 import WKTElement
from geoalchemy2.shape import from_shape, to_shape
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ruralmap.errors import RegistryError, SurroundingsError
from ruralmap.registry.batch import SCHEMA_VERSION
from ruralmap.registry.blobs import decode
from ruralmap.registry.embedded import open_registry, require_idle
from ruralmap.registry.models import Asset, FundLine, Village


def index_is_right(path, table):
    """Compare the R-tree with the geometries themselves, row by row."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(f"SELECT id, minx, maxx, miny, maxy FROM rtree_{table}_geom")  # noqa: S608 - our own tables
        boxes = {row[0]: row[1:] for row in found}
        rows = connection.execute(f"SELECT fid, geom FROM {table} WHERE geom IS NOT NULL").fetchall()  # noqa: S608 - our own tables
        counted = connection.execute(
            "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", (table,)
        ).fetchone()[0]
        held = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 - our own tables
    assert counted == held
    assert sorted(boxes) == sorted(fid for fid, _ in rows)
    for (fid, _), shape in zip(rows, decode([blob for _, blob in rows]), strict=True):
        west, east, south, north = boxes[fid]
        x0, y0, x1, y1 = shape.bounds
        assert west <= x0 <= x1 <= east
        assert south <= y0 <= y1 <= north
        assert max(x0 - west, east - x1, y0 - south, north - y1) < 2e-5  # single precision at 115 degrees
    return True


def write_lock_is_free(path):
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        other.execute("ROLLBACK")
    return True


def test_records_read_back_through_the_models(registry):
    with Session(open_registry(registry, readonly=True)) as session:
        asset = session.scalars(select(Asset).where(Asset.asset_id == "ZC002")).one()
        assert (asset.asset, asset.original_value_fen, asset.qty) == ("光伏电站", 98765432100, 3.0)
        assert to_shape(asset.geom).wkt == "POINT (115.015 24.015)"
        assert asset.geom.srid == 4490
        placeless = session.scalars(select(Asset).where(Asset.geom.is_(None))).all()
        assert [found.asset_id for found in placeless] == ["ZC001"]
        village = session.scalars(select(Village).where(Village.village == "南村")).one()
        assert village.exited_poor is None
        assert session.scalar(select(func.sum(FundLine.issued_fen))) == 350


@pytest.mark.parametrize(
    "geometry",
    [
        pytest.param("POINT(115.0075 24.0075)", id="text"),
        pytest.param("SRID=4490;POINT(115.0075 24.0075)", id="text with its system"),
        pytest.param(WKTElement("POINT(115.0075 24.0075)", srid=4490), id="WKTElement"),
        pytest.param(from_shape(shapely.Point(115.0075, 24.0075), srid=4490), id="shapely"),
    ],
)
def test_the_index_stays_right_through_insert_update_and_delete(registry, geometry):
    engine = open_registry(registry)
    with Session(engine) as session, session.begin():
        session.add(Asset(asset_id="ZC900", asset="新桥", asset_class="公益性", geom=geometry))
    assert index_is_right(registry, "assets")
    with Session(engine) as session, session.begin():
        new = session.scalars(select(Asset).where(Asset.asset_id == "ZC900")).one()
        assert to_shape(new.geom).wkt == "POINT (115.0075 24.0075)"
        new.geom = "POINT(115.0025 24.0025)"
        # From no place to a place, and from a place to none.
        session.scalars(select(Asset).where(Asset.asset_id == "ZC001")).one().geom = "POINT(115.02 24.02)"
        session.scalars(select(Asset).where(Asset.asset_id == "ZC002")).one().geom = None
    assert index_is_right(registry, "assets")
    with Session(engine) as session, session.begin():
        for key in ("ZC900", "ZC002"):
            session.delete(session.scalars(select(Asset).where(Asset.asset_id == key)).one())
    assert index_is_right(registry, "assets")
    with Session(engine) as session:
        assert session.scalars(select(Asset.asset_id).order_by(Asset.asset_id)).all() == ["ZC001", "ZC003"]


def test_an_area_edited_through_the_models_keeps_its_index(registry):
    engine = open_registry(registry)
    wider = shapely.MultiPolygon([shapely.box(115.0, 24.0, 115.05, 24.05)])
    with Session(engine) as session, session.begin():
        session.scalars(select(Village).where(Village.village == "东村")).one().geom = from_shape(
            wider, srid=4490
        )
    assert index_is_right(registry, "villages")


def test_what_fails_halfway_is_taken_back_whole(registry):
    engine = open_registry(registry)
    with Session(engine) as session:
        session.add(Asset(asset_id="ZC950", asset="路灯", asset_class="公益性", geom="POINT(115.001 24.001)"))
        session.flush()
        session.add(Asset(asset_id="ZC003", asset="重号", asset_class="公益性"))
        with pytest.raises(IntegrityError, match="asset_id"):
            session.flush()
    assert index_is_right(registry, "assets")
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Asset)) == 3


def test_a_change_of_the_schema_is_taken_back_too_because_we_begin_ourselves(registry):
    engine = open_registry(registry)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE passing (a TEXT)")
        connection.rollback()
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'passing'").all()
    assert names == []


def test_the_file_is_let_go_between_two_sessions(registry):
    with Session(open_registry(registry)) as session:
        session.scalars(select(Village)).all()
    assert write_lock_is_free(registry)


def test_a_registry_opened_for_reading_refuses_to_be_written(registry):
    with Session(open_registry(registry, readonly=True)) as session:
        session.add(FundLine(line_id="ZJ9", year=2024, level="县", channel="自筹", issued_fen=1))
        with pytest.raises(SurroundingsError, match="只读"):
            session.flush()


def test_a_registry_that_another_program_is_writing_is_said_to_be_locked(registry):
    with closing(sqlite3.connect(registry, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Session(open_registry(registry, readonly=True, patience_s=0.05)) as reader:
            assert len(reader.scalars(select(Village)).all()) == 4
        with (
            Session(open_registry(registry, patience_s=0.05)) as writer,
            pytest.raises(SurroundingsError, match=r"正被其他程序使用.*is using the registry"),
        ):
            writer.scalars(select(Village)).all()
        other.execute("ROLLBACK")


def test_a_registry_that_is_locked_whole_cannot_be_opened(registry):
    with closing(sqlite3.connect(registry, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(SurroundingsError, match="正被其他程序使用"):
            open_registry(registry, patience_s=0.05)


def test_a_missing_registry_says_how_to_build_one(tmp_path):
    with pytest.raises(RegistryError, match="ruralmap build"):
        open_registry(tmp_path / "registry.gpkg")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"PK\x03\x04" + b"\0" * 2000, id="a workbook"),
    ],
)
def test_a_file_that_is_no_geopackage_is_refused(tmp_path, content):
    path = tmp_path / "registry.gpkg"
    path.write_bytes(content)
    with pytest.raises(RegistryError, match="不是 GeoPackage"):
        open_registry(path)


def test_a_geopackage_of_someone_else_is_refused(registry):
    with closing(sqlite3.connect(registry)) as connection:
        connection.execute("DROP TABLE load_batches")
    with pytest.raises(RegistryError, match="不是 ruralmap 的登记库"):
        open_registry(registry)


def test_a_registry_without_a_load_is_refused(registry):
    with closing(sqlite3.connect(registry)) as connection:
        connection.execute("DROP TRIGGER trigger_delete_feature_count_load_batches")
        connection.execute("DELETE FROM load_batches")
        connection.commit()
    with pytest.raises(RegistryError, match="不是 ruralmap 的登记库"):
        open_registry(registry)


@pytest.mark.parametrize(
    ("step", "said"),
    [pytest.param(1, "请升级本程序", id="newer"), pytest.param(-1, "旧版本", id="older")],
)
def test_a_registry_of_another_schema_is_refused_with_the_remedy(registry, monkeypatch, step, said):
    monkeypatch.setattr("ruralmap.registry.embedded.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with closing(sqlite3.connect(registry)) as connection:
        connection.execute("UPDATE load_batches SET schema_version = ?", (SCHEMA_VERSION + 1 + step,))
        connection.commit()
    with pytest.raises(RegistryError, match=said):
        open_registry(registry)


def test_a_damaged_registry_is_said_to_be_damaged(registry):
    content = bytearray(registry.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    registry.write_bytes(content)
    with pytest.raises(RegistryError, match="已损坏"):
        open_registry(registry)


def test_a_registry_that_qgis_has_open_is_not_to_be_replaced(registry):
    # QGIS opens a GeoPackage with a write-ahead log, and holds it as long as the layer is loaded.
    with closing(sqlite3.connect(registry, isolation_level=None)) as qgis:
        assert qgis.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
        qgis.execute("INSERT INTO asset_funds (asset_id, amount_fen) VALUES ('ZC001', 7)")
        assert registry.with_name("registry.gpkg-wal").stat().st_size > 0
        with pytest.raises(SurroundingsError, match="正被其他程序使用"):
            require_idle(registry, patience_s=0.05)
        assert qgis.execute("SELECT amount_fen FROM asset_funds").fetchall() == [(7,)]
    require_idle(registry)
    assert [file.name for file in registry.parent.iterdir()] == ["registry.gpkg"]


def test_a_registry_that_is_being_written_is_not_to_be_replaced(registry):
    with Session(open_registry(registry)) as session, session.begin():
        session.add(FundLine(line_id="ZJ9", year=2024, level="县", channel="自筹", issued_fen=1))
        session.flush()
        with pytest.raises(SurroundingsError, match="正被其他程序使用"):
            require_idle(registry, patience_s=0.05)
    require_idle(registry)


CRASH = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_spill = 1")
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
rows = [("B", str(n), "x" * 500) for n in range(2000)]
connection.executemany("INSERT INTO batch_inputs (batch_id, file, sha256) VALUES (?, ?, ?)", rows)
os._exit(1)
"""


def test_what_a_crashed_program_left_beside_a_registry_is_taken_back(registry):
    subprocess.run([sys.executable, "-c", CRASH, str(registry)], check=False)
    assert registry.with_name("registry.gpkg-journal").exists()
    require_idle(registry)
    assert [file.name for file in registry.parent.iterdir()] == ["registry.gpkg"]
    with Session(open_registry(registry, readonly=True)) as session:
        assert len(session.scalars(select(Village)).all()) == 4


@pytest.mark.parametrize(
    "content", [pytest.param(None, id="missing"), pytest.param(b"no database at all", id="damaged")]
)
def test_a_missing_or_damaged_registry_may_be_replaced(tmp_path, content):
    path = tmp_path / "registry.gpkg"
    if content:
        path.write_bytes(content * 100)
    require_idle(path)
    assert path.exists() is bool(content)


WITHOUT_EXTENSIONS = """
import sys
def refuse(event, arguments):
    if event in ("sqlite3.enable_load_extension", "sqlite3.load_extension"):
        raise RuntimeError(event)
sys.addaudithook(refuse)
from pathlib import Path
from sqlalchemy import select
from sqlalchemy.orm import Session
from ruralmap.registry.batch import Batch
from ruralmap.registry.geopackage import build_registry
from ruralmap.registry.models import Asset
from ruralmap.registry.embedded import open_registry, require_idle
path = Path(sys.argv[1])
build_registry(path, {}, batch=Batch("2024-09-30", "441624", "和平县", True, "0.1.0", {}))
with Session(open_registry(path)) as session, session.begin():
    session.add(Asset(asset_id="A", asset="桥", asset_class="公益性", geom="POINT(115 24)"))
with Session(open_registry(path)) as session:
    print(session.scalars(select(Asset)).one().geom.srid)
"""


def test_no_extension_is_ever_loaded_or_asked_for(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WITHOUT_EXTENSIONS, str(tmp_path / "r.gpkg")],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONUTF8": "1"},
    )
    assert done.stdout.strip() == "4490"
