"""
By how much a number grew between two years (增长): as a ratio, in points, or on average a year (年均).

`a₁/b₁ ÷ a₀/b₀ − 1` is one division of whole numbers, so that nothing is rounded before it is compared. An
average of r a year over n years is reached where the whole growth reaches (1 + r)ⁿ − 1: no root is drawn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.rules.measure_figures import latest, published, statistic_of
from ruralmap.rules.measures import ANYTHING, Measured, count_of, ratio_of, sum_of
from ruralmap.rules.membership import NO_DATA, NOTHING
from ruralmap.rules.truth import SPANS
from ruralmap.schema.policy_measures import Count, Ratio, Statistic, Sum, parts_of
from ruralmap.schema.tables import table_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.rules.measures import Setting
    from ruralmap.rules.truth import Flags, Span, Whole
    from ruralmap.schema.policy_measures import Growth

_GROWING: Final[dict[type[Any], Callable[[Any, Setting], Measured]]] = {
    Count: count_of,
    Sum: sum_of,
    Ratio: ratio_of,
}
Pair = tuple["Whole", "Whole"]


def growth_of(measure: Growth, setting: Setting) -> Measured:
    """
    Say by how much a number grew.

    Parameters
    ----------
    measure
        What grew, from which year to which.
    setting
        Of whom, and when.

    Returns
    -------
    measured
        The growth; nothing grows from nothing.
    """
    years = _years(measure, setting)
    before, after = both_years(measure, setting)
    spans = {span: _grown(measure, before, after, span) for span in SPANS}
    known = before.known & after.known & (before.spans["default"][0] > 0)
    lacking = np.minimum(np.minimum(before.lacking, after.lacking), np.where(known, NOTHING, NO_DATA))
    return Measured(
        {span: pair[0] for span, pair in spans.items()},
        1,
        known,
        lacking,
        {span: pair[1] for span, pair in spans.items()},
        period=after.period,
        years=max(years[1] - years[0], 1) if measure.annual else 1,
    )


def _years(measure: Growth, setting: Setting) -> tuple[int, int]:
    view = setting.asker.view
    return view.calendar_year(measure.start), view.calendar_year(measure.end)


def both_years(measure: Growth, setting: Setting) -> tuple[Measured, Measured]:
    """
    Take the number of both years.

    Parameters
    ----------
    measure
        What grew, from which year to which.
    setting
        Of whom, and when.

    Returns
    -------
    before
        The numbers of the first year.
    after
        Those of the last.
    """
    if isinstance(measure.of, Statistic):
        return _published(measure.of, setting, _years(measure, setting))
    taken = _GROWING[type(measure.of)]
    before, after = (taken(measure.of, one) for one in settings_of_years(measure, setting))
    return before, after


def settings_of_years(measure: Growth, setting: Setting) -> list[Setting]:
    """
    Say of whom each of both years is asked.

    Parameters
    ----------
    measure
        What grew, from which year to which.
    setting
        Of whom, and when.

    Returns
    -------
    settings
        The first year and the last; of a ratio that keeps to those who are in both, only these may count.
    """
    settings = [_in_year(setting, year) for year in _years(measure, setting)]
    return _panel(measure.of, settings) if isinstance(measure.of, Ratio) and measure.of.panel else settings


def _in_year(setting: Setting, year: int) -> Setting:
    """Open the books of the same day, asked of another year."""
    asker = setting.asker
    return replace(setting, asker=setting.case.asker(asker.view.date, due=asker.due, year=year))


def _published(measure: Statistic, setting: Setting, years: tuple[int, int]) -> tuple[Measured, Measured]:
    """Take the latest figure of the last year, and that of the same months of the first."""
    known = published(measure, setting.case.facts, day=setting.asker.view.date)
    last = latest(known, measure, year=years[1])
    # Published figures are cumulative: a half-year is not held against three quarters.
    periods = [f"{year}{last.period[4:]}" if last else str(year) for year in years]
    before, after = (
        statistic_of(measure.model_copy(update={"period": period, "year": None}), setting)
        for period in periods
    )
    return before, after


def _panel(measure: Ratio, settings: list[Setting]) -> list[Setting]:
    """Keep the rows of those who have one in both years."""
    only: dict[str, Flags] = {}
    for rows in dict.fromkeys(part.rows for part in parts_of(measure)):
        entity = _entity(rows, settings[0])
        if entity is not None:
            told = np.ones(int(entity.max(initial=-1)) + 1, dtype=bool)
            for one in settings:
                said = np.flatnonzero(_said(measure, one, rows))
                told &= np.bincount(entity[said], minlength=len(told)) > 0
            only[rows] = told[entity]
    return [replace(one, only={**one.only, **only}) for one in settings]


def _entity(rows: str, setting: Setting) -> Whole | None:
    """Give each row the number of whom it tells, in a table by years; missing for other tables."""
    frame = setting.asker.view.frame(rows)
    if frame is None or "year" not in frame:
        return None
    keys = [name for name in table_named(rows).key if name != "year"]
    if len(keys) == 1 and frame[keys[0]].notna().all():
        return setting.asker.view.dates(rows, keys[0]).places
    return pd.MultiIndex.from_frame(frame[keys]).factorize()[0] if keys else None


def _said(measure: Ratio, setting: Setting, rows: str) -> Flags:
    """Say which rows of a year may count and say how much."""
    asker = setting.asker
    said = np.ones(asker.view.size(rows), dtype=bool)
    for part in parts_of(measure):
        if part.rows == rows:
            said &= ~asker.members(rows, part.where).truth.no
            said &= True if part.column is None else asker.view.cells(rows, part.column).filled
    return said


def _grown(measure: Growth, before: Measured, after: Measured, span: Span) -> tuple[Pair, Pair]:
    """Give the growth and what it is divided by, each at least and at most."""
    (a0, b0), (a1, b1) = _parts(before, span), _parts(after, span)
    units = after.divisor_scale * before.scale, before.divisor_scale * after.scale
    up = a1[0] * b0[0] * units[0], a1[1] * b0[1] * units[0]
    down = a0[0] * b1[0] * units[1], a0[1] * b1[1] * units[1]
    below = down
    if measure.points:
        unit = before.scale * after.scale
        below = b0[0] * b1[0] * unit, b0[1] * b1[1] * unit
    # What could grow from nothing could grow by anything.
    empty = below[0] <= 0
    least = np.where(empty, -ANYTHING, up[0] - down[1])
    most = np.where(empty, ANYTHING, up[1] - down[0])
    return (least, most), (np.maximum(below[0], 1), np.maximum(below[1], 1))


def _parts(found: Measured, span: Span) -> tuple[Pair, Pair]:
    """Give numbers and divisors as integers without end: they are multiplied with each other."""
    ones = np.ones(len(found.known), dtype=np.int64)
    above = found.spans[span]
    below = (ones, ones) if found.divisors is None else found.divisors[span]
    return (above[0].astype(object), above[1].astype(object)), (
        below[0].astype(object),
        below[1].astype(object),
    )
