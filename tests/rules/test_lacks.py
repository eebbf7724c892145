"""What a rule asks and nobody told, by name."""

from dataclasses import replace

import pytest

from measure_toy import setting_of
from ruralmap.files.policies import read_policy
from ruralmap.rules.book import book_of
from ruralmap.rules.case import prepare_case
from ruralmap.rules.lacks import Lack, is_unheard, lacks_of


def case_of(policy, absent=(), as_of="2024-09-30", **tables):
    facts = setting_of(as_of=as_of, absent=absent, **tables).case.facts
    return prepare_case(policy, replace(facts, as_of=as_of), book_of(facts))


@pytest.fixture(scope="module")
def heping():
    return read_policy("heping-2024")


@pytest.fixture(scope="module")
def yunnan():
    return read_policy("yunnan-county-2022-2025")


def test_a_table_that_is_not_there_is_named(heping):
    case = case_of(heping, absent=("documents",))
    assert Lack("table", "documents") in lacks_of(case, heping.rule("HP-08"))
    assert is_unheard(case, heping.rule("HP-08"), case.asker())


def test_a_column_that_is_empty_throughout_is_named_and_a_cell_is_counted(heping):
    rule = heping.rule("HP-11")
    water = [{"water_id": "W1", "result": None}, {"water_id": "W2", "result": None}]
    case = case_of(heping, water_sources=water)
    assert Lack("column", "water_sources", "result") in lacks_of(case, rule)
    case = case_of(heping, water_sources=[{"water_id": "W1", "result": "合格"}, water[1]])
    assert Lack("cells", "water_sources", "result", 1) in lacks_of(case, rule)
    assert not is_unheard(case, rule, case.asker())


def test_a_number_that_is_blank_in_the_text_is_named(yunnan):
    case = case_of(yunnan, as_of="2025-12-31")
    found = lacks_of(case, yunnan.rule("YN-34"))
    assert Lack("parameter", "主要农作物良种推广覆盖率任务") in found
    assert Lack("statistic", "畜禽良种覆盖率") in found


def test_a_number_of_a_year_is_named_with_the_year():
    henan = read_policy("henan-2023-2025")
    case = case_of(henan, as_of="2023-12-31")
    years = {lack.year for lack in lacks_of(case, henan.rule("HA-05")) if lack.what == "parameter"}
    assert years == {2022, 2023}


def test_where_the_policy_takes_a_side_an_empty_cell_is_no_lack(heping):
    homes = [{"hh_id": "H", "monitor_class": "边缘易致贫户"}, {"hh_id": "I", "risk_cleared": "否"}]
    case = case_of(heping, households=homes)
    assert "risk_cleared" not in {lack.column for lack in lacks_of(case, heping.rule("HP-08"))}


def test_an_empty_date_is_no_lack(heping):
    case = case_of(heping, households=[{"hh_id": "H"}], persons=[{"p_id": "P", "hh_id": "H"}])
    assert "cleared_on" not in {lack.column for lack in lacks_of(case, heping.rule("HP-27"))}


def test_populations_are_a_table_as_well(yunnan):
    case = case_of(yunnan)
    assert Lack("table", "denominators") in lacks_of(case, yunnan.rule("YN-20"))
