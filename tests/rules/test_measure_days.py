"""Terms by days and by the corresponding day; what is open has lasted until today."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure_toy import taken
from ruralmap.rules.measure_days import corresponding, margins_of
from ruralmap.rules.measures import ANYTHING
from ruralmap.rules.membership import NO_DATA, NOT_YET, NOTHING

HOME = [{"hh_id": "H"}]


def lasted(found_on, closed_on=None, unit="天", **more):
    clue = {"clue_id": "C", "hh_id": "H", "found_on": found_on, "closed_on": closed_on}
    measure = {"kind": "days", "from": "found_on", "to": "closed_on", "unit": unit}
    return taken(measure, "record", "clues", households=HOME, clues=[clue], **more)


def value_of(found):
    low, high = (side[0] for side in found.spans["default"])
    assert low == high
    below = 1 if found.divisors is None else found.divisors["default"][0][0]
    return Fraction(int(low), int(below))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2024-09-01", "2024-09-01", 0),
        ("2024-09-01", "2024-09-16", 15),
        ("2024-02-20", "2024-03-06", 15),  # 2024 has a 29 February
        ("2023-02-20", "2023-03-06", 14),
    ],
)
def test_the_first_day_is_not_counted(start, end, days):
    assert value_of(lasted(start, end)) == days


def test_what_is_open_has_lasted_at_least_until_today():
    found = lasted("2024-09-15")
    assert [side[0] for side in found.spans["default"]] == [15, ANYTHING]
    assert found.lacking[0] == NOT_YET


def test_without_a_beginning_nothing_is_known():
    found = lasted(None, "2024-09-16")
    assert (found.known[0], found.lacking[0]) == (False, NO_DATA)


def test_a_month_is_all_of_its_days():
    # From 1 September to some day of September: 0 to 29 days.
    found = lasted("2024-09-01", "2024-09")
    assert [side[0] for side in found.spans["default"]] == [0, 29]
    assert found.lacking[0] == NO_DATA


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2024-01-15", "2024-04-15", 3),
        ("2024-01-15", "2024-04-14", 2 + Fraction(30, 31)),  # 15 March to 14 April, of 31 days
        ("2024-01-31", "2024-02-29", 1),  # the day that February lacks is its last
        ("2024-03-31", "2024-09-30", 6),
        ("2024-04-01", "2024-09-30", 5 + Fraction(29, 30)),
    ],
)
def test_months_end_on_the_corresponding_day(start, end, months):
    assert value_of(lasted(start, end, "月")) == months


def test_years_end_on_the_corresponding_day():
    assert value_of(lasted("2020-02-29", "2023-02-28", "年")) == 3
    assert value_of(lasted("2021-09-29", "2024-09-30", "年")) == 3 + Fraction(1, 365)


@pytest.mark.parametrize(
    ("op", "end", "margin"),
    [
        # Three years from 2021-09-30 end on 2024-09-30.
        ("le", "2024-09-30", 0),
        ("le", "2024-09-29", 1),
        ("lt", "2024-09-30", -1),
        ("ge", "2024-09-30", 0),
        ("gt", "2024-09-30", -1),
        ("ge", "2024-09-28", -2),
        ("eq", "2024-09-28", -2),
    ],
)
def test_the_margin_is_in_days(op, end, margin):
    found = lasted("2021-09-30", end, "年")
    assert margins_of(found.calendar, op, Fraction(3))[0] == margin


def test_no_margin_is_worked_out_for_what_is_open():
    assert margins_of(lasted("2024-09-15", None, "月").calendar, "le", Fraction(1))[0] == 0


PLANS = {"kind": "days", "from": "recognised_on", "to": "made_on", "unit": "天", "rows": "plans"}
CLUE = {"clue_id": "C", "hh_id": "H", "recognised_on": "2024-09-01"}


def planned(*made, pick="first", **more):
    plans = [
        {"plan_id": f"L{n}", "subject": "户", "hh_id": home, "made_on": day}
        for n, (home, day) in enumerate(made)
    ]
    return taken(
        {**PLANS, "pick": pick, **more},
        "record",
        "clues",
        households=[*HOME, {"hh_id": "I"}],
        clues=[CLUE],
        plans=plans,
    )


def test_the_first_plan_after_the_beginning_counts():
    # A plan of August is no answer to a clue of September; that of another household neither.
    assert (
        value_of(planned(("H", "2024-08-20"), ("H", "2024-09-20"), ("H", "2024-09-05"), ("I", "2024-09-02")))
        == 4
    )


def test_the_last_plan_may_be_asked():
    assert value_of(planned(("H", "2024-09-20"), ("H", "2024-09-05"), pick="last")) == 19


def test_without_a_plan_the_term_is_open():
    assert planned(("I", "2024-09-02")).lacking[0] == NOT_YET


def test_a_plan_that_may_not_count_leaves_it_open_how_long_it_took():
    where = {"column": "responsible", "op": "eq", "value": "甲"}
    found = planned(("H", "2024-09-05"), where=where)
    assert found.lacking[0] == NO_DATA
    assert not found.known[0]


def test_without_the_ledger_nothing_is_known():
    found = taken(PLANS, "record", "clues", households=HOME, clues=[CLUE], absent=("plans",))
    assert (found.known[0], found.lacking[0]) == (False, NO_DATA)


def test_the_date_of_the_parent_is_asked_of_it():
    # A measure belongs to a plan: from the plan to its doing.
    found = taken(
        {"kind": "days", "from": "made_on", "to": "done_on", "unit": "天", "rows": "plans"},
        "record",
        "measures",
        households=HOME,
        plans=[{"plan_id": "L", "subject": "户", "hh_id": "H", "made_on": "2024-09-01"}],
        measures=[{"measure_id": "M", "hh_id": "H", "plan_id": "L", "done_on": "2024-09-04"}],
    )
    assert value_of(found) == 3
    assert found.lacking[0] == NOTHING


@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)), st.integers(0, 600), st.integers(0, 600))
def test_later_months_never_end_earlier(day, months, more):
    assert corresponding(day.toordinal(), months) <= corresponding(day.toordinal(), months + more)
