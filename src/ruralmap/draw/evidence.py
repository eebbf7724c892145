"""What the zone rows say of each unit: its state, and the figures behind it on every basis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.errors import InputError
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.words.palette import ZONES

if TYPE_CHECKING:
    from numpy.typing import NDArray

STATES: Final = tuple(ZONES)
# How the outcome of a selection is drawn; an undecided unit is so whatever its outcome (domain 0.4).
_STATE_OF_OUTCOME: Final = {
    "selected": "selected",
    "not_selected": "not_selected",
    "insufficient_data": "insufficient",
    "parameter_missing": "insufficient",
    "not_applicable": "out_of_scope",
}
EVIDENCE: Final = (
    "numerator",
    "denominator",
    "value",
    "threshold",
    "margin",
    "denominator_as_of",
    "denominator_doc",
)


@dataclass(frozen=True)
class Zones:
    """
    The zone rows of one level, unit by unit.

    `bases` are the bases of the denominator (分母口径), the default first. `by_basis` holds for each its
    rows, indexed by all units of the map; `first` the row that decides each unit; `state` its position in
    `STATES`.
    """

    bases: tuple[str, ...]
    by_basis: tuple[pd.DataFrame, ...]
    first: pd.DataFrame
    state: NDArray[np.int64]

    def count(self, state: str) -> int:
        """
        Count the units of one state.

        Parameters
        ----------
        state
            One of `STATES`.

        Returns
        -------
        count
            How many units of the map are in it.
        """
        return int((self.state == STATES.index(state)).sum())

    @property
    def is_compared(self) -> bool:
        """Whether the rows say how each unit stands to an adopted list."""
        return "difference" in self.first

    def packed(self) -> dict[str, Any]:
        """
        Write the states, and which units have a row on which basis.

        Returns
        -------
        columns
            Whole numbers, one for each unit.
        """
        has = {f"has{i}": rows["outcome"].notna().astype(int) for i, rows in enumerate(self.by_basis)}
        return {"state": self.state} | has

    def figures(self, lang: Language) -> dict[str, Any]:
        """
        Write the figures behind each unit, basis by basis.

        Parameters
        ----------
        lang
            The language of the outcomes.

        Returns
        -------
        columns
            One value for each unit, missing where there is no row.
        """
        columns: dict[str, Any] = {"rank": self.first["rank"]}
        if self.is_compared:
            columns["difference"] = self.first["difference"]
        for i, rows in enumerate(self.by_basis):
            columns |= {f"{name}{i}": rows[name] for name in EVIDENCE}
            columns[f"outcome{i}"] = [
                None if pd.isna(outcome) else say(f"maps.outcome.{outcome}", lang)
                for outcome in rows["outcome"]
            ]
        return columns


def read_zones(zone_rows: pd.DataFrame, level: str, units: pd.Index[Any]) -> Zones:
    """
    Take one level's rows, and refuse what could not be drawn truly.

    Parameters
    ----------
    zone_rows
        As `priority_map` takes them.
    level
        `village` or `township`.
    units
        The codes of all units of that level on the map.

    Returns
    -------
    zones
        In the order of the units.

    Raises
    ------
    InputError
        If a unit has two rows on one basis, is not on the map, or has an outcome that no selection has.
    """
    rows = zone_rows[zone_rows["level"] == level]
    faults = {
        "rows_twice": rows.loc[rows.duplicated(["code", "basis"]), "code"],
        "rows_elsewhere": rows.loc[~rows["code"].isin(units), "code"],
        "outcome_unknown": rows.loc[~rows["outcome"].isin(_STATE_OF_OUTCOME), "outcome"],
    }
    for key, found in faults.items():
        if len(found):
            raise InputError(say_both(f"maps.fault.{key}", found="、".join(map(str, found[:5]))))
    bases = tuple(dict.fromkeys(rows["basis"]))
    by_basis = tuple(rows[rows["basis"] == basis].set_index("code").reindex(units) for basis in bases)
    first = rows.drop_duplicates("code").set_index("code").reindex(units)
    undecided = units.isin(rows.loc[rows["certainty"] == "undecided", "code"])
    named = first["outcome"].map(_STATE_OF_OUTCOME).fillna("out_of_scope")
    state = np.where(undecided, STATES.index("undecided"), named.map(STATES.index)).astype(np.int64)
    return Zones(bases, by_basis, first, state)
