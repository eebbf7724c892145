"""Growth is one exact division; who is told of in one year only is no growth."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from measure_toy import taken

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
