"""Rows added up by the unit in which they stand (按单位相加), in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ruralmap.rules.truth import Flags, Places, Whole


@dataclass(frozen=True, eq=False)
class Adder:
    """
    Adds rows up, by unit.

    `places` is the place of each row's unit among `total` units, -1 where it has none: such a row adds
    nothing. `weights` is what each row adds, one unless given.
    """

    places: Places
    total: int
    weights: Whole | None = None

    def add(self, which: Flags, *, beyond: Flags | None = None) -> Whole:
        """
        Add some of the rows up.

        Parameters
        ----------
        which
            Which rows.
        beyond
            Rows that are left out.

        Returns
        -------
        sums
            One a unit.
        """
        # Faster than a mask, which is asked of every row again for each array that it cuts.
        rows = np.flatnonzero(which if beyond is None else which & ~beyond)
        # Those that stand in no unit come first.
        units = self.places[rows] + 1
        if self.weights is None:
            return np.bincount(units, minlength=self.total + 1)[1:]
        sums = np.zeros(self.total + 1, dtype=np.int64)
        np.add.at(sums, units, self.weights[rows])
        return sums[1:]
