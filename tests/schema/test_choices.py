"""Yes and no, and one of a column's choices in any of their spellings; nothing is replaced on likeness."""

import pytest

from ruralmap.schema.choices import parse_choice, parse_flag
from ruralmap.schema.people import ROSTER
from ruralmap.schema.places import DATUM
from ruralmap.schema.tables import LAYERS, TABLES

MONITOR = ROSTER.column("monitor_class")
LABOUR = ROSTER.column("labour")
WINDOW = TABLES["incomes"].column("income_window")


@pytest.mark.parametrize(
    "cell", ["是", " 是 ", "有", "Y", "yes", "YES", "TRUE", "√", "1", 1, 1.0, True, "１"]
)
def test_yes(cell):
    assert parse_flag(cell) == (True, "", "")


@pytest.mark.parametrize("cell", ["否", "没有", "不是", "N", "no", "FALSE", "×", "0", 0, 0.0, False])
def test_no(cell):
    assert parse_flag(cell) == (False, "", "")


@pytest.mark.parametrize("cell", ["", "无", "/", None, "暂无"])
def test_an_empty_flag_is_unknown_without_a_problem(cell):
    assert parse_flag(cell) == (None, "", "")


@pytest.mark.parametrize("cell", ["2", "不清楚", "是/否", "部分"])
def test_anything_else_is_neither(cell):
    assert parse_flag(cell) == (None, "flag_unknown", "")


def test_a_broken_flag_says_why():
    assert parse_flag("#N/A").problem == "cell_error"


@pytest.mark.parametrize(
    ("cell", "column", "value"),
    [
        pytest.param("脱贫不稳定户", MONITOR, "脱贫不稳定户", id="itself"),
        pytest.param(" 脱贫不稳定户\u200b", MONITOR, "脱贫不稳定户", id="marks around"),
        pytest.param("脱贫 不稳定户", MONITOR, "脱贫不稳定户", id="blank inside"),
        pytest.param("脱贫监测户", MONITOR, "脱贫不稳定户", id="old name"),
        pytest.param("边缘户", MONITOR, "边缘易致贫户", id="short name"),
        pytest.param("弱劳动力", LABOUR, "弱劳动力或半劳动力", id="synonym"),
        pytest.param("无劳动力", LABOUR, "无劳动力", id="begins with 无"),
        pytest.param("wgs84", DATUM, "WGS-84", id="small letters"),
        pytest.param("WGS—84", DATUM, "WGS-84", id="other dash"),
        pytest.param("ＧＣＪ０２", DATUM, "GCJ-02", id="full width"),
        pytest.param("微信", DATUM, "GCJ-02", id="where it was collected"),
        pytest.param("上年10月-当年9月", WINDOW, "上年10月—当年9月", id="short dash for a long one"),
    ],
)
def test_a_choice_in_any_spelling(cell, column, value):
    assert parse_choice(cell, column) == (value, "", "")


def test_a_choice_that_is_not_on_the_list_is_proposed_and_never_replaced():
    assert parse_choice("边缘易致贫", MONITOR) == (None, "choice_unknown", "边缘易致贫户")
    assert parse_choice("甲乙丙", MONITOR) == (None, "choice_unknown", "")
    assert parse_choice("", MONITOR) == (None, "", "")
    assert parse_choice("#REF!", MONITOR).problem == "cell_error"


CHOICES = [
    pytest.param(column, id=f"{table.name}.{column.name}")
    for table in (*LAYERS.values(), *TABLES.values())
    for column in table.columns
    if column.kind == "choice"
]


@pytest.mark.parametrize("column", CHOICES)
def test_every_choice_of_the_dictionary_reads_as_itself_and_every_synonym_as_a_choice(column):
    assert column.choices
    assert {parse_choice(choice, column).value for choice in column.choices} == set(column.choices)
    assert {parse_choice(word, column).value for word in column.synonyms} <= set(column.choices)
