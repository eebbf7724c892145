"""Whether the parts of a policy fit each other: groups, parameters, other rules, levels (政策内部引用)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.schema.policy_conditions import (
    AllConditions,
    Compare,
    NetIncomePerHead,
    Share,
    comparisons_of,
)
from ruralmap.schema.policy_filters import AllOf, AnyOf, InGroup, SelectedBy, Test
from ruralmap.schema.policy_problems import Problem
from ruralmap.schema.vocabulary import FILTER_COLUMNS, SUBJECT_OF_LEVEL, SUBJECTS_OF_COUNT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.schema.policy import Policy, Rule
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.vocabulary import Counted, Level, Subject

# What can be counted in a unit of a level.
_COUNTED_AT: Final[dict[Level, tuple[Counted, ...]]] = {
    "household": (),
    "village": ("persons", "households"),
    "township": ("persons", "households", "villages"),
}
_ANY_SUBJECT: Final[tuple[Subject, ...]] = ("household", "person", "village")


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
    for name, group in policy.groups.items():
        for part, place in leaves_of(group.where, f"groups.{name}.where"):
            if isinstance(part, InGroup | SelectedBy):
                yield Problem(place, "no_reference_here")
    earlier: dict[str, Level] = {}
    for rule in policy.rules:
        place = f"rules[{rule.id}]"
        if rule.id in earlier:
            yield Problem(place, "named_twice", {"name": rule.id})
        yield from _unfit_rule(policy, rule, earlier)
        earlier[rule.id] = rule.level


def _unfit_rule(policy: Policy, rule: Rule, earlier: dict[str, Level]) -> Iterator[Problem]:
    """Find what does not fit in one rule; it may refer to rules above it."""
    place = f"rules[{rule.id}]"
    if rule.among is not None:
        subjects = SUBJECT_OF_LEVEL[rule.level]
        yield from _unfit_filter(policy, rule.among, (f"{place}.among", subjects), earlier)
    for reading in rule.readings:
        measures = [compare.measure for compare in comparisons_of(reading.condition)]
        if len({measure.bases for measure in measures if isinstance(measure, Share)}) > 1:
            yield Problem(f"{place}.readings[{reading.id}].condition", "bases_differ")
        start = f"{place}.readings[{reading.id}].condition"
        for compare, where in _compares(reading.condition, start):
            yield from _unfit_measure(rule, compare, where)
            yield from _unfit_parameter(policy, compare, where)
            for part, spot, subjects in _filters_of(compare):
                yield from _unfit_filter(policy, part, (f"{where}.{spot}", subjects), earlier)


def _compares(condition: Condition, place: str) -> Iterator[tuple[Compare, str]]:
    """Walk through the comparisons of a condition, each with its place."""
    if isinstance(condition, Compare):
        yield condition, place
        return
    every = isinstance(condition, AllConditions)
    parts = condition.all if isinstance(condition, AllConditions) else condition.any
    for number, part in enumerate(parts, start=1):
        yield from _compares(part, f"{place}.{'all' if every else 'any'}[{number}]")


def _filters_of(compare: Compare) -> Iterator[tuple[Filter, str, tuple[Subject, ...]]]:
    """Give the filters of a comparison, each with its place and the subjects whose columns it may name."""
    if compare.where is not None:
        yield compare.where, "where", ("household",)
    if not isinstance(compare.measure, NetIncomePerHead) and compare.measure.where is not None:
        yield compare.measure.where, "measure.where", SUBJECTS_OF_COUNT[compare.measure.count]


def _unfit_measure(rule: Rule, compare: Compare, place: str) -> Iterator[Problem]:
    """Refuse a measure that the rule's level does not have."""
    measure = compare.measure
    counted = None if isinstance(measure, NetIncomePerHead) else measure.count
    fits = rule.level == "household" if counted is None else counted in _COUNTED_AT[rule.level]
    if not fits:
        found = f"{measure.kind} {counted or ''}".strip()
        yield Problem(f"{place}.measure", "measure_unfit", {"found": found, "level": rule.level})
    if compare.where is not None and rule.level != "household":
        yield Problem(f"{place}.where", "where_unfit", {"level": rule.level})


def _unfit_parameter(policy: Policy, compare: Compare, place: str) -> Iterator[Problem]:
    """Refuse a parameter that the policy does not declare, or declares in another unit."""
    if compare.parameter is None:
        return
    parameter = policy.parameters.get(compare.parameter)
    if parameter is None:
        values = {"found": compare.parameter, "known": ", ".join(policy.parameters) or "-"}
        yield Problem(f"{place}.parameter", "unknown_parameter", values)
    elif parameter.unit != compare.unit:
        values = {"found": compare.unit, "known": parameter.unit}
        yield Problem(f"{place}.unit", "unit_unfit", values)


def _unfit_filter(
    policy: Policy, tree: Filter, where: tuple[str, tuple[Subject, ...]], earlier: dict[str, Level]
) -> Iterator[Problem]:
    """Refuse unknown groups and rules, and columns that the counted rows do not have."""
    start, subjects = where
    for part, place in leaves_of(tree, start):
        if isinstance(part, SelectedBy):
            level = earlier.get(part.selected_by)
            if level is None or level not in subjects:
                values = {"found": part.selected_by, "known": ", ".join(earlier) or "-"}
                yield Problem(f"{place}.selected_by", "unknown_rule", values)
        elif isinstance(part, InGroup):
            if part.group not in policy.groups:
                values = {"found": part.group, "known": ", ".join(policy.groups) or "-"}
                yield Problem(f"{place}.group", "unknown_group", values)
            else:
                inner = policy.groups[part.group].where
                yield from unfit_columns(inner, place, subjects)
        else:
            yield from unfit_columns(part, place, subjects)


def unfit_columns(tree: Filter, place: str, subjects: tuple[Subject, ...]) -> Iterator[Problem]:
    """
    Refuse columns of another table than the one whose rows are counted.

    Parameters
    ----------
    tree
        The filter.
    place
        Where it stands.
    subjects
        Whose columns the rows have.

    Yields
    ------
    problem
        Each column that the rows do not have.
    """
    for part, _ in leaves_of(tree, place):
        if isinstance(part, Test):
            subject = FILTER_COLUMNS[part.column][0]
            if subject not in subjects:
                known = ", ".join(name for name, (owner, _) in FILTER_COLUMNS.items() if owner in subjects)
                yield Problem(place, "column_elsewhere", {"found": part.column, "known": known or "-"})


def leaves_of(tree: Filter, place: str) -> Iterator[tuple[Filter, str]]:
    """
    Walk through the questions of a filter.

    Parameters
    ----------
    tree
        The filter.
    place
        Where it stands.

    Yields
    ------
    question
        Each part that is no 且 or 或, with its place.
    """
    if not isinstance(tree, AllOf | AnyOf):
        yield tree, place
        return
    key, parts = ("all", tree.all) if isinstance(tree, AllOf) else ("any", tree.any)
    for number, part in enumerate(parts, start=1):
        yield from leaves_of(part, f"{place}.{key}[{number}]")
