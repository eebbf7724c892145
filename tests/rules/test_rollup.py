"""Targets that are judged row by row, rolled up; what a rule says of other rows; parts of a task; checks."""

import datetime as dt

import pandas as pd
import pytest

from one_rule import said_alone
from ruralmap.rules.checks import warnings_of
from ruralmap.rules.evaluate import evaluate_policies
from ruralmap.schema.policy import Policy

_HEAD = {
    "id": "made-up",
    "title": {"zh": "虚构方案", "en": "made up"},
    "document": "虚构发〔2024〕1号",
    "jurisdiction": "990001",
    "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
    "parameters": {
        "task": {"name": "任务", "unit": "户", "jurisdiction": "province", "value": 100},
    },
}
_LABEL = {"zh": "条款", "en": "rule"}
_RULE = {"id": "R", "kind": "target", "level": "household", "force": "hard", "label": _LABEL}
_RULE |= {"quote": "条款", "source": "一"}
_RELOCATED = {"holds": {"column": "relocated", "op": "eq", "value": True}}


def _count(**held):
    return {"measure": {"kind": "count", "rows": "households"}, "unit": "户"} | held


@pytest.fixture
def said(toy):
    def run(**keys):
        policy = Policy.model_validate(_HEAD | {"rules": [_RULE | keys]})
        return said_alone(policy, toy.facts(), "R")

    return run


def told(found):
    return [(result.code, result.outcome, result.numerator, result.denominator) for result in found.results]


def test_a_unit_is_as_bad_as_its_worst_row(toy, said):
    toy.household("A", toy.one, relocated=True).household("B", toy.one, relocated=False)
    toy.household("C", toy.two, relocated=True).household("D", toy.two)  # nobody says whether D moved
    toy.household("E", toy.far, relocated=True)
    own, county, townships, villages = said(condition=_RELOCATED)
    assert [result.outcome for result in own.results] == [
        "pass",
        "fail",
        "pass",
        "insufficient_data",
        "pass",
    ]
    # Three of five pass: A, C, E. In the east two of four.
    assert told(county) == [("990001", "fail", 3, 5)]
    assert told(townships) == [(toy.east, "fail", 2, 4), (toy.west, "pass", 1, 1)]
    assert told(villages) == [
        (toy.one, "fail", 1, 2),
        (toy.two, "insufficient_data", 1, 2),
        (toy.three, "not_applicable", 0, None),
        (toy.far, "pass", 1, 1),
    ]
    assert county.result_at(0).value * 5 == 3
    assert (county.result_at(0).reading, county.result_at(0).margin) == ("text", None)


def test_a_soft_target_is_below_expectation_above_its_rows_too(toy, said):
    toy.household("A", toy.one, relocated=False)
    assert told(said(condition=_RELOCATED, force="soft")[1]) == [("990001", "below_expectation", 0, 1)]


def test_rows_of_which_the_rule_does_not_speak_are_not_judged(toy, said):
    toy.household("A", toy.one, relocated=True).household("B", toy.one, hh_type="一般农户")
    among = {"column": "hh_type", "op": "eq", "value": "脱贫户"}
    assert told(said(condition=_RELOCATED, among=among)[1]) == [("990001", "pass", 1, 1)]


def test_without_the_table_nothing_is_known_of_the_county(said):
    holds = {"holds": {"column": "closed_on", "op": "filled"}}
    own, county = said(level="record", rows="clues", condition=holds)[:2]
    assert (told(own), told(county)) == ([], [("990001", "insufficient_data", 0, None)])


def test_a_selection_is_not_rolled_up(toy, said):
    toy.household("A", toy.one, relocated=True)
    assert len(said(kind="selection", condition=_RELOCATED)) == 1


def test_a_rule_says_something_of_another_level_too(toy, said):
    toy.household("A", toy.one, relocated=False)
    other = {"level": "county", "condition": _count(op="ge", threshold=1)}
    found = said(condition=_RELOCATED, also=[other])
    assert told(found[-1]) == [("990001", "pass", 1, None)]
    assert found[-1].rule.id == "R"


def test_other_rows_of_a_rule_must_conform(toy, said):
    toy.household("A", toy.one, relocated=True)
    toy.tables["clues"] = pd.DataFrame({"clue_id": ["C1", "C2"], "hh_id": ["A", "A"], "risk": ["因病", None]})
    held = {"conforms": {"holds": {"column": "risk", "op": "filled"}}}
    also = [{"level": "record", "rows": "clues", "where": {"column": "clue_id", "op": "filled"}, **held}]
    county = next(one for one in said(condition=_RELOCATED, also=also) if one.rule.kind == "list")
    assert [result.outcome for result in county.results] == ["violated"]


def test_other_rows_may_be_asked_among_some_of_them(toy, said):
    toy.household("A", toy.one, relocated=True).household("B", toy.one, relocated=False)
    lifted = {"column": "hh_type", "op": "eq", "value": "脱贫户"}
    moved = {"column": "relocated", "op": "eq", "value": True}
    also = [{"level": "household", "among": lifted, "where": moved, "condition": _RELOCATED}]
    found = said(level="county", condition=_count(op="ge", threshold=1), also=also)
    outcomes = [result.outcome for result in found[1].results]
    assert outcomes == ["pass", "not_applicable"]


@pytest.mark.parametrize(("part", "outcome"), [(None, "not_applicable"), (1, "pass"), (2, "fail")])
def test_a_task_of_the_province_is_asked_where_a_part_of_it_is_assigned(toy, said, part, outcome):
    toy.household("A", toy.one)
    if part is not None:
        toy.average("任务", part, year=2024, unit="户", jurisdiction="990001")
    keys = {"level": "province", "condition": _count(op="ge", parameter="task"), "assigned": "task"}
    assert said(**keys)[0].result_at(0).outcome == outcome


def test_a_task_that_cannot_be_assigned_is_never_asked(toy, said):
    toy.household("A", toy.one)
    found = said(level="province", condition=_count(op="ge", threshold=1))
    assert found[0].result_at(0).outcome == "not_applicable"


@pytest.mark.parametrize(
    ("op", "expected"),
    [("ge", []), ("lt", [("county", "990001", False, 1, 1, None)])],
)
def test_a_check_warns_where_it_does_not_hold_and_decides_nothing(toy, op, expected):
    toy.household("A", toy.one, relocated=True)
    check = {"label": _LABEL, "condition": _count(op=op, threshold=1)}
    rule = _RULE | {"level": "county", "condition": _count(op="ge", threshold=1), "checks": [check]}
    policy = Policy.model_validate(_HEAD | {"rules": [rule]})
    (found,) = evaluate_policies((policy,), toy.facts())
    assert found.of("R")[0].outcome == "pass"
    warned = [
        (one.level, one.code, one.holds, one.value, one.expected, one.rows)
        for one in warnings_of(found.case, policy.rules[0])
    ]
    assert warned == expected


def test_checks_of_rows_are_counted(toy):
    toy.household("A", toy.one, relocated=False).household("B", toy.one).household(
        "C", toy.two, relocated=True
    )
    rule = _RULE | {"condition": _RELOCATED, "checks": [{"label": _LABEL, "condition": _RELOCATED}]}
    policy = Policy.model_validate(_HEAD | {"rules": [rule]})
    (found,) = evaluate_policies((policy,), toy.facts())
    (warned,) = warnings_of(found.case, policy.rules[0])
    # A did not move; of B nobody says.
    assert (warned.holds, warned.rows) == (False, (1, 1))
