"""
Three answers (是、否、不知): a condition with a missing figure is neither met nor unmet.

且 is false as soon as one part is false, 或 true as soon as one is true; otherwise one unknown part makes the
whole unknown (Kleene's strong logic, 1938).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ruralmap.schema.policy_conditions import AllConditions, Compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ruralmap.schema.policy_conditions import Condition

Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]
Places = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Truth:
    """An answer for each of many units: certainly so, certainly not, or neither."""

    yes: Flags
    no: Flags

    def answer(self, place: int) -> bool | None:
        """
        Give the answer of one unit.

        Parameters
        ----------
        place
            The unit's place.

        Returns
        -------
        answer
            Missing where it is neither.
        """
        return True if self.yes[place] else False if self.no[place] else None

    def where(self, known: Flags) -> Truth:
        """
        Forget the answers where a figure is missing.

        Parameters
        ----------
        known
            Where all figures are there.

        Returns
        -------
        truth
            Neither so nor not so where they are not.
        """
        return Truth(self.yes & known, self.no & known)


def all_of(parts: Iterable[Truth]) -> Truth:
    """
    Join answers by 且.

    Parameters
    ----------
    parts
        At least one.

    Returns
    -------
    truth
        So where all are so; not so where one is not.
    """
    return reduce(lambda a, b: Truth(a.yes & b.yes, a.no | b.no), parts)


def any_of(parts: Iterable[Truth]) -> Truth:
    """
    Join answers by 或.

    Parameters
    ----------
    parts
        At least one.

    Returns
    -------
    truth
        So where one is so; not so where none is.
    """
    return reduce(lambda a, b: Truth(a.yes | b.yes, a.no & b.no), parts)


def truth_of(condition: Condition, answers: Iterator[Truth]) -> Truth:
    """
    Work out a condition from the answers of its comparisons.

    Parameters
    ----------
    condition
        The condition.
    answers
        The answers of its comparisons, in the order in which they are written.

    Returns
    -------
    truth
        The answer of the whole.
    """
    if isinstance(condition, Compare):
        return next(answers)
    if isinstance(condition, AllConditions):
        return all_of([truth_of(part, answers) for part in condition.all])
    return any_of([truth_of(part, answers) for part in condition.any])
