"""The unit of what a policy computes (计量单位): derived, and held against the unit that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.schema.policy_measures import (
    Days,
    Growth,
    Mismatch,
    ParameterMeasure,
    Part,
    Presence,
    Share,
    Statistic,
    Value,
    parts_of,
)
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of
from ruralmap.schema.vocabulary import DATE_UNIT, UNIT_OF_INCOME, UNITS

if TYPE_CHECKING:
    from ruralmap.schema.columns import Column
    from ruralmap.schema.policy_columns import Scope
    from ruralmap.schema.policy_measures import Measure

# What distinct values of a column are.
_OF_DISTINCT: Final = {"p_id": "人", "owner_p_id": "人", "hh_id": "户"}
_OF_MEASURE: Final = {Growth: "比", Presence: "期", Mismatch: "行"}


def is_unit(text: str) -> bool:
    """
    Tell whether a text is a unit that policies know, or two of them divided.

    Parameters
    ----------
    text
        The unit as written.

    Returns
    -------
    known
        False for any other.
    """
    return text == DATE_UNIT or (text.count("/") <= 1 and all(part in UNITS for part in text.split("/")))


def unit_of(measure: Measure, scope: Scope) -> str | None:
    """
    Say in which unit a measure is.

    Parameters
    ----------
    measure
        A measure whose rows and columns are known.
    scope
        Of which level and rows it is.

    Returns
    -------
    unit
        The unit; missing for columns without one, which take any.
    """
    if isinstance(measure, Value):
        return _unit_of_column(columns_of(str(scope.rows))[measure.column])
    if isinstance(measure, ParameterMeasure):
        return scope.names.parameters[measure.parameter].unit
    if isinstance(measure, Days | Statistic | Share):
        return measure.unit
    if type(measure) in _OF_MEASURE:
        return _OF_MEASURE[type(measure)]
    units = [_unit_of_part(part) for part in parts_of(measure)]
    return UNIT_OF_INCOME if not units else None if None in units else "/".join(str(unit) for unit in units)


def _unit_of_part(part: Part) -> str | None:
    """Say in which unit a part is added up."""
    if part.column is not None:
        return _unit_of_column(columns_of(part.rows)[part.column])
    return ROWS[part.rows].unit if part.distinct is None else _OF_DISTINCT.get(part.distinct, "个")


def _unit_of_column(column: Column) -> str | None:
    """Give the unit of a column, where it has one."""
    return column.unit or ("元" if column.kind == "money" else None)
