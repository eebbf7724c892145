"""
What relocated households make of a share (登记与居住): counted in one place, living in another.

A numerator is counted where people are registered. Held against residents (常住), it is not the same people:
some live elsewhere, others live here and count elsewhere. And a person whose household registration is not
agricultural may stand in the numerator and not in the rural population below it. Neither is corrected; both
are counted, and said where they happen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.filters import members
from ruralmap.rules.judgement import judge_on
from ruralmap.rules.results import Movement
from ruralmap.schema.people import RURAL_HUKOU, URBAN_HUKOU
from ruralmap.schema.policy_conditions import Share, comparisons_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.rules.case import Case
    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.rows import Rows
    from ruralmap.rules.truth import Flags, Places, Whole
    from ruralmap.schema.policy import Reading
    from ruralmap.schema.vocabulary import Basis, Level

RESIDENTS: Final[Basis] = "常住"


def judge_residents(case: Case, reading: Reading, *, level: Level) -> Judgement | None:
    """
    Judge a reading on residents above and below: who lives in a unit, of those who live there.

    Parameters
    ----------
    case
        The policy and the facts.
    reading
        The reading.
    level
        The level.

    Returns
    -------
    judgement
        None where the reading does not divide people by residents.
    """
    share = _share_of_people(reading)
    if share is None or RESIDENTS not in share.bases:
        return None
    return judge_on(case, reading, level=level, basis=RESIDENTS, residence="living")


def movements_of(case: Case, reading: Reading, *, level: Level) -> Mapping[str, Movement]:
    """
    Count, in every unit, who of the numerator lives elsewhere, and who is not registered as rural.

    Parameters
    ----------
    case
        The policy and the facts.
    reading
        The reading; its leading comparison gives the numerator.
    level
        Villages or townships.

    Returns
    -------
    movements
        By code, only of units with something to tell; none where no people are divided by a population.
    """
    share = _share_of_people(reading)
    if share is None or level == "household":
        return {}
    rows = case.rows
    here, there = (rows.places(level, residence)[0] for residence in ("registered", "living"))
    outside = (rows.households["living_status"] == "outside_county").to_numpy(dtype=bool)
    if share.count == "persons":
        passed = members(rows.persons, share.where, known=case.selections, homes=rows.homes).counted
        counted, theirs = rows.homes.places[passed], passed
    else:
        passed = members(rows.households, share.where, known=case.selections).counted
        counted, theirs = np.flatnonzero(passed), passed[rows.homes.places]
    units = len(rows.codes[level])
    masks = _moves(here[counted], there[counted], outside[counted])
    numbers = {name: _sizes(places, units) for name, places in masks.items()}
    numbers |= _hukou(rows, here, theirs, units)
    table = np.column_stack(list(numbers.values()))
    codes = rows.codes[level]
    return {
        str(codes[place]): Movement(**dict(zip(numbers, table[place].tolist(), strict=True)))
        for place in np.flatnonzero(table.any(axis=1)).tolist()
    }


def _share_of_people(reading: Reading) -> Share | None:
    """Take the leading comparison's measure, if it divides persons or households by a population."""
    measure = next(comparisons_of(reading.condition)).measure
    return measure if isinstance(measure, Share) else None


def _moves(here: Places, there: Places, outside: Flags) -> dict[str, Places]:
    """Tell apart those who are registered in a unit and do not live there, and the other way round."""
    apart = (there >= 0) & (here != there)
    return {
        "left": here[apart],
        "outside": here[outside],
        "unknown": here[(there < 0) & ~outside],
        "arrived": there[apart],
    }


def _hukou(rows: Rows, here: Places, theirs: Flags, units: int) -> dict[str, Whole]:
    """Count those who are not registered as rural; of relocated ones also those of whom it is not known."""
    homes = rows.homes.places[theirs]
    places = here[homes]
    hukou = rows.persons.loc[theirs, "hukou"]
    urban, rural = ((hukou == kind).to_numpy(dtype=bool) for kind in (URBAN_HUKOU, RURAL_HUKOU))
    relocated = rows.households["relocated"].fillna(value=False).to_numpy(dtype=bool)[homes]
    return {
        "urban": _sizes(places[urban], units),
        "urban_relocated": _sizes(places[urban & relocated], units),
        "hukou_unknown": _sizes(places[relocated & ~urban & ~rural], units),
    }


def _sizes(places: Places, units: int) -> Whole:
    """Count the rows of each unit; those without one are in none."""
    return np.bincount(places[places >= 0], minlength=units)
