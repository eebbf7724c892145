"""Cells of an adopted list: money is kept in fen and shown in yuan, persons as they are."""

import pytest

from ruralmap.files.policies import read_policy
from ruralmap.jobs.adoption_sheets import cell, money_rules
from ruralmap.rules.adopted import Listed

MONEY = frozenset({"HP-13"})


def test_rules_on_incomes_are_money_and_those_on_persons_are_not():
    # HP-13 and HP-28 compare an income a head; YN-20 and YN-21 divide persons by persons.
    assert money_rules(read_policy("heping-2024").listing) == {"HP-13", "HP-28"}
    assert money_rules(read_policy("yunnan-county-2022-2025").listing) == {"YN-19"}


@pytest.mark.parametrize(
    ("rule_id", "column", "shown"),
    [
        # 2,140,000 fen are 21,400.00 yuan, 20,001 fen 200.01 yuan; two persons stay two.
        ("HP-13", "numerator", 21400),
        ("HP-13", "margin", 200.01),
        ("HP-13", "denominator", 2),
        ("YN-20", "numerator", 2_140_000),
    ],
)
def test_a_number_is_shown_in_its_unit(rule_id, column, shown):
    numbers = {"numerator": 2_140_000, "denominator": 2, "margin": 20_001}
    unit = Listed(rule_id, "household", "H1", "H1", "selected", adopted=True, **numbers)
    assert cell(unit, column, "zh", money=MONEY) == shown
