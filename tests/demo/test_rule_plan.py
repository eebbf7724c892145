"""The plan of what each rule must answer."""

import pytest

from ruralmap.demo.parameters import COUNTY_NUMBERS, list_parameters
from ruralmap.demo.rule_plan import OUTCOMES, RULE_COLUMNS, WHY, list_rules

PLANNED = [rule for rules in OUTCOMES.values() for rule in rules.split()]


@pytest.fixture(scope="session")
def rules(county):
    return list_rules(county)


def test_a_rule_is_planned_once_and_told_for_the_county(rules):
    assert tuple(rules.columns) == RULE_COLUMNS
    of_county = rules[rules["level"].eq("county")]
    assert len(PLANNED) == len(set(PLANNED)) == len(of_county)
    assert set(of_county["code"]) == {"441624"}
    assert set(WHY) <= set(PLANNED)


@pytest.mark.parametrize("document", ["NJ", "HP", "WX"])
def test_at_least_a_fifth_of_what_is_planned_of_a_document_fails(document):
    of_document = [rule for rule in PLANNED if rule.startswith(document)]
    failing = [
        rule for rule in (OUTCOMES["fail"] + " " + OUTCOMES["violated"]).split() if rule in of_document
    ]
    assert 5 * len(failing) >= len(of_document)


def test_what_stays_without_a_number_is_what_the_documents_leave_blank():
    # Design of the demonstration: the blanks of the Yunnan paper, and amounts that are set elsewhere.
    assert set(OUTCOMES["parameter_missing"].split()) == {
        *(f"YN-{number}" for number in ("05", "07", "08", "10", "29", "30", "33", "34")),
        *("NJ-29", "NJ-47", "HP-30"),
    }
    assert set(OUTCOMES["not_applicable"].split()) == {
        f"HA-{number}" for number in ("01", "02", "04", "09", "12", "13", "15", "18")
    }


def test_townships_answer_apart(rules):
    townships = rules[rules["level"].eq("township")]
    # Of the township with the source of which only the month is known HP-10 is not planned.
    told = ("HP-03", "HP-06", "HP-11", "HP-20", "NJ-40", "NJ-41", "WX-15", "WX-21", "WX-50")
    assert townships.groupby("rule_id").size().to_dict() == dict.fromkeys(told, 17) | {"HP-10": 16}
    failing = townships[townships["outcome"].eq("fail")].groupby("rule_id").size().to_dict()
    several = {"NJ-40": 2, "WX-21": 1, "WX-50": 15}
    assert failing == dict.fromkeys(("HP-03", "HP-06", "HP-10", "HP-11", "NJ-41"), 1) | several


def test_the_numbers_are_those_of_the_frames(rules, county):
    values = rules[rules["level"].eq("county")].set_index("rule_id")["value"]
    rows = county.tables["incomes"].query("year == 2024").set_index("hh_id")
    households = county.households.set_index("hh_id")
    lifted = rows.loc[households.index[households["in_lifted"]]]
    a_head = lifted["net_fen"] / lifted["size"]
    assert int(values["NJ-08"]) == (a_head <= 1_000_000).sum()
    assert (values["NJ-01"], values["WX-10"], values["HP-32"]) == ("17", "1", "0")
    # WX-17: what the county set for itself, and nine tenths of it by the end of March.
    target, _ = COUNTY_NUMBERS["脱贫劳动力转移就业年度任务"]
    assert int(values["WX-17"]) >= target
    assert int(values["YN-06"]) > int(values["WX-13"]) > 0


def test_numbers_of_the_county_and_of_the_province_are_said_to_be_simulated():
    rows = list_parameters()
    assert not rows.duplicated(["jurisdiction", "name", "year", "valid_from"]).any()
    assert set(rows["jurisdiction"]) == {"441600", "441624", "440000"}
    assert rows["doc"].str.startswith("模拟").all()
    lines = rows[rows["jurisdiction"].eq("440000")].set_index(["name", "year"])["value"]
    # HP-12: 10,800 is one and a half times 7,200.
    assert lines["防止返贫监测线", 2024] == 1.5 * lines["农村低保标准(四类地区)", 2023]
