"""The toy ledger against its other books and the field, told in a workbook that can be signed."""

import json
from dataclasses import replace
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

import toy
from jobs import books_toy
from ruralmap.errors import InputError
from ruralmap.geo.datum import gcj02_of_wgs84
from ruralmap.jobs.asset_reconcile import reconcile
from ruralmap.jobs.inspection_places import inspection_places
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.reconcile_report import Tolerances
from ruralmap.jobs.reconcile_sheets import write_reconciliation
from ruralmap.workspace import open_workspace


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    workspace = open_workspace(books_toy.write_books_county(tmp_path_factory.mktemp("books")))
    _, linked = read_county(workspace)
    return SimpleNamespace(workspace=workspace, linked=linked)


@pytest.fixture(scope="module")
def report(county):
    return reconcile(county.workspace, county.linked)


def told(report, source):
    rows = report.rows[report.rows["source"].eq(source)]
    return {
        (None if pd.isna(row.asset_id) else row.asset_id): (
            row.outcome,
            None if pd.isna(row.gap_fen) else row.gap_fen,
        )
        for row in rows.itertuples()
    }


def test_the_national_system_as_of_its_last_export_by_the_date(report):
    assert told(report, "national") == {
        "Z1": ("agrees", 50),
        "Z2": ("differs", 0),
        "Z3": ("only_here", None),
        None: ("only_there", None),
    }
    assert report.notes["national"] == {"exported_on": "2024-09-30"}


def test_the_platform_as_the_ledger_says(report):
    assert told(report, "platform") == {
        "Z1": ("agrees", 0),
        "Z2": ("only_here", None),
        "Z3": ("not_applicable", None),
    }


def test_the_fund_ledger(report):
    # Z1 10,000 traced; Z2 30,000 traced and 5,000 of own funds; Z3 2,000 of 2018, before the ledger.
    assert told(report, "funds") == dict.fromkeys(("Z1", "Z2", "Z3"), ("agrees", 0))


def test_the_field(report):
    assert told(report, "field") == {
        "Z1": ("agrees", None),
        "Z2": ("not_inspected", None),
        "Z3": ("missing", None),
        "Z9": ("surplus", None),
    }


def test_what_differs_is_told_field_by_field_and_no_household_is_named(report):
    rows = report.details[["source", "asset_id", "field", "kind"]].to_numpy().tolist()
    assert [row for row in rows if row[0] == "national"] == [
        ["national", "Z1", "amount_fen", "within"],
        ["national", "Z2", "state", "differs"],
    ]
    assert "户主姓名" not in report.details.astype(str).to_string()


def test_the_ledger_adds_up_by_class_and_by_owner(report):
    # 10,000 + 35,000 + 2,000 yuan; Z4 was not built yet.
    assert {name: (proof.counts, proof.fens, proof.verdict) for name, proof in report.proofs.items()} == {
        "asset_class": ((3, 3), (4_700_000, 4_700_000), "equal"),
        "owner_level": ((3, 3), (4_700_000, 4_700_000), "equal"),
    }


def test_a_smaller_tolerance_makes_a_difference(county):
    report = reconcile(county.workspace, county.linked, tolerances=Tolerances(fen=49))
    assert told(report, "national")["Z1"] == ("differs", 50)


def platform_list(folder, rows):
    path = folder / "平台.csv"
    toy.write_csv(path, ("编号", "资产名称", "乡镇", "行政村", "资产价值"), rows)
    return path


def test_a_list_of_the_platform(county, tmp_path):
    path = platform_list(
        tmp_path,
        [
            ("P1", "水渠", "南镇", "甲村委会", "10001.00"),
            ("P2", "晒场", "南镇", "乙村委会", "5"),
            ("P3", "", "南镇", "乙村委会", "7"),
        ],
    )
    report = reconcile(county.workspace, county.linked, listed=path)
    assert told(report, "platform_list") == {
        "Z1": ("agrees", 100),
        "Z2": ("only_here", None),
        "Z3": ("not_applicable", None),
        None: ("only_there", None),
    }
    assert report.notes["platform_list"] == {"set_aside": 1}
    there = report.rows[report.rows["source"].eq("platform_list") & report.rows["asset_id"].isna()]
    assert there["village_code"].tolist() == ["441624100202"]


def test_a_village_and_a_class_that_differ_are_told_by_their_names(county, tmp_path):
    path = platform_list(tmp_path, [("Z1", "水渠", "南镇", "乙村委会", "10000")])
    system = county.linked.tables["system_assets"]
    changed = system.assign(
        system_no=system["system_no"].replace("X2", "Z2"),
        asset_class=system["asset_class"].where(system["system_no"].ne("X2"), "公益性"),
    )
    linked = replace(county.linked, tables=county.linked.tables | {"system_assets": changed})
    report = reconcile(county.workspace, linked, listed=path)
    write_reconciliation(report, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["差异明细"]
    rows = [[cell.value for cell in row][5:] for row in sheet.iter_rows(min_row=6)]
    assert ["坐落村", "不一致", "甲村委会", "乙村委会"] in rows
    assert ["资产类别", "不一致", "经营性", "公益性"] in rows


def test_a_quantity_that_differs_is_told_as_it_was_counted(county, tmp_path):
    tables = dict(county.linked.tables)
    tables["assets"] = tables["assets"].assign(qty=[2.5, None, None, None])
    tables["inspections"] = tables["inspections"].assign(qty=[3.0, None, None])
    report = reconcile(county.workspace, replace(county.linked, tables=tables))
    assert told(report, "field")["Z1"] == ("differs", None)
    write_reconciliation(report, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["差异明细"]
    rows = [[cell.value for cell in row][5:] for row in sheet.iter_rows(min_row=6)]
    assert ["数量", "不一致", "2.5", "3"] in rows


def test_a_list_without_names_is_refused(county, tmp_path):
    path = tmp_path / "清单.csv"
    toy.write_csv(path, ("代号", "钱"), [("1", "2")])
    with pytest.raises(InputError, match="资产名称"):
        reconcile(county.workspace, county.linked, listed=path)


def without(county, *names):
    tables = {name: table for name, table in county.linked.tables.items() if name not in names}
    return replace(county.linked, tables=tables)


def test_a_book_that_is_not_there_is_not_compared_and_said(county, tmp_path):
    linked = without(county, "system_assets", "inspections", "asset_funds", "projects")
    assets = linked.tables["assets"].assign(in_three_capital_platform=None, platform_value_fen=None)
    linked = replace(linked, tables=linked.tables | {"assets": assets})
    report = reconcile(county.workspace, linked)
    assert report.not_compared == ("national", "platform", "funds", "field")
    assert report.rows.empty
    assert report.details.empty
    assert report.summary[1] == [
        (name, "未核对", "—", "—", "—") for name in ("全国系统", "三资平台(台账所填)", "资金台账", "实物核查")
    ]
    write_reconciliation(report, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["汇总", "账账", "差异明细"]
    assert report.as_json()["not_compared"] == ["national", "platform", "funds", "field"]


def test_exports_of_later_are_no_book_of_the_date(county):
    early = open_workspace(county.workspace.root, as_of="2024-06-29")
    assert "national" not in reconcile(early, county.linked).books


def test_without_an_asset_ledger_there_is_nothing_to_compare(county):
    with pytest.raises(InputError, match="资产台账"):
        reconcile(county.workspace, without(county, "assets"))


def test_the_workbook_can_be_signed_and_adds_up(report, tmp_path):
    path = tmp_path / "核对.xlsx"
    write_reconciliation(report, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["汇总", "账账", "账实", "差异明细"]
    for sheet in book:
        texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
        for words in ("填报单位：", "截至：2024-09-30", "填表人：", "审核人：", "负责人：", "模拟数据"):
            assert any(words in text for text in texts), (sheet.title, words)
        assert any(text.startswith("日期：") for text in texts)
    rows = [[cell.value for cell in row] for row in book["汇总"].iter_rows(min_row=6)]
    lines = {(row[0], row[1]): row[2:] for row in rows}
    assert lines["全国系统", "一致"][:4] == [1, 10_000, 10_000.5, 0.5]
    assert lines["全国系统", "不一致"][:4] == [1, 35_000, 35_000, 0]
    assert lines["全国系统", "小计"] == [4, 47_000, 45_100.5, 0.5, "导出日期 2024-09-30"]
    assert lines["实物核查", "盘亏"][:2] == [1, 2_000]
    assert lines["实物核查", "盘盈"][0] == 1
    assert lines["实物核查", "小计"][0] == 4
    assert lines["台账勾稽：按类别", "小计"][:4] == [3, 47_000, 47_000, 0]
    assert lines["台账勾稽：按权属级别", "村集体"][:2] == [2, 45_000]
    assert lines["台账勾稽：按权属级别", "小计"][4] == "合计与台账总数一致"


def test_what_does_not_agree_stands_before_what_does(report, tmp_path):
    path = tmp_path / "核对.xlsx"
    write_reconciliation(report, path)
    book = openpyxl.load_workbook(path)
    rows = [[cell.value for cell in row] for row in book["账账"].iter_rows(min_row=6)]
    national = [row[1] for row in rows if row[0] == "全国系统"]
    assert national == ["不一致", "台账有、对方无", "对方有、台账无", "一致"]
    details = [[cell.value for cell in row] for row in book["差异明细"].iter_rows(min_row=6)]
    assert ["全国系统", "Z2", "X2", "冷库", "丙村委会", "运行状态", "不一致", "闲置", "正常"] in details
    assert details[0][5:] == ["金额", "容差以内", "10,000.00", "10,000.50"]


def test_the_csv_has_every_row_and_the_json_every_fen(report, tmp_path):
    write_reconciliation(report, tmp_path / "a.csv")
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 4 + 3 + 3 + 4
    write_reconciliation(report, tmp_path / "a.json")
    record = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert record["books"][0]["source"] == "national"
    assert record["books"][0]["exported_on"] == "2024-09-30"
    assert {row["outcome"]: row["rows"] for row in record["field"]} == {
        "agrees": 1,
        "missing": 1,
        "surplus": 1,
        "not_inspected": 1,
    }
    assert record["proofs"][0] == {
        "by": "asset_class",
        "assets": [3, 3],
        "amounts_fen": [4_700_000, 4_700_000],
        "gap_fen": 0,
        "tolerance_fen": 0,
        "verdict": "equal",
    }
    assert "agrees" not in {row["outcome"] for row in record["rows"]}


def test_in_english_the_workbook_is_english(county, tmp_path):
    write_reconciliation(reconcile(county.workspace, county.linked, lang="en"), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Summary", "Book against book", "Book against field", "Differences"]
    texts = {str(cell.value) for row in book["Summary"].iter_rows() for cell in row}
    assert {"agrees", "village collective", "operating"} <= texts


# 甲村 is the square from 115.00, 24.40 to 115.01, 24.41. At 24.405 degrees north a degree of longitude is
# 101,431 m (6,378,137 × cos 24.405° / √(1 - e² sin² 24.405°) × π / 180, with e² = 0.00669438).
POINTS = {
    "inside": ((115.005, 24.405, "CGCS2000"), ("known", 0)),
    "border": ((115.01, 24.405, "WGS-84"), ("known", 0)),
    "outside": ((115.0115, 24.405, "CGCS2000"), ("known", 0.0015 * 101_431)),
    "shifted": ((*map(float, gcj02_of_wgs84(115.005, 24.405)), "GCJ-02"), ("known", 0)),
    # Read as WGS-84 or as GCJ-02, some 500 m west of it, it is in the village: nobody knows which.
    "no datum": ((115.008, 24.405, None), ("unsettled", None)),
    "old datum": ((115.005, 24.405, "北京54"), ("unsettled", None)),
    "no point": ((None, None, None), ("no_point", None)),
    "half a point": ((115.005, None, "CGCS2000"), ("no_point", None)),
}


@pytest.mark.parametrize("name", POINTS)
def test_how_far_a_point_is_from_the_village_of_its_asset(county, name):
    (lon, lat, datum), (place, off_m) = POINTS[name]
    inspections = county.linked.tables["inspections"].iloc[:1].assign(lon=lon, lat=lat, datum=datum)
    found = inspection_places(county.workspace, county.linked, inspections).iloc[0]
    assert found["place"] == place
    if off_m is None:
        assert pd.isna(found["off_m"])
    else:
        # To the scale of the county's plane, and up to a decimetre.
        assert found["off_m"] == pytest.approx(off_m, abs=0.3)


def test_an_asset_of_no_known_village_has_no_distance(county):
    inspections = county.linked.tables["inspections"].iloc[2:].assign(lon=115.005, lat=24.405, datum="WGS-84")
    found = inspection_places(county.workspace, county.linked, inspections)
    assert found["place"].tolist() == ["no_village"]


def test_a_point_outside_is_told_with_its_metres(county, tmp_path):
    tables = dict(county.linked.tables)
    tables["inspections"] = tables["inspections"].assign(
        lon=[115.0115, None, None], lat=[24.405, None, None], datum=["CGCS2000", None, None]
    )
    report = reconcile(county.workspace, replace(county.linked, tables=tables))
    assert dict(zip(report.place_sums["place"], report.place_sums["rows"], strict=True)) == {
        "outside": 1,
        "no_point": 2,
        "no_inspection": 1,
    }
    write_reconciliation(report, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["差异明细"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any(text.startswith("村界外 152") for text in texts)
