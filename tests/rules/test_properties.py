"""What must hold of any county: no order of rows matters, and the margin is the smallest change."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from case_files import RuleCase, facts_of
from measure_toy import setting_of
from one_rule import said_alone
from ruralmap.files.policies import read_policy
from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.rules.gaps import beyond
from ruralmap.rules.measuring import measured
from ruralmap.schema.policy_conditions import Compare

COUNTS = st.integers(0, 130)
POPULATIONS = st.integers(1, 2600)
FIXTURES_ARE_ONLY_READ = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def results(policy, toy, rule):
    return {found.code: found for found in evaluate_policy(policy, toy.facts()).of(rule)}


def everything(evaluation):
    """All that an evaluation says."""
    return {rule.id: evaluation.of(rule.id) for rule in evaluation.policy.rules}, evaluation.nowhere


def turned_and_kept(number, margin):
    """The nearest number that turns the answer, and the farthest that does not."""
    kept = number - margin if margin >= 0 else number - margin - 1
    return (kept - 1, kept) if margin >= 0 else (kept + 1, kept)


@FIXTURES_ARE_ONLY_READ
@given(persons=COUNTS, population=POPULATIONS)
def test_a_township_turns_at_its_margin(toy, policy, persons, population):
    def build(east, west):
        county = type(toy)().lifted(toy.one, east).lifted(toy.far, west)
        return county.population(toy.east, population).population(toy.west, population)

    found = results(policy, build(persons, 0), "YN-21")[toy.east]
    # Said again in another way: more than a twentieth, and a hundred at least.
    assert (found.outcome == "selected") == (20 * persons > population and persons >= 100)
    turned, kept = turned_and_kept(persons, found.margin)
    after = results(policy, build(turned, kept), "YN-21")
    assert after[toy.east].outcome != found.outcome
    assert after[toy.west].outcome == found.outcome


@FIXTURES_ARE_ONLY_READ
@given(persons=COUNTS, population=POPULATIONS)
def test_a_village_turns_at_its_margin(toy, policy, persons, population):
    def build(one, far):
        county = type(toy)().monitored(toy.one, one).monitored(toy.far, far)
        return county.population(toy.one, population).population(toy.far, population)

    found = results(policy, build(persons, 0), "YN-20")[toy.one]
    assert (found.outcome == "selected") == (100 * persons > 3 * population)
    turned, kept = turned_and_kept(persons, found.margin)
    after = results(policy, build(turned, kept), "YN-20")
    assert after[toy.one].outcome != found.outcome
    assert after[toy.far].outcome == found.outcome


@FIXTURES_ARE_ONLY_READ
@given(net_fen=st.integers(-10_000, 4_000_000), size=st.integers(1, 12), average=st.integers(1, 2_000_000))
def test_a_household_turns_at_its_margin_in_fen(toy, policy, net_fen, size, average):
    def build(first, second):
        county = type(toy)().average(toy.lifted_average, average / 100)
        county.household("A", toy.one, size).household("B", toy.one, size)
        return county.income("A", first, size).income("B", second, size)

    found = results(policy, build(net_fen, 0), "YN-19")["A"]
    assert (found.outcome == "selected") == (net_fen < average * size)
    # Income turns the other way: more of it takes a household off the list.
    turned, kept = turned_and_kept(-net_fen, found.margin)
    after = results(policy, build(-turned, -kept), "YN-19")
    assert after["A"].outcome != found.outcome
    assert after["B"].outcome == found.outcome


@FIXTURES_ARE_ONLY_READ
@given(seed=st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_nothing(toy, policy, seed):
    county = type(toy)().average(toy.lifted_average, 10000).average(toy.monitored_average, 9000)
    county.lifted(toy.one, 90).monitored(toy.two, 40).lifted(toy.far, 30)
    county.household("U", toy.one, 3, linked_village_code=None, link_candidates=f"{toy.one};{toy.two}")
    for row in county.households[::2]:
        county.income(row["hh_id"], row["size"] * 950_000, row["size"])
    for code in (toy.east, toy.west, toy.one, toy.two):
        county.population(code, 1200).population(code, 1100, "常住").population(code, 1, as_of="2020-12-31")
    facts = county.facts()
    shuffled = {
        name: getattr(facts, name).sample(frac=1, random_state=seed)
        for name in (
            "persons",
            "households",
            "villages",
            "townships",
            "denominators",
            "incomes",
            "parameters",
        )
    }
    assert everything(evaluate_policy(policy, replace(facts, **shuffled))) == everything(
        evaluate_policy(policy, facts)
    )


@FIXTURES_ARE_ONLY_READ
@given(
    linked=st.integers(0, 60), near=st.integers(0, 30), lost=st.integers(0, 30), cleared=st.integers(0, 30)
)
def test_everybody_who_is_meant_is_counted_once(toy, policy, linked, near, lost, cleared):
    county = type(toy)().monitored(toy.one, linked).monitored(toy.one, cleared, risk_cleared="是")
    county.monitored(toy.one, near, linked_village_code=None, linked_township_code=None)
    county.monitored(None, lost, link_candidates=None).population(toy.one, 1000)
    evaluation = evaluate_policy(policy, county.facts())
    tallies = [found.leading.tally for found in evaluation.of("YN-20")]
    assert sum(tally.counted + tally.nearby for tally in tallies) + evaluation.nowhere["YN-20"] == (
        linked + near + lost
    )


@settings(FIXTURES_ARE_ONLY_READ, max_examples=5)
@given(linked=st.integers(0, 60), population=POPULATIONS, size=st.integers(1, 40))
def test_a_household_that_is_nowhere_turns_no_answer_in_silence(toy, policy, linked, population, size):
    county = type(toy)().monitored(toy.one, linked).population(toy.one, population)
    before = said_alone(policy, county.facts(), "YN-20")[0].result_at(0)
    county.monitored(toy.one, size, linked_village_code=None, linked_township_code=None)
    after = said_alone(policy, county.facts(), "YN-20")[0].result_at(0)
    assert (before.code, after.code) == (toy.one, toy.one)
    assert before.outcome == after.outcome
    # As many as the village lacks, or more, and nobody can be sure any longer.
    lacking = 0 if before.outcome == "selected" else -before.margin
    assert (after.certainty == "certain") == (lacking == 0 or size < lacking)


@settings(FIXTURES_ARE_ONLY_READ, max_examples=5)
@given(done=st.lists(st.booleans(), min_size=1, max_size=6), data=st.data())
def test_more_of_what_is_asked_never_makes_a_target_missed(done, data):
    policy = read_policy("nanjiang-2024")

    def outcome(surveyed):
        homes = [{"hh_id": f"H{n}"} for n in range(len(surveyed))]
        visits = [
            {"hh_id": f"H{n}", "round": "摸底", "surveyed_on": "2024-07-01"}
            for n, here in enumerate(surveyed)
            if here
        ]
        tables = {"households": homes, "surveys": visits}
        facts = facts_of(policy, RuleCase(policy.id, "-", "-", "2024-07-05", tables, {}))
        return said_alone(policy, facts, "NJ-40")[0].result_at(0)

    before, more = outcome(done), list(done)
    more[data.draw(st.integers(0, len(done) - 1))] = True
    after = outcome(more)
    assert (before.outcome, after.outcome) == tuple("pass" if all(one) else "fail" for one in (done, more))
    assert after.value >= before.value
    assert (after.margin is None) or after.margin >= before.margin


PLANNED = {"column": "in_plan", "op": "eq", "value": True}
TRADE = {"column": "project_class", "op": "eq", "value": "产业发展"}
# A project: whether it is planned, whether it is of a trade (empty: either), and how many fen it has.
PROJECTS = st.lists(
    st.tuples(st.sampled_from([True, False, None]), st.sampled_from([True, False, None]), st.integers(0, 9)),
    max_size=6,
)
EITHER = {True: (True,), False: (False,), None: (True, False)}


def worlds_of(projects, *, nested):
    """Give both sums in each world that fills the empty cells; `nested`: only what is planned is above."""
    choices = [product(EITHER[planned], EITHER[trade], (fen,)) for planned, trade, fen in projects]
    for world in product(*choices):
        above = sum(fen for planned, trade, fen in world if trade and (planned or not nested))
        yield above, sum(fen for planned, _, fen in world if planned)


@pytest.mark.parametrize("nested", [True, False], ids=["row by row", "each part by itself"])
@settings(FIXTURES_ARE_ONLY_READ, max_examples=12)
@given(projects=PROJECTS, hundredths=st.integers(0, 150), op=st.sampled_from(["ge", "gt", "le", "lt"]))
def test_a_share_is_certain_where_no_way_to_fill_empty_cells_turns_it(nested, projects, hundredths, op):
    classes = {True: "产业发展", False: "基础设施", None: None}
    rows = [
        {"prj_id": f"P{n}", "in_plan": planned, "project_class": classes[trade], "gov_invest_fen": fen}
        for n, (planned, trade, fen) in enumerate(projects)
    ]
    part = {"rows": "projects", "column": "gov_invest_fen"}
    above = {"all": [PLANNED, TRADE]} if nested else TRADE
    measure = {
        "kind": "ratio",
        "numerator": part | {"where": above},
        "denominator": part | {"where": PLANNED},
    }
    line = Fraction(hundredths, 100)
    compare = Compare.model_validate({"measure": measure, "op": op, "threshold": 0, "unit": "元/元"})
    found = measured(compare.measure, setting_of(projects=rows))
    # Rows are laid beside each other where one part lies in the other, and a number is doubtful at all.
    doubtful = len(set(worlds_of(projects, nested=nested))) > 1
    assert found.joint is None if not nested else found.joint is not None or not doubtful
    # Of sums a and b, a/b is held against the line as a is against line · b: nothing is divided.
    holds = {"ge": Fraction.__ge__, "gt": Fraction.__gt__, "le": Fraction.__le__, "lt": Fraction.__lt__}[op]
    said = {holds(Fraction(a), line * b) for a, b in worlds_of(projects, nested=nested)}
    expected = next(iter(said)) if len(said) == 1 else None
    assert beyond(compare, found, line, "membership").answer(0) is expected
