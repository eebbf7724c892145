"""
What is counted in each unit (计数): distinct persons, households or villages that pass a filter.

A person is counted once however many rosters name the household, and where the household is registered; where
it lives, if that is asked. Those who could not be linked to one place are counted beside, wherever the
evidence points.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.counts import Counts
from ruralmap.rules.filters import LACKING, members

if TYPE_CHECKING:
    from ruralmap.rules.filters import Membership, Selections
    from ruralmap.rules.rows import Rows
    from ruralmap.rules.truth import Places
    from ruralmap.schema.links import Residence
    from ruralmap.schema.policy_conditions import Count, Share
    from ruralmap.schema.vocabulary import Level

_NOTHING: Final = len(LACKING)


def count_units(
    rows: Rows,
    measure: Count | Share,
    *,
    level: Level,
    known: Selections,
    residence: Residence = "registered",
) -> Counts:
    """
    Count in every village or township.

    Parameters
    ----------
    rows
        The rows that can be counted; what was counted once is kept there.
    measure
        What is counted.
    level
        Of which units.
    known
        The policy's groups, and the results of its earlier rules.
    residence
        Whether people count where they are registered or where they live.

    Returns
    -------
    counts
        The numbers of every unit.
    """
    key = (measure.count, measure.where, level, residence)
    if key not in rows.counts:
        count = _count_villages if measure.count == "villages" else _count_people
        rows.counts[key] = count(rows, measure, level=level, known=known, residence=residence)
    return rows.counts[key]


def _count_villages(
    rows: Rows, measure: Count | Share, *, level: Level, known: Selections, residence: Residence
) -> Counts:
    """Count the villages that pass, which have no other residence than their township."""
    del residence
    passed = members(rows.villages, measure.where, known=known)
    units = rows.codes[level].get_indexer(pd.Index(rows.villages[f"{level}_code"]))
    nobody = np.zeros(0, dtype=np.intp)
    return _summed(rows, passed, units, level=level, pairs=(nobody, nobody))


def _count_people(
    rows: Rows, measure: Count | Share, *, level: Level, known: Selections, residence: Residence
) -> Counts:
    """Count the persons or households that pass, by unit; then those who could be there as well."""
    persons = measure.count == "persons"
    homes = rows.homes.places if persons else np.arange(len(rows.households))
    table = rows.persons if persons else rows.households
    passed = members(table, measure.where, known=known, homes=rows.homes if persons else None)
    places, away = rows.places(level, residence)
    units = places[homes]
    inside = (units >= 0) & passed.counted
    counts = _summed(rows, passed, units, level=level, pairs=(units[inside], homes[inside]))
    lost = away.lost[homes] & (passed.counted | passed.unsure)
    sizes = np.bincount(homes[lost], minlength=len(rows.households))
    np.add.at(counts.nearby, away.units, sizes[away.homes])
    return replace(counts, nowhere=int(sizes[away.nowhere].sum()))


def _summed(
    rows: Rows, passed: Membership, units: Places, *, level: Level, pairs: tuple[Places, Places]
) -> Counts:
    """Sum up rows by unit; a person, household or village has only one (`require_countable`)."""
    total = len(rows.codes[level])
    placed = units >= 0
    inside, outside = placed & passed.counted, placed & ~passed.counted & passed.unsure
    unanswered = outside & (passed.lacking < _NOTHING)
    gravest = np.full(total, _NOTHING)
    np.minimum.at(gravest, units[unanswered], passed.lacking[unanswered])
    counted, unsure_in, unsure_out, undecided = (
        np.bincount(units[which], minlength=total)
        for which in (inside, inside & passed.unsure, outside, unanswered)
    )
    return Counts(
        counted=counted,
        unsure_in=unsure_in,
        unsure_out=unsure_out,
        nearby=np.zeros(total, dtype=np.int64),
        undecided=undecided,
        lacking=gravest,
        nowhere=0,
        households=rows.codes["household"],
        pairs=pairs,
    )
