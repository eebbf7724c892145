"""Published figures: the latest that was known on the day, of one period."""

import pytest

from measure_toy import taken
from ruralmap.rules.membership import NO_PARAMETER

INCOME = {"kind": "statistic", "indicator": "收入", "region": "county", "unit": "元/人"}


def row(period, value, published_on=None, **more):
    filled = {"region": "990001", "indicator": "收入", "unit": "元/人", "nominal": "名义"} | more
    return filled | {"period": period, "value": value, "published_on": published_on}


def figure(*rows, as_of="2024-09-30", **more):
    found = taken({**INCOME, **more}, as_of=as_of, statistics=list(rows))
    return int(found.spans["default"][0][0]) / found.scale if found.known[0] else None, found.period


def test_the_latest_that_was_published_counts():
    rows = row("2024-06", 10, "2024-07-20"), row("2024-03", 5, "2024-04-20"), row("2024-09", 15, "2024-10-20")
    assert figure(*rows) == (10, "2024-06")
    assert figure(*rows, as_of="2024-10-20") == (15, "2024-09")


def test_without_a_day_of_publication_the_end_of_its_period_counts():
    assert figure(row("2024-09", 15)) == (15, "2024-09")
    assert figure(row("2024-09", 15), as_of="2024-09-29") == (None, None)


def test_a_year_or_a_period_may_be_asked():
    rows = row("2023-12", 20.5), row("2024-06", 10), row("2023-06", 9)
    assert figure(*rows, year=-1) == (20.5, "2023-12")
    assert figure(*rows, period="2023-06") == (9, "2023-06")
    assert figure(*rows, year=2022) == (None, None)


@pytest.mark.parametrize(
    "other", [{"region": "990002"}, {"indicator": "支出"}, {"unit": "万元"}, {"value": None}]
)
def test_other_figures_do_not_count(other):
    assert figure(row("2024-06", 10) | other) == (None, None)


@pytest.mark.parametrize(
    ("region", "code"), [("prefecture", "990000"), ("province", "990000"), ("nation", "100000")]
)
def test_the_region_is_told_by_its_code(region, code):
    assert figure(row("2024-06", 10, region=code), region=region) == (10, "2024-06")


def test_prices_are_told_apart_and_two_numbers_are_none():
    rows = row("2024-06", 10), row("2024-06", 11, nominal="实际")
    assert figure(*rows, nominal="实际") == (11, "2024-06")
    assert figure(*rows) == (None, None)


def test_without_the_table_nothing_is_known():
    assert not taken(INCOME, absent=("statistics",)).known[0]


def test_a_parameter_is_the_same_everywhere_or_missing():
    line = {"kind": "parameter", "parameter": "monitor_line"}
    found = taken(line, "township", parameters=[{"name": "monitor_line", "year": 2024, "value": 10800}])
    assert [number / found.scale for number in found.spans["default"][0].tolist()] == [10800, 10800]
    missing = taken({"kind": "parameter", "parameter": "low_edge_line"})
    assert (bool(missing.known[0]), missing.lacking[0]) == (False, NO_PARAMETER)
