"""Sheets as they were typed, from workbooks and from CSV."""

import datetime as dt
import zipfile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from ruralmap.errors import LayerError, SurroundingsError
from ruralmap.files.sheets import read_sheets


@pytest.fixture
def book(tmp_path):
    """Save a workbook as an office's program would."""

    def save(fill, name="a.xlsx"):
        made = openpyxl.Workbook()
        fill(made)
        made.save(tmp_path / name)
        made.close()
        return tmp_path / name

    return save


def test_cells_come_as_what_they_are(book):
    def fill(made):
        made.active.append(["东水村", 4.5, 4, True, dt.date(2024, 6, 30), None, "441624100201"])

    (sheet,) = read_sheets(book(fill))
    assert sheet.rows == [["东水村", 4.5, 4.0, True, dt.date(2024, 6, 30), "", "441624100201"]]
    assert (sheet.name, sheet.first_row, sheet.hidden, sheet.encoding) == ("Sheet", 0, False, "")


def test_a_sheet_says_where_it_begins(book):
    def fill(made):
        made.active["C5"], made.active["D6"] = "户编号", "H1"

    (sheet,) = read_sheets(book(fill))
    assert sheet.rows == [["户编号", ""], ["", "H1"]]
    assert (sheet.first_row, sheet.first_column) == (4, 2)
    assert [sheet.row_number(position) for position in (0, 1)] == [5, 6]


def test_all_sheets_come_in_order_hidden_and_empty_ones_too(book):
    def fill(made):
        made.active.title = "甲"
        made.active.append(["a"])
        made.create_sheet("藏").sheet_state = "hidden"
        made["藏"].append(["b"])
        made.create_sheet("空")

    sheets = read_sheets(book(fill))
    assert [(sheet.name, sheet.hidden, sheet.rows) for sheet in sheets] == [
        ("甲", False, [["a"]]),
        ("藏", True, [["b"]]),
        ("空", False, []),
    ]


def test_merged_cells_are_named_and_not_filled(book):
    def fill(made):
        made.active.append(["收入", "", "x"])
        made.active.merge_cells("A1:B1")

    (sheet,) = read_sheets(book(fill))
    assert sheet.merges == ((0, 0, 0, 1),)
    assert sheet.rows == [["收入", "", "x"]]


def test_error_cells_and_formulas_without_a_result_are_not_passed_over_as_empty(book):
    def fill(made):
        made.active["B3"].value, made.active["B3"].data_type = "#REF!", "e"
        made.active["C3"] = '=SUM(A1:A9)&"<x>"'
        made.active["D3"] = "text"
        made.active["B4"].value, made.active["B4"].data_type = "#DIV/0!", "e"
        made.create_sheet("好").append(["clean"])

    first, second = read_sheets(book(fill))
    assert first.rows == [["#REF!", '=SUM(A1:A9)&"<x>"', "text"], ["#DIV/0!", "", ""]]
    assert (first.first_row, first.first_column) == (2, 1)
    assert second.rows == [["clean"]]


def test_an_empty_cell_with_a_border_does_not_hide_the_error_beside_it(book):
    def fill(made):
        made.active["A1"], made.active["B1"] = "编号", "数"
        made.active["A2"].font = Font(bold=True)
        made.active["B2"].value, made.active["B2"].data_type = "#REF!", "e"

    assert read_sheets(book(fill))[0].rows == [["编号", "数"], ["", "#REF!"]]


def test_a_shared_formula_without_a_result_is_named_too(book, tmp_path):
    path = book(lambda made: made.active.append(["数", "=A1"]))
    shared = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(shared, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<f>A1</f>", b'<f t="shared" si="0"/>'))
    assert read_sheets(shared)[0].rows == [["数", "=…"]]


def test_formulas_with_a_result_are_their_result(tmp_path):
    path = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(path)
    page = made.add_worksheet("甲")
    page.write_formula(0, 0, "=1+1", value=2)
    page.write_formula(0, 1, '="a"&"b"', value="ab")
    page.write_formula(0, 2, '=""', value="")
    made.close()
    assert read_sheets(path)[0].rows[0][:2] == [2.0, "ab"]


@pytest.mark.parametrize(
    ("encoding", "noted"),
    [
        pytest.param("utf-8-sig", "utf-8-sig", id="UTF-8 with a mark"),
        pytest.param("utf-8", "utf-8-sig", id="UTF-8"),
        pytest.param("gbk", "gb18030", id="GBK"),
        pytest.param("utf-16", "utf-16", id="UTF-16"),
    ],
)
def test_csv_in_the_encodings_that_offices_save(tmp_path, encoding, noted):
    path = tmp_path / "走访记录.csv"
    path.write_bytes("走访编号,户编号\r\nV1,东水村\r\n".encode(encoding))
    (sheet,) = read_sheets(path)
    assert sheet.rows == [["走访编号", "户编号"], ["V1", "东水村"]]
    assert (sheet.encoding, sheet.name) == (noted, "走访记录")


def test_rare_characters_of_gb18030_are_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("村名\n\u3400村\n𠀀村\n".encode("gb18030"))
    assert read_sheets(path)[0].rows == [["村名"], ["\u3400村"], ["𠀀村"]]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_may_be_separated_in_other_ways(tmp_path, delimiter):
    path = tmp_path / "a.csv"
    path.write_text(f'a{delimiter}b\n"1{delimiter}2"{delimiter}3\n', encoding="utf-8")
    assert read_sheets(path)[0].rows == [["a", "b"], [f"1{delimiter}2", "3"]]


def test_csv_keeps_wrappers_blank_lines_and_cells_of_several_lines(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('id,n\n="441624100201","一\n二"\n\nx\n', encoding="utf-8")
    assert read_sheets(path)[0].rows == [["id", "n"], ['="441624100201"', "一\n二"], [], ["x"]]


def test_a_quote_that_never_ends_is_refused_with_its_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('id,n\n1,a\n2,"b\n3,c\n4,d\n', encoding="utf-8")
    with pytest.raises(LayerError, match="第 3 行"):
        read_sheets(path)


def test_an_empty_csv_has_no_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    assert read_sheets(path)[0].rows == []


def test_a_very_long_cell_of_csv_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a\n" + "长" * 200_000 + "\n", encoding="utf-8")
    assert len(read_sheets(path)[0].rows[1][0]) == 200_000


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        pytest.param("a.xlsx", b"not a workbook", "不是可识别的工作簿", id="no workbook"),
        pytest.param("a.xlsx", b"PK\x03\x04broken", "不是可识别的工作簿", id="damaged archive"),
        pytest.param("a.xls", b"<html><table></table></html>", "网页表格", id="a web page named xls"),
        pytest.param("a.xls", b"\n <!DOCTYPE html>", "网页表格", id="a document type"),
        pytest.param("a.xlsx", b"", "不是可识别的工作簿", id="empty"),
        pytest.param("a.csv", b"\xff\xff\x00\x81", "GB18030", id="no text"),
        pytest.param("a.csv", b"\xff\xfe\x00", "GB18030", id="half a character of UTF-16"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LayerError, match=words) as refused:
        read_sheets(path)
    assert "重试" in str(refused.value)
    assert name in str(refused.value)


def test_an_archive_that_only_one_of_its_two_readers_takes_is_refused(book):
    path = book(lambda made: made.active.append(["户编号"]))
    whole = path.read_bytes()
    # A part's name stands before the part, and again in the list at the end, by which calamine goes.
    path.write_bytes(whole.replace(b"xl/_rels/workbook.xml.rels", b"xl/_rels/workbook.xml.relz", 1))
    with pytest.raises(LayerError, match="不是可识别的工作簿"):
        read_sheets(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(LayerError, match="未找到文件"):
        read_sheets(tmp_path / "a.xlsx")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(SurroundingsError, match="无法读取"):
        read_sheets(tmp_path)


def test_the_ending_does_not_decide_what_a_workbook_is(book, tmp_path):
    path = book(lambda made: made.active.append(["a"]))
    renamed = path.rename(tmp_path / "a.xls")
    assert read_sheets(renamed)[0].rows == [["a"]]


def test_an_opendocument_sheet_is_read(tmp_path):
    path = tmp_path / "a.ods"
    name = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0".format
    content = (
        f'<office:document-content xmlns:office="{name("office")}" xmlns:table="{name("table")}" '
        f'xmlns:text="{name("text")}"><office:body><office:spreadsheet>'
        '<table:table table:name="甲"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>户编号</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="4"><text:p>4</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{name("manifest")}"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    (sheet,) = read_sheets(path)
    assert (sheet.name, sheet.rows) == ("甲", [["户编号", 4.0]])
