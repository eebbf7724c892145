"""What a rule names (条款引用): the measures that it takes, the rules that it asks, and the days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.rules.measuring import KNOWN_MEASURES
from ruralmap.rules.outcomes import days_of
from ruralmap.rules.reached import BALANCES
from ruralmap.schema.dates import last_day
from ruralmap.schema.policy_conditions import Compare, comparisons_of, leaves_of_condition
from ruralmap.schema.policy_filters import Has, SelectedBy, leaves_of
from ruralmap.schema.policy_measures import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ruralmap.schema.policy import Policy, Rule
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_filters import Filter


def can_judge(rule: Rule) -> bool:
    """
    Say whether the engine knows all that a rule measures.

    Parameters
    ----------
    rule
        The rule.

    Returns
    -------
    known
        Also of what it says at other levels.
    """
    compares = [
        leaf
        for condition in conditions_of(rule)
        for leaf, _ in leaves_of_condition(condition)
        if isinstance(leaf, Compare)
    ]
    measures = [one for compare in compares for one in (compare.measure, compare.than) if one is not None]
    return all(isinstance(one, KNOWN_MEASURES) for one in measures)


def conditions_of(rule: Rule) -> list[Condition]:
    """
    List the conditions of a rule.

    Parameters
    ----------
    rule
        The rule.

    Returns
    -------
    conditions
        Of its readings, its rows, and other levels.
    """
    found: list[Condition | None] = [reading.condition for reading in rule.readings]
    found += [other.condition or other.conforms for other in rule.also]
    found.append(getattr(rule.body, "conforms", None))
    found += [part.conforms for part in getattr(rule.body, "parts", ())]
    return [condition for condition in found if condition is not None]


def rules_named(rule: Rule) -> set[str]:
    """
    List the rules that a rule asks what they said.

    Parameters
    ----------
    rule
        The rule.

    Returns
    -------
    ids
        Their ids.
    """
    trees = [rule.among, *(reading.among for reading in rule.readings), getattr(rule.body, "where", None)]
    trees += [part.where for part in getattr(rule.body, "parts", ())]
    trees += [tree for other in rule.also for tree in (other.among, other.where)]
    for condition in conditions_of(rule):
        for leaf, _ in leaves_of_condition(condition):
            if isinstance(leaf, Compare):
                parts = [*parts_of(leaf.measure), *(parts_of(leaf.than) if leaf.than else ())]
                trees += [leaf.where, *(part.where for part in parts)]
            else:
                trees.append(leaf.holds)
    return {name for tree in trees if tree is not None for name in _named(tree)}


def _named(tree: Filter) -> Iterator[str]:
    """Walk through the rules that a filter names, also of related rows."""
    for leaf, _ in leaves_of(tree, ""):
        if isinstance(leaf, SelectedBy):
            yield leaf.selected_by
        elif isinstance(leaf, Has) and leaf.where is not None:
            yield from _named(leaf.where)


def days_asked(policies: Sequence[Policy], as_of: str) -> list[str]:
    """
    List the days on which the rules of policies ask the books.

    Parameters
    ----------
    policies
        The policies.
    as_of
        The day of evaluation, ISO text.

    Returns
    -------
    days
        In order, the day of evaluation among them; none is later. Of rules with a deadline that ask money,
        the ends of months as well: they date when it was met.
    """
    found = {as_of}
    for rule in (rule for policy in policies for rule in policy.rules):
        found |= {day.date for day in days_of(rule, as_of)}
        found |= {other.due.isoformat() for other in rule.also if other.due is not None}
        found |= set(_ends_of_months(rule, as_of))
        for condition in conditions_of(rule):
            for leaf, _ in leaves_of_condition(condition):
                sides = (leaf.measure, leaf.than) if isinstance(leaf, Compare) else ()
                named = [getattr(one, "at", None) for one in sides]
                found |= {day.isoformat() for day in named if day is not None}
    return sorted(day for day in found if day <= as_of)


def _ends_of_months(rule: Rule, as_of: str) -> Iterator[str]:
    """List the ends of months from the year of a deadline that is over to the day of evaluation."""
    dues = [due.isoformat() for due in (rule.due, *(stage.due for stage in rule.stages)) if due is not None]
    over = [due for due in dues if due <= as_of]
    measures = [compare.measure for one in conditions_of(rule) for compare in comparisons_of(one)]
    rows = {part.rows for measure in measures for part in parts_of(measure)}
    if over and BALANCES in rows:
        for year in range(int(min(over)[:4]), int(as_of[:4]) + 1):
            yield from (last_day(f"{year}-{month:02d}") for month in range(1, 13))
