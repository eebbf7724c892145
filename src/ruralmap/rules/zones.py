"""
The three lists of the clause (重点跟踪监测户、村、乡镇), ranked and counted.

A list says who is followed up; nobody on it has failed anything. The ranking is there because the clause to
the letter lists most townships of a lifted county.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ruralmap.rules.results import Certainty, Outcome, Result


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


@dataclass(frozen=True)
class HouseholdCount:
    """How many households had one outcome of a household rule; `code` is the smallest place that is known."""

    rule_id: str
    code: str
    outcome: Outcome
    certainty: Certainty | None
    reading: str
    households: int
    of: int


def count_by_place(results: Sequence[Result], places: Mapping[str, str]) -> list[HouseholdCount]:
    """
    Count the outcomes of a household rule by village, so that no household is named.

    Parameters
    ----------
    results
        The results of one household rule.
    places
        The place of each household: its village, or the township or county where that is all that is known.

    Returns
    -------
    counts
        By place, outcome and certainty, in that order; every household is in exactly one.
    """
    totals = Counter(places[result.code] for result in results)
    counts = Counter(
        (result.rule_id, places[result.code], result.outcome, result.certainty, result.reading)
        for result in results
    )
    return [
        HouseholdCount(*key, households=number, of=totals[key[1]])
        for key, number in sorted(counts.items(), key=lambda item: tuple(str(part) for part in item[0]))
    ]
