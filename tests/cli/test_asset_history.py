"""The registry of assets on the command line: history, a day, undo, audit, backup, restore."""

import json

import pytest

import toy
from ruralmap.assets.chain import Source
from ruralmap.assets.changes import Change
from ruralmap.jobs.asset_writing import at_desk, write_batch
from ruralmap.jobs.author import Author
from ruralmap.registry.store import writing
from ruralmap.workspace import open_workspace


@pytest.fixture
def county(tmp_path, run):
    """A county that was built, and in which somebody changed an asset since."""
    toy.write_county(tmp_path, toy.people("441624100201", 3, prefix="A"), money=False)
    run("build", "-w", str(tmp_path), "--by", "县局", "--quiet")
    with at_desk(open_workspace(tmp_path)) as desk:
        change = Change("assets", "Z1", {"run_state": "正常"}, {"run_state": "损毁"})
        author = Author("乡镇甲", at="2024-10-08T08:00:00Z", reason="巡查")
        write_batch(desk, "merge", author, [(change, Source("南镇.xlsx", "表", 4))])
    return tmp_path


def asked(run, county, *words):
    """Run a command of the group with --json, and read its object."""
    status, out, _ = run("assets", *words, "-w", str(county), "--json")
    return status, json.loads(out)


def test_history_lists_batches_and_tells_of_an_asset(run, county):
    status, out, err = run("assets", "history", "-w", str(county))
    assert status == 0
    assert "B000002" in err
    assert "回收合并" in err
    assert "资产变动历史" in out
    _, err = run("assets", "history", "Z1", "-w", str(county))[1:]
    assert "损毁" in err
    status, record = asked(run, county, "history", "Z1")
    assert [event["seq"] for event in record["events"]] == [1, 4]
    assert record["batches"][0]["by"] == "县局"


def test_a_day_as_a_table_and_as_a_map(run, county, tmp_path):
    status, record = asked(run, county, "as-of", "2024-09-30", "--out", str(tmp_path / "o.json"))
    assert status == 0
    assert [one["run_state"] for one in record["records"]["assets"]] == ["损毁", "闲置", "正常"]
    page = tmp_path / "o.html"
    assert run("assets", "as-of", "2024-09-30", "-w", str(county), "--out", str(page), "--quiet")[0] == 0
    assert "模拟" in page.read_text(encoding="utf-8")
    assert run("assets", "as-of", "2023-01-01", "-w", str(county))[0] == 2


def test_undo_says_what_it_did(run, county):
    status, out, _ = run("assets", "undo", "B000002", "-w", str(county), "--by", "县局", "--reason", "退回")
    assert (status, out.strip()) == (0, "已撤销批次 B000002：1 条变动，新批次 B000003。")
    status, record = asked(run, county, "undo", "B000003")
    assert record == {"undone": "B000003", "batch": "B000004", "events": 1, "kept": []}
    assert run("assets", "undo", "B000099", "-w", str(county))[0] == 2


def test_an_audit_ends_with_1_where_the_chain_is_not_to_be_trusted(run, county):
    status, record = asked(run, county, "audit")
    assert (status, record["sound"], record["behind"]) == (0, True, [])
    with writing(county / "assets" / "registry.gpkg") as other:
        other.exec_driver_sql("UPDATE asset_events SET source_row = 9 WHERE seq = 2")
    status, record = asked(run, county, "audit")
    assert (status, record["sound"], record["broken_at"]) == (1, False, 2)
    _, _, err = run("assets", "audit", "-w", str(county), "--lang", "en")
    assert "Not to be trusted from event 2 on" in err


def test_an_edit_behind_the_chain_is_shown_and_adopted(run, county):
    with writing(county / "assets" / "registry.gpkg") as other:
        other.exec_driver_sql("UPDATE assets SET note = '改' WHERE asset_id = 'Z2'")
    status, _, err = run("assets", "audit", "-w", str(county))
    assert status == 0
    assert "--adopt" in err
    assert "Z2" in err
    status, record = asked(run, county, "audit", "--adopt", "--by", "县局")
    assert (status, record["adopted"]) == (0, "B000003")


def test_a_backup_is_made_and_put_back(run, county, tmp_path):
    path = tmp_path / "b.zip"
    status, record = asked(run, county, "backup", "--out", str(path))
    assert (status, record["length"], record["path"]) == (0, 4, str(path))
    run("assets", "undo", "B000002", "-w", str(county))
    assert run("assets", "restore", str(path), "-w", str(county))[0] == 2
    status, out, _ = run("assets", "restore", str(path), "-w", str(county), "--force")
    assert status == 0
    assert "恢复前的登记库已另存为" in out
    status, record = asked(run, county, "restore", str(path))
    assert (status, record["length"]) == (0, 4)
    assert run("assets", "backup", "-w", str(county), "--out", str(tmp_path / "b.xlsx"))[0] == 2


def test_a_build_says_what_it_kept(run, county):
    status, _, err = run("build", "-w", str(county))
    assert status == 0
    assert "资料带来 0 条变动；1 条记录与资料不同（他人所改，已保留）；0 处冲突待选定。" in err
    status, out, _ = run("build", "-w", str(county), "--json")
    assert json.loads(out)["merged"] == {"changes": 0, "differing": 1, "conflicts": 0}


def test_inspections_are_shown_first_and_written_when_they_are_accepted(run, county):
    file = county / "盘点.csv"
    toy.write_csv(
        file,
        ("资产编号", "核查日期", "核查运行状态", "经度", "纬度", "坐标系"),
        [("Z2", "2024-09-20", "停产", "115.2", "24.415", "CGCS2000")],
    )
    status, out, err = run("assets", "inspect", str(file), "-w", str(county))
    assert (status, "资产盘点预览" in out) == (0, True)
    assert "--accept" in err
    assert "停产" in err
    status, record = asked(run, county, "inspect", str(file), "--accept", "--by", "乡镇甲")
    assert (status, record["batch"], record["counts"]["new"]) == (0, "B000003", 1)
    # 115.2 is 0.18 degrees, some 18 km, east of the village.
    assert any("之外 18," in one["text"] for one in record["remarks"])
    _, record = asked(run, county, "as-of", "2024-09-30", "--out", str(county / "o.json"))
    assert [one["run_state"] for one in record["records"]["assets"]] == ["损毁", "停产", "正常"]


def test_a_ledger_from_elsewhere_is_taken_in(run, county):
    file = county / "南镇.csv"
    rows = [(f"Y{number}", "桥", "公益性", "坏") for number in range(30)]
    toy.write_csv(file, ("资产编号", "资产名称", "资产类别", "备注"), [("Z1", "水渠", "公益性", "修"), *rows])
    status, out, _ = run(
        "assets", "import", str(file), "-w", str(county), "--table", "assets", "--lang", "en"
    )
    assert (status, "preview of an import" in out) == (0, True)
    status, record = asked(run, county, "import", str(file), "--accept")
    assert (status, record["counts"]["new"], record["counts"]["changed"]) == (0, 30, 1)
    toy.write_csv(file, ("资产编号", "资产名称", "资产类别", "备注"), [(*row[:3], "好") for row in rows])
    _, _, err = run("assets", "import", str(file), "-w", str(county))
    assert "共 30 行" in err
    assert run("assets", "import", str(file), "-w", str(county), "--out", str(file))[0] == 2


def test_changes_are_a_layer_of_the_map_of_assets_only(run, county, tmp_path):
    page = tmp_path / "o.html"
    words = ("-w", str(county), "--out", str(page), "--quiet", "--changes-since")
    assert run("map", "assets", *words, "2024-09-30")[0] == 0
    assert "变动：2024-09-30 至 2024-09-30" in page.read_text(encoding="utf-8")
    assert run("map", "sites", *words, "2024-09-30")[0] == 2
    assert run("map", "assets", *words, "2024-10-01")[0] == 2
