import pytest

from ruralmap.demo.parameters import LIFTED_AVERAGE_YUAN, list_parameters


def test_every_household_has_four_years(county):
    incomes = county.tables["incomes"]
    years = incomes.groupby("hh_id")["year"].agg(list)
    assert years.map(lambda found: found == [2021, 2022, 2023, 2024]).all()
    assert set(years.index) == set(county.households["hh_id"])


def test_net_income_is_the_four_types_less_the_cost_of_the_business(county):
    rows = county.tables["incomes"]
    types = rows[["wage_fen", "business_fen", "property_fen", "transfer_fen"]]
    assert (rows["net_fen"] == types.sum(axis=1) - rows["business_cost_fen"]).all()
    # Rounded to the fen: the rest by the size is at most half a person's fen.
    assert ((rows["net_pc_fen"] * rows["size"] - rows["net_fen"]).abs() * 2 <= rows["size"]).all()
    assert (types >= 0).all().all()


def test_households_without_labour_have_no_wages(county):
    rows = county.tables["incomes"].join(county.households.set_index("hh_id")["whole_no_labour"], on="hh_id")
    assert rows.loc[rows["whole_no_labour"], "wage_fen"].eq(0).all()


def test_between_a_fifth_and_a_third_of_the_households_are_below_the_average(county, truth):
    zones = truth["zones"].set_index("rule_id")
    share = zones.loc["YN-19", "numerator"] / len(county.households)
    assert 0.20 < share < 0.35


def test_three_households_stand_exactly_on_the_average(county):
    households = county.households
    on_line = households["in_lifted"] & households["net_pc_fen"].eq(LIFTED_AVERAGE_YUAN[2023] * 100)
    assert households.loc[on_line, "village_code"].eq("441624110207").sum() == 3


@pytest.mark.parametrize("year", [2021, 2022, 2023])
def test_the_averages_are_published_at_the_end_of_the_year(year):
    rows = list_parameters().query("jurisdiction == '441600'").set_index(["year", "name"]).loc[year]
    assert list(rows.index) == ["全州(市)脱贫户人均纯收入", "全州(市)监测对象人均纯收入"]
    assert rows["valid_from"].eq(f"{year}-12-31").all()
    assert rows["unit"].eq("元").all()
    assert rows["doc"].str.startswith("模拟").all()
