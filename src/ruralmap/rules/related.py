"""Rows that have related rows (有关联记录): how many of them pass, at least and at most."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.adding import Adder
from ruralmap.rules.membership import NO_DATA, NOTHING, Membership, unknown
from ruralmap.rules.truth import Truth
from ruralmap.schema.policy_row_kinds import ROWS

if TYPE_CHECKING:
    from ruralmap.rules.truth import Places, Whole
    from ruralmap.rules.verdicts import Codes
    from ruralmap.rules.view import View
    from ruralmap.schema.policy_filters import Has


def counted_related(view: View, rows: str, part: Has, passed: Membership) -> Membership:
    """
    Say which rows have so many related rows that pass.

    Parameters
    ----------
    view
        The tables on the day.
    rows
        The kind of rows.
    part
        Which related rows, and how many.
    passed
        Which of all rows of that kind pass.

    Returns
    -------
    membership
        Unknown for every row where the workspace does not have the related table.
    """
    if not view.has(part.has):
        return unknown(view.size(rows), NO_DATA)
    if part.has in dict(ROWS[rows].links) and rows not in dict(ROWS[part.has].links):
        return _parent(part, passed, view.related(rows, part.has))
    return _children(part, passed, view.related(part.has, rows), view.size(rows))


def _parent(part: Has, passed: Membership, places: Places) -> Membership:
    """Ask the one row that each row belongs to."""
    alone = places >= 0
    sizes = alone.astype(np.int64)
    yes, no = (np.append(which, False)[places] for which in (passed.truth.yes, passed.truth.no))
    counted = np.append(passed.counted, False)[places]
    lacking = np.append(passed.lacking, NOTHING)[places]
    return _enough(part, counted * 1, yes * 1, (alone & ~no) * 1, sizes, lacking)


def _children(part: Has, passed: Membership, places: Places, total: int) -> Membership:
    """Count the rows that belong to each row."""
    rows, related = Adder(places, total), places >= 0
    counted = rows.add(passed.counted)
    # Mostly few rows are doubtful.
    fewest = counted - rows.add(passed.counted, beyond=passed.truth.yes)
    most = counted + rows.add(~passed.truth.no, beyond=passed.counted)
    lacking = np.full(total, NOTHING)
    doubtful = np.flatnonzero(passed.unsure & related)
    np.minimum.at(lacking, places[doubtful], passed.lacking[doubtful])
    return _enough(part, counted, fewest, most, rows.add(related), lacking)


def _enough(
    part: Has, counted: Whole, fewest: Whole, most: Whole, sizes: Whole, lacking: Codes
) -> Membership:
    """Hold numbers against what is asked: so many, at most so many, such a share."""
    none = part.at_least is None and part.at_most is None and part.at_least_share is None
    least = 1 if none else part.at_least or 0
    yes = fewest >= least
    possible = most >= least
    chosen = counted >= least
    if part.at_most is not None:
        yes, possible = yes & (most <= part.at_most), possible & (fewest <= part.at_most)
        chosen = chosen & (counted <= part.at_most)
    if part.at_least_share is not None:
        share = Fraction(part.at_least_share)
        above, below = share.numerator * sizes, share.denominator
        some = sizes > 0
        yes, possible = yes & some & (fewest * below >= above), possible & some & (most * below >= above)
        chosen = chosen & some & (counted * below >= above)
    truth = Truth(yes, ~possible)
    return Membership(chosen, truth, np.where(yes | ~possible, NOTHING, lacking))
