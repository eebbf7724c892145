"""What surrounds a value in a cell is taken away, and nothing else."""

import datetime as dt

import pytest

from ruralmap.schema.marks import as_text, fault_of, has_lost_digits, is_blank, plain


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param("东水村", "东水村", id="clean text"),
        pytest.param("  东水村 ", "东水村", id="blanks"),
        pytest.param("\u3000东水村\u3000", "东水村", id="full-width blanks"),
        pytest.param("\t东水村\r\n", "东水村", id="tab and line end"),
        pytest.param("\xa0东水村", "东水村", id="no-break blank"),
        pytest.param("东\u200b水村\ufeff", "东水村", id="zero-width marks"),
        pytest.param("\u202a138\u202c", "138", id="direction marks of a copied number"),
        pytest.param('="441624198001011230"', "441624198001011230", id="wrapper"),
        pytest.param('\t="4416"\u200b', "4416", id="wrapper inside marks"),
        pytest.param("'441624", "441624", id="apostrophe"),
        pytest.param("’441624", "441624", id="curly apostrophe"),
        pytest.param('="\'4416"', "4416", id="apostrophe inside a wrapper"),
        pytest.param("上  陵", "上  陵", id="blanks inside stay"),
        pytest.param("第一行\n第二行", "第一行\n第二行", id="line break inside stays"),
        pytest.param("", "", id="empty"),
        pytest.param(None, "", id="none"),
        pytest.param(441624100201.0, "441624100201", id="whole float"),
        pytest.param(3.5, "3.5", id="float"),
        pytest.param(0.1, "0.1", id="shortest float"),
        pytest.param(4.41624e17, "4.41624e+17", id="too long a float"),
        pytest.param(7, "7", id="int"),
        pytest.param(True, "TRUE", id="true"),
        pytest.param(False, "FALSE", id="false"),
        pytest.param(dt.datetime(2024, 6, 30), "2024-06-30", id="day cell"),  # noqa: DTZ001
        pytest.param(dt.datetime(2024, 6, 30, 8, 5), "2024-06-30 08:05:00", id="time cell"),  # noqa: DTZ001
        pytest.param(dt.date(2024, 6, 30), "2024-06-30", id="date"),
    ],
)
def test_the_text_of_a_cell_is_what_the_office_typed(cell, text):
    assert as_text(cell) == text


@pytest.mark.parametrize(
    "cell", ["", " ", "\u3000", "无", "暂无", "/", "\\", "—", "——", "-", "--", "－", "空", "N/A", None]
)
def test_words_for_nothing_are_blank(cell):
    assert is_blank(cell)


@pytest.mark.parametrize("cell", ["无劳动力", "0", 0, 0.0, "否", False, "-5", "无为"])
def test_zero_and_no_are_not_blank(cell):
    assert not is_blank(cell)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("１２３．５", "123.5", id="full-width digits"),
        pytest.param("（万元）", "(万元)", id="full-width brackets"),
        pytest.param("1 234", "1234", id="blank inside"),
        pytest.param("A\u200bb", "Ab", id="zero-width"),
        pytest.param("abc1", "abc1", id="plain already"),
    ],
)
def test_plain_text_has_usual_width_and_no_blanks(text, expected):
    assert plain(text) == expected


@pytest.mark.parametrize("text", ["#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "####"])
def test_error_values_are_named(text):
    assert fault_of(text, text) == (None, "cell_error", "")


def test_a_formula_without_a_result_is_named_and_a_wrapper_is_none():
    assert fault_of("=A1+1", "=A1+1") == (None, "formula_uncalculated", "")
    assert fault_of('="4416"', as_text('="4416"')) is None
    assert fault_of("#1", "#1") is None


@pytest.mark.parametrize(
    ("cell", "lost"),
    [
        pytest.param(999_999_999_999_999, False, id="15 digits"),
        pytest.param(1_000_000_000_000_000, True, id="16 digits"),
        pytest.param(4.41624e17, True, id="float of 18 digits"),
        pytest.param("4.41624E+17", True, id="scientific text"),
        pytest.param("4.41624e17", True, id="scientific text without sign"),
        pytest.param("441624198001011230", False, id="text of 18 digits"),
        pytest.param("E1", False, id="a name with E"),
        pytest.param(True, False, id="truth"),
    ],
)
def test_numbers_that_are_names_lose_digits_beyond_fifteen(cell, lost):
    assert has_lost_digits(cell, as_text(cell)) is lost
