"""
Fifths of incomes (收入五等份组), each of as many persons: which of them a household belongs to.

No policy defines its groups: five parts of as many persons each is the house rule.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from ruralmap.rules.truth import Flags, Whole

_GROUPS: Final = 5
_ROOM: Final = 1 << 62  # well within what an int64 holds


def fifths_of(fen: Whole, size: Whole, counted: Flags) -> Whole:
    """
    Say in which fifth of persons each household is, by its income a head.

    Parameters
    ----------
    fen
        The income of each household.
    size
        Its persons.
    counted
        Which households are grouped; each has a size.

    Returns
    -------
    groups
        1 is the lowest, 5 the highest, 0 not grouped. A household is where its first person is, and
        households of one income a head are together.
    """
    groups = np.zeros(len(fen), dtype=np.int64)
    which = np.flatnonzero(counted)
    if not which.size:
        return groups
    # Incomes a head as whole numbers of one unit, so that equal ones are equal.
    unit = math.lcm(*np.unique(size[which]).tolist())
    whole = np.int64 if int(np.abs(fen[which]).max()) * unit < _ROOM else np.object_
    heads, step = np.unique(
        fen[which].astype(whole) * (unit // size[which]).astype(whole), return_inverse=True
    )
    persons = np.zeros(len(heads), dtype=np.int64)
    np.add.at(persons, step, size[which])
    lower = np.cumsum(persons) - persons
    groups[which] = lower[step] * _GROUPS // persons.sum() + 1
    return groups
