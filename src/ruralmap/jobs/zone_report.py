"""The lists of a county with all that decided them, in numbers (认定结果)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ruralmap.jobs.difference_record import difference_record
from ruralmap.rules.adopted import differences
from ruralmap.rules.place_counts import count_by_place
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.jobs.adoption_store import AdoptedList
    from ruralmap.rules.adopted import Changed
    from ruralmap.rules.evaluate import Evaluation
    from ruralmap.rules.facts import Facts
    from ruralmap.rules.place_counts import PlaceCount
    from ruralmap.schema.policy import Policy

_CHECKSUM_DIGITS: Final = 12


@dataclass(frozen=True, eq=False)
class ZonesReport:
    """
    The lists of one county, with all that decided them (认定结果).

    `facts` are kept so that any place can be explained from the report alone. `adopted` is the list that the
    county follows now, if it adopted one.
    """

    county: str
    simulated: bool
    evaluation: Evaluation
    facts: Facts
    lang: Language
    adopted: AdoptedList | None = None

    @property
    def policy(self) -> Policy:
        """The policy."""
        return self.evaluation.policy

    @property
    def marks(self) -> tuple[str, ...]:
        """What every product of this report says: trial use, simulated data."""
        marks = (("trial", self.evaluation.trial), ("simulated", self.simulated))
        return tuple(say(f"zones.{mark}", self.lang) for mark, holds in marks if holds)

    @cached_property
    def changed(self) -> tuple[Changed, ...]:
        """The units that are not as they were adopted; none where nothing was."""
        return () if self.adopted is None else tuple(differences(self.evaluation, self.adopted.units))

    def count_by_village(self, rule_id: str) -> list[PlaceCount]:
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
        return count_by_place(self.evaluation.rules[rule_id])

    def as_json(self) -> dict[str, Any]:
        """
        Give the report in the shape of `zones --json`.

        Returns
        -------
        report
            The policy's id, the date, the trial mark and the results; households are counted by village.
            Where a list was adopted, `adopted` says how the results differ from it.
        """
        adopted = {"adopted": difference_record(self.adopted, self.changed)} if self.adopted else {}
        return self._results_json() | adopted

    def _results_json(self) -> dict[str, Any]:
        """Give the results alone."""
        results: list[dict[str, object]] = []
        for rule in self.policy.rules:
            if rule.level == "household":
                results += [count.as_record() for count in self.count_by_village(rule.id)]
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
        content = {name: value for name, value in self._results_json().items() if name != "marks"}
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:_CHECKSUM_DIGITS]
