"""Whether the parts of a policy fit each other: groups, parameters, rules, levels, dates (政策内部核对)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ruralmap.schema.policy_bodies import ChecklistBody, CodeBody, ListBody, ParameterBody
from ruralmap.schema.policy_columns import (
    Names,
    Scope,
    unfit_column,
    unfit_filter,
    unfit_rows,
    unknown_name,
)
from ruralmap.schema.policy_compares import unfit_condition, unfit_measure
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_filters import Has, SelectedBy, leaves_of
from ruralmap.schema.policy_problems import Problem
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rules import TEXT_READING
from ruralmap.schema.policy_units import is_unit
from ruralmap.schema.vocabulary import DATE_UNIT, ROWS_OF_LEVEL, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.schema.policy import Group, Parameter, Policy
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.policy_rules import Reading, Rule
    from ruralmap.schema.vocabulary import Level

# A quote is what is needed to find the clause, and no copy of it.
LONGEST_QUOTE: Final = 30


def unfit_parts(policy: Policy) -> Iterator[Problem]:
    """
    Find what is well formed by itself but does not fit the rest of the policy.

    Parameters
    ----------
    policy
        The policy.

    Yields
    ------
    problem
        Each mistake, in the order of the file.
    """
    for name, parameter in policy.parameters.items():
        yield from _unfit_declaration(parameter, f"parameters.{name}")
    groups: dict[str, Group] = {}
    for name, group in policy.groups.items():
        names = Names(groups, policy.parameters, {}, policy.published_on is not None)
        yield from _unfit_group(group, names, f"groups.{name}")
        groups = groups | {name: group}
    earlier: dict[str, Level] = {}
    for rule in policy.rules:
        place = f"rules[{rule.id}]"
        if rule.id in earlier:
            yield Problem(place, "named_twice", {"name": rule.id})
        names = Names(groups, policy.parameters, dict(earlier), policy.published_on is not None)
        yield from _unfit_dates(rule, policy, place)
        yield from _unfit_rule(rule, names, place)
        earlier[rule.id] = rule.level
    yield from _unfit_weights(policy)


def _unfit_weights(policy: Policy) -> Iterator[Problem]:
    """Refuse weights of rules that rank nobody, and weights that are not a whole together."""
    if policy.ranking is None:
        return
    weights, rules = policy.ranking.weights, {rule.id: rule for rule in policy.rules}
    for name in weights:
        place = f"ranking.weights.{name}"
        if name not in rules:
            yield unknown_name("weight_unknown", place, name, rules)
        elif rules[name].kind != "target" or rules[name].level == "province":
            yield Problem(place, "weight_unfit", {"found": name})
    total = sum(weights.values())
    if total != 1:
        yield Problem("ranking.weights", "weights_sum", {"found": total})


def _unfit_declaration(parameter: Parameter, place: str) -> Iterator[Problem]:
    """Refuse a unit that there is not, and a value of another kind than its unit."""
    if not is_unit(parameter.unit):
        values = {"found": parameter.unit, "known": ", ".join((*UNITS, DATE_UNIT))}
        yield Problem(f"{place}.unit", "unit_unknown", values)
    elif parameter.value is not None and isinstance(parameter.value, dt.date) != (
        parameter.unit == DATE_UNIT
    ):
        yield Problem(f"{place}.value", "unit_unfit", {"found": parameter.unit, "known": DATE_UNIT})


def _unfit_group(group: Group, names: Names, place: str) -> Iterator[Problem]:
    """Refuse rows that there are not, rules (which come later), and questions that do not fit."""
    yield from unfit_rows(group.rows, f"{place}.rows")
    named = list(_rules_named(group.where, f"{place}.where"))
    yield from (Problem(spot, "no_reference_here") for spot in named)
    if not named:
        yield from unfit_filter(group.where, Scope("record", group.rows, names), f"{place}.where")


def _rules_named(tree: Filter, place: str) -> Iterator[str]:
    """Find where a filter names a rule, also in what it asks of related rows."""
    for part, spot in leaves_of(tree, place):
        if isinstance(part, SelectedBy):
            yield spot
        elif isinstance(part, Has) and part.where is not None:
            yield from _rules_named(part.where, f"{spot}.where")


def _unfit_dates(rule: Rule, policy: Policy, place: str) -> Iterator[Problem]:
    """Refuse a date that the document does not rule, more than one kind of dates, and a long quote."""
    first, last = policy.period.first, policy.period.last
    written = [(f"{place}.due", rule.due), *((f"{place}.stages", stage.due) for stage in rule.stages)]
    written += [(f"{place}.also[{number}].due", also.due) for number, also in enumerate(rule.also, start=1)]
    if rule.every is not None:
        years = (rule.every.first, rule.every.last)
        written += [(f"{place}.every", dt.date(year, last.month, last.day)) for year in years]
    for spot, day in written:
        if day is not None and not first <= day <= last:
            yield Problem(spot, "outside_period", {"found": day, "known": f"{first} — {last}"})
    if sum((rule.due is not None, rule.every is not None, bool(rule.stages))) > 1:
        yield Problem(place, "one_date")
    yield from _unfit_years(rule, place)
    if len(rule.quote) > LONGEST_QUOTE:
        yield Problem(f"{place}.quote", "quote_too_long", {"found": len(rule.quote), "known": LONGEST_QUOTE})


def _unfit_years(rule: Rule, place: str) -> Iterator[Problem]:
    """Refuse lines by year that leave out a year in which the rule must hold."""
    if rule.every is None:
        return
    years = range(rule.every.first, rule.every.last + 1)
    for reading in rule.readings:
        for compare in comparisons_of(reading.condition):
            lacking = [
                str(year) for year in years if year not in (compare.thresholds or dict.fromkeys(years))
            ]
            if lacking:
                yield Problem(f"{place}.every", "years_lacking", {"found": ", ".join(lacking)})


def _unfit_rule(rule: Rule, names: Names, place: str) -> Iterator[Problem]:
    """Find what does not fit in one rule; it may refer to rules above it."""
    if unknown := list(_unfit_own_rows(rule, place)):
        yield from unknown
        return
    scope = Scope(rule.level, rule.own_rows, names)
    yield from _unfit_among(rule.among, scope, f"{place}.among")
    if rule.assigned is not None and rule.assigned not in names.parameters:
        yield unknown_name("unknown_parameter", f"{place}.assigned", rule.assigned, names.parameters)
    for reading in rule.readings:
        yield from _unfit_reading(reading, scope, place)
    yield from _unfit_body(rule, scope, place)
    yield from _unfit_others(rule, names, place)


def _unfit_own_rows(rule: Rule, place: str) -> Iterator[Problem]:
    """Refuse a rule of records that does not say which, and rows that are not those of the level."""
    usual = ROWS_OF_LEVEL.get(rule.level)
    if rule.rows is None:
        if rule.level == "record":
            yield Problem(f"{place}.rows", "rows_needed")
    elif rule.rows not in ROWS:
        yield from unfit_rows(rule.rows, f"{place}.rows")
    elif rule.level != "record" and rule.rows not in {usual, "outcomes"}:
        values = {"found": rule.rows, "level": rule.level, "known": usual or "-"}
        yield Problem(f"{place}.rows", "rows_unfit", values)


def _unfit_among(among: Filter | None, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse units that the level has not, and questions that do not fit them."""
    if among is not None and scope.rows is None:
        yield Problem(place, "no_rows_here", {"level": scope.level})
    yield from unfit_filter(among, scope, place)


def _unfit_reading(reading: Reading, scope: Scope, place: str) -> Iterator[Problem]:
    """Find what does not fit in one reading; that of a single `condition` has no place of its own."""
    start = place if reading.id == TEXT_READING else f"{place}.readings[{reading.id}]"
    yield from _unfit_among(reading.among, scope, f"{start}.among")
    yield from unfit_condition(reading.condition, scope, f"{start}.condition")


def _unfit_others(rule: Rule, names: Names, place: str) -> Iterator[Problem]:
    """Find what does not fit in the other levels, checks and shown numbers of a rule."""
    for number, also in enumerate(rule.also, start=1):
        start = f"{place}.also[{number}]"
        rows = also.rows or ROWS_OF_LEVEL.get(also.level)
        if (also.level, rows) == (rule.level, rule.own_rows):
            yield Problem(f"{start}.level", "same_level", {"found": also.level})
        scope = Scope(also.level, rows, names)
        yield from unfit_rows(also.rows, f"{start}.rows")
        yield from _unfit_among(also.among, scope, f"{start}.among")
        yield from _unfit_among(also.where, scope, f"{start}.where")
        yield from unfit_condition(also.condition, scope, f"{start}.condition")
        yield from unfit_condition(also.conforms, scope, f"{start}.conforms")
    for number, check in enumerate(rule.checks, start=1):
        level = check.level or rule.level
        rows = ROWS_OF_LEVEL.get(level) if check.level else rule.own_rows
        yield from unfit_condition(
            check.condition, Scope(level, rows, names), f"{place}.checks[{number}].condition"
        )
    for number, shown in enumerate(rule.shows, start=1):
        scope = Scope(rule.level, rule.own_rows, names)
        yield from unfit_measure(shown.measure, scope, f"{place}.shows[{number}].measure")


def _unfit_body(rule: Rule, scope: Scope, place: str) -> Iterator[Problem]:
    """Find what does not fit in the keys of a rule's kind."""
    body = rule.body
    if body is None:
        return
    yield from _unfit_among(body.where, scope, f"{place}.where")
    if not isinstance(body, ChecklistBody):
        yield from unfit_condition(body.conforms, scope, f"{place}.conforms")
    if isinstance(body, ListBody):
        yield from _unfit_list(body, scope, place)
    elif isinstance(body, CodeBody):
        yield from _unfit_codes(body, scope, place)
    elif isinstance(body, ParameterBody):
        for name in body.parameters:
            if name not in scope.names.parameters:
                yield unknown_name("unknown_parameter", f"{place}.parameters", name, scope.names.parameters)
        yield from _unfit_columns(body.unique, scope, f"{place}.unique")


def _unfit_columns(names: tuple[str, ...], scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse columns that the rows do not have."""
    for name in names:
        if scope.rows is None:
            yield Problem(place, "no_rows_here", {"level": scope.level})
        else:
            yield from unfit_column(name, scope.rows, place)


def _unfit_list(body: ListBody, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse columns and partial lists that do not fit."""
    yield from _unfit_columns(body.columns, scope, f"{place}.columns")
    for number, part in enumerate(body.parts, start=1):
        start = f"{place}.parts[{number}]"
        inner = scope if part.rows is None else Scope("record", part.rows, scope.names)
        yield from unfit_rows(part.rows, f"{start}.rows")
        yield from _unfit_among(part.where, inner, f"{start}.where")
        yield from unfit_condition(part.conforms, inner, f"{start}.conforms")


def _unfit_codes(body: CodeBody, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse a column that there is not, and old words that stand for no value."""
    yield from _unfit_columns((body.column,), scope, f"{place}.column")
    for new in body.aliases.values():
        if new not in body.values:
            values = {"found": new, "column": body.column, "known": ", ".join(body.values)}
            yield Problem(f"{place}.aliases", "value_unfit", values)
