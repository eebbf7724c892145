"""
How sure a result is (确定性): 确定纳入, 确定不纳入 or 待核定.

A result is certain when every basis of the population gives the same answer, and no empty cell of the roster
and no household that the evidence places here without linking it could turn it. Otherwise it is undecided:
that is no fault of the unit, it says what has to be cleared up first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.reasons import reasons_for_doubt, reasons_for_lack, reasons_for_misses
from ruralmap.rules.results import ReadingResult, Reason
from ruralmap.rules.verdicts import (
    CERTAIN,
    INSUFFICIENT_DATA,
    NOT_APPLICABLE,
    NOT_SELECTED,
    SELECTED,
    UNANSWERED,
    UNDECIDED,
    Verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.results import Answer
    from ruralmap.rules.truth import Flags
    from ruralmap.rules.verdicts import Codes
    from ruralmap.schema.policy import Reading


@dataclass(frozen=True, eq=False)
class Weighed:
    """
    What a reading gives for every unit, and how sure that is.

    `judgements` are one a basis; the one that comes first in the policy and has figures is the default.
    `among` says which units the rule speaks of, `columns` by which columns. The numbers and the reasons of a
    unit are put together when it is asked for.
    """

    reading: Reading
    judgements: Sequence[Judgement]
    among: Membership
    columns: tuple[str, ...]
    verdicts: Verdicts

    def at(self, place: int) -> ReadingResult:
        """
        Give the result of one unit.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        result
            On the default basis first.
        """
        usable = [judged for judged in self.judgements if judged.usable[place]] or list(self.judgements[:1])
        answers = tuple(judged.answer(place) for judged in usable)
        reasons = self._reasons(usable, answers[0], place)
        outcome = self.verdicts.outcome(place)
        if not self.among.counted[place] or not self.reading.alone:
            # What the numbers alone would say is not what the rule says of this unit.
            answers = tuple(replace(answer, outcome=outcome, margin=None) for answer in answers)
        return ReadingResult(self.reading.id, outcome, self.verdicts.certainty(place), answers, reasons)

    def _reasons(self, usable: Sequence[Judgement], answer: Answer, place: int) -> tuple[Reason, ...]:
        """Say why the result is what it is, as far as that does not go without saying."""
        if self.among.truth.no[place]:
            return (Reason("outside"),)
        if not self.among.counted[place]:
            return (Reason("unit_unsure", {"columns": self.columns}),)
        if not self.reading.alone:
            return (Reason("not_alone"),)
        certainty = self.verdicts.certainty(place)
        said: tuple[Reason, ...] = ()
        if certainty is None:
            said = reasons_for_lack(self.reading, answer)
        elif certainty == "undecided":
            said = reasons_for_doubt(usable, among=self.among, columns=self.columns, place=place)
        return (*said, *reasons_for_misses(usable[0], place=place))


def weigh(
    reading: Reading, judgements: Sequence[Judgement], *, among: Membership, columns: tuple[str, ...]
) -> Weighed:
    """
    Say what a reading gives for every unit, and how sure that is.

    Parameters
    ----------
    reading
        The reading.
    judgements
        Its judgement on each basis.
    among
        Which units the rule speaks of.
    columns
        The columns that decide it.

    Returns
    -------
    weighed
        One entry a unit, in the order of codes.
    """
    outcomes = judgements[0].outcomes
    for judged in reversed(judgements):
        outcomes = np.where(judged.usable, judged.outcomes, outcomes)
    answered = (outcomes == SELECTED) | (outcomes == NOT_SELECTED)
    certain = are_certain(judgements, among=among)
    certainties = np.where(answered, np.where(certain, CERTAIN, UNDECIDED), UNANSWERED)
    if not reading.alone:
        outcomes, certainties = np.full_like(outcomes, NOT_SELECTED), np.full_like(certainties, CERTAIN)
    outcomes = _outside(outcomes, among, truth=NOT_APPLICABLE, unsure=INSUFFICIENT_DATA)
    certainties = _outside(certainties, among, truth=UNANSWERED, unsure=UNANSWERED)
    return Weighed(reading, judgements, among, columns, Verdicts(outcomes, certainties))


def _outside(codes: Codes, among: Membership, *, truth: int, unsure: int) -> Codes:
    """Overwrite the codes of units of which the rule does not speak, or of which that is not sure."""
    asked = np.where(among.counted, codes, np.int8(unsure))
    return np.where(among.truth.no, np.int8(truth), asked).astype(np.int8)


def are_certain(judgements: Sequence[Judgement], *, among: Membership) -> Flags:
    """
    Say of which units nothing doubtful could turn the answer.

    Parameters
    ----------
    judgements
        The reading's judgements; a basis without figures for a unit says nothing of it.
    among
        Which units the rule speaks of.

    Returns
    -------
    certain
        True if all bases agree over the whole span of their numbers; a unit of which it is not sure that the
        rule speaks of it is certain only where it is not selected.
    """
    everywhere, nowhere = (np.ones(len(among.counted), dtype=bool) for _ in range(2))
    for judged in judgements:
        said = judged.truths["all"]
        everywhere &= said.yes | ~judged.usable
        nowhere &= said.no | ~judged.usable
    return nowhere | (everywhere & among.truth.yes)
