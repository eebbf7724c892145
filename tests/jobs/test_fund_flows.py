"""Flows of the toy county: of 1,000,000.01 yuan P1 (甲村) has 600,000, P2 (丙村) 300,000, nobody the rest."""

import dataclasses
import json
import re
from decimal import Decimal

import openpyxl
import pandas as pd
import pytest

from ruralmap.errors import UsageError
from ruralmap.jobs.flow_sheets import add_up
from ruralmap.jobs.fund_flows import FlowChoice, flow_reading, fund_flows, fund_names, write_flows
from ruralmap.jobs.maps import draw_fund_map

TOTAL = 100_000_001


@pytest.fixture(scope="module")
def report(money):
    return fund_flows(money.workspace, money.linked)


def of(money, **choice):
    return fund_flows(money.workspace, money.linked, choice=FlowChoice(**choice))


def test_flows_have_the_names_of_places_projects_and_documents(report):
    rows = report.rows[["doc", "project", "township", "village", "amount_fen"]]
    assert rows.astype(object).where(rows.notna(), None).to_numpy().tolist() == [
        ["模拟1号", "引水", "南镇", "甲村委会", 60_000_000],
        ["模拟1号", "冷链", "北镇", "丙村委会", 30_000_000],
        ["模拟1号", None, None, None, 10_000_001],
    ]
    assert report.total_fen == report.ledger_fen == TOTAL


@pytest.mark.parametrize(
    ("by", "column", "names"),
    [
        ("township", "township", ["南镇", "北镇", None]),
        ("village", "village", ["甲村委会", "丙村委会", None]),
        ("project", "project", ["引水", "冷链", None]),
    ],
)
def test_the_table_adds_up_by_township_village_or_project(money, by, column, names):
    record = of(money, by=by).as_json()
    assert [row[column] for row in record["rows"]] == names
    assert [row["amount_fen"] for row in record["rows"]] == [60_000_000, 30_000_000, 10_000_001]
    assert record["total_fen"] == TOTAL


@pytest.mark.parametrize(
    ("choice", "total"),
    [
        pytest.param({"years": (2024,)}, TOTAL, id="its year"),
        pytest.param({"years": (2023,)}, 0, id="another year"),
        pytest.param({"years": (2023, 2024), "levels": ("中央",), "channels": ("衔接",)}, TOTAL, id="all"),
        pytest.param({"levels": ("省",)}, 0, id="another level"),
        pytest.param({"channels": ("自筹", "捐赠")}, 0, id="other channels"),
    ],
)
def test_a_choice_is_added_up_and_said(money, choice, total):
    report = of(money, **choice)
    assert (report.total_fen, report.ledger_fen) == (total, TOTAL)
    assert "台账合计 1,000,000.01 元" in report.meta.reading


def test_a_choice_is_said_in_words():
    choice = FlowChoice((2023, 2024), ("省",), ("衔接",))
    assert choice.text("zh") == "2023、2024、省级、衔接"
    assert FlowChoice().text("zh") == ""


def test_what_was_set_aside_is_said(money):
    assert "剔除留存" not in flow_reading(money.workspace, money.ledger)
    lines = pd.DataFrame(
        {"issued_fen": pd.array([500, None, 7], dtype="Int64"), "reason": ["fund_line_double", "x", "later"]}
    )
    ledger = dataclasses.replace(money.ledger, lines_aside=lines)
    # Two lines, one of an unknown amount; what is issued after the date is not set aside.
    assert "另有 2 个资金行（所填金额 5.00 元）" in flow_reading(money.workspace, ledger)


def test_a_county_without_a_project_list_shows_ids(money):
    tables = {name: table for name, table in money.linked.tables.items() if name != "projects"}
    names = fund_names(dataclasses.replace(money.linked, tables=tables), money.ledger)
    assert (dict(names.documents), dict(names.projects), len(names.points)) == ({"F1": "模拟1号"}, {}, 0)


def test_the_workbook_ends_with_its_total(report, tmp_path):
    path = tmp_path / "流向.xlsx"
    write_flows(report, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["资金流向", "明细"]
    for sheet in book:
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[2][0].startswith("合计 1,000,000.01 元")
        assert rows[-1][0] == "合计"
        amounts = [Decimal(str(row[-1])) for row in rows[5:]]
        assert amounts == [Decimal(600_000), Decimal(300_000), Decimal("100000.01"), Decimal("1000000.01")]
    assert [cell.value for cell in book["资金流向"][8]] == [
        *(2024, "中央", "衔接", None, "未安排到项目", None, "未安排到项目", 100_000.01)
    ]


def test_places_that_are_not_known_are_said_to_be(report, tmp_path):
    rows = report.rows.copy()
    rows.loc[0, "village_code"] = rows.loc[0, "village"] = None
    rows.loc[1, ["township_code", "township", "village_code", "village"]] = None
    path = tmp_path / "流向.xlsx"
    write_flows(dataclasses.replace(report, rows=rows), path)
    sheet = openpyxl.load_workbook(path)["资金流向"]
    shown = [(row[4], row[6]) for row in sheet.iter_rows(min_row=6, max_row=8, values_only=True)]
    assert shown == [("南镇", "未落到村"), ("未落到乡镇", "未落到乡镇"), ("未安排到项目", "未安排到项目")]


def test_a_csv_and_json_say_the_same(report, tmp_path):
    write_flows(report, tmp_path / "a.csv")
    write_flows(report, tmp_path / "a.json")
    csv = pd.read_csv(tmp_path / "a.csv", dtype={"township_code": str, "village_code": str})
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert csv["amount_fen"].tolist() == [row["amount_fen"] for row in record["rows"]]
    assert csv["village_code"].tolist()[:2] == ["441624100201", "441624101201"]
    assert record["rows"][2]["township_code"] is None


def test_figure_map_table_and_ledger_have_one_total(money, report, tmp_path):
    path = tmp_path / "a.svg"
    write_flows(report, path)
    svg = path.read_text(encoding="utf-8")
    bars = re.findall(r'id="bar-(\d)-\d+-(-?\d+)"', svg)
    columns = [sum(int(fen) for column, fen in bars if column == number) for number in "012"]
    assert columns == [money.ledger.issued_fen] * 3 == [TOTAL] * 3
    assert "合计 1,000,000.01 元" in svg
    page = draw_fund_map(money.workspace, money.linked).to_html()
    assert "<span data-total-yuan>1,000,000.01</span>" in page


def test_an_unknown_ending_is_wrong_usage(report, tmp_path):
    with pytest.raises(UsageError, match=r"\.docx"):
        write_flows(report, tmp_path / "流向.docx")
    assert not list(tmp_path.iterdir())


def test_rows_that_are_alike_are_added_up_in_the_order_they_came():
    rows = pd.DataFrame(
        {"a": ["y", None, "y", "x", None], "amount_fen": pd.array([1, 2, 4, 8, 16], dtype="Int64")}
    )
    sums = add_up(rows, ["a"])
    assert sums["amount_fen"].tolist() == [5, 18, 8]
    assert sums["a"].fillna("—").tolist() == ["y", "—", "x"]
    assert add_up(rows.iloc[:0], ["a"]).empty
