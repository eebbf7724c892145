"""Targets of the county in its townships and villages: the number always, an answer where it is fair."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from one_rule import said_alone
from ruralmap.rules.lower import is_free_of_size
from ruralmap.schema.policy import Policy

_HEAD = {
    "id": "made-up",
    "title": {"zh": "虚构方案", "en": "made up"},
    "document": "虚构发〔2024〕1号",
    "jurisdiction": "990001",
    "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
}
_LABEL = {"zh": "条款", "en": "rule"}
_RULE = {"id": "R", "kind": "target", "level": "county", "force": "hard", "label": _LABEL}
_RULE |= {"quote": "条款", "source": "一"}
_MOVED = {"column": "relocated", "op": "eq", "value": True}
_COUNT = {"measure": {"kind": "count", "rows": "households"}, "unit": "户", "op": "ge", "threshold": 3}
_MEASURE = {
    "kind": "ratio",
    "numerator": {"rows": "households", "where": _MOVED},
    "denominator": {"rows": "households"},
}
_RATIO = {"measure": _MEASURE, "unit": "户/户", "op": "ge", "threshold": Decimal("0.5")}


@pytest.fixture
def said(toy):
    def run(**keys):
        policy = Policy.model_validate(_HEAD | {"rules": [_RULE | keys]})
        return said_alone(policy, toy.facts(), "R")

    return run


def told(found):
    return [(one.code, one.outcome, one.value) for one in found.results]


def levels(said):
    return [one.setting.units.level for one in said]


def test_a_share_is_judged_of_every_place_that_has_anybody(toy, said):
    toy.household("A", toy.one, relocated=True).household("B", toy.one, relocated=False)
    toy.household("C", toy.two, relocated=False).household("E", toy.far, relocated=True)
    county, townships, villages = said(condition=_RATIO)
    assert told(county) == [("990001", "pass", Fraction(1, 2))]
    # East 1 of 3, west 1 of 1.
    assert told(townships) == [(toy.east, "fail", Fraction(1, 3)), (toy.west, "pass", 1)]
    assert told(villages) == [
        (toy.one, "pass", Fraction(1, 2)),
        (toy.two, "fail", 0),
        (toy.three, "not_applicable", None),  # nobody lives there
        (toy.far, "pass", 1),
    ]


def test_a_total_is_shown_and_not_judged(toy, said):
    toy.household("A", toy.one).household("B", toy.one).household("E", toy.far)
    county, townships, _ = said(condition=_COUNT)
    assert told(county) == [("990001", "pass", 3)]
    assert told(townships) == [(toy.east, "not_applicable", 2), (toy.west, "not_applicable", 1)]
    assert [one.certainty for one in townships.results] == [None, None]


@pytest.mark.parametrize(("op", "threshold"), [("eq", 0), ("le", 0)])
def test_what_must_not_be_left_is_asked_everywhere(toy, said, op, threshold):
    toy.household("E", toy.far)
    condition = _COUNT | {"op": op, "threshold": threshold}
    townships = said(condition=condition)[1]
    assert told(townships) == [(toy.east, "pass", 0), (toy.west, "fail", 1)]


def test_not_every_condition_is_free_of_size():
    def free(*conditions):
        rule = _RULE | {"condition": {"all": list(conditions)}}
        policy = Policy.model_validate(_HEAD | {"rules": [rule]})
        return is_free_of_size(policy.rules[0].default_reading.condition)

    growth = {"kind": "growth", "from": -1, "to": 0, "of": _MEASURE}
    figure = {"kind": "statistic", "indicator": "收入", "region": "county", "unit": "元"}
    published = {"kind": "growth", "from": -1, "to": 0, "of": figure}
    grown = {"op": "gt", "threshold": Decimal("0.1"), "unit": "比"}
    assert free(_RATIO)
    assert free(_RATIO, {"measure": growth} | grown)
    assert not free(_RATIO, _COUNT)
    assert not free({"measure": published} | grown)


def test_a_rule_of_townships_is_told_of_villages_too(toy, said):
    toy.household("A", toy.one, relocated=True).household("E", toy.far, relocated=False)
    townships, villages = said(level="township", condition=_RATIO)
    assert levels((townships, villages)) == ["township", "village"]
    assert [one.outcome for one in villages.results] == ["pass", "not_applicable", "not_applicable", "fail"]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({"kind": "selection", "force": "info", "condition": _RATIO}, id="a selection"),
        pytest.param(
            {
                "condition": {
                    "measure": {"kind": "sum", "rows": "sales", "column": "amount_fen"},
                    "op": "ge",
                    "threshold": 1,
                    "unit": "元",
                }
            },
            id="rows that stand nowhere",
        ),
        pytest.param(
            {
                "condition": {
                    "measure": {"kind": "parameter", "parameter": "task"},
                    "op": "ge",
                    "threshold": 1,
                    "unit": "户",
                }
            },
            id="a number that is nobody's",
        ),
    ],
)
def test_some_rules_say_nothing_below(toy, keys):
    task = {"name": "任务", "unit": "户", "jurisdiction": "document", "value": 1}
    policy = Policy.model_validate(_HEAD | {"parameters": {"task": task}, "rules": [_RULE | keys]})
    assert levels(said_alone(policy, toy.facts(), "R")) == ["county"]


def test_readings_without_a_place_are_left_out_below(toy, said):
    toy.household("A", toy.one, relocated=True)
    of_sales = {"measure": {"kind": "sum", "rows": "sales", "column": "amount_fen"}}
    of_sales |= {"op": "ge", "threshold": 1, "unit": "元"}
    readings = [
        {"id": "a", "label": _LABEL, "default": True, "condition": _RATIO},
        {"id": "b", "label": _LABEL, "condition": of_sales},
    ]
    county, townships, _ = said(readings=readings)
    assert [one.reading for one in county.results[0].readings] == ["a", "b"]
    assert [one.reading for one in townships.results[0].readings] == ["a"]
