"""Who may see and change what on a server, tried as roles that own nothing."""

import json
from types import SimpleNamespace

import psycopg
import pytest
from psycopg.types.json import Jsonb

from postgis_server import database_of
from ruralmap.assets.chain import Entry, Source, events_of, head_of, verify
from ruralmap.assets.changes import Change, canonical
from ruralmap.assets.chronicle import Batch
from ruralmap.assets.replay import replay, strays
from ruralmap.assets.tables import KEPT
from ruralmap.registry.history import append, read_chronicle
from ruralmap.registry.kept import apply_changes, read_state
from ruralmap.registry.models import HISTORY_TABLES
from ruralmap.registry.server import WRITER, PostGISHome
from ruralmap.registry.store import reading, writing

SOUTH, NORTH = "441624100", "441624101"


def key_of(table, **fields):
    """Give the key that the fields of a record give it."""
    parts = [fields.get(name) for name in KEPT[table]]
    return str(parts[0]) if len(parts) == 1 else json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


# An asset and what belongs to it in each township; in neither the contract for land and the asset of nowhere.
FIELDS = [
    ("assets", {"asset_id": "S1", "asset": "水渠", "asset_class": "公益性", "village_code": f"{SOUTH}201"}),
    ("assets", {"asset_id": "N1", "asset": "冷库", "asset_class": "经营性", "village_code": f"{NORTH}201"}),
    ("assets", {"asset_id": "X1", "asset": "不明", "asset_class": "公益性"}),
    ("asset_funds", {"asset_id": "S1", "amount_fen": 100}),
    ("asset_funds", {"asset_id": "N1", "amount_fen": 200}),
    ("contracts", {"contract_id": "HS", "asset_id": "S1"}),
    ("contracts", {"contract_id": "HN", "asset_id": "N1"}),
    ("contracts", {"contract_id": "HL", "parcel_id": "P1"}),
    ("yields", {"contract_id": "HS", "period": "2024"}),
    ("yields", {"contract_id": "HN", "period": "2024", "asset_id": "N1"}),
    ("distributions", {"village_code": f"{SOUTH}201", "year": 2024}),
    ("distributions", {"village_code": f"{NORTH}201", "year": 2024}),
]
RECORDS = [(table, key_of(table, **fields), fields) for table, fields in FIELDS]
FUND_S, FUND_N = (key_of("asset_funds", asset_id=one) for one in ("S1", "N1"))
YIELD_S, YIELD_N = (key_of("yields", contract_id=one, period="2024") for one in ("HS", "HN"))
SHARED_S, SHARED_N = (key_of("distributions", village_code=f"{one}201", year=2024) for one in (SOUTH, NORTH))
ODD = '引"号\\与\n\x01\x7f\u2028/'  # what JSON writes in its own way
OWN = {"S1", FUND_S, "HS", YIELD_S, SHARED_S}
TABLES = ("assets", "asset_funds", "contracts", "yields", "distributions")


@pytest.fixture(scope="module")
def template(postgis_server, batch):
    """A registry of two townships, and roles for each."""
    import pandas as pd  # noqa: PLC0415

    url = postgis_server.url(postgis_server.make())
    towns = pd.DataFrame({"township_code": [SOUTH, NORTH], "township": ["南镇", "北镇"]})
    with PostGISHome(url).renewing() as held:
        held.load({"townships": towns}, batch=batch)
    with writing(url) as connection:
        changes = [(Change(table, key, None, fields), Source("账.xlsx")) for table, key, fields in RECORDS]
        entry = Entry("B000001", "2024-09-30", "2024-09-30T00:00:00Z", "县局", "")
        events = list(events_of(changes, entry, head_of(())))
        append(
            connection, Batch("B000001", "build", *entry[1:], events=len(events), last=len(events)), events
        )
        apply_changes(connection, changes)
    database = database_of(url)
    with postgis_server.connect("postgres") as admin:
        for role in ("south", "north", "two", "nobody"):
            admin.execute(f"CREATE ROLE {role} LOGIN")
        admin.execute("CREATE ROLE clerk LOGIN IN ROLE south")
        admin.execute("CREATE ROLE helper LOGIN IN ROLE office")
    with postgis_server.connect(database, "office") as office:
        for role, code in (("south", SOUTH), ("north", NORTH), ("two", SOUTH), ("two", NORTH)):
            office.execute("SELECT ruralmap.grant_township(%s, %s)", [role, code])
        office.execute("SELECT ruralmap.grant_township('nobody', %s)", [SOUTH])
        office.execute("SELECT ruralmap.revoke_township('nobody', %s)", [SOUTH])
    return database


@pytest.fixture
def county(postgis_server, template):
    """A registry of one's own, and who asks it."""
    database = postgis_server.make(template)

    def ask(role, statement, *values):
        with postgis_server.connect(database, role) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else cursor.rowcount

    return SimpleNamespace(url=postgis_server.url(database), ask=ask)


def keys(county, role):
    asked = " UNION ALL ".join(f"SELECT record_key FROM ruralmap.{name}" for name in TABLES)
    return {key for (key,) in county.ask(role, asked)}


def send(county, role, *changes, on="2024-10-08", by="王五"):
    """Append as a township does: table, key, before, after."""
    told = [
        {
            "table": table,
            "key": key,
            "before": canonical(old),
            "after": canonical(new),
            "file": "南镇.xlsx",
            "row": 4,
        }
        for table, key, old, new in changes
    ]
    statement = "SELECT ruralmap.append_batch(%s, %s, %s, %s)"
    return county.ask(
        role, statement, by, on, "巡查", Jsonb(told, lambda one: json.dumps(one, ensure_ascii=False))
    )


def whole(county):
    """Hold chain and tables against each other, as the office sees them."""
    with reading(county.url) as connection:
        known, found = read_chronicle(connection), read_state(connection)
    assert verify(known.events).is_sound
    assert strays(replay(known.events), found) == []
    return known, found


def test_the_lock_of_both_languages_is_one(county):
    (source,) = county.ask("postgres", "SELECT prosrc FROM pg_proc WHERE proname = 'append_batch'")[0]
    assert f"pg_advisory_xact_lock({WRITER})" in source


def test_every_table_of_assets_and_their_past_is_guarded(county):
    forced = county.ask(
        "postgres", "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    )
    assert {name for (name,) in forced} == {*KEPT, *HISTORY_TABLES, "township_roles"}
    asked = "SELECT tablename FROM pg_policies WHERE policyname = 'township'"
    opened = {name for (name,) in county.ask("postgres", asked)}
    assert opened == {*KEPT, "asset_events", "asset_batches"}


def test_everybody_sees_their_own_rows(county):
    every = {key for _, key, _ in RECORDS}
    assert keys(county, "south") == keys(county, "clerk") == OWN
    assert keys(county, "north") == {"N1", FUND_N, "HN", YIELD_N, SHARED_N}
    # Neither the land's contract nor the asset of nowhere is any township's.
    assert keys(county, "two") == every - {"HL", "X1"}
    assert keys(county, "nobody") == set()
    assert keys(county, "office") == keys(county, "helper") == every


def test_a_township_sees_the_events_of_its_records_and_their_batches(county):
    asked = "SELECT record_key FROM ruralmap.asset_events"
    assert {key for (key,) in county.ask("south", asked)} == OWN
    assert county.ask("south", "SELECT batch FROM ruralmap.asset_batches") == [("B000001",)]
    assert county.ask("nobody", "SELECT batch FROM ruralmap.asset_batches") == []
    assert len(county.ask("office", asked)) == len(RECORDS)


def test_what_is_the_office_s_alone_is_closed(county):
    for name in (
        "households",
        "asset_conflicts",
        "asset_exports",
        "asset_returns",
        "asset_filed",
        "township_roles",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            county.ask("south", f"SELECT * FROM ruralmap.{name}")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ruralmap.assets SET note = '改' WHERE asset_id = 'N1'",
        "DELETE FROM ruralmap.assets WHERE asset_id = 'N1'",
        "UPDATE ruralmap.asset_funds SET amount_fen = 1 WHERE asset_id = 'N1'",
        "DELETE FROM ruralmap.distributions WHERE village_code LIKE '441624101%'",
        "UPDATE ruralmap.contracts SET operator = '我' WHERE contract_id IN ('HN', 'HL')",
    ],
)
def test_rows_of_others_are_not_touched(county, statement):
    assert county.ask("south", statement) == 0


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO ruralmap.assets (asset_id, asset, village_code) VALUES ('N', '', '{NORTH}')",
        "INSERT INTO ruralmap.assets (asset_id, asset, asset_class) VALUES ('N9', '井', '公益性')",
        "INSERT INTO ruralmap.asset_funds (asset_id, amount_fen) VALUES ('N1', 5)",
        f"UPDATE ruralmap.assets SET village_code = '{NORTH}201' WHERE asset_id = 'S1'",
        f"UPDATE ruralmap.assets SET linked_township_code = '{NORTH}' WHERE asset_id = 'S1'",
        "UPDATE ruralmap.asset_funds SET asset_id = 'N1'",
        f"UPDATE ruralmap.distributions SET village_code = '{NORTH}201'",
        "UPDATE ruralmap.assets SET record_key = 'N1'",
        "INSERT INTO ruralmap.contracts (contract_id, asset_id, record_key) VALUES ('H9', 'S1', 'HN')",
        "INSERT INTO ruralmap.asset_events (seq) VALUES (99)",
        "INSERT INTO ruralmap.asset_batches (batch) VALUES ('B')",
        "UPDATE ruralmap.asset_events SET after = ''",
        "DELETE FROM ruralmap.asset_events",
        "DELETE FROM ruralmap.asset_batches",
        "TRUNCATE ruralmap.assets",
        "ALTER TABLE ruralmap.assets NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY township ON ruralmap.assets",
        "SET ROLE office",
        "SET ROLE north",
        "SET SESSION AUTHORIZATION north",
        f"INSERT INTO ruralmap.township_roles VALUES ('south', '{NORTH}')",
        f"SELECT ruralmap.grant_township('south', '{NORTH}')",
        f"SELECT ruralmap.revoke_township('north', '{NORTH}')",
        "SELECT ruralmap.apply_change('assets', 'N1', NULL, NULL, NULL)",
        "CREATE TABLE ruralmap.mine (a int)",
        "CREATE FUNCTION ruralmap.acting_role() RETURNS name LANGUAGE sql AS $$ SELECT 'north'::name $$",
    ],
)  # fmt: skip
def test_what_is_not_theirs_is_refused(county, statement):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        county.ask("south", statement)
    whole(county)


def test_row_security_cannot_be_switched_off(county):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        county.ask("south", "SET row_security = off; SELECT * FROM ruralmap.assets")


def test_a_setting_of_another_name_does_not_make_one_another(county):
    with pytest.raises(psycopg.Error):
        county.ask("south", "SELECT set_config('role', 'north', false)")


def test_an_administrator_who_takes_a_township_s_role_is_that_township(county):
    change = [
        {
            "table": "assets",
            "key": "N1",
            "before": canonical({"note": None}),
            "after": canonical({"note": "改"}),
        }
    ]
    statement = f"SET ROLE south; SELECT ruralmap.append_batch('', '2024-10-08', '', '{json.dumps(change)}')"
    with pytest.raises(psycopg.Error, match="none of yours"):
        county.ask("postgres", statement)


def test_an_edit_of_one_s_own_is_appended_and_whole(county):
    new = {"asset_id": "S2", "asset": "新渠", "asset_class": "公益性", "village_code": f"{SOUTH}202"}
    changes = [
        ("assets", "S1", {"note": None, "qty": None}, {"note": ODD, "qty": 3.0}),
        ("asset_funds", FUND_S, {"amount_fen": 100}, {"amount_fen": 250}),
        ("assets", "S2", None, new),
        ("contracts", "HS", {"contract_id": "HS", "asset_id": "S1"}, None),
    ]
    assert send(county, "clerk", *changes) == [("B000002",)]
    known, found = whole(county)
    assert found["assets"]["S1"]["note"] == ODD
    assert found["assets"]["S1"]["qty"] == 3.0
    assert found["asset_funds"][FUND_S]["amount_fen"] == 250
    assert found["assets"]["S2"]["asset"] == "新渠"
    assert "HS" not in found["contracts"]
    batch = known.batches[-1]
    assert (batch.batch, batch.kind, batch.on, batch.events, batch.last) == (
        "B000002",
        "merge",
        "2024-10-08",
        4,
        16,
    )
    # Whatever name is given, who was logged in stands behind it.
    assert batch.by == "王五@clerk"
    assert known.events[-1].file == "南镇.xlsx"
    # They see of it what is theirs, and the office and they go on one behind the other.
    assert ("B000002",) in county.ask("south", "SELECT batch FROM ruralmap.asset_batches")
    send(county, "north", ("assets", "N1", {"note": None}, {"note": "改"}), by="")
    assert whole(county)[0].batches[-1].by == "north"


def test_a_place_that_changes_is_unlinked_and_stays_one_s_own(county):
    found = f"linked_township_code = '{SOUTH}', link_status = 'linked', geom = 'SRID=4490;POINT (115 24)'"
    county.ask("office", f"UPDATE ruralmap.assets SET {found} WHERE asset_id = 'S1'")
    send(county, "south", ("assets", "S1", {"lon": None, "lat": None}, {"lon": 115.5, "lat": 24.5}))
    statement = "SELECT linked_township_code, link_status, geom FROM ruralmap.assets WHERE asset_id = 'S1'"
    assert county.ask("office", statement) == [(SOUTH, None, None)]
    change = ({"village_code": f"{SOUTH}201"}, {"village_code": f"{SOUTH}202"})
    send(county, "south", ("assets", "S1", *change))
    assert county.ask("south", statement) == [(None, None, None)]
    whole(county)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("assets", "N1", {"note": None}, {"note": "改"}), "none of yours"),
        (("assets", "N1", {"asset_id": "N1"}, None), "none of yours"),
        (("asset_funds", FUND_N, {"amount_fen": 200}, {"amount_fen": 1}), "none of yours"),
        (("yields", YIELD_N, {"due_fen": None}, {"due_fen": 1}), "none of yours"),
        (("distributions", SHARED_N, {"year": 2024}, {"year": 2023}), "none of yours"),
        (("assets", "X1", {"note": None}, {"note": "改"}), "none of yours"),
        (("assets", "S1", {"village_code": f"{SOUTH}201"}, {"village_code": f"{NORTH}201"}), "none of yours"),
        (("assets", "N9", None, {"asset_id": "N9", "asset": "井", "asset_class": "公益性"}), "none of yours"),
        (("asset_funds", "x", None, {"asset_id": "N1", "amount_fen": 1}), "none of yours"),
        (("assets", "S1", {"note": "旧"}, {"note": "改"}), "not as it was"),
        (("assets", "S1", None, {"asset_id": "S1"}), "not as it was"),
        (("assets", "S9", {"note": None}, {"note": "改"}), "not as it was"),
        (("assets", "S1", {"linked_township_code": None}, {"linked_township_code": NORTH}), "has no field"),
        (("assets", "S1", {"record_key": "S1"}, {"record_key": "N1"}), "has no field"),
        (("assets", "S1", {"no_such": None}, {"no_such": 1}), "has no field"),
        (("assets", "S1", {"qty": None}, {"qty": 3}), "cannot be"),
        (("assets", "S1", {"note": None}, {"note": 3}), "cannot be"),
        (("assets", "S1", {"original_value_fen": None}, {"original_value_fen": 1.5}), "cannot be"),
        (("assets", "S1", {"historic": None}, {"historic": "是"}), "cannot be"),
        (("assets", "", None, {"asset_id": "S9"}), "no record"),
        (("asset_events", "S1", None, {"seq": 1}), "no record"),
    ],
)
def test_what_is_not_so_or_not_theirs_is_not_appended(county, change, said):
    good = ("assets", "S1", {"outlook": None}, {"outlook": "好"})
    with pytest.raises(psycopg.Error, match=said):
        send(county, "south", good, change)
    known, found = whole(county)
    assert len(known.events) == len(RECORDS)
    assert "outlook" not in found["assets"]["S1"]


def test_a_change_of_fields_tells_of_all_of_them_before(county):
    with pytest.raises(psycopg.Error, match="as it was told"):
        send(county, "south", ("assets", "S1", {"note": None}, {"asset": "改"}))
    with pytest.raises(psycopg.Error, match="as it was told"):
        send(county, "south", ("assets", "S1", {"asset_id": "S1"}, None))
    with pytest.raises(psycopg.Error, match="out of range"):
        send(county, "south", on="2024-13-01")
    whole(county)


def test_what_was_taken_off_is_not_entered_again_by_another(county):
    send(county, "north", ("contracts", "HN", {"contract_id": "HN", "asset_id": "N1"}, None))
    with pytest.raises(psycopg.Error, match="was there before"):
        send(county, "south", ("contracts", "HN", None, {"contract_id": "HN", "asset_id": "S1"}))
    whole(county)


def test_whoever_sees_all_cannot_be_limited_nor_a_township_that_is_none(county):
    for role, code in (("helper", SOUTH), ("postgres", SOUTH), ("south", "999999999")):
        with pytest.raises(psycopg.Error, match=r"sees everything|no township"):
            county.ask("office", "SELECT ruralmap.grant_township(%s, %s)", role, code)
