"""Net income: four kinds of gain, less the cost of the business, never divided."""

import numpy as np
import pandas as pd
import pytest

from ruralmap.rules.incomes import Incomes, net_incomes, rows_of_year


def incomes_of(table: pd.DataFrame, hh_ids: list[str]) -> Incomes:
    homes = np.array([hh_ids.index(one) if one in hh_ids else -1 for one in table["hh_id"]], dtype=np.intp)
    return net_incomes(rows_of_year(table, homes, len(hh_ids), year=2023))


def test_net_income_is_four_gains_less_the_cost_of_business(toy):
    toy.income("A", 0, 3)
    toy.incomes[0] |= {
        "wage_fen": 2_000_000,
        "business_fen": 1_500_000,
        "property_fen": 30_000,
        "transfer_fen": 120_050,
        "business_cost_fen": 600_000,
    }
    incomes = incomes_of(toy.facts().incomes, ["A"])
    # 2,000,000 + 1,500,000 + 30,000 + 120,050 − 600,000 = 3,050,050 fen
    assert incomes.net_fen.tolist() == [3_050_050]
    assert incomes.size.tolist() == [3]


def test_each_household_gets_its_own_year_in_the_order_asked(toy):
    toy.income("A", 100).income("B", 200).income("A", 999, year=2022)
    incomes = incomes_of(toy.facts().incomes, ["B", "A", "C"])
    assert incomes.net_fen.tolist() == [200, 100, 0]
    assert incomes.known.tolist() == [True, True, False]


@pytest.mark.parametrize("gap", ["wage_fen", "transfer_fen", "business_cost_fen", "size"])
def test_a_gap_in_any_part_leaves_the_income_unknown(toy, gap):
    toy.income("A", 100)
    toy.incomes[0][gap] = None
    assert incomes_of(toy.facts().incomes, ["A"]).known.tolist() == [False]


def test_of_households_that_nobody_counts_nothing_is_taken(toy):
    toy.income("B", 200)
    assert incomes_of(toy.facts().incomes, ["A"]).known.tolist() == [False]


def test_without_the_table_nothing_is_known(toy):
    nothing = pd.DataFrame(columns=toy.facts().incomes.columns)
    assert incomes_of(nothing, ["A"]).known.tolist() == [False]
