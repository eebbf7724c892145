"""Counted in one place, living in another: what it makes of a share, and that it decides nothing."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruralmap.rules.case import prepare_case
from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.rules.measures import count_units
from ruralmap.rules.residence import movements_of
from ruralmap.rules.results import Movement, Reason

LOST = {"living_village_code": None, "living_township_code": None, "living_candidates": None}


def populated(toy, registered, resident):
    """Give the eastern township its rural people on both bases."""
    return toy.population(toy.east, registered).population(toy.east, resident, basis="常住")


def mixed(toy):
    """
    Lifted people of the east: 90 stay, 20 live in the west, 5 outside the county, 2 nobody knows where.

    Registered are 90 + 20 + 5 + 2 = 117. From the west 8 came into 东二村: 98 live in the east.
    """
    toy.lifted(toy.one, 90).moved("M1", toy.one, 20, toy.far).moved("M2", toy.one, 5, None)
    toy.moved("M3", toy.one, 2, None, living_status="unknown").moved("M4", toy.far, 8, toy.two)
    return toy


def test_a_numerator_says_who_of_it_lives_elsewhere(toy, result_of):
    found = result_of(populated(mixed(toy), 2000, 1500), "YN-21", toy.east)
    assert found.numerator == 117
    assert found.movement == Movement(left=20, outside=5, unknown=2, arrived=8)
    assert found.movement.is_apart


def test_residents_are_laid_beside_and_decide_nothing(toy, result_of):
    # 117 of 2,000 are more than 100 (5 %), 117 of 1,500 more than 75: certain. Of residents 98 of 1,500 are
    # more than 75 too, but fewer than 100 persons.
    found = result_of(populated(mixed(toy), 2000, 1500), "YN-21", toy.east)
    assert (found.outcome, found.certainty) == ("selected", "certain")
    assert found.reasons == ()
    assert found.residents.basis == "常住"
    assert found.residents.outcome == "not_selected"
    assert [c.numerator for c in found.residents.comparisons] == [98, 98]
    assert found.residents.comparisons[0].denominator == 1500


def test_where_the_bases_disagree_the_reason_says_what_residents_would_give(toy, result_of):
    # 120 of 3,000 are 4 %, of 2,000 they are 6 %. Without the 30 who live in the west 90 are 4.5 %.
    toy.lifted(toy.one, 90).moved("M1", toy.one, 30, toy.far)
    found = result_of(populated(toy, 3000, 2000), "YN-21", toy.east)
    assert found.certainty == "undecided"
    assert [reason.code for reason in found.reasons] == ["bases_disagree", "residents"]
    assert found.reasons[-1] == Reason("residents", {"n": 90, "outcome": "not_selected"})


def test_where_nobody_moved_residents_are_the_same_people(toy, result_of):
    found = result_of(populated(toy.lifted(toy.one, 120), 3000, 2000), "YN-21", toy.east)
    assert [reason.code for reason in found.reasons] == ["bases_disagree"]
    assert not found.movement.is_apart
    assert found.residents.comparisons[0].numerator == 120


def test_a_move_inside_a_township_shows_in_the_villages_alone(toy, result_of):
    still = {"hh_type": "一般农户", "monitor_class": "边缘易致贫户", "risk_cleared": "否"}
    toy.moved("M1", toy.one, 4, toy.two, **(still | {"is_monitored": True}))
    for code in (toy.one, toy.two, toy.east):
        toy.population(code, 1000).population(code, 900, basis="常住")
    assert result_of(toy, "YN-20", toy.one).movement == Movement(left=4)
    assert result_of(toy, "YN-20", toy.two).movement == Movement(arrived=4)
    assert result_of(toy, "YN-21", toy.east).movement == Movement()


def test_without_figures_of_residents_nothing_is_laid_beside(toy, result_of):
    found = result_of(mixed(toy).population(toy.east, 2000), "YN-21", toy.east)
    assert found.residents is None
    assert found.movement.left == 20


def test_a_unit_of_which_the_rule_does_not_speak_has_no_residents(toy, result_of):
    toy.lifted(toy.three, 4).population(toy.three, 1000).population(toy.three, 900, basis="常住")
    found = result_of(toy, "YN-20", toy.three)  # 东三村 is no 出列村
    assert found.outcome == "not_applicable"
    assert found.residents is None


def test_a_rule_of_households_divides_nobody_by_residents(toy, result_of):
    found = result_of(toy.moved("M1", toy.one, 3, toy.far), "YN-19", "M1")
    assert found.residents is None
    assert found.movement == Movement()


def hukou_of_five(toy):
    """非农业: 3 relocated persons and 2 others; relocated: 4 of 居民, 1 not said, 6 of 农业."""
    toy.moved("A", toy.one, 3, toy.far, hukou="非农业").household("B", toy.one, 2, hukou="非农业")
    toy.moved("C", toy.one, 4, toy.far, hukou="居民").moved("D", toy.one, 1, toy.far, hukou=None)
    return toy.moved("E", toy.one, 6, toy.far, hukou="农业").household("F", toy.one, 7)


def test_who_is_not_registered_as_rural_is_counted(toy, result_of):
    found = result_of(populated(hukou_of_five(toy), 2000, 1500), "YN-21", toy.east)
    assert found.numerator == 3 + 2 + 4 + 1 + 6 + 7
    movement = found.movement
    assert (movement.urban, movement.urban_relocated, movement.hukou_unknown) == (3 + 2, 3, 4 + 1)


def test_a_reading_that_counts_households_says_it_in_persons_of_theirs(toy, policy):
    still = {"monitor_class": "边缘易致贫户", "is_monitored": True, "risk_cleared": "否"}
    toy.moved("A", toy.one, 3, toy.far, hukou="非农业", **still).household("B", toy.one, 5, **still)
    case = prepare_case(policy, toy.facts())
    readings = policy.rule("YN-20").readings
    households = next(r for r in readings if r.condition.measure.count == "households")
    found = movements_of(case, households, level="village")
    # One household left; it has three persons.
    assert found[toy.one] == Movement(left=1, urban=3, urban_relocated=3)
    assert found[toy.far] == Movement(arrived=1)


def test_those_whose_dwelling_is_not_known_are_beside_wherever_the_papers_point(toy, policy):
    lost = {"living_status": "conflict", **LOST}
    toy.moved("A", toy.one, 3, None, **(lost | {"living_candidates": f"{toy.two};{toy.far}"}))
    toy.moved("B", toy.one, 2, None, **lost, township="东镇").moved("C", toy.one, 7, None)
    toy.moved("D", toy.one, 1, None, **(lost | {"living_township_code": toy.east}))
    case = prepare_case(policy, toy.facts())
    measure = policy.rule("YN-21").default_reading.condition.all[0].measure
    for level, nearby in (
        ("village", {toy.one: 1, toy.two: 3 + 1, toy.three: 1, toy.far: 3}),
        ("township", {toy.east: 3, toy.west: 3}),
    ):
        counts = count_units(case.rows, measure, level=level, known=case.selections, residence="living")
        codes = case.rows.codes[level].tolist()
        found = dict(zip(codes, counts.nearby.tolist(), strict=True))
        assert {code: number for code, number in found.items() if number} == nearby
        assert counts.nowhere == 2  # B; C is known to be outside the county
        people = dict(zip(codes, counts.counted.tolist(), strict=True))
        counted = {code: number for code, number in people.items() if number}
        assert counted == ({} if level == "village" else {toy.east: 1})


MOVES = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 4), st.integers(0, 5)), min_size=1, max_size=25)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_residents_are_the_registered_less_the_left_and_more_the_arrived(toy, policy, moves):
    county = type(toy)()
    places = [county.one, county.two, county.three, county.far, None]
    for number, (size, there, here) in enumerate(moves):
        changes = LOST | {"living_status": "unknown"} if here == len(places) else {}
        to = None if here == len(places) else places[here]
        county.moved(f"M{number}", places[there], size, to, **changes)
    for code in (county.east, county.west):
        county.population(code, 100).population(code, 90, basis="常住")
    found = evaluate_policy(policy, county.facts()).of("YN-21")
    for result in found:
        gone = result.movement.left + result.movement.outside + result.movement.unknown
        assert result.residents.comparisons[0].numerator == result.numerator - gone + result.movement.arrived
