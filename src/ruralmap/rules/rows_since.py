"""
Since when rows pass a filter (成立之日): the dates that it asks, each at the earliest and at the latest.

What an event's row says of it holds from the event on. Of a thing's state nobody knows since when it is so:
that can be any day up to the day of the books.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.derived import DERIVED
from ruralmap.rules.since import Since, always, day_of, earliest, latest, sometime
from ruralmap.schema.policy_filters import (
    AllOf,
    AnyOf,
    Has,
    InGroup,
    NoneOf,
    SelectedBy,
    branches_of,
    leaves_of,
)
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rows import columns_of

if TYPE_CHECKING:
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.truth import Places, Whole
    from ruralmap.schema.policy_filters import Filter, Test
    from ruralmap.schema.policy_measures import DatedBy

# Rows that stand for a thing, not for something that happened: what they say can change at any time.
_THINGS: Final = frozenset(
    {
        *("households", "persons", "townships", "villages", "sites", "grids", "water_sources", "units"),
        *("projects", "assets", "industries", "entities", "parcels", "staff", "workshops", "loans"),
        *("safety", "system_assets", "village_balances"),
    }
)
_DATED: Final = ("date", "month")
# What is written of an event later on: how much was paid, for how many months.
_NUMBERS: Final = ("integer", "money", "number")


def rows_since(asker: Asker, rows: str, tree: Filter | None) -> Since:
    """
    Say since when rows are there and pass a filter.

    Parameters
    ----------
    asker
        Asks the rows of a day.
    rows
        The kind of rows.
    tree
        The filter; without one, since when they are there.

    Returns
    -------
    since
        One entry a row; of a row that does not pass it says nothing.
    """
    kind, size = ROWS[rows], asker.view.size(rows)
    own = always(size)
    if kind.row_date is not None and kind.snapshot is None:
        own = _written(asker, rows, kind.row_date)
    return own if tree is None else latest([own, filter_since(asker, rows, tree)])


def filter_since(asker: Asker, rows: str, tree: Filter) -> Since:
    """
    Say since when rows pass a filter, as far as it asks dates.

    Parameters
    ----------
    asker
        Asks the rows of a day.
    rows
        The kind of rows.
    tree
        The filter.

    Returns
    -------
    since
        One entry a row; of a row that does not pass it says nothing.
    """
    size = asker.view.size(rows)
    if isinstance(tree, AllOf | AnyOf):
        branches = branches_of(tree)[1]
        parts = [filter_since(asker, rows, part) for part in branches]
        if isinstance(tree, AllOf):
            return latest(parts)
        return earliest(parts, [asker.members(rows, part).counted for part in branches])
    if isinstance(tree, InGroup | SelectedBy):
        # Whom the rule speaks of does not become so by being done.
        return always(size)
    if isinstance(tree, Has) and tree.at_most is None and tree.at_least_share is None:
        child = rows_since(asker, tree.has, tree.where)
        return related_since(asker, rows, tree.has, child, tree.where, tree.at_least or 1)
    if isinstance(tree, NoneOf | Has):
        return sometime(size, day_of(asker))
    return _test_since(asker, rows, tree)


def _test_since(asker: Asker, rows: str, test: Test) -> Since:
    """Say since when a column is as it is."""
    column, size = columns_of(rows)[test.column], asker.view.size(rows)
    if column.kind in _DATED and test.op != "empty" and test.column not in ROWS[rows].planned:
        return _written(asker, rows, test.column)
    told = column.kind in _DATED or column.kind not in _NUMBERS or column.name == "year"
    worked_out = (rows, test.column) in DERIVED and test.column != "in_force"
    state = rows in _THINGS or worked_out or not told
    return sometime(size, day_of(asker)) if state else always(size)


def _written(asker: Asker, rows: str, column: str) -> Since:
    """Take the days of a column; where none is written nobody knows it."""
    cells = asker.view.cells(rows, column)
    first, last = cells.days
    open_ended = sometime(len(first), day_of(asker))
    return Since(
        np.where(cells.filled, first, open_ended.first), np.where(cells.filled, last, open_ended.last)
    )


def related_since(
    asker: Asker, rows: str, other: str, since: Since, where: Filter | None, least: int = 1
) -> Since:
    """
    Say since when rows have enough related rows.

    Parameters
    ----------
    asker
        Asks the rows of a day.
    rows
        The kind of rows.
    other
        The kind of related rows.
    since
        Since when each of those counts.
    where
        Which of them count at all.
    least
        How many are enough.

    Returns
    -------
    since
        One entry a row.
    """
    view, today = asker.view, day_of(asker)
    size = view.size(rows)
    if not view.has(other):
        return sometime(size, today)
    passed = asker.members(other, where).counted
    if other in dict(ROWS[rows].links) and rows not in dict(ROWS[other].links):
        places = view.related(rows, other)
        here = np.append(passed, False)[places]
        return Since(
            *(
                np.where(here, np.append(days, 0)[places], end)
                for days, end in zip(since, (0, today), strict=True)
            )
        )
    places = view.related(other, rows)
    here = passed & (places >= 0)
    return Since(
        _nth(places[here], since.first[here], least, size, 0),
        _nth(places[here], since.last[here], least, size, today),
    )


def _nth(places: Places, days: Whole, nth: int, size: int, otherwise: int) -> Whole:
    """Take the nth day of each place, in order."""
    order = np.lexsort((days, places))
    ends = np.searchsorted(places[order], np.arange(size), side="right")
    begins = np.searchsorted(places[order], np.arange(size), side="left")
    enough = ends - begins >= nth
    found = np.full(size, otherwise, dtype=np.int64)
    found[enough] = days[order][begins[enough] + nth - 1]
    return found


def dated_since(asker: Asker, rows: str, dated: DatedBy, where: Filter | None) -> Since:
    """
    Take the date that makes rows count (何时起算).

    Parameters
    ----------
    asker
        Asks the rows of a day.
    rows
        The kind of rows.
    dated
        A date of their own, or of related rows.
    where
        Which rows count; what it asks of those related rows says which of them.

    Returns
    -------
    since
        One entry a row: of several related rows the first.
    """
    if dated.rows is None or dated.rows == rows:
        return _written(asker, rows, dated.column)
    tree = next((has.where for has in _asked(where) if has.has == dated.rows), None)
    return related_since(asker, rows, dated.rows, _written(asker, dated.rows, dated.column), tree)


def _asked(tree: Filter | None) -> list[Has]:
    """List what a filter asks of related rows."""
    leaves = [] if tree is None else [leaf for leaf, _ in leaves_of(tree, "")]
    return [leaf for leaf in leaves if isinstance(leaf, Has)]
