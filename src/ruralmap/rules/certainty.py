"""
How sure a result is (确定性): 确定纳入, 确定不纳入 or 待核定.

A result is certain when every basis of the population gives the same answer, and no empty cell of the roster
and no household that the evidence places here without linking it could turn it. Otherwise it is undecided:
that is no fault of the unit, it says what has to be cleared up first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ruralmap.rules.reasons import reasons_for_doubt, reasons_for_lack
from ruralmap.rules.results import ReadingResult, Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.filters import Membership
    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.results import Certainty, Outcome
    from ruralmap.schema.policy import Reading


def weigh_reading(
    reading: Reading,
    judgements: Sequence[Judgement],
    *,
    among: Membership,
    columns: tuple[str, ...],
    place: int,
) -> ReadingResult:
    """
    Say what a reading gives for one unit, and how sure that is.

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
    place
        The unit's place in the order of codes.

    Returns
    -------
    result
        The basis that comes first in the policy and has figures is the default.
    """
    usable = [judgement for judgement in judgements if judgement.usable[place]] or list(judgements[:1])
    answers = tuple(judgement.answer(place) for judgement in usable)
    outcome: Outcome = answers[0].outcome
    certainty: Certainty | None = None
    reasons: tuple[Reason, ...] = ()
    if among.truth.no[place]:
        outcome, reasons = "not_applicable", (Reason("outside"),)
    elif not among.counted[place]:
        outcome, reasons = "insufficient_data", (Reason("unit_unsure", {"columns": columns}),)
    elif not reading.alone:
        outcome, certainty, reasons = "not_selected", "certain", (Reason("not_alone"),)
    elif outcome not in {"selected", "not_selected"}:
        reasons = reasons_for_lack(reading, answers[0])
    elif is_certain(usable, among=among, place=place):
        certainty = "certain"
    else:
        certainty, reasons = "undecided", reasons_for_doubt(usable, among=among, columns=columns, place=place)
    if not among.counted[place] or not reading.alone:
        # What the numbers alone would say is not what the rule says of this unit.
        answers = tuple(replace(answer, outcome=outcome, margin=None) for answer in answers)
    return ReadingResult(reading.id, outcome, certainty, answers, reasons)


def is_certain(judgements: Sequence[Judgement], *, among: Membership, place: int) -> bool:
    """
    Say whether nothing doubtful could turn the answer of a unit.

    Parameters
    ----------
    judgements
        The reading's judgements on the bases that have figures.
    among
        Which units the rule speaks of.
    place
        The unit's place in the order of codes.

    Returns
    -------
    certain
        True if all bases agree over the whole span of their numbers; a unit of which it is not sure that the
        rule speaks of it is certain only where it is not selected.
    """
    said = {judgement.says("all", place) for judgement in judgements}
    if said == {True}:
        return bool(among.truth.yes[place])
    return said == {False}
