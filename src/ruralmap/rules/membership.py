"""Which rows pass a filter (筛选结果): the side that each takes, what is certain, what is lacking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.truth import Truth, all_of, any_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.truth import Flags, Places
    from ruralmap.rules.verdicts import Codes, Outcome

# What keeps another rule, an absent table or a term that still runs from answering; the graver first.
LACKING: Final[tuple[Outcome, ...]] = ("parameter_missing", "insufficient_data", "not_due")
# One byte each: there is one a row in every answer.
NO_PARAMETER, NO_DATA, NOT_YET, NOTHING = map(np.int8, range(len(LACKING) + 1))


@dataclass(frozen=True, eq=False)
class Membership:
    """
    Which rows pass a filter.

    `counted` is the side each row takes, `truth` what is certain of it. `lacking` is the place in `LACKING`
    of what keeps another rule from answering for a row, and one beyond the last where nothing does.
    """

    counted: Flags
    truth: Truth
    lacking: Codes

    @cached_property
    def unsure(self) -> Flags:
        """The rows of which it is not certain whether they pass."""
        return ~(self.truth.yes | self.truth.no)

    def at(self, places: Places) -> Membership:
        """
        Give the answers of other rows, each of which takes that of a row of these.

        Parameters
        ----------
        places
            The place of its row, for each.

        Returns
        -------
        membership
            One entry for each place.
        """
        truth = Truth(self.truth.yes[places], self.truth.no[places])
        return Membership(self.counted[places], truth, self.lacking[places])


def certain(passed: Flags) -> Membership:
    """
    Give answers of which nothing is doubtful.

    Parameters
    ----------
    passed
        Which rows pass.

    Returns
    -------
    membership
        One entry a row.
    """
    return Membership(passed, Truth(passed, ~passed), nothing_lacks(len(passed)))


def nothing_lacks(rows: int) -> Codes:
    """
    Say that nothing keeps an answer.

    Parameters
    ----------
    rows
        Of how many rows.

    Returns
    -------
    lacking
        One value, shown for each row: it takes no room.
    """
    return np.broadcast_to(NOTHING, rows)


def unknown(rows: int, lacking: np.int8) -> Membership:
    """
    Give no answer for any row.

    Parameters
    ----------
    rows
        How many.
    lacking
        The place in `LACKING` of what keeps it.

    Returns
    -------
    membership
        No row is counted.
    """
    nobody = np.zeros(rows, dtype=bool)
    return Membership(nobody, Truth(nobody, nobody), np.full(rows, lacking))


def joined(parts: Sequence[Membership], *, every: bool) -> Membership:
    """
    Join answers by 且 or 或.

    Parameters
    ----------
    parts
        At least one.
    every
        Whether all must pass, or one.

    Returns
    -------
    membership
        One entry a row. What one part lacks, the whole lacks.
    """
    join = np.logical_and if every else np.logical_or
    return Membership(
        reduce(join, (part.counted for part in parts)),
        (all_of if every else any_of)(part.truth for part in parts),
        reduce(np.minimum, (part.lacking for part in parts)),
    )


def negated(part: Membership) -> Membership:
    """
    Turn answers round.

    Parameters
    ----------
    part
        The answers.

    Returns
    -------
    membership
        What is unknown stays so, and takes the other side.
    """
    return Membership(~part.counted, Truth(part.truth.no, part.truth.yes), part.lacking)
