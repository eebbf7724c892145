"""The header is found wherever it stands, in one row or more; columns are known by name, never by place."""

import pytest

from ruralmap.schema.aliases import alias_index
from ruralmap.schema.grid import RawSheet
from ruralmap.schema.headers import find_header, likely_column
from ruralmap.schema.incomes import INCOMES
from ruralmap.schema.monies import FUND_MONTHS, FUNDS
from ruralmap.schema.people import HOUSEHOLD_POINTS, ROSTER

POINTS = alias_index(HOUSEHOLD_POINTS)
HEADER = ["户编号", "经度", "纬度", "坐标系"]
ROW = ["H1", "115.01", "24.4", "GPS"]


def used(match):
    return {column: [cell.position for cell in places] for column, places in match.used.items()}


def find(rows, index=POINTS, confirmed=None, **where):
    return find_header(RawSheet("甲", rows, **where), index, confirmed or {})


def test_a_plain_header_is_the_first_row():
    match = find([HEADER, ROW])
    assert (match.first, match.depth, match.body) == (0, 1, 1)
    assert used(match) == {"hh_id": [0], "lon": [1], "lat": [2], "datum": [3]}
    assert match.missing(POINTS) == ()


def test_columns_may_stand_in_any_order_and_among_others():
    match = find([["序号", "纬度", "户主姓名", "经度", "户编号"], [1, "24.4", "张三", "115.0", "H1"]])
    assert used(match) == {"lat": [1], "lon": [3], "hh_id": [4]}
    assert [cell.text for cell in match.unknown()] == ["户主姓名"]


@pytest.mark.parametrize(
    "above",
    [
        pytest.param([["和平县住户坐标采集表", "", "", ""]], id="a title"),
        pytest.param(
            [["标题"], ["填报单位：上陵镇", "", "填报时间：2024.9", ""]], id="a title and the office"
        ),
        pytest.param([["", "", "", ""], ["", "", "", ""]], id="blank rows"),
        pytest.param([["户编号说明：按全国系统填写", "", "", ""]], id="a remark"),
    ],
)
def test_rows_above_the_header_are_passed_over(above):
    match = find([*above, HEADER, ROW])
    assert (match.first, match.depth) == (len(above), 1)


def test_a_sheet_without_a_header_has_none():
    match = find([["说明"], ["请按要求填写"]])
    assert match.used == {}
    assert match.missing(POINTS) == ("户编号", "经度", "纬度")
    assert find([]).used == {}


def test_a_merged_title_over_the_whole_width_is_not_part_of_the_header():
    match = find([["住户坐标采集表", "", "", ""], HEADER, ROW], merges=((0, 0, 0, 3),))
    assert (match.first, match.depth) == (1, 1)


TWO_ROWS = [
    ["户编号", "年度", "家庭人口", "家庭收入(万元)", "", "", "", "支出", "纯收入", "家庭人均纯收入"],
    ["", "", "", "工资性收入", "生产经营性收入", "财产性收入", "转移性收入", "生产经营性支出", "", ""],
    ["H1", 2023, 4, 1.2, 0.5, 0, 0.3, 0.1, 1.9, 0.475],
]
MERGES = (
    (0, 0, 1, 0),
    (0, 1, 1, 1),
    (0, 2, 1, 2),
    (0, 3, 0, 6),
    (0, 8, 1, 8),
    (0, 9, 1, 9),
)


@pytest.mark.parametrize("merges", [MERGES, ()], ids=["merged in a workbook", "blank in CSV"])
def test_a_header_over_two_rows_is_read_with_its_groups(merges):
    match = find(TWO_ROWS, alias_index(INCOMES), merges=merges)
    assert (match.first, match.depth) == (0, 2)
    assert {name: cells[0].position for name, cells in match.used.items()} == {
        "hh_id": 0,
        "year": 1,
        "size": 2,
        "wage_fen": 3,
        "business_fen": 4,
        "property_fen": 5,
        "transfer_fen": 6,
        "business_cost_fen": 7,
        "net_fen": 8,
        "net_pc_fen": 9,
    }
    units = {name: cells[0].unit for name, cells in match.used.items()}
    assert units["wage_fen"] == units["transfer_fen"] == "万元"
    assert units["business_cost_fen"] == units["net_fen"] == ""


def test_a_group_header_names_a_column_together_with_what_stands_below():
    # 行政村 over 名称 and 代码: together they are 行政村名称 and 行政村代码.
    rows = [["户编号", "人编号", "行政村", "", "户类型", "监测对象类别"], ["", "", "名称", "代码", "", ""]]
    match = find(rows, alias_index(ROSTER), merges=((0, 2, 0, 3),))
    assert used(match)["village"] == [2]
    assert used(match)["village_code"] == [3]


def test_a_row_of_data_is_never_taken_for_part_of_the_header():
    # 县, 镇, 村 and 组 are names of columns, and are values too.
    rows = [["户编号", "经度", "纬度", "坐标系", "备注"], ["H1", "115", "24", "GPS", "村"]]
    assert find(rows).depth == 1


def test_coordinates_of_merges_count_from_where_the_sheet_begins():
    moved = tuple((a + 4, b + 2, c + 4, d + 2) for a, b, c, d in MERGES)
    match = find(TWO_ROWS, alias_index(INCOMES), merges=moved, first_row=4, first_column=2)
    assert match.depth == 2
    assert match.used["property_fen"][0].unit == "万元"


def test_a_better_name_takes_the_column_and_the_other_is_surplus():
    match = find([["户编号", "经度", "纬度", "X坐标", "Y坐标"], ["H1", "115", "24", "38500000", "2700000"]])
    assert used(match)["lon"] == [1]
    assert [cell.text for cell in match.surplus] == ["X坐标", "Y坐标"]
    assert match.unknown() == ()


def test_the_same_name_twice_shares_its_column():
    match = find([["户编号", "经度", "纬度", "经 度"], ROW])
    assert used(match)["lon"] == [1, 3]
    assert match.surplus == ()


def test_a_confirmed_header_goes_before_every_other_name():
    match = find([["户编号", "东经", "纬度", "东经2"], ROW], confirmed={"东经2": "lon"})
    assert used(match)["lon"] == [3]
    assert [cell.text for cell in match.surplus] == ["东经"]
    assert match.refused == ()


@pytest.mark.parametrize("also", [{}, {"经度": "lon"}], ids=["not answered", "confirmed itself"])
def test_a_confirmed_header_does_not_go_before_the_columns_own_name(also):
    match = find([["户编号", "经度", "纬度", "东经2"], ROW], confirmed={"东经2": "lon"} | also)
    assert used(match)["lon"] == [1]
    assert [cell.text for cell in match.refused] == ["东经2"]
    assert match.surplus == ()


def test_a_confirmed_header_may_replace_the_own_name_that_is_not_to_be_imported():
    match = find([["户编号", "经度", "纬度", "东经2"], ROW], confirmed={"东经2": "lon", "经度": ""})
    assert used(match)["lon"] == [3]
    assert match.refused == ()


def test_a_header_said_not_to_import_is_neither_used_nor_unknown():
    match = find([["户编号", "经度", "纬度", "户主"], ROW], confirmed={"户主": ""})
    assert match.unknown() == ()
    assert set(match.used) == {"hh_id", "lon", "lat"}


def test_a_confirmed_header_of_money_keeps_its_unit():
    rows = [
        ["资金编号", "指标文号", "年度", "资金级次", "资金渠道", "到账数(万元)"],
        ["Z1", "a", 2024, "省", "衔接", 3],
    ]
    match = find(rows, alias_index(FUNDS), {"到账数(万元)": "issued_fen"})
    assert match.used["issued_fen"][0].unit == "万元"


FUND_HEADER = [
    "资金编号",
    "项目编号",
    "月份",
    "累计下达",
    "累计到位",
    "累计安排",
    "累计拨付",
    "累计支出",
    "未支出余额",
]


@pytest.mark.parametrize(
    ("above", "unit", "from_title"),
    [
        pytest.param([["资金月报（万元）"]], "万元", True, id="in the title"),
        pytest.param(
            [["资金月报"], ["填报单位：和平县财政局", "", "单位：万元"]],
            "万元",
            True,
            id="in the line of the office",
        ),
        pytest.param([["资金月报"], ["填报单位：万元乡"]], "", False, id="an office is no unit"),
        pytest.param([], "", False, id="nowhere"),
    ],
)
def test_money_takes_the_unit_of_the_title_and_it_is_noted(above, unit, from_title):
    match = find([*above, FUND_HEADER], alias_index(FUND_MONTHS))
    cell = match.used["issued_fen"][0]
    assert (cell.unit, cell.unit_from_title) == (unit, from_title)
    assert match.used["line_id"][0].unit == ""


def test_the_group_of_another_column_states_no_unit():
    # 户 stands over other columns than the money, and 万元 over the money's neighbour.
    rows = [
        ["", "", "", "其他(万元)", "说明", ""],
        ["资金编号", "项目编号", "月份", "备注列", "累计下达", "累计到位"],
    ]
    match = find(rows, alias_index(FUND_MONTHS))
    assert match.used["issued_fen"][0].unit == ""


def test_a_likely_column_is_proposed_only_if_the_sheet_lacks_it():
    match = find([["户编号", "经度", "纬度", "坐标系类", "经度值"], ROW])
    texts = {cell.text: likely_column(cell, match, POINTS) for cell in match.unknown()}
    assert texts == {"坐标系类": "坐标系", "经度值": ""}
