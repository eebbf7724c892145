"""The lexicon of the Civil Code: which words include the number."""

from fractions import Fraction

import numpy as np
import pytest

from ruralmap.rules.comparators import UNREACHABLE, holds_between, limit_of, margin_of


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
    assert limit_of(op, line) == limit


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
    limit = limit_of(op, Fraction(10))
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
    limit = limit_of("eq", Fraction(1, 2))
    truth = holds_between("eq", np.array([limit]), lowest=np.array([0]), highest=np.array([9]))
    assert truth.no[0]
    assert margin_of("eq", limit=limit, number=0) is None
