"""Adopting a list, following it, and making it again: on a toy county whose answers are known by hand."""

import csv
import hashlib
import json

import openpyxl
import pytest

from adopted_toy import NAME, POLICY, adopt, adopt_policy, write_roster
from ruralmap.cli.zones import ZONE_COMMANDS
from ruralmap.words.catalogue import LANGUAGES, say

BOTH = ("--reason", "r", "--approver", "p")


@pytest.fixture
def county(tmp_path):
    """甲村 31 of 1,000: over 3 %, listed. 南镇 100 of 2,000: exactly 5 %, not over it, not listed."""
    folder = write_roster(tmp_path / "county", monitored=31, lifted=69)
    adopt_policy(folder)
    return folder


def listed(folder, name=NAME):
    """Give who is on the list, and the whole rows, by rule and code."""
    document = json.loads((folder / "adopted" / name / "审定名单.json").read_text(encoding="utf-8"))
    rows = {(row["rule_id"], row["code"]): row for row in document["units"]}
    return {key for key, row in rows.items() if row["adopted"]}, rows


def test_an_adopted_list_holds_what_the_rules_certainly_list_and_keeps_every_file(county, run):
    status, out, _ = adopt(run, county, "--json")
    record = json.loads(out)
    assert status == 0
    assert record["name"] == NAME
    on_list, rows = listed(county)
    assert on_list == {("YN-20", "441624100201")}
    row = rows["YN-20", "441624100201"]
    assert (row["numerator"], row["denominator"], row["margin"]) == (31, 1000, 0)
    # No incomes: all 31 + 69 households have no answer, and are kept as such, not on the list.
    assert sum(key[0] == "YN-19" for key in rows) == 100
    assert {"ruralmap.toml", "layers/名单.csv", "layers/村界.geojson"} <= set(record["inputs"])
    objects = {path.name for path in (county / "adopted" / "objects").iterdir()}
    assert {*record["inputs"].values(), record["policy_sha256"]} == objects
    book = openpyxl.load_workbook(county / "adopted" / NAME / "审定名单.xlsx")
    assert book.sheetnames == ["说明", "审定名单", "人工调入调出", "未定单位"]
    assert (county / "adopted" / NAME / "测算底稿.xlsx").is_file()


def test_a_second_adoption_of_a_day_is_a_new_folder(county, run):
    adopt(run, county)
    first = (county / "adopted" / NAME / "adoption.json").read_bytes()
    adopt(run, county)
    assert (county / "adopted" / NAME.replace("_1", "_2")).is_dir()
    assert (county / "adopted" / NAME / "adoption.json").read_bytes() == first


def test_after_a_year_of_data_the_list_is_made_again_byte_for_byte_and_zones_says_what_differs(county, run):
    adopt(run, county)
    # 甲村 29 of 1,000 is under 3 %; 南镇 29 + 72 = 101 of 2,000 is over 5 %; B0070 to B0072 are new.
    write_roster(county, monitored=29, lifted=72)
    adopt_policy(county)
    status, out, _ = run("zones", "reproduce", NAME, "-w", county, "--quiet")
    assert (status, "逐字节相同" in out) == (0, True)
    _, out, shown = run("zones", "-w", county, "--json")
    adopted = json.loads(out)["adopted"]
    assert (adopted["name"], adopted["doc"]) == (NAME, "和政〔2024〕9号")
    assert adopted["counts"] == {"YN-19": {"open": 3}, "YN-20": {"gone": 1}, "YN-21": {"new": 1}}
    assert [(unit["code"], unit["difference"]) for unit in adopted["units"]] == [
        ("441624100201", "gone"),
        ("441624100", "new"),
    ]
    table = county / "名单.csv"
    status, _, shown = run("zones", "-w", county, "--out", table)
    assert "与已审定名单的差异" in shown
    rows = list(csv.DictReader(table.read_text("utf-8-sig").splitlines()))
    said = {row[next(name for name in row if "差异" in name)] for row in rows}
    assert said == {"已审定不再符合", "新达到条件未审定", "一致", ""}
    drawn = county / "图.html"
    assert run("map", "priority", "-w", county, "--out", drawn, "--quiet")[0] == 0
    assert "与已审定名单的差异" in drawn.read_text("utf-8")
    assert "已审定不再符合" in drawn.read_text("utf-8")
    status, _, shown = run("zones", "-w", county)
    book = openpyxl.load_workbook(next((county / "maps").glob("*名单*.xlsx")))
    rows = list(book["与已审定名单的差异"].iter_rows(values_only=True))
    assert ("YN-20", "村", "441624100201", "甲村委会", "是", "确定不纳入", "已审定不再符合") in rows
    townships = list(book["乡镇"].iter_rows(values_only=True))
    assert any(row[-2:] == ("否", "新达到条件未审定") for row in townships)


def test_what_a_person_decides_stands_apart_with_reason_and_approver(county, run):
    moves = ("--add", "南镇:YN-21", "--remove", "甲村委会：YN-20")
    said = ("--reason", "整镇易返贫", "--reason", "已整体搬迁", "--approver", "李四")
    assert adopt(run, county, *moves, *said)[0] == 0
    on_list, rows = listed(county)
    assert on_list == {("YN-21", "441624100")}
    row = rows["YN-20", "441624100201"]
    assert (row["move"], row["reason"], row["approver"], row["status"]) == (
        "out",
        "已整体搬迁",
        "李四",
        "selected",
    )
    book = openpyxl.load_workbook(county / "adopted" / NAME / "审定名单.xlsx")
    assert [row[8:11] for row in book["人工调入调出"].iter_rows(min_row=4, values_only=True)] == [
        ("调出", "已整体搬迁", "李四"),
        ("调入", "整镇易返贫", "李四"),
    ]
    _, out, _ = run("zones", "-w", county, "--json")
    adopted = json.loads(out)["adopted"]
    assert adopted["units"] == []
    assert {(one["code"], one["move"]) for one in adopted["manual"]} == {
        ("441624100201", "out"),
        ("441624100", "in"),
    }
    assert run("zones", "reproduce", NAME, "-w", county, "--quiet")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--doc", " "), "文号和经办人不能为空"),
        (("--date", "2024-09-29"), "早于资料的截至日期"),
        (("--date", "10月15日"), "不是日期"),
        (("--add", "南镇:YN-21", "--approver", "李四"), "没有理由或批准人"),
        (("--add", "南镇:YN-21", "--reason", "因故"), "没有理由或批准人"),
        (("--add", "南镇:YN-21", "--reason", "a", "--reason", "b"), "1 处"),
        (("--add", "南镇:YN-99", *BOTH), "没有这一条"),
        (("--add", "南镇", *BOTH), "没有条款"),
        (("--add", "邻县镇:YN-21", *BOTH), "没有找到"),
        (("--add", "甲村委会:YN-21", *BOTH), "层级"),
        (("--add", "甲村委会:YN-20", *BOTH), "结论相同"),
        (("--remove", "乙村委会:YN-20", *BOTH), "结论相同"),
        (("--add", "南镇:YN-21", "--add", "南镇:YN-21", *BOTH), "写了两次"),
        (("--reading", "YN-21=nobody"), "没有这种口径"),
        (("--reading", "YN-21"), "看不懂口径"),
    ],
)
def test_an_order_that_an_auditor_could_not_follow_is_refused(county, run, words, said):
    status, _, err = adopt(run, county, *words)
    assert (status, said in err) == (2, True), err
    assert not (county / "adopted").exists()


def test_a_list_on_trial_is_not_adopted(tmp_path, run):
    folder = write_roster(tmp_path / "county", monitored=31, lifted=69)
    status, _, err = adopt(run, folder)
    assert (status, f"adopted_by:{POLICY}" in err) == (2, True)


@pytest.mark.parametrize(("doc", "day"), [("", "2024-01-01"), ("和政〔2024〕1号", "2024-10-01")])
def test_a_document_without_number_or_of_a_later_day_adopts_nothing(tmp_path, run, doc, day):
    folder = write_roster(tmp_path / "county", monitored=31, lifted=69)
    adopt_policy(folder, doc=doc, day=day)
    assert adopt(run, folder)[0] == 2


def test_the_readings_that_are_adopted_decide_and_are_kept(county, run):
    policy = json.loads(adopt(run, county, "--json")[1])["readings"]
    assert set(policy) == {"YN-19", "YN-20", "YN-21"}
    status, out, _ = adopt(run, county, "--reading", "YN-21=class_a", "--json")
    assert status == 0, out
    assert json.loads(out)["readings"] == policy | {"YN-21": "class_a"}


def test_what_was_kept_and_then_changed_is_not_used(county, run):
    adopt(run, county)
    roster = json.loads((county / "adopted" / NAME / "adoption.json").read_text(encoding="utf-8"))["inputs"]
    kept = county / "adopted" / "objects" / roster["layers/名单.csv"]
    kept.write_bytes(kept.read_bytes() + b"x")
    status, _, err = run("zones", "reproduce", NAME, "-w", county, "--quiet")
    assert (status, "被改动" in err) == (1, True)
    path = county / "adopted" / NAME / "审定名单.json"
    path.write_bytes(path.read_bytes() + b" ")
    assert run("zones", "-w", county, "--quiet")[0] == 1
    path.unlink()
    assert run("zones", "-w", county, "--quiet")[0] == 1


def test_a_list_that_comes_out_otherwise_names_its_rules(county, run):
    adopt(run, county)
    folder = county / "adopted" / NAME
    record = json.loads((folder / "adoption.json").read_text(encoding="utf-8"))
    # As if that day's tool had said otherwise of 甲村: the list and its hash are of another result.
    text = (
        (folder / "审定名单.json").read_text(encoding="utf-8").replace('"numerator": 31', '"numerator": 32')
    )
    (folder / "审定名单.json").write_text(text, encoding="utf-8")
    record["list_sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / "adoption.json").write_text(json.dumps(record), encoding="utf-8")
    status, out, _ = run("zones", "reproduce", NAME, "-w", county, "--quiet")
    assert (status, "YN-20" in out) == (1, True)
    status, out, _ = run("zones", "reproduce", NAME, "-w", county, "--json")
    assert json.loads(out)["differing"] == ["YN-20"]


def test_an_unknown_list_is_wrong_usage_and_an_earlier_date_knows_no_list(county, run):
    adopt(run, county)
    assert run("zones", "reproduce", "2024", "-w", county, "--quiet")[0] == 2
    _, out, _ = run("zones", "-w", county, "--as-of", "2024-09-29", "--json")
    assert "adopted" not in json.loads(out)


def test_files_outside_the_workspace_cannot_be_kept(county, run):
    (county / "layers" / "名单.csv").rename(county.parent / "名单.csv")
    toml = county / "ruralmap.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("layers/名单.csv", "../名单.csv"), "utf-8")
    status, _, err = adopt(run, county)
    assert (status, "文件夹之外" in err) == (2, True)


def test_options_before_a_command_are_not_passed_over(county, run):
    status, _, err = run("zones", "-w", county, "reproduce", NAME)
    assert (status, "reproduce 之后" in err) == (2, True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_on_zones_lists_its_commands(run, monkeypatch, lang):
    monkeypatch.setattr("sys.argv", ["ruralmap", "zones", "--help", "--lang", lang])
    status, out, _ = run("zones", "--help")
    assert status == 0
    for name in ZONE_COMMANDS:
        assert say(f"cli.zone_commands.{name}", lang)[:6] in out
