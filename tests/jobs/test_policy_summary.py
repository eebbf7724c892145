"""A policy on one screen: outcomes, and of a rule of the county alone what was measured and what is asked."""

import pytest

from case_files import RuleCase, facts_of
from ruralmap.files.policies import read_policy
from ruralmap.jobs.policy_run import run_policy
from ruralmap.jobs.policy_summary import summary


def told(policy_id, tables, *rules, lang="zh"):
    policy = read_policy(policy_id)
    facts = facts_of(policy, RuleCase(policy.id, "-", "-", "2024-09-30", tables, {}))
    return summary(run_policy(policy, facts, only=rules, simulated=True), lang)


def graduates(employed):
    people = [{"p_id": f"P{n}", "hh_id": "H"} for n in range(10)]
    records = [{"p_id": f"P{n}", "yulu_graduate": True, "employed": n < employed} for n in range(10)]
    return {"households": [{"hh_id": "H", "size": 10}], "persons": people, "person_records": records}


# 90 % of ten are nine.
@pytest.mark.parametrize(
    ("employed", "outcome", "value"),
    [
        (8, "不达标 1", "80.00 %（8／10）"),
        (9, "达标 1", "90.00 %（9／10）"),
        (10, "达标 1", "100.00 %（10／10）"),
    ],
)
def test_of_the_county_stands_what_was_measured_and_what_is_asked(employed, outcome, value):
    header, row = told("nanjiang-2024", graduates(employed), "NJ-21")
    assert header == ["条款", "内容", "结果（单位数）", "现状", "要求"]
    assert row == ["NJ-21", "“雨露计划”毕业生就业率", outcome, value, "≥ 90.00 %"]


def test_of_many_units_only_their_outcomes_are_counted():
    rows = [{"hh_id": f"H{n}"} for n in range(3)]
    surveys = [{"hh_id": "H0", "round": "摸底", "surveyed_on": "2024-07-01"}]
    _, row = told("nanjiang-2024", {"households": rows, "surveys": surveys}, "NJ-40")
    # All three live in one of the two townships; of nobody in the other there is no share.
    assert row[2:] == ["不达标 1 数据不足 1", "", ""]


def test_of_a_parameter_stands_the_number_or_nothing():
    line = [
        {"name": "防止返贫监测线", "year": 2024, "value": 10800},
        {"name": "农村低保标准(四类地区)", "year": 2023, "value": 7200},
    ]
    assert told("heping-2024", {"parameters": line}, "HP-12")[1][2:] == ["已登记 1", "10,800.00 元/人", ""]
    # Nothing is known: a state, and never zero.
    assert told("heping-2024", {}, "HP-12")[1][2:] == ["参数缺失 1", "", ""]


def test_it_speaks_english_too():
    header, row = told("nanjiang-2024", graduates(9), "NJ-21", lang="en")
    assert header == ["rule", "what it says", "result (units)", "measured", "asked"]
    assert row[2:] == ["pass 1", "90.00 % (9/10)", "≥ 90.00 %"]
