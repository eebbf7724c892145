"""Columns of cells: each distinct cell is read once, and each kind has its reader."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pandas.testing import assert_series_equal

from ruralmap.schema.cells import as_series, parse_cells, parse_text, spread
from ruralmap.schema.columns import Column
from ruralmap.schema.marks import BLANK_MARKS, plain_texts


def column(kind, **more):
    return Column("x", "甲", "x", kind, **more)


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        pytest.param(" 东水村 ", "东水村", "", id="trimmed"),
        pytest.param("东 水 村", "东 水 村", "", id="names stay as typed inside"),
        pytest.param("村（社区）", "村（社区）", "", id="full-width brackets stay"),
        pytest.param(13812345678.0, "13812345678", "", id="telephone as a number"),
        pytest.param(1.0, "1", "", id="number without its point"),
        pytest.param(4.41624e19, None, "digits_lost", id="long number"),
        pytest.param("4.41624E+19", None, "digits_lost", id="long number as text"),
        pytest.param("/", None, "", id="nothing"),
        pytest.param("#N/A", None, "cell_error", id="error value"),
        pytest.param("=A1", None, "formula_uncalculated", id="formula"),
        pytest.param("#3栋", "#3栋", "", id="a name that begins with #"),
    ],
)
def test_text_is_trimmed_and_nothing_else(cell, value, problem):
    assert parse_text(cell) == (value, problem, "")


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("text", "甲", "甲"),
        ("code", "441624", "441624"),
        ("identity", "11010519491231002X", "11010519491231002X"),
        ("integer", "4", 4),
        ("number", "4.5", 4.5),
        ("money", "4.5", 450),
        ("date", "2024.6", "2024-06"),
        ("month", dt.date(2024, 6, 1), "2024-06"),
        ("flag", "是", True),
        ("choice", "甲", "甲"),
    ],
)
def test_every_kind_has_its_reader(kind, cell, value):
    unit = "元" if kind == "money" else ""
    parsed = parse_cells([cell, "", cell], column(kind, unit=unit, choices=("甲",)))
    assert parsed.results == [value, None, value]
    assert parsed.faulty == {}


def test_true_and_one_are_not_the_same_answer():
    parsed = parse_cells([True, 1, 1.0], column("number"))
    assert parsed.results == [None, 1.0, 1.0]
    assert list(parsed.faulty) == [0]


def test_the_headers_unit_goes_before_the_columns_and_the_cells_before_both():
    money = column("money", unit="元/年")
    assert parse_cells(["1", "1万元"], money).results == [100, 1_000_000]
    parsed = parse_cells(["1", "1元", "1元"], money, unit="万元")
    assert parsed.results == [1_000_000, 100, 100]
    assert parsed.units == {"元": 2}


def test_faults_are_by_position():
    parsed = parse_cells(["1", "x", "2", "x"], column("integer"))
    assert parsed.results == [1, None, 2, None]
    assert {place: item.problem for place, item in parsed.faulty.items()} == {
        1: "number_malformed",
        3: "number_malformed",
    }


@pytest.mark.parametrize(
    ("kind", "values", "dtype"),
    [
        ("text", ["a", None], "str"),
        ("code", ["441624", None], "str"),
        ("date", ["2024-06", None], "str"),
        ("integer", [1, None], "Int64"),
        ("money", [2**53 + 1, None], "Int64"),
        ("number", [1.5, None], "float64"),
        ("flag", [True, None], "boolean"),
    ],
)
def test_each_kind_is_stored_as_its_own(kind, values, dtype):
    series = as_series(values, column(kind))
    assert series.dtype == dtype
    assert series.iloc[0] == values[0]
    assert pd.isna(series.iloc[1])
    assert series.name == "x"
    assert as_series([], column(kind)).dtype == dtype


_TEXTS = st.text(st.sampled_from("村甲A1eE. '=#/无\u3000\u200b\t"), max_size=4) | st.sampled_from(
    sorted(BLANK_MARKS)
)


@given(st.lists(_TEXTS | st.floats() | st.none() | st.dates(), max_size=5, unique_by=repr))
@example(["甲"])
@example(["甲", ""])
@example(["甲", 5.0])
@example(["甲", " 乙"])
@example(["甲", "乙 "])
@example(["甲", "乙\u3000"])
@example(["甲", "='乙'"])
@example(["甲", "#N/A"])
@example(["甲", "无"])
@example(["甲", "4.4E+17"])
def test_texts_seen_at_one_glance_are_what_the_reader_would_give(cells):
    seen = plain_texts(cells)
    if any(text is not None for text in seen):
        assert [(text, "", "") for text in seen] == [parse_text(cell) for cell in cells]
    else:
        assert seen == [None] * len(cells)


def test_a_column_of_plain_texts_is_seen_at_one_glance():
    assert plain_texts(["东水村", "", "H000123-02"]) == ["东水村", None, "H000123-02"]


@pytest.mark.parametrize("kind", ["text", "integer", "money", "number", "flag"])
def test_distinct_values_are_spread_over_the_rows(kind):
    values = {"text": ["甲", None], "flag": [True, None], "number": [1.5, None]}.get(kind, [7, None])
    spread_out = spread(values, np.array([1, 0, 0, 1]), column(kind))
    whole = as_series([values[1], values[0], values[0], values[1]], column(kind))
    assert_series_equal(spread_out, whole)
