"""
Counting people where they are registered and where they live (户籍与居住对照).

The two bases count the same households: what one village has more, another village, the unknown or the world
outside the county has less. A sum that is not the same on both is an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.schema.links import Residence

Level = Literal["village", "township"]

# Rows of a tally behind those of the units: nobody knows where; known to live outside the county.
UNKNOWN: Final = "unknown"
OUTSIDE: Final = "outside"
_COLUMN: Final[dict[tuple[Residence, Level], str]] = {
    ("registered", "village"): "linked_village_code",
    ("registered", "township"): "linked_township_code",
    ("living", "village"): "living_village_code",
    ("living", "township"): "living_township_code",
}
_COUNTED: Final = ("households", "persons")


@dataclass(frozen=True, eq=False)
class Residences:
    """
    One level of a county on both bases.

    `units`: one row a unit, in the order of codes, then UNKNOWN and OUTSIDE, with `registered_…`, `living_…`,
    `in_…` (live here, registered elsewhere), `out_…` and `net_…` (living less registered), each counted in
    `households` and `persons`. `moves`: one row a pair of different places, `registered`, `living`,
    `households` and `persons`, in the order of both.
    """

    units: pd.DataFrame
    moves: pd.DataFrame


def tally_residence(households: pd.DataFrame, units: Sequence[str], *, level: Level) -> Residences:
    """
    Count households and persons on both bases, and who moved from where to where.

    Parameters
    ----------
    households
        One row a household: `size` (persons), `linked_village_code`, `linked_township_code` and the columns
        of LIVING_COLUMNS.
    units
        The codes of all villages, or of all townships.
    level
        Which of the two they are.

    Returns
    -------
    residences
        The tally. A household whose village is not known counts in the row UNKNOWN of villages, and in its
        township where at least that is known.

    Raises
    ------
    ConservationError
        If a household stands in a unit that is not on the list, so that the county's total would not be the
        same on both bases.
    """
    places = pd.DataFrame(
        {
            "registered": place_of(households, "registered", level),
            "living": place_of(households, "living", level),
            "households": 1,
            "persons": households["size"].fillna(0).astype("int64"),
        }
    )
    rows = [*sorted(units), UNKNOWN, OUTSIDE]
    moves = places[places["registered"] != places["living"]]
    table = pd.DataFrame(index=pd.Index(rows, name="code", dtype="str"))
    for column, (counted, by) in {
        "registered": (places, "registered"),
        "living": (places, "living"),
        "in": (moves, "living"),
        "out": (moves, "registered"),
    }.items():
        sums = counted.groupby(by)[list(_COUNTED)].sum().reindex(rows, fill_value=0)
        table[[f"{column}_{name}" for name in _COUNTED]] = sums.to_numpy()
    for name in _COUNTED:
        table[f"net_{name}"] = table[f"living_{name}"] - table[f"registered_{name}"]
    _require_conserved(table, places)
    pairs = moves.groupby(["registered", "living"], sort=True)[list(_COUNTED)].sum().reset_index()
    return Residences(table, pairs)


def place_of(households: pd.DataFrame, basis: Residence, level: Level) -> pd.Series[str]:
    """
    Say in which row of a tally each household counts.

    Parameters
    ----------
    households
        As for `tally_residence`.
    basis
        Where registered, or where living.
    level
        Villages or townships.

    Returns
    -------
    place
        A code, UNKNOWN or OUTSIDE, on the households' index.
    """
    place = households[_COLUMN[basis, level]].astype("str").fillna(UNKNOWN)
    if basis == "registered":
        return place
    return place.mask(households["living_status"] == "outside_county", OUTSIDE)


def _require_conserved(table: pd.DataFrame, places: pd.DataFrame) -> None:
    """Make sure that everybody is in exactly one row of each basis, and every move in two."""
    for name in _COUNTED:
        given = int(places[name].sum())
        sums = {basis: int(table[f"{basis}_{name}"].sum()) for basis in ("registered", "living")}
        moved = (table[f"in_{name}"] - table[f"out_{name}"] == table[f"net_{name}"]).all()
        if set(sums.values()) != {given} or not moved:
            raise ConservationError(say_both("links.living.not_conserved", given=given, **sums))
