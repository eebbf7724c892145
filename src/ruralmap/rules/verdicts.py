"""What a rule says of many units at once (结论): an outcome and how sure it is, each a code in an array."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

Outcome = Literal["selected", "not_selected", "insufficient_data", "parameter_missing", "not_applicable"]
Certainty = Literal["certain", "undecided"]
Status = Literal[Outcome, "undecided"]
Codes = npt.NDArray[np.int8]

# The codes are the places in these lists. A unit that a rule does not answer for has no certainty.
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
SELECTED, NOT_SELECTED, INSUFFICIENT_DATA, PARAMETER_MISSING, NOT_APPLICABLE = range(len(OUTCOMES))
CERTAINTIES: Final[tuple[Certainty | None, ...]] = (None, *get_args(Certainty))
UNANSWERED, CERTAIN, UNDECIDED = range(len(CERTAINTIES))


@dataclass(frozen=True, eq=False)
class Verdicts:
    """The outcome and the certainty of each unit, in the order of the units' codes."""

    outcomes: Codes
    certainties: Codes

    def outcome(self, place: int) -> Outcome:
        """
        Name the outcome of one unit.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        outcome
            Its name.
        """
        return OUTCOMES[int(self.outcomes[place])]

    def certainty(self, place: int) -> Certainty | None:
        """
        Name the certainty of one unit.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        certainty
            Its name; missing where the rule has no answer.
        """
        return CERTAINTIES[int(self.certainties[place])]

    @property
    def statuses(self) -> list[Status]:
        """What the office says of each unit: 确定纳入, 确定不纳入, 待核定, or why there is no answer."""
        names = np.array([*OUTCOMES, "undecided"], dtype=object)
        said: list[Status] = names[
            np.where(self.certainties == UNDECIDED, len(OUTCOMES), self.outcomes)
        ].tolist()
        return said


def status_of(outcome: Outcome, certainty: Certainty | None) -> Status:
    """
    Say how the office says an outcome.

    Parameters
    ----------
    outcome
        The outcome.
    certainty
        How sure it is.

    Returns
    -------
    status
        确定纳入, 确定不纳入, 待核定, or why there is no answer.
    """
    return "undecided" if certainty == "undecided" else outcome
