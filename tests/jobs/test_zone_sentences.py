"""What stands beside a household's income: the line, and how far it is, in the direction of the rule."""

from decimal import Decimal
from fractions import Fraction

import pytest

from ruralmap.jobs.zone_sentences import comparison_text, margin_text, reasons_text
from ruralmap.rules.figures import ParameterFigure
from ruralmap.rules.results import Answer, Comparison, Reason


def income(op, fen, *, margin, parameter=None):
    """Compare the income of one person with 10,800.00 yuan."""
    return Comparison(
        kind="value",
        counted=None,
        numerator=fen,
        denominator=1,
        op=op,
        threshold=Decimal(10800),
        unit="元/人",
        limit=None,
        margin=margin,
        holds=margin >= 0,
        parameter=parameter,
        divided=True,
        scale=Fraction(100),
    )


@pytest.mark.parametrize(
    ("op", "fen", "margin", "told"),
    [
        # Below asked for, 10,799.99: one fen more is on the line.
        ("lt", 1_079_999, 0, "低于界线；家庭收入再多 0.01 元即不纳入"),
        ("lt", 1_080_000, -1, "家庭收入再少 0.01 元即纳入"),
        # Over asked for, 10,800.01: one fen less is on the line.
        ("gt", 1_080_001, 0, "在界线以上；家庭收入再少 0.01 元即不纳入"),
        ("gt", 1_080_000, -1, "家庭收入再多 0.01 元即纳入"),
    ],
)
def test_the_distance_is_told_in_the_direction_of_the_rule(op, fen, margin, told):
    comparison = income(op, fen, margin=margin)
    outcome = "selected" if margin >= 0 else "not_selected"
    assert margin_text(Answer(None, outcome, margin, (comparison,)), "zh") == told


def test_a_line_of_a_place_is_named_and_one_of_the_document_is_not():
    line = ParameterFigure("监测线", "440000", 2024, "2024-01-01", Decimal(10800), "元/人", "粤号")
    named = comparison_text(income("le", 1_080_000, margin=0, parameter=line), "zh")
    plain = comparison_text(income("le", 1_080_000, margin=0), "zh")
    head = "家庭收入 10,800.00 元 ÷ 1 = 10,800.00 元/人，须不超过 10,800.00 元/人"
    assert named == f"{head}（监测线，2024 年，粤号）：成立"
    assert plain == f"{head}：成立"


# June and July are months, the third quarter is told by its first and last month.
JUNE, JULY, QUARTER = ("2024-06-01", "2024-06-30"), ("2024-07-01", "2024-07-31"), ("2024-07-01", "2024-09-30")


@pytest.mark.parametrize(
    ("reason", "zh", "en"),
    [
        (
            Reason("periods_missed_before", {"periods": (JUNE, JULY)}),
            "公布前已结束、未完成的期间（公布前）：2024-06，2024-07",
            "nothing was done, before the document was published, in: 2024-06, 2024-07",
        ),
        (
            Reason("periods_missed", {"periods": (QUARTER,)}),
            "未完成的期间：2024-07 至 2024-09",
            "nothing was done in: 2024-07 to 2024-09",
        ),
    ],
)
def test_periods_that_were_missed_are_named(reason, zh, en):
    assert reasons_text([reason], "zh") == zh
    assert reasons_text([reason], "en") == en


@pytest.mark.parametrize("year", [2024, None])
@pytest.mark.parametrize("code", ["no_income", "no_parameter", "contested_parameter"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_number_of_all_years_is_said_without_one(code, year, lang):
    text = reasons_text(
        [Reason(code, {"name": "任务", "jurisdiction": "990001", "doc": "甲", "year": year})], lang
    )
    assert ("2024" in text) == (year is not None)
    assert "None" not in text


def test_a_parameter_of_no_year_is_told_plainly():
    reason = Reason("no_parameter", {"name": "任务", "jurisdiction": "990001", "year": None})
    assert reasons_text([reason], "zh") == "参数“任务”（990001）的数未登记或单位不符"
