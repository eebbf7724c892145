"""The progress workbook: what is printed adds up to the ledger, and every rate can be computed again."""

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pandas as pd
import pytest

from ruralmap.errors import PolicyError, UsageError
from ruralmap.jobs.fund_progress import fund_progress, rates_of, write_progress
from ruralmap.jobs.fund_sheets import Field, percent_of, points_of, wan_field, yuan_of
from ruralmap.jobs.progress_lists import back_sheets
from ruralmap.jobs.progress_sheets import money_sheets

OWN = """
id = "own"
title = { zh = "我县", en = "ours" }
rank_by = "spent"

[[rates]]
id = "spent"
label = { zh = "支出率", en = "spent" }
definition = { zh = "支出 ÷ 安排", en = "spent / arranged" }
numerator = { sum = "spent" }
denominator = { sum = "arranged" }
note = { zh = "试行", en = "on trial" }
"""


@pytest.fixture(scope="module")
def report(money):
    return fund_progress(money.workspace, money.linked, rates=rates_of(money.workspace), since="2024-06-30")


@pytest.fixture(scope="module")
def book(report, tmp_path_factory):
    path = tmp_path_factory.mktemp("progress") / "进度.xlsx"
    write_progress(report, path)
    return openpyxl.load_workbook(path)


def rows(page):
    """The rows of a form below its header, without the foot; each as a dict by header."""
    cells = [list(row) for row in page.iter_rows(values_only=True)]
    start = next(number for number, row in enumerate(cells) if None not in row[:1] and row[0] in HEADS)
    heads, group = [], None
    for above, below in zip(cells[start], cells[start + 1], strict=True):
        group = above or group
        heads.append(f"{group}/{below}" if below else above)
    end = next(number for number, row in enumerate(cells) if row[0] == "填表人：")
    return [dict(zip(heads, row, strict=True)) for row in cells[start + 2 : end]]


HEADS = {"指标", "年度", "名次", "项目编号", "资金编号"}


def test_the_workbook_has_the_sheets_of_an_office(book):
    assert book.sheetnames[:8] == [
        *("说明", "指标", "汇总", "乡镇排名", "项目进度", "资金行", "截至本月累计", "前后对比"),
    ]
    assert book.sheetnames[8:11] == ["里程碑", "里程碑时间表", "以工代赈"]
    assert book.sheetnames[-1] == "剔除留存"
    page = book["汇总"]
    assert page["A1"].value == "和平县财政资金进度汇总表"
    assert page["A2"].value == "填报单位："
    assert "单位：万元" in {cell.value for cell in page[2]}
    assert {cell.value for cell in page[page.max_row]} >= {"填表人：", "审核人：", "联系电话："}
    assert page.page_setup.orientation == "landscape"


def test_the_total_is_the_ledgers_in_yuan_and_re_adds_in_wan(book, report):
    # 1,000,000.01 yuan are 100.00 万元.
    assert report.now.ledger.issued_fen == 100_000_001
    about = {row[0]: row[1] for row in book["说明"].iter_rows(values_only=True)}
    assert about["下达合计"] == "1,000,000.01 元"
    assert any("下达 1,000,000.01；" in str(row[0]) for row in book["汇总"].iter_rows(values_only=True))
    for name in ("汇总", "乡镇排名", "项目进度", "资金行"):
        *body, total = rows(book[name])
        for stage, wan in {"下达": "100", "安排": "90", "支出": "50", "未支出": "50"}.items():
            parts = [Decimal(str(row[f"资金/{stage}"])) for row in body]
            assert sum(parts) == Decimal(str(total[f"资金/{stage}"])) == Decimal(wan)


def test_every_rate_is_computed_again_from_its_cells(book):
    found = {row["指标"]: row for row in rows(book["指标"])}
    spent = found["支出进度"]
    assert (spent["分子/名称"], spent["分子/金额"]) == ("支出", 500_000)
    assert (spent["分母/名称"], spent["分母/金额"]) == ("下达", 1_000_000.01)
    assert (spent["比率"], spent["序时"]) == (0.5, None)
    # 9 of 12 months are over: 50 % is 25 points behind.
    this_year = found["支出进度（当年资金）"]
    assert (this_year["比率"], this_year["序时"], this_year["比序时±百分点"]) == (0.5, 0.75, -25)
    # 2,500 of 600,000; the industry's 300,000 of 900,000.
    assert found["劳务报酬占比（专项）"]["比率"] == 0.0042
    assert found["产业占比（中央衔接）"]["比率"] == 0.3333
    for row in found.values():
        if isinstance(row["比率"], float | int):
            assert row["比率"] == pytest.approx(row["分子/金额"] / row["分母/金额"], abs=0.00005)
        else:
            assert row["比率"] == "数据不足"
    silent = found["劳务报酬占比（专项，按政府投资）"]
    assert silent["分母/金额"] is None
    assert silent["未计入的不明部分"] == "分母有 1 个项目未填金额"
    doubtful = found["劳务报酬占比（专项，按中央资金）"]
    assert doubtful["未计入的不明部分"] == "分母另有条件不明的 1,000,000.01 元"


def test_townships_are_ranked_and_what_is_in_none_is_not(book):
    # 400,000 of 600,000 and 100,000 of 300,000; 100,000.01 are given to no project.
    south, north, unplaced, total = rows(book["乡镇排名"])
    rate = "进度/支出进度（当年资金）（当年资金的支出 ÷ 当年资金的下达）"
    assert (south["名次"], south["乡镇"], south[rate]) == (1, "南镇", 0.6667)
    assert south["进度/比序时±百分点"] == pytest.approx(66.67 - 75)
    assert (north["名次"], north["乡镇"], north[rate]) == (2, "北镇", 0.3333)
    assert (unplaced["名次"], unplaced["乡镇"], unplaced["进度/比序时±百分点"]) == (None, "未落到乡镇", None)
    assert (total["名次"], total[rate]) == ("合计", 0.5)


def test_money_of_earlier_years_is_no_progress_of_this_one(money):
    # At the end of September 2025 the line of 2024 is a year old: nothing of 2025 was issued.
    later = money.workspace.county.model_copy(update={"as_of": "2025-09-30"})
    workspace = money.workspace.model_copy(update={"county": later})
    report = fund_progress(workspace, money.linked, rates=rates_of(workspace))
    rate = report.rates.rate("spent-of-issued-this-year")
    assert (report.ratio(rate).value, report.ratio(rate).denominator.fen) == (None, 0)
    ranked = next(sheet for sheet in money_sheets(report) if sheet.name == "乡镇排名")
    assert [row[0] for row in ranked.rows[2:]] == [None, None, None, "合计"]
    assert {cell for row in ranked.rows[2:] for cell in row[2:7]} == {0}
    # The project is what it was: 400,000 of 600,000 and 100,000 of 300,000.
    projects = next(sheet for sheet in money_sheets(report) if sheet.name == "项目进度")
    assert [row[-1] for row in projects.rows[2:4]] == [Decimal("0.6667"), Decimal("0.3333")]


def test_numerator_and_denominator_are_printed_where_the_columns_beside_do_not_hold_them(money, tmp_path):
    # Of the money of the class 产业发展, all in 北镇: 100,000 spent; over all that is arranged, 900,000.
    where = (
        'numerator = { sum = "spent", where = { column = "project_class", op = "eq", value = "产业发展" } }'
    )
    text = OWN.replace('numerator = { sum = "spent" }', where)
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    rates = rates_of(money.workspace, str(tmp_path / "own.toml"))
    sheets = money_sheets(fund_progress(money.workspace, money.linked, rates=rates))
    ranked = next(sheet for sheet in sheets if sheet.name == "乡镇排名")
    heads, *body = ranked.rows[1:]
    assert heads[7:] == ["分子：支出", "分母：安排", "支出率（支出 ÷ 安排）"]
    shown = [[str(cell) for cell in row[7:]] for row in body]
    assert shown == [
        ["10.00", "30.00", "0.3333"],
        ["0.00", "60.00", "0.0000"],
        ["0.00", "0.00", "—"],
        ["10.00", "90.00", "0.1111"],
    ]


def test_projects_and_lines_are_told_by_name(book):
    water, cold, rest, _ = rows(book["项目进度"])
    assert (water["项目名称"], water["项目类型"], water["以工代赈方式"]) == ("引水", "乡村建设行动", "专项")
    assert (cold["支出中/形成资产"], cold["支出中/未形成资产"]) == (3, 7)
    assert rest["项目名称"] == "未安排到项目"
    line, _ = rows(book["资金行"])
    assert (line["指标文号"], line["结转年数"], line["以前年度"]) == ("模拟1号", 0, 0)


def test_the_month_is_written_as_the_office_reported_it(book):
    *body, total = rows(book["截至本月累计"])
    assert [(row["项目编号"], row["累计下达"], row["累计支出"], row["未支出余额"]) for row in body] == [
        (None, 100_000.01, 0, 100_000.01),
        ("P1", 600_000, 400_000, 200_000),
        ("P2", 300_000, 100_000, 200_000),
    ]
    assert total["累计下达"] == 1_000_000.01


def test_two_days_are_compared(book):
    # In June the line is issued and has no report yet.
    row, total = rows(book["前后对比"])
    assert (row["下达/2024-06-30"], row["下达/2024-09-30"], row["下达/增减"]) == (100, 100, 0)
    assert (total["支出/2024-06-30"], total["支出/2024-09-30"], total["支出/增减"]) == (0, 50, 50)


def test_what_is_refused_is_listed_with_its_place(book):
    cells = list(book["剔除留存"].iter_rows(values_only=True))
    assert ("F2", 5, "截至日期以后") in {
        (row[1], row[3], row[4]) for row in cells if row[0] == "资金指标台账"
    }


def test_milestones_stand_side_by_side(book):
    page = book["里程碑"]
    first = next(row for row in rows(page) if row["项目编号"] == "P1")
    assert first["开工/情况"] == "无计划"
    assert first["系统录入/完成"] is None


def test_late_milestones_say_by_how_many_days(report):
    states = {"state": ["late_open", "undecided"], "days_late_least": [5, 0], "days_late_most": [5, 15]}
    late = pd.DataFrame(
        {"prj_id": ["P1", "P2"], "item": "started", "due_on": None, "done_on": None, **states}
    )
    sheet = back_sheets(replace(report, milestones=late, rates=only_start(report.rates)))[0]
    assert [row[-1] for row in sheet.rows[2:]] == ["超期未完成 5 天", "是否超期不定 0—15 天"]
    assert sheet.notes[-1] == "超期未完成 1 项；超期完成 0 项"


def test_the_timeline_goes_by_planned_days_and_names_each_month_once(report):
    columns = ["prj_id", "item", "due_on", "done_on", "state", "days_late_least", "days_late_most"]
    rows = [
        ("P2", "completed", "2024-07-31", None, "late_open", 61, 61),
        ("P1", "started", "2024-06-30", "2024-07-01", "late_done", 1, 1),
        ("P1", "completed", "2024-07-10", "2024-07-10", "done", 0, 0),
        ("P2", "started", None, None, "no_plan", None, None),
    ]
    steps = tuple(step for step in report.rates.milestones if step.id in {"started", "completed"})
    rates = report.rates.model_copy(update={"milestones": steps})
    late = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[-2:], "Int64"))
    sheet = back_sheets(replace(report, milestones=late, rates=rates))[1]
    assert sheet.rows[2:] == [
        ["2024-06", "2024-06-30", "P1", "引水", "开工", "2024-07-01", "超期完成 1 天"],
        ["2024-07", "2024-07-10", "P1", "引水", "完工", "2024-07-10", "按期完成"],
        [None, "2024-07-31", "P2", "冷链", "完工", None, "超期未完成 61 天"],
    ]


def only_start(rates):
    return rates.model_copy(
        update={"milestones": tuple(step for step in rates.milestones if step.id == "started")}
    )


def test_lines_that_are_refused_on_one_of_two_days_are_named(report):
    # F1 counts on both days; F9, which counts on neither, and F2, issued later, are no change.
    refused = pd.DataFrame(
        {"line_id": ["F1", "F9", "F2"], "reason": ["fund_line_double", "fund_line_double", "later"]}
    )
    then, now = (
        replace(standing, ledger=replace(standing.ledger, lines_aside=refused))
        for standing in (report.then, report.now)
    )
    before = money_sheets(replace(report, then=then))[-1]
    assert before.notes[-1] == "1 笔只在前一日剔除，后一日已计入，增减中含其全部金额：F1"
    after = money_sheets(replace(report, now=now))[-1]
    assert after.notes[-1] == "1 笔只在后一日剔除，前一日曾计入，增减中扣去其全部金额：F1"


def test_json_and_csv_tell_the_county_and_each_township(report, tmp_path):
    write_progress(report, tmp_path / "p.json")
    write_progress(report, tmp_path / "p.csv")
    told = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert (told["as_of"], told["since"]) == ("2024-09-30", "2024-06-30")
    spent = [row for row in told["rates"] if row["id"] == "spent-of-issued"]
    assert [(row["unit"], row["code"], row["numerator_fen"], row["denominator_fen"]) for row in spent] == [
        ("county", "441624", 50_000_000, 100_000_001),
        ("township", "441624100", 40_000_000, 60_000_000),
        ("township", "441624101", 10_000_000, 30_000_000),
        ("unplaced", None, 0, 10_000_001),
    ]
    assert spent[1]["value"] == pytest.approx(2 / 3, abs=1e-6)
    assert {row["state"] for row in told["milestones"]} == {"no_plan"}
    text = (tmp_path / "p.csv").read_text(encoding="utf-8-sig")
    head, *body = csv.reader(io.StringIO(text))
    assert head[:4] == ["编号", "指标", "单位级别", "代码"]
    assert len(body) == len(told["rates"])
    with pytest.raises(UsageError, match=re.escape("p.docx")):
        write_progress(report, tmp_path / "p.docx")


def test_no_person_is_named(book):
    texts = {str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row if cell}
    assert not [text for text in texts if re.search(r"[AB]000\d", text) or "户主姓名" in text]


def test_an_office_names_its_own_rates_and_the_day_must_be_earlier(money, tmp_path):
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    rates = rates_of(money.workspace, str(tmp_path / "own.toml"))
    report = fund_progress(money.workspace, money.linked, rates=rates, lang="en")
    write_progress(report, tmp_path / "own.xlsx")
    book = openpyxl.load_workbook(tmp_path / "own.xlsx")
    assert "before and after" not in book.sheetnames
    assert "milestones" not in book.sheetnames
    assert "on trial" in {cell.value for row in book["rates"] for cell in row}
    assert report.summary[1] == [("spent", "500,000.00", "900,000.00", "55.56%")]
    with pytest.raises(PolicyError, match="monthly"):
        rates_of(money.workspace, "none")
    with pytest.raises(UsageError, match="2024-09-30"):
        fund_progress(money.workspace, money.linked, rates=rates, since="2024-09-30")


def test_a_change_is_that_of_the_figures_shown(report):
    sheet = money_sheets(report)[-1]
    heads, body = sheet.rows[:2], sheet.rows[2:]
    for place, head in enumerate(heads[1]):
        if head == "增减":
            assert all(row[place] == row[place - 1] - row[place - 2] for row in body)


def test_points_are_those_of_the_figures_shown():
    # 78.776 % is shown as 78.78 %, seven twelfths as 58.33 %: 20.45 points, though 20.44 unrounded.
    assert points_of(Fraction(78_776, 100_000), Fraction(7, 12)) == Decimal("20.45")
    assert points_of(None, Fraction(7, 12)) is None


def test_parts_in_wan_add_up_and_what_is_missing_stays_empty():
    # 33.333 three times is 99.999, shown as 100.00: the first two get a hundredth more.
    fens = pd.Series([33_333_000, None, 33_333_000, 33_333_000, 0], dtype="Int64")
    shown = [Decimal(text) if text else None for text in ("33.34", "", "33.33", "33.33", "100.00")]
    assert wan_field("下达", fens) == Field("下达", tuple(shown), style="money")
    nothing = wan_field("下达", pd.Series([None, None], dtype="Int64"))
    assert nothing.cells == (None, None)
    assert (yuan_of(None), yuan_of(101), percent_of(None)) == (None, Decimal("1.01"), None)
