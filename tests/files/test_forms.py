"""A form has its title over all columns, its caption and foot spread over them, and framed cells."""

import openpyxl
import pytest

from ruralmap.files.forms import Form, parts_of
from ruralmap.files.workbook import Sheet, write_workbook

FORM = Form("资金汇总表", ("填报单位：", "单位：万元", "填报时间："), ("填表人：", "审核人：", "联系电话："))


@pytest.fixture
def page(tmp_path):
    def write(rows, **more):
        path = tmp_path / "form.xlsx"
        write_workbook(path, [Sheet("表", rows, form=FORM, **more)])
        return openpyxl.load_workbook(path)["表"]

    return write


def test_a_form_is_laid_out_to_be_filed(page):
    sheet = page([["乡镇", "下达", "支出", "比率"], ["南镇", 1, None, 0.5]], notes=("模拟数据",))
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["资金汇总表", None, None, None],
        ["填报单位：", "单位：万元", "填报时间：", None],
        ["模拟数据", None, None, None],
        ["乡镇", "下达", "支出", "比率"],
        ["南镇", 1, None, 0.5],
        ["填表人：", "审核人：", "联系电话：", None],
    ]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:D1", "C2:D2", "A3:D3", "C6:D6"}
    assert sheet["C5"].border.left.style == "thin"
    assert [sheet[cell].alignment.horizontal for cell in ("A2", "B2", "C2")] == ["left", "center", "right"]
    # A form has no filter, and its header stays on each page.
    assert sheet.auto_filter.ref is None
    assert sheet.print_title_rows == "$1:$4"


def test_a_narrow_form_says_everything_in_one_cell(page):
    sheet = page([["乡镇"], ["南镇"]])
    assert sheet["A2"].value == "填报单位：　单位：万元　填报时间："
    assert not sheet.merged_cells.ranges


def test_headers_and_long_texts_get_the_height_that_they_need(page):
    sheet = page([["甲" * 20, "乙"], ["丙", "丁" * 30]], widths={0: 20, 1: 20})
    # 40 columns in 20 are two lines, 60 are three, of 18 points each.
    assert (sheet.row_dimensions[3].height, sheet.row_dimensions[4].height) == (36, 54)


@pytest.mark.parametrize(
    ("widths", "parts", "ends"),
    [
        pytest.param(
            [14, 14, 14, 14], 3, [1, 2, 4], id="four of one width: what is left over goes to the last"
        ),
        # 167 in all: a third is 55.7, 9 and 36 are 45; two thirds are 111.3, with 64 it is 109.
        pytest.param([9, 36, 64, 18, 40], 3, [2, 3, 5], id="by width"),
        pytest.param([100, 5, 5], 3, [1, 2, 3], id="each has one at least"),
        pytest.param([5, 5, 100], 3, [1, 2, 3], id="a wide last one"),
        pytest.param([7], 1, [1], id="one"),
    ],
)
def test_a_width_is_parted_as_equally_as_columns_allow(widths, parts, ends):
    assert parts_of(widths, parts) == ends


def test_every_page_has_the_day_at_its_head_and_the_title_at_its_foot(tmp_path):
    path = tmp_path / "form.xlsx"
    form = Form("资金 & 项目", ("填报单位：",), (), running="2024-09-30　模拟数据")
    write_workbook(path, [Sheet("表", [["乡镇", "数"], ["南镇", 1]], form=form)])
    sheet = openpyxl.load_workbook(path)["表"]
    head, foot = sheet.oddHeader, sheet.oddFooter
    # Eight points, and a blank before the text: else its digits would belong to the eight.
    assert (head.right.size, foot.left.size) == (8, 8)
    assert (foot.left.text.strip(), foot.center.text) == ("资金 && 项目", "&P / &N")
    assert head.right.text.strip() == "2024-09-30　模拟数据"


def test_a_long_title_is_cut_at_the_foot_only(tmp_path):
    path = tmp_path / "form.xlsx"
    form = Form("长" * 300, ("填报单位：",), (), running="模拟数据")
    write_workbook(path, [Sheet("表", [["乡镇", "数"], ["南镇", 1]], form=form)])
    sheet = openpyxl.load_workbook(path)["表"]
    assert sheet.oddFooter.left.text.strip() == "长" * 109 + "…"
    assert sheet["A1"].value == "长" * 300
