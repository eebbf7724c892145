"""Rows that are still lacking: those that miss what is asked, or are not done, or that nobody knows."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.rules.lacking import rows_lacking
from ruralmap.rules.verdicts import OUTCOMES
from ruralmap.schema.policy import Policy

_HEAD = {
    "id": "made-up",
    "title": {"zh": "虚构方案", "en": "made up"},
    "document": "虚构发〔2024〕1号",
    "jurisdiction": "990001",
    "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
}
_LABEL = {"zh": "条款", "en": "rule"}
_RULE = {"id": "R", "kind": "target", "level": "household", "force": "hard", "label": _LABEL}
_RULE |= {"quote": "条款", "source": "一"}
_MOVED = {"column": "relocated", "op": "eq", "value": True}
_COUNT = {"measure": {"kind": "count", "rows": "households", "where": _MOVED}, "unit": "户"}
_RATIO = {
    "measure": {
        "kind": "ratio",
        "numerator": {"rows": "households", "where": _MOVED},
        "denominator": {"rows": "households"},
    },
    "unit": "户/户",
    "op": "ge",
    "threshold": 1,
}


@pytest.fixture
def lacking(toy):
    def run(**keys):
        policy = Policy.model_validate(_HEAD | {"rules": [_RULE | keys]})
        evaluation = evaluate_policy(policy, toy.facts())
        return rows_lacking(evaluation.case, policy.rules[0], evaluation.said("R"))

    return run


def told(found):
    return [
        (one.rows, key, OUTCOMES[int(outcome)], int(place))
        for one in found
        for key, outcome, place in zip(one.keys, one.outcomes, one.townships, strict=True)
    ]


def three(toy):
    """A moved, B did not, of C nobody says; C lives in the west."""
    toy.household("A", toy.one, relocated=True).household("B", toy.one, relocated=False)
    return toy.household("C", toy.far)


def test_households_that_miss_a_target_or_of_which_nobody_knows(toy, lacking):
    three(toy)
    found = lacking(condition={"holds": _MOVED})
    assert told(found) == [("households", "B", "fail", 0), ("households", "C", "insufficient_data", 1)]
    assert len(found[0].names) == 0  # people are known by their numbers alone
    assert found[0].of_township(None).tolist() == [True, True]
    assert found[0].of_township(1).tolist() == [False, True]


def test_before_its_day_what_is_not_done_is_lacking_all_the_same(toy, lacking):
    three(toy)
    found = lacking(condition={"holds": _MOVED}, due=dt.date(2024, 12, 31))
    assert [row[1:3] for row in told(found)] == [("B", "not_due"), ("C", "not_due")]


def test_a_share_of_the_county_lacks_the_rows_that_are_not_counted(toy, lacking):
    three(toy)
    found = lacking(level="county", condition=_RATIO)
    assert [row[1] for row in told(found)] == ["B", "C"]
    assert told(found)[1][2] == "insufficient_data"


def test_what_is_met_lacks_nothing(toy, lacking):
    toy.household("A", toy.one, relocated=True)
    assert lacking(level="county", condition=_RATIO) == ()


def test_what_must_not_be_left_is_named(toy, lacking):
    three(toy)
    condition = _COUNT | {"op": "eq", "threshold": 0}
    found = lacking(level="county", condition=condition)
    assert told(found)[0][1:3] == ("A", "fail")


def test_a_total_names_no_row(toy, lacking):
    three(toy)
    assert lacking(level="county", condition=_COUNT | {"op": "ge", "threshold": 9}) == ()


def test_rows_of_a_list_that_do_not_conform(toy, lacking):
    three(toy)
    found = lacking(kind="list", force="info", conforms={"holds": _MOVED})
    assert [row[1:3] for row in told(found)] == [("B", "violated"), ("C", "insufficient_data")]


def test_places_are_told_by_name(toy, lacking):
    toy.household("A", toy.one)
    condition = {"measure": {"kind": "count", "rows": "households"}, "op": "ge", "threshold": 1, "unit": "户"}
    (found,) = lacking(level="village", condition=condition)
    assert found.names.tolist() == ["东二村", "东三村", "西一村"]
    assert np.asarray(found.villages).tolist() == [1, 2, 3]


def test_what_came_late_is_no_longer_lacking(toy, lacking):
    done = pd.DataFrame(
        {"hh_id": ["A", "B"], "measure_id": ["1", "2"], "done_on": ["2024-07-20", None]}
    ).astype("str")
    toy.household("A", toy.one).household("B", toy.one).tables |= {"measures": done}
    holds = {"has": "measures", "where": {"column": "done_on", "op": "filled"}}
    found = lacking(condition={"holds": holds}, due=dt.date(2024, 6, 30))
    assert [row[1] for row in told(found)] == ["B"]
