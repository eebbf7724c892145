"""`funds trace` and `funds match` as an office calls them."""

import json

import pytest

from jobs import money_toy


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    return money_toy.write_money_county(tmp_path_factory.mktemp("county"))


def test_trace_writes_a_workbook_and_says_the_sums(run, county):
    status, out, err = run("funds", "trace", "F1", "-w", county)
    assert status == 0
    assert "1,000,000.01" in err
    assert out.startswith("资金追溯")
    assert (county / "maps" / "和平县_资金追溯_202409.xlsx").is_file()


def test_trace_draws_a_map_and_says_its_rows_as_json(run, county, tmp_path):
    path = tmp_path / "a" / "z.html"
    status, out, err = run("funds", "trace", "Z2", "-w", county, "--out", path, "--json")
    record = json.loads(out)
    assert status == 0
    assert "300,000.00" not in err  # progress is told, the summary is the record
    assert record["key"] == {"kind": "asset", "name": "Z2"}
    assert record["sums_fen"] == {"traced": 3_000_000, "formed": 3_000_000, "arrears": 60_000}
    assert "300,000.00" in path.read_text(encoding="utf-8")


def test_match_writes_a_workbook_and_shows_shares(run, county):
    status, out, err = run("funds", "match", "-w", county)
    assert status == 0
    assert "66.67%" in err
    assert out.startswith("资源匹配")
    assert (county / "maps" / "和平县_资源匹配_202409.xlsx").is_file()


def test_match_draws_a_map_and_says_townships_and_zones_as_json(run, county, tmp_path):
    path = tmp_path / "m.html"
    status, out, err = run("funds", "match", "-w", county, "--out", path, "--json", "--quiet")
    record = json.loads(out)
    assert (status, err) == (0, "")
    assert [row["township"] for row in record["townships"]] == ["南镇", "北镇", None]
    assert [row["zone_state"] for row in record["zones"]] == ["inside", "outside", "undecided", "unknown"]
    assert "900,000.00" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("trace", "F1"), ("match",)], ids=["trace", "match"])
def test_no_result_is_written_onto_an_input(run, county, words):
    status, _, err = run("funds", *words, "-w", county, "--out", county / "assets" / "资金月报.csv")
    assert status == 2
    assert "资金月报" in err
