"""Sheets become tables, and every row is kept, set aside or ignored."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import ConservationError
from ruralmap.schema import conform as conforming
from ruralmap.schema.columns import Column, Table
from ruralmap.schema.conform import conform
from ruralmap.schema.grid import RawSheet
from ruralmap.schema.monies import FUND_MONTHS, FUNDS
from ruralmap.schema.outcomes import REJECTED_COLUMNS, Shapes
from ruralmap.schema.people import HOUSEHOLD_POINTS, ROSTER
from ruralmap.schema.places import DENOMINATORS, PARAMETERS, VILLAGES
from ruralmap.schema.works import ASSET_FUNDS

HEADER = ["户编号", "经度", "纬度", "坐标系", "采集日期"]
ROWS = [["H1", "115.01", "24.41", "GPS", "2024.6"], ["H2", "115.02", "24.42", "微信", "2024-06-30"]]


def points(*rows, header=HEADER, name="甲", **more):
    return RawSheet(name, [header, *rows], **more)


def read(*sheets, table=HOUSEHOLD_POINTS, **more):
    return conform(sheets, table, file="点.xlsx", **more)


def codes(conformed, severity=None):
    return [
        f.code for f in conformed.findings if f.code != "columns_absent" and severity in {None, f.severity}
    ]


def said(found):
    """What fills the braces of a finding's texts."""
    return found._asdict()["values"]


def counts(conformed):
    return [(c.sheet, c.rows, c.kept, c.rejected, c.ignored) for c in conformed.counts]


def test_a_clean_sheet_becomes_a_table_with_its_source():
    conformed = read(points(*ROWS))
    frame = conformed.frame
    assert frame["hh_id"].tolist() == ["H1", "H2"]
    assert frame["lon"].tolist() == [115.01, 115.02]
    assert frame["datum"].tolist() == ["WGS-84", "GCJ-02"]
    assert frame["collected_on"].tolist() == ["2024-06", "2024-06-30"]
    assert frame["source_file"].unique().tolist() == ["点.xlsx"]
    assert frame["source_sheet"].unique().tolist() == ["甲"]
    assert frame["source_row"].tolist() == [2, 3]
    assert list(frame.columns) == [*HOUSEHOLD_POINTS.names, "source_file", "source_sheet", "source_row"]
    assert conformed.findings == ()
    assert conformed.usable
    assert counts(conformed) == [("甲", 2, 2, 0, 0)]
    assert list(conformed.rejected.columns) == list(REJECTED_COLUMNS)


def test_every_column_has_its_kind_even_if_the_file_lacks_it():
    frame = read(points(["H1", "115", "24"], header=HEADER[:3])).frame
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "hh_id": "str",
        "lon": "float64",
        "lat": "float64",
        "datum": "str",
        "collected_on": "str",
        "source_file": "str",
        "source_sheet": "str",
        "source_row": "Int64",
    }
    assert frame["datum"].isna().all()


def test_columns_that_are_lacking_are_said_once_for_the_file():
    conformed = read(points(["H1", "115", "24"], header=HEADER[:3], name="甲"), points(ROWS[1], name="乙"))
    assert codes(conformed) == []
    lacking = read(points(["H1", "115", "24"], header=HEADER[:3])).findings
    assert [(f.code, said(f)["titles"], f.severity) for f in lacking] == [
        ("columns_absent", "坐标系、采集日期", "info")
    ]


def test_rows_count_as_the_offices_program_does():
    # A sheet that begins in row 4: a title in row 4, the header in row 5, data from row 6.
    sheet = RawSheet("甲", [["住户坐标"], HEADER, *ROWS], first_row=3)
    assert read(sheet).frame["source_row"].tolist() == [6, 7]


def test_a_row_without_its_key_is_set_aside_with_what_it_held():
    conformed = read(points(["", 115.01, "24.41", "GPS", ""], *ROWS))
    assert conformed.frame["hh_id"].tolist() == ["H1", "H2"]
    (row,) = conformed.rejected.to_dict("records")
    assert (row["table"], row["file"], row["sheet"], row["row"], row["reason"]) == (
        "household_points",
        "点.xlsx",
        "甲",
        2,
        "value_missing",
    )
    assert json.loads(row["raw"]) == {"经度": "115.01", "纬度": "24.41", "坐标系": "GPS"}
    (found,) = [f for f in conformed.findings if f.code == "value_missing"]
    assert (found.severity, found.row, found.column) == ("error", 2, "户编号")
    assert counts(conformed) == [("甲", 3, 2, 1, 0)]


def test_a_key_that_lost_its_digits_sets_the_row_aside_and_is_an_error():
    conformed = read(points([4.4e19, "115", "24", "", ""], *ROWS))
    assert conformed.rejected["reason"].tolist() == ["digits_lost"]
    assert codes(conformed, "error") == ["digits_lost"]


def test_a_bad_cell_elsewhere_costs_the_cell_and_not_the_row():
    conformed = read(points(["H1", "东边", "24.41", "北斗", "去年"]))
    assert conformed.frame["hh_id"].tolist() == ["H1"]
    assert conformed.frame[["lon", "datum", "collected_on"]].isna().all(axis=None)
    assert codes(conformed, "warning") == ["number_malformed", "choice_unknown", "date_malformed"]
    found = conformed.findings[0]
    assert (found.file, found.sheet, found.row, found.column, found.raw) == (
        "点.xlsx",
        "甲",
        2,
        "经度",
        "东边",
    )


def test_totals_footers_and_blank_rows_are_ignored_and_counted():
    conformed = read(
        points(
            ROWS[0],
            ["小计", "", "", "", ""],
            ["", "", "", "", ""],
            ROWS[1],
            ["合计", "", "", "", ""],
            ["填表人：李四", "", "", "审核人：王五", ""],
        )
    )
    assert counts(conformed) == [("甲", 6, 2, 0, 4)]
    assert codes(conformed) == ["row_total", "row_total", "row_footer"]
    assert [f.row for f in conformed.findings] == [3, 6, 7]


def test_a_repeated_record_is_set_aside_and_it_is_said_whether_it_differs():
    rows = [*ROWS, ROWS[0], ["H2", "115.9", "24.42", "微信", "2024-06-30"]]
    conformed = read(points(*rows), table=replace(HOUSEHOLD_POINTS, contested="first"))
    assert conformed.frame["source_row"].tolist() == [2, 3]
    assert conformed.rejected[["row", "reason"]].to_numpy().tolist() == [
        [4, "duplicate_identical"],
        [5, "duplicate_conflict"],
    ]
    identical, conflict = conformed.findings
    assert (identical.severity, conflict.severity) == ("warning", "error")
    assert (said(conflict)["first_row"], said(conflict)["differing"]) == (3, "经度")
    assert json.loads(conformed.rejected["raw"].iloc[1])["经度"] == "115.9"


POPULATION_HEADER = ["行政区划代码", "指标", "口径", "截至日期", "数值", "数据来源"]


@pytest.mark.parametrize("turned", [False, True], ids=["as entered", "the other way round"])
def test_of_two_populations_of_one_village_and_day_none_is_used(turned):
    village = ["441624100201", "农村人口", "户籍", "2023-12-31"]
    rows = [[*village, 1000, "年鉴"], [*village, 1010, "公安"]]
    alone = ["441624100202", "农村人口", "户籍", "2023-12-31", 900, "年鉴"]
    rows = [*(reversed(rows) if turned else rows), alone]
    conformed = read(RawSheet("甲", [POPULATION_HEADER, *rows]), table=DENOMINATORS)
    assert conformed.frame["value"].tolist() == [900]
    assert conformed.rejected["reason"].tolist() == ["duplicate_all_aside"] * 2
    assert counts(conformed) == [("甲", 3, 1, 2, 0)]
    assert codes(conformed) == ["duplicate_all_aside"] * 2


def test_averages_of_two_years_entered_on_one_day_are_two_rows():
    header = ["适用地区代码", "参数名称", "年度", "启用日期", "数值", "单位", "文号"]
    rows = [
        ["441600", "平均", year, "2024-03-01", value, "元/人", "甲号"]
        for year, value in ((2022, 9), (2023, 10))
    ]
    conformed = read(RawSheet("甲", [header, *rows]), table=PARAMETERS)
    assert conformed.frame["value"].tolist() == [9, 10]
    assert codes(conformed) == []


def test_duplicates_are_found_across_the_sheets_of_a_file():
    conformed = read(points(ROWS[0], name="上陵镇"), points(ROWS[0], name="下车镇"))
    assert counts(conformed) == [("上陵镇", 1, 1, 0, 0), ("下车镇", 1, 0, 1, 0)]
    assert said(conformed.findings[0])["first_sheet"] == "上陵镇"


def test_a_missing_part_of_a_key_is_a_value_of_its_own():
    header = [
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
    rows = [["Z1", "", "2024.3", 1, 1, 1, 1, 1, 0], ["Z1", "P1", "2024.3", 1, 1, 1, 1, 1, 0]]
    sheet = RawSheet("月报", [header, *rows, rows[0]])
    conformed = read(sheet, table=FUND_MONTHS)
    assert conformed.frame["prj_id"].isna().tolist() == [True, False]
    assert conformed.rejected["reason"].tolist() == ["duplicate_identical"]


def test_a_table_without_a_key_keeps_repeated_rows_and_says_so():
    sheet = RawSheet("甲", [["资产编号", "金额"], ["A1", 5], ["A1", 5], ["A1", 6]])
    conformed = read(sheet, table=ASSET_FUNDS)
    assert conformed.frame["amount_fen"].tolist() == [500, 500, 600]
    assert codes(conformed) == ["row_repeated"]
    assert conformed.findings[-1].row == 3


def test_money_of_a_column_in_wan_and_a_cell_in_yuan():
    header = ["资金编号", "指标文号", "年度", "资金级次", "资金渠道", "下达金额(万元)"]
    rows = [["Z1", "a", 2024, "中央", "衔接", 3.5], ["Z2", "b", 2024, "省", "衔接", "35000元"]]
    conformed = read(RawSheet("甲", [header, *rows]), table=FUNDS)
    assert conformed.frame["issued_fen"].tolist() == [3_500_000, 3_500_000]
    (found,) = [f for f in conformed.findings if f.code == "units_mixed"]
    assert said(found) == {"unit": "万元", "others": "元 × 1", "rows": 1}


def test_a_unit_that_only_the_title_states_is_used_and_said():
    header = ["资金编号", "指标文号", "年度", "资金级次", "资金渠道", "下达金额"]
    rows = [["资金指标台账", "", "", "", "", "单位：万元"], header, ["Z1", "a", 2024, "中央", "衔接", 3.5]]
    conformed = read(RawSheet("甲", rows), table=FUNDS)
    assert conformed.frame["issued_fen"].tolist() == [3_500_000]
    assert [f.column for f in conformed.findings if f.code == "unit_from_title"] == ["下达金额"]


@pytest.mark.parametrize(
    ("second", "value", "found"),
    [
        pytest.param("115.01", 115.01, ["header_twice"], id="the same"),
        pytest.param("", 115.01, ["header_twice"], id="one empty"),
        pytest.param("115.02", None, ["header_twice", "header_twice_differs"], id="contradicting"),
    ],
)
def test_one_header_twice_must_say_one_thing(second, value, found):
    conformed = read(points(["H1", "115.01", "24.4", second], header=["户编号", "经度", "纬度", "经度"]))
    assert sorted(codes(conformed)) == found
    lon = conformed.frame["lon"].iloc[0]
    assert pd.isna(lon) if value is None else lon == value


def test_an_empty_first_column_is_filled_from_the_second_of_the_same_name():
    conformed = read(points(["H1", "", "24.4", "115.02"], header=["户编号", "经度", "纬度", "经度"]))
    assert conformed.frame["lon"].tolist() == [115.02]


def test_surplus_blank_and_unknown_headers_are_said():
    header = ["户编号", "经度", "纬度", "X坐标", "坐标系类", "户主", "", "序号"]
    conformed = read(points(["H1", "115", "24", "1", "GPS", "张三", "x", 1], header=header))
    assert {f.code: (f.severity, f.column) for f in conformed.findings} == {
        "columns_absent": ("info", ""),
        "header_likely": ("warning", "坐标系类"),
        "header_unknown": ("info", "户主"),
        "header_surplus": ("warning", "X坐标"),
        "header_blank": ("warning", ""),
    }
    assert [(u.header, u.proposal) for u in conformed.unknown] == [("坐标系类", "坐标系"), ("户主", "")]
    assert conformed.frame["datum"].isna().all()


def test_data_beyond_the_headers_width_has_no_header():
    conformed = read(points(["H1", "115", "24", "GPS", "", "more"]))
    (found,) = conformed.findings
    assert (found.code, said(found)["number"], said(found)["rows"]) == ("header_blank", 6, 1)


def test_an_answer_maps_a_header_and_stays_on_the_list():
    header = ["户编号", "东经度数", "纬度"]
    sheet = points(["H1", "115", "24"], header=header)
    assert not read(sheet).usable
    answers = {("点.xlsx", "甲", "东经度数"): "经度", ("别的.xlsx", "甲", "户编号"): "不导入"}
    conformed = read(sheet, answers=answers)
    assert conformed.frame["lon"].tolist() == [115.0]
    assert [(u.header, u.answer) for u in conformed.unknown] == [("东经度数", "经度")]


def test_an_answer_that_names_no_column_is_a_finding_and_changes_nothing():
    conformed = read(points(*ROWS), answers={("点.xlsx", "甲", "坐标系"): "没有这一列"})
    assert codes(conformed) == ["mapping_invalid"]
    assert conformed.frame["datum"].tolist() == ["WGS-84", "GCJ-02"]


def test_a_column_said_not_to_import_is_not_read():
    conformed = read(points(*ROWS), answers={("点.xlsx", "甲", "坐标系"): "不导入"})
    assert conformed.frame["datum"].isna().all()


@pytest.mark.parametrize(
    ("sheet", "code", "severity"),
    [
        pytest.param(RawSheet("乙", []), "sheet_empty", "info", id="empty"),
        pytest.param(RawSheet("乙", [["", " "]]), "sheet_empty", "info", id="blanks"),
        pytest.param(
            RawSheet("说明", [["填表说明"], ["一、按户填写"]]), "sheet_skipped", "info", id="instructions"
        ),
        pytest.param(points(ROWS[0], name="乙", hidden=True), "sheet_hidden", "warning", id="hidden"),
        pytest.param(
            RawSheet("乙", [["户编号", "经度", "北纬度"], ["H9", 115, 24]]),
            "sheet_incomplete",
            "error",
            id="one short",
        ),
        pytest.param(RawSheet("乙", [HEADER]), "sheet_without_rows", "warning", id="header only"),
    ],
)
def test_other_sheets_are_passed_over_and_counted(sheet, code, severity):
    conformed = read(points(*ROWS), sheet)
    assert conformed.frame["hh_id"].tolist() == ["H1", "H2"]
    assert [(f.code, f.severity) for f in conformed.findings] == [(code, severity)]
    last = conformed.counts[-1]
    assert last.rows == last.ignored


def test_a_hidden_sheet_of_something_else_is_passed_over_in_silence():
    conformed = read(points(*ROWS), RawSheet("选项", [["是"], ["否"]], hidden=True))
    assert conformed.findings == ()
    assert conformed.counts[-1].ignored == 2


def test_a_file_without_a_readable_sheet_is_not_usable_and_says_which_headers_it_lacks():
    conformed = read(RawSheet("甲", [["户编号", "东经度数"], ["H1", 115]]))
    assert not conformed.usable
    assert [(f.code, f.column) for f in conformed.findings if f.severity == "error"] == [
        ("header_missing", "经度"),
        ("header_missing", "纬度"),
    ]
    assert conformed.frame.empty
    assert [u.header for u in conformed.unknown] == ["东经度数"]


@pytest.mark.parametrize(
    "sheets",
    [
        pytest.param([], id="no sheet"),
        pytest.param([RawSheet("甲", [])], id="an empty sheet"),
        pytest.param([RawSheet("甲", [["", " "]]), RawSheet("乙", [])], id="two sheets of blanks"),
    ],
)
def test_an_empty_workbook_is_one_error_that_says_so(sheets):
    conformed = read(*sheets)
    assert not conformed.usable
    assert [(f.code, f.severity) for f in conformed.findings] == [("file_empty", "error")]
    assert conformed.findings[0].text("title") == "文件是空的"


def test_an_answer_does_not_take_the_place_of_a_column_that_bears_the_name_itself():
    sheet = RawSheet("甲", [["户编号", "备注", "经度", "纬度"], ["H1", "五保", 115, 24]])
    conformed = read(sheet, answers={("点.xlsx", "甲", "备注"): "户编号"})
    assert conformed.frame["hh_id"].tolist() == ["H1"]
    (found,) = [f for f in conformed.findings if f.severity == "error"]
    assert (found.code, found.column, found.row) == ("mapping_refused", "备注", 1)
    assert "“备注”" in found.text("found")
    assert "“户编号”" in found.text("found")
    # The choice stays on the sheet, where it can be mended.
    assert [(u.header, u.answer) for u in conformed.unknown] == [("备注", "户编号")]


def test_a_readable_file_is_usable():
    conformed = read(points(*ROWS))
    assert conformed.usable


def test_text_of_csv_is_not_as_typed_and_its_encoding_is_said():
    rows = [["H1", "115", "24", "GPS", "2024.1"]]
    typed, written = read(points(*rows)), read(points(*rows, encoding="gb18030"))
    assert typed.frame["collected_on"].tolist() == ["2024-01"]
    assert written.frame["collected_on"].isna().all()
    assert codes(written) == ["table_encoding_assumed", "date_month_unclear"]
    assert codes(read(points(*ROWS, encoding="utf-8-sig"))) == []


def test_rows_of_csv_may_end_early():
    conformed = read(points(["H1", "115"], ["H2", "115", "24", "GPS", "2024.6"], encoding="utf-8-sig"))
    assert conformed.frame["lat"].isna().tolist() == [True, False]


def test_an_identity_number_is_masked_in_the_finding_and_whole_in_the_row_set_aside():
    header = ["户编号", "人编号", "证件号码", "户类型", "监测对象类别"]
    rows = [["H1", "P1", "110105194912310021", "脱贫户", ""], ["H2", "", "110105194912310021", "脱贫户", ""]]
    conformed = read(RawSheet("甲", [header, *rows]), table=ROSTER)
    checks = [f for f in conformed.findings if f.code == "identity_check_failed"]
    assert [f.raw for f in checks] == ["110105********0021"] * 2
    assert "110105194912310021" in conformed.rejected["raw"].iloc[0]


def test_a_compulsory_column_that_may_be_empty_keeps_its_row():
    header = ["适用地区代码", "参数名称", "年度", "启用日期", "数值", "单位", "文号"]
    sheet = RawSheet("参数表", [header, ["441624", "监测线", 2024, "2024-01-01", "", "元", "粤〔2024〕1号"]])
    conformed = read(sheet, table=PARAMETERS)
    assert conformed.frame["value"].isna().tolist() == [True]
    assert conformed.frame["jurisdiction"].tolist() == ["441624"]
    assert counts(conformed) == [("参数表", 1, 1, 0, 0)]


def test_shapes_go_with_their_rows_and_a_spoiled_one_sets_its_row_aside():
    sheet = RawSheet(
        "", [["村代码", "村名称"], ["441624100201", "甲村"], ["441624100201", "甲村"]], first_row=-1
    )
    shapes = Shapes({1: None, 2: "second"}, {1: "geometry_missing"})
    conformed = read(sheet, table=VILLAGES, shapes=shapes)
    # The first is set aside for its shape, so that the second is no repetition.
    assert conformed.frame["geometry"].tolist() == ["second"]
    assert conformed.rejected[["row", "reason"]].to_numpy().tolist() == [[1, "geometry_missing"]]


def test_two_shapes_under_one_code_contradict_each_other():
    sheet = RawSheet(
        "", [["村代码", "村名称"], ["441624100201", "甲村"], ["441624100201", "甲村"]], first_row=-1
    )
    conformed = read(sheet, table=VILLAGES, shapes=Shapes({1: "one", 2: "other"}))
    assert conformed.rejected["reason"].tolist() == ["duplicate_conflict"]
    assert said(conformed.findings[-1])["differing"] == "图形"


def test_a_row_that_goes_missing_is_a_fault(monkeypatch):
    # The only way to lose a row is a fault of ours: here the duplicates are dropped without a reason.
    join = conforming._join  # noqa: SLF001 - there is no other way to lose a row

    def losing(*arguments):
        frame, rejected, findings = join(*arguments)
        return frame.iloc[1:], rejected, findings

    monkeypatch.setattr(conforming, "_join", losing)
    with pytest.raises(ConservationError, match="rows went missing"):
        read(points(*ROWS))


TOY = Table(
    "toy",
    "表",
    "toy",
    ("k",),
    (
        Column("k", "编号", "key", required=True, filled=True),
        Column("n", "数", "n", "integer", required=True),
    ),
)
CELL = st.one_of(st.sampled_from(["", "A", "B", "合计", "填表人：甲", "无", "#REF!"]), st.integers(0, 3))


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=12))
def test_rows_in_are_rows_kept_set_aside_and_ignored_whatever_they_hold(rows):
    conformed = conform([RawSheet("甲", [["编号", "数"], *rows])], TOY, file="x")
    (count,) = conformed.counts
    assert count.rows == len(rows) == count.kept + count.rejected + count.ignored
    assert len(conformed.frame) == count.kept
    assert len(conformed.rejected) == count.rejected
    assert conformed.frame["k"].is_unique
    numbers = [*conformed.frame["source_row"], *conformed.rejected["row"]]
    assert len(set(numbers)) == len(numbers)
