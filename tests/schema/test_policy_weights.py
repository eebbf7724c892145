"""Weights of a ranking: of targets that the policy has, and exactly 1 together."""

import datetime as dt

import pytest

from ruralmap.errors import PolicyError
from ruralmap.schema.policy_document import parse_policy

_LABEL = {"zh": "条款", "en": "rule"}
_RULE = {
    "kind": "target",
    "level": "township",
    "force": "hard",
    "label": _LABEL,
    "quote": "条款",
    "source": "一",
}
_RULE |= {
    "condition": {
        "measure": {"kind": "count", "rows": "households"},
        "op": "ge",
        "threshold": 1,
        "unit": "户",
    }
}
_LIST = {"id": "L", "kind": "list", "level": "household", "force": "info", "label": _LABEL}
_LIST |= {"quote": "条款", "source": "一"}


def parse(weights):
    document = {
        "id": "made-up",
        "title": {"zh": "虚构方案", "en": "made up"},
        "document": "虚构发〔2024〕1号",
        "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
        "ranking": {"weights": weights},
        "rules": [_RULE | {"id": "A"}, _RULE | {"id": "B"}, _LIST],
    }
    return parse_policy(document, "made-up.toml")


def test_weights_of_targets_that_are_one_together():
    assert list(parse({"B": 0.25, "A": 0.75}).ranking.weights) == ["B", "A"]


@pytest.mark.parametrize(
    ("weights", "place", "text"),
    [
        ({"A": 0.5, "B": 0.4}, "ranking.weights", "权重合计为 0.9，须恰为 1"),
        ({"A": 0.6, "B": 0.5}, "ranking.weights", "权重合计为 1.1，须恰为 1"),
        ({"A": 0.5, "C": 0.5}, "ranking.weights.C", "没有规则 C，已有：A, B, L"),
        ({"A": 0.5, "L": 0.5}, "ranking.weights.L", "规则 L 不是本县的目标任务"),
    ],
)
def test_other_weights_are_refused(weights, place, text):
    with pytest.raises(PolicyError) as refused:
        parse(weights)
    (problem,) = refused.value.problems
    assert problem.place == place
    assert text in problem.text("zh")
    assert problem.text("en")


def test_a_weight_of_nothing_is_refused():
    with pytest.raises(PolicyError):
        parse({"A": 0, "B": 1})
