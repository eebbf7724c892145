"""The tables of policies, read from sheets with the headers that offices write."""

import pytest

from ruralmap.schema.aliases import alias_index, meaning_of, plain_header
from ruralmap.schema.choices import parse_choice
from ruralmap.schema.conform import conform
from ruralmap.schema.economy import NATION_CODE
from ruralmap.schema.grid import RawSheet
from ruralmap.schema.tables import TABLES

# What other tables call by the same word stands in both: an id, a date.
NEW = (
    "household_records", "person_records", "place_records", "grids", "clues", "plans", "surveys", "safety",
    "water_sources", "house_projects", "jobs", "services", "benefits", "insurances", "payments", "entities",
    "loans", "sales", "village_econ", "village_balances", "designations", "parcels", "leaders", "statistics",
    "system_assets", "units", "tasks", "help_units", "staff", "trainings", "meetings", "reports", "campaigns",
    "documents", "data_received", "problems", "checklists", "inspections", "handovers", "disposals",
)  # fmt: skip


@pytest.mark.parametrize("name", list(TABLES))
def test_a_header_means_one_column(name):
    seen = {}
    for column in TABLES[name].columns:
        for header in {plain_header(text) for text in (column.zh, *column.aliases, column.name)}:
            assert seen.setdefault(header, column.name) == column.name, header


@pytest.mark.parametrize(
    ("name", "header", "column"),
    [
        ("jobs", "务工时间", "months"),
        ("jobs", "务工时间(月)", "months"),
        ("jobs", "务工地点", "place"),
        ("person_records", "就业需求", "need_service"),
        ("person_records", "返乡回流日期", "returned_on"),
        ("entities", "统一社会信用代码", "entity_id"),
        ("payments", "发放金额(万元)", "paid_fen"),
        ("statistics", "截至月份", "period"),
        ("contracts", "按股分红比例(%)", "dividend_percent"),
        ("measures", "面积", "area_mu"),
        ("system_assets", "资产原值(元)", "amount_fen"),
        ("assets", "规格型号", "spec"),
        ("assets", "预计使用年限(年)", "service_years"),
        ("assets", "验收文号", "accepted_doc"),
        ("assets", "记账凭证号", "booked_doc"),
        ("assets", "收益权人", "beneficiary"),
        ("assets", "监管部门", "supervisor"),
        ("assets", "历史资产", "historic"),
        ("inspections", "定位精度", "accuracy_m"),
        ("inspections", "定位精度(米)", "accuracy_m"),
        ("inspections", "照片SHA-256", "photo_sha256"),
        ("inspections", "东经", "lon"),
        ("inspections", "核查人", "inspector"),
        ("inspections", "核查人身份", "inspector_role"),
        ("handovers", "接收方", "to_unit"),
        ("disposals", "处置收入(万元)", "proceeds_fen"),
    ],
)
def test_headers_of_real_exports_are_known(name, header, column):
    found = meaning_of(header, alias_index(TABLES[name]))
    assert found is not None
    assert found.column == column


@pytest.mark.parametrize(
    ("name", "column", "written", "meant"),
    [
        ("jobs", "place_level", "县外省内", "省内县外"),
        ("jobs", "place_level", "乡(镇)内", "乡内"),
        ("safety", "house", "D级", "D"),
        ("industries", "demo", "“三化”", "三化"),
        ("benefits", "benefit_kind", "最低生活保障", "低保"),
        ("projects", "four_batch", "盘活一批", "盘活"),
        ("insurances", "insurance_kind", "城乡居民基本医疗保险", "基本医保"),
        ("assets", "operation_mode", "委托经营", "托管"),
        ("assets", "operation_mode", "出租", "租赁"),
        ("disposals", "disposal_kind", "拆迁补偿", "征收补偿"),
    ],
)
def test_words_of_the_national_export_are_read_as_the_policies_say_them(name, column, written, meant):
    assert parse_choice(written, TABLES[name].column(column)).value == meant


@pytest.mark.parametrize("name", NEW)
def test_a_sheet_with_the_tools_own_headers_and_no_rows_is_read(name):
    header = [column.zh for column in TABLES[name].columns]
    read = conform([RawSheet("甲", [header])], TABLES[name], file="a.xlsx")
    assert read.usable
    assert len(read.frame) == 0
    assert set(TABLES[name].names) <= set(read.frame.columns)


def test_a_row_without_its_key_is_set_aside_and_a_contract_without_an_asset_is_kept():
    rows = [
        ["合同编号", "资产编号", "地块编号", "起始日期"],
        ["H1", "", "D1", "2024-01-01"],
        ["", "Z1", "", ""],
    ]
    read = conform([RawSheet("甲", rows)], TABLES["contracts"], file="a.xlsx")
    assert read.frame[["contract_id", "parcel_id"]].to_numpy().tolist() == [["H1", "D1"]]
    assert read.frame["asset_id"].isna().all()
    assert len(read.rejected) == 1


def test_the_nation_has_a_code_that_reads_as_one():
    rows = [
        ["地区代码", "截至月份", "指标", "数值", "单位"],
        [NATION_CODE, "2024-06", "收入", "10272", "元/人"],
    ]
    read = conform([RawSheet("甲", rows)], TABLES["statistics"], file="a.xlsx")
    assert read.frame[["region", "period", "value"]].to_numpy().tolist() == [["100000", "2024-06", 10272.0]]


def test_a_ledger_of_before_is_read_as_before_and_what_it_lacks_is_missing():
    header = ["资产编号", "资产名称", "资产类别", "竣工验收日期", "移交日期", "经营主体", "备注"]
    row = ["Z1", "水渠", "公益性资产", "2021.5.3", "2021年6月", "甲合作社", "模拟"]
    (read,) = conform([RawSheet("甲", [header, row])], TABLES["assets"], file="a.xlsx").frame.to_dict(
        "records"
    )
    stated = {name: value for name, value in read.items() if isinstance(value, str)}
    assert stated == {
        "asset_id": "Z1",
        "asset": "水渠",
        "asset_class": "公益性",
        "accepted_on": "2021-05-03",
        "handover_on": "2021-06",
        "operator": "甲合作社",
        "note": "模拟",
        "source_file": "a.xlsx",
        "source_sheet": "甲",
    }


def test_what_was_found_with_its_point_photograph_and_campaign_is_read():
    header = [
        "资产编号",
        "核查日期",
        "核查类型",
        "行动编号",
        "经度",
        "纬度",
        "坐标系",
        "定位精度(米)",
        "照片路径",
        "照片校验码",
    ]
    row = ["Z1", "2024-05-06", "账实核对", "X1", "115.01", "24.02", "GPS", "6.5", "照片/Z1.jpg", "ab" * 32]
    (read,) = conform([RawSheet("甲", [header, row])], TABLES["inspections"], file="a.xlsx").frame.to_dict(
        "records"
    )
    assert (read["lon"], read["lat"], read["datum"], read["accuracy_m"]) == (115.01, 24.02, "WGS-84", 6.5)
    assert (read["campaign_id"], read["photo"], read["photo_sha256"]) == ("X1", "照片/Z1.jpg", "ab" * 32)


def test_a_disposal_and_a_handover_without_their_day_are_set_aside():
    disposals = [
        ["资产编号", "处置日期", "处置方式", "处置收入(万元)"],
        ["Z1", "2023-05-06", "出售", "1.2"],
        ["Z2", "", "报废", ""],
    ]
    read = conform([RawSheet("甲", disposals)], TABLES["disposals"], file="a.xlsx")
    assert read.frame[["asset_id", "disposal_kind", "proceeds_fen"]].values.tolist() == [
        ["Z1", "转让", 1_200_000]
    ]
    assert read.rejected["row"].tolist() == [3]
    handovers = [
        ["资产编号", "移交日期", "移交方", "接收方"],
        ["Z1", "2023-05", "县水务局", "甲村"],
        ["Z2", "", "", ""],
    ]
    read = conform([RawSheet("甲", handovers)], TABLES["handovers"], file="a.xlsx")
    assert read.frame[["handover_on", "from_unit", "to_unit"]].values.tolist() == [
        ["2023-05", "县水务局", "甲村"]
    ]
    assert read.rejected["row"].tolist() == [3]
