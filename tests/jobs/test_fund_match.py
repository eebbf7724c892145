"""Matching and work relief on the toy county: 甲村 is on the list, 丙村 is not."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from ruralmap.errors import UsageError
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.fund_match import match_funds, need_of, write_match
from ruralmap.jobs.fund_relief import relief_sheets
from ruralmap.jobs.zone_states import zone_states
from ruralmap.rules.evaluate import evaluate_policy

SOUTH, NORTH = "441624100", "441624101"


@pytest.fixture(scope="module")
def report(money):
    return match_funds(money.workspace, money.linked, money.table, money.lists)


def test_a_cleared_household_and_one_that_is_not_helped_are_not_in_need(money):
    # 南镇: 31 monitored and 69 lifted persons; 北镇: one, whose risk is cleared.
    need = need_of(money.lists.facts).groupby("township_code")[["rural_persons", "target_persons"]].sum()
    assert need.to_dict("index") == {
        SOUTH: {"rural_persons": 2000, "target_persons": 100},
        NORTH: {"rural_persons": 2000, "target_persons": 0},
    }


def test_money_assets_and_measures_stand_beside_the_need(report):
    # 600,000 of 900,000 arranged yuan are in 南镇, and all of the need: 2/3 over 1. M1 is done, M2 later.
    south, north, nowhere = report.matching.by_township.to_dict("records")
    assert (south["township_code"], south["arranged_fen"], south["projects"]) == (SOUTH, 60_000_000, 1)
    assert south["ratio"] == pytest.approx(2 / 3)
    assert (south["measures"], south["measures_done"], south["assets"]) == (3, 1, 1)
    assert south["per_target_fen"] == 600_000
    # Z4 is built after the date; nobody is in need in 北镇.
    assert (north["assets"], north["asset_value_fen"], north["state"]) == (2, 3_700_000, "no_need")
    assert (nowhere["issued_fen"], nowhere["arranged_fen"]) == (10_000_001, 0)


def test_the_zone_is_the_village_on_the_list(money, report):
    assert zone_states(money.lists).to_dict() == {
        "441624100201": "inside",
        "441624100202": "outside",
        "441624101201": "outside",
        "441624101202": "outside",
    }
    zones = report.matching.by_zone.set_index("zone_state")
    assert zones["arranged_fen"].tolist() == [60_000_000, 30_000_000, 0, 0]
    assert zones["target_persons"].tolist() == [31, 69, 0, 0]


def test_where_no_rule_lists_villages_those_of_a_listed_township_are_inside(money):
    # 南镇 has 100 persons of 2,000: 5 %, which is not over 5 %; nobody is left in 北镇.
    policy = money.lists.policy.model_copy(update={"rules": money.lists.policy.rules[2:]})
    policy = policy.model_copy(
        update={
            "rules": tuple(rule.model_copy(update={"readings": rule.readings[:1]}) for rule in policy.rules)
        }
    )
    lists = replace(money.lists, evaluation=evaluate_policy(policy, money.lists.facts))
    assert zone_states(lists).tolist() == ["outside"] * 4


def test_without_assets_and_measures_they_are_not_known(money):
    tables = {n: t for n, t in money.linked.tables.items() if n not in {"assets", "measures"}}
    found = match_funds(money.workspace, replace(money.linked, tables=tables), money.table, money.lists)
    assert found.matching.by_zone[["assets", "measures"]].isna().all(axis=None)


def test_every_file_says_the_same_and_nobody(report, tmp_path):
    for name in ("a.xlsx", "a.csv", "a.json"):
        write_match(report, tmp_path / name)
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert [row["township"] for row in record["townships"]] == ["南镇", "北镇", None]
    assert sum(row["arranged_fen"] for row in record["zones"]) == record["arranged_fen"] == 90_000_000
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["说明", "乡镇", "重点区域内外"]
    about = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert about["安排合计"] == "900,000.00"
    page = [list(row) for row in book["乡镇"].iter_rows(values_only=True)]
    assert page[0][0] == "和平县资源匹配表（分乡镇）"
    assert page[-1][0] == "填表人："
    # 900,000 yuan over 4,000 people of the country and 100 in need; 甲村's measures are three, one done.
    total = next(row for row in page if row[0] == "合计")
    assert total == [
        "合计",
        1_000_000.01,
        900_000,
        500_000,
        None,
        3,
        47_000,
        3,
        1,
        4_000,
        100,
        1,
        1,
        None,
        225,
        9_000,
        None,
    ]
    table = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8-sig"))))
    assert [row[0] for row in table[1:]] == [
        "南镇",
        "北镇",
        "未落图",
        "重点区域内",
        "重点区域外",
        "待核定",
        "未认定或未落图",
    ]
    assert sum(float(row[table[0].index("安排")]) for row in table[1:4]) == 900_000
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    for text in ("A0001", "B0001", "M1"):
        assert text not in (tmp_path / "a.csv").read_text(encoding="utf-8")
        assert text not in (tmp_path / "a.json").read_text(encoding="utf-8")
        assert text not in cells


def test_the_screen_shows_shares(report):
    header, rows = report.summary
    assert header[0] == "所在地"
    assert rows[0] == ("南镇", "66.67%", "100.00%", "0.67")
    assert rows[1] == ("北镇", "33.33%", "0.00%", "—")


def test_another_ending_is_refused(report, tmp_path):
    with pytest.raises(UsageError, match="扩展名"):
        write_match(report, tmp_path / "a.txt")


def test_work_relief_has_its_sheets_and_nobody_on_them(money, tmp_path):
    sheets = relief_sheets(money.workspace, money.linked, money.table)
    assert [sheet.name for sheet in sheets] == [
        "以工代赈",
        "以工代赈项目",
        "劳务报酬月份",
        "劳务报酬人员类别",
        "务工人员所在村",
    ]
    # 专项: 2,500 of 3,000 yuan paid to two persons, of 600,000 invested: 0.4167 %.
    _, header, row = sheets[0].rows
    values = dict(zip(header, row, strict=True))
    assert (values["以工代赈方式"], values["人数"], values["实发"], values["少发"]) == ("专项", 2, 2500, 500)
    assert values["实发÷财政投资"] == Decimal("0.0042")
    assert (values["项目数"], values["其中无发放记录"]) == (1, 0)
    assert [row[0] for row in sheets[4].rows[2:]] == ["南镇/甲村委会", "南镇/乙村委会", "合计"]
    # Everybody once, 20 days, 3,000 due, 2,500 paid, 500 short, nothing open.
    assert sheets[4].rows[-1] == ["合计", 2, 20, 3000, 2500, 500, 0]
    write_workbook(tmp_path / "a.xlsx", sheets)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("A0001" in cell or "B0001" in cell for cell in cells)


def test_without_a_list_of_pay_there_are_no_sheets(money):
    tables = {name: table for name, table in money.linked.tables.items() if name != "labour_pay"}
    assert relief_sheets(money.workspace, replace(money.linked, tables=tables), money.table) == []
