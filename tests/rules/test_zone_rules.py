"""YN-19, YN-20, YN-21: groups, readings and the numbers that stand beside an answer."""

from fractions import Fraction

import pytest

EDGE = {"hh_type": "一般农户", "monitor_class": "边缘易致贫户", "risk_cleared": "否"}
UNSTABLE = {"monitor_class": "脱贫不稳定户", "risk_cleared": "否"}


def reading(result, name):
    return next(found for found in result.readings if found.reading == name)


def test_each_group_is_held_against_its_own_average(toy, result_of):
    toy.average(toy.lifted_average, 10500).average(toy.monitored_average, 9500)
    toy.household("L", toy.one, 1).household("E", toy.one, 1, **EDGE)
    toy.income("L", 1_000_000).income("E", 1_000_000)
    # 10,000 元 is below the 10,500 of lifted households and not below the 9,500 of monitored ones.
    assert result_of(toy, "YN-19", "L").outcome == "selected"
    assert result_of(toy, "YN-19", "E").outcome == "not_selected"


def test_a_household_in_both_groups_shows_both_comparisons(toy, result_of):
    toy.average(toy.lifted_average, 10500).average(toy.monitored_average, 9500)
    toy.household("B", toy.one, 2, **UNSTABLE).income("B", 2_000_000, 2)
    result = result_of(toy, "YN-19", "B")
    lifted, monitored = result.readings[0].answer.comparisons
    assert (lifted.applies, lifted.holds, monitored.applies, monitored.holds) == (True, True, True, False)
    # 20,000 元 by 2 persons is 10,000 元 a head; the nearer comparison stands for the whole.
    assert (result.outcome, result.value, result.threshold) == ("selected", Fraction(10000), 10500)
    assert (result.numerator, result.denominator, result.unit) == (2_000_000, 2, "元/人")
    # Below 10,500 × 2 = 2,100,000 fen is at most 2,099,999: 99,999 fen to spare.
    assert result.margin == 99_999


@pytest.mark.parametrize(
    ("known", "outcome", "certainty"),
    [
        pytest.param(("lifted", 10500), "selected", "certain", id="below the known one: enough"),
        pytest.param(
            ("lifted", 9000), "parameter_missing", None, id="not below the known one: the other decides"
        ),
    ],
)
def test_one_missing_average_matters_only_where_it_decides(toy, result_of, known, outcome, certainty):
    name, value = known
    toy.average(getattr(toy, f"{name}_average"), value)
    toy.household("B", toy.one, 1, **UNSTABLE).income("B", 1_000_000)
    result = result_of(toy, "YN-19", "B")
    assert (result.outcome, result.certainty) == (outcome, certainty)


def test_without_the_averages_nothing_is_guessed(toy, result_of):
    toy.household("L", toy.one, 1).income("L", 1)
    result = result_of(toy, "YN-19", "L")
    assert (result.outcome, result.threshold, result.margin) == ("parameter_missing", None, None)
    (reason,) = result.reasons
    assert reason.values == {"name": toy.lifted_average, "jurisdiction": "990000", "year": 2021}


def test_a_missing_average_goes_before_a_missing_income(toy, result_of):
    toy.household("L", toy.one, 1)
    assert result_of(toy, "YN-19", "L").outcome == "parameter_missing"


def test_the_income_of_the_averages_year_is_read(toy, result_of):
    toy.average(toy.lifted_average, 10500, 2022, "2022-12-31").household("L", toy.one, 1)
    toy.income("L", 2_000_000, year=2023).income("L", 900_000, year=2022)
    assert result_of(toy, "YN-19", "L").outcome == "selected"


def test_an_income_of_another_year_is_no_income(toy, result_of):
    toy.average(toy.lifted_average, 10500, 2023).household("L", toy.one, 1).income("L", 900_000, year=2022)
    result = result_of(toy, "YN-19", "L")
    assert (result.outcome, result.reasons[0].code) == ("insufficient_data", "no_income")
    assert result.reasons[0].values == {"year": 2023}


def test_a_village_is_shown_in_persons_households_and_to_the_letter(toy, result_of):
    # Forty persons in ten households, of 1,000 persons in 400 households.
    toy.monitored(toy.one, 40).population(toy.one, 1000).population(toy.one, 400, item="农村户数")
    result = result_of(toy, "YN-20", toy.one)
    shown = {
        name: (found.outcome, found.answer.comparisons[0].value, found.answer.comparisons[0].unit)
        for name in ("persons", "households", "literal")
        for found in [reading(result, name)]
    }
    assert shown == {
        "persons": ("selected", Fraction(40, 1000), "人/人"),
        "households": ("not_selected", Fraction(10, 400), "户/户"),
        "literal": ("not_selected", Fraction(10, 1000), "户/人"),
    }
    assert result.reading == "persons"


def test_those_whose_risk_was_cleared_count_only_in_their_reading(toy, result_of):
    toy.monitored(toy.one, 20).monitored(toy.one, 15, risk_cleared="是").population(toy.one, 1000)
    result = result_of(toy, "YN-20", toy.one)
    assert (result.outcome, result.numerator) == ("not_selected", 20)
    ever = reading(result, "ever_identified")
    assert (ever.outcome, ever.answer.comparisons[0].numerator) == ("selected", 35)


def test_where_both_clauses_qualify_the_township_no_village_stands_alone(toy, result_of):
    toy.monitored(toy.one, 40).population(toy.one, 1000)
    both = reading(result_of(toy, "YN-20", toy.one), "both_clauses")
    assert (both.outcome, both.certainty, both.reasons[0].code) == ("not_selected", "certain", "not_alone")


@pytest.mark.parametrize(
    ("monitored_in_village", "outcome"),
    [
        pytest.param(30, "not_selected", id="no lifted village over 3 %"),
        pytest.param(31, "selected", id="one lifted village over 3 %"),
    ],
)
def test_with_both_clauses_a_township_also_needs_a_lifted_village_over_the_line(
    toy, result_of, monitored_in_village, outcome
):
    toy.lifted(toy.two, 200).monitored(toy.one, monitored_in_village)
    toy.population(toy.east, 2000).population(toy.one, 1000)
    for village in (toy.two, toy.far):
        toy.population(village, 1000)
    result = result_of(toy, "YN-21", toy.east)
    both = reading(result, "both_clauses")
    assert (result.outcome, both.outcome, both.certainty) == ("selected", outcome, "certain")
    assert both.answer.margin is None, "persons and villages are not one number"
    assert [c.numerator for c in both.answer.comparisons][-1] == (1 if outcome == "selected" else 0)


def test_a_village_without_figures_leaves_the_reading_of_both_clauses_open(toy, result_of):
    toy.lifted(toy.two, 200).population(toy.east, 2000).population(toy.two, 1000)
    both = reading(result_of(toy, "YN-21", toy.east), "both_clauses")
    assert both.outcome == "insufficient_data"
    (reason,) = both.reasons
    assert (reason.code, reason.values["n"]) == ("depends", 1)


def test_a_village_never_lifted_does_not_count_for_both_clauses(toy, result_of):
    toy.lifted(toy.two, 200).monitored(toy.three, 100).population(toy.east, 2000)
    for village in (toy.one, toy.two, toy.three):
        toy.population(village, 1000)
    both = reading(result_of(toy, "YN-21", toy.east), "both_clauses")
    assert (both.outcome, both.certainty) == ("not_selected", "certain")


def class_a_township(toy, poor, others):
    """Lifted persons in households of four, the first `poor` of them below the average."""
    toy.average(toy.lifted_average, 10000).average(toy.monitored_average, 10000).population(toy.east, 2000)
    toy.lifted(toy.one, poor + others)
    for place, row in enumerate(toy.households):
        toy.income(row["hh_id"], 1 if place * 4 < poor else 9_999_999, row["size"])
    return toy


@pytest.mark.parametrize(
    ("poor", "outcome"),
    [pytest.param(100, "not_selected", id="exactly 5 %"), pytest.param(104, "selected", id="over 5 %")],
)
def test_the_narrow_reading_counts_only_persons_of_class_a_households(toy, result_of, poor, outcome):
    result = result_of(class_a_township(toy, poor, 400), "YN-21", toy.east)
    narrow = reading(result, "class_a")
    assert (result.numerator, narrow.answer.comparisons[0].numerator) == (poor + 400, poor)
    assert (narrow.outcome, narrow.certainty) == (outcome, "certain")


def test_the_narrow_reading_has_no_answer_while_the_averages_are_missing(toy, result_of):
    toy.lifted(toy.one, 200).population(toy.east, 2000)
    narrow = reading(result_of(toy, "YN-21", toy.east), "class_a")
    assert (narrow.outcome, narrow.reasons[0].code) == ("parameter_missing", "depends")


def test_a_few_unknown_incomes_matter_to_the_narrow_reading_only_where_they_decide(toy, other_toy, result_of):
    far_above = class_a_township(toy, 200, 0).household("X", toy.one, 4)
    assert reading(result_of(far_above, "YN-21", toy.east), "class_a").certainty == "certain"
    on_the_line = class_a_township(other_toy, 100, 0).household("X", toy.one, 4)
    narrow = reading(result_of(on_the_line, "YN-21", toy.east), "class_a")
    assert (narrow.outcome, narrow.reasons[0].values["n"]) == ("insufficient_data", 4)


def test_lifted_and_cleared_monitored_are_still_lifted(toy, result_of):
    toy.lifted(toy.one, 101, monitor_class="脱贫不稳定户", risk_cleared="是").population(toy.east, 2000)
    assert result_of(toy, "YN-21", toy.east).numerator == 101


def test_the_denominator_stands_with_basis_date_and_source(toy, result_of):
    toy.lifted(toy.one, 101).population(toy.east, 2000, as_of="2023-12")
    figure = result_of(toy, "YN-21", toy.east).leading.figure
    assert (figure.value, figure.basis, figure.as_of, figure.doc) == (2000, "户籍", "2023-12", "统计年鉴")


def test_the_villages_of_a_township_are_compared_beside(toy, result_of):
    toy.lifted(toy.one, 101).population(toy.east, 2000)
    for village, value in ((toy.one, 900), (toy.two, 600), (toy.three, 520)):
        toy.population(village, value)
    (total,) = result_of(toy, "YN-21", toy.east).village_sums
    assert (total.total, total.difference) == (2020, -20)


def test_the_public_record_has_the_fields_of_the_contract(toy, result_of):
    toy.lifted(toy.one, 101).population(toy.east, 2000)
    assert result_of(toy, "YN-21", toy.east).as_record() == {
        "rule_id": "YN-21",
        "kind": "selection",
        "level": "township",
        "code": toy.east,
        "outcome": "selected",
        "value": 101 / 2000,
        "numerator": 101,
        "denominator": 2000,
        "threshold": 0.05,
        "unit": "人/人",
        "margin": 0,
        "certainty": "certain",
        "reading": "either_clause",
        "basis": "户籍",
        "met_on": None,
    }


def test_a_household_whose_lists_name_two_classes_is_monitored_all_the_same(toy, result_of):
    # 28 + 4 = 32 of 1,000 are over 3 % (30): two classes leave the class empty, not the household out.
    toy.monitored(toy.one, 28).population(toy.one, 1000)
    either = {"hh_type": "一般农户", "is_monitored": True, "monitor_class": None, "risk_cleared": "否"}
    toy.household("X", toy.one, 4, **either)
    result = result_of(toy, "YN-20", toy.one)
    assert (result.numerator, result.denominator) == (32, 1000)
    assert (result.outcome, result.certainty) == ("selected", "certain")
