"""Rows that no file has, in rules: who was adopted stays on a list, and villages between listed ones."""

import datetime as dt

import pandas as pd
import pytest

from ruralmap.errors import PolicyError
from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.schema.policy import Policy
from ruralmap.schema.policy_document import parse_policy

_LABEL = {"zh": "条款", "en": "rule"}
_RULE = {
    "kind": "selection",
    "level": "village",
    "force": "info",
    "label": _LABEL,
    "quote": "条款",
    "source": "一",
}
_THREE = {"measure": {"kind": "count", "rows": "households"}, "op": "ge", "threshold": 3, "unit": "户"}
_ADOPTED = {"column": "rule_id", "op": "eq", "value": "V"}
_STILL = {"column": "left_on", "op": "empty"}
# 沿用: three households, or on the adopted list and not taken off it.
KEPT = {"any": [_THREE, {"holds": {"has": "adopted", "where": {"all": [_ADOPTED, _STILL]}}}]}
# 连片: all villages about it are selected, and it has any about it.
BETWEEN = {"holds": {"has": "neighbours", "where": {"selected_by": "V"}, "at_least_share": 1, "at_least": 1}}
_HEAD = {
    "id": "made-up",
    "title": {"zh": "虚构方案", "en": "made up"},
    "document": "虚构发〔2024〕1号",
    "jurisdiction": "990001",
    "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
}


def selected(toy, *rules):
    """Name the villages that the last rule selects."""
    policy = parse_policy(_HEAD | {"rules": [_RULE | rule for rule in rules]}, "made-up.toml")
    found = evaluate_policy(policy, toy.facts()).of(policy.rules[-1].id)
    return [result.name for result in found if result.outcome == "selected"]


@pytest.fixture
def lists(toy):
    """东一村 was adopted and left, 东二村 is on the list, 东三村 from later on, 西一村 by another rule."""
    rows = [
        (toy.one, "V", "2023-10-01", "2024-05-01", "甲文"),
        (toy.two, "V", "2023-10-01", None, "甲文"),
        (toy.three, "V", "2024-10-01", None, "乙文"),
        (toy.far, "W", "2023-10-01", None, "丙文"),
    ]
    columns = ["code", "rule_id", "adopted_on", "left_on", "doc"]
    toy.tables["adopted"] = pd.DataFrame(rows, columns=columns).astype("str")
    return toy


def pairs(toy, *beside):
    rows = [(one, other, 100.0) for pair in beside for one, other in (pair, pair[::-1])]
    toy.tables["neighbours"] = pd.DataFrame(rows, columns=["village_code", "neighbour_code", "border_m"])


def test_who_is_on_the_adopted_list_stays(lists):
    # As of 2024-09-30 one left, and the list that has three is not adopted yet.
    assert selected(lists, {"id": "V", "condition": KEPT}) == ["东二村"]


def test_who_fits_is_selected_without_having_been_adopted(lists):
    for name in "ABC":
        lists.household(name, lists.far)
    assert selected(lists, {"id": "V", "condition": KEPT}) == ["东二村", "西一村"]


def test_a_village_between_selected_ones_is_selected_with_them(toy):
    for name, village in zip("ABCDEF", [toy.one] * 3 + [toy.two] * 3, strict=True):
        toy.household(name, village)
    # About three lie one and two, both selected; about one and two also three, which is not; far is alone.
    pairs(toy, (toy.one, toy.two), (toy.one, toy.three), (toy.two, toy.three))
    assert selected(toy, {"id": "V", "condition": _THREE}, {"id": "N", "condition": BETWEEN}) == ["东三村"]


def test_one_neighbour_that_is_not_selected_is_enough(toy):
    for name in "ABC":
        toy.household(name, toy.one)
    pairs(toy, (toy.one, toy.three), (toy.two, toy.three))
    assert selected(toy, {"id": "V", "condition": _THREE}, {"id": "N", "condition": BETWEEN}) == []


def test_neighbours_answer_for_villages_and_nothing_else(toy):
    household = {
        "id": "V",
        "level": "household",
        "condition": {"holds": {"column": "size", "op": "ge", "value": 1}},
    }
    with pytest.raises(PolicyError) as refused:
        selected(toy, household, {"id": "N", "condition": BETWEEN})
    assert "不能引用规则 V" in refused.value.problems[0].text("zh")


def test_the_grammar_takes_a_policy_of_such_rules():
    rules = [_RULE | {"id": "V", "condition": KEPT}, _RULE | {"id": "N", "condition": BETWEEN}]
    assert len(Policy.model_validate(_HEAD | {"rules": rules}).rules) == 2
