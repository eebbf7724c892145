"""Tracing on the toy county: from any end, in any file, and no household in any of them."""

import csv
import io
import json
import re
from dataclasses import replace

import openpyxl
import pytest

from ruralmap.errors import InputError, UsageError
from ruralmap.jobs.fund_trace import trace_funds, write_trace
from ruralmap.jobs.trace_map import draw_trace_map

PERSONAL = ("A0001", "B0001", "户主姓名")


@pytest.fixture
def trace(money):
    def call(what, *, lang="zh", without=()):
        tables = {name: table for name, table in money.linked.tables.items() if name not in without}
        linked = replace(money.linked, tables=tables)
        return trace_funds(money.workspace, linked, money.ledger, money.lists, what=what, lang=lang)

    return call


@pytest.mark.parametrize(
    ("what", "kind", "rows", "traced"),
    [
        # F1: P1 unspent, unformed, Z1; P2 unspent, unformed, Z2; the county: 1,000,000.01 yuan
        pytest.param("F1", "line", 7, 100_000_001, id="a line"),
        pytest.param("模拟1号", "doc", 7, 100_000_001, id="a document"),
        # P2: 200,000 unspent, 70,000 unformed, Z2 of F1 30,000; the 5,000 of own funds are not of the ledger
        pytest.param("P2", "project", 4, 30_000_000, id="a project"),
        pytest.param(" Z2 ", "asset", 2, 3_000_000, id="an asset"),
        pytest.param("丙村委会", "place", 4, 30_000_000, id="a village by a part of its name"),
        pytest.param("北镇/丙村委会", "place", 4, 30_000_000, id="a village by its name"),
        # 北镇: P2 and Z3, which is older than the ledger
        pytest.param("441624101", "place", 5, 30_000_000, id="a township by its code"),
        pytest.param("F2", "line", 1, 0, id="a line issued later"),
    ],
)
def test_money_is_traced_from_any_end(trace, what, kind, rows, traced):
    report = trace(what)
    assert (report.kind, len(report.rows), report.sums_fen["traced"]) == (kind, rows, traced)


def test_a_line_that_does_not_count_says_why(trace):
    (row,) = trace("F2").as_json()["rows"]
    assert (row["state"], row["reason"], row["amount_fen"]) == ("line_aside", "later", 500)


def test_an_asset_says_who_runs_it_what_it_is_owed_and_who_got_the_dividend(trace):
    # H1 runs; H0 has ended. 1,000 due, 400 paid: 600 over 30,000 and 5,000: 514.29 and 85.71.
    report = trace("Z2")
    rows = report.rows
    assert rows["operator"].tolist() == ["新社", "新社"]
    assert dict(zip(rows["state"], rows["arrears_fen"], strict=True)) == {"traced": 51_429, "own": 8_571}
    assert report.prices["run_state"].tolist() == ["闲置", "闲置"]
    assert report.shared[["village_code", "dist_form", "amount_fen"]].to_numpy().tolist() == [
        ["441624101201", "岗位", 30_000]
    ]


def test_a_village_on_the_list_is_marked(trace):
    rows = trace("P1").rows
    assert rows.loc[rows["asset_id"].eq("Z1"), "zone_state"].tolist() == ["inside"]


def test_an_asset_built_after_the_date_is_not_there_yet(trace):
    with pytest.raises(UsageError, match="Z4"):
        trace("Z4")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        pytest.param("A0001", "不追溯到户", id="a household"),
        pytest.param("没有的", "不是资金编号", id="nothing"),
        pytest.param("镇", "不止一处", id="several places"),
        pytest.param("441624", "不是资金编号", id="the county"),
    ],
)
def test_what_cannot_be_traced_is_said(trace, what, said):
    with pytest.raises(UsageError, match=said):
        trace(what)


def test_an_id_of_two_kinds_is_not_guessed(money):
    projects = money.linked.tables["projects"]
    ledger = replace(money.ledger, makeup=money.ledger.makeup.assign(asset_id="P1", state="historic"))
    linked = replace(money.linked, tables=money.linked.tables | {"projects": projects})
    with pytest.raises(UsageError, match="项目 P1、资产 P1"):
        trace_funds(money.workspace, linked, ledger, money.lists, what="P1")


def test_a_county_without_assets_or_shares_is_traced_as_far_as_it_goes(trace):
    report = trace(
        "丙村委会", without=("assets", "asset_shares", "project_shares", "yields", "distributions")
    )
    assert report.rows.empty
    assert report.shared.empty
    assert trace("F1", without=("assets", "projects")).sums_fen["traced"] == 100_000_001


def test_the_workbook_says_the_sums_and_every_row(trace, tmp_path):
    path = tmp_path / "追溯.xlsx"
    write_trace(trace("F1"), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["说明", "资金追溯", "按资金来源计价", "收益分配"]
    about = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert about["台账内资金合计"] == "1,000,000.01"
    assert about["其中形成资产"] == "40,000.00"
    sheet = book["资金追溯"]
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    amounts = [row[header.index("金额")] for row in rows]
    assert round(sum(amounts) * 100) == 100_000_001
    assert "北镇/丙村委会" in [row[header.index("所在地")] for row in rows]


@pytest.mark.parametrize("trial", [False, True])
def test_every_sheet_says_whether_the_lists_are_of_another_countys_policy(trace, tmp_path, trial):
    path = tmp_path / "追溯.xlsx"
    write_trace(replace(trace("F1"), trial=trial), path)
    for sheet in openpyxl.load_workbook(path):
        assert ("套用试算" in sheet["A2"].value) is trial


def test_csv_and_json_hold_the_same_rows_and_nobody(trace, tmp_path):
    for name in ("a.csv", "a.json", "a.xlsx"):
        write_trace(trace("441624101"), tmp_path / name)
    table = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert len(table) == 1 + len(record["rows"]) == 6
    assert record["key"] == {"kind": "place", "name": "北镇"}
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    written = (tmp_path / "a.csv").read_text(encoding="utf-8") + json.dumps(record, ensure_ascii=False)
    for text in PERSONAL:
        assert text not in written
        assert not any(text in cell for cell in cells)


def test_english_says_it_in_english(trace, tmp_path):
    write_trace(trace("F2", lang="en"), tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert "fund line that does not count,issued after the date" in text


def test_another_ending_is_refused(trace, tmp_path):
    with pytest.raises(UsageError, match="扩展名"):
        write_trace(trace("F1"), tmp_path / "a.txt")


def test_the_map_draws_all_that_the_traced_lines_gave_the_traced_projects(money, trace):
    tables = {name: table for name, table in money.linked.tables.items() if name != "assets"}

    def page(what, linked=money.linked):
        return draw_trace_map(money.workspace, linked, trace(what)).to_html()

    def total(html):
        return re.search(r"data-total-yuan[^>]*>([\d,.]+)", html)[1]

    # F1 whole, also without an asset ledger; all that it gave P2, where only Z2 or 北镇 is asked for.
    assert total(page("F1", replace(money.linked, tables=tables))) == "1,000,000.01"
    assert total(page("Z2")) == "300,000.00"
    township = page("441624101")
    assert total(township) == "300,000.00"
    assert "冷库" in township
    assert not any(text in township for text in (*PERSONAL, "猪圈"))


def test_what_is_not_in_the_ledger_has_no_map(money, trace):
    with pytest.raises(InputError, match="没有可画的内容"):
        draw_trace_map(money.workspace, money.linked, trace("Z3"))
