"""
The shipped packs against the reading of the documents (工作清单): every rule, its kind, its words, its units.

`data/policy_rules.csv` is what was read in the five documents before a pack was written: one line a rule,
with the clause as it stands. Where the level of a rule is written in other words than a pack has, the tables
below say which level it became, and why.
"""

import csv
from pathlib import Path

import pytest

from ruralmap.files.policies import read_policy, shipped_policies

ORDER = Path(__file__).parents[1] / "data" / "policy_rules.csv"

# A number "of households", "of projects" or "of money" for the county is the county's one answer; the numbers
# of its townships and villages are shown under it. So is one of several groups or industries (all hold).
COUNTY = (
    "household→county",
    "fund→county",
    "project→county",
    "village→county",
    "county×group",
    "county×industry",
    "person group",
    "person(staff)",
    "parameter",
    "city/county",  # a county's workspace judges the county
    "province/county",
)
# A thing of its own table is judged row by row, and rolls up to the places of the rows.
RECORDS = {
    "payment": "payments",
    "contract": "contracts",
    "grid": "grids",
    "point": "industries",
    "water source": "water_sources",
    "clue": "clues",
    "parcel": "parcels",
    "problem": "problems",
    "data": "data_received",
    "task": "tasks",
}
WORDS = {
    **dict.fromkeys(COUNTY, ("county",)),
    **{word: (f"record of {rows}",) for word, rows in RECORDS.items()},
    "hh→town": ("township",),
    "town": ("township",),
    "project→hh": ("project",),  # the project that says it binds households has to
    "hh / p": ("person",),
    "hh/person": ("household",),  # 每户 is the text; the person is a reading
}
# One rule id may be asked at further levels (`also`), and a few are judged where the thing is that they bind.
RULES = {
    # each payment, clue, income, return or task is right or not; the household, asset or county has several
    "NJ-17": ("record of payments",),
    "NJ-31": ("record of payments",),
    "NJ-32": ("record of benefits",),
    "NJ-43": ("record of clues",),
    "NJ-49": ("record of tasks",),
    "YN-02": ("record of incomes",),
    "YN-31": ("record of funds",),
    "HP-24": ("record of yields",),
    "HP-35": ("record of tasks",),
    "WX-06": ("record of clues",),
    "WX-56": ("record of help_units",),
    # the clause says record and means a problem found, and a measure taken
    "HP-29": ("record of problems",),
    "WX-09": ("record of measures",),
    # 500 元/人 is of the household's size: the household is paid, not a person
    "NJ-18": ("household",),
    # the secretary visits households; the township's answer is that of its households, rolled up
    "HP-04": ("household",),
    # the source is tested; a household whose source failed is named beside
    "HP-11": ("record of water_sources", "household"),
    # "nobody is left": a number of the whole county, which has to be nought
    "HP-32": ("county",),
    "WX-10": ("county",),
    "WX-13": ("county",),
    "WX-54": ("county",),
    # money that the county gets, two ledgers compared as a whole, a report that the county's office sends
    "WX-27": ("county",),
    "WX-28": ("county",),
    "WX-29": ("county",),
    "WX-46": ("county",),
    "WX-49": ("county",),
    # a ratio of all the province's money: above the county
    "HA-18": ("province",),
    # asked at several levels
    "NJ-41": ("township", "county"),
    "YN-14": ("county", "site"),
    "YN-22": ("household", "village", "township"),
    "WX-22": ("county", "village"),
    "WX-50": ("township", "record of units"),
    "HA-25": ("village", "record of clues", "county"),
}


def orders():
    with ORDER.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ORDERS = orders()


@pytest.fixture(scope="module")
def rules():
    """Every rule of the packs that follow a document, by id."""
    packs = [read_policy(policy) for policy in shipped_policies() if policy != "roster-doubts"]
    return {rule.id: rule for pack in packs for rule in pack.rules}


def levels_of(rule):
    asked = (rule, *rule.also)
    return tuple(f"record of {part.rows}" if part.level == "record" else part.level for part in asked)


def test_every_rule_that_was_read_is_in_a_pack_and_no_other(rules):
    assert sorted(rules) == sorted(order["rule_id"] for order in ORDERS)
    assert len(ORDERS) == 207


@pytest.mark.parametrize("order", ORDERS, ids=[order["rule_id"] for order in ORDERS])
def test_a_rule_is_what_was_read(order, rules):
    rule = rules[order["rule_id"]]
    assert (rule.kind, rule.quote, rule.responsible_text) == (
        order["kind"],
        order["quote"],
        order["responsible"],
    )
    assert (rule.quote_display or rule.quote) == order["quote_display"]
    word = order["level"]
    assert levels_of(rule) == RULES.get(rule.id, WORDS.get(word, (word,)))


def test_no_exception_is_kept_that_is_none():
    plain = {order["rule_id"]: WORDS.get(order["level"], (order["level"],)) for order in ORDERS}
    assert not {rule_id for rule_id, levels in RULES.items() if plain[rule_id] == levels}
    assert set(WORDS) <= {order["level"] for order in ORDERS}
