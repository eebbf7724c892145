"""A form has its title over all columns, its caption and foot spread over them, and framed cells."""

import openpyxl
import pytest

from ruralmap.files.forms import Form
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
