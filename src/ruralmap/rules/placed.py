"""Results in the order of their units' codes (按代码排列的结果): found by code, made when somebody asks."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from ruralmap.rules.results import Result
    from ruralmap.schema.vocabulary import Level


class Placed(ABC):
    """What is said of every unit of one level, in the order of their codes."""

    @property
    @abstractmethod
    def level(self) -> Level:
        """Of which units it is said."""

    @property
    @abstractmethod
    def codes(self) -> pd.Index:
        """The codes of the units, in order."""

    @abstractmethod
    def result_at(self, place: int) -> Result:
        """
        Give the result of one unit.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        result
            What is said of it.
        """

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """Every unit's result, in the order of codes."""
        return tuple(self.result_at(place) for place in range(len(self.codes)))

    def place_of(self, code: str) -> int | None:
        """
        Find a unit.

        Parameters
        ----------
        code
            Its code.

        Returns
        -------
        place
            Its place in the order of codes; missing where there is no such unit.
        """
        place = int(self.codes.get_indexer(pd.Index([code]))[0])
        return None if place < 0 else place
