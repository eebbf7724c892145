"""`funds flows`, and the maps of money, as an office calls them."""

import json

import pytest

from jobs import money_toy


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    return money_toy.write_money_county(tmp_path_factory.mktemp("county"))


def test_flows_are_a_workbook_unless_something_else_is_asked_for(run, county):
    status, out, _ = run("funds", "flows", "-w", county, "--quiet")
    assert status == 0
    assert out.startswith("资金流向表")
    assert (county / "maps" / "和平县_资金流向表_202409.xlsx").is_file()


def test_flows_are_told_as_json_with_what_was_chosen(run, county, tmp_path):
    choice = ("--year", "2024", "--level", "中央", "--channel", "衔接", "--by", "project")
    words = ("funds", "flows", "-w", county, *choice, "--out", tmp_path / "f.csv", "--json", "--quiet")
    status, out, err = run(*words)
    record = json.loads(out)
    assert (status, err) == (0, "")
    assert record["total_fen"] == 100_000_001
    assert [row["prj_id"] for row in record["rows"]] == ["P1", "P2", None]
    assert (tmp_path / "f.csv").is_file()


def test_villages_that_gain_are_asked_for_by_relation(run, county, tmp_path):
    # No project says who gains: its money is in its township no more.
    words = ("funds", "flows", "-w", county, "--relation", "受益村", "--out", tmp_path / "f.json", "--json")
    status, out, _ = run(*words)
    record = json.loads(out)
    assert status == 0
    assert record["total_fen"] == 100_000_001
    assert [row["village"] for row in record["rows"]] == [None] * len(record["rows"])


def test_a_figure_is_a_sankey(run, county, tmp_path):
    status, out, _ = run("funds", "flows", "-w", county, "--out", tmp_path / "f.svg", "--quiet")
    assert status == 0
    assert out.startswith("资金流向桑基图")
    assert (tmp_path / "f.svg").read_bytes().startswith(b"<?xml")


def test_the_matching_can_be_a_map(run, county, tmp_path):
    status, out, _ = run("funds", "match", "-w", county, "--out", tmp_path / "m.html", "--quiet")
    assert status == 0
    assert "资源匹配" in out
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    # 600,000 and 300,000 yuan are arranged.
    assert "<span data-total-yuan>900,000.00</span>" in page


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("--level", "国际"), id="a level that does not exist"),
        pytest.param(("--channel", "国际"), id="a channel that does not exist"),
        pytest.param(("--by", "county"), id="an end that does not exist"),
        pytest.param(("--out", "f.docx"), id="an ending that does not exist"),
    ],
)
def test_wrong_words_are_wrong_usage(run, county, monkeypatch, tmp_path, words):
    monkeypatch.chdir(tmp_path)
    assert run("funds", "flows", "-w", county, "--quiet", *words)[0] == 2
    assert not list(tmp_path.iterdir())


def test_flows_are_not_written_onto_an_input(run, county):
    status, _, err = run("funds", "flows", "-w", county, "--out", county / "assets" / "资金月报.csv")
    assert status == 2
    assert "资金月报" in err
