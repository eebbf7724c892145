"""Numbers as cells hold them: what is shown is what stands there, and never the line that it is not."""

from decimal import Decimal
from fractions import Fraction

import pytest

from ruralmap.jobs.policy_figures import column_style, figure_number, figure_words, needs_digits

_LINE = Fraction(3, 5)


@pytest.mark.parametrize(
    ("value", "unit", "line", "number", "words"),
    [
        pytest.param(Fraction(1, 3), "人/人", None, "0.3333", "33.33 %", id="a share is rounded"),
        pytest.param(Fraction(2, 3), "比", None, "0.6667", "66.67 %", id="a growth too"),
        # 59.999 % is shown with three digits where the line is 60 %, on the line with two, else rounded.
        pytest.param(Fraction(59999, 100000), "户/户", _LINE, "0.59999", "59.999 %", id="just below"),
        pytest.param(_LINE, "户/户", _LINE, "0.6", "60.00 %", id="on the line"),
        pytest.param(Fraction(60001, 100000), "户/户", _LINE, "0.60001", "60.001 %", id="just above"),
        pytest.param(Fraction(59999, 100000), "户/户", None, "0.6", "60.00 %", id="no line"),
        pytest.param(Fraction(1234), "户", None, "1234", "1,234 户", id="whole"),
        pytest.param(Fraction(10), "元", None, "10.00", "10.00 元", id="money"),
        pytest.param(Fraction(-7, 3), "元/人", None, "-2.33", "-2.33 元/人", id="cut off"),
        pytest.param(Fraction(7, 2), "个", None, "3.50", "3.50 个", id="parts"),
    ],
)
def test_a_cell_holds_what_is_shown(value, unit, line, number, words):
    assert figure_number(value, unit, line) == Decimal(number)
    assert figure_words(value, unit, "zh", line) == words


@pytest.mark.parametrize(
    ("unit", "numbers", "style"),
    [
        ("人/人", ["0.5"], "percent"),
        ("比", [], "percent"),
        ("元", ["10"], "money"),
        ("元/人", [], "money"),
        ("户", ["1", "2"], "integer"),
        ("个", ["1", "2.5"], "money"),
    ],
)
def test_a_column_has_one_format(unit, numbers, style):
    assert column_style(unit, [Decimal(number) for number in numbers]) == style


def test_only_a_share_close_to_its_line_needs_more_digits():
    assert needs_digits(Decimal("0.59999"), "户/户")
    assert not needs_digits(Decimal("0.6000"), "户/户")
    assert not needs_digits(Decimal("2.33"), "元/人")
