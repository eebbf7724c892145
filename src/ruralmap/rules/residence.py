"""
What relocated households make of a share (登记与居住): counted in one place, living in another.

A numerator is counted where people are registered. Held against residents (常住), it is not the same people:
some live elsewhere, others live here and count elsewhere. And a person whose household registration is not
agricultural may stand in the numerator and not in the rural population below it. Neither is corrected; both
are counted, and said where they happen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.rules.filters import members
from ruralmap.rules.judgement import judge_on
from ruralmap.rules.measures import UNIT_COLUMN
from ruralmap.rules.results import Movement
from ruralmap.schema.people import RURAL_HUKOU, URBAN_HUKOU
from ruralmap.schema.policy_conditions import Share, comparisons_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ruralmap.rules.case import Case
    from ruralmap.rules.judgement import Judgement
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
    table: pd.DataFrame = getattr(case.rows, share.count)
    here, there = UNIT_COLUMN["registered", level], UNIT_COLUMN["living", level]
    passed = members(table, share.where, known=case.selections).counted
    counted = table.loc[passed, ["hh_id", here, there, "living_status"]]
    persons = case.rows.persons
    theirs = passed if share.count == "persons" else persons["hh_id"].isin(counted["hh_id"]).to_numpy()
    people = persons.loc[theirs, [here, "hukou", "relocated"]]
    numbers = _moves(counted, level) | _hukou(people, level)
    codes = sorted({str(code) for sums in numbers.values() for code in sums})
    return {code: Movement(**{name: sums.get(code, 0) for name, sums in numbers.items()}) for code in codes}


def _share_of_people(reading: Reading) -> Share | None:
    """Take the leading comparison's measure, if it divides persons or households by a population."""
    measure = next(comparisons_of(reading.condition)).measure
    return measure if isinstance(measure, Share) else None


def _moves(counted: pd.DataFrame, level: Level) -> dict[str, dict[str, int]]:
    """Count those who are registered in a unit and do not live there, and the other way round."""
    here, there = (counted[UNIT_COLUMN[residence, level]] for residence in ("registered", "living"))
    apart = there.notna() & (here.isna() | (here != there))
    outside = counted["living_status"] == "outside_county"
    return {
        "left": _sizes(here[apart & here.notna()]),
        "outside": _sizes(here[outside]),
        "unknown": _sizes(here[there.isna() & ~outside]),
        "arrived": _sizes(there[apart]),
    }


def _hukou(people: pd.DataFrame, level: Level) -> dict[str, dict[str, int]]:
    """Count those who are not registered as rural; of relocated ones also those of whom it is not known."""
    here = people[UNIT_COLUMN["registered", level]]
    urban = people["hukou"] == URBAN_HUKOU
    relocated = people["relocated"].fillna(value=False).astype(bool)
    rural = people["hukou"] == RURAL_HUKOU
    return {
        "urban": _sizes(here[urban]),
        "urban_relocated": _sizes(here[urban & relocated]),
        "hukou_unknown": _sizes(here[relocated & ~urban & ~rural]),
    }


def _sizes(units: pd.Series[str]) -> dict[str, int]:
    """Count the rows of each unit."""
    counts = units.value_counts()
    return dict(zip(counts.index.astype(str), counts.tolist(), strict=True))
