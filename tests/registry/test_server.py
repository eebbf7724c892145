"""The registry on a server: its schema, many writers at once, and what is said when it cannot be had."""

import subprocess
import sys
import threading

import geopandas as gpd
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from postgis_server import database_of
from ruralmap.assets.chain import Entry, Source, events_of, head_of, verify
from ruralmap.assets.changes import Change
from ruralmap.assets.chronicle import Batch
from ruralmap.assets.replay import replay, strays
from ruralmap.errors import RegistryError, SurroundingsError
from ruralmap.registry.batch import SCHEMA_VERSION
from ruralmap.registry.embedded import GeoPackageHome
from ruralmap.registry.history import append, history_frames, read_chronicle
from ruralmap.registry.kept import apply_changes, read_state
from ruralmap.registry.models import TABLES, Asset, Base, Village
from ruralmap.registry.server import PostGISHome
from ruralmap.registry.store import home_at, reading, writing

PLAIN = "postgresql+psycopg://office@/{}?host=%2Fnowhere-at-all"


@pytest.fixture(scope="module")
def template(postgis_server, villages, assets, batch):
    """A database with the toy county and three assets, none of which has a past yet."""
    url = postgis_server.url(postgis_server.make())
    with PostGISHome(url).renewing() as held:
        counts = held.load(
            {"villages": villages, "assets": assets.assign(record_key=assets["asset_id"])}, batch=batch
        )
    assert counts == {"villages": 4, "assets": 3}
    enter(url)
    return database_of(url)


@pytest.fixture
def url(postgis_server, template):
    return postgis_server.url(postgis_server.make(template))


def enter(url):
    """Write down as events what the tables hold."""
    with writing(url) as connection:
        records = read_state(connection)["assets"]
        changes = [(Change("assets", key, None, fields), Source()) for key, fields in records.items()]
        note(connection, changes, "build")


def note(connection, changes, kind="merge"):
    """Write a batch of changes, as a job does; the tables are not touched."""
    known = read_chronicle(connection)
    entry = Entry(f"B{len(known.batches) + 1:06d}", "2024-09-30", "2024-09-30T00:00:00Z", "测试", "")
    events = list(events_of(changes, entry, head_of(known.events)))
    length = len(known.events) + len(events)
    append(connection, Batch(entry.batch, kind, *entry[1:], events=len(events), last=length), events)


def write(url, key, field, value):
    """Write one change: read what is there, change it, as a whole."""
    with writing(url) as connection:
        before = read_state(connection)["assets"][key].get(field)
        after = value(before) if callable(value) else value
        changes = [(Change("assets", key, {field: before}, {field: after}), Source())]
        note(connection, changes)
        apply_changes(connection, changes)


def require_whole(url):
    """Hold chain and tables against each other."""
    with reading(url) as connection:
        known, found = read_chronicle(connection), read_state(connection)
    assert verify(known.events).is_sound
    assert strays(replay(known.events), found) == []
    return known, found


def test_places_and_kinds_of_value_come_back(url):
    with reading(url) as connection, Session(connection) as session:
        asset = session.scalars(select(Asset).where(Asset.asset_id == "ZC002")).one()
        assert (asset.asset, asset.original_value_fen, asset.qty) == ("光伏电站", 98765432100, 3.0)
        assert asset.geom.srid == 4490
        placeless = session.scalars(select(Asset.asset_id).where(Asset.geom.is_(None))).all()
        assert placeless == ["ZC001"]
        # East, south, north and west villages in the order of their codes; flags keep what is unknown.
        assert session.scalars(select(Village.exited_poor).order_by(Village.fid)).all() == [
            True,
            False,
            None,
            True,
        ]


def test_a_copy_is_a_geopackage_with_the_same_in_it(url, tmp_path, villages):
    home_at(url).copy_to(tmp_path / "copy.gpkg")
    copy = GeoPackageHome(tmp_path / "copy.gpkg")
    with copy.reading() as one, reading(url) as two:
        assert read_state(one) == read_state(two)
        assert read_chronicle(one).events == read_chronicle(two).events
    shapes = gpd.read_file(tmp_path / "copy.gpkg", layer="villages")
    assert shapes.crs.to_epsg() == 4490
    assert sorted(map(tuple, shapes.bounds.to_numpy())) == sorted(map(tuple, villages.bounds.to_numpy()))


def test_what_a_geopackage_holds_goes_onto_a_server(postgis_server, url, tmp_path):
    home_at(url).copy_to(tmp_path / "copy.gpkg")
    new = PostGISHome(postgis_server.url(postgis_server.make()))
    with new.renewing() as held:
        held.take_in(tmp_path / "copy.gpkg")
    with new.reading() as one, reading(url) as two:
        assert read_state(one) == read_state(two)
        statement = "SELECT count(*), ST_AsText(ST_Collect(geom)) FROM assets"
        assert one.execute(text(statement)).one() == two.execute(text(statement)).one()
    assert len(require_whole(new.url)[0].events) == 3


def test_migrating_gives_the_tables_of_the_models(url):
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("SET search_path = ruralmap, public"))
        assert set(inspect(connection).get_table_names("ruralmap")) >= set(TABLES)
        ours = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: kind != "table" or name in TABLES,
            },
        )
        found = compare_metadata(ours, Base.metadata)
    # Comments are no part of the models; GeoAlchemy2 makes the indexes of places beside them.
    differing = [one for one in found if "_comment" not in str(one) and "_geom" not in str(one)]
    assert differing == []


def test_a_build_comments_what_qgis_shows(postgis_server, url):
    with postgis_server.connect(database_of(url)) as admin:
        said = admin.execute("SELECT obj_description('ruralmap.assets'::regclass)").fetchone()[0]
        title = "SELECT col_description('ruralmap.assets'::regclass, 2)"
        assert said.startswith("【模拟数据】")
        assert admin.execute(title).fetchone() == ("资产编号",)


@pytest.mark.parametrize(("step", "said"), [(1, "请升级本程序"), (-1, "旧版本")], ids=["newer", "older"])
def test_another_schema_is_refused_with_the_remedy(postgis_server, url, step, said):
    with postgis_server.connect(database_of(url)) as admin:
        admin.execute("UPDATE ruralmap.alembic_version SET version_num = %s", [str(SCHEMA_VERSION + step)])
    for home in (PostGISHome(url).reading, PostGISHome(url).writing):
        with pytest.raises(RegistryError, match=said), home():
            pass


def test_a_newer_schema_is_not_built_over(postgis_server, url):
    with postgis_server.connect(database_of(url)) as admin:
        admin.execute("UPDATE ruralmap.alembic_version SET version_num = '999'")
    with pytest.raises(RegistryError, match="请升级本程序"), PostGISHome(url).renewing():
        pass


def test_a_build_that_fails_leaves_a_new_database_empty(postgis_server, batch):
    home = PostGISHome(postgis_server.url(postgis_server.make()))

    def fail():
        with home.renewing() as held:
            held.load({}, batch=batch)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not home.has_history()
    with pytest.raises(RegistryError, match="未找到登记库"), home.reading():
        pass


def test_two_rows_with_one_key_are_refused(url, assets, batch):
    twice = assets.assign(asset_id="ZC001")
    with (
        pytest.raises(RegistryError, match="assets 中有两行的 asset_id"),
        PostGISHome(url).renewing() as held,
    ):
        held.load({"assets": twice}, batch=batch)
    require_whole(url)


def test_readers_see_what_was_before_until_a_build_is_done(url, villages, batch):
    with reading(url) as early:
        with PostGISHome(url).renewing() as held:
            held.load({"villages": villages}, batch=batch)
            with reading(url) as during:
                assert len(read_state(during)["assets"]) == 3
        # Its own moment is still the one before the build, in a table that it had not looked at yet too.
        assert len(read_state(early)["assets"]) == 3
        assert len(read_chronicle(early).events) == 3
    with reading(url) as after:
        assert read_state(after)["assets"] == {}


def test_a_build_writes_the_past_too(url, assets, batch):
    known, _ = require_whole(url)
    with PostGISHome(url).renewing() as held:
        frames = {"assets": assets.assign(record_key=assets["asset_id"])}
        held.load(frames | history_frames(known), batch=batch)
    assert require_whole(url)[0].events == known.events
    # The numbers go on behind those of the build.
    write(url, "ZC001", "note", "改")
    assert len(require_whole(url)[0].events) == 4


def test_sixteen_writers_at_once_lose_nothing(url):
    # In threads, each with connections of its own: a process each would import for a minute.
    failed = []

    def work(number):
        try:
            for turn in range(2):
                write(url, "ZC001", "qty", lambda before: (before or 0.0) + 1)
                write(url, ("ZC002", "ZC003")[turn % 2], "note", f"{number}-{turn}")
        except BaseException as fault:  # noqa: BLE001 - told below
            failed.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    known, found = require_whole(url)
    # 3 at the beginning, and 16 writers with 2 turns of 2 changes each: 3 + 64.
    assert len(known.events) == 67
    assert found["assets"]["ZC001"]["qty"] == 32.0
    said = sorted(event.change.after["note"] for event in known.events[3:] if "note" in event.change.after)
    assert said == sorted(f"{number}-{turn}" for number in range(16) for turn in range(2))
    assert [batch.last for batch in known.batches] == [3, *range(4, 68)]


KILL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"


@pytest.mark.parametrize("moment", range(4))
def test_a_connection_that_is_killed_leaves_nothing_half_written(postgis_server, url, moment):
    database = database_of(url)
    changes = [(Change("assets", "ZC001", {"note": None}, {"note": "改"}), Source())]
    steps = [lambda _: None, lambda own: note(own, changes), lambda own: apply_changes(own, changes)]

    def write_until_killed():
        with writing(url) as connection:
            for place, step in enumerate(steps):
                if place == moment:
                    with postgis_server.connect(database) as admin:
                        admin.execute(KILL, [database])
                step(connection)
            if moment == len(steps):
                with postgis_server.connect(database) as admin:
                    admin.execute(KILL, [database])

    with pytest.raises(SurroundingsError, match="连接中断"):
        write_until_killed()
    known, found = require_whole(url)
    assert len(known.events) == 3
    assert "note" not in found["assets"]["ZC001"]
    write(url, "ZC001", "note", "改")  # nobody holds the lock any more


def test_a_lock_that_somebody_holds_is_waited_for_and_told(url):
    with writing(url):
        with pytest.raises(SurroundingsError, match="等待超时"), PostGISHome(url, patience_s=0.05).writing():
            pass
        with reading(url) as connection:  # who reads is not kept waiting
            assert len(read_state(connection)["assets"]) == 3


def test_nobody_edits_behind_a_writer(postgis_server, url):
    with writing(url), postgis_server.connect(database_of(url)) as qgis:
        qgis.execute("SET lock_timeout = '50ms'")
        with pytest.raises(Exception, match="lock timeout"):
            qgis.execute("UPDATE ruralmap.assets SET note = '改'")


def test_a_server_that_is_not_there():
    with pytest.raises(SurroundingsError, match=r"连不上登记库服务器.*nowhere-at-all"):
        PostGISHome(PLAIN.format("county")).has_history()


def test_a_database_that_is_not_there(postgis_server):
    with pytest.raises(SurroundingsError, match="连不上登记库服务器"):
        PostGISHome(postgis_server.url("nobody_made_it")).has_history()


@pytest.mark.parametrize("password", [None, "wrong"])
def test_a_password_that_is_wrong_or_missing(postgis_server, url, monkeypatch, password):
    monkeypatch.delenv("PGPASSWORD", raising=False)
    if password:
        monkeypatch.setenv("PGPASSWORD", password)
    home = PostGISHome(postgis_server.url(database_of(url), user="secret"))
    with pytest.raises(SurroundingsError, match="不接受该用户或密码"):
        home.has_history()


def test_a_user_without_rights(postgis_server, url, monkeypatch):
    monkeypatch.setenv("PGPASSWORD", "right")
    home = PostGISHome(postgis_server.url(database_of(url), user="secret"))
    with pytest.raises(SurroundingsError, match="权限"), home.reading():
        pass


def test_a_database_without_postgis(postgis_server):
    home = PostGISHome(postgis_server.url(postgis_server.make("template0")))
    with pytest.raises(SurroundingsError, match="CREATE EXTENSION postgis"), home.renewing():
        pass


def test_who_reads_writes_nothing(url):
    with pytest.raises(SurroundingsError, match="只读"), reading(url) as connection:
        connection.execute(text("UPDATE assets SET note = '改'"))


def test_a_fault_of_a_statement_is_not_the_surroundings(url):
    with pytest.raises(Exception, match="no_such_column"), reading(url) as connection:
        connection.execute(text("SELECT no_such_column FROM assets"))


def test_without_the_driver_a_server_is_refused_with_the_remedy():
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from ruralmap.registry.store import home_at\n"
        f"home_at({PLAIN.format('county')!r})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "SurroundingsError" in done.stderr
    assert "ruralmap[postgis]" in done.stderr
