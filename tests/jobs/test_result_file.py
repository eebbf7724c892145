"""A result is written as its name says, and only what is asked for is made."""

import io
import json

import openpyxl
import pytest

from ruralmap.errors import UsageError
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.result_file import TABLE_ENDINGS, require_ending, write_result


def not_asked():
    pytest.fail("made, and nobody asked for it")


def test_a_csv_opens_in_excel_and_in_programs(tmp_path):
    path = tmp_path / "a" / "结果.CSV"
    rows = [["村", "元"], ["甲村", 1.5], ["乙,丙", None]]
    write_result(path, sheets=not_asked, table=lambda: rows, record=not_asked)
    # A byte order mark, line ends as RFC 4180 has them, a comma inside quotes, nothing where nothing is.
    assert path.read_bytes() == '\ufeff村,元\r\n甲村,1.5\r\n"乙,丙",\r\n'.encode()


def test_json_keeps_its_letters(tmp_path):
    path = tmp_path / "结果.json"
    write_result(path, sheets=not_asked, table=not_asked, record=lambda: {"村": "甲村", "n": None})
    text = path.read_text(encoding="utf-8")
    assert "甲村" in text
    assert text.endswith("}\n")
    assert json.loads(text) == {"村": "甲村", "n": None}


def test_a_workbook_has_its_sheets(tmp_path):
    path = tmp_path / "结果.xlsx"
    write_result(path, sheets=lambda: [Sheet("名单", [["村"], ["甲村"]])], table=not_asked, record=not_asked)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert book.sheetnames == ["名单"]


@pytest.mark.parametrize("name", ["结果.txt", "结果", ".csv"])
def test_another_ending_is_refused_with_those_that_can_be_written(tmp_path, name):
    with pytest.raises(UsageError, match=r"\.xlsx \.csv \.json"):
        write_result(tmp_path / name, sheets=not_asked, table=not_asked, record=not_asked)
    assert list(tmp_path.iterdir()) == []


def test_an_ending_is_the_same_in_capitals():
    assert require_ending("A.XLSX", TABLE_ENDINGS) == ".xlsx"
