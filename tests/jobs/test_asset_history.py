"""History, audit, undo, backup and restore, on a registry of three assets and two batches."""

import json
import zipfile

import openpyxl
import pytest

import gpkg
import toy
from ruralmap.assets.chain import Source, head_of
from ruralmap.assets.changes import Change
from ruralmap.errors import InputError, RegistryError, UsageError
from ruralmap.jobs.asset_as_of import county_of, registry_of, write_registry_of
from ruralmap.jobs.asset_audit import audit, write_audit
from ruralmap.jobs.asset_backup import backup, restore
from ruralmap.jobs.asset_history import history_of, read_past, write_history
from ruralmap.jobs.asset_undo import undo_batch
from ruralmap.jobs.asset_writing import at_desk, write_batch
from ruralmap.jobs.author import Author
from ruralmap.jobs.build import build
from ruralmap.registry.kept import read_state
from ruralmap.registry.store import home_at, reading, writing
from ruralmap.workspace import open_workspace

CLERK = Author("乡镇甲", at="2024-10-08T08:00:00Z", reason="巡查")
BOSS = Author("县局", at="2024-10-09T08:00:00Z", reason="退回")


@pytest.fixture(scope="module")
def edited(tmp_path_factory, home):
    """Z1 is damaged and worth less, XZ1 is new; both hold from 8 October, nine days after the build."""
    root = tmp_path_factory.mktemp("edited")
    toy.write_county(root, toy.people("441624100201", 3, prefix="A"), money=False)
    home.settle(root)
    workspace = open_workspace(root)
    build(workspace, toy.AUTHOR)
    new = {"asset_id": "XZ1", "asset": "新渠", "asset_class": "公益性", "village_code": "441624100202"}
    before = {"run_state": "正常", "original_value_fen": 1_000_000, "in_three_capital_platform": None}
    after = {"run_state": "损毁", "original_value_fen": 950_050, "in_three_capital_platform": True}
    source = Source("南镇.xlsx", "资产台账", 4)
    with at_desk(workspace) as desk:
        changes = [
            (Change("assets", "Z1", before, after), source),
            (Change("assets", "XZ1", None, new), source),
        ]
        write_batch(desk, "merge", CLERK, changes, on="2024-10-08")
    return root


@pytest.fixture
def county(edited, home, tmp_path):
    return home.copy(edited, tmp_path / "county")


def state(workspace):
    with reading(workspace.registry) as connection:
        return read_state(connection)["assets"]


def sql(workspace, statement):
    with writing(workspace.registry) as connection:
        connection.exec_driver_sql(statement)


def test_a_history_is_told_field_by_field_in_the_office_s_words(county):
    history = history_of(county, asset="Z1")
    # Entered, then three fields of one event, in the order of their names.
    assert [line.event.seq for line in history.lines] == [1, 4, 4, 4]
    header, rows = history.table
    said = [dict(zip(header, row, strict=True)) for row in rows[1:]]
    assert {(one["字段"], one["改前"], one["改后"]) for one in said} == {
        ("是否录入三资平台", "", "是"),
        ("原始价值(元)", "10,000.00", "9,500.50"),
        ("运行状态", "正常", "损毁"),
    }
    one = said[0]
    assert (one["生效日期"], one["经办人"], one["来由"], one["资产名称"]) == (
        "2024-10-08",
        "乡镇甲",
        "回收合并",
        "水渠",
    )
    assert (one["理由"], one["来源"], one["批次"]) == ("巡查", "南镇.xlsx 资产台账 4", "B000002")


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"batch": "B000002"}, [4, 5]),
        ({"days": ("2024-10-08", None)}, [4, 5]),
        ({"days": (None, "2024-10-07")}, [1, 2, 3]),
        ({"asset": "XZ1"}, [5]),
    ],
)
def test_a_history_is_of_what_was_asked(county, asked, numbers):
    assert sorted({line.event.seq for line in history_of(county, **asked).lines}) == numbers


@pytest.mark.parametrize("asked", [{"asset": "Z9"}, {"batch": "B9"}])
def test_what_nobody_knows_is_refused(county, asked):
    with pytest.raises(UsageError, match=r"Z9|B9"):
        history_of(county, **asked)


def test_a_history_as_a_file(county, tmp_path):
    history = history_of(county)
    for ending in ("xlsx", "csv", "json"):
        write_history(history, tmp_path / f"h.{ending}")
    book = openpyxl.load_workbook(tmp_path / "h.xlsx")
    assert book.sheetnames == ["变动明细", "变动批次"]
    assert "【模拟数据】" in book["变动明细"]["A1"].value
    assert head_of(history.known.events).digest in book["变动明细"]["A2"].value
    record = json.loads((tmp_path / "h.json").read_text(encoding="utf-8"))
    assert record["head"]["length"] == 5
    assert [event["seq"] for event in record["events"]] == [1, 2, 3, 4, 5]
    assert record["events"][3]["after"]["original_value_fen"] == 950_050


def test_without_a_registry_there_is_no_history(county, home):
    home.forget(county)
    for job in (lambda: read_past(county), lambda: audit(county), lambda: backup(county, CLERK)):
        with pytest.raises(RegistryError, match="未找到登记库"):
            job()


def test_a_whole_registry_is_sound(county):
    head = head_of(read_past(county).events)
    report = audit(county, heads=[f"5:{head.digest}", f"5：{head.digest[:12].upper()}"])
    assert report.verdict.is_sound
    assert report.behind == []
    assert report.sentences == ["完好：5 条变动逐条相连，与所持的 2 个校验值一致。", "登记表与变动链一致。"]


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("UPDATE asset_events SET after = replace(after, '损毁', '正常') WHERE seq = 4", 4),
        ("DELETE FROM asset_events WHERE seq = 2", 3),
        ("UPDATE asset_batches SET recorded_by = '别人' WHERE batch = 'B000002'", 4),
        ("DELETE FROM asset_batches WHERE batch = 'B000001'", 1),
    ],
)
def test_what_was_altered_or_removed_is_found(county, statement, number):
    sql(county, statement)
    report = audit(county)
    assert report.verdict.broken_at == number
    assert f"第 {number} 条起不可信" in report.sentences[0]


def test_a_chain_that_was_cut_off_is_found_by_a_head_that_somebody_kept(county):
    head = head_of(read_past(county).events)
    sql(county, "DELETE FROM asset_events WHERE seq > 3")
    assert audit(county).verdict.is_sound
    report = audit(county, heads=[f"5:{head.digest[:12]}"])
    assert not report.verdict.is_sound
    assert "曾有 5 条变动" in report.sentences[0]


@pytest.mark.parametrize("text", ["5", "5:xyz", "abc", "5:0123"])
def test_what_is_no_head_is_refused(county, text):
    with pytest.raises(UsageError, match="长度:校验值"):
        audit(county, heads=[text])


def test_edits_behind_the_chain_are_told_and_taken_in(county, tmp_path):
    sql(county, "UPDATE assets SET run_state = '停产', qty = 3 WHERE asset_id = 'Z2'")
    sql(county, "DELETE FROM assets WHERE asset_id = 'Z3'")
    # As QGIS copies a row: with the key of the first.
    copied = (
        "INSERT INTO assets (asset_id, asset, asset_class, record_key) VALUES ('Q1', '新井', '公益性', 'Z1')"
    )
    sql(county, copied)
    report = audit(county)
    assert report.verdict.is_sound
    write_audit(report, tmp_path / "a.xlsx")
    told = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "a.xlsx")["链外修改"]]
    assert told[1:] == [
        ["扶贫(帮扶)项目资产台账", "Q1", "（整条记录）", None, "新增"],
        ["扶贫(帮扶)项目资产台账", "Z2", "数量", None, "3"],
        ["扶贫(帮扶)项目资产台账", "Z2", "运行状态", "闲置", "停产"],
        ["扶贫(帮扶)项目资产台账", "Z3", "（整条记录）", None, "核减"],
    ]
    adopted = audit(county, adopt=BOSS)
    assert adopted.adopted.events == 3
    assert audit(county).behind == []
    assert sorted(state(county)) == ["Q1", "XZ1", "Z1", "Z2"]
    assert audit(county, adopt=BOSS).adopted is None
    assert history_of(county, asset="Q1").lines[0].event.by == "县局"


def test_nothing_is_taken_into_a_chain_that_is_not_sound(county):
    sql(county, "UPDATE asset_events SET after = replace(after, '损毁', '正常') WHERE seq = 4")
    with pytest.raises(RegistryError, match="没有写入"):
        audit(county, adopt=BOSS)


def test_a_batch_is_undone_and_the_undoing_too(county):
    done = undo_batch(county, "B000002", BOSS)
    assert done.sentence == "已撤销批次 B000002：2 条变动，新批次 B000003。"
    assert sorted(state(county)) == ["Z1", "Z2", "Z3"]
    assert state(county)["Z1"]["original_value_fen"] == 1_000_000
    assert "in_three_capital_platform" not in state(county)["Z1"]
    undo_batch(county, "B000003", BOSS)
    assert state(county)["Z1"]["run_state"] == "损毁"
    assert state(county)["XZ1"]["asset"] == "新渠"
    assert audit(county).verdict.is_sound
    assert audit(county).behind == []


def test_what_was_edited_since_is_not_undone_and_named(county):
    with at_desk(county) as desk:
        later = Change("assets", "Z1", {"run_state": "损毁"}, {"run_state": "停产"})
        write_batch(desk, "merge", BOSS, [(later, Source())])
    done = undo_batch(county, "B000002", BOSS)
    assert done.table[1] == [["扶贫(帮扶)项目资产台账", "Z1", "运行状态"]]
    assert state(county)["Z1"]["run_state"] == "停产"
    assert state(county)["Z1"]["original_value_fen"] == 1_000_000
    with pytest.raises(UsageError, match="没有可以撤销的内容"):
        undo_batch(county, "B000002", BOSS)
    with pytest.raises(UsageError, match="没有变动批次"):
        undo_batch(county, "B000009", BOSS)


def test_the_registry_of_a_day(county, tmp_path):
    before, after = registry_of(county, "2024-10-07"), registry_of(county, "2024-10-08")
    assert before.state["assets"]["Z1"]["run_state"] == "正常"
    assert after.state["assets"]["Z1"]["run_state"] == "损毁"
    assert (len(before.state["assets"]), len(after.state["assets"])) == (3, 4)
    write_registry_of(after, tmp_path / "o.csv")
    lines = (tmp_path / "o.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 5
    assert ",9500.50," in lines[1]
    write_registry_of(after, tmp_path / "o.xlsx")
    assert openpyxl.load_workbook(tmp_path / "o.xlsx").sheetnames == ["扶贫(帮扶)项目资产台账"]
    linked = county_of(before).tables["assets"]
    assert sorted(linked["asset_id"]) == ["Z1", "Z2", "Z3"]


@pytest.mark.parametrize("day", ["2024-09-29", "2024-9-30", "昨天"])
def test_a_day_without_a_registry_is_refused(county, day):
    with pytest.raises(UsageError, match="没有写出文件"):
        registry_of(county, day)


def test_a_backup_comes_back(county, home):
    made = backup(county, CLERK)
    assert made.head.length == 5
    assert made.path.parent.name == "backups"
    content = home.content(county)
    home.forget(county)
    done = restore(county, made.path, BOSS)
    assert done.before is None
    assert done.head == made.head
    assert audit(county, heads=[f"5:{made.head.digest}"]).verdict.is_sound
    assert len(home.content(county)) == len(content)
    assert audit(county).behind == []


def test_the_same_registry_gives_the_same_backup(county, tmp_path):
    first, second = (backup(county, CLERK, tmp_path / f"{name}.zip").path.read_bytes() for name in "ab")
    assert first == second


def test_a_backup_that_knows_less_is_refused_unless_forced(county, tmp_path):
    old = backup(county, CLERK, tmp_path / "old.zip")
    undo_batch(county, "B000002", BOSS)
    with pytest.raises(UsageError, match="多 2 条变动"):
        restore(county, old.path, BOSS)
    done = restore(county, old.path, BOSS, force=True)
    assert state(county)["Z1"]["run_state"] == "损毁"
    # What it replaced is kept, and can itself be put back.
    assert done.before.head.length == 7
    restore(county, done.before.path, BOSS)
    assert state(county)["Z1"]["run_state"] == "正常"


def damaged(path, to, *, name, content):
    """Copy a backup with one of its parts changed."""
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(to, "w") as two:
        for part in one.namelist():
            two.writestr(part, content(one.read(part)) if part == name else one.read(part))


def test_a_backup_that_was_altered_is_refused(county, home, tmp_path):
    made = backup(county, CLERK, tmp_path / "b.zip")
    bad = tmp_path / "bad.zip"
    content = home.content(county)
    damaged(made.path, bad, name="registry.gpkg", content=lambda one: one[:-1] + b"x")
    with pytest.raises(InputError, match="SHA-256"):
        restore(county, bad, BOSS)
    damaged(
        made.path, bad, name="backup.json", content=lambda one: one.replace(b'"length": 5', b'"length": 6')
    )
    with pytest.raises(InputError, match="没有恢复"):
        restore(county, bad, BOSS)
    bad.write_bytes(b"no zip")
    with pytest.raises(InputError, match="没有恢复"):
        restore(county, bad, BOSS)
    assert home.content(county) == content


def test_a_registry_with_a_history_keeps_to_the_geopackage_standard(county, tmp_path):
    copy = tmp_path / "copy.gpkg"
    home_at(county.registry).copy_to(copy)
    gpkg.require_valid(copy)
