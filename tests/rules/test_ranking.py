"""Places in order: equal numbers share a place, and nothing is added up over rules unasked."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from one_rule import said_alone
from ruralmap.rules.ranking import Indicator, indicators_of, line_of, rank, scores_of
from ruralmap.schema.policy import Policy

_LABEL = {"zh": "条款", "en": "rule"}
_RULE = {"id": "R", "kind": "target", "level": "county", "force": "hard", "label": _LABEL}
_RULE |= {"quote": "条款", "source": "一"}
_LIFTED = {"column": "hh_type", "op": "eq", "value": "脱贫户"}
_MOVED = {"column": "relocated", "op": "eq", "value": True}


def policy_of(*rules, **keys):
    head = {
        "id": "made-up",
        "title": {"zh": "虚构方案", "en": "made up"},
        "document": "虚构发〔2024〕1号",
        "jurisdiction": "990001",
        "period": {"first": dt.date(2024, 1, 1), "last": dt.date(2024, 12, 31)},
    }
    return Policy.model_validate(head | keys | {"rules": [_RULE | rule for rule in rules]})


def ratio(**held):
    parts = [{"rows": "households", "where": _MOVED}, {"rows": "households"}]
    measure = {"kind": "ratio", "numerator": parts[0], "denominator": parts[1]}
    return {"measure": measure, "unit": "户/户", "op": "ge", "threshold": Decimal("0.5")} | held


@pytest.fixture
def townships(toy):
    """Put the townships in order by each number of the one rule."""

    def run(**keys):
        policy = policy_of(keys)
        said = said_alone(policy, toy.facts(), "R")
        found = next(one for one in said if one.codes.tolist() == [toy.east, toy.west])
        return indicators_of(found)

    return run


@pytest.mark.parametrize(
    ("op", "ranks"),
    [
        # Of 5, 7, 7, 9: 9 first, both 7 second, 5 fourth.
        ("ge", [4, 2, 2, 1, None]),
        ("gt", [4, 2, 2, 1, None]),
        # Less is better: 5 first, both 7 second, 9 fourth.
        ("le", [1, 2, 2, 4, None]),
        ("lt", [1, 2, 2, 4, None]),
        # Nearer to 8 is better: 7, 7 and 9 are off by 1, 5 by 3.
        ("eq", [4, 1, 1, 1, None]),
        ("about", [4, 1, 1, 1, None]),
    ],
)
def test_equal_numbers_share_a_place_and_the_next_counts_on(op, ranks):
    values = [Fraction(5), Fraction(7), Fraction(7), Fraction(9), None]
    assert rank(values, op, Fraction(8)) == ranks


def test_without_a_line_what_is_nearer_to_nothing_is_better():
    assert rank([Fraction(2), Fraction(0), Fraction(-1)], "eq") == [3, 1, 2]


def test_ranks_are_exact():
    # 1/3 and 0.3333333333333333 are not the same.
    assert rank([Fraction(1, 3), Fraction(3333333333333333, 10**16)], "ge") == [1, 2]


@given(st.lists(st.none() | st.fractions(max_denominator=4), max_size=12))
def test_a_rank_is_one_more_than_how_many_are_better(values):
    known = [value for value in values if value is not None]
    expected = [None if value is None else 1 + sum(other > value for other in known) for value in values]
    assert rank(values, "ge") == expected


def test_a_share_of_a_place_is_ranked(toy, townships):
    # East 1 of 4 moved, west 1 of 1.
    toy.household("A", toy.one, relocated=True)
    for name in "BCD":
        toy.household(name, toy.two, relocated=False)
    toy.household("E", toy.far, relocated=True)
    (found,) = townships(condition=ratio())
    assert [(one.code, one.value, one.rank) for one in found.places] == [
        (toy.west, 1, 1),
        (toy.east, Fraction(1, 4), 2),
    ]
    assert (found.judged, found.number, found.of, found.ranks) == (True, 1, 1, {toy.west: 1, toy.east: 2})


def test_every_comparison_of_a_rule_is_an_indicator(toy, townships):
    toy.household("A", toy.one, relocated=True).household("E", toy.far, relocated=False)
    fewer = ratio(op="le", threshold=Decimal("0.2"))
    first, second = townships(condition={"all": [ratio(), fewer]})
    assert [(one.number, one.of, one.leading.op) for one in (first, second)] == [(1, 2, "ge"), (2, 2, "le")]
    # East has all, west none: the first asks for many, the second for few.
    assert first.ranks == {toy.east: 1, toy.west: 2}
    assert second.ranks == {toy.west: 1, toy.east: 2}


def test_a_total_of_the_county_puts_in_order_and_ranks_nobody(toy, townships):
    toy.household("A", toy.one).household("B", toy.two).household("E", toy.far)
    count = {"measure": {"kind": "count", "rows": "households"}, "op": "ge", "threshold": 3, "unit": "户"}
    (found,) = townships(condition=count)
    assert [(one.code, one.value, one.rank) for one in found.places] == [
        (toy.east, 2, None),
        (toy.west, 1, None),
    ]
    assert (found.judged, found.ranks) == (False, {})


def test_rows_that_are_judged_one_by_one_are_ranked_by_their_share(toy, townships):
    toy.household("A", toy.one, relocated=True).household("B", toy.two, relocated=False)
    toy.household("E", toy.far, relocated=True)
    (found,) = townships(level="household", condition={"holds": _MOVED})
    assert [(one.code, one.value, one.rank) for one in found.places] == [
        (toy.west, 1, 1),
        (toy.east, Fraction(1, 2), 2),
    ]


def test_where_an_empty_cell_could_turn_the_answer_nobody_is_ranked(toy, townships):
    toy.household("A", toy.one, relocated=True).household("B", toy.two)  # nobody says whether B moved
    toy.household("E", toy.far, relocated=False)
    (found,) = townships(level="household", condition={"holds": _MOVED})
    # East 1 of 2 or 2 of 2, west 0 of 1: one is known.
    assert [(one.code, one.rank, one.outcome) for one in found.places] == [
        (toy.west, 1, "fail"),
        (toy.east, None, "insufficient_data"),
    ]


def test_rows_that_a_missing_parameter_would_judge_rank_nobody(toy):
    parameter = {"name": "全国线", "unit": "元", "jurisdiction": "nation"}
    measure = {"kind": "value", "column": "net_fen"}
    asked = {"measure": measure, "op": "ge", "parameter": "line", "unit": "元"}
    toy.household("A", toy.one).income("A", 100).household("E", toy.far).income("E", 200)
    policy = policy_of({"level": "household", "condition": asked}, parameters={"line": parameter})
    said = said_alone(policy, toy.facts(), "R")
    (found,) = indicators_of(next(one for one in said if one.codes.tolist() == [toy.east, toy.west]))
    # 0 of 1 in both: not a place, for nobody knows the line.
    assert [(one.value, one.rank, one.outcome) for one in found.places] == [
        (0, None, "parameter_missing"),
        (0, None, "parameter_missing"),
    ]


def test_a_list_ranks_nobody(toy, townships):
    toy.household("A", toy.one).household("E", toy.far, hh_type="一般农户")
    (found,) = townships(kind="list", level="household", force="info", where=_LIFTED)
    assert [(one.code, one.value, one.rank) for one in found.places] == [
        (toy.east, 1, None),
        (toy.west, 0, None),
    ]


def test_units_of_which_a_selection_does_not_ask_have_no_number(toy, townships):
    measure = {"kind": "count", "rows": "households"}
    condition = {"measure": measure, "op": "ge", "threshold": 1, "unit": "户"}
    among = {"column": "township", "op": "eq", "value": "西镇"}
    toy.household("A", toy.one).household("E", toy.far)
    (found,) = townships(kind="selection", level="township", force="info", condition=condition, among=among)
    assert [(one.code, one.value) for one in found.places] == [(toy.west, 1), (toy.east, None)]


def test_the_line_has_the_factors_of_the_clause(toy):
    toy.household("A", toy.one)
    rule = {"condition": ratio(times=Decimal("0.9"), over=Decimal(2))}
    policy = policy_of(rule)
    result = said_alone(policy, toy.facts(), "R")[0].results[0]
    # 0.5 × 0.9 ÷ 2 = 0.225.
    assert line_of(policy.rules[0], result.leading) == Fraction(225, 1000)


def _scored(toy, weights):
    rules = [
        {"id": "A", "condition": ratio()},
        {"id": "B", "condition": ratio(op="le", threshold=Decimal("0.9"))},
    ]
    policy = policy_of(*rules, ranking={"weights": weights})
    facts = toy.facts()
    found: dict[str, Indicator] = {}
    for rule in policy.rules:
        said = said_alone(policy, facts, rule.id)
        townships = next(one for one in said if one.codes.tolist() == [toy.east, toy.west])
        found |= {rule.id: indicators_of(townships)[0]}
    return policy, found


def test_a_score_is_shown_with_its_parts(toy):
    toy.household("A", toy.one, relocated=True).household("E", toy.far, relocated=False)
    policy, found = _scored(toy, {"A": Decimal("0.75"), "B": Decimal("0.25")})
    # A: east 1st of 2, 100 points; west 2nd, 50. B the other way round.
    # East 100 × 0.75 + 50 × 0.25 = 87.5; west 50 × 0.75 + 100 × 0.25 = 62.5.
    scores = scores_of(policy, found)
    assert [(one.name, one.rank, one.value) for one in scores] == [
        ("东镇", 1, Fraction(175, 2)),
        ("西镇", 2, Fraction(125, 2)),
    ]
    assert [(part.rule_id, part.rank, part.of, part.points) for part in scores[0].parts] == [
        ("A", 1, 2, 100),
        ("B", 2, 2, 50),
    ]


def test_a_township_that_lacks_one_part_has_no_score(toy):
    toy.household("A", toy.one, relocated=True)  # nobody lives in the west
    policy, found = _scored(toy, {"A": Decimal("0.5"), "B": Decimal("0.5")})
    scores = scores_of(policy, found)
    assert [(one.name, one.rank, one.value) for one in scores] == [("东镇", 1, 100), ("西镇", None, None)]
    assert scores[1].parts[0].points is None


def test_without_weights_or_without_a_ranking_there_is_no_score(toy):
    toy.household("A", toy.one, relocated=True)
    policy, found = _scored(toy, {"A": Decimal("0.5"), "B": Decimal("0.5")})
    assert scores_of(policy.model_copy(update={"ranking": None}), found) == ()
    assert scores_of(policy, {"A": found["A"]}) == ()
