"""Every rule of every shipped policy: just below its line, on it, just above it, and a figure missing."""

from dataclasses import dataclass
from typing import Any

import pytest

from ruralmap.files.policies import read_policy, shipped_policies
from ruralmap.rules.evaluate import evaluate_policy

SIDES = ("below", "on", "above", "missing")


@dataclass(frozen=True)
class Case:
    """A county built by `build`, and what one rule must say of one unit of it."""

    rule: str
    side: str
    build: Any
    unit: str
    outcome: str
    margin: int | None
    certainty: str | None = "certain"
    policy: str = "yunnan-county-2022-2025"


def household(net_fen, size, **changes):
    """One household; the averages are 10,500.00 元 for lifted and 9,500.50 元 for monitored ones."""

    def build(toy):
        toy.household("H", toy.one, size, **changes).average(toy.lifted_average, 10500)
        toy.average(toy.monitored_average, 9500.5)
        return toy if net_fen is None else toy.income("H", net_fen, size)

    return build


def village(monitored, population):
    """A lifted village with so many monitored persons of so many rural ones."""

    def build(toy):
        toy.monitored(toy.one, monitored)
        return toy if population is None else toy.population(toy.one, population)

    return build


def township(persons, population):
    """A township in which so many lifted persons live."""

    def build(toy):
        toy.lifted(toy.one, persons)
        return toy if population is None else toy.population(toy.east, population)

    return build


BOTH = {"monitor_class": "脱贫不稳定户", "risk_cleared": "否"}
EDGE = {"hh_type": "一般农户", "monitor_class": "边缘易致贫户", "risk_cleared": "否"}
ONE, EAST = "990001100201", "990001100"
# 10,500.00 元 × 3 persons = 31,500.00 元 = 3,150,000 fen: 低于 is at most 3,149,999 fen.
# 9,500.50 元 × 1 person = 950,050 fen: at most 950,049 fen. × 3 = 2,850,150: at most 2,850,149 fen.
# 3 % of 1,000 is 30: 超过 is at least 31. 3 % of 999 is 29.97: at least 30.
# 5 % of 2,000 is 100: 超过 is at least 101. 5 % of 1,999 is 99.95: at least 100. 5 % of 1,900 is 95, but at
# least 100 persons are asked for. 5 % of 2,400 is 120: at least 121.
CASES = {
    "a fen below the average": Case("YN-19", "below", household(3_149_999, 3), "H", "selected", 0),
    "exactly the average": Case("YN-19", "on", household(3_150_000, 3), "H", "not_selected", -1),
    "a fen above the average": Case("YN-19", "above", household(3_150_001, 3), "H", "not_selected", -2),
    "well below": Case("YN-19", "below", household(0, 3), "H", "selected", 3_149_999),
    "a loss": Case("YN-19", "below", household(-50_000, 3), "H", "selected", 3_199_999),
    "monitored, below its own average": Case(
        "YN-19", "below", household(950_049, 1, **EDGE), "H", "selected", 0
    ),
    "monitored, on its own average": Case(
        "YN-19", "on", household(950_050, 1, **EDGE), "H", "not_selected", -1
    ),
    "in both groups, below the higher average only": Case(
        "YN-19", "below", household(2_850_150, 3, **BOTH), "H", "selected", 299_849
    ),
    "in both groups, on the higher average": Case(
        "YN-19", "on", household(3_150_000, 3, **BOTH), "H", "not_selected", -1
    ),
    "no income row": Case("YN-19", "missing", household(None, 3), "H", "insufficient_data", None, None),
    "30 of 1,000 is exactly 3 %": Case("YN-20", "on", village(30, 1000), ONE, "not_selected", -1),
    "31 of 1,000": Case("YN-20", "above", village(31, 1000), ONE, "selected", 0),
    "29 of 1,000": Case("YN-20", "below", village(29, 1000), ONE, "not_selected", -2),
    "30 of 999 is over 3 %": Case("YN-20", "above", village(30, 999), ONE, "selected", 0),
    "nobody monitored": Case("YN-20", "below", village(0, 1000), ONE, "not_selected", -31),
    "no population of the village": Case(
        "YN-20", "missing", village(30, None), ONE, "insufficient_data", None, None
    ),
    "population zero of the village": Case(
        "YN-20", "missing", village(30, 0), ONE, "insufficient_data", None, None
    ),
    "100 of 2,000 is exactly 5 %": Case("YN-21", "on", township(100, 2000), EAST, "not_selected", -1),
    "101 of 2,000": Case("YN-21", "above", township(101, 2000), EAST, "selected", 0),
    "100 of 1,999 is over 5 %": Case("YN-21", "above", township(100, 1999), EAST, "selected", 0),
    "99 of 1,000 are under 100 persons": Case("YN-21", "below", township(99, 1000), EAST, "not_selected", -1),
    "99 of 100 never": Case("YN-21", "below", township(99, 100), EAST, "not_selected", -1),
    "100 of 1,900": Case("YN-21", "on", township(100, 1900), EAST, "selected", 0),
    "120 of 2,400 is exactly 5 %": Case("YN-21", "on", township(120, 2400), EAST, "not_selected", -1),
    "119 of 2,400": Case("YN-21", "below", township(119, 2400), EAST, "not_selected", -2),
    "130 of 2,400": Case("YN-21", "above", township(130, 2400), EAST, "selected", 9),
    "no population of the township": Case(
        "YN-21", "missing", township(150, None), EAST, "insufficient_data", None, None
    ),
    "population zero of the township": Case(
        "YN-21", "missing", township(150, 0), EAST, "insufficient_data", None, None
    ),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_a_rule_says_what_was_worked_out_by_hand(case, toy):
    evaluation = evaluate_policy(read_policy(case.policy), case.build(toy).facts())
    result = next(result for result in evaluation.of(case.rule) if result.code == case.unit)
    assert (result.outcome, result.margin, result.certainty) == (case.outcome, case.margin, case.certainty)


@pytest.mark.parametrize("policy_id", shipped_policies())
def test_every_shipped_rule_has_a_case_on_each_side_of_its_line(policy_id):
    worked = {(case.rule, case.side) for case in CASES.values() if case.policy == policy_id}
    wanted = {(rule.id, side) for rule in read_policy(policy_id).rules for side in SIDES}
    assert wanted - worked == set()


@pytest.mark.parametrize("policy_id", shipped_policies())
def test_every_shipped_policy_is_a_trial_where_it_does_not_rule(policy_id, toy):
    policy = read_policy(policy_id)
    assert evaluate_policy(policy, toy.facts()).trial is True
