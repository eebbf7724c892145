"""Which function takes which measure (计算调度)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ruralmap.rules.measure_days import days_of_units
from ruralmap.rules.measure_figures import parameter_of, statistic_of
from ruralmap.rules.measure_growth import growth_of
from ruralmap.rules.measure_mismatch import mismatches_of
from ruralmap.rules.measure_presence import periods_kept
from ruralmap.rules.measures import count_of, ratio_of, share_of, sum_of, value_of
from ruralmap.schema.policy_measures import (
    Count,
    Days,
    Growth,
    Mismatch,
    ParameterMeasure,
    Presence,
    Ratio,
    Share,
    Statistic,
    Sum,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.rules.measures import Measured, Setting
    from ruralmap.schema.policy_measures import Measure

_MEASURES: Final[dict[type[Any], Callable[[Any, Setting], Measured]]] = {
    Count: count_of,
    Sum: sum_of,
    Ratio: ratio_of,
    Share: share_of,
    Value: value_of,
    Days: days_of_units,
    Presence: periods_kept,
    Statistic: statistic_of,
    ParameterMeasure: parameter_of,
    Growth: growth_of,
    Mismatch: mismatches_of,
}
KNOWN_MEASURES: Final = tuple(_MEASURES)


def measured(measure: Measure, setting: Setting) -> Measured:
    """
    Take a measure in every unit.

    Parameters
    ----------
    measure
        The measure.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        The numbers.
    """
    return _MEASURES[type(measure)](measure, setting)
