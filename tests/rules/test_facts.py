"""Tables in which somebody would be counted twice or not at all are refused."""

from dataclasses import replace

import pandas as pd
import pytest

from ruralmap.errors import ConservationError
from ruralmap.rules.facts import require_countable


@pytest.mark.parametrize(
    "table", ["persons", "households", "denominators", "incomes", "villages", "townships"]
)
def test_a_repeated_key_is_refused(toy, table):
    toy.lifted(toy.one, 4).population(toy.east, 1000).income("H00000", 100)
    facts = toy.facts()
    doubled = pd.concat([getattr(facts, table).iloc[:1]] * 2)
    with pytest.raises(ConservationError, match=table):
        require_countable(replace(facts, **{table: doubled}))


def test_a_person_without_a_household_is_refused(toy):
    toy.lifted(toy.one, 4)
    facts = toy.facts()
    with pytest.raises(ConservationError, match="4 "):
        require_countable(replace(facts, households=facts.households.iloc[:0]))


def test_a_missing_column_is_named(toy):
    facts = toy.facts()
    with pytest.raises(ConservationError, match="risk_cleared"):
        require_countable(replace(facts, households=facts.households.drop(columns="risk_cleared")))


def test_sound_tables_pass(toy):
    assert require_countable(toy.lifted(toy.one, 4).facts()) is None
