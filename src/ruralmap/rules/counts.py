"""A count in every unit (各单位计数): arrays, and the tally of one unit where it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.filters import LACKING
from ruralmap.rules.results import Tally

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.rules.truth import Places, Whole


@dataclass(frozen=True, eq=False)
class Counts:
    """
    A count in every unit of a level, in the order of the units' codes.

    The arrays are the numbers of `Tally`; `lacking` is the place in `LACKING` of the gravest. `nowhere` are
    those who pass the filter and of whom no evidence says where in the county they are. `households` are the
    ids of all households, `pairs` the places of a unit and of a household for each row that was counted.
    """

    counted: Whole
    unsure_in: Whole
    unsure_out: Whole
    nearby: Whole
    undecided: Whole
    lacking: Whole
    nowhere: int
    households: pd.Index
    pairs: tuple[Places, Places]

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
        units, homes = self.pairs
        total = max(len(self.households), 1)
        pairs = np.unique(units * total + homes)
        ends = np.searchsorted(pairs, np.arange(1, len(self.counted)) * total)
        names = self.households.to_numpy(dtype=object)
        return [tuple(names[part % total]) for part in np.split(pairs, ends)]
