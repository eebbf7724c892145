"""The lexicon of the Civil Code: which words include the number."""

from fractions import Fraction

import numpy as np
import pytest

from ruralmap.rules.comparators import UNREACHABLE, holds_between, in_all, limits_of, margin_of, yearly


@pytest.mark.parametrize(
    ("op", "line", "limit"),
    [
        pytest.param("gt", Fraction(100), 101, id="超过 100: 101 and more"),
        pytest.param("gt", Fraction(9995, 100), 100, id="超过 99.95: 100 and more"),
        pytest.param("ge", Fraction(100), 100, id="100 以上: 100 and more"),
        pytest.param("ge", Fraction(9995, 100), 100, id="99.95 以上: 100 and more"),
        pytest.param("lt", Fraction(100), 99, id="低于 100: 99 and less"),
        pytest.param("lt", Fraction(9995, 100), 99, id="低于 99.95: 99 and less"),
        pytest.param("le", Fraction(100), 100, id="100 以下: 100 and less"),
        pytest.param("le", Fraction(9995, 100), 99, id="99.95 以下: 99 and less"),
        pytest.param("eq", Fraction(100), 100, id="等于 100"),
        pytest.param("eq", Fraction(9995, 100), UNREACHABLE, id="no whole number is 99.95"),
        pytest.param("lt", Fraction(-1), -2, id="低于 -1: a loss"),
    ],
)
def test_a_line_comes_down_to_a_whole_limit(op, line, limit):
    assert limits_of(op, line, np.array([1])).tolist() == [limit]


def test_each_unit_has_the_limit_of_its_own_denominator():
    # 5 % of 2,000 is 100, of 1,999 it is 99.95, of 20 it is 1.
    numbers = np.array([2000, 1999, 20])
    line = Fraction(5, 100)
    assert limits_of("gt", line, numbers).tolist() == [101, 100, 2]
    assert limits_of("ge", line, numbers).tolist() == [100, 100, 1]
    assert limits_of("eq", line, numbers).tolist() == [100, UNREACHABLE, 1]


def test_a_threshold_finer_than_any_cell_stays_exact():
    # A third and a hair of 3 is a hair more than 1; the hair times 3,000,000 does not fit into 64 bits.
    hair = Fraction(1, 3) + Fraction(1, 10**20)
    numbers = np.array([3, 3_000_000])
    assert limits_of("ge", hair, numbers).tolist() == [2, 1_000_001]
    assert limits_of("le", hair, numbers).tolist() == [1, 1_000_000]


def test_no_units_have_no_limits():
    assert limits_of("ge", Fraction(5, 100), np.array([], dtype=np.int64)).tolist() == []


@pytest.mark.parametrize(
    ("op", "below", "on", "above"),
    [
        pytest.param("gt", (False, -2), (False, -1), (True, 0), id="超过"),
        pytest.param("ge", (False, -1), (True, 0), (True, 1), id="以上"),
        pytest.param("lt", (True, 0), (False, -1), (False, -2), id="低于"),
        pytest.param("le", (True, 1), (True, 0), (False, -1), id="以下"),
        pytest.param("eq", (False, -1), (True, 0), (False, -1), id="等于"),
    ],
)
def test_one_below_on_and_one_above_the_line_of_ten(op, below, on, above):
    limit = int(limits_of(op, Fraction(10), np.array([1]))[0])
    for number, (holds, margin) in zip((9, 10, 11), (below, on, above), strict=True):
        value = np.array([number])
        truth = holds_between(op, np.array([limit]), lowest=value, highest=value)
        assert (bool(truth.yes[0]), bool(truth.no[0])) == (holds, not holds)
        assert margin_of(op, limit=limit, number=number) == margin


@pytest.mark.parametrize("op", ["gt", "ge", "lt", "le", "eq"])
def test_a_span_across_the_limit_is_neither_so_nor_not_so(op):
    truth = holds_between(op, np.array([10]), lowest=np.array([5]), highest=np.array([15]))
    assert not truth.yes[0]
    assert not truth.no[0]


def test_nothing_equals_a_line_that_is_not_whole():
    limit = int(limits_of("eq", Fraction(1, 2), np.array([1]))[0])
    truth = holds_between("eq", np.array([limit]), lowest=np.array([0]), highest=np.array([9]))
    assert truth.no[0]
    assert margin_of("eq", limit=limit, number=0) is None


def test_a_rate_a_year_is_compounded_without_rounding():
    # 1.192² = 1.420864; a year is the rate itself.
    assert in_all(Fraction("0.192"), 2) == Fraction("0.420864")
    assert in_all(Fraction("0.192"), 1) == Fraction("0.192")


def test_the_average_a_year_is_a_root_and_all_that_can_be_lost_is_lost():
    assert yearly(Fraction("0.4641"), 4) == Fraction("0.1")
    assert yearly(Fraction(1), 2) == Fraction("0.414213562373")
    assert yearly(Fraction(-1), 3) == -1
