"""Net income: four kinds of gain, less the cost of the business, never divided."""

import pandas as pd
import pytest

from ruralmap.rules.incomes import net_incomes


def test_net_income_is_four_gains_less_the_cost_of_business(toy):
    toy.income("A", 0, 3)
    toy.incomes[0] |= {
        "wage_fen": 2_000_000,
        "business_fen": 1_500_000,
        "property_fen": 30_000,
        "transfer_fen": 120_050,
        "business_cost_fen": 600_000,
    }
    incomes = net_incomes(toy.facts().incomes, pd.Series(["A"]), year=2023)
    # 2,000,000 + 1,500,000 + 30,000 + 120,050 − 600,000 = 3,050,050 fen
    assert incomes.net_fen.tolist() == [3_050_050]
    assert incomes.size.tolist() == [3]


def test_each_household_gets_its_own_year_in_the_order_asked(toy):
    toy.income("A", 100).income("B", 200).income("A", 999, year=2022)
    incomes = net_incomes(toy.facts().incomes, pd.Series(["B", "A", "C"]), year=2023)
    assert incomes.net_fen.tolist() == [200, 100, 0]
    assert incomes.known.tolist() == [True, True, False]


@pytest.mark.parametrize("gap", ["wage_fen", "transfer_fen", "business_cost_fen", "size"])
def test_a_gap_in_any_part_leaves_the_income_unknown(toy, gap):
    toy.income("A", 100)
    toy.incomes[0][gap] = None
    assert net_incomes(toy.facts().incomes, pd.Series(["A"]), year=2023).known.tolist() == [False]


def test_without_a_year_nothing_is_known(toy):
    toy.income("A", 100)
    assert net_incomes(toy.facts().incomes, pd.Series(["A"]), year=None).known.tolist() == [False]


def test_without_the_table_nothing_is_known(toy):
    nothing = pd.DataFrame(columns=toy.facts().incomes.columns)
    assert net_incomes(nothing, pd.Series(["A"]), year=2023).known.tolist() == [False]
