"""
What relocated households make of a share (登记与居住): counted in one place, living in another.

A numerator is counted where people are registered. Held against residents (常住), it is not the same people:
some live elsewhere, others live here and count elsewhere. And a person whose household registration is not
agricultural may stand in the numerator and not in the rural population below it. Neither is corrected; both
are counted, and said where they happen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.judgement import judge_on
from ruralmap.rules.results import Movement
from ruralmap.schema.people import RURAL_HUKOU, URBAN_HUKOU
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_measures import Share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.measures import Setting
    from ruralmap.rules.rows import Rows
    from ruralmap.rules.truth import Flags, Places, Whole
    from ruralmap.schema.policy import Reading
    from ruralmap.schema.vocabulary import Basis

RESIDENTS: Final[Basis] = "常住"


def judge_residents(reading: Reading, setting: Setting) -> Judgement | None:
    """
    Judge a reading on residents above and below: who lives in a unit, of those who live there.

    Parameters
    ----------
    reading
        The reading.
    setting
        Of whom, and when.

    Returns
    -------
    judgement
        None where the reading does not divide people by residents.
    """
    share = _share_of_people(reading)
    if share is None or RESIDENTS not in share.bases:
        return None
    return judge_on(reading, replace(setting, basis=RESIDENTS, residence="living"))


def movements_of(reading: Reading, setting: Setting) -> Mapping[str, Movement]:
    """
    Count, in every unit, who of the numerator lives elsewhere, and who is not registered as rural.

    Parameters
    ----------
    reading
        The reading; its leading comparison gives the numerator.
    setting
        Of which villages or townships, and when.

    Returns
    -------
    movements
        By code, only of units with something to tell; none where no people are divided by a population.
    """
    share = _share_of_people(reading)
    level = setting.units.level
    if share is None or level not in {"village", "township"}:
        return {}
    rows = setting.asker.view.book.people
    here, there = (rows.places(level, residence)[0] for residence in ("registered", "living"))
    outside = (rows.households["living_status"] == "outside_county").to_numpy(dtype=bool)
    if share.count == "persons":
        passed = setting.asker.members("persons", share.where).counted
        counted, theirs = rows.homes.places[passed], passed
    else:
        passed = setting.asker.members("households", share.where).counted
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
    compare = next(comparisons_of(reading.condition), None)
    return compare.measure if compare is not None and isinstance(compare.measure, Share) else None


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
