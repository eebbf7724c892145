"""Columns that no file has: fifths of incomes, reference income, who is elsewhere, doubled numbers."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from measure_toy import setting_of
from ruralmap.rules.book import book_of
from ruralmap.rules.case import prepare_case
from ruralmap.rules.elsewhere import owners_away, payers_away
from ruralmap.rules.fifths import fifths_of

HERE, THERE = "990001100201", "990001100202"


def column(rows, name, year=None, **tables):
    cells = setting_of(**tables).asker.view.cells(rows, name, year=year)
    values = [*cells.distinct, None]
    return [values[place] for place in cells.places.tolist()]


@pytest.mark.parametrize(
    ("incomes", "groups"),
    [
        pytest.param(
            [(100, 1), (200, 1), (300, 1), (400, 1), (500, 1)], [1, 2, 3, 4, 5], id="one to a group"
        ),
        # Heads 50, 100, 200: of ten persons the first four, five more from the fifth, the last.
        pytest.param([(200, 4), (500, 5), (200, 1)], [1, 3, 5], id="where its first person is"),
        pytest.param([(100, 1), (200, 2), (900, 2)], [1, 1, 4], id="equal heads are together"),
        pytest.param([(7, 1)], [1], id="alone"),
    ],
)
def test_fifths_are_of_persons(incomes, groups):
    fen, size = (np.array(side) for side in zip(*incomes, strict=True))
    assert fifths_of(fen, size, np.ones(len(fen), dtype=bool)).tolist() == groups


def test_who_is_not_counted_is_in_no_group():
    assert fifths_of(np.array([1, 2]), np.array([0, 1]), np.array([False, True])).tolist() == [0, 1]
    assert fifths_of(np.array([1]), np.array([0]), np.array([False])).tolist() == [0]


def test_lifted_households_are_grouped():
    homes = [{"hh_id": "H"}, {"hh_id": "I"}, {"hh_id": "N", "hh_type": "一般农户"}]
    incomes = [{"hh_id": name, "year": 2024, "wage_fen": 5} for name in "HN"]
    assert column("households", "income_group", 0, households=homes, incomes=incomes) == [1, None, None]


def test_claims_are_added_and_rigid_spending_is_not():
    # (10,000.00 + 500.00 − 2,000.00) by 2 persons is 4,250.00.
    income = {"hh_id": "H", "year": 2024, "size": 2, "wage_fen": 1_000_000}
    full = income | {"claims_fen": 50_000, "rigid_fen": 200_000}
    homes = [{"hh_id": "H", "size": 2}]
    assert column("households", "ref_pc", 0, households=homes, incomes=[full]) == [425_000]
    assert column("households", "ref_pc", 0, households=homes, incomes=[full | {"rigid_fen": None}]) == [None]
    assert column("households", "ref_pc", 0, households=homes, incomes=[income]) == [None]


def test_an_income_is_worked_out_of_its_parts():
    income = {
        "hh_id": "H",
        "year": 2024,
        "wage_fen": 5,
        "business_fen": 7,
        "business_cost_fen": 2,
        "net_fen": 99,
    }
    assert column("incomes", "net_fen", households=[{"hh_id": "H"}], incomes=[income]) == [10]
    assert column(
        "incomes", "net_fen", households=[{"hh_id": "H"}], incomes=[income | {"wage_fen": None}]
    ) == [None]


def test_who_pays_is_away_where_nothing_stands():
    places = [
        {"prj_id": "X", "village_code": HERE, "relation": "建设地"},
        {"prj_id": "X", "village_code": HERE, "relation": "出资村"},
        {"prj_id": "X", "village_code": THERE, "relation": "出资村"},
        {"prj_id": "Y", "village_code": THERE, "relation": "出资村"},
        {"prj_id": "Z", "village_code": THERE, "relation": "出资村"},
    ]
    projects = [
        {"prj_id": name, "village_code": code} for name, code in (("X", THERE), ("Y", HERE), ("Z", None))
    ]
    # X stands where its place says, Y where its own table says; of Z nobody says it.
    assert column("project_places", "is_away", projects=projects, project_places=places) == [
        False,
        False,
        True,
        True,
        None,
    ]
    assert column("project_places", "is_away", absent=("projects",), project_places=places[:1]) == [False]


def test_an_owner_of_another_village_is_away():
    assets = [{"asset_id": "A", "asset": "A", "village_code": HERE}]
    owners = [
        {"asset_id": "A", "owner": "1", "village_code": HERE},
        {"asset_id": "A", "owner": "2", "village_code": THERE},
        {"asset_id": "A", "owner": "3"},
    ]
    assert column("asset_owners", "is_away", assets=assets, asset_owners=owners) == [False, True, None]


def test_without_the_tables_nobody_is_away():
    view = setting_of(absent=("project_places", "assets")).asker.view
    assert not payers_away(view, "project_places", 2024).known
    assert not owners_away(view, "asset_owners", 2024).known


def test_what_was_paid_after_the_day_is_owed_on_it():
    due = {"contract_id": "C", "period": "2024", "due_on": "2024-06-30", "due_fen": 1000}
    rows = [
        due | {"yield_kind": "租金", "paid_on": "2024-09-30", "paid_fen": 400},
        due | {"yield_kind": "分红", "paid_on": "2024-10-08", "paid_fen": 1000},
        due | {"yield_kind": "利息", "paid_on": None, "paid_fen": None},
    ]
    # In the order of their keys: 分红, 利息, 租金.
    assert column("yields", "outstanding_fen", yields=rows) == [1000, None, 600]


def test_the_household_gains_what_each_of_its_persons_does():
    homes = [{"hh_id": "H", "size": 3}, {"hh_id": "I", "size": 0}]
    rows = [
        {"measure_id": "M1", "hh_id": "H", "gain_pc_fen": 15_000},
        {"measure_id": "M2", "hh_id": "H", "gain_pc_fen": None},
        {"measure_id": "M3", "hh_id": "X", "gain_pc_fen": 1},
    ]
    assert column("measures", "gain_fen", households=homes, measures=rows) == [45_000, None, None]


def test_four_kinds_of_income_are_added_up_before_the_cost():
    row = {"hh_id": "H", "year": 2024, "wage_fen": 1, "business_fen": 20, "property_fen": 300}
    rows = [row | {"transfer_fen": 4000, "business_cost_fen": 7}]
    assert column("incomes", "gross_fen", incomes=rows) == [4321]
    assert column("incomes", "net_fen", incomes=rows) == [4314]


def test_a_number_that_stands_twice_tells_no_age():
    persons = [{"p_id": f"P{number}", "hh_id": "H"} for number in (1, 2, 3)]
    setting = setting_of(persons=persons, person_records=[{"p_id": "P1", "birth_on": "1987-03-17"}])
    numbers = ["990001201406012014", "990001201406012014", "990001194910010019"]
    facts = setting.case.facts
    facts = replace(facts, persons=facts.persons.assign(identity=pd.Series(numbers, dtype="str")))
    cells = prepare_case(setting.case.policy, facts, book_of(facts)).asker().view.cells("persons", "age")
    # 37 years since 1987-03-17; nobody says when P2 was born; 75 years after 1949-10-01 is tomorrow.
    assert [[*cells.distinct, None][place] for place in cells.places.tolist()] == [37, None, 74]
