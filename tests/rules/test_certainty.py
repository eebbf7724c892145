"""确定纳入, 确定不纳入, 待核定, 数据不足: what is certain, and what must be cleared up first."""

import pytest

EAST_OF_2000 = 2000  # 5 % is 100, so 101 are needed


def codes(result):
    return [reason.code for reason in result.reasons]


@pytest.mark.parametrize(
    ("registered", "resident", "said"),
    [
        pytest.param(1500, 1200, ("selected", "certain", []), id="both bases over 5 %"),
        pytest.param(3000, 2500, ("not_selected", "certain", []), id="neither base over 5 %"),
        pytest.param(2100, 1500, ("not_selected", "undecided", ["bases_disagree"]), id="resident only"),
        pytest.param(1500, 2100, ("selected", "undecided", ["bases_disagree"]), id="registered only"),
        pytest.param(2000, 1999, ("not_selected", "undecided", ["bases_disagree"]), id="one person apart"),
    ],
)
def test_bases_that_disagree_leave_the_unit_undecided(toy, result_of, registered, resident, said):
    toy.lifted(toy.one, 100).population(toy.east, registered).population(toy.east, resident, "常住")
    result = result_of(toy, "YN-21", toy.east)
    assert (result.outcome, result.certainty, codes(result)) == said
    assert [answer.basis for answer in result.readings[0].answers] == ["户籍", "常住"]


@pytest.mark.parametrize("basis", ["户籍", "常住"])
def test_one_basis_alone_is_used_and_named(toy, result_of, basis):
    toy.lifted(toy.one, 101).population(toy.east, EAST_OF_2000, basis)
    result = result_of(toy, "YN-21", toy.east)
    assert (result.outcome, result.certainty, result.basis) == ("selected", "certain", basis)


def test_a_basis_of_zero_is_no_basis(toy, result_of):
    toy.lifted(toy.one, 101).population(toy.east, 0).population(toy.east, EAST_OF_2000, "常住")
    result = result_of(toy, "YN-21", toy.east)
    assert (result.certainty, result.basis) == ("certain", "常住")


def test_99_persons_are_certain_whatever_the_bases_say(toy, result_of):
    toy.lifted(toy.one, 99).population(toy.east, 1000).population(toy.east, 5000, "常住")
    result = result_of(toy, "YN-21", toy.east)
    assert (result.outcome, result.certainty) == ("not_selected", "certain")


def test_a_missing_population_is_named(toy, result_of):
    toy.lifted(toy.one, 150)
    result = result_of(toy, "YN-21", toy.east)
    assert (result.outcome, result.certainty, result.basis) == ("insufficient_data", None, None)
    (reason,) = result.reasons
    assert (reason.code, reason.values["item"]) == ("no_population", "农村人口")


def test_a_population_of_zero_is_named_as_such(toy, result_of):
    toy.lifted(toy.one, 150).population(toy.east, 0)
    assert codes(result_of(toy, "YN-21", toy.east)) == ["zero_population"]


def test_a_population_of_a_later_date_is_no_population(toy, result_of):
    toy.lifted(toy.one, 150).population(toy.east, 1000, as_of="2024-12-31")
    assert result_of(toy, "YN-21", toy.east).outcome == "insufficient_data"


@pytest.mark.parametrize(
    ("open_risk", "unsaid", "certainty"),
    [
        pytest.param(31, 5, "certain", id="over 3 % without them"),
        pytest.param(30, 5, "undecided", id="over 3 % only with them"),
        pytest.param(20, 5, "certain", id="not over 3 % even with them"),
    ],
)
def test_unsaid_risks_are_counted_and_make_undecided_where_they_decide(
    toy, result_of, open_risk, unsaid, certainty
):
    # 3 % of 1,000 is 30: 31 are needed.
    toy.monitored(toy.one, open_risk).monitored(toy.one, unsaid, risk_cleared=None).population(toy.one, 1000)
    result = result_of(toy, "YN-20", toy.one)
    assert result.numerator == open_risk + unsaid
    assert result.certainty == certainty
    assert codes(result) == (["empty_cells"] if certainty == "undecided" else [])


@pytest.mark.parametrize(
    ("counted", "near", "certainty"),
    [
        pytest.param(31, 5, "certain", id="over 3 % already"),
        pytest.param(28, 3, "undecided", id="exactly enough if all are here"),
        pytest.param(28, 2, "certain", id="not enough even if all are here"),
    ],
)
def test_households_placed_here_without_being_linked_make_undecided_where_they_decide(
    toy, result_of, counted, near, certainty
):
    toy.monitored(toy.one, counted).population(toy.one, 1000)
    toy.monitored(toy.one, near, linked_village_code=None, link_status="conflict")
    result = result_of(toy, "YN-20", toy.one)
    assert (result.numerator, result.certainty) == (counted, certainty)
    assert codes(result) == (["unlinked"] if certainty == "undecided" else [])


def test_empty_and_unlinked_cells_join_where_neither_alone_decides(toy, result_of):
    # 101 are needed of 2,000. 99 lifted; one more has no type (left out), one more could not be linked.
    toy.lifted(toy.one, 99).population(toy.east, EAST_OF_2000)
    toy.household("X", toy.one, 1, hh_type=None)
    toy.household(
        "Y", toy.one, 1, linked_village_code=None, linked_township_code=None, link_status="unlinked"
    )
    result = result_of(toy, "YN-21", toy.east)
    assert (result.outcome, result.certainty) == ("not_selected", "undecided")
    assert codes(result) == ["empty_cells", "unlinked"]


@pytest.mark.parametrize(
    ("exited", "outcome", "reason"),
    [
        pytest.param(False, "not_applicable", "outside", id="never a 出列村"),
        pytest.param(None, "insufficient_data", "unit_unsure", id="nobody says whether"),
    ],
)
def test_only_lifted_villages_are_asked(toy, result_of, exited, outcome, reason):
    toy.exited[toy.one] = exited
    toy.monitored(toy.one, 50).population(toy.one, 1000)
    result = result_of(toy, "YN-20", toy.one)
    assert (result.outcome, result.certainty, result.margin) == (outcome, None, None)
    assert codes(result) == [reason]
    # 50 of 1,000 are over 3 %, but that is not what the rule says of this village.
    assert {answer.outcome for found in result.readings for answer in found.answers} == {outcome}


def test_a_household_in_no_group_is_not_asked(toy, result_of):
    toy.household("H", toy.one, 1, hh_type="一般农户", monitor_class="边缘易致贫户", risk_cleared="是")
    assert result_of(toy, "YN-19", "H").outcome == "not_applicable"


def test_a_household_of_unsaid_risk_is_undecided_where_it_would_be_selected(toy, result_of):
    edge = {"hh_type": "一般农户", "monitor_class": "边缘易致贫户", "risk_cleared": None}
    toy.average(toy.monitored_average, 9500.5).household("H", toy.one, 1, **edge).household(
        "K", toy.one, 1, **edge
    )
    toy.income("H", 950_049).income("K", 950_050)
    poor, not_poor = result_of(toy, "YN-19", "H"), result_of(toy, "YN-19", "K")
    assert (poor.outcome, poor.certainty, codes(poor)) == ("selected", "undecided", ["unit_unsure"])
    assert poor.reasons[0].values["columns"] == ("hh_type", "is_monitored", "risk_cleared")
    assert (not_poor.outcome, not_poor.certainty) == ("not_selected", "certain")
