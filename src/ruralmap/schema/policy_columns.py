"""Whether the questions of a policy fit the rows that they are asked of (字段、运算、取值核对)."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ruralmap.schema.policy_derived import YEARLY
from ruralmap.schema.policy_filters import InGroup, SelectedBy, Test, leaves_of
from ruralmap.schema.policy_problems import Problem
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of, household_of, link_between
from ruralmap.schema.vocabulary import DATE_UNIT, DATE_WORDS, ROWS_OF_LEVEL, Level, operators_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ruralmap.schema.columns import Column
    from ruralmap.schema.policy import Group, Parameter
    from ruralmap.schema.policy_filters import Filter, Has

NUMERIC: Final = frozenset({"integer", "number", "money"})
DATED: Final = frozenset({"date", "month"})
# So many names of columns are listed where one is not known.
_LISTED: Final = 30
# So many names that look alike are weighed.
_WEIGHED: Final = 5


@dataclass(frozen=True)
class Names:
    """What the parts of a policy may refer to (可引用的名称): groups, parameters, and the rules above."""

    groups: Mapping[str, Group] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    rules: Mapping[str, Level] = field(default_factory=dict)
    published: bool = False


@dataclass(frozen=True)
class Scope:
    """
    Where a part of a policy stands (所在位置): the level that is judged, its rows, and what may be named.

    `rows` are missing for the county and what is above it.
    """

    level: Level
    rows: str | None
    names: Names

    def of(self, rows: str) -> Scope:
        """
        Give the same place for other rows.

        Parameters
        ----------
        rows
            The kind of rows.

        Returns
        -------
        scope
            The scope.
        """
        return replace(self, rows=rows)


def unknown_name(code: str, place: str, found: str, known: Mapping[str, object]) -> Problem:
    """
    Say that a name is none of those that there are, with the one that is likely meant.

    Parameters
    ----------
    code
        The entry of the catalogue.
    place
        Where the name stands.
    found
        The name.
    known
        The names that there are.

    Returns
    -------
    problem
        The problem.
    """
    close = difflib.get_close_matches(found, known, n=_WEIGHED)
    # Authors shorten and lengthen names at the end: net_income is rather net_pc than size_in_income.
    near = max(close, key=lambda name: _begin_alike(found, name), default="-")
    listed = ", ".join(list(known)[:_LISTED])
    return Problem(place, code, {"found": found, "known": listed or "-", "near": near})


def _begin_alike(one: str, other: str) -> int:
    """Count the letters with which both begin."""
    same = (first == second for first, second in zip(one, other, strict=False))
    return sum(1 for _ in itertools.takewhile(bool, same))


def unfit_rows(rows: str | None, place: str) -> Iterator[Problem]:
    """
    Refuse a kind of rows that there is not.

    Parameters
    ----------
    rows
        The kind of rows; nothing is refused where none is named.
    place
        Where it stands.

    Yields
    ------
    problem
        At most one.
    """
    if rows is not None and rows not in ROWS:
        yield unknown_name("unknown_rows", place, rows, ROWS)


def unfit_column(name: str, rows: str, place: str) -> Iterator[Problem]:
    """
    Refuse a column that rows do not have, and say which rows have it.

    Parameters
    ----------
    name
        The column.
    rows
        A kind of rows that there is.
    place
        Where it stands.

    Yields
    ------
    problem
        At most one.
    """
    if name in columns_of(rows):
        return
    others = [other for other in ROWS if name in columns_of(other)]
    if others:
        values = {"found": name, "rows": rows, "known": ", ".join(others)}
        yield Problem(place, "column_elsewhere", values)
        return
    problem = unknown_name("unknown_column", place, name, columns_of(rows))
    yield replace(problem, values={**problem.values, "rows": rows})


def unfit_filter(tree: Filter | None, scope: Scope, place: str) -> Iterator[Problem]:
    """
    Refuse what a filter asks and its rows cannot answer.

    Parameters
    ----------
    tree
        The filter; nothing is refused without one.
    scope
        Of which rows it is asked.
    place
        Where it stands.

    Yields
    ------
    problem
        Each mistake.
    """
    if tree is None or scope.rows not in ROWS:
        return
    for part, spot in leaves_of(tree, place):
        if isinstance(part, Test):
            yield from _unfit_test(part, scope, spot)
        elif isinstance(part, InGroup):
            yield from _unfit_group(part.group, scope, f"{spot}.group")
        elif isinstance(part, SelectedBy):
            yield from _unfit_selection(part.selected_by, scope, f"{spot}.selected_by")
        else:
            yield from _unfit_relation(part, scope, spot)


def _unfit_group(name: str, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse a group that is not declared, or of rows that these do not lead to."""
    groups = scope.names.groups
    if name not in groups:
        yield unknown_name("unknown_group", place, name, groups)
    elif not _leads(scope.rows, groups[name].rows):
        values = {"found": name, "rows": scope.rows, "known": groups[name].rows}
        yield Problem(place, "group_elsewhere", values)


def _unfit_selection(name: str, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse a rule that is not above, or selects units that these rows do not lead to."""
    level = scope.names.rules.get(name)
    if level is None or not _leads(scope.rows, ROWS_OF_LEVEL.get(level)):
        yield unknown_name("unknown_rule", place, name, scope.names.rules)


def _leads(rows: str | None, meant: str | None) -> bool:
    """Tell whether rows are those that are meant, name one of these, or are about one of the households."""
    if rows is None or meant is None or rows == meant:
        return rows == meant
    named = ROWS[rows].meant
    if meant == (named[0] if named else None):
        return True
    return meant == "households" and household_of(rows) is not None


def _unfit_relation(part: Has, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse rows that do not belong to these, nor these to them; then what is asked of them."""
    rows = str(scope.rows)
    yield from unfit_rows(part.has, f"{place}.has")
    if part.has in ROWS and link_between(rows, part.has) is None:
        ways = [way for way in ROWS if link_between(rows, way) and link_between(way, part.has)]
        values = {"found": part.has, "rows": rows, "known": ", ".join(ways) or "-"}
        yield Problem(f"{place}.has", "no_relation", values)
    yield from unfit_filter(part.where, scope.of(part.has), f"{place}.where")


def _unfit_test(test: Test, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse a column, operator, value, year or parameter that does not fit."""
    rows = str(scope.rows)
    mistakes = list(unfit_column(test.column, rows, place))
    if test.than is not None:
        mistakes += unfit_column(test.than.column, rows, f"{place}.than")
    for name in (test.parameter, test.than.times_parameter if test.than is not None else None):
        if name is not None and name not in scope.names.parameters:
            mistakes.append(unknown_name("unknown_parameter", place, name, scope.names.parameters))
    yield from mistakes
    if mistakes:
        return
    column = columns_of(rows)[test.column]
    known = operators_of(column)
    if test.op not in known:
        values = {"found": test.op, "column": test.column, "known": ", ".join(known)}
        yield Problem(f"{place}.op", "operator_unfit", values)
    elif not _value_fits(test, column):
        expected = ", ".join(column.choices) or _EXPECTED.get(column.kind, column.kind)
        values = {"found": _written(test.value), "column": test.column, "known": expected}
        yield Problem(f"{place}.value", "value_unfit", values)
    yield from _unfit_details(test, scope, place)


_EXPECTED: Final = {"flag": "true, false", "date": "2024-09-30, " + ", ".join(DATE_WORDS)}


def _written(value: object) -> str:
    """Write a value as it stands in the file."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _unfit_details(test: Test, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse a year of a column without years, a shift of what is no date, a parameter of another kind."""
    years = (test.year is not None and test.column not in YEARLY) or (
        test.than is not None and test.than.year is not None and test.than.column not in YEARLY
    )
    if years:
        yield Problem(f"{place}.year", "year_unfit", {"known": ", ".join(sorted(YEARLY))})
    column = columns_of(str(scope.rows))[test.column]
    dated = column.kind in DATED and test.op != "in_year"
    if (test.months or test.days) and not (dated and test.value is not None):
        yield Problem(place, "shift_unfit", {"column": test.column})
    if test.parameter is not None:
        parameter = scope.names.parameters[test.parameter]
        if dated != (parameter.unit == DATE_UNIT):
            values = {"found": parameter.unit, "known": DATE_UNIT if dated else column.unit or "-"}
            yield Problem(f"{place}.parameter", "unit_unfit", values)


def _value_fits(test: Test, column: Column) -> bool:
    """Say whether the value is one that the column can hold."""
    value = test.value
    if value is None:
        return True
    if test.op in {"in", "within"}:
        return isinstance(value, tuple) and all(_one_fits(part, column) for part in value)
    if test.op == "in_year":
        return isinstance(value, Decimal) and value % 1 == 0
    return _one_fits(value, column)


def _one_fits(value: object, column: Column) -> bool:
    """Say whether one value is one that the column can hold."""
    if column.kind == "flag":
        return isinstance(value, bool)
    if column.kind in NUMERIC:
        return isinstance(value, Decimal)
    if column.kind in DATED:
        return isinstance(value, dt.date) or value in DATE_WORDS
    return isinstance(value, str) and (not column.choices or value in column.choices)
