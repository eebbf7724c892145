import io

import openpyxl
import pytest

from ruralmap.demo.plain_workbook import plain_workbook
from ruralmap.files.sheets import read_sheets
from ruralmap.files.workbook import Sheet

ROWS = [
    ["代码", None, "数值"],
    ["县", "村", None],
    ["441624", '="4416"', 1],
    [" 空 格 ", "a\tb\n<&>", 2.5],
    ["'撇号", None, -3],
]
SHEET = Sheet("上陵镇", ROWS, header_rows=2, notes=("标题", "单位"), merges=((0, 0, 0, 1), (0, 2, 1, 2)))


@pytest.fixture
def book():
    return openpyxl.load_workbook(io.BytesIO(plain_workbook([SHEET, Sheet("空", [["甲"]])])))


def test_cells_come_back_as_they_were(book):
    page = book["上陵镇"]
    assert [[cell.value for cell in row] for row in page.iter_rows(min_row=5)] == [
        ["441624", '="4416"', 1],
        [" 空 格 ", "a\tb\n<&>", 2.5],
        ["'撇号", None, -3],
    ]


def test_text_stays_text_and_numbers_are_numbers(book):
    page = book["上陵镇"]
    assert page["A5"].data_type == "s"
    assert page["B5"].data_type == "s"
    assert page["C5"].data_type == "n"


def test_notes_stand_above_the_header_and_the_pane_is_frozen_below_it(book):
    page = book["上陵镇"]
    assert [page["A1"].value, page["A2"].value, page["A3"].value] == ["标题", "单位", "代码"]
    assert page.freeze_panes == "A5"
    assert page["A3"].font.bold


def test_merges_count_from_the_header(book):
    # Two notes stand above: row 0 of the rows is row 3 of the sheet.
    assert sorted(map(str, book["上陵镇"].merged_cells.ranges)) == ["A3:B3", "C3:C4"]


def test_the_reader_of_the_tool_reads_the_same(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(plain_workbook([SHEET]))
    (sheet,) = read_sheets(path)
    assert sheet.name == "上陵镇"
    assert sheet.rows[4] == ["441624", '="4416"', 1.0]
    assert sheet.merges == ((2, 0, 2, 1), (2, 2, 3, 2))


def test_the_same_sheets_give_the_same_bytes():
    assert plain_workbook([SHEET]) == plain_workbook([SHEET])


def test_columns_beyond_z_have_two_letters():
    page = openpyxl.load_workbook(
        io.BytesIO(plain_workbook([Sheet("宽", [list(range(30))], header_rows=0)]))
    ).active
    assert page["Z1"].value == 25
    assert page["AA1"].value == 26
