"""Headers are known by name, in any spelling, with a unit they can be counted in; likeness only proposes."""

import pytest

from ruralmap.schema.aliases import (
    Meaning,
    alias_index,
    column_by_title,
    meaning_of,
    money_unit_in,
    plain_header,
    propose,
)
from ruralmap.schema.incomes import INCOMES
from ruralmap.schema.monies import FUNDS
from ruralmap.schema.people import ROSTER
from ruralmap.schema.places import TOWNSHIPS, VILLAGES
from ruralmap.schema.tables import LAYERS, TABLES
from ruralmap.schema.works import ASSETS, INDUSTRIES

ALL = [pytest.param(table, id=table.name) for table in (*LAYERS.values(), *TABLES.values())]


@pytest.mark.parametrize("table", ALL)
def test_no_name_of_a_table_means_two_columns(table):
    owners = {}
    for column in table.columns:
        for name in {plain_header(name) for name in (column.zh, column.name, *column.aliases)}:
            assert owners.setdefault(name, column.name) == column.name, name


@pytest.mark.parametrize("table", ALL)
def test_every_column_is_found_under_its_own_title_and_its_name(table):
    index = alias_index(table)
    for column in table.columns:
        assert meaning_of(column.zh, index).column == column.name
        assert meaning_of(column.name, index).column == column.name


@pytest.mark.parametrize(
    ("header", "column"),
    [
        pytest.param("户编号", "hh_id", id="title"),
        pytest.param("户 编 号", "hh_id", id="blanks"),
        pytest.param("户编号*", "hh_id", id="compulsory mark"),
        pytest.param("＊户编号：", "hh_id", id="full-width marks"),
        pytest.param("“户编号”", "hh_id", id="quotes"),
        pytest.param("户编号(必填)", "hh_id", id="remark"),
        pytest.param("户编号\u200b", "hh_id", id="zero-width"),
        pytest.param("AAC001", "hh_id", id="legacy code"),
        pytest.param("aac001", "hh_id", id="legacy code in small letters"),
        pytest.param("劳动能力\n页面（劳动技能）", "labour", id="line break and full-width brackets"),
        pytest.param("务工时间（月）", "work_months", id="unit in full-width brackets"),
        pytest.param("上年务工时间(月)", "work_months", id="last year's"),
        pytest.param("务工时间(个月)", "work_months", id="the unit in other words"),
        pytest.param("易返贫致贫户（监测对象）类型", "monitor_class", id="long title"),
        pytest.param("县（市、区、旗）", "county", id="county"),
        pytest.param("人数(人)", "size", id="unit"),
        pytest.param("风险识别时间(YYYYMM)", "identified_on", id="format"),
        pytest.param("危房户(是/否)", "unsafe_house", id="answers"),
    ],
)
def test_a_roster_header_in_any_spelling(header, column):
    assert meaning_of(header, alias_index(ROSTER)).column == column


@pytest.mark.parametrize("header", ["户主编号", "家庭住址", "", "人数(户)", "务工时间(天)", "户编号(旧)"])
def test_what_is_not_known_means_nothing(header):
    assert meaning_of(header, alias_index(ROSTER)) is None


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        pytest.param("下达金额", "", id="none"),
        pytest.param("下达金额(元)", "元", id="yuan"),
        pytest.param("下达金额（万元）", "万元", id="wan"),
        pytest.param("下达金额\n(万元)", "万元", id="on a second line"),
        pytest.param("下达金额(单位：万元)", "万元", id="with 单位"),
        pytest.param("下达金额/万元", "万元", id="with a stroke"),
        pytest.param("下达金额(亿元)", "亿元", id="yi"),
    ],
)
def test_a_header_may_state_the_unit_of_money(header, unit):
    assert meaning_of(header, alias_index(FUNDS)) == Meaning("issued_fen", 0, unit)


def test_money_by_the_year_keeps_its_unit():
    assert meaning_of("年租金(万元/年)", alias_index(TABLES["contracts"])) == Meaning("rent_fen", 0, "万元")


def test_an_area_in_another_unit_is_not_the_area():
    index = alias_index(INDUSTRIES)
    assert meaning_of("面积(亩)", index).column == "area_mu"
    assert meaning_of("面积(公顷)", index) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("单位：万元", "万元", id="stated"),
        pytest.param("金额单位：元", "元", id="of money"),
        pytest.param("单位：人、户、万元", "万元", id="among others"),
        pytest.param("家庭收入(万元)", "万元", id="bracketed"),
        pytest.param("家庭收入（元/年）", "元", id="by the year"),
        pytest.param("填报单位：和平县万元镇", "", id="an office, not a unit"),
        pytest.param("报送单位：元坝镇", "", id="an office sending"),
        pytest.param("2024年资金台账", "", id="a title"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_titles_may_state_the_unit_of_money(text, unit):
    assert money_unit_in(text) == unit


def test_a_field_name_may_be_cut_at_ten_bytes():
    # "township_code" has 13 letters; ten of them are "township_c".
    index = alias_index(TOWNSHIPS, cut_names=True)
    assert meaning_of("township_c", index).column == "township_code"
    assert meaning_of("township", index).column == "township"
    assert meaning_of("township_c", alias_index(TOWNSHIPS)) is None


def test_a_chinese_field_name_is_cut_at_five_characters_in_gbk_and_three_in_utf8():
    index = alias_index(VILLAGES, cut_names=True)
    # 城乡分类代码 is 12 bytes in GBK (five characters fit) and 18 in UTF-8 (three fit).
    assert meaning_of("城乡分类代", index).column == "urban_rural_class"
    assert meaning_of("城乡分", index).column == "urban_rural_class"
    # 行政村代码 and 行政村名称 share their first three characters: in UTF-8 a cut name means neither.
    assert meaning_of("行政村", index).column == "village"
    assert meaning_of("行政村代码", index).column == "village_code"


def test_a_cut_name_that_two_columns_share_means_neither():
    # 生产经营性收入 and 生产经营性支出 have 14 bytes in GBK; both are cut to 生产经营性.
    index = alias_index(INCOMES, cut_names=True)
    assert meaning_of("生产经营性", index) is None


def test_likeness_proposes_and_never_applies():
    index = alias_index(ASSETS)
    assert propose("资产编号码", index) == "asset_id"
    assert meaning_of("资产编号码", index) is None
    assert propose("甲乙丙丁", index) == ""
    assert propose("abc", index) == ""


def test_an_answer_is_a_columns_title():
    assert column_by_title(ROSTER, "户编号") == "hh_id"
    assert column_by_title(ROSTER, " 户编号 ") == "hh_id"
    assert column_by_title(ROSTER, "不导入") == ""
    assert column_by_title(ROSTER, "不存在的列") is None
