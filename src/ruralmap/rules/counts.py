"""A count in every unit (各单位计数): arrays, and the tally of one unit where it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.membership import LACKING
from ruralmap.rules.results import Tally

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.rules.truth import Flags, Places, Whole
    from ruralmap.rules.verdicts import Codes


@dataclass(frozen=True, eq=False)
class Counts:
    """
    A count in every unit of a level, in the order of the units' codes.

    The arrays are the numbers of `Tally`; `lacking` is the place in `LACKING` of the gravest. `nowhere` are
    those who pass the filter and of whom no evidence says where in the county they are. `households` are the
    ids of all households; `places`, `homes` and `passed` say of each row in which unit and household it is,
    and whether it was counted, where the rows are of households.
    All numbers are in parts of a unit, so many as `scale` says: sums of money are in fen. `unstated` are rows
    that count and do not say how much. Where the table is not there nothing is `known`.
    """

    counted: Whole
    unsure_in: Whole
    unsure_out: Whole
    nearby: Whole
    undecided: Whole
    lacking: Codes
    nowhere: int
    households: pd.Index
    places: Places
    homes: Places
    passed: Flags
    unstated: Whole
    scale: int = 1
    known: bool = True

    def tally(self, place: int) -> Tally:
        """
        Give the tally of a unit.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        tally
            All zero where nothing was counted.
        """
        grave = int(self.lacking[place])
        return Tally(
            int(self.counted[place]),
            int(self.unsure_in[place]),
            int(self.unsure_out[place]),
            int(self.nearby[place]),
            int(self.undecided[place]),
            LACKING[grave] if grave < len(LACKING) else None,
            self._homes[place],
        )

    @cached_property
    def _homes(self) -> list[tuple[str, ...]]:
        """The households of each unit's rows, in order and each once."""
        inside = (self.places >= 0) & (self.homes >= 0) & self.passed
        total = max(len(self.households), 1)
        pairs = np.unique(self.places[inside] * total + self.homes[inside])
        ends = np.searchsorted(pairs, np.arange(1, len(self.counted)) * total)
        names = self.households.to_numpy(dtype=object)
        return [tuple(names[part % total]) for part in np.split(pairs, ends)]
