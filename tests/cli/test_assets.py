"""`assets worries` and `assets reconcile` as an office calls them."""

import json
import sys

import pytest

import toy
from jobs import books_toy
from ruralmap.cli.assets import ASSET_COMMANDS
from ruralmap.words.catalogue import LANGUAGES, say


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    return books_toy.write_books_county(tmp_path_factory.mktemp("county"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_on_assets_lists_its_commands(run, monkeypatch, lang):
    monkeypatch.setattr(sys, "argv", ["ruralmap", "assets", "--help", "--lang", lang])
    status, out, _ = run("assets", "--help")
    assert status == 0
    for name in ASSET_COMMANDS:
        assert f"  {name} " in out
        assert say(f"cli.assets.{name}", lang)[:6] in out


def test_every_command_on_assets_is_in_the_readmes(request):
    for readme in ("README.md", "README.zh-CN.md"):
        text = (request.config.rootpath / readme).read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if "`ruralmap assets " in line)
        for name in ASSET_COMMANDS:
            assert name in line


def test_worries_writes_a_workbook_and_says_the_sums(run, county):
    status, out, err = run("assets", "worries", "-w", county)
    assert status == 0
    assert "600.00" in err
    assert out.startswith("资产风险提示")
    assert (county / "maps" / "和平县_资产风险提示_202409.xlsx").is_file()


def test_worries_draws_a_map_of_some_and_says_them_as_json(run, county, tmp_path):
    path = tmp_path / "a.html"
    words = ("--kind", "arrears", "--kind", "idle", "--out", path, "--json", "--quiet")
    status, out, err = run("assets", "worries", "-w", county, *words)
    record = json.loads(out)
    assert (status, err) == (0, "")
    assert [row["worry"] for row in record["worries"]] == ["arrears", "idle"]
    assert record["as_of"] == "2024-09-30"
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_worries_on_another_day(run, county):
    # Due on 30 June: on the 29th nobody owes anything yet.
    words = ("--kind", "arrears", "--as-of", "2024-06-29", "--json", "--quiet")
    _, out, _ = run("assets", "worries", "-w", county, *words)
    assert json.loads(out)["worries"] == []


@pytest.mark.parametrize("words", [("--kind", "weather"), ("--ending-days", "-1"), ("--inspect-months", "0")])
def test_what_is_no_worry_and_no_limit_is_wrong_usage(run, county, words):
    assert run("assets", "worries", "-w", county, *words)[0] == 2


def test_reconcile_writes_a_workbook_and_says_the_outcomes(run, county):
    status, out, err = run("assets", "reconcile", "-w", county)
    assert status == 0
    assert "全国系统" in err
    assert out.startswith("资产核对")
    assert (county / "maps" / "和平县_资产核对_202409.xlsx").is_file()


def test_reconcile_takes_a_list_of_the_platform_and_tolerances(run, county, tmp_path):
    path = tmp_path / "平台.csv"
    toy.write_csv(path, ("资产编号", "资产名称", "行政村", "价值"), [("Z2", "冷库", "丙村委会", "35000.10")])
    words = ("--with", path, "--tolerance-fen", "9", "--point-tolerance-m", "5", "--json", "--quiet")
    status, out, err = run("assets", "reconcile", "-w", county, *words, "--out", tmp_path / "a.json")
    record = json.loads(out)
    assert (status, err) == (0, "")
    (listed,) = (book for book in record["books"] if book["source"] == "platform_list")
    assert listed["outcomes"][0] == {
        "outcome": "differs",
        "rows": 1,
        "here_fen": 3_500_000,
        "there_fen": 3_500_010,
        "gap_fen": 10,
    }
    assert (record["tolerance_fen"], record["point_tolerance_m"]) == (9, 5)


def test_reconcile_does_not_write_onto_the_list(run, county, tmp_path):
    path = tmp_path / "平台.csv"
    toy.write_csv(path, ("资产编号", "资产名称"), [("1", "冷库")])
    before = path.read_bytes()
    assert run("assets", "reconcile", "-w", county, "--with", path, "--out", path)[0] == 2
    assert path.read_bytes() == before


def test_a_list_that_is_not_there_is_said(run, county, tmp_path):
    status, _, err = run("assets", "reconcile", "-w", county, "--with", tmp_path / "无.xlsx", "--quiet")
    assert status == 1
    assert "无.xlsx" in err
