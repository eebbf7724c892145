"""
How far numbers are from a line (与线之差), in whole numbers: `a/b ≥ p/q` is `q·a − p·b ≥ 0`.

Nothing is divided, so that nothing is rounded; a span that crosses the line gives no answer.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.comparators import holds_between, limits_of
from ruralmap.rules.truth import Truth, all_of

if TYPE_CHECKING:
    from ruralmap.rules.joint import Joint
    from ruralmap.rules.measures import Measured
    from ruralmap.rules.truth import Span, Whole
    from ruralmap.schema.policy_conditions import Compare
    from ruralmap.schema.vocabulary import Comparator

_INT64_SAFE: Final = 2**62


def slack_of(compare: Compare) -> Fraction:
    """
    Say by how much the line moves in the county's favour.

    Parameters
    ----------
    compare
        The comparison.

    Returns
    -------
    slack
        Negative where the number must reach the line.
    """
    slack = Fraction(compare.slack)
    return -slack if compare.op in {"gt", "ge"} else slack


def beyond(compare: Compare, found: Measured, line: Fraction, span: Span) -> Truth:
    """
    Hold numbers, divided or not, against a line.

    Parameters
    ----------
    compare
        The comparison.
    found
        The numbers.
    line
        The line, in the unit of the comparison.
    span
        Which span the numbers are taken in.

    Returns
    -------
    truth
        Certainly so, certainly not, or neither where the span crosses the line.
    """
    lowest, highest = found.spans[span]
    least = most = np.ones(len(lowest), dtype=np.int64)
    if found.divisors is not None:
        least, most = found.divisors[span]
    scale = Fraction(found.scale, found.divisor_scale)
    lines = _lines(compare, line, scale)
    slack = slack_of(compare) * found.scale
    joint = found.joint if span in {"membership", "all"} else None
    return all_of([_gap(op, per, (lowest, highest), (least, most), slack, joint) for per, op in lines])


def reached(compare: Compare, found: Measured, span: Span) -> Truth:
    """
    Hold numbers against what the measure itself asks for.

    Parameters
    ----------
    compare
        The comparison.
    found
        The numbers, with what is `owed`.
    span
        Which span the numbers are taken in.

    Returns
    -------
    truth
        Certainly so, certainly not, or neither where the span crosses the line.
    """
    owed = np.zeros(len(found.known), dtype=np.int64) if found.owed is None else found.owed
    return _gap(compare.op, Fraction(1), found.spans[span], (owed, owed), Fraction(0))


def against(compare: Compare, left: Measured, right: Measured, span: Span) -> Truth:
    """
    Hold a measure against another: both sides multiplied with what the other is divided by.

    Parameters
    ----------
    compare
        The comparison.
    left
        The numbers.
    right
        The numbers of the other measure.
    span
        Which span the numbers are taken in.

    Returns
    -------
    truth
        Certainly so, certainly not, or neither where the span crosses the line.
    """
    times = Fraction(compare.times) / Fraction(compare.over)
    ones = np.ones(len(left.known), dtype=np.int64)
    under = {span: (ones, ones)}
    ours, theirs = left.divisors or under, right.divisors or under
    above = left.spans[span][0] * theirs[span][0], left.spans[span][1] * theirs[span][1]
    below = right.spans[span][0] * ours[span][0], right.spans[span][1] * ours[span][1]
    scale = Fraction(left.scale * right.divisor_scale, right.scale * left.divisor_scale)
    lines = _lines(compare, times, scale)
    slack = slack_of(compare) * left.scale
    return all_of([_gap(op, per, above, below, slack) for per, op in lines])


def _lines(compare: Compare, line: Fraction, scale: Fraction) -> list[tuple[Fraction, Comparator]]:
    """Give the line that is asked, in parts of a unit; 左右 asks for one on either side."""
    if compare.op != "about":
        return [(line * scale, compare.op)]
    off = Fraction(str(compare.tolerance))
    return [((line - off) * scale, "ge"), ((line + off) * scale, "le")]


def _gap(
    op: Comparator,
    per: Fraction,
    above: tuple[Whole, Whole],
    below: tuple[Whole, Whole],
    slack: Fraction,
    joint: Joint | None = None,
) -> Truth:
    """Hold `above − per · below − slack` against nothing, in whole numbers; row by row where that is laid."""
    times, base = per.denominator * slack.denominator, per.numerator * slack.denominator
    extra = slack.numerator * per.denominator
    largest = max(int(np.abs(side).max(initial=0)) for side in (*above, *below))
    wide = largest * (abs(times) + abs(base)) + abs(extra) >= _INT64_SAFE
    kind = object if wide else np.int64
    (low, high), (least, most) = ([side.astype(kind) for side in pair] for pair in (above, below))
    smallest, greatest = (least, most) if base >= 0 else (most, least)
    lowest = low * times - greatest * base - extra
    highest = high * times - smallest * base - extra
    if joint is not None:
        least, most = (bound - extra for bound in joint.between(times, base))
        lowest, highest = np.where(joint.usable, least, lowest), np.where(joint.usable, most, highest)
    zero = limits_of(op, Fraction(0), np.ones(1, dtype=np.int64))[0]
    truth = holds_between(op, zero, lowest=lowest, highest=highest)
    return Truth(truth.yes.astype(bool), truth.no.astype(bool))
