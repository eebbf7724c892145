"""Whether the numbers of a policy fit what they are computed of (计算、单位、参数核对)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ruralmap.schema.policy_columns import (
    DATED,
    NUMERIC,
    unfit_column,
    unfit_filter,
    unfit_rows,
    unknown_name,
)
from ruralmap.schema.policy_conditions import Compare, leaves_of_condition
from ruralmap.schema.policy_derived import YEARLY
from ruralmap.schema.policy_measures import (
    Days,
    Growth,
    Mismatch,
    ParameterMeasure,
    Presence,
    Ratio,
    Share,
    Value,
    parts_of,
)
from ruralmap.schema.policy_problems import Problem
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of, household_of, levels_of, link_between
from ruralmap.schema.policy_units import unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.schema.policy_columns import Scope
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_measures import DatedBy, Measure, Part
    from ruralmap.schema.vocabulary import Level

# Levels of which there are many thousand units, each judged by its own rows.
_MANY: Final[tuple[Level, ...]] = ("household", "person", "record")
_ROW_LEVELS: Final[tuple[Level, ...]] = (*_MANY, "site", "project", "asset")


def unfit_condition(condition: Condition | None, scope: Scope, place: str) -> Iterator[Problem]:
    """
    Refuse what a condition computes, compares or asks and its level does not have.

    Parameters
    ----------
    condition
        The condition; nothing is refused without one.
    scope
        Which level and rows are judged.
    place
        Where it stands.

    Yields
    ------
    problem
        Each mistake.
    """
    if condition is None:
        return
    bases = set()
    for leaf, spot in leaves_of_condition(condition, place):
        if isinstance(leaf, Compare):
            yield from _unfit_compare(leaf, scope, spot)
            bases |= {leaf.measure.bases} if isinstance(leaf.measure, Share) else set()
        elif scope.rows is None:
            yield Problem(f"{spot}.holds", "no_rows_here", {"level": scope.level})
        else:
            yield from unfit_filter(leaf.holds, scope, f"{spot}.holds")
    if len(bases) > 1:
        yield Problem(place, "bases_differ")


def _unfit_compare(compare: Compare, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse what does not fit in one comparison."""
    mistakes = list(unfit_measure(compare.measure, scope, f"{place}.measure"))
    if _is_annual(compare.than) or (_is_annual(compare.measure) and not _against_a_number(compare)):
        mistakes.append(Problem(f"{place}.measure", "annual_unfit"))
    if compare.than is not None:
        mistakes += unfit_measure(compare.than, scope, f"{place}.than")
        if scope.level in _MANY:
            mistakes.append(Problem(f"{place}.than", "too_many_units", {"level": scope.level}))
    yield from mistakes
    if not mistakes:
        yield from _unfit_units(compare, scope, place)
    yield from _unfit_parameters(compare, scope, place)
    if compare.where is not None and scope.level not in _ROW_LEVELS:
        yield Problem(f"{place}.where", "where_unfit", {"level": scope.level})
    else:
        yield from unfit_filter(compare.where, scope, f"{place}.where")


def _is_annual(measure: Measure | None) -> bool:
    return isinstance(measure, Growth) and measure.annual


def _against_a_number(compare: Compare) -> bool:
    """Tell whether a rate a year can be held against what is asked without drawing a root."""
    return compare.than is None and compare.op != "about" and not compare.slack


def _unfit_units(compare: Compare, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse a unit that is not that of what is computed, and shares written in per cent."""
    sides = [unit_of(compare.measure, scope)]
    if compare.than is not None:
        sides.append(unit_of(compare.than, scope))
    wrong = next((unit for unit in sides if unit is not None and unit != compare.unit), None)
    if wrong is not None:
        yield Problem(f"{place}.unit", "unit_unfit", {"found": compare.unit, "known": wrong})
    times = compare.measure.at_least if isinstance(compare.measure, Presence) else None
    if times is not None and (compare.op != "ge" or compare.threshold != times):
        yield Problem(f"{place}.threshold", "presence_threshold", {"known": times})
    first, _, second = compare.unit.partition("/")
    if isinstance(compare.measure, Ratio | Share) and first == second:
        written = [compare.threshold, *(compare.thresholds or {}).values()]
        for number in (number for number in written if number is not None and number > 1):
            yield Problem(f"{place}.threshold", "share_over_one", {"found": number, "known": number / 100})


def _unfit_parameters(compare: Compare, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse parameters that the policy does not declare, or declares in another unit."""
    known = scope.names.parameters
    tolerance = compare.tolerance if isinstance(compare.tolerance, str) else None
    for key, name in (("parameter", compare.parameter), ("tolerance", tolerance)):
        if name is None:
            continue
        if name not in known:
            yield unknown_name("unknown_parameter", f"{place}.{key}", name, known)
        elif key == "parameter" and known[name].unit != compare.unit:
            values = {"found": compare.unit, "known": known[name].unit}
            yield Problem(f"{place}.unit", "unit_unfit", values)


def unfit_measure(measure: Measure, scope: Scope, place: str) -> Iterator[Problem]:
    """
    Refuse what a measure computes and its level does not have.

    Parameters
    ----------
    measure
        The measure.
    scope
        Which level and rows are judged.
    place
        Where it stands.

    Yields
    ------
    problem
        Each mistake.
    """
    for part, spot in _parts(measure, place):
        yield from _unfit_part(part, scope, spot, own=isinstance(measure, Days))
    unfit = {
        Value: _unfit_value,
        Days: _unfit_days,
        Presence: _unfit_presence,
        Mismatch: _unfit_mismatch,
        Growth: _unfit_growth,
        ParameterMeasure: _unfit_parameter,
    }.get(type(measure))
    if unfit is not None:
        yield from unfit(measure, scope, place)  # type: ignore[operator]
    dated = getattr(measure, "dated_by", None)
    if dated is not None:
        yield from _unfit_dated(dated, parts_of(measure)[0].rows, f"{place}.dated_by")


def _parts(measure: Measure, place: str) -> Iterator[tuple[Part, str]]:
    """Give what is added up, each with its place."""
    if isinstance(measure, Growth):
        yield from _parts(measure.of, f"{place}.of")
    elif isinstance(measure, Ratio):
        yield measure.numerator, f"{place}.numerator"
        yield measure.denominator, f"{place}.denominator"
    else:
        yield from ((part, place) for part in parts_of(measure))


def _unfit_part(part: Part, scope: Scope, place: str, *, own: bool) -> Iterator[Problem]:
    """Refuse rows that the level does not have, and columns that cannot be added up."""
    if part.rows not in ROWS:
        yield from unfit_rows(part.rows, f"{place}.rows")
        return
    if not _reaches(part.rows, scope, own=own):
        yield Problem(f"{place}.rows", "measure_unfit", {"found": part.rows, "level": scope.level})
    for name in (part.column, part.distinct):
        if name is not None:
            yield from unfit_column(name, part.rows, place)
    column = columns_of(part.rows).get(part.column or "")
    if column is not None and column.kind not in NUMERIC:
        yield Problem(f"{place}.column", "no_number", {"found": part.column})
    yield from unfit_filter(part.where, scope.of(part.rows), f"{place}.where")


def _reaches(rows: str, scope: Scope, *, own: bool) -> bool:
    """Tell whether rows can be added up for each unit of the level; dates also through the household."""
    if scope.level == "province" or scope.rows == rows:
        return True
    if scope.level != "record":
        return scope.level in levels_of(rows)
    linked = link_between(str(scope.rows), rows) is not None
    return linked or (own and None not in (household_of(str(scope.rows)), household_of(rows)))


def _unfit_dated(dated: DatedBy, rows: str, place: str) -> Iterator[Problem]:
    """Refuse a day of counting that the rows do not have."""
    if dated.rows is not None and dated.rows in ROWS and rows in ROWS and not link_between(rows, dated.rows):
        yield Problem(place, "no_relation", {"found": dated.rows, "rows": rows, "known": "-"})
    yield from unfit_rows(dated.rows, f"{place}.rows")
    yield from _unfit_date(dated.column, dated.rows or rows, f"{place}.column")


def _unfit_date(name: str, rows: str, place: str) -> Iterator[Problem]:
    """Refuse a column that is missing or no date."""
    if rows not in ROWS:
        return
    yield from unfit_column(name, rows, place)
    if name in columns_of(rows) and columns_of(rows)[name].kind not in DATED:
        yield Problem(place, "no_date_column", {"found": name})


def _unfit_value(measure: Value, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse a number that the unit's own row does not have."""
    name = measure.column
    column = columns_of(scope.rows).get(name) if scope.rows is not None and scope.rows in ROWS else None
    if column is None and scope.rows in ROWS and not any(name in columns_of(rows) for rows in ROWS):
        yield from unfit_column(name, str(scope.rows), place)
    elif column is None:
        yield Problem(place, "measure_unfit", {"found": f"{measure.kind} {name}", "level": scope.level})
    elif column.kind not in NUMERIC:
        yield Problem(f"{place}.column", "no_number", {"found": name})
    elif measure.year is not None and name not in YEARLY:
        yield Problem(f"{place}.year", "year_unfit", {"known": ", ".join(sorted(YEARLY))})


def _unfit_days(measure: Days, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse dates that neither the own row nor the related one has."""
    rows = [kind for kind in (scope.rows, measure.rows) if kind in ROWS and kind is not None]
    if scope.rows is None:
        yield Problem(place, "no_rows_here", {"level": scope.level})
        return
    for key, name in (("from", measure.start), ("to", measure.end)):
        owner = next((kind for kind in rows if name in columns_of(kind)), rows[-1] if rows else "")
        if (key, name) != ("to", "as_of"):
            yield from _unfit_date(name, owner, f"{place}.{key}")


def _unfit_presence(measure: Presence, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse dates that the rows, or the unit's own row, do not have."""
    yield from _unfit_date(measure.on, measure.rows, f"{place}.on")
    for key, name in (("first", measure.first), ("last", measure.last)):
        if name is None or isinstance(name, dt.date) or (name == "published_on" and scope.names.published):
            continue
        if scope.rows is None or name == "published_on":
            yield Problem(f"{place}.{key}", "no_date_column", {"found": name})
        else:
            yield from _unfit_date(name, scope.rows, f"{place}.{key}")


def _unfit_mismatch(measure: Mismatch, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse ledgers and columns that there are not."""
    yield from unfit_rows(measure.right, f"{place}.right")
    if scope.level != "county":
        yield Problem(place, "measure_unfit", {"found": measure.kind, "level": scope.level})
    for key, pairs in (("key", measure.key), ("columns", measure.columns)):
        for left, right in pairs.items():
            for name, rows in ((left, measure.left), (right, measure.right)):
                if rows in ROWS:
                    yield from unfit_column(name, rows, f"{place}.{key}")


def _unfit_growth(measure: Growth, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse a growth of each of many units, and one that does not go forward."""
    if scope.level in _MANY:
        yield Problem(place, "too_many_units", {"level": scope.level})
    if measure.annual and measure.points:
        yield Problem(f"{place}.annual", "annual_unfit")
    if measure.end <= measure.start:
        yield Problem(f"{place}.to", "years_backward", {"found": f"{measure.start}, {measure.end}"})


def _unfit_parameter(measure: ParameterMeasure, scope: Scope, place: str) -> Iterator[Problem]:
    """Refuse a parameter that the policy does not declare."""
    known = scope.names.parameters
    if measure.parameter not in known:
        yield unknown_name("unknown_parameter", f"{place}.parameter", measure.parameter, known)
