"""Ranks of townships."""

from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.rules.zones import rank_units


def test_townships_are_ranked_by_their_exact_ratio(toy, policy):
    # 100 of 1,999 (5.0025 %) against 100 of 2,000 (5 %)
    toy.lifted(toy.one, 100).lifted(toy.far, 100).population(toy.east, 2000).population(toy.west, 1999)
    assert rank_units(evaluate_policy(policy, toy.facts()).of("YN-21")) == {toy.west: 1, toy.east: 2}


def test_equal_ratios_are_ranked_by_code(toy, policy):
    # 50 of 1,000 and 100 of 2,000 are both exactly 5 %.
    toy.lifted(toy.one, 50).lifted(toy.far, 100).population(toy.east, 1000).population(toy.west, 2000)
    assert rank_units(evaluate_policy(policy, toy.facts()).of("YN-21")) == {toy.east: 1, toy.west: 2}


def test_a_township_without_a_population_has_no_rank(toy, policy):
    toy.lifted(toy.one, 50).lifted(toy.far, 100).population(toy.west, 2000)
    assert rank_units(evaluate_policy(policy, toy.facts()).of("YN-21")) == {toy.west: 1}
