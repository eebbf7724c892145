"""Takes one measure of the hand-made county, without a policy's rule around it."""

from functools import cache

from pydantic import TypeAdapter

from case_files import RuleCase, facts_of
from ruralmap.files.policies import read_policy
from ruralmap.rules.book import book_of
from ruralmap.rules.case import prepare_case
from ruralmap.rules.measures import Setting
from ruralmap.rules.measuring import measured
from ruralmap.schema.policy_measures import Measure

_MEASURE = TypeAdapter(Measure)


@cache
def _policy():
    return read_policy("heping-2024")


def setting_of(level="county", rows=None, as_of="2024-09-30", absent=(), **tables):
    """Open the books of a day; the policy is that of Heping, 2024, posted on 6 August."""
    case = RuleCase("heping-2024", "-", "-", as_of, tables, {}, frozenset(absent))
    facts = facts_of(_policy(), case)
    prepared = prepare_case(_policy(), facts, book_of(facts))
    asker = prepared.asker(as_of)
    return Setting(prepared, asker, prepared.units(asker, level, rows))


def taken(measure, level="county", rows=None, as_of="2024-09-30", absent=(), **tables):
    """Take a measure as a policy writes it."""
    return measured(
        _MEASURE.validate_python(measure), setting_of(level, rows, as_of, absent=absent, **tables)
    )
