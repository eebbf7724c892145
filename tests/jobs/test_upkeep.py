"""Files, registry and other people's edits come together: no build loses what somebody entered since."""

import pandas as pd
import pytest

import toy
from ruralmap.assets.chain import Source
from ruralmap.assets.changes import Change
from ruralmap.assets.merging import Conflict, Spot
from ruralmap.errors import RegistryError
from ruralmap.jobs.adoption_store import collect_inputs
from ruralmap.jobs.asset_writing import at_desk, write_batch
from ruralmap.jobs.author import Author
from ruralmap.jobs.build import build
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.upkeep import with_registry
from ruralmap.registry.history import read_chronicle
from ruralmap.registry.kept import read_state
from ruralmap.registry.store import reading, writing
from ruralmap.workspace import open_workspace

HEADER = ("资产编号", "资产名称", "资产类别", "原始价值", "乡镇", "行政村", "行政村代码", "运行状态", "备注")
ROWS = {
    "Z1": ("Z1", "水渠", "公益性", "10000.00", "南镇", "甲村委会", "441624100201", "正常", ""),
    "Z2": ("Z2", "冷库", "经营性", "3.5万元", "北镇", "丙村委会", "441624101201", "闲置", ""),
    "Z3": ("Z3", "猪圈", "到户类", "2000", "北镇", "丁村委会", "441624101202", "正常", ""),
}
LATER = Author("乡镇甲", at="2024-10-08T08:00:00Z", reason="巡查")


def write_ledger(root, rows):
    toy.write_csv(root / "assets" / "资产台账.csv", HEADER, rows)


def with_cell(key, header, value):
    """Give the ledger's rows with one cell changed."""
    row = list(ROWS[key])
    row[HEADER.index(header)] = value
    return (ROWS | {key: tuple(row)}).values()


@pytest.fixture(scope="module")
def built(tmp_path_factory, home):
    root = tmp_path_factory.mktemp("built")
    toy.write_county(root, toy.people("441624100201", 3, prefix="A"), money=False)
    home.settle(root)
    write_ledger(root, ROWS.values())
    build(open_workspace(root), toy.AUTHOR)
    return root


@pytest.fixture
def county(built, home, tmp_path):
    """A county that was built once."""
    return home.copy(built, tmp_path / "county")


def edit(workspace, key, on=None, **fields):
    """Write an edit of somebody else: for each field, before and after."""
    before = {name: pair[0] for name, pair in fields.items()}
    change = Change("assets", key, before, {name: pair[1] for name, pair in fields.items()})
    with at_desk(workspace) as desk:
        return write_batch(desk, "merge", LATER, [(change, Source("南镇.xlsx", "资产台账", 4))], on=on)


def past(workspace):
    with reading(workspace.registry) as connection:
        return read_chronicle(connection)


def assets(workspace):
    """The assets as every command reads them."""
    _, linked = read_county(workspace)
    return pd.DataFrame(linked.tables["assets"]).set_index("asset_id")


def in_registry(workspace):
    with reading(workspace.registry) as connection:
        return read_state(connection)["assets"]


def test_the_first_build_enters_every_record(county):
    known = past(county)
    assert [(one.table, one.key, one.before) for one in known.events] == [
        ("assets", "Z1", ""),
        ("assets", "Z2", ""),
        ("assets", "Z3", ""),
    ]
    assert known.batches[0][:2] == ("B000001", "build")
    assert known.batches[0][2:6] == ("2024-09-30", "2024-09-30T00:00:00Z", "测试", "")
    assert known.events[1].change.after["original_value_fen"] == 3_500_000
    assert (known.events[1].file, known.events[1].row) == ("assets/资产台账.csv", 3)
    assert not known.is_edited


def test_a_build_without_news_changes_nothing(county, home):
    before = home.content(county)
    build(county, Author("别人", at="2025-01-01T00:00:00Z"))
    assert home.content(county) == before


def test_an_edit_is_in_the_registry_and_in_what_every_command_reads(county):
    edit(county, "Z1", run_state=("正常", "损毁"))
    assert in_registry(county)["Z1"]["run_state"] == "损毁"
    read = assets(county)
    assert read.loc["Z1", "run_state"] == "损毁"
    assert list(read.index) == ["Z1", "Z2", "Z3"]
    assert read.loc["Z1", "source_row"] == 2
    # All else is as the file has it, of the same kinds.
    assert read.loc["Z2", "original_value_fen"] == 3_500_000
    assert str(read["original_value_fen"].dtype) == "Int64"


def test_an_edit_that_holds_from_a_later_day_is_not_there_before(county):
    edit(county, "Z1", on="2024-10-08", run_state=("正常", "损毁"))
    assert assets(county).loc["Z1", "run_state"] == "正常"
    later = open_workspace(county.root, as_of="2024-10-08")
    assert assets(later).loc["Z1", "run_state"] == "损毁"


def test_a_build_keeps_the_edit(county):
    edit(county, "Z1", run_state=("正常", "损毁"))
    build(county, toy.AUTHOR)
    assert in_registry(county)["Z1"]["run_state"] == "损毁"
    assert len(past(county).events) == 4


def test_a_file_changed_elsewhere_is_taken_beside_the_edit(county):
    edit(county, "Z1", run_state=("正常", "损毁"))
    write_ledger(county.root, with_cell("Z1", "备注", "待修"))
    build(county, toy.AUTHOR)
    assert in_registry(county)["Z1"]["run_state"] == "损毁"
    assert in_registry(county)["Z1"]["note"] == "待修"
    assert past(county).conflicts == {}
    # And again, nothing.
    build(county, toy.AUTHOR)
    assert len(past(county).events) == 5


def test_a_field_that_file_and_edit_changed_goes_back_and_waits(county):
    edit(county, "Z1", run_state=("正常", "损毁"))
    write_ledger(county.root, with_cell("Z1", "运行状态", "闲置"))
    build(county, toy.AUTHOR)
    assert in_registry(county)["Z1"]["run_state"] == "正常"
    said = {"损毁": frozenset({"南镇.xlsx"}), "闲置": frozenset({"assets/资产台账.csv"})}
    assert past(county).conflicts == {Spot("assets", "Z1", "run_state"): Conflict("正常", said)}
    # The next build finds the file as it was, and the conflict open still.
    build(county, toy.AUTHOR)
    assert in_registry(county)["Z1"]["run_state"] == "正常"
    assert len(past(county).conflicts) == 1


def test_a_file_that_says_what_was_edited_is_no_conflict(county):
    edit(county, "Z1", run_state=("正常", "损毁"))
    write_ledger(county.root, with_cell("Z1", "运行状态", "损毁"))
    build(county, toy.AUTHOR)
    assert past(county).conflicts == {}
    assert past(county).differing == {}
    # From now on the file is what is compared: changed again, it counts.
    write_ledger(county.root, with_cell("Z1", "运行状态", "闲置"))
    build(county, toy.AUTHOR)
    assert in_registry(county)["Z1"]["run_state"] == "闲置"


def test_a_row_that_leaves_the_file_leaves_the_registry(county):
    write_ledger(county.root, [ROWS["Z1"], ROWS["Z2"]])
    build(county, toy.AUTHOR)
    assert sorted(in_registry(county)) == ["Z1", "Z2"]
    assert past(county).events[-1].after == ""


def test_a_row_that_leaves_the_file_and_was_edited_waits(county):
    edit(county, "Z3", run_state=("正常", "损毁"))
    write_ledger(county.root, [ROWS["Z1"], ROWS["Z2"]])
    build(county, toy.AUTHOR)
    assert in_registry(county)["Z3"]["run_state"] == "损毁"
    (spot,) = past(county).conflicts
    assert spot == Spot("assets", "Z3", "")


def test_a_row_that_was_set_aside_stays_as_it_was(county):
    # A class that nobody knows: the check sets the row aside, and the registry keeps what it had.
    write_ledger(county.root, with_cell("Z3", "资产类别", "不明"))
    build(county, toy.AUTHOR)
    assert in_registry(county)["Z3"]["asset_class"] == "到户类"
    assert assets(county).shape[0] == 2  # what the files alone say; nobody else has edited anything


def test_a_record_that_somebody_entered_is_among_the_rest(county):
    new = {"asset_id": "XZ1", "asset": "新渠", "asset_class": "公益性", "village_code": "441624100202"}
    with at_desk(county) as desk:
        write_batch(
            desk, "merge", LATER, [(Change("assets", "XZ1", None, new), Source("南镇.xlsx", "表", 9))]
        )
    read = assets(county)
    assert list(read.index) == ["Z1", "Z2", "Z3", "XZ1"]
    assert read.loc["XZ1", "linked_village_code"] == "441624100202"
    # The files have it neither before nor after: that is no removal.
    write_ledger(county.root, with_cell("Z1", "备注", "待修"))
    build(county, toy.AUTHOR)
    assert in_registry(county)["XZ1"] == new
    assert past(county).differing == {("assets", "XZ1"): None}
    build(county, toy.AUTHOR)
    assert in_registry(county)["XZ1"] == new


def test_a_place_that_changed_is_unlinked_until_the_next_build(county):
    edit(county, "Z1", village_code=("441624100201", "441624100202"))
    statement = "SELECT linked_village_code, link_status, geom FROM assets WHERE asset_id = 'Z1'"
    with reading(county.registry) as connection:
        assert connection.exec_driver_sql(statement).one() == (None, None, None)
    assert assets(county).loc["Z1", "village_code"] == "441624100202"
    build(county, toy.AUTHOR)
    with reading(county.registry) as connection:
        assert connection.exec_driver_sql(statement).one()[1] is not None


def test_a_table_edited_behind_the_chain_stops_build_and_writing(county):
    with writing(county.registry) as connection:
        connection.exec_driver_sql("UPDATE assets SET run_state = '停产' WHERE asset_id = 'Z2'")
    for job in (lambda: build(county, toy.AUTHOR), lambda: edit(county, "Z1", note=(None, "改"))):
        with pytest.raises(RegistryError, match=r"1 条记录.*assets Z2.*--adopt"):
            job()
    assert in_registry(county)["Z2"]["run_state"] == "停产"


def test_a_damaged_registry_stops_everything_and_stays(county, home):
    home.damage(county)
    before = home.content(county)
    for job in (lambda: build(county, toy.AUTHOR), lambda: read_county(county)):
        with pytest.raises(RegistryError):
            job()
    assert home.content(county) == before


def test_without_a_registry_the_files_are_all_there_is(county, home):
    home.forget(county)
    report, _ = read_county(county)
    assert with_registry(county, report) is report


def test_an_event_that_fits_nothing_is_named(county):
    edit(county, "Z1", run_state=("正常", "损毁"))
    with writing(county.registry) as connection:
        connection.exec_driver_sql('UPDATE asset_events SET before = \'{"run_state":"停产"}\' WHERE seq = 4')
    with pytest.raises(RegistryError, match="第 4 条"):
        build(county, toy.AUTHOR)


def test_a_list_is_frozen_with_the_registry_once_somebody_edited_it(county):
    kept = "adopted-registry.gpkg"
    assert kept not in collect_inputs(county)
    edit(county, "Z1", run_state=("正常", "损毁"))
    content = collect_inputs(county)[kept]
    edit(county, "Z1", run_state=("损毁", "停产"))
    (county.root / kept).write_bytes(content)
    with reading(county.root / kept) as connection:
        assert read_state(connection)["assets"]["Z1"]["run_state"] == "损毁"
