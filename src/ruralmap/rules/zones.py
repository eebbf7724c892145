"""
The three lists of the clause (重点跟踪监测户、村、乡镇), ranked.

A list says who is followed up; nobody on it has failed anything. The ranking is there because the clause to
the letter lists most townships of a lifted county.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruralmap.rules.results import Result


def rank_units(results: Iterable[Result]) -> dict[str, int]:
    """
    Rank units by the value of a rule, the largest first, exactly.

    Parameters
    ----------
    results
        The results of one rule.

    Returns
    -------
    ranks
        From 1, by code; equal values in the order of codes; units without a value have no rank.
    """
    valued = [result for result in results if result.value is not None]
    ordered = sorted(valued, key=lambda result: (-(result.value or 0), result.code))
    return {result.code: rank for rank, result in enumerate(ordered, start=1)}
