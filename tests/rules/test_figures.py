"""Populations and parameters: the latest that was known, with basis, date and source."""

from decimal import Decimal

import pytest

from ruralmap.rules.figures import parameter_figure, population_figures, village_sums
from ruralmap.schema.policy import Parameter

AVERAGE = Parameter(name="全州(市)脱贫户人均纯收入", unit="元/人", jurisdiction="prefecture", year=2021)


def test_the_latest_population_on_or_before_the_date_is_used(toy):
    toy.population(toy.east, 1000, as_of="2022-12-31").population(toy.east, 1100, as_of="2023-12-31")
    toy.population(toy.east, 1200, as_of="2024-12-31")
    figure = population_figures(toy.facts("2024-09-30"))[toy.east, "农村人口", "户籍"]
    assert (figure.value, figure.as_of, figure.doc) == (1100, "2023-12-31", "统计年鉴")


@pytest.mark.parametrize(
    ("as_of", "value"),
    [
        pytest.param("2023-12-31", 1100, id="on its own day"),
        pytest.param("2023-12-30", 1000, id="the day before"),
        pytest.param("2024-06-29", 1100, id="the month is not over"),
        pytest.param("2024-06-30", 1150, id="the month is over"),
    ],
)
def test_a_figure_counts_from_its_own_day(toy, as_of, value):
    toy.population(toy.east, 1150, as_of="2024-06").population(toy.east, 1100, as_of="2023-12-31")
    toy.population(toy.east, 1000, as_of="2022-12-31")
    assert population_figures(toy.facts(as_of))[toy.east, "农村人口", "户籍"].value == value


def test_a_figure_dated_to_the_day_stands_above_one_of_the_month(toy):
    toy.population(toy.east, 1, as_of="2023-12").population(toy.east, 2, as_of="2023-12-31")
    assert population_figures(toy.facts())[toy.east, "农村人口", "户籍"].value == 2


def test_bases_and_items_are_kept_apart(toy):
    toy.population(toy.east, 1000).population(toy.east, 800, "常住").population(
        toy.east, 300, item="农村户数"
    )
    figures = population_figures(toy.facts())
    assert {key[1:]: figure.value for key, figure in figures.items()} == {
        ("农村人口", "户籍"): 1000,
        ("农村人口", "常住"): 800,
        ("农村户数", "户籍"): 300,
    }


def test_the_villages_are_summed_beside_the_township_and_never_spread(toy):
    toy.population(toy.east, 1000)
    for village, value in ((toy.one, 300), (toy.two, 400), (toy.three, 290)):
        toy.population(village, value)
    facts = toy.facts()
    sums = village_sums(facts, population_figures(facts), item="农村人口", bases=("户籍", "常住"))
    (total,) = sums[toy.east]
    # 300 + 400 + 290 = 990, ten fewer than the township says.
    assert (total.own, total.total, total.difference) == (1000, 990, 10)
    assert sums[toy.west] == ()


def test_villages_of_another_date_or_without_a_figure_are_not_compared(toy):
    toy.population(toy.east, 1000).population(toy.one, 300).population(toy.two, 400)
    toy.population(toy.three, 290, as_of="2022-12-31")
    facts = toy.facts()
    (total,) = village_sums(facts, population_figures(facts), item="农村人口", bases=("户籍",))[toy.east]
    assert (total.villages, total.villages_with_figure, total.difference) == (3, 2, None)


def test_a_parameter_is_the_one_of_the_latest_year_in_force(toy):
    toy.average(toy.lifted_average, 9000, 2022, "2022-12-31").average(toy.lifted_average, 10500, 2023)
    toy.average(toy.lifted_average, 12000, 2024, "2024-12-31")
    figure = parameter_figure(toy.facts("2024-09-30"), AVERAGE)
    assert (figure.year, figure.value, figure.doc) == (2023, Decimal("10500.0"), "州统〔2023〕1号")


def test_a_parameter_published_in_a_month_counts_when_the_month_is_over(toy):
    toy.average(toy.lifted_average, 10500, 2023, "2024-01")
    assert parameter_figure(toy.facts("2024-01-30"), AVERAGE).value is None
    assert parameter_figure(toy.facts("2024-01-31"), AVERAGE).value == Decimal("10500.0")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param({"jurisdiction": "990001"}, "the county's own", id="county"),
        pytest.param({"unit": "%"}, "another unit", id="unit"),
        pytest.param({"value": None}, "published, but blank", id="blank"),
    ],
)
def test_a_number_that_is_not_meant_is_not_taken(toy, changes, why):
    toy.average(toy.lifted_average, **({"value": 10500} | changes))
    assert parameter_figure(toy.facts(), AVERAGE).value is None, why


def test_a_blank_year_is_not_filled_with_an_older_one(toy):
    toy.average(toy.lifted_average, 9000, 2022, "2022-12-31").average(toy.lifted_average, None, 2023)
    figure = parameter_figure(toy.facts(), AVERAGE)
    assert (figure.year, figure.value) == (2023, None)


def test_averages_of_two_years_with_one_date_are_two_rows_and_the_later_year_stands(toy, other_toy):
    toy.average(toy.lifted_average, 9000, 2022).average(toy.lifted_average, 10500, 2023)
    other_toy.average(toy.lifted_average, 10500, 2023).average(toy.lifted_average, 9000, 2022)
    assert {parameter_figure(one.facts(), AVERAGE).year for one in (toy, other_toy)} == {2023}


def test_of_two_rows_on_one_day_the_one_dated_to_the_day_stands(toy, other_toy):
    toy.average(toy.lifted_average, 1, 2023, "2023-12").average(toy.lifted_average, 2, 2023, "2023-12-31")
    other_toy.average(toy.lifted_average, 2, 2023, "2023-12-31")
    other_toy.average(toy.lifted_average, 1, 2023, "2023-12")
    assert [parameter_figure(one.facts(), AVERAGE).value for one in (toy, other_toy)] == [Decimal(2)] * 2


# The same name once it is written as the policy writes it.
WIDE = "全州（市）脱贫户人均纯收入"


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"value": 12000}, id="another number"),
        pytest.param({"value": None}, id="no number"),
        pytest.param({"value": 10500, "unit": "%"}, id="another unit"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["as entered", "the other way round"])
def test_two_numbers_of_one_year_and_day_are_none(toy, other, turned):
    rows = [(toy.lifted_average, {"value": 10500}), (WIDE, other)]
    # An older number is not put in the place of the contested one.
    toy.average(toy.lifted_average, 9000, 2022, "2022-12-31")
    for name, row in reversed(rows) if turned else rows:
        toy.average(name, **row)
    figure = parameter_figure(toy.facts(), AVERAGE)
    assert (figure.year, figure.value, figure.contested) == (2023, None, True)


def test_two_rows_that_say_the_same_are_no_contradiction(toy):
    toy.average(toy.lifted_average, 10500).average(WIDE, 10500, unit="元")
    figure = parameter_figure(toy.facts(), AVERAGE)
    assert (figure.value, figure.unit, figure.contested) == (Decimal(10500), "元", False)


def test_a_contested_parameter_leaves_households_without_an_answer_and_names_the_sources(toy, result_of):
    toy.household("H1", toy.one).income("H1", 100).average(toy.lifted_average, 10500).average(WIDE, 12000)
    toy.parameters[-1]["doc"] = "州统〔2023〕2号"
    result = result_of(toy, "YN-19", "H1")
    assert result.outcome == "parameter_missing"
    (reason,) = result.reasons
    assert reason.code == "contested_parameter"
    assert reason.values["doc"] == "州统〔2023〕1号、州统〔2023〕2号"


def test_full_width_brackets_are_the_same_name(toy):
    toy.average("全州（市）脱贫户人均纯收入 ", 10500)
    assert parameter_figure(toy.facts(), AVERAGE).value == Decimal("10500.0")


def test_a_number_of_the_document_stands_until_a_newer_row_is_entered(toy, other_toy):
    own = AVERAGE.model_copy(update={"value": Decimal(8000), "year": 2022})
    assert parameter_figure(toy.facts(), own).value == Decimal(8000)
    older = other_toy.average(toy.lifted_average, 7000, 2021, "2021-12-31")
    assert parameter_figure(older.facts(), own).value == Decimal(8000)
    same_year = older.average(toy.lifted_average, 8100, 2022, "2022-12-31")
    assert parameter_figure(same_year.facts(), own).value == Decimal("8100.0")


def test_a_county_parameter_is_looked_up_by_the_county(toy):
    county = AVERAGE.model_copy(update={"jurisdiction": "county"})
    toy.average(toy.lifted_average, 10500, jurisdiction="990001")
    assert parameter_figure(toy.facts(), county).value == Decimal("10500.0")
