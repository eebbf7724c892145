"""Every command does what its help says, on a toy county whose answers are known by hand."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import openpyxl
import pytest

import toy
from ruralmap.cli.app import COMMANDS, MENU
from ruralmap.cli.funds import FUND_COMMANDS
from ruralmap.files.policies import read_policy
from ruralmap.words.catalogue import LANGUAGES, say


def test_help_lists_every_command_in_both_languages(run, monkeypatch):
    for lang in LANGUAGES:
        monkeypatch.setattr(sys, "argv", ["ruralmap", "--help", "--lang", lang])
        status, out, _ = run("--help")
        assert status == 0
        for name in COMMANDS:
            assert name in out
            assert say(f"cli.command.{name}", lang)[:6] in out


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself_and_is_in_the_readme(run, name, request):
    status, out, _ = run(name, "--help")
    assert status == 0
    assert f"Usage: ruralmap {name}" in out
    readmes = ("README.md", "README.zh-CN.md")
    for readme in readmes:
        assert f"ruralmap {name}" in (request.config.rootpath / readme).read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_on_funds_lists_its_commands_and_an_unknown_one_is_wrong_usage(run, monkeypatch, lang):
    monkeypatch.setattr(sys, "argv", ["ruralmap", "funds", "--help", "--lang", lang])
    status, out, _ = run("funds", "--help")
    assert status == 0
    for name in FUND_COMMANDS:
        assert f"  {name} " in out
        assert say(f"cli.funds.{name}", lang)[:6] in out
    assert run("funds", "spend")[0] == 2


def test_the_menu_offers_only_what_exists():
    assert {words[0] for words in MENU} <= set(COMMANDS)
    assert all(say(key, lang) for key in MENU.values() for lang in LANGUAGES)


def test_without_a_terminal_the_bare_command_shows_its_help(run, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["ruralmap"])
    status, out, _ = run()
    assert status == 0
    assert "explain" in out


def test_help_does_not_import_the_geospatial_stack():
    code = (
        "import sys; from ruralmap.cli import app; print('geopandas' in sys.modules, 'rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_check_ends_with_zero_when_nothing_is_wrong_enough(workspace, run):
    status, out, _ = run("check", "-w", workspace, "--json")
    result = json.loads(out)
    assert status == 0
    assert result["findings"]["error"] == 0
    rosters = [file for file in result["files"] if file["table"] == "roster"]
    assert [(file["kept"], file["rejected"]) for file in rosters] == [(100, 0)]


def test_check_ends_with_one_when_it_found_errors(workspace, run):
    roster = [toy.person("441624100201", "A0001", 1), toy.person("441624100202", "A0002", 1)]
    roster.append((*roster[0][:3], "", *roster[0][4:]))  # no household id: the row is set aside
    toy.write_county(workspace, roster)
    status, out, _ = run("check", "-w", workspace, "--json")
    result = json.loads(out)
    assert status == 1
    assert result["findings"]["error"] >= 1
    rosters = next(file for file in result["files"] if file["table"] == "roster")
    assert (rosters["kept"], rosters["rejected"]) == (2, 1)
    assert rosters["rows"] == 2 + 1 + rosters["ignored"]


def test_check_changes_nothing_but_its_own_workbook(workspace, run):
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    run("check", "-w", workspace, "--quiet")
    after = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    assert {path.name for path in set(after) - set(before)} == {"数据核查问题清单.xlsx"}
    assert all(after[path] == content for path, content in before.items())


def test_build_accounts_for_every_row_and_fills_the_registry(workspace, run):
    status, out, _ = run("build", "-w", workspace, "--json")
    result = json.loads(out)
    assert status == 0
    assert result["links"]["households"]["rows"] == 100
    assert result["links"]["households"]["linked"] == 100
    assert result["links"]["assets"]["linked"] == 3
    with closing(sqlite3.connect(workspace / "assets" / "registry.gpkg")) as registry:
        counts = dict(registry.execute("SELECT linked_village_code, count(*) FROM households GROUP BY 1"))
        value = registry.execute("SELECT original_value_fen FROM assets WHERE asset_id = 'Z2'").fetchone()
    assert counts == {"441624100201": 31, "441624100202": 69}
    assert value == (3_500_000,)  # 3.5万元


def test_building_twice_changes_no_byte(workspace, run):
    def hashes():
        return {path.name: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}

    run("build", "-w", workspace, "--quiet")
    first = hashes()
    run("build", "-w", workspace, "--quiet")
    assert hashes() == first


def test_zones_gives_the_contract_in_json(workspace, run):
    status, out, _ = run("zones", "-w", workspace, "--json")
    result = json.loads(out)
    assert status == 0
    assert result["trial"] is True  # the document names no county
    units = {(one["rule_id"], one["code"]): one for one in result["results"]}
    # 31 of 1,000 is 3.1 %, over 3 %: 31 is the smallest number that selects, so nobody is to spare.
    village = units["YN-20", "441624100201"]
    assert (village["outcome"], village["numerator"], village["denominator"], village["margin"]) == (
        "selected",
        31,
        1000,
        0,
    )
    # 100 of 2,000 is exactly 5 %, not over it: one person is lacking.
    township = units["YN-21", "441624100"]
    assert (township["outcome"], township["numerator"], township["margin"]) == ("not_selected", 100, -1)
    assert set(township) == {
        "rule_id",
        "kind",
        "level",
        "code",
        "outcome",
        "value",
        "numerator",
        "denominator",
        "threshold",
        "unit",
        "margin",
        "certainty",
        "reading",
        "basis",
        "met_on",
    }


def test_one_person_fewer_in_the_population_puts_the_township_on_the_list(workspace, run):
    path = workspace / "layers" / "农村人口.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(
        text.replace("441624100,农村人口,户籍,2023-12-31,2000", "441624100,农村人口,户籍,2023-12-31,1999")
    )
    _, out, _ = run("zones", "-w", workspace, "--json")
    units = {(one["rule_id"], one["code"]): one for one in json.loads(out)["results"]}
    township = units["YN-21", "441624100"]
    # 100 of 1,999 is over 5 %; of 2,000 residents it is not: the two bases disagree.
    assert (township["outcome"], township["certainty"]) == ("selected", "undecided")


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_zones_writes_the_kind_of_file_that_is_asked_for(workspace, run, tmp_path, ending):
    path = tmp_path / f"名单.{ending}"
    status, out, _ = run("zones", "-w", workspace, "--out", path, "--quiet")
    assert status == 0
    assert str(path) in out
    if ending == "xlsx":
        sheets = openpyxl.load_workbook(path, read_only=True).sheetnames
        assert sheets[:3] == ["说明", "乡镇", "村"]
    else:
        assert "441624100" in path.read_text(encoding="utf-8-sig")


def test_explain_names_rule_numbers_and_margin(workspace, run):
    status, out, _ = run("explain", "南镇", "-w", workspace, "--quiet")
    assert status == 0
    for part in ("YN-21", "套用试算", "模拟数据", "100 ÷ 2,000 = 5.00 %", "还差 1 人"):
        assert part in out


def test_explain_of_an_unknown_place_is_wrong_usage(workspace, run):
    status, out, err = run("explain", "西镇", "-w", workspace, "--quiet")
    assert status == 2
    assert out == ""
    assert "西镇" in err


@pytest.mark.parametrize("subject", ["priority", "assets", "funds"])
def test_a_map_is_one_html_file(workspace, run, tmp_path, subject):
    path = tmp_path / "图.html"
    status, _, _ = run("map", subject, "-w", workspace, "--out", path, "--quiet")
    text = path.read_text(encoding="utf-8")
    assert status == 0
    assert text.startswith("<!DOCTYPE html>")
    assert "模拟数据" in text
    assert "A0001" not in text  # no household is on a map


def test_a_rule_is_drawn_by_its_id_and_named_after_it(workspace, run):
    status, out, _ = run("map", "indicator", "--rule", "YN-21", "-w", workspace, "--quiet", "--json")
    assert status == 0
    assert json.loads(out)["path"].endswith("_YN-21.html")


def test_a_rule_of_another_shipped_policy_is_found_by_its_id(workspace, run, tmp_path):
    path = tmp_path / "图.html"
    words = ("--rule", "HP-03", "-w", workspace, "--quiet", "--out", path)
    status, _, err = run("map", "indicator", *words)
    assert status == 0, err
    assert read_policy("heping-2024").title.zh in path.read_text(encoding="utf-8")
    status, out, err = run("explain", "南镇", *words[:-2])
    assert status == 0, err
    assert read_policy("heping-2024").title.zh in out


@pytest.mark.parametrize(
    "words",
    [("indicator",), ("assets", "--rule", "YN-21"), ("assets", "--level", "village")],
    ids=["without", "elsewhere", "level elsewhere"],
)
def test_a_rule_belongs_to_the_map_of_a_rule(workspace, run, words):
    status, _, err = run("map", *words, "-w", workspace, "--quiet")
    assert status == 2
    assert "--rule" in err


@pytest.mark.parametrize(("subject", "title"), [("sites", "易地搬迁安置点"), ("work-relief", "项目库")])
def test_a_map_without_its_table_says_which(workspace, run, tmp_path, subject, title):
    status, _, err = run("map", subject, "-w", workspace, "--out", tmp_path / "图.html", "--quiet")
    assert status == 1
    assert title in err


def test_a_map_of_another_ending_is_refused_before_any_work(workspace, run, tmp_path):
    status, _, err = run("map", "priority", "-w", workspace, "--out", tmp_path / "图.png", "--quiet")
    assert status == 2
    assert ".html" in err


@pytest.mark.parametrize(
    ("words", "name", "known"),
    [
        (("check",), "清单.csv", ".xlsx"),
        (("zones",), "名单.html", ".xlsx .csv .json"),
        (("zones", "units"), "档案.csv", ".xlsx"),
        (("funds", "check"), "核对.json", ".xlsx"),
        (("funds", "match"), "匹配.png", ".xlsx .csv .json .htm .html"),
        (("topology",), "报告", ".xlsx"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_product_of_another_ending_is_refused_before_any_work(workspace, run, tmp_path, words, name, known):
    path = tmp_path / "out" / name
    status, _, err = run(*words, "-w", workspace, "--out", path)
    assert status == 2
    assert f"可写为 {known}。" in err
    assert "读取" not in err
    assert not path.parent.exists()


def test_link_gives_each_row_back_with_its_village(workspace, run, tmp_path):
    points = tmp_path / "points.csv"
    points.write_text("id,经度,纬度\n1,115.005,24.405\n2,115.01,24.405\n3,,\n4,116,25\n", encoding="utf-8")
    out = tmp_path / "linked.csv"
    status, said, err = run("link", points, "--to", workspace / "layers" / "村界.geojson", "--out", out)
    rows = out.read_text(encoding="utf-8-sig").splitlines()
    assert status == 0
    assert said.strip() == str(out)
    assert "共 4 行" in err
    assert rows[0] == "id,经度,纬度,village_code,link_status,link_method,distance_m"
    assert [row.split(",")[4] for row in rows[1:]] == ["linked", "tie", "rejected", "unlinked"]
    assert rows[2].split(",")[3] == "441624100201"  # the lower of the two on that border


def test_link_divides_a_line_and_writes_its_shares(workspace, run, tmp_path):
    # 0.006 degrees in 甲村, 0.004 in 乙村.
    line = {"type": "LineString", "coordinates": [[115.004, 24.405], [115.014, 24.405]]}
    feature = {"type": "Feature", "properties": {"id": "road"}, "geometry": line}
    roads = tmp_path / "roads.geojson"
    roads.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    villages = workspace / "layers" / "村界.geojson"
    out, shares = tmp_path / "out.csv", tmp_path / "shares.csv"
    status, _, err = run("link", roads, "--to", villages, "--out", out, "--shares", shares)
    assert status == 0
    assert "线、面 1 个" in err
    assert out.read_text(encoding="utf-8-sig").splitlines()[1] == "road,441624100201,linked,length,"
    rows = [row.split(",") for row in shares.read_text(encoding="utf-8-sig").splitlines()[1:]]
    assert [row[:2] for row in rows] == [["1", "441624100201"], ["1", "441624100202"]]
    assert sum(float(row[2]) for row in rows) == pytest.approx(1)
    # The shares may not be written over the answer.
    status, _, err = run("link", roads, "--to", villages, "--out", out, "--shares", out)
    assert status == 2
    assert "没有写任何文件" in err


def test_json_goes_to_stdout_and_everything_else_to_stderr(workspace, run):
    _, out, err = run("build", "-w", workspace, "--json")
    json.loads(out)
    assert "读取并核查" in err


def test_english_is_english(workspace, run):
    status, out, _ = run("explain", "441624100", "-w", workspace, "--lang", "en", "--quiet")
    assert status == 0
    assert "rural population" in out
    assert "口径" not in out
