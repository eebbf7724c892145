"""Growth is one exact division; who is told of in one year only is no growth."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_files import RuleCase, facts_of
from measure_toy import taken
from one_rule import said_alone
from ruralmap.files.policies import read_policy
from ruralmap.rules.comparators import in_all, yearly
from ruralmap.schema.policy_columns import Names, Scope
from ruralmap.schema.policy_compares import unfit_condition

YEAR = {"column": "year", "op": "in_year", "value": 0}
PER_HEAD = {
    "kind": "ratio",
    "numerator": {"rows": "incomes", "column": "net_fen", "where": YEAR},
    "denominator": {"rows": "incomes", "column": "size", "where": YEAR},
}


def grown(of, *incomes, **more):
    homes = [{"hh_id": name} for name in dict.fromkeys(one[0] for one in incomes)]
    rows = [{"hh_id": name, "year": year, "wage_fen": fen, "size": size} for name, year, fen, size in incomes]
    measure = {"kind": "growth", "from": -1, "to": 0, "of": of} | more
    found = taken(measure, households=homes or [{"hh_id": "H"}], incomes=rows)
    if not found.known[0]:
        return None
    return Fraction(int(found.spans["default"][0][0]), int(found.divisors["default"][0][0]))


def test_a_ratio_grows_by_persons():
    # 20,000.00 of two, 32,100.00 of three: 10,000 and 10,700 a head.
    assert grown(PER_HEAD, ("H", 2023, 2_000_000, 2), ("H", 2024, 3_210_000, 3)) == Fraction(7, 100)


def test_only_those_of_both_years_are_a_panel():
    rows = ("H", 2023, 100, 1), ("H", 2024, 110, 1), ("I", 2024, 1, 1), ("J", 2023, 900, 1)
    assert grown(PER_HEAD, *rows) == Fraction(1, 10)
    # All together: 1000 of two, 111 of two.
    assert grown(PER_HEAD | {"panel": False}, *rows) == Fraction(111, 1000) - 1


def test_a_sum_and_a_count_grow_too():
    rows = ("H", 2023, 100, 1), ("H", 2024, 150, 1), ("I", 2024, 50, 1)
    assert grown({"kind": "sum", "rows": "incomes", "column": "net_fen", "where": YEAR}, *rows) == 1
    assert grown({"kind": "count", "rows": "incomes", "where": YEAR}, *rows) == 1


def test_points_are_the_difference():
    above = {"rows": "incomes", "where": {"all": [YEAR, {"column": "size", "op": "ge", "value": 2}]}}
    half = {
        "kind": "ratio",
        "panel": False,
        "numerator": above,
        "denominator": {"rows": "incomes", "where": YEAR},
    }
    rows = ("H", 2023, 1, 1), ("I", 2023, 1, 2), ("H", 2024, 1, 2), ("I", 2024, 1, 2)
    assert grown(half, *rows, points=True) == Fraction(1, 2)
    assert grown(half, *rows) == 1


def test_nothing_grows_from_nothing():
    assert grown(PER_HEAD, ("H", 2024, 100, 1)) is None
    assert grown(PER_HEAD, ("H", 2023, 0, 1), ("H", 2024, 100, 1)) is None


def test_figures_of_the_same_months_are_held_against_each_other():
    def growth(*periods):
        rows = [
            {"region": "990001", "indicator": "收入", "unit": "元/人", "period": period, "value": value}
            for period, value in periods
        ]
        of = {"kind": "statistic", "indicator": "收入", "region": "county", "unit": "元/人"}
        found = taken({"kind": "growth", "from": -1, "to": 0, "of": of}, statistics=rows)
        if not found.known[0]:
            return None, found.period
        return Fraction(int(found.spans["default"][0][0]), int(found.divisors["default"][0][0])), found.period

    assert growth(("2023-06", 100), ("2023-12", 900), ("2024-06", 107.5)) == (Fraction(75, 1000), "2024-06")
    assert growth(("2023-12", 900), ("2024-06", 107.5)) == (None, "2024-06")
    assert growth(("2023-12", 900)) == (None, None)


@given(st.integers(1, 10**9), st.integers(1, 9), st.integers(0, 10**9), st.integers(1, 9))
def test_growth_is_exact(before, few, after, many):
    found = grown(PER_HEAD, ("H", 2023, before, few), ("H", 2024, after, many))
    assert found == Fraction(after, many) / Fraction(before, few) - 1


# YN-09: 19.2 % a year for lifted and monitored households alike; 1.192² = 1.420864.
@pytest.mark.parametrize(
    ("after", "outcome", "margin"),
    [(1_420_864, "pass", 0), (1_420_865, "pass", 1), (1_420_863, "fail", -1)],
)
def test_a_rate_a_year_is_compounded_and_no_root_is_drawn(after, outcome, margin):
    policy = read_policy("yunnan-county-2022-2025")
    homes = [
        {"hh_id": "L"},
        {"hh_id": "M", "hh_type": "一般农户", "monitor_class": "边缘易致贫户", "risk_cleared": "否"},
    ]
    rows = [("L", 2021, 1_000_000), ("M", 2021, 1_000_000), ("L", 2023, after), ("M", 2023, 2_000_000)]
    incomes = [{"hh_id": name, "year": year, "wage_fen": fen} for name, year, fen in rows]
    case = RuleCase(policy.id, "-", "-", "2023-12-31", {"households": homes, "incomes": incomes}, {})
    result = said_alone(policy, facts_of(policy, case), "YN-09")[0].results[0]
    assert result.outcome == outcome
    leading = result.readings[0].answers[0].comparisons[0]
    assert ((leading.margin > 0) - (leading.margin < 0), leading.years) == (margin, 2)
    assert abs((1 + leading.value) ** 2 - Fraction(after, 10**6)) < Fraction(1, 10**11)


@pytest.mark.parametrize(
    ("growth", "rate"),
    [(Fraction(1, 4), 2), (Fraction(21, 100), 2), (Fraction(-1), 2), (Fraction(331, 1000), 3)],
)
def test_the_rate_that_is_shown_is_the_root(growth, rate):
    # 1.21 is 1.1 squared, 1.331 its cube; whoever lost all lost all in a year.
    shown = {Fraction(21, 100): "0.1", Fraction(331, 1000): "0.1", Fraction(-1): "-1"}
    if growth in shown:
        assert yearly(growth, rate) == Fraction(shown[growth])
    else:
        assert abs((1 + yearly(growth, rate)) ** rate - 1 - growth) < Fraction(1, 10**11)
    assert in_all(yearly(growth, 1), 1) == growth


def test_a_rate_a_year_is_held_against_a_number_alone():
    document = read_policy("yunnan-county-2022-2025")
    rule = document.rule("YN-07")
    compare = rule.default_reading.condition
    scope = Scope("county", None, Names(document.groups, document.parameters))
    refused = {
        "than": {"parameter": None, "than": compare.measure},
        "about": {"op": "about", "tolerance": Decimal("0.01")},
        "slack": {"slack": Decimal(1)},
    }
    assert not list(unfit_condition(compare, scope, "-"))
    for changes in refused.values():
        found = list(unfit_condition(compare.model_copy(update=changes), scope, "-"))
        assert "annual_unfit" in {problem.code for problem in found}
    both = compare.measure.model_copy(update={"points": True})
    found = list(unfit_condition(compare.model_copy(update={"measure": both}), scope, "-"))
    assert "annual_unfit" in {problem.code for problem in found}
