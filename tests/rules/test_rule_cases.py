"""Every hand-worked case of every shipped policy; rules that are still open are named in cases/open.txt."""

from fractions import Fraction

import pytest

from case_files import CASES, COUNTY, facts_of, read_cases
from ruralmap.files.policies import read_policy, shipped_policies
from ruralmap.rules.evaluate import evaluate_policy, evaluate_rule_alone

OPEN = frozenset((CASES / "open.txt").read_text("utf-8").split())
WORKED = [case for name in shipped_policies() for case in read_cases(name) if case.rule not in OPEN]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in WORKED])
def test_a_rule_says_what_was_worked_out_by_hand(case):
    policy = read_policy(case.policy)
    unit = case.expected.get("unit", COUNTY)
    found = evaluate_rule_alone(policy, facts_of(policy, case), case.rule)
    result = next(one.result_at(one.place_of(unit)) for one in found if one.place_of(unit) is not None)
    assert result.outcome == case.expected["outcome"]
    if "value" in case.expected:
        assert abs(result.value - Fraction(str(case.expected["value"]))) < Fraction(1, 10**9)
    if "margin" in case.expected:
        assert result.margin == case.expected["margin"]


@pytest.mark.parametrize("policy_id", shipped_policies())
def test_every_shipped_rule_has_its_cases_or_is_open(policy_id):
    worked = {case.rule for case in WORKED}
    rules = {rule.id for rule in read_policy(policy_id).rules}
    assert rules - worked - OPEN == set()


@pytest.mark.parametrize("policy_id", shipped_policies())
def test_every_shipped_policy_is_a_trial_where_it_does_not_rule(policy_id, toy):
    policy = read_policy(policy_id)
    assert evaluate_policy(policy, toy.facts()).trial is not policy.universal
