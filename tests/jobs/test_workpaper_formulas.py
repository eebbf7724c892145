"""The formulas of a workpaper, worked out as an office program would: binary numbers, halves rounded away."""

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from ruralmap.jobs.workpaper_formulas import (
    Cells,
    digits_of,
    joined,
    line_formula,
    margin_formula,
    value_formula,
)
from ruralmap.schema.policy_conditions import Compare, Condition

CELLS = Cells(number="K", divisor="L", line="M")


def rounded(number, digits):
    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


def worked_out(text, **cells):
    """Work a formula out; IF, AND and OR become what Python calls them."""
    known = {
        "ROUND": rounded,
        "ABS": abs,
        "IF": lambda so, yes, no: yes if so else no,
        "AND": lambda *parts: all(parts),
        "OR": lambda *parts: any(parts),
    }
    code = text.removeprefix("=").replace("<>", "!=").replace("^", "**")
    code = code.replace(")=0,1,0)", ")==0,1,0)")
    return eval(code, {"__builtins__": {}}, known | cells)  # noqa: S307 - formulas of ours


def compare(op, threshold, unit="元/元", **more):
    measure = {
        "kind": "ratio",
        "numerator": {"rows": "balances", "column": "arranged"},
        "denominator": {"rows": "balances", "column": "arranged"},
    }
    return Compare.model_validate(
        {"measure": measure, "op": op, "threshold": Decimal(threshold), "unit": unit, **more}
    )


@pytest.mark.parametrize(
    ("op", "threshold", "number", "divisor", "holds"),
    [
        # 0.65 × 100.00 = 65.00: at least includes it, one fen less does not hold.
        pytest.param("ge", "0.65", 65.0, 100.0, 1, id="exactly at the line"),
        pytest.param("ge", "0.65", 64.99, 100.0, 0, id="a fen below"),
        pytest.param("gt", "0.65", 65.0, 100.0, 0, id="more than excludes the line"),
        pytest.param("gt", "0.65", 65.01, 100.0, 1, id="a fen above"),
        # 0.65 × 1.01 = 0.6565: 0.65 is below it although both are 0.66 or so in fen.
        pytest.param("ge", "0.65", 0.65, 1.01, 0, id="below the line by less than a fen"),
        pytest.param("ge", "0.65", 0.66, 1.01, 1, id="above it by less than a fen"),
        # 0.1 and 0.7 have no binary end: 0.1 × 0.7 must still be 0.07.
        pytest.param("eq", "0.1", 0.07, 0.7, 1, id="equal in spite of binary numbers"),
        pytest.param("le", "0.3", 0.09, 0.3, 1, id="at most includes it"),
        pytest.param("lt", "0.3", 0.09, 0.3, 0, id="less than excludes it"),
    ],
)
def test_a_share_is_held_against_its_line_exactly(op, threshold, number, divisor, holds):
    line = Fraction(Decimal(threshold))
    text = line_formula(compare(op, threshold), CELLS, line, digits=2)
    assert worked_out(text, K=number, L=divisor, M=float(line)) == holds


def test_a_line_without_an_end_is_a_fraction():
    # 19,198 ÷ 1.1 = 17,452.7272…: 17,452.73 is over it, 17,452.72 below.
    line = Fraction(19198) / Fraction(11, 10)
    plain = Cells(number="K", line="M")
    text = line_formula(compare("ge", "19198", over=Decimal("1.1")), plain, line, digits=2)
    assert [worked_out(text, K=number, M=float(line)) for number in (17452.72, 17452.73)] == [0, 1]


def test_slack_favours_the_county():
    # 99.50 + 1.00 reaches 1 × 100.00; 98.99 + 1.00 does not.
    text = line_formula(compare("ge", "1", slack=Decimal(1)), CELLS, Fraction(1), digits=2)
    assert [worked_out(text, K=number, L=100.0, M=1.0) for number in (99.5, 98.99)] == [1, 0]


@given(
    op=st.sampled_from(["gt", "ge", "lt", "le"]),
    number=st.integers(0, 10**6),
    below=st.integers(1, 10**6),
    line=st.fractions(0, 2, max_denominator=1000),
)
def test_the_margin_is_the_whole_distance_to_the_limit(op, number, below, line):
    product = line * below
    limit = {
        "gt": math.floor(product) + 1,
        "ge": math.ceil(product),
        "lt": math.ceil(product) - 1,
        "le": math.floor(product),
    }[op]
    text = margin_formula(op, CELLS, line, scales=(1, 1))
    expected = number - limit if op in {"gt", "ge"} else limit - number
    assert worked_out(text, K=number, L=below) == expected


def test_equal_has_no_side_and_no_margin():
    assert margin_formula("eq", CELLS, Fraction(1), scales=(1, 1)) is None


def test_growth_is_shown_whole_and_by_the_year():
    cells = Cells(number="K", base_number="B")
    assert worked_out(
        value_formula(cells, growth=True, points=False, years=1), K=121.0, B=100.0
    ) == pytest.approx(0.21)
    assert worked_out(
        value_formula(cells, growth=True, points=False, years=2), K=121.0, B=100.0
    ) == pytest.approx(0.1)
    assert worked_out(
        value_formula(cells, growth=True, points=True, years=1), K=0.65, B=0.5
    ) == pytest.approx(0.15)


def test_nothing_is_divided_by_nothing():
    assert value_formula(CELLS, growth=False, points=False, years=1) == '=IF(L>0,K/L,"")'


HOLDS = {"holds": {"column": "arranged", "op": "filled"}}


@pytest.mark.parametrize(
    ("key", "answers", "expected"),
    [
        ("all", (1, 1), 1),
        ("all", (1, 0), 0),
        ("all", (1, "?"), "?"),
        ("all", (0, "?"), 0),
        ("any", (0, 1), 1),
        ("any", (0, 0), 0),
        ("any", (0, "?"), "?"),
        ("any", (1, "?"), 1),
    ],
)
def test_answers_are_joined_with_three_values(key, answers, expected):
    condition = TypeAdapter(Condition).validate_python({key: [HOLDS, HOLDS]})
    text = joined(condition, iter(["Q", "R"]), "?").replace("=", "==")
    assert worked_out(text, Q=answers[0], R=answers[1]) == expected


@pytest.mark.parametrize(("scale", "digits"), [(1, 0), (10, 1), (100, 2)])
def test_fen_have_two_digits(scale, digits):
    assert digits_of(scale) == digits
