"""
What is added up in each unit (合计): rows that pass a filter, or a column of them, or its distinct values.

The only place that adds. A row counts where its household is registered, or lives, if that is asked; those
whose household could not be linked to one place are counted beside, wherever the evidence points.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.counts import Counts
from ruralmap.rules.membership import NO_DATA, NOTHING, certain, joined
from ruralmap.rules.standing import homes_of, places_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.rules.case import Units
    from ruralmap.rules.columns import Cells
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.rows import Away
    from ruralmap.rules.truth import Flags, Places, Whole
    from ruralmap.schema.links import Residence
    from ruralmap.schema.policy_measures import Part

    Add = Callable[[Flags], Whole]


_NOWHERE: Final[Places] = np.zeros(0, dtype=np.intp)
_NOBODY: Final = certain(np.zeros(0, dtype=bool))


def add_up(
    asker: Asker,
    part: Part,
    *,
    units: Units,
    residence: Residence = "registered",
    only: Flags | None = None,
) -> Counts:
    """
    Add up in every unit.

    Parameters
    ----------
    asker
        Asks the rows of a day.
    part
        What is added up, of which rows.
    units
        The units.
    residence
        Whether people count where they are registered or where they live.
    only
        Which rows may count at all; all of them unless given.

    Returns
    -------
    counts
        The numbers of every unit.
    """
    view, total = asker.view, len(units.codes)
    people = view.book.people
    if not view.has(part.rows):
        nothing = _summed(_NOBODY, _NOWHERE, _NOBODY.counted, _plain(_NOWHERE, _NOWHERE, total), total)
        return replace(nothing, lacking=np.full(total, NO_DATA), known=False)
    passed = asker.members(part.rows, part.where)
    if only is not None:
        passed = joined([passed, certain(only)], every=True)
    places = places_in(asker, part.rows, units, residence)
    weights, stated, scale = weights_of(asker, part)
    if part.distinct is not None:
        add = _distinct(places, view.cells(part.rows, part.distinct), total)
    else:
        add = _plain(places, weights, total)
    homes = homes_of(view, part.rows)
    counts = replace(_summed(passed, places, stated, add, total), scale=scale)
    if homes is None:
        return counts
    counts = replace(counts, households=people.codes["household"], homes=homes)
    if units.level not in {"village", "township"}:
        return counts
    _, away = people.places(units.level, residence)
    if not away.lost.any():
        return counts
    lost = np.append(away.lost, False)[homes] & (places < 0) & (passed.counted | passed.unsure)
    return _nearby(counts, lost, weights, homes, away)


def places_in(asker: Asker, rows: str, units: Units, residence: Residence) -> Places:
    """
    Say in which unit each row stands; a unit that is a row has the rows that belong to it, or itself.

    Parameters
    ----------
    asker
        Asks the rows of a day.
    rows
        The kind of rows.
    units
        The units.
    residence
        Whether people count where they are registered or where they live.

    Returns
    -------
    places
        The place of the unit in the order of codes, -1 where there is none.
    """
    if units.level == "record":
        return asker.view.related(rows, units.rows)
    return places_of(asker.view, rows, units.level, residence)


def weights_of(asker: Asker, part: Part) -> tuple[Whole, Flags, int]:
    """
    Say what each row adds.

    Parameters
    ----------
    asker
        Asks the rows of a day.
    part
        What is added up.

    Returns
    -------
    weights
        Whole numbers, one a row.
    stated
        Which rows say how much.
    scale
        How many of them make one unit.
    """
    size = asker.view.size(part.rows)
    if part.column is None:
        return np.broadcast_to(np.int64(1), size), np.broadcast_to(np.True_, size), 1
    cells = asker.view.cells(part.rows, part.column)
    # A line of the ledger that does not state a sum adds nothing, as long as any line does.
    stated = cells.filled | (part.rows == "balances" and bool(cells.filled.any()))
    weights, scale = cells.whole
    return weights, stated, scale


def _plain(places: Places, weights: Whole, total: int) -> Add:
    """Add the weights of rows by unit, in whole numbers."""
    inside = places >= 0

    def add(which: Flags) -> Whole:
        sums = np.zeros(total, dtype=np.int64)
        taken = which & inside
        np.add.at(sums, places[taken], weights[taken])
        return sums

    return add


def _distinct(places: Places, cells: Cells, total: int) -> Add:
    """Count the distinct values of rows by unit."""
    inside = (places >= 0) & cells.filled
    if np.bincount(cells.places[inside]).max(initial=0) <= 1:
        # Each value stands once, as a person's number does among the persons.
        return _plain(np.where(inside, places, -1), np.ones(len(places), dtype=np.int64), total)
    kinds = max(len(cells.distinct), 1)
    pairs, pair = np.unique(places[inside] * kinds + cells.places[inside], return_inverse=True)

    def add(which: Flags) -> Whole:
        met = np.zeros(len(pairs), dtype=bool)
        met[pair[which[inside]]] = True
        return np.bincount(pairs[met] // kinds, minlength=total)

    return add


def _summed(passed: Membership, places: Places, stated: Flags, add: Add, total: int) -> Counts:
    """Sum up rows by unit: what counts, what surely does, what could, and what depends on something else."""
    counted = add(passed.counted)

    def added(which: Flags) -> Whole:
        # Mostly nothing is doubtful, and then these are the same rows.
        return counted if np.array_equal(which, passed.counted) else add(which)

    possible, answerable, gravest = passed.counted, counted, np.full(total, NOTHING)
    if passed.unsure.any():
        possible = passed.counted | passed.unsure
        unanswered = ~passed.counted & passed.unsure & (passed.lacking < NOTHING) & (places >= 0)
        np.minimum.at(gravest, places[unanswered], passed.lacking[unanswered])
        answerable = added(passed.counted | unanswered)
    silent = possible & ~stated & (places >= 0)
    return Counts(
        counted=counted,
        unsure_in=counted - added(passed.truth.yes),
        unsure_out=added(possible) - counted,
        nearby=np.zeros(total, dtype=np.int64),
        undecided=answerable - counted,
        lacking=gravest,
        nowhere=0,
        households=pd.Index([]),
        places=places,
        homes=np.broadcast_to(np.intp(-1), len(places)),
        passed=passed.counted,
        unstated=np.bincount(places[silent], minlength=total),
    )


def _nearby(counts: Counts, lost: Flags, weights: Whole, homes: Places, away: Away) -> Counts:
    """Add those whose household could be there as well."""
    sizes = np.zeros(len(away.lost), dtype=np.int64)
    np.add.at(sizes, homes[lost], weights[lost])
    nearby = np.zeros(len(counts.counted), dtype=np.int64)
    np.add.at(nearby, away.units, sizes[away.homes])
    return replace(counts, nearby=nearby, nowhere=int(sizes[away.nowhere].sum()))
