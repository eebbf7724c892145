"""
What is added up in each unit (合计): rows that pass a filter, or a column of them, or its distinct values.

The only place that adds. A row counts where its household is registered, or lives, if that is asked; those
whose household could not be linked to one place are counted beside, wherever the evidence points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.adding import Adder
from ruralmap.rules.counts import Counts
from ruralmap.rules.membership import NO_DATA, NOTHING, certain, joined
from ruralmap.rules.standing import homes_of, lost_rows, places_of

if TYPE_CHECKING:
    from typing import Protocol

    from ruralmap.rules.case import Units
    from ruralmap.rules.columns import Cells
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.rows import Away
    from ruralmap.rules.truth import Flags, Places, Whole
    from ruralmap.schema.links import Residence
    from ruralmap.schema.policy_measures import Part

    class Adds(Protocol):
        """Adds rows up by unit, or what they add beyond others that are among them."""

        def add(self, which: Flags, *, beyond: Flags | None = None) -> Whole:
            """Give the sums."""


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
        nothing = _summed(_NOBODY, _NOBODY.counted, Adder(_NOWHERE, total), Adder(_NOWHERE, total))
        return replace(nothing, lacking=np.full(total, NO_DATA), known=False)
    passed = asker.members(part.rows, part.where)
    if only is not None:
        passed = joined([passed, certain(only)], every=True)
    rows = Adder(places_in(asker, part.rows, units, residence), total)
    weights, stated, scale = weights_of(asker, part)
    weighed = rows if part.column is None else replace(rows, weights=weights)
    adds = weighed if part.distinct is None else _distinct(rows, view.cells(part.rows, part.distinct))
    homes = homes_of(view, part.rows)
    counts = replace(_summed(passed, stated, rows, adds), scale=scale)
    if homes is None:
        return counts
    counts = replace(counts, households=people.codes["household"], homes=homes)
    if units.level not in {"village", "township"}:
        return counts
    lost = lost_rows(view, part.rows, units.level, residence)
    lost = lost[(passed.counted | passed.unsure)[lost]]
    return _nearby(counts, weighed, lost, people.places(units.level, residence)[1]) if lost.size else counts


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


@dataclass(frozen=True, eq=False)
class _Kinds:
    """
    Counts distinct values by unit.

    `pairs` are a unit and a value, each once; `rows` are those that have both, `pair` which they have.
    """

    pairs: Adder
    rows: Places
    pair: Places

    def add(self, which: Flags, *, beyond: Flags | None = None) -> Whole:
        """Count the values that some rows have, and those of others that are among them do not."""
        counted = self.pairs.add(self._met(which))
        return counted if beyond is None else counted - self.pairs.add(self._met(beyond))

    def _met(self, which: Flags) -> Flags:
        met = np.zeros(len(self.pairs.places), dtype=bool)
        met[self.pair[which[self.rows]]] = True
        return met


def _distinct(rows: Adder, cells: Cells) -> Adds:
    """Count the distinct values of rows by unit."""
    inside = np.flatnonzero((rows.places >= 0) & cells.filled)
    values = cells.places[inside]
    if np.bincount(values).max(initial=0) <= 1:
        # Each value stands once, as a person's number does among the persons.
        return replace(rows, places=np.where(cells.filled, rows.places, -1))
    kinds = max(len(cells.distinct), 1)
    pairs, pair = np.unique(rows.places[inside] * kinds + values, return_inverse=True)
    return _Kinds(Adder(pairs // kinds, rows.total), inside, pair)


def _summed(passed: Membership, stated: Flags, rows: Adder, adds: Adds) -> Counts:
    """Sum up rows by unit: what counts, what surely does, what could, and what depends on something else."""
    counted, total = passed.counted, rows.total
    possible, gravest = counted, np.full(total, NOTHING)
    zero = np.zeros(total, dtype=np.int64)
    unsure_out = undecided = zero
    if passed.unsure.any():
        possible = counted | passed.unsure
        unsure_out = adds.add(possible, beyond=counted)
        unanswered = passed.unsure & ~counted & (passed.lacking < NOTHING) & (rows.places >= 0)
        if unanswered.any():
            where = np.flatnonzero(unanswered)
            np.minimum.at(gravest, rows.places[where], passed.lacking[where])
            undecided = adds.add(counted | unanswered, beyond=counted)
    return Counts(
        counted=adds.add(counted),
        unsure_in=adds.add(counted, beyond=passed.truth.yes),
        unsure_out=unsure_out,
        nearby=zero,
        undecided=undecided,
        lacking=gravest,
        nowhere=0,
        households=pd.Index([]),
        places=rows.places,
        homes=np.broadcast_to(np.intp(-1), len(rows.places)),
        passed=counted,
        unstated=rows.add(possible, beyond=stated),
    )


def _nearby(counts: Counts, weighed: Adder, lost: Places, away: Away) -> Counts:
    """Add those whose household could be there as well."""
    homes = Adder(
        counts.homes[lost], len(away.lost), None if weighed.weights is None else weighed.weights[lost]
    )
    sizes = homes.add(np.ones(len(lost), dtype=bool))
    nearby = Adder(away.units, weighed.total, sizes[away.homes]).add(np.ones(len(away.units), dtype=bool))
    return replace(counts, nearby=nearby, nowhere=int(sizes[away.nowhere].sum()))
