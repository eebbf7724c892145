"""
The five comparisons, exactly (比较): 超过 and 低于 exclude the number, 以上 and 以下 include it.

Counts and fen are whole numbers, so every comparison with a line comes down to a whole limit: more than 5 %
of 2,000 is at least 101, more than 5 % of 1,999 (99.95) at least 100. Nothing is compared rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.truth import Truth

if TYPE_CHECKING:
    from fractions import Fraction

    from ruralmap.rules.truth import Whole
    from ruralmap.schema.vocabulary import Comparator

# No whole number equals a line that is not whole: such a limit lies beyond all numerators.
UNREACHABLE: Final = -(2**62)
_INT64_SAFE: Final = 2**62


def limits_of(op: Comparator, line: Fraction, numbers: Whole) -> Whole:
    """
    Find the whole numbers at which a comparison begins to hold, or ends to.

    Parameters
    ----------
    op
        The comparator.
    line
        The threshold, exactly.
    numbers
        What it is multiplied with in each unit: the denominator, or 1.

    Returns
    -------
    limits
        For `gt` and `ge` the smallest number that holds, for `lt` and `le` the largest; for `eq` the line
        itself, `UNREACHABLE` if it is not whole.

    Notes
    -----
    Source: 民法典 第1259条.
    """
    largest = abs(line.numerator) * int(np.abs(numbers).max(initial=1))
    # Python's own integers have no end; they are needed only where a threshold is absurdly fine.
    exact = numbers if largest < _INT64_SAFE else numbers.astype(object)
    products = exact * line.numerator
    floor, ceiling = products // line.denominator, -(-products // line.denominator)
    limits = {"gt": floor + 1, "ge": ceiling, "lt": ceiling - 1, "le": floor}.get(
        op, np.where(floor == ceiling, floor, UNREACHABLE)
    )
    return limits.astype(np.int64)


def holds_between(op: Comparator, limit: Whole, *, lowest: Whole, highest: Whole) -> Truth:
    """
    Hold numbers that are known to lie in a span against their limits.

    Parameters
    ----------
    op
        The comparator.
    limit
        The limits, as `limits_of` gives them.
    lowest
        The smallest that each number can be.
    highest
        The largest that each number can be.

    Returns
    -------
    truth
        Certainly so, certainly not, or neither where the span crosses the limit.
    """
    if op in {"gt", "ge"}:
        return Truth(lowest >= limit, highest < limit)
    if op in {"lt", "le"}:
        return Truth(highest <= limit, lowest > limit)
    return Truth((lowest == limit) & (highest == limit), (highest < limit) | (lowest > limit))


def margin_of(op: Comparator, *, limit: int, number: int) -> int | None:
    """
    Say by how much a number is beyond its limit.

    Parameters
    ----------
    op
        The comparator.
    limit
        The limit.
    number
        The number.

    Returns
    -------
    margin
        0 just holds; -1 lacks one; missing where no number could hold.
    """
    if limit == UNREACHABLE:
        return None
    if op in {"gt", "ge"}:
        return number - limit
    if op in {"lt", "le"}:
        return limit - number
    return -abs(number - limit)
