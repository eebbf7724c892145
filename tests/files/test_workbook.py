"""Workbooks for an office, read back as the office's own program would."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.errors import OutputError
from ruralmap.files.sheets import read_sheets
from ruralmap.files.workbook import Sheet, workbook_bytes, write_workbook


def opened(*sheets):
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(sheets)))


def cell_of(value, **more):
    """Write one value below a header and read its cell back."""
    return opened(Sheet("甲", [["表头"], [value]], **more))["甲"]["A2"]


@pytest.mark.parametrize(
    "text",
    [
        "441624100201",
        "110105194912310021",
        "11010519491231002X",
        "00123",
        "2024.10",
        "3-5",
        "1E5",
        "TRUE",
        "#REF!",
        "http://a.b",
        "张三",
        "两\n行",
        " 前后空格 ",
        "_x0041_",
        "“引号”&<>",
    ],
)
def test_text_stays_text_to_the_letter(text):
    cell = cell_of(text)
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


@pytest.mark.parametrize(
    "text",
    ["=1+1", '=HYPERLINK("http://a.b")', "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1+1}"],
)
def test_text_never_becomes_a_formula(text):
    cell = cell_of(text)
    assert (cell.value, cell.data_type) == (text, "s")
    content = zipfile.ZipFile(io.BytesIO(workbook_bytes([Sheet("甲", [["表头"], [text]])])))
    assert b"<f" not in content.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x"])
def test_retyping_such_a_cell_makes_no_formula_either(text):
    assert cell_of(text).quotePrefix
    assert not cell_of("张三").quotePrefix


@pytest.mark.parametrize(
    ("value", "style", "read", "number_format"),
    [
        pytest.param(1234, "integer", 1234, "#,##0", id="integer"),
        pytest.param(1234.5, "money", 1234.5, "#,##0.00", id="money"),
        pytest.param(Decimal("1234.56"), "money", 1234.56, "#,##0.00", id="decimal"),
        pytest.param(0.45, "percent", 0.45, "0.00%", id="percent"),
        pytest.param(3.5, "wan", 3.5, "#,##0.00####", id="wan"),
        pytest.param(np.int64(7), "integer", 7, "#,##0", id="numpy integer"),
        pytest.param(np.float64(7.5), "number", 7.5, "General", id="numpy float"),
        pytest.param(4, "text", 4, "General", id="a number in a text column"),
        pytest.param(True, "text", True, "General", id="truth"),
        pytest.param(np.True_, "text", True, "General", id="numpy truth"),
    ],
)
def test_numbers_are_numbers_in_the_columns_format(value, style, read, number_format):
    cell = cell_of(value, styles={0: style})
    assert (cell.value, cell.number_format) == (read, number_format)


def test_a_date_is_a_date():
    cell = cell_of(dt.date(2024, 6, 30))
    assert (cell.value, cell.number_format) == (dt.datetime(2024, 6, 30), "yyyy-mm-dd")  # noqa: DTZ001


@pytest.mark.parametrize("value", [None, "", pd.NA, float("nan"), np.nan, pd.NaT])
def test_missing_values_are_empty_cells(value):
    assert cell_of(value).value is None


def test_a_number_that_a_spreadsheet_cannot_keep_becomes_text():
    assert cell_of(441624198001011234).value == "441624198001011234"
    assert cell_of(999_999_999_999_999).value == 999_999_999_999_999
    assert cell_of(float("inf")).value == "inf"


def test_text_longer_than_a_cell_is_cut_and_says_so():
    value = cell_of("长" * 40_000).value
    assert (len(value), value[-1]) == (32_767, "…")


def test_other_values_are_written_as_their_text():
    assert cell_of(("a", 1)).value == "('a', 1)"


def test_a_header_is_frozen_filtered_wrapped_and_prints_on_every_page_of_a4_across():
    sheet = opened(Sheet("甲", [["列一", "列二"], ["a", 1]], notes=("标题", "填报单位：")))["甲"]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:B4"
    assert sheet.print_title_rows == "$1:$3"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    # One page wide, as many pages long as it takes.
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A3"].value, sheet["B4"].value] == [
        "标题",
        "填报单位：",
        "列一",
        1,
    ]
    assert sheet["A3"].font.bold
    assert sheet["A3"].alignment.wrap_text


def test_a_mark_among_numbers_stands_where_they_do():
    rows = [["名次", "数值", "结论", "乡镇"], [1, 0.5, "达标", "东镇"], ["—", "数据不足", "数据不足", "西镇"]]
    styles = {0: "rank", 1: "percent", 2: "centred"}
    sheet = opened(Sheet("甲", rows, styles=styles))["甲"]
    sides = [[cell.alignment.horizontal for cell in row] for row in sheet["A2:D3"]]
    # Numbers stand at the right by themselves.
    assert sides == [["center", None, "center", None], ["center", "right", "center", None]]
    assert (sheet["A2"].number_format, sheet["B3"].data_type) == ("0", "s")


def test_single_cells_may_have_their_own_format():
    sheet = opened(
        Sheet("甲", [["a"], [0.5], [0.59999]], styles={0: "percent"}, cell_styles={(2, 0): "fine_percent"})
    )["甲"]
    assert [sheet[cell].number_format for cell in ("A2", "A3")] == ["0.00%", "0.00####%"]


@pytest.mark.parametrize(
    ("style", "number_format"),
    [("signed_integer", "+#,##0;-#,##0;0"), ("signed_money", "+#,##0.00;-#,##0.00;0.00")],
)
def test_changes_have_their_sign(style, number_format):
    assert cell_of(Decimal(-3), styles={0: style}).number_format == number_format


def test_columns_may_stay_in_sight():
    sheet = opened(Sheet("甲", [["a", "b"], ["c", "d"]], notes=("题",), frozen_columns=1))["甲"]
    assert sheet.freeze_panes == "B3"


def test_header_rows_may_be_merged():
    rows = [["户编号", "收入", ""], ["", "工资", "转移"], ["H1", 1, 2]]
    sheet = opened(Sheet("甲", rows, header_rows=2, merges=((0, 0, 1, 0), (0, 1, 0, 2)), notes=("题",)))["甲"]
    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A2:A3", "B2:C2"]
    assert [sheet["A2"].value, sheet["B2"].value, sheet["B3"].value, sheet["A4"].value] == [
        "户编号",
        "收入",
        "工资",
        "H1",
    ]
    assert sheet.freeze_panes == "A4"


def test_body_cells_may_be_merged_too():
    sheet = opened(Sheet("甲", [["a", "b"], ["合并", ""]], merges=((1, 0, 1, 1),)))["甲"]
    assert (str(*sheet.merged_cells.ranges), sheet["A2"].value) == ("A2:B2", "合并")


def test_widths_are_as_given():
    assert opened(Sheet("甲", [["a"]], widths={0: 42}))["甲"].column_dimensions["A"].width == pytest.approx(
        42, abs=1
    )


def test_a_short_pick_list_stands_in_the_column_with_its_spare_rows():
    sheet = opened(
        Sheet("甲", [["a", "b"], ["", "是"]], choices={1: ("是", "否")}, spare_rows=10, notes=("题",))
    )["甲"]
    (rule,) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.type) == ("B3:B13", '"是,否"', "list")


def test_a_pick_list_for_one_cell():
    sheet = opened(Sheet("甲", [["a"], ["x"], ["y"]], cell_choices={(1, 0): ("x",), (2, 0): ("y", "z")}))[
        "甲"
    ]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert rules == {"A2": '"x"', "A3": '"y,z"'}


@pytest.mark.parametrize(
    "choices",
    [
        pytest.param(tuple(f"选项{number:03d}" for number in range(60)), id="longer than 255 characters"),
        pytest.param(("甲,乙", "丙"), id="with a comma"),
    ],
)
def test_a_long_pick_list_stands_on_a_hidden_sheet(choices):
    book = opened(
        Sheet("甲", [["a"], [""]], choices={0: choices}), Sheet("乙", [["a"], [""]], choices={0: choices})
    )
    rules = [book[name].data_validations.dataValidation[0].formula1 for name in ("甲", "乙")]
    assert rules == [f"选项!$A$1:$A${len(choices)}"] * 2
    hidden = book["选项"]
    assert hidden.sheet_state == "hidden"
    assert [cell.value for cell in hidden["A"]] == list(choices)


def test_a_sheet_without_rows_has_no_pick_list_and_opens():
    book = opened(Sheet("甲", [], choices={0: ("a",)}), Sheet("乙", [["a"]], choices={0: ("a",)}))
    assert book["甲"].data_validations.dataValidation == []
    assert book["乙"].data_validations.dataValidation == []


def test_a_sheet_may_be_hidden():
    assert opened(Sheet("甲", [["a"]]), Sheet("乙", [["a"]], hidden=True))["乙"].sheet_state == "hidden"


def test_the_same_sheets_give_the_same_bytes():
    sheets = [Sheet("甲", [["a"], ["x"], [1.5], [dt.date(2024, 1, 1)]], notes=("题",), choices={0: ("x",)})]
    assert workbook_bytes(sheets) == workbook_bytes(sheets)
    archive = zipfile.ZipFile(io.BytesIO(workbook_bytes(sheets)))
    assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_that_is_open_elsewhere_is_refused(tmp_path):
    (tmp_path / "~$a.xlsx").touch()
    with pytest.raises(OutputError):
        write_workbook(tmp_path / "a.xlsx", [Sheet("甲", [["a"]])])
    assert not (tmp_path / "a.xlsx").exists()


SOUND = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)


@settings(deadline=None, max_examples=50)
@given(st.lists(SOUND, min_size=1, max_size=5))
def test_whatever_text_goes_in_comes_back_from_our_own_reader(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    write_workbook(path, [Sheet("甲", [["表头"], *[[text] for text in texts]])])
    (sheet,) = read_sheets(path)
    assert [row[0] for row in sheet.rows[1:]] == texts
