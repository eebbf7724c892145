"""
The three lists of the clause (重点跟踪监测户、村、乡镇), ranked and counted.

A list says who is followed up; nobody on it has failed anything. The ranking is there because the clause to
the letter lists most townships of a lifted county.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ruralmap.rules.verdicts import CERTAINTIES, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ruralmap.rules.results import Result
    from ruralmap.rules.rule_results import RuleResult
    from ruralmap.rules.verdicts import Certainty, Outcome


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


def count_by_place(result: RuleResult, places: Mapping[str, str]) -> list[HouseholdCount]:
    """
    Count the outcomes of a household rule by village, so that no household is named.

    Parameters
    ----------
    result
        What a household rule says.
    places
        The place of each household: its village, or the township or county where that is all that is known.

    Returns
    -------
    counts
        By place, outcome and certainty, in that order; every household is in exactly one.
    """
    where = [places[code] for code in result.codes.tolist()]
    verdicts = result.verdicts
    totals = Counter(where)
    counts = Counter(zip(where, verdicts.outcomes.tolist(), verdicts.certainties.tolist(), strict=True))
    found = [
        HouseholdCount(
            result.rule.id,
            place,
            OUTCOMES[outcome],
            CERTAINTIES[certainty],
            result.rule.default_reading.id,
            households=number,
            of=totals[place],
        )
        for (place, outcome, certainty), number in counts.items()
    ]
    return sorted(found, key=lambda count: (count.code, count.outcome, str(count.certainty)))
