"""Rows of a rule counted by place (按地点计数): no household and no person is told one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.standing import places_of
from ruralmap.rules.verdicts import CERTAINTIES, OUTCOMES
from ruralmap.schema.policy_row_kinds import ROWS

if TYPE_CHECKING:
    from ruralmap.rules.rule_results import RuleResult
    from ruralmap.rules.verdicts import Certainty, Outcome
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.vocabulary import Level

_PLACES: Final[tuple[Level, ...]] = ("township", "village")


@dataclass(frozen=True)
class PlaceCount:
    """How many rows had one outcome of a rule; `code` is the smallest place that is known of them."""

    rule: Rule
    level: Level
    unit: str
    code: str
    outcome: Outcome
    certainty: Certainty | None
    rows: int
    of: int

    def as_record(self) -> dict[str, object]:
        """
        Give the fields of the public contract, as `Result.as_record` does of a unit.

        Returns
        -------
        record
            The number of rows stands as value and numerator, that of all rows of the place as denominator.
        """
        return {
            "rule_id": self.rule.id,
            "kind": self.rule.kind,
            "level": self.level,
            "code": self.code,
            "outcome": self.outcome,
            "value": self.rows,
            "numerator": self.rows,
            "denominator": self.of,
            "threshold": None,
            "unit": self.unit,
            "margin": None,
            "certainty": self.certainty,
            "reading": self.rule.default_reading.id,
            "basis": None,
            "met_on": None,
        }


def count_by_place(found: RuleResult) -> list[PlaceCount]:
    """
    Count the outcomes of a rule that judges rows, by village.

    Parameters
    ----------
    found
        What the rule says of each row.

    Returns
    -------
    counts
        By place, outcome and certainty, in that order; every row is in exactly one. A row without a village
        stands under its township, else under the county.
    """
    where, verdicts = smallest_places(found), found.verdicts
    totals = Counter(where)
    counts = Counter(zip(where, verdicts.outcomes.tolist(), verdicts.certainties.tolist(), strict=True))
    unit = ROWS[found.setting.units.rows].unit
    told = [
        PlaceCount(
            found.rule,
            found.level,
            unit,
            place,
            OUTCOMES[outcome],
            CERTAINTIES[certainty],
            rows=number,
            of=totals[place],
        )
        for (place, outcome, certainty), number in counts.items()
    ]
    return sorted(told, key=lambda count: (count.code, count.outcome, str(count.certainty)))


def smallest_places(found: RuleResult) -> list[str]:
    """
    Find the smallest place that is known of each row.

    Parameters
    ----------
    found
        What a rule says of each row.

    Returns
    -------
    codes
        The code of its village, else of its township, else of the county, in the order of the results.
    """
    setting = found.setting
    case, asker = setting.case, setting.asker
    codes = np.full(len(found.codes), case.facts.county_code, dtype=object)
    for level in _PLACES:
        places = places_of(asker.view, setting.units.rows, level)
        known = places >= 0
        codes[known] = case.units(asker, level).codes.to_numpy(dtype=object)[places[known]]
    return codes.tolist()
