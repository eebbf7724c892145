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
    "documents", "data_received", "problems", "checklists",
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
