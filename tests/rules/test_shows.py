"""Numbers beside a result: exact, of the units that they are of, and judged by nothing."""

from fractions import Fraction

from case_files import COUNTY, EAST, ONE, RuleCase, facts_of
from one_rule import said_alone
from ruralmap.files.policies import read_policy


def shown(policy_id, rule_id, as_of="2024-09-30", **tables):
    """Give the results of a rule by level and code."""
    policy = read_policy(policy_id)
    facts = facts_of(policy, RuleCase(policy_id, "-", "-", as_of, tables, {}))
    found = [result for said in said_alone(policy, facts, rule_id) for result in said.results]
    return {(result.level, result.code): result for result in found}


def numbers(result):
    return [(one.value, one.unit) for one in result.shows]


def test_a_village_list_shows_its_sums_and_what_they_add_up_to():
    # WX-23: 1,200.00 and 34.56 元 lie undistributed; the time that they have is a village's own.
    rows = [
        {
            "village_code": ONE,
            "as_of": "2024-09-30",
            "undistributed_fen": 120_000,
            "idle_since": "2024-06-30",
        },
        {"village_code": f"{EAST}202", "as_of": "2024-09-30", "undistributed_fen": 3_456},
    ]
    found = shown("weixi-2024", "WX-23", village_balances=rows)
    assert numbers(found["village", ONE]) == [(1200, "元"), (3, "月")]
    assert numbers(found["village", f"{EAST}202"]) == [(Fraction("34.56"), "元"), (None, "月")]
    assert numbers(found["township", EAST]) == [(Fraction("1234.56"), "元")]
    assert numbers(found["county", COUNTY]) == [(Fraction("1234.56"), "元")]
    record = found["village", ONE].as_record()
    assert [(one["value"], one["unit"]) for one in record["shows"]] == [(1200.0, "元"), (3.0, "月")]


def test_what_stands_beside_a_row_is_no_number_of_its_place():
    # HP-33 shows each household's rigid spending of two years: no township has one.
    found = shown("heping-2024", "HP-33", households=[{"hh_id": "H"}])
    assert {result.shows for result in found.values()} == {()}
    assert "shows" not in found["county", COUNTY].as_record()


def test_of_a_table_that_is_not_there_no_number_is_known():
    policy = read_policy("weixi-2024")
    case = RuleCase("weixi-2024", "-", "-", "2024-09-30", {}, {}, frozenset({"village_balances"}))
    found = said_alone(policy, facts_of(policy, case), "WX-23")
    assert numbers(found[0].results[0]) == [(None, "元")]
