"""The plain worksheet, byte by byte beside the library's own."""

import datetime as dt
import io
import zipfile

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from ruralmap.files.plain_sheet import PlainSheet

NUMBERS = st.integers(-(10**18), 10**18) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)


def parts_written(kind, write):
    """Write a workbook with one sheet of a kind; all parts of the file by name."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)})
    write(book, book.add_worksheet("甲", worksheet_class=kind))
    book.close()
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def same(write):
    return parts_written(PlainSheet, write) == parts_written(Worksheet, write)


@given(st.lists(st.tuples(NUMBERS | TEXTS, st.integers(0, 30), st.booleans()), max_size=8))
@settings(max_examples=60, deadline=None)
def test_cells_have_the_bytes_of_the_library(cells):
    def write(book, page):
        styles = [book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})]
        for row, (value, column, bare) in enumerate(cells):
            words = isinstance(value, str)
            put = page.write_string if words else page.write_number
            put(row, column, value, None if bare else styles[not words])

    assert same(write)


def test_a_cell_without_its_own_format_has_that_of_its_row_or_column():
    def write(book, page):
        page.set_row(0, 20, book.add_format({"bold": True}))
        page.set_column(1, 1, 9, book.add_format({"italic": True}))
        for row in (0, 1):
            for column in (0, 1):
                page.write_number(row, column, 1.5)
                page.write_string(row, column + 2, "甲")

    assert same(write)


def test_other_kinds_of_cells_are_left_to_the_library():
    def write(book, page):
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_datetime(0, 0, dt.date(2024, 9, 30), style)
        for row in (0, 1):
            page.write_boolean(row, 1, bool(row), style)
        page.write_blank(0, 2, None, style)

    assert same(write)


def test_a_formula_is_taken_without_its_sign():
    sheet = parts_written(PlainSheet, lambda _, page: page.write_formula(0, 0, "=SUM(B1:C1)", None, 3))
    assert b'<c r="A1"><f>SUM(B1:C1)</f><v>3</v></c>' in sheet["xl/worksheets/sheet1.xml"]
