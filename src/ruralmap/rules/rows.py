"""
The rows that can be counted (计数对象): persons, households and villages, and in which unit each stands.

A household without a unit is nobody's loss: the evidence says where it could be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pandas as pd

from ruralmap.rules.keys import rows_named
from ruralmap.rules.records import plain_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.rules.facts import Facts
    from ruralmap.rules.truth import Flags, Places
    from ruralmap.schema.links import Residence
    from ruralmap.schema.vocabulary import Level

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


class Standing(NamedTuple):
    """
    In which unit of a level each row of a kind stands.

    `places` are those of the units in the order of codes, -1 where there is none; `lost` the places of the
    rows without one whose household could not be linked.
    """

    places: Places
    lost: Places


@dataclass(frozen=True, eq=False)
class Homes:
    """The households of persons: `places` is where each person's household stands among `rows`."""

    rows: pd.DataFrame
    places: Places


@dataclass(frozen=True, eq=False)
class Rows:
    """
    The rows that can be counted.

    Households, villages and townships stand in the order of their codes, those of `codes`; `homes` are the
    households of the persons.
    """

    persons: pd.DataFrame
    households: pd.DataFrame
    villages: pd.DataFrame
    townships: pd.DataFrame
    homes: Homes
    codes: Mapping[Level, pd.Index]
    _found: dict[tuple[Level, Residence], tuple[Places, Away]] = field(default_factory=dict)

    def places(self, level: Level, residence: Residence = "registered") -> tuple[Places, Away]:
        """
        Say in which unit each household stands.

        Parameters
        ----------
        level
            Villages or townships.
        residence
            Where it is registered or where it lives.

        Returns
        -------
        places
            The place of each household's unit in the order of codes, -1 where it has none.
        away
            Where those without one could be.
        """
        if (level, residence) not in self._found:
            units = self.households[UNIT_COLUMN[residence, level]]
            lost = units.isna().to_numpy(dtype=bool)
            if residence == "living":
                lost = lost & (self.households["living_status"] != "outside_county").to_numpy(dtype=bool)
            places = rows_named(units, self.codes[level])
            self._found[level, residence] = (places, _away(self, lost, level=level, residence=residence))
        return self._found[level, residence]


@dataclass(frozen=True, eq=False)
class Away:
    """
    Where the households without a unit could be (待落图).

    `lost` says which households these are, and `nowhere` of which nothing says where they are. `homes` and
    `units` are pairs of places: a household, and a unit where it could be.
    """

    lost: Flags
    nowhere: Flags
    homes: Places
    units: Places


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
        Nothing counted yet.
    """
    households = facts.households.sort_values("hh_id", ignore_index=True)
    villages = _by_code(facts.villages, "village_code")
    townships = _by_code(facts.townships, "township_code")
    codes: dict[Level, pd.Index] = {
        "household": pd.Index(households["hh_id"]),
        "village": pd.Index(villages["village_code"]),
        "township": pd.Index(townships["township_code"]),
    }
    homes = Homes(households, rows_named(facts.persons["hh_id"], households["hh_id"]))
    return Rows(facts.persons.reset_index(drop=True), households, villages, townships, homes, codes)


def _by_code(units: pd.DataFrame, code: str) -> pd.DataFrame:
    """Order units by code, so that no answer depends on the order of rows."""
    plain = pd.DataFrame(units.drop(columns="geometry", errors="ignore"))
    return plain.rename_axis(code).reset_index().sort_values(code, ignore_index=True)


def _away(rows: Rows, lost: Flags, *, level: Level, residence: Residence) -> Away:
    """
    Say where the households without a unit could be.

    The villages that the evidence names; without any, every village of the township that is known. For
    townships: those of the named villages; without any, the one whose name the roster writes, though that
    says nothing of where a household lives.
    """
    candidates, township = _CANDIDATES[residence], UNIT_COLUMN[residence, "township"]
    inside = _grouped(rows.villages, "township_code", "village_code")
    named_so = _grouped(rows.townships, "township", "township_code")
    nowhere = np.zeros(len(lost), dtype=bool)
    pairs: list[tuple[int, str]] = []
    homes = np.flatnonzero(lost).tolist()
    table = rows.households.loc[lost, [candidates, township, "township"]]
    for home, row in zip(homes, plain_rows(table), strict=True):
        named = [code for code in (row[candidates] or "").split(";") if code]
        if level == "village":
            places = named or inside.get(row[township], [])
        elif named or residence == "living":
            places = [code[:_TOWNSHIP_DIGITS] for code in named]
        else:
            places = named_so.get(row["township"], [])
        nowhere[home] = not places
        pairs += [(home, code) for code in dict.fromkeys(places)]
    found = rows.codes[level].get_indexer(pd.Index([code for _, code in pairs], dtype=object))
    known = found >= 0
    whose = np.array([home for home, _ in pairs], dtype=np.intp)
    return Away(lost, nowhere, whose[known], found[known])


def _grouped(table: pd.DataFrame, key: str, code: str) -> dict[str | None, list[str]]:
    """List codes by another column."""
    found: dict[str | None, list[str]] = {}
    for name, value in zip(table[key].tolist(), table[code].tolist(), strict=True):
        found.setdefault(name, []).append(value)
    return found
