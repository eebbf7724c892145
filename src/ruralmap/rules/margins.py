"""
How far a unit is from the line (距线人数): the smallest change of what is counted that turns the answer.

Where several comparisons count the same persons one of them decides: with 且 the smallest margin, with 或 the
largest. Where they count different things no single number says it, and none is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.schema.policy_conditions import (
    AllConditions,
    AnyConditions,
    Compare,
    Holds,
    leaves_of_condition,
)
from ruralmap.schema.policy_measures import Count, Share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ruralmap.rules.results import Comparison
    from ruralmap.schema.policy_conditions import Condition


def counts_one_thing(condition: Condition) -> bool:
    """
    Say whether all comparisons of a condition count the same, so that one number can say how far off it is.

    Parameters
    ----------
    condition
        The condition.

    Returns
    -------
    same
        True also where there is only one comparison, and where other things must be so as well.
    """
    parts = parts_of_condition(condition)
    leaves = [leaf for part in parts if not isinstance(part, Holds) for leaf, _ in leaves_of_condition(part)]
    return len({_what_is_counted(leaf) for leaf in leaves if isinstance(leaf, Compare)}) == 1 and not any(
        isinstance(leaf, Holds) for leaf in leaves
    )


def parts_of_condition(condition: Condition) -> tuple[Condition, ...]:
    """
    Give the parts that a condition joins.

    Parameters
    ----------
    condition
        The condition.

    Returns
    -------
    parts
        The condition itself where it joins nothing.
    """
    if isinstance(condition, AllConditions):
        return condition.all
    return condition.any if isinstance(condition, AnyConditions) else (condition,)


def condition_margin(condition: Condition, comparisons: Sequence[Comparison]) -> int | None:
    """
    Say how far a unit is from the line of a condition whose comparisons count one thing.

    Parameters
    ----------
    condition
        The condition.
    comparisons
        Its comparisons in one unit, in the order in which they are written.

    Returns
    -------
    margin
        In what is counted, or in fen: 0 just holds, -1 lacks one. Missing where a figure is.
    """
    return _margin(condition, iter(comparisons))


def _what_is_counted(compare: Compare) -> object:
    measure = compare.measure
    if isinstance(measure, Count):
        return (measure.rows, measure.where, measure.distinct)
    return (measure.count, measure.where, None) if isinstance(measure, Share) else repr(measure)


def _margin(condition: Condition, comparisons: Iterator[Comparison]) -> int | None:
    """Walk the condition and its comparisons side by side."""
    if isinstance(condition, Compare):
        comparison = next(comparisons)
        return comparison.margin if comparison.applies else None
    if isinstance(condition, Holds):
        return None
    parts = [part for part in parts_of_condition(condition) if not isinstance(part, Holds)]
    margins = [_margin(part, comparisons) for part in parts]
    known = [margin for margin in margins if margin is not None]
    if isinstance(condition, AllConditions):
        return min(known) if len(known) == len(margins) else None
    return max(known, default=None)


def leading_comparison(condition: Condition, comparisons: Sequence[Comparison]) -> Comparison | None:
    """
    Pick the comparison whose numbers stand for the whole result.

    Parameters
    ----------
    condition
        The condition.
    comparisons
        Its comparisons in one unit, in the order in which they are written.

    Returns
    -------
    comparison
        The first that asks the unit; under 或 the one nearest to being met. Missing where none asks it.
    """
    asking = [comparison for comparison in comparisons if comparison.applies]
    if not asking:
        return None
    if not isinstance(condition, AnyConditions):
        return asking[0]
    return max(asking, key=lambda c: (c.margin is not None, c.margin or 0))
