"""Every hand-worked case of every policy, the made-up one too; and that each rule has those it needs."""

from collections import defaultdict
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from case_files import COUNTY, facts_of, read_cases
from case_gate import fits, needed_of_policy, needed_of_rule
from one_rule import said_alone
from ruralmap.files.policies import read_policy, shipped_policies
from ruralmap.rules.evaluate import evaluate_policy

# The sixth: a county's own policy, written without touching Python.
MADE_UP = Path(__file__).parents[1] / "policies" / "made-up-county-2030.toml"
POLICIES = {**{name: name for name in shipped_policies()}, MADE_UP.stem: MADE_UP}
WORKED = [case for name in POLICIES for case in read_cases(name)]
# What must be as written, to the day and to the fen.
EXACT = ("level", "certainty", "margin", "reading", "met_on", "late_days")
# Months are told by their first days; a case that names some of them names them all.
PERIODS = ("periods_missed", "periods_missed_before")
# A value is compared as it is shown in JSON: a root has no end.
CLOSE = Fraction(1, 10**9)


@cache
def policy_named(name):
    return read_policy(POLICIES[name])


def periods_of(result):
    """Give the reasons that name periods."""
    return [reason for reason in result.reasons if reason.code in PERIODS]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in WORKED])
def test_a_rule_says_what_was_worked_out_by_hand(case):
    policy = policy_named(case.policy)
    unit = case.expected.get("unit", COUNTY)
    found = said_alone(policy, facts_of(policy, case), case.rule)
    results = [one.result_at(one.place_of(unit)) for one in found if one.place_of(unit) is not None]
    result = next(one for one in results if case.expected.get("level", one.level) == one.level)
    assert result.outcome == case.expected["outcome"]
    if "value" in case.expected:
        assert abs(result.value - Fraction(str(case.expected["value"]))) < CLOSE
    exact = [name for name in EXACT if name in case.expected]
    assert {name: getattr(result, name) for name in exact} == {name: case.expected[name] for name in exact}
    if any(name in case.expected for name in PERIODS):
        missed = {one.code: [first for first, _ in one.values["periods"]] for one in periods_of(result)}
        assert missed == {name: case.expected[name] for name in PERIODS if name in case.expected}


@pytest.mark.parametrize("name", POLICIES)
def test_every_shipped_rule_has_its_cases(name):
    policy = policy_named(name)
    shown = defaultdict(set)
    for case in read_cases(name):
        if fits(policy.rule(case.rule), case.side, case.expected["outcome"]):
            shown[case.rule].add(case.side)
    lacking = {rule.id: needed_of_rule(policy, rule) - shown[rule.id] for rule in policy.rules}
    assert {rule: sides for rule, sides in lacking.items() if sides} == {}
    assert needed_of_policy(policy) - set().union(*shown.values()) == set()


@pytest.mark.parametrize("name", POLICIES)
def test_every_case_is_of_a_rule_of_its_policy(name):
    rules = {rule.id for rule in policy_named(name).rules}
    assert {case.rule for case in read_cases(name)} <= rules


@pytest.mark.parametrize("name", shipped_policies())
def test_every_shipped_document_is_a_trial_where_it_does_not_rule(name, toy):
    policy = policy_named(name)
    assert evaluate_policy(policy, toy.facts()).trial is not policy.universal
