"""The lists of a county with all that decided them, in numbers (认定结果)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ruralmap.rules.zones import count_by_place
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.rules.evaluate import Evaluation
    from ruralmap.rules.facts import Facts
    from ruralmap.rules.zones import HouseholdCount
    from ruralmap.schema.policy import Policy

_CHECKSUM_DIGITS: Final = 12


@dataclass(frozen=True, eq=False)
class ZonesReport:
    """
    The lists of one county, with all that decided them (认定结果).

    `facts` are kept so that any place can be explained from the report alone.
    """

    county: str
    simulated: bool
    evaluation: Evaluation
    facts: Facts
    lang: Language

    @property
    def policy(self) -> Policy:
        """The policy."""
        return self.evaluation.policy

    @property
    def marks(self) -> tuple[str, ...]:
        """What every product of this report says: trial use, simulated data."""
        marks = (("trial", self.evaluation.trial), ("simulated", self.simulated))
        return tuple(say(f"zones.{mark}", self.lang) for mark, holds in marks if holds)

    def count_by_village(self, rule_id: str) -> list[HouseholdCount]:
        """
        Count the outcomes of a household rule by village.

        Parameters
        ----------
        rule_id
            The rule.

        Returns
        -------
        counts
            Households without a village stand under their township, or the county.
        """
        return count_by_place(self.evaluation.rules[rule_id], places_of_households(self.facts))

    def as_json(self) -> dict[str, Any]:
        """
        Give the report in the shape of `zones --json`.

        Returns
        -------
        report
            The policy's id, the date, the trial mark and the results; households are counted by village.
        """
        results: list[dict[str, object]] = []
        for rule in self.policy.rules:
            if rule.level == "household":
                counts = self.count_by_village(rule.id)
                results += [_count_record(count, rule.kind) for count in counts]
            else:
                results += [result.as_record() for result in self.evaluation.of(rule.id)]
        return {
            "policy": self.policy.id,
            "as_of": self.evaluation.as_of,
            "trial": self.evaluation.trial,
            "marks": list(self.marks),
            "results": results,
        }

    @property
    def checksum(self) -> str:
        """A check code (数据校验码): the same for the same results, whatever the language."""
        content = {name: value for name, value in self.as_json().items() if name != "marks"}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_CHECKSUM_DIGITS]


def places_of_households(facts: Facts) -> dict[str, str]:
    """
    Find the smallest place that is known of each household.

    Parameters
    ----------
    facts
        The tables.

    Returns
    -------
    places
        The code of its village, else of its township, else of the county, by household id.
    """
    households = facts.households
    known = households["linked_village_code"].fillna(households["linked_township_code"])
    places = known.fillna(facts.county_code)
    return dict(zip(households["hh_id"], places, strict=True))


def _count_record(count: HouseholdCount, kind: str) -> dict[str, object]:
    """Put a count of households into the shape of the public contract."""
    return {
        "rule_id": count.rule_id,
        "kind": kind,
        "level": "household",
        "code": count.code,
        "outcome": count.outcome,
        "value": count.households,
        "numerator": count.households,
        "denominator": count.of,
        "threshold": None,
        "unit": "户",
        "margin": None,
        "certainty": count.certainty,
        "reading": count.reading,
        "basis": None,
        "met_on": None,
    }
