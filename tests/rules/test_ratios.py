"""Rates divide exactly, and say what they do not know."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from ruralmap.rules.ratios import elapsed, ratio, ratios_by, rows_of, sums_by
from ruralmap.schema.fund_rates import Rate, Sum

CENTRAL = {"column": "level", "op": "eq", "value": "中央"}
INDUSTRY = {"column": "project_class", "op": "eq", "value": "产业发展"}
# 万元 as fen
WAN = 1_000_000


def table(*rows):
    """Balances as (project, level, class, arranged, paid)."""
    columns = ["prj_id", "level", "project_class", "arranged_fen", "labour_paid_fen"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(dict.fromkeys(columns[:3], "str") | dict.fromkeys(columns[3:], "Int64"))


def rate(above, below):
    words = {"zh": "比", "en": "rate"}
    return Rate.model_validate(
        {"id": "r", "label": words, "definition": words, "numerator": above, "denominator": below}
    )


SHARE = rate(
    {"sum": "arranged", "where": {"all": [CENTRAL, INDUSTRY]}}, {"sum": "arranged", "where": CENTRAL}
)


def test_case_e8_the_unknown_class_is_counted_beside():
    # 1,950 + 1,000 + 50 = 3,000; 1,950 / 3,000 = 65.00 %; the class of 50 is not known.
    rows = table(
        ("P1", "中央", "产业发展", 1_950 * WAN, None),
        ("P2", "中央", "其他", 1_000 * WAN, None),
        ("P3", "中央", None, 50 * WAN, None),
        ("P4", "省", "产业发展", 700 * WAN, None),
    )
    found = ratio(rows, SHARE)
    assert found.value == Fraction(65, 100)
    assert (found.numerator.fen, found.numerator.rows, found.numerator.unsure_fen) == (
        1_950 * WAN,
        1,
        50 * WAN,
    )
    assert (found.denominator.fen, found.denominator.unsure_fen) == (3_000 * WAN, 0)
    assert found.outcome == "computed"


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        pytest.param([], None, id="no row"),
        pytest.param([("P1", "省", "产业发展", 9, None)], None, id="nothing of the denominator"),
        pytest.param([("P1", "中央", "其他", 0, None)], None, id="nothing by nothing"),
        pytest.param([("P1", "中央", "其他", 9, None)], 0, id="nothing of something"),
        pytest.param([("P1", "中央", None, 9, None)], None, id="all of it unknown"),
        pytest.param([("P1", "中央", "产业发展", 9, None)], 1, id="all"),
    ],
)
def test_nothing_to_divide_by_is_not_zero(rows, value):
    found = ratio(table(*rows), SHARE)
    assert found.value == value
    assert (found.outcome == "insufficient_data") == (value is None)


def test_a_project_of_which_nobody_states_the_amount_is_counted():
    paid = rate({"sum": "labour_paid"}, {"sum": "arranged"})
    rows = table(
        ("P1", "中央", "其他", 100, None),
        ("P1", "中央", "其他", 0, 30),
        ("P2", "中央", "其他", 100, None),
        (None, "中央", None, 50, None),
    )
    found = ratio(rows, paid)
    assert (found.numerator.fen, found.numerator.rows, found.numerator.unstated) == (30, 1, 1)
    assert found.value == Fraction(30, 250)
    silent = ratio(rows[rows["prj_id"].eq("P2")], paid)
    assert (silent.value, silent.numerator.unstated) == (None, 1)


@pytest.mark.parametrize(
    ("issued", "value"), [(-10, None), (0, None), (10, Fraction(3, 10))], ids=["withdrawn", "nothing", "some"]
)
def test_less_than_nothing_is_no_denominator(issued, value):
    # A line that takes money back: 3 spent of -10 are not -30 %.
    rows = table(("P1", "中央", "其他", issued, 3))
    assert ratio(rows, rate({"sum": "labour_paid"}, {"sum": "arranged"})).value == value


def test_the_rows_that_count_are_taken():
    rows = table(("P1", "省", None, 5, None), ("P2", "中央", "产业发展", 7, None))
    found = rows_of(rows, Sum.model_validate({"sum": "arranged", "where": CENTRAL}))
    assert (found["prj_id"].tolist(), found.index.tolist()) == (["P2"], [0])
    assert len(rows_of(rows, Sum(sum="arranged"))) == 2


def test_a_rate_is_told_group_by_group():
    rows = table(
        ("P1", "中央", "产业发展", 1, None),
        ("P1", "中央", "其他", 3, None),
        ("P2", "中央", "产业发展", 5, None),
    )
    found = ratios_by(rows, SHARE, np.array([0, 0, 2]), 3)
    assert [each.value for each in found] == [Fraction(1, 4), None, 1]


def test_a_filter_may_say_that_empty_cells_count():
    part = Sum.model_validate({"sum": "arranged", "where": INDUSTRY | {"missing": "counted"}})
    rows = table(("P1", "省", None, 5, None), ("P2", "省", "产业发展", 7, None))
    (found,) = sums_by(rows, part, np.zeros(2, dtype=np.int64), 1)
    assert (found.fen, found.unsure_fen) == (12, 5)


@pytest.mark.parametrize(
    ("day", "twelfths"),
    [
        pytest.param("2024-09-29", 8, id="the month is not over"),
        pytest.param("2024-09-30", 9, id="its last day"),
        pytest.param("2024-10-01", 9, id="the day after"),
        pytest.param("2024-02-28", 1, id="a leap year's February"),
        pytest.param("2023-02-28", 2, id="another February"),
        pytest.param("2024-01-01", 0, id="new year"),
        pytest.param("2024-12-31", 12, id="the year is over"),
    ],
)
def test_the_part_of_the_year_that_is_over(day, twelfths):
    assert elapsed(day) == Fraction(twelfths, 12)
