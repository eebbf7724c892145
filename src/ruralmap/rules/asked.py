"""What a rule asks (条款所问): tables, columns, published figures and numbers, each named once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ruralmap.schema.policy_bodies import ChecklistBody, CodeBody, ParameterBody
from ruralmap.schema.policy_conditions import Compare, leaves_of_condition
from ruralmap.schema.policy_filters import Has, InGroup, SelectedBy, Test, branches_of
from ruralmap.schema.policy_measures import (
    Days,
    Growth,
    Mismatch,
    ParameterMeasure,
    Presence,
    Share,
    Statistic,
    Value,
    parts_of,
)
from ruralmap.schema.policy_rows import columns_of
from ruralmap.schema.vocabulary import ROWS_OF_LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.schema.policy import Policy, Rule
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.policy_measures import Measure, Part


class Asked(NamedTuple):
    """
    One thing that is asked.

    A kind of rows, or a `column` of it in a `year` as the policy writes it; a `parameter`, of a year as well;
    or a `figure` that somebody publishes. `settled` where the policy says which side an empty cell takes.
    """

    rows: str = ""
    column: str = ""
    year: int | None = None
    parameter: str = ""
    figure: Statistic | None = None
    settled: bool = False


def asked_by(policy: Policy, rule: Rule) -> tuple[Asked, ...]:
    """
    List what a rule asks, in its default reading and in all that it says of rows and at other levels.

    Parameters
    ----------
    policy
        The policy.
    rule
        One of its rules.

    Returns
    -------
    asked
        Each once, in the order in which the rule asks it.
    """
    return tuple(dict.fromkeys(_of_rule(policy, rule)))


def _of_rule(policy: Policy, rule: Rule) -> Iterator[Asked]:
    """Walk through a rule: of whom it speaks, what must be so, what else it says."""
    own = rule.own_rows or ""
    if rule.readings:
        reading = rule.default_reading
        yield from _of_rows(policy, own, reading.among or rule.among, reading.condition)
    else:
        yield from _of_body(policy, rule, own)
    for other in rule.also:
        rows = other.rows or ROWS_OF_LEVEL.get(other.level) or ""
        yield from _of_rows(policy, rows, other.among, other.condition)
        yield from _of_rows(policy, rows, other.where, other.conforms)


def _of_body(policy: Policy, rule: Rule, own: str) -> Iterator[Asked]:
    """Walk through what a list, a code list, a parameter or a checklist asks of rows."""
    body = rule.body
    if isinstance(body, ParameterBody):
        yield from (Asked(parameter=name) for name in body.parameters)
    elif isinstance(body, CodeBody):
        yield Asked(own, body.column)
    elif isinstance(body, ChecklistBody):
        yield Asked("checklists")
    if own:
        yield Asked(own)
    yield from _of_rows(policy, own, rule.among, None)
    yield from _of_rows(policy, own, getattr(body, "where", None), getattr(body, "conforms", None))
    for part in getattr(body, "parts", ()):
        yield from _of_rows(policy, part.rows or own, part.where, part.conforms)


def _of_rows(policy: Policy, rows: str, where: Filter | None, condition: Condition | None) -> Iterator[Asked]:
    """Walk through a filter of some rows, and what must be so of those that pass."""
    if where is not None:
        yield from _of_filter(policy, rows, where)
    for leaf, _ in leaves_of_condition(condition) if condition is not None else ():
        if not isinstance(leaf, Compare):
            yield from _of_filter(policy, rows, leaf.holds)
            continue
        if leaf.where is not None:
            yield from _of_filter(policy, rows, leaf.where)
        if leaf.parameter is not None:
            yield Asked(parameter=leaf.parameter)
        yield from _of_measure(policy, rows, leaf.measure)
        if leaf.than is not None:
            yield from _of_measure(policy, rows, leaf.than)


def _of_measure(policy: Policy, rows: str, measure: Measure) -> Iterator[Asked]:
    """Walk through what a measure reads."""
    measured = measure.of if isinstance(measure, Growth) else measure
    if isinstance(measured, Statistic):
        yield Asked("statistics", figure=measured)
    elif isinstance(measured, ParameterMeasure):
        yield Asked(parameter=measured.parameter)
    elif isinstance(measured, Mismatch | Share):
        yield Asked(measured.right if isinstance(measured, Mismatch) else "denominators")
    else:
        yield from _of_own(rows, measured)
    for part in parts_of(measure):
        yield from _of_part(policy, part)


def _of_own(rows: str, measure: Measure) -> Iterator[Asked]:
    """Name the columns of the unit's own row, and the dates, that a measure reads."""
    if isinstance(measure, Value):
        yield Asked(rows, measure.column, measure.year)
    elif isinstance(measure, Days):
        known = columns_of(rows)
        dates = [name for name in (measure.start, measure.end) if name != "as_of"]
        yield from (Asked(rows if name in known else measure.rows or rows, name) for name in dates)
    elif isinstance(measure, Presence):
        yield Asked(measure.rows, measure.on)


def _of_part(policy: Policy, part: Part) -> Iterator[Asked]:
    yield Asked(part.rows)
    column = part.column or part.distinct
    if column is not None:
        yield Asked(part.rows, column)
    if part.where is not None:
        yield from _of_filter(policy, part.rows, part.where)


def _of_filter(policy: Policy, rows: str, tree: Filter) -> Iterator[Asked]:
    """Walk through a filter, into groups, related rows and the rules that it names."""
    if isinstance(tree, Test):
        yield from _of_test(rows, tree)
    elif isinstance(tree, InGroup):
        group = policy.groups[tree.group]
        yield from _of_filter(policy, group.rows, group.where)
    elif isinstance(tree, SelectedBy):
        yield from _of_rule(policy, policy.rule(tree.selected_by))
    elif isinstance(tree, Has):
        yield Asked(tree.has)
        if tree.where is not None:
            yield from _of_filter(policy, tree.has, tree.where)
    for part in branches_of(tree)[1]:
        yield from _of_filter(policy, rows, part)


def _of_test(rows: str, test: Test) -> Iterator[Asked]:
    """Name the columns and the number that a test holds together."""
    yield Asked(rows, test.column, test.year, settled=test.missing == "counted")
    if test.parameter is not None:
        yield Asked(year=test.year, parameter=test.parameter)
    if test.than is not None:
        yield Asked(rows, test.than.column, test.than.year)
        if test.than.times_parameter is not None:
            yield Asked(parameter=test.than.times_parameter)
