"""
What is counted in each unit (计数): distinct persons, households or villages that pass a filter.

A person is counted once however many rosters name the household, and where the household is registered; where
it lives, if that is asked. Those who could not be linked to one place are counted beside, wherever the
evidence points.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.filters import LACKING, members
from ruralmap.rules.records import plain_rows
from ruralmap.rules.results import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from ruralmap.rules.facts import Facts
    from ruralmap.rules.filters import Membership, Selections
    from ruralmap.rules.truth import Flags
    from ruralmap.schema.links import Residence
    from ruralmap.schema.policy_conditions import Count, Share
    from ruralmap.schema.policy_filters import Filter
    from ruralmap.schema.vocabulary import Counted, Level

_TOWNSHIP_DIGITS: Final = 9
UNIT_COLUMN: Final[dict[tuple[Residence, Level], str]] = {
    ("registered", "village"): "linked_village_code",
    ("registered", "township"): "linked_township_code",
    ("living", "village"): "living_village_code",
    ("living", "township"): "living_township_code",
}
_CANDIDATES: Final[dict[Residence, str]] = {
    "registered": "link_candidates",
    "living": "living_candidates",
}
_ID_COLUMN: Final[dict[Counted, str]] = {
    "persons": "p_id",
    "households": "hh_id",
    "villages": "village_code",
}


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows that can be counted: of persons (with their household's columns), households and villages."""

    persons: pd.DataFrame
    households: pd.DataFrame
    villages: pd.DataFrame
    townships: Mapping[str, str]
    made: dict[tuple[Counted, Filter | None, Level, Residence], Counts] = field(default_factory=dict)


@dataclass(frozen=True)
class Counts:
    """
    A count in every unit of a level.

    `units` holds only units with something to tell. `nowhere` are those who pass the filter and of whom no
    evidence says where in the county they are.
    """

    units: Mapping[str, Tally]
    nowhere: int

    def of(self, code: str) -> Tally:
        """
        Give the tally of a unit.

        Parameters
        ----------
        code
            The unit's code.

        Returns
        -------
        tally
            All zero where nothing was counted.
        """
        return self.units.get(code, Tally())


def countable_rows(facts: Facts) -> Rows:
    """
    Prepare the tables for counting.

    Parameters
    ----------
    facts
        The tables.

    Returns
    -------
    rows
        Persons carry the columns of their household.
    """
    own = [name for name in facts.persons.columns if name == "hh_id" or name not in facts.households.columns]
    persons = facts.persons[own].merge(facts.households, on="hh_id", how="left", validate="many_to_one")
    villages = pd.DataFrame(facts.villages.drop(columns="geometry", errors="ignore"))
    villages = villages.rename_axis("village_code").reset_index()
    return Rows(
        persons,
        facts.households,
        villages,
        dict(zip(facts.townships.index.astype(str), facts.townships["township"], strict=True)),
    )


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
        One tally a unit.
    """
    key = (measure.count, measure.where, level, residence)
    if key not in rows.made:
        rows.made[key] = _count(rows, measure, level=level, known=known, residence=residence)
    return rows.made[key]


def _count(
    rows: Rows, measure: Count | Share, *, level: Level, known: Selections, residence: Residence
) -> Counts:
    """Count the rows that pass, by unit; then those who could be there as well."""
    table: pd.DataFrame = getattr(rows, measure.count)
    passed = members(table, measure.where, known=known)
    if measure.count == "villages":
        frame = _frame(passed, table[["township_code", "village_code"]])
        return Counts(_tallies(frame, {}, homes=False), 0)
    frame = _frame(passed, table[[UNIT_COLUMN[residence, level], "hh_id"]])
    lost = frame["unit"].isna().to_numpy() & (passed.counted | passed.unsure)
    if residence == "living":
        lost &= (table["living_status"] != "outside_county").to_numpy()
    nearby, nowhere = _nearby(rows, lost, what=measure.count, level=level, residence=residence)
    return Counts(_tallies(frame, nearby, homes=True), nowhere)


def _frame(passed: Membership, rows: pd.DataFrame) -> pd.DataFrame:
    """Lay side by side, for each row, its unit and household, and how it stands to the filter."""
    frame = rows.set_axis(["unit", "home"], axis=1).reset_index(drop=True)
    return frame.assign(counted=passed.counted, unsure=passed.unsure, lacking=passed.lacking)


def _tallies(frame: pd.DataFrame, nearby: Mapping[str, set[str]], *, homes: bool) -> dict[str, Tally]:
    """Sum up the rows by unit; a person or household has only one (`require_countable`)."""
    place, units = pd.factorize(frame["unit"], sort=True)
    counts, unsure, lacking = (frame[name].to_numpy() for name in ("counted", "unsure", "lacking"))
    inside = (place >= 0) & counts
    outside = (place >= 0) & ~counts & unsure
    unanswered = outside & (lacking < len(LACKING))
    gravest = np.full(len(units), len(LACKING))
    np.minimum.at(gravest, place[unanswered], lacking[unanswered])
    households = _homes(place[inside], frame["home"][inside], len(units)) if homes else [()] * len(units)
    columns = [
        np.bincount(place[rows], minlength=len(units)).tolist()
        for rows in (inside, inside & unsure, outside, unanswered)
    ]
    found = dict.fromkeys(sorted(nearby), Tally())
    for code, grave, theirs, (inner, unsure_in, unsure_out, undecided) in zip(
        units.astype(str), gravest.tolist(), households, zip(*columns, strict=True), strict=True
    ):
        if inner or unsure_out:
            lack = LACKING[grave] if grave < len(LACKING) else None
            found[code] = Tally(inner, unsure_in, unsure_out, 0, undecided, lack, theirs)
    return {code: replace(found[code], nearby=len(nearby.get(code, ()))) for code in sorted(found)}


def _homes(place: NDArray[np.intp], home: pd.Series, units: int) -> list[tuple[str, ...]]:
    """List the households of each unit's rows, in order and each once."""
    number, names = pd.factorize(home, sort=True)
    pairs = np.unique(place * len(names) + number)
    ends = np.searchsorted(pairs, np.arange(1, units) * len(names))
    known = names.to_numpy(dtype=object)
    return [tuple(known[part % len(names)]) for part in np.split(pairs, ends)] if len(names) else [()] * units


def _nearby(
    rows: Rows, lost: Flags, *, what: Counted, level: Level, residence: Residence
) -> tuple[dict[str, set[str]], int]:
    """
    Say where the rows without a unit could be.

    The villages that the evidence names; without any, every village of the township that is known. For
    townships: those of the named villages; without any, the one whose name the roster writes, though that
    says nothing of where a household lives.
    """
    found: dict[str, set[str]] = {}
    nowhere: set[str] = set()
    table: pd.DataFrame = getattr(rows, what)
    id_column, candidates = _ID_COLUMN[what], _CANDIDATES[residence]
    township = UNIT_COLUMN[residence, "township"]
    for row in plain_rows(table.loc[lost, [id_column, candidates, township, "township"]]):
        named = [code for code in (row[candidates] or "").split(";") if code]
        if level == "village":
            places = named or _villages_of(rows, row[township])
        elif named or residence == "living":
            places = [code[:_TOWNSHIP_DIGITS] for code in named]
        else:
            places = _townships_named(rows, row["township"])
        for place in places:
            found.setdefault(place, set()).add(row[id_column])
        if not places:
            nowhere.add(row[id_column])
    return found, len(nowhere)


def _villages_of(rows: Rows, township: str | None) -> list[str]:
    """List the villages of a township; none where the township is not known."""
    return rows.villages.loc[rows.villages["township_code"] == township, "village_code"].tolist()


def _townships_named(rows: Rows, name: str | None) -> list[str]:
    """List the townships of a name."""
    return [code for code, known in rows.townships.items() if known == name]
