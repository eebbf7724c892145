"""When a target was met: in time, late, never, or earlier and lost again; also what rows come to."""

import datetime as dt
from decimal import Decimal

import pytest

from case_files import COUNTY, EAST, ONE, RuleCase, facts_of
from one_rule import said_alone
from ruralmap.files.policies import read_policy
from ruralmap.schema.policy import Policy

PERIOD = {"first": dt.date(2023, 1, 1), "last": dt.date(2025, 12, 31)}


def judged(rule, as_of="2024-09-30", absent=(), **tables):
    """Hold a rule of a made-up policy against the toy county; every result by level and code."""
    whole = {
        "rules": [
            {
                "id": "X-1",
                "kind": "target",
                "level": "county",
                "force": "hard",
                "label": {"zh": "甲", "en": "a"},
                "quote": "甲",
                "source": "一",
            }
            | rule
            | ({"due": dt.date.fromisoformat(rule["due"])} if "due" in rule else {})
        ]
    }
    base = read_policy("heping-2024").model_dump(
        by_alias=True, exclude={"rules", "groups", "parameters", "period"}
    )
    policy = Policy.model_validate(base | {"period": PERIOD, "groups": {}, "parameters": {}} | whole)
    facts = facts_of(policy, RuleCase(policy.id, "-", "-", as_of, tables, {}, frozenset(absent)))
    found = [result for said in said_alone(policy, facts, "X-1") for result in said.results]
    return {(result.level, result.code): result for result in found}


def timing(result):
    return result.outcome, result.met_on, result.late_days, [reason.code for reason in result.reasons]


def compare(measure, op="ge", threshold=1, unit="个"):
    return {"measure": measure, "op": op, "threshold": threshold, "unit": unit}


def filled(column):
    return {"holds": {"column": column, "op": "filled"}}


def project(number, **cells):
    return {"prj_id": number, "village_code": ONE, "year": 2024} | cells


def at_project(condition, *projects, as_of="2024-09-30", due="2024-05-31"):
    rule = {"level": "project", "due": due, "condition": condition}
    return judged(rule, as_of, projects=list(projects))


def test_a_row_is_met_on_the_last_date_that_it_must_have():
    both = {"all": [filled("started_on"), filled("completed_on")]}
    found = at_project(both, project("A", started_on="2024-02-01", completed_on="2024-05-31"))
    assert timing(found["project", "A"]) == ("pass", "2024-05-31", None, [])
    late = at_project(both, project("A", started_on="2024-02-01", completed_on="2024-06-02"))
    assert timing(late["project", "A"]) == ("fail", "2024-06-02", 2, ["late"])


def test_one_of_two_dates_is_enough_where_one_is_asked():
    either = {"any": [filled("started_on"), filled("completed_on")]}
    found = at_project(
        either,
        project("A", started_on="2024-02-01", completed_on="2024-05-31"),
        project("B", completed_on="2024-06-01"),
    )
    assert timing(found["project", "A"]) == ("pass", "2024-02-01", None, [])
    assert timing(found["project", "B"]) == ("fail", "2024-06-01", 1, ["late"])


def test_what_is_not_dated_has_no_day():
    state = {"holds": {"column": "link_mechanism", "op": "eq", "value": True}}
    found = at_project(state, project("A", link_mechanism=True), project("B", link_mechanism=False))
    assert timing(found["project", "A"]) == ("pass", None, None, [])
    assert timing(found["project", "B"]) == ("fail", None, None, ["not_met"])


def test_before_the_deadline_nothing_is_late():
    found = at_project(
        filled("started_on"), project("A"), project("B", started_on="2024-02-01"), due="2024-12-31"
    )
    assert timing(found["project", "A"]) == ("not_due", None, None, [])
    assert timing(found["project", "B"]) == ("not_due", None, None, [])


def test_rows_come_to_the_day_of_the_last():
    rows = project("A", started_on="2024-02-01"), project("B", started_on="2024-06-10")
    found = at_project(filled("started_on"), *rows)
    assert timing(found["county", COUNTY]) == ("fail", "2024-06-10", 10, ["late"])
    assert timing(found["township", EAST]) == ("fail", "2024-06-10", 10, ["late"])
    never = at_project(filled("started_on"), *rows, project("C"))
    assert timing(never["county", COUNTY]) == ("fail", None, None, ["not_met"])
    in_time = at_project(filled("started_on"), rows[0], project("B", started_on="2024-03-05"))
    assert timing(in_time["county", COUNTY]) == ("pass", "2024-03-05", None, [])


def test_a_month_that_the_deadline_does_not_cut_is_a_month():
    found = at_project(
        filled("started_on"), project("A", started_on="2024-03"), project("B", started_on="2024-07")
    )
    assert timing(found["project", "A"]) == ("pass", "2024-03", None, [])
    assert timing(found["project", "B"]) == ("fail", "2024-07", None, ["late_some_day"])


def test_a_month_that_the_deadline_cuts_may_be_on_either_side():
    found = at_project(filled("started_on"), project("A", started_on="2024-05"), due="2024-05-20")
    assert timing(found["project", "A"]) == ("fail", "2024-05", None, ["month_only"])
    assert found["project", "A"].certainty == "undecided"
    # Held on either reading: nothing is cut that decides.
    free = at_project(
        {"any": [filled("started_on"), filled("completed_on")]},
        project("A", started_on="2024-05", completed_on="2024-01-02"),
        due="2024-05-20",
    )
    assert (free["project", "A"].outcome, free["project", "A"].certainty) == ("pass", "certain")


def test_enough_rows_date_a_count():
    meetings = [
        {"meeting_id": str(n), "code": COUNTY, "kind": "会议", "on": day}
        for n, day in enumerate(("2024-02-01", "2024-03-01", "2024-04-01"))
    ]
    rule = {
        "due": "2024-06-30",
        "condition": compare({"kind": "count", "rows": "meetings"}, threshold=2, unit="次"),
    }
    assert timing(judged(rule, meetings=meetings)["county", COUNTY]) == ("pass", "2024-03-01", None, [])


def test_each_distinct_value_counts_from_its_first_day():
    rows = [("P1", "2024-02-01"), ("P1", "2024-03-01"), ("P2", "2024-07-04")]
    jobs = [{"p_id": one, "from_on": day} for one, day in rows]
    persons = [{"p_id": one, "hh_id": "H"} for one in ("P1", "P2")]
    measure = {"kind": "count", "rows": "jobs", "distinct": "p_id"}
    rule = {"due": "2024-06-30", "condition": compare(measure, threshold=2, unit="人")}
    found = judged(rule, households=[{"hh_id": "H"}], persons=persons, jobs=jobs)
    assert timing(found["county", COUNTY]) == ("fail", "2024-07-04", 4, ["late"])


def test_a_sum_is_dated_by_what_is_named():
    payments = [
        {
            "payment_id": str(n),
            "hh_id": "H",
            "applied_on": "2024-01-02",
            "approved_fen": 100,
            "paid_fen": 100,
            "paid_on": day,
        }
        for n, day in enumerate(("2024-02-01", "2024-08-01"))
    ]
    paid = {"column": "paid_on", "op": "filled"}
    measure = {"kind": "sum", "rows": "payments", "column": "paid_fen", "where": paid, "dated_by": "paid_on"}
    rule = {"due": "2024-06-30", "condition": compare(measure, threshold=2, unit="元")}
    found = judged(rule, households=[{"hh_id": "H"}], payments=payments)
    assert timing(found["county", COUNTY]) == ("fail", "2024-08-01", 32, ["late"])


def test_a_day_is_looked_for_where_no_row_tells_it():
    # None is left from 1 August on: nothing counts that has a day.
    open_ones = {"column": "completed_on", "op": "empty"}
    rule = {
        "due": "2024-06-30",
        "condition": compare({"kind": "count", "rows": "projects", "where": open_ones}, "eq", 0),
    }
    found = judged(rule, projects=[project("A", completed_on="2024-08-01")])
    assert timing(found["county", COUNTY]) == ("fail", "2024-08-01", 32, ["late"])


def test_who_is_no_longer_at_work_was_so_earlier():
    working = {"column": "in_force", "op": "eq", "value": True}
    rule = {"due": "2024-06-30", "condition": compare({"kind": "count", "rows": "jobs", "where": working})}
    jobs = [{"p_id": "P", "from_on": "2024-02-10", "to_on": "2024-05-15"}]
    found = judged(rule, households=[{"hh_id": "H"}], persons=[{"p_id": "P", "hh_id": "H"}], jobs=jobs)
    # The end of February is the first of the days on which it is looked for.
    assert timing(found["county", COUNTY]) == ("fail", "2024-02-29", None, ["held_and_lost"])


def test_a_published_figure_is_met_on_the_day_of_its_publication():
    measure = {"kind": "statistic", "indicator": "机械化", "region": "county", "unit": "比", "year": 0}
    rule = {"due": "2024-06-30", "condition": compare(measure, threshold=Decimal("0.5"), unit="比")}

    def published(*days):
        rows = [
            {
                "region": COUNTY,
                "period": f"2024-0{n}",
                "indicator": "机械化",
                "unit": "比",
                "value": value,
                "published_on": day,
            }
            for n, (day, value) in enumerate(days, start=1)
        ]
        return timing(judged(rule, statistics=rows)["county", COUNTY])

    assert published(("2024-02-20", 0.4), ("2024-03-20", 0.5)) == ("pass", "2024-03-20", None, [])
    assert published(("2024-02-20", 0.4), ("2024-07-20", 0.5)) == ("fail", "2024-07-20", 20, ["late"])


def test_what_data_cannot_say_is_not_said():
    # Nothing is completed on the deadline; of what is completed since then the year is not known.
    both = {
        "all": [{"column": "completed_on", "op": "filled"}, {"column": "year", "op": "eq", "value": 2024}]
    }
    rule = {"due": "2024-06-30", "condition": compare({"kind": "count", "rows": "projects", "where": both})}
    rows = [project("A", completed_on="2024-08-01") | {"year": None}, project("B")]
    assert timing(judged(rule, projects=rows)["county", COUNTY]) == ("fail", None, None, ["not_known"])


@pytest.mark.parametrize(
    ("paid_on", "expected"),
    [
        ("2024-12-31", ("pass", "2024-12-31", None, [])),
        ("2025-01-03", ("fail", "2025-01-03", 3, ["late"])),
    ],
)
def test_every_year_has_its_own_deadline(paid_on, expected):
    done = {"all": [{"column": "kind", "op": "eq", "value": "调度"}, {"column": "on", "op": "filled"}]}
    rule = {
        "every": {"each": "year", "first": 2024, "last": 2025},
        "condition": compare({"kind": "count", "rows": "meetings", "where": done}, unit="次"),
    }
    meetings = [{"meeting_id": "1", "code": COUNTY, "kind": "调度", "on": paid_on}]
    assert timing(judged(rule, "2025-06-30", meetings=meetings)["county", COUNTY]) == expected


def test_what_must_not_be_there_has_no_first_day():
    absent = {"holds": {"has": "labour_pay", "at_most": 0}}
    none = {"holds": {"none": [{"column": "completed_on", "op": "filled"}]}}
    for condition in (absent, none):
        found = at_project(condition, project("A", started_on="2024-02-01"))
        assert timing(found["project", "A"]) == ("pass", None, None, [])


def test_a_row_takes_the_day_of_the_one_that_it_belongs_to():
    registered = {"has": "households", "where": {"column": "registered_on", "op": "filled"}}
    rule = {"level": "person", "due": "2024-05-31", "condition": {"holds": registered}}
    tables = {
        "households": [{"hh_id": "H"}],
        "persons": [{"p_id": "P", "hh_id": "H"}],
        "household_records": [{"hh_id": "H", "registered_on": "2024-06-02"}],
    }
    assert timing(judged(rule, **tables)["person", "P"]) == ("fail", "2024-06-02", 2, ["late"])


def test_of_a_table_that_is_not_there_nothing_is_dated():
    either = {"any": [{"column": "started_on", "op": "filled"}, {"has": "labour_pay"}]}
    rule = {"level": "project", "due": "2024-05-31", "condition": {"holds": either}}
    found = judged(rule, absent=["labour_pay"], projects=[project("A", started_on="2024-02-01")])
    assert timing(found["project", "A"]) == ("pass", "2024-02-01", None, [])


def test_rows_that_came_after_the_deadline_are_no_rows_of_it():
    rule = {"level": "record", "rows": "visits", "due": "2024-05-20", "condition": filled("who_role")}
    visits = [
        {"visit_id": "A", "hh_id": "H", "visited_on": "2024-03-01", "who_role": "镇干部"},
        {"visit_id": "B", "hh_id": "H", "visited_on": "2024-03-01"},
        {"visit_id": "C", "hh_id": "H", "visited_on": "2024-05", "who_role": "镇干部"},
        {"visit_id": "D", "hh_id": "H", "visited_on": "2024-07-01", "who_role": "镇干部"},
    ]
    found = judged(rule, households=[{"hh_id": "H"}], visits=visits)
    assert [code for level, code in found if level == "record"] == ["A", "B"]
    assert timing(found["record", "A"]) == ("pass", None, None, [])
    assert timing(found["record", "B"]) == ("fail", None, None, ["not_met"])
