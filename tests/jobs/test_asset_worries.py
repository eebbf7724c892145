"""Worries of the toy county: Z2 is idle and owes 600 yuan, Z1 was never handed over, nobody keeps them."""

import json
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest

from ruralmap.assets.worries import Limits
from ruralmap.errors import InputError
from ruralmap.jobs.asset_worries import worries_of
from ruralmap.jobs.worry_map import draw_worry_map
from ruralmap.jobs.worry_sheets import write_worries


@pytest.fixture(scope="module")
def report(money):
    return worries_of(money.workspace, money.linked)


def test_what_there_is_to_worry_about(report):
    rows = report.worries[["worry", "asset_id", "days", "amount_fen", "village_code"]]
    # Due on 30 June: 31 + 31 + 30 days ago. The states of the toy have no dates.
    assert [tuple(row) for row in rows.astype(object).where(rows.notna(), None).to_numpy()] == [
        ("arrears", "Z2", 92, 60_000, "441624101201"),
        ("idle", "Z2", None, 3_500_000, "441624101201"),
        ("handover_missing", "Z1", 152, 1_000_000, "441624100201"),  # since 1 May: 30+30+31+31+30
        ("custodian_missing", "Z1", 152, 1_000_000, "441624100201"),
        ("custodian_missing", "Z2", 121, 3_500_000, "441624101201"),  # since 1 June
    ]


def test_what_is_proposed_stands_beside_what_people_chose(report, tmp_path):
    # Only Z2 operates; it is idle. Its project is in the library, which has no batch for it.
    (row,) = report.proposals.astype(object).where(report.proposals.notna(), None).to_dict("records")
    assert (row["asset_id"], row["run_state"], row["proposed"], row["reason"]) == (
        "Z2",
        "闲置",
        "盘活",
        "停产或闲置",
    )
    assert (row["four_batch"], row["action"]) == (None, None)
    write_worries(report, tmp_path / "提示.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "提示.xlsx")["四个一批与建议"]
    assert [cell.value for cell in sheet[6]][:5] == ["Z2", "冷库", "北镇", "丙村委会", "闲置"]


def test_what_the_office_has_no_table_for_is_not_judged(report):
    assert report.not_judged == ("inspection_overdue", "assessment_overdue")
    assert "inspection_overdue" not in report.kinds
    header, rows = report.summary
    assert header == ["提示类别", "条数", "资产项数", "金额"]
    assert rows[0] == ("收益欠缴", "1", "1", "600.00")
    assert rows[-1] == ("风险评估逾期", "—", "—", "—")


def test_only_what_is_asked_for(money):
    asked = worries_of(money.workspace, money.linked, kinds=["idle", "assessment_overdue"])
    assert (asked.kinds, asked.not_judged) == (("idle",), ("assessment_overdue",))
    assert asked.worries["worry"].tolist() == ["idle"]
    assert asked.as_json()["ages"] == []


def test_limits_are_those_that_were_asked_for(money):
    # The contract of Z2 ends on 1 June 2026, 609 days ahead: 92 of 2024, 365 of 2025, 152 of 2026.
    for days, listed in ((608, []), (609, ["H1"])):
        asked = worries_of(money.workspace, money.linked, kinds=["contract_ending"], limits=Limits(days, 12))
        assert asked.worries["contract_id"].tolist() == listed


def test_the_workbook_says_what_it_rests_on_and_adds_up(report, tmp_path):
    path = tmp_path / "提示.xlsx"
    write_worries(report, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "说明",
        "汇总",
        "收益欠缴",
        "合同即将到期",
        "合同到期仍在用",
        "闲置停产",
        "无有效合同",
        "未移交",
        "无管护责任人",
        "四个一批与建议",
    ]
    about = {row[0].value: row[1].value for row in book["说明"].iter_rows(min_row=5)}
    assert "共 1 条，涉及资产 1 项，金额合计 600.00 元" in about["收益欠缴"]
    assert about["欠缴账龄：91—365天"].startswith("1 笔，600.00 元")
    assert "未判断" in about["清查逾期"]
    rows = [[cell.value for cell in row] for row in book["汇总"].iter_rows(min_row=5)]
    assert rows == [
        [
            "乡镇",
            "收益欠缴",
            "合同即将到期",
            "合同到期仍在用",
            "闲置停产",
            "无有效合同",
            "未移交",
            "无管护责任人",
            "欠缴金额",
            "有提示的资产",
        ],
        ["南镇", 0, 0, 0, 0, 0, 1, 1, 0, 1],
        ["北镇", 1, 0, 0, 1, 0, 0, 1, 600, 1],
        ["合计", 1, 0, 0, 1, 0, 1, 2, 600, 2],
    ]


def test_a_list_has_names_amounts_and_reasons_in_the_office_s_words(report, tmp_path):
    path = tmp_path / "提示.xlsx"
    write_worries(report, path)
    sheet = openpyxl.load_workbook(path)["收益欠缴"]
    header, row = ([cell.value for cell in line] for line in sheet.iter_rows(min_row=5))
    told = dict(zip(header, row, strict=True))
    assert told["资产名称"] == "冷库"
    assert (told["乡镇"], told["坐落村"]) == ("北镇", "丙村委会")
    assert (told["应收金额"], told["已收金额"], told["欠缴金额"]) == (1000, 400, 600)
    assert (told["应收日期"], told["逾期天数"], told["情况"]) == ("2024-06-30", 92, "91—365天")
    assert (told["经营主体"], told["收益类型"]) == ("新社", "租金")
    assert sheet.cell(6, 14).number_format == "#,##0"
    assert sheet.cell(6, header.index("欠缴金额") + 1).number_format == "#,##0.00"


def test_the_csv_holds_all_lists_and_the_json_all_fen(report, tmp_path):
    write_worries(report, tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 5
    assert lines[1].startswith(
        "收益欠缴,Z2,冷库,经营性,北镇,丙村委会,H1,新社,2024,租金,1000,400,600,2024-06-30,92"
    )
    write_worries(report, tmp_path / "a.json")
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert record["totals"][0] == {
        "worry": "arrears",
        "rows": 1,
        "assets": 1,
        "amount_fen": 60_000,
        "open_amounts": 0,
    }
    assert record["not_judged"] == ["inspection_overdue", "assessment_overdue"]
    assert [row["amount_fen"] for row in record["ages"]] == [0, 0, 60_000, 0, 0]
    assert {row["township"] for row in record["townships"]} == {"南镇", "北镇"}


def test_in_english_the_workbook_is_english(money, tmp_path):
    report = worries_of(money.workspace, money.linked, lang="en")
    write_worries(report, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames[2] == "Arrears"
    assert book["Arrears"]["C6"].value == "operating"


def test_the_map_has_a_layer_for_each_worry(money, report):
    html = draw_worry_map(money.linked, report).to_html()
    assert "资产风险提示图" in html
    assert "收益欠缴" in html
    assert "户主姓名" not in html


def test_what_lies_in_no_known_township_has_a_row_of_its_own(money, tmp_path):
    tables = dict(money.linked.tables)
    assets = tables["assets"].copy()
    assets.loc[assets["asset_id"].eq("Z1"), ["linked_township_code", "linked_village_code"]] = None
    linked = replace(money.linked, tables=tables | {"assets": assets})
    report = worries_of(money.workspace, linked, kinds=["handover_missing"])
    write_worries(report, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["汇总"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert rows == [["未落到乡镇", 1, 1], ["合计", 1, 1]]
    assert report.totals["amount_fen"].tolist() == [Decimal(1_000_000)]


def test_without_an_asset_ledger_there_is_nothing_to_say(money):
    tables = {name: table for name, table in money.linked.tables.items() if name != "assets"}
    with pytest.raises(InputError, match="资产台账"):
        worries_of(money.workspace, replace(money.linked, tables=tables))
