"""Dates as offices write them: a day or a month, never more than was written."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.schema.dates import last_day, parse_date, parse_month, sound_days


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        pytest.param("2024-06-30", "2024-06-30", id="iso"),
        pytest.param("2024/6/3", "2024-06-03", id="slashes"),
        pytest.param("2024.6.3", "2024-06-03", id="points"),
        pytest.param("2024年6月3日", "2024-06-03", id="chinese"),
        pytest.param("2024年6月3号", "2024-06-03", id="spoken"),
        pytest.param("２０２４年６月３日", "2024-06-03", id="full width"),
        pytest.param("2024 年 6 月 3 日", "2024-06-03", id="blanks inside"),
        pytest.param("20240603", "2024-06-03", id="packed"),
        pytest.param(20240603.0, "2024-06-03", id="packed number"),
        pytest.param("2024-06-03 00:00:00", "2024-06-03", id="with midnight"),
        pytest.param("2024/6/3 8:05", "2024-06-03", id="with time"),
        pytest.param("2024-06-03T08:05:00", "2024-06-03", id="with T"),
        pytest.param(dt.date(2024, 6, 3), "2024-06-03", id="date cell"),
        pytest.param(dt.datetime(2024, 6, 3, 8), "2024-06-03", id="time cell"),  # noqa: DTZ001
        pytest.param("2024-06", "2024-06", id="iso month"),
        pytest.param("2024/6", "2024-06", id="month with slash"),
        pytest.param("2024.6", "2024-06", id="month with point"),
        pytest.param("2024.06", "2024-06", id="two digits"),
        pytest.param(2024.6, "2024-06", id="month as a number"),
        pytest.param(2024.06, "2024-06", id="two digits as a number"),
        pytest.param(2024.12, "2024-12", id="december as a number"),
        pytest.param(2024.11, "2024-11", id="november as a number"),
        pytest.param("2024.10", "2024-10", id="october as text"),
        pytest.param("2024.1", "2024-01", id="january as typed text"),
        pytest.param(2024.01, "2024-01", id="january with its zero"),
        pytest.param("202406", "2024-06", id="packed month"),
        pytest.param(202406.0, "2024-06", id="packed month as a number"),
        pytest.param(202406, "2024-06", id="packed month as an integer"),
        pytest.param("2024年6月", "2024-06", id="chinese month"),
        pytest.param("2024年06月份", "2024-06", id="chinese month with 份"),
    ],
)
def test_a_date_says_no_more_than_was_written(cell, value):
    assert parse_date(cell) == (value, "", "")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        # Day 45473 of a spreadsheet: 2024-01-01 is 45292, and 30 June is 181 days later in a leap year.
        pytest.param(45473.0, "2024-06-30", id="number"),
        pytest.param("45473", "2024-06-30", id="text"),
        pytest.param(45473.5, "2024-06-30", id="noon"),
        pytest.param(25569, "1970-01-01", id="the first day taken"),
    ],
)
def test_a_spreadsheets_day_count_is_read_and_said(cell, value):
    assert parse_date(cell) == (value, "date_serial", value)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        pytest.param(2024.1, "date_month_unclear", id="january or october"),
        pytest.param("2024", "date_year_only", id="year"),
        pytest.param(2024.0, "date_year_only", id="year as a number"),
        pytest.param("2024年", "date_year_only", id="chinese year"),
        pytest.param("2024年度", "date_year_only", id="budget year"),
        pytest.param("2024-02-30", "date_impossible", id="30 february"),
        pytest.param("2023-02-29", "date_impossible", id="no leap year"),
        pytest.param("2024.13", "date_impossible", id="month 13"),
        pytest.param("2024年0月", "date_impossible", id="month 0"),
        pytest.param("20240631", "date_impossible", id="31 june packed"),
        pytest.param("1900-01-05", "date_impossible", id="a count shown as a day of 1900"),
        pytest.param(dt.date(1900, 1, 5), "date_impossible", id="the same as a date cell"),
        pytest.param("24.6", "date_malformed", id="two digits of a year"),
        pytest.param("6月", "date_malformed", id="month without year"),
        pytest.param("2024.6-2024.9", "date_malformed", id="from to"),
        pytest.param("近期", "date_malformed", id="words"),
        pytest.param("20246", "date_malformed", id="month without its zero is no day count"),
        pytest.param(5.0, "date_malformed", id="small number"),
        pytest.param(True, "date_malformed", id="truth"),
        pytest.param("#REF!", "cell_error", id="error value"),
        pytest.param("=TODAY()", "formula_uncalculated", id="formula"),
    ],
)
def test_what_is_no_date_has_no_value(cell, problem):
    assert parse_date(cell)[:2] == (None, problem)


def test_text_of_csv_may_have_lost_the_zero_of_october():
    assert parse_date("2024.1", typed=False) == (None, "date_month_unclear", "")
    assert parse_date("2024.10", typed=False) == ("2024-10", "", "")
    assert parse_date("2024.2", typed=False) == ("2024-02", "", "")


@pytest.mark.parametrize("cell", ["", "无", "/", "—", None])
def test_an_empty_date_is_no_problem(cell):
    assert parse_date(cell) == (None, "", "")


def test_a_month_is_the_month_of_a_day():
    assert parse_month("2024-06-30") == ("2024-06", "", "")
    assert parse_month(dt.date(2024, 6, 1)) == ("2024-06", "", "")
    assert parse_month("2024.6") == ("2024-06", "", "")
    assert parse_month(2024.1) == (None, "date_month_unclear", "")
    assert parse_month("") == (None, "", "")


@settings(deadline=None)
@given(st.dates(min_value=dt.date(1910, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_every_day_comes_back_from_every_spelling(day):
    spellings = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month:02d}.{day.day:02d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        day,
    ]
    assert {parse_date(spelling).value for spelling in spellings} == {day.isoformat()}
    months = [
        f"{day:%Y%m}",
        f"{day.year}年{day.month}月",
        f"{day.year}-{day.month}",
        f"{day.year}.{day.month:02d}",
    ]
    assert {parse_date(month).value for month in months} == {day.isoformat()[:7]}


@settings(deadline=None)
@given(st.text(max_size=12))
def test_no_text_breaks_the_reader(text):
    value, problem, _ = parse_date(text)
    assert value is None or len(value) in {7, 10}
    assert problem or value or text.strip() == "" or value is None


@pytest.mark.parametrize(
    ("date", "day"),
    [
        pytest.param("2024-06-30", "2024-06-30", id="a day is a day"),
        pytest.param("2024-06", "2024-06-30", id="a month is over on its last day"),
        pytest.param("2024-02", "2024-02-29", id="leap year"),
        pytest.param("2023-02", "2023-02-28", id="common year"),
    ],
)
def test_a_month_only_date_counts_when_the_month_is_over(date, day):
    assert last_day(date) == day


def test_a_day_that_can_be_seen_to_be_one_needs_no_reading():
    days = ["2024-06-30", "1910-01-01", dt.date(2024, 6, 3), dt.datetime(2024, 6, 3, 8)]  # noqa: DTZ001
    assert sound_days(days) == ["2024-06-30", "1910-01-01", "2024-06-03", "2024-06-03"]
    # No such day; the week of a year; before any paper; a month; written otherwise; nothing.
    others = [
        "2024-06-31",
        "2024-W26-7",
        "1909-12-31",
        dt.date(1900, 1, 5),
        "2024-06",
        "2024/06/30",
        "",
        None,
    ]
    assert sound_days(others) == [None] * len(others)


@given(st.lists(st.dates().map(str) | st.dates() | st.datetimes() | st.sampled_from(["2024-6-3", "", None])))
def test_days_taken_all_at_once_are_what_the_reader_gives(cells):
    for cell, day in zip(cells, sound_days(cells), strict=True):
        assert day is None or parse_date(cell) == (day, "", "")
