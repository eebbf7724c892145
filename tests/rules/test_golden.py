"""Figures that were worked out by hand before any of it was written, of rules of the shipped policies."""

from decimal import Decimal
from fractions import Fraction

import pytest

from case_files import COUNTY, EAST, RuleCase, facts_of
from one_rule import said_alone
from ruralmap.files.policies import read_policy
from ruralmap.rules.book import book_of
from ruralmap.rules.case import prepare_case
from ruralmap.rules.checks import warnings_of

YUNNAN, WEIXI, HEPING = "yunnan-county-2022-2025", "weixi-2024", "heping-2024"
NANJIANG, HENAN = "nanjiang-2024", "henan-2023-2025"


def facts(policy_id, as_of, **tables):
    policy = read_policy(policy_id)
    return policy, facts_of(policy, RuleCase(policy_id, "-", "-", as_of, tables, {}))


def said(policy_id, rule_id, as_of, unit=COUNTY, **tables):
    """Hold one rule against the rows, and give what it says of a unit."""
    policy, known = facts(policy_id, as_of, **tables)
    found = said_alone(policy, known, rule_id)
    return next(one.result_at(one.place_of(unit)) for one in found if one.place_of(unit) is not None)


def reading(result, name):
    return next(one for one in result.readings if one.reading == name)


# 1. YN-15: 50 % of the integrated money for industry in 2022, and 5 points more each year; of 1,000,000.00 元
# that is 500,000, 550,000, 600,000, 650,000 元.
ASKED = {2022: 50_000_000, 2023: 55_000_000, 2024: 60_000_000, 2025: 65_000_000}


def industry(fen, as_of):
    lines = [(year, "产业发展", own) for year, own in fen.items()]
    lines += [(year, "就业", 100_000_000 - own) for year, own in fen.items()]
    rows = [
        {"channel": "衔接", "integrated": True, "year": year, "project_class": kind, "arranged_fen": own}
        for year, kind, own in lines
    ]
    return said(YUNNAN, "YN-15", as_of, balances=rows)


@pytest.mark.parametrize("year", ASKED)
def test_the_share_for_industry_rises_by_points(year):
    result = industry(ASKED, f"{year}-12-31")
    assert (result.outcome, result.margin, result.value) == ("pass", 0, Fraction(ASKED[year], 10**8))


def test_one_fen_too_little_for_industry_is_a_miss_of_its_year():
    result = industry(ASKED | {2023: 54_999_999}, "2025-12-31")
    assert (result.outcome, result.margin, result.threshold) == ("fail", -1, Decimal("0.55"))


def test_five_per_cent_of_the_share_would_be_too_little():
    # 0.50 × 1.05³ = 0.5788125: 578,812.50 元 in 2025.
    assert industry(ASKED | {2025: 57_881_250}, "2025-12-31").outcome == "fail"


def test_a_year_earlier_everything_is_five_points_more():
    # Base 2021: 55 % in 2022, 70 % in 2025.
    more = {year: own + 5_000_000 for year, own in ASKED.items()}
    assert reading(industry(more, "2025-12-31"), "base_2021").outcome == "pass"
    assert reading(industry(more | {2022: 54_999_999}, "2025-12-31"), "base_2021").outcome == "fail"
    assert reading(industry(more | {2025: 69_999_999}, "2025-12-31"), "base_2021").outcome == "fail"


# 2. WX-02: 10 % more than last year, and 19,198 元 a head. 19,198 ÷ 1.1 = 17,452.7272… 元.
def incomes(before, after):
    rows = [{"hh_id": "H", "year": year, "wage_fen": fen} for year, fen in ((2023, before), (2024, after))]
    level = {"name": "income_level", "year": 2024, "value": 19198}
    return {"households": [{"hh_id": "H"}], "incomes": rows, "parameters": [level]}


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        (1_745_270, 1_919_797, "fail"),  # 17,452.70 × 1.1 = 19,197.97: ten per cent, and 0.03 元 short
        (1_745_270, 1_919_800, "pass"),  # 19,198.00 ÷ 17,452.70 = 1.1000017…
        (1_745_273, 1_919_800, "fail"),  # 17,452.73 × 1.1 = 19,198.003: less than ten per cent
    ],
)
def test_growth_and_level_are_both_asked(before, after, outcome):
    assert said(WEIXI, "WX-02", "2024-12-31", **incomes(before, after)).outcome == outcome


@pytest.mark.parametrize(
    ("before", "warned"),
    [
        (1_745_270, False),  # off by 0.0272…
        (1_745_260, True),  # by 0.1272…
        (1_745_277, False),  # by 0.0427…
        (1_745_278, True),  # by 0.0527…
    ],
)
def test_a_base_that_fits_not_both_targets_is_warned_of_and_decides_nothing(before, warned):
    policy, known = facts(WEIXI, "2024-12-31", **incomes(before, 1_930_000))
    case = prepare_case(policy, known, book_of(known))
    assert bool(list(warnings_of(case, policy.rule("WX-02")))) is warned
    assert said(WEIXI, "WX-02", "2024-12-31", **incomes(before, 1_930_000)).outcome == "pass"


# 3. WX-17: 17,800 persons by the end of April, 90 % of them (16,020) by the end of March.
def transferred(as_of, *spells, **more):
    """Give each crowd of persons a spell of work: how many, from when, and until when."""
    crowds = [
        [{"p_id": f"P{crowd}-{n}", "hh_id": "H"} for n in range(size)]
        for crowd, (size, *_) in enumerate(spells)
    ]
    jobs = [
        {"p_id": one["p_id"], "from_on": spell[1], "to_on": spell[2] if len(spell) > 2 else None}
        for crowd, spell in zip(crowds, spells, strict=True)
        for one in crowd
    ]
    task = {"name": "transfer_target", "year": 2024, "value": 17_800}
    persons = [one for crowd in crowds for one in crowd]
    jobs += more.get("jobs", [])
    return said(
        WEIXI, "WX-17", as_of, households=[{"hh_id": "H"}], persons=persons, jobs=jobs, parameters=[task]
    )


def test_the_first_stage_is_ninety_per_cent():
    short = transferred("2024-03-31", (16_019, "2024-02-01"))
    assert (short.outcome, short.margin) == ("fail", -1)
    assert transferred("2024-03-31", (16_020, "2024-02-01")).outcome == "not_due"


def test_the_second_stage_is_the_whole():
    short = transferred("2024-04-30", (17_799, "2024-02-01"))
    assert (short.outcome, short.margin) == ("fail", -1)
    whole = transferred("2024-04-30", (17_800, "2024-02-01"))
    assert (whole.outcome, whole.margin, whole.met_on) == ("pass", 0, "2024-02-01")


def test_stages_that_were_met_are_dated_by_the_last():
    result = transferred("2024-09-30", (16_020, "2024-03-31"), (1_780, "2024-04-20"))
    assert (result.outcome, result.met_on, result.late_days) == ("pass", "2024-04-20", None)


def test_a_stage_that_was_missed_stays_missed():
    # 20 of the 16,020 begin on 5 April, five days after the end of March; April brings all the others.
    result = transferred("2024-09-30", (16_000, "2024-03-01"), (20, "2024-04-05"), (1_780, "2024-04-20"))
    assert (result.outcome, result.met_on, result.late_days) == ("fail", "2024-04-05", 5)
    assert [reason.code for reason in result.reasons] == ["late"]


def test_a_spell_that_runs_on_from_last_year_counts_once():
    spells = (16_019, "2024-01-08"), (1, "2023-11-01", "2024-01-15")
    result = transferred("2024-03-31", *spells)
    assert (result.outcome, reading(result, "stock").outcome) == ("not_due", "fail")
    twice = {"jobs": [{"p_id": "P0-0", "from_on": "2023-12-01", "to_on": "2024-01-07"}]}
    assert transferred("2024-03-31", (16_019, "2024-01-08"), **twice).outcome == "fail"


# 4. NJ-24 asks who can work, HA-11 who can and will.
@pytest.mark.parametrize(
    ("labour", "willing", "employed", "nanjiang", "henan"),
    [
        ("普通劳动力", False, False, "fail", "not_applicable"),
        ("普通劳动力", True, False, "fail", "below_expectation"),
        ("普通劳动力", True, True, "pass", "pass"),
        ("普通劳动力", None, False, "fail", "insufficient_data"),
        ("无劳动力", True, False, "not_applicable", "not_applicable"),
    ],
)
def test_one_at_work_in_every_relocated_household(labour, willing, employed, nanjiang, henan):
    tables = {
        "households": [{"hh_id": "H", "relocated": True}],
        "persons": [{"p_id": "P", "hh_id": "H", "labour": labour}],
        # Somebody else's cell, so that the column is one that the office fills.
        "person_records": [
            {"p_id": "P", "willing_work": willing, "employed": employed},
            {"p_id": "Q", "willing_work": True, "employed": True},
        ],
    }
    outcomes = [
        said(name, rule, "2024-09-30", "H", **tables).outcome
        for name, rule in ((NANJIANG, "NJ-24"), (HENAN, "HA-11"))
    ]
    assert outcomes == [nanjiang, henan]


# 5. 以上 includes the number, 超过 and 低于 exclude it.
def test_ten_thousand_is_not_below_ten_thousand_and_is_at_most():
    tables = {
        "households": [{"hh_id": "H"}],
        "incomes": [{"hh_id": "H", "year": 2024, "wage_fen": 1_000_000}],
    }
    assert said(NANJIANG, "NJ-03", "2024-12-31", "H", **tables).outcome == "not_selected"
    assert said(NANJIANG, "NJ-08", "2024-12-31", **tables).numerator == 1


@pytest.mark.parametrize(("fen", "outcome"), [(1_080_000, "selected"), (1_080_001, "not_selected")])
def test_an_income_at_the_line_is_within(fen, outcome):
    tables = {
        "households": [{"hh_id": "H"}],
        "persons": [{"p_id": "P", "hh_id": "H", "labour": "普通劳动力"}],
        "incomes": [{"hh_id": "H", "year": 2024, "disposable_fen": fen}],
        "parameters": [{"name": "monitor_line", "year": 2024, "value": 10_800}],
    }
    assert said(HEPING, "HP-13", "2024-12-31", "H", **tables).outcome == outcome


# 6. Within n days: the first day is not counted.
@pytest.mark.parametrize(
    ("found_on", "recognised_on", "outcome", "margin"),
    [
        ("2024-09-01", "2024-09-16", "pass", 0),
        ("2024-09-01", "2024-09-17", "fail", -1),
        ("2024-09-01", "2024-09-01", "pass", 15),
        ("2024-02-20", "2024-03-06", "pass", 0),  # 9 days of February, which had 29, and 6 of March
        ("2024-09-15", None, "not_due", None),  # open for 15 days
        ("2024-09-14", None, "fail", -1),  # for 16
        ("2024-09-01", "2024-09", "insufficient_data", None),  # after 0 to 29 days
    ],
)
def test_fifteen_days_from_clue_to_recognition(found_on, recognised_on, outcome, margin):
    clue = {"clue_id": "C", "hh_id": "H", "found_on": found_on, "recognised_on": recognised_on}
    result = said(HEPING, "HP-16", "2024-09-30", "C", households=[{"hh_id": "H"}], clues=[clue])
    assert (result.outcome, result.margin) == (outcome, margin)


@pytest.mark.parametrize(("made_on", "outcome"), [("2024-09-11", "pass"), ("2024-09-12", "fail")])
def test_ten_days_from_recognition_to_plan(made_on, outcome):
    tables = {
        "households": [{"hh_id": "H", "monitor_class": "边缘易致贫户", "risk_cleared": "否"}],
        "clues": [{"clue_id": "C", "hh_id": "H", "found_on": "2024-08-25", "recognised_on": "2024-09-01"}],
        "plans": [{"plan_id": "L", "hh_id": "H", "made_on": made_on}],
    }
    found = said(WEIXI, "WX-06", "2024-09-30", **tables)
    assert found.outcome == outcome


# 7. Years and months are told by the corresponding day.
@pytest.mark.parametrize(("tested_on", "outcome"), [("2021-09-30", "pass"), ("2021-09-29", "fail")])
def test_three_years_end_on_the_same_day(tested_on, outcome):
    tables = {
        "households": [{"hh_id": "H"}],
        "household_records": [{"hh_id": "H", "water_id": "W"}],
        "water_sources": [{"water_id": "W", "tested_on": tested_on}],
    }
    assert said(HEPING, "HP-10", "2024-09-30", "W", **tables).outcome == outcome


@pytest.mark.parametrize(
    ("registered_on", "outcome"),
    [
        ("2024-03-30", "fail"),  # six months on 30 September: asked, and nothing was paid
        ("2024-03-31", "fail"),  # September lacks the 31st: its last day
        ("2024-04-01", "not_applicable"),  # on 1 October
    ],
)
def test_six_months_end_on_the_corresponding_day(registered_on, outcome):
    business = {"entity_id": "E", "owner_p_id": "P", "first_registration": True, "state": "正常"}
    tables = {
        "households": [{"hh_id": "H"}],
        "persons": [{"p_id": "P", "hh_id": "H"}],
        "entities": [business | {"registered_on": registered_on}],
    }
    assert said(NANJIANG, "NJ-30", "2024-09-30", "P", **tables).outcome == outcome


# 8. WX-38: a quarter of the bridging money is spent by the end of March.
def spent(as_of, **fen):
    """Give the balances of 1,000,000.00 元 on some days: how much of it was spent."""
    rows = [
        {"channel": "衔接", "year": 2024, "date": day, "issued_fen": 100_000_000, "spent_fen": own}
        for day, own in fen.items()
    ]
    return said(WEIXI, "WX-38", as_of, balances=rows)


def test_a_quarter_is_enough():
    result = spent("2024-03-31", **{"2024-02-29": 24_999_999, "2024-03-31": 25_000_000})
    assert (result.outcome, result.margin, result.met_on) == ("pass", 0, "2024-03-31")
    assert [reason.code for reason in result.reasons] == ["day_of_books"]


def test_a_quarter_that_came_later_is_late():
    days = {"2024-03-31": 24_999_999, "2024-04-02": 25_000_000, "2024-04-30": 30_000_000}
    result = spent("2024-04-30", **days)
    assert (result.outcome, result.met_on, result.late_days) == ("fail", "2024-04-02", 2)


def test_where_only_ends_of_months_are_known_it_is_said():
    result = spent("2024-04-30", **{"2024-03-31": 24_999_999, "2024-04-30": 25_000_000})
    assert (result.outcome, result.met_on, result.late_days) == ("fail", "2024-04-30", 30)
    assert [reason.code for reason in result.reasons] == ["late", "day_of_books"]


def test_what_was_held_and_lost_is_missed():
    # Money is issued after February, so that a quarter becomes less.
    rows = [
        {"channel": "衔接", "year": 2024, "date": day, "issued_fen": issued, "spent_fen": 25_000_000}
        for day, issued in (("2024-02-29", 100_000_000), ("2024-03-31", 100_000_004))
    ]
    result = said(WEIXI, "WX-38", "2024-04-30", balances=rows)
    assert (result.outcome, result.margin, result.met_on, result.late_days) == (
        "fail",
        -1,
        "2024-02-29",
        None,
    )
    assert [reason.code for reason in result.reasons] == ["held_and_lost", "day_of_books"]


def test_what_was_never_reached_is_not_met():
    result = spent("2024-04-30", **{"2024-03-31": 0, "2024-04-30": 24_999_999})
    assert (result.outcome, result.met_on, result.late_days) == ("fail", None, None)
    assert [reason.code for reason in result.reasons] == ["not_met"]


# 9. NJ-40: every household is surveyed by 5 July.
def surveyed(as_of, *days):
    return said(
        NANJIANG,
        "NJ-40",
        as_of,
        EAST,
        households=[{"hh_id": f"H{n}"} for n in range(len(days))],
        surveys=[
            {"hh_id": f"H{n}", "round": "摸底", "surveyed_on": day} for n, day in enumerate(days) if day
        ],
    )


@pytest.mark.parametrize(
    ("days", "outcome", "met_on", "late_days"),
    [
        (("2024-06-20", "2024-07-05"), "pass", "2024-07-05", None),
        (("2024-06-20", "2024-07-06"), "fail", "2024-07-06", 1),
        (("2024-06-20", "2024-08"), "fail", "2024-08", None),
        (("2024-06-20", None), "fail", None, None),
    ],
)
def test_the_last_survey_dates_a_township(days, outcome, met_on, late_days):
    result = surveyed("2024-09-30", *days)
    assert (result.outcome, result.met_on, result.late_days) == (outcome, met_on, late_days)
    assert result.certainty == "certain"


@pytest.mark.parametrize("as_of", ["2024-07-05", "2024-09-30"])
def test_a_month_that_the_deadline_cuts_is_undecided(as_of):
    result = surveyed(as_of, "2024-06-20", "2024-07")
    assert (result.outcome, result.certainty, result.met_on) == ("fail", "undecided", "2024-07")
    assert [reason.code for reason in result.reasons] == ["month_only"]


# HP-02 counts whole months while a household is monitored; those before the document was posted on 6 August
# are judged as well, and in a reading they are not.
def test_months_before_the_posting_are_judged_and_left_out_in_a_reading():
    visits = [
        {"visit_id": f"V{month}", "hh_id": "H", "visited_on": f"2024-{month:02d}-15", "who_role": "镇干部"}
        for month in (8, 9)
    ]
    home = {
        "hh_id": "H",
        "monitor_class": "边缘易致贫户",
        "risk_cleared": "否",
        "identified_on": "2023-12-20",
    }
    result = said(HEPING, "HP-02", "2024-09-30", "H", households=[home], visits=visits)
    # January to September are nine months, of which two were kept; after the posting one whole month.
    assert (result.outcome, result.value, result.margin) == ("fail", 2, -7)
    assert reading(result, "since_posting").outcome == "pass"
