"""Numbers that somebody publishes (统计数、参数): the same for every unit, as of the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.measures import exact
from ruralmap.rules.membership import NO_PARAMETER
from ruralmap.schema.dates import last_day
from ruralmap.schema.economy import NATION_CODE

if TYPE_CHECKING:
    from ruralmap.rules.facts import Facts
    from ruralmap.rules.measures import Measured, Setting
    from ruralmap.schema.policy_measures import ParameterMeasure, Statistic

_YEAR_ENDS = "12"


@dataclass(frozen=True)
class Figure:
    """One published figure, and the month up to which it counts (YYYY-MM)."""

    period: str
    value: Decimal


def statistic_of(measure: Statistic, setting: Setting) -> Measured:
    """
    Read a published figure.

    Parameters
    ----------
    measure
        Which figure.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        The latest that was published by the day, of the year if one is asked.
    """
    view = setting.asker.view
    year = None if measure.year is None else view.calendar_year(measure.year)
    known = published(measure, setting.case.facts, day=view.date)
    figure = latest(known, measure, year=year)
    found = _everywhere(None if figure is None else figure.value, setting)
    return found if figure is None else replace(found, period=figure.period)


def published(measure: Statistic, facts: Facts, *, day: str) -> list[Figure]:
    """
    List the figures of an indicator that were published by a day.

    Parameters
    ----------
    measure
        Which figure.
    facts
        The tables.
    day
        The day, ISO text.

    Returns
    -------
    figures
        In the order of their periods; a figure without a day of publication counts from the end of its
        period, and two different figures of one period are none.
    """
    region = {
        "county": facts.county_code,
        "prefecture": facts.prefecture_code,
        "province": f"{facts.county_code[:2]}0000",
        "nation": NATION_CODE,
    }[measure.region]
    found: dict[str, set[Decimal]] = {}
    for row in facts.statistic_rows:
        of_it = (row["region"], row["indicator"], row["unit"]) == (region, measure.indicator, measure.unit)
        period, value = month_of(row["period"]), row["value"]
        prices = measure.nominal is None or row["nominal"] == measure.nominal
        if not of_it or not prices or period is None or value is None:
            continue
        if last_day(row["published_on"] or period) <= day:
            found.setdefault(period, set()).add(Decimal(str(value)))
    return [
        Figure(period, one) for period in sorted(found) for one in found[period] if len(found[period]) == 1
    ]


def month_of(period: str | None) -> str | None:
    """
    Write a period as the month up to which it counts.

    Parameters
    ----------
    period
        A month (YYYY-MM) or a year.

    Returns
    -------
    month
        A year counts to its December.
    """
    return f"{period}-{_YEAR_ENDS}" if period is not None and len(period) == len("2024") else period


def latest(figures: list[Figure], measure: Statistic, *, year: int | None) -> Figure | None:
    """
    Pick the figure that is asked.

    Parameters
    ----------
    figures
        The figures, in the order of their periods.
    measure
        Which period; a written one is taken as it is.
    year
        The year; any unless given.

    Returns
    -------
    figure
        The latest; missing where there is none.
    """
    if measure.period != "latest":
        return next((one for one in figures if one.period == month_of(measure.period)), None)
    fitting = [one for one in figures if year is None or one.period.startswith(f"{year}-")]
    return fitting[-1] if fitting else None


def parameter_of(measure: ParameterMeasure, setting: Setting) -> Measured:
    """
    Read a parameter of the policy.

    Parameters
    ----------
    measure
        Which one.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        The same number everywhere.
    """
    figure = setting.case.known.parameters(measure.parameter)
    found = _everywhere(figure.value, setting)
    return (
        found
        if figure.value is not None
        else replace(found, lacking=np.full_like(found.lacking, NO_PARAMETER))
    )


def _everywhere(value: Decimal | None, setting: Setting) -> Measured:
    """Give one exact number to every unit."""
    size = len(setting.units.codes)
    digits = 0 if value is None else max(-int(value.as_tuple().exponent), 0)
    scale = 10**digits
    number = 0 if value is None else int(value * scale)
    return exact(np.full(size, number, dtype=np.int64), scale, np.full(size, value is not None), None)
