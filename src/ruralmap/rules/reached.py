"""Since when a condition holds (达到之日): the first day on which enough was counted, by unit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from ruralmap.rules.judgement import Held
from ruralmap.rules.lines import line_of
from ruralmap.rules.measure_figures import month_of
from ruralmap.rules.parts import places_in, weights_of
from ruralmap.rules.records import plain_rows
from ruralmap.rules.rows_since import dated_since, filter_since, rows_since
from ruralmap.rules.since import NEVER, Since, day_of, earliest, latest, sometime
from ruralmap.schema.dates import last_day
from ruralmap.schema.policy_conditions import AllConditions, AnyConditions, Compare
from ruralmap.schema.policy_measures import Count, Growth, ParameterMeasure, Ratio, Statistic, Sum, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.lines import Line
    from ruralmap.rules.measures import Setting
    from ruralmap.rules.truth import Flags, Places, Truth, Whole
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.policy_measures import Measure, Part

BALANCES: Final = "balances"
# Comparisons that hold once enough is there; what asks for few could hold at any time.
_ENOUGH: Final = ("ge", "gt", "eq")


def condition_since(judged: Judgement, setting: Setting) -> Since:
    """
    Say since when a condition has held, where it does.

    Parameters
    ----------
    judged
        The judgement.
    setting
        Of whom, and when.

    Returns
    -------
    since
        One entry a unit; of a unit where it does not hold it says nothing.
    """
    truths = iter([leaf.truth("default") for leaf in judged.leaves])
    parts = iter([_leaf_since(leaf, setting) for leaf in judged.leaves])
    return _joined(judged.condition, parts, truths)[0]


def _joined(condition: Condition, parts: Iterator[Since], truths: Iterator[Truth]) -> tuple[Since, Flags]:
    """Walk the condition and since when its parts hold side by side; and say where it holds."""
    if not isinstance(condition, AllConditions | AnyConditions):
        return next(parts), next(truths).yes
    every = isinstance(condition, AllConditions)
    branches = condition.all if isinstance(condition, AllConditions) else condition.any
    found = [_joined(part, parts, truths) for part in branches]
    days, here = [days for days, _ in found], [yes for _, yes in found]
    if every:
        return latest(days), np.logical_and.reduce(here)
    return earliest(days, here), np.logical_or.reduce(here)


def _leaf_since(leaf: Line | Held, setting: Setting) -> Since:
    """Say since when one comparison holds, or what must be so is so."""
    asker = setting.asker
    if isinstance(leaf, Held):
        return filter_since(asker, setting.units.rows, leaf.tree)
    part = _counted(leaf.compare)
    if leaf.asked is None and is_of_books(leaf.compare):
        return _by_books(leaf.compare, setting)
    if leaf.asked is not None or part is None or not asker.view.has(part.rows):
        return sometime(len(setting.units.codes), day_of(asker))
    return _added_up(part, leaf, setting)


def _counted(compare: Compare) -> Part | None:
    """Give what is counted, where the comparison holds once enough of it is there."""
    measure, other = compare.measure, compare.than
    fixed = other is None or isinstance(other, ParameterMeasure) or getattr(other, "at", None) is not None
    if compare.op not in _ENOUGH or not fixed or not isinstance(measure, Count | Sum | Ratio):
        return None
    return None if measure.at is not None else parts_of(measure)[0]


def _added_up(part: Part, line: Line, setting: Setting) -> Since:
    """Add up rows in the order of their days, until there is enough."""
    asker, today = setting.asker, day_of(setting.asker)
    dated = getattr(line.compare.measure, "dated_by", None)
    if dated is None:
        since = rows_since(asker, part.rows, part.where)
    else:
        since = dated_since(asker, part.rows, dated, part.where)
    places = places_in(asker, part.rows, setting.units, setting.residence)
    here = asker.members(part.rows, part.where).counted & (places >= 0)
    weights = weights_of(asker, part)[0][here]
    values = None
    if part.distinct is not None:
        values = asker.view.cells(part.rows, part.distinct).places[here]
    found = [
        first_enough(DatedRows(places[here], days[here], weights), values, line.limits, otherwise)
        for days, otherwise in ((since.first, 0), (since.last, today))
    ]
    return Since(*found)


class DatedRows(NamedTuple):
    """Rows that count: in which unit, from which day, and how much."""

    places: Places
    days: Whole
    weights: Whole


def first_enough(rows: DatedRows, values: Places | None, limits: Whole, otherwise: int) -> Whole:
    """
    Find the first day on which each unit has reached its limit.

    Parameters
    ----------
    rows
        The rows that count.
    values
        Which of the distinct values each has, where each value counts once: from its first day on.
    limits
        How much is asked in each unit.
    otherwise
        The number of the day where nothing is asked, or it is not reached.

    Returns
    -------
    days
        Numbers of days, one for each unit.
    """
    order = np.lexsort((rows.days, rows.places))
    places, days, weights = (column[order] for column in rows)
    if values is not None:
        pairs = np.column_stack([places, values[order]])
        kept = np.sort(np.unique(pairs, axis=0, return_index=True)[1])
        places, days, weights = places[kept], days[kept], weights[kept]
    sums = np.cumsum(weights)
    begins = np.searchsorted(places, places, side="left")
    sums = sums - np.where(begins > 0, sums[begins - 1], 0)
    ends_day = (
        np.append((places[1:] != places[:-1]) | (days[1:] != days[:-1]), True) if len(places) else places > 0
    )
    reached = ends_day & (sums >= limits[places]) & (limits[places] > 0)
    found = np.full(len(limits), NEVER, dtype=np.int64)
    np.minimum.at(found, places[reached], days[reached])
    return np.where(found == NEVER, otherwise, found)


def is_of_books(compare: Compare) -> bool:
    """
    Say whether a comparison asks only the fund ledger, or figures that are published.

    Parameters
    ----------
    compare
        The comparison.

    Returns
    -------
    of_books
        Their days are those of the books, not of rows.
    """
    sides = [compare.measure] if compare.than is None else [compare.measure, compare.than]
    told = [_told(measure) for measure in sides]
    return all(rows <= {BALANCES} for rows in told) and not all(
        isinstance(measure, ParameterMeasure) for measure in sides
    )


def _told(measure: Measure) -> set[str]:
    """Name the kinds of rows that a measure asks; "-" where it is neither added up nor published."""
    inner = measure.of if isinstance(measure, Growth) else measure
    if isinstance(inner, Statistic | ParameterMeasure):
        return set()
    return {part.rows for part in parts_of(inner)} if isinstance(inner, Count | Sum | Ratio) else {"-"}


def days_of_books(compare: Compare, setting: Setting) -> list[str]:
    """
    List the days of a year on which the figures of a comparison are known to change.

    Parameters
    ----------
    compare
        The comparison.
    setting
        Of whom, and when.

    Returns
    -------
    days
        ISO text, in order, from the first day of the year of evaluation to the day of the books.
    """
    view, tables = setting.asker.view, setting.case.facts.tables
    sides = [side for side in (compare.measure, compare.than) if side is not None]
    found: set[str] = set()
    for measure in sides:
        inner = measure.of if isinstance(measure, Growth) else measure
        if isinstance(inner, Statistic):
            rows = plain_rows(tables["statistics"]) if "statistics" in tables else []
            written = [
                row["published_on"] or month_of(row["period"])
                for row in rows
                if row["indicator"] == inner.indicator
            ]
            found |= {last_day(day) for day in written if day is not None}
        elif BALANCES in _told(measure) and BALANCES in tables:
            found |= set(tables[BALANCES]["date"].dropna())
    return sorted(day for day in found if f"{view.year}-01-01" <= day <= view.date)


def _by_books(compare: Compare, setting: Setting) -> Since:
    """Find the first day of the books on which a comparison holds in each unit."""
    asker, size = setting.asker, len(setting.units.codes)
    found = np.full(size, NEVER, dtype=np.int64)
    for day in days_of_books(compare, setting):
        other = setting.case.asker(day, due=asker.due, year=asker.view.year, strict=asker.view.strict)
        holds = line_of(compare, replace(setting, asker=other)).truth("default").yes
        found = np.where(holds, np.minimum(found, day_of(other)), found)
        if (found != NEVER).all():
            break
    unknown = sometime(size, day_of(asker))
    return Since(*(np.where(found == NEVER, end, found) for end in unknown))
