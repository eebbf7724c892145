"""A whole policy over a whole county: order, trial, and tables that are not there."""

from dataclasses import replace

import pandas as pd
import pytest

from ruralmap.rules.evaluate import evaluate_policy


def test_every_rule_answers_every_unit_of_its_level_in_the_order_of_codes(toy, policy):
    toy.lifted(toy.far, 5).lifted(toy.one, 3)
    evaluation = evaluate_policy(policy, toy.facts())
    assert [result.code for result in evaluation.of("YN-20")] == [toy.one, toy.two, toy.three, toy.far]
    assert [result.code for result in evaluation.of("YN-21")] == [toy.east, toy.west]
    assert [result.code for result in evaluation.of("YN-19")] == ["H00000", "H00001", "H00002"]
    assert [result.name for result in evaluation.of("YN-21")] == ["东镇", "西镇"]


@pytest.mark.parametrize(
    ("jurisdiction", "trial"),
    [
        pytest.param(None, True, id="names no county"),
        pytest.param("990001", False, id="this county"),
        pytest.param("990000", False, id="its province"),
        pytest.param("530000", True, id="another province"),
        pytest.param("990002", True, id="another county"),
    ],
)
def test_a_policy_that_does_not_rule_the_county_is_a_trial(toy, policy, jurisdiction, trial):
    own = policy.model_copy(update={"jurisdiction": jurisdiction})
    assert evaluate_policy(own, toy.facts()).trial is trial


def test_tables_that_the_workspace_lacks_give_unknowns_not_zeros(toy, policy):
    facts = toy.lifted(toy.one, 200).facts()
    empty = {
        name: pd.DataFrame(columns=getattr(facts, name).columns)
        for name in ("denominators", "incomes", "parameters")
    }
    evaluation = evaluate_policy(policy, replace(facts, **empty))
    assert {result.outcome for result in evaluation.of("YN-19")} == {"parameter_missing"}
    assert {result.outcome for result in evaluation.of("YN-21")} == {"insufficient_data"}
    assert {result.outcome for result in evaluation.of("YN-20")} == {"insufficient_data", "not_applicable"}


def test_an_empty_roster_counts_nobody(toy, policy):
    toy.population(toy.east, 2000)
    evaluation = evaluate_policy(policy, toy.facts())
    east = evaluation.of("YN-21")[0]
    assert (east.outcome, east.numerator, east.margin) == ("not_selected", 0, -101)
    assert evaluation.of("YN-19") == ()


def test_those_of_whom_nothing_is_known_are_said_for_each_rule(toy, policy):
    toy.household("X", None, 3, hh_type="脱贫户", monitor_class="脱贫不稳定户", risk_cleared="否")
    evaluation = evaluate_policy(policy, toy.facts())
    assert evaluation.nowhere == {"YN-19": 0, "YN-20": 3, "YN-21": 3}
