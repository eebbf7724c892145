"""
What a rule says of all units of its level (规则结果集): codes in arrays, a `Result` where one is asked for.

A county has tens of thousands of households, and of most of them nobody ever asks for more than a count.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.rules.deadlines import lateness_of
from ruralmap.rules.figures import village_sums
from ruralmap.rules.margins import leading_comparison
from ruralmap.rules.placed import Placed
from ruralmap.rules.residence import judge_residents, movements_of
from ruralmap.rules.results import Movement, Reason, Result
from ruralmap.rules.shows import Beside
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_measures import Share

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.measures import Setting
    from ruralmap.rules.outcomes import Judged
    from ruralmap.rules.results import VillageSum
    from ruralmap.rules.timings import Lateness
    from ruralmap.rules.truth import Flags
    from ruralmap.rules.verdicts import Verdicts
    from ruralmap.schema.policy import Reading, Rule
    from ruralmap.schema.vocabulary import Level


@dataclass(frozen=True, eq=False)
class RuleResult(Placed):
    """
    What a rule says of all units of its level.

    `settings` are the books of each day of the rule, the last of which says of which units;
    `readings` are judged with the default one first. All arrays are in the order of `codes`. What stands
    beside a result and decides nothing is worked out when the first result is asked for.
    """

    rule: Rule
    settings: tuple[Setting, ...]
    readings: tuple[Judged, ...]

    @property
    def setting(self) -> Setting:
        """The books of the last day, and the units."""
        return self.settings[-1]

    @property
    def level(self) -> Level:
        """Of which units it is said."""
        return self.setting.units.level

    @property
    def codes(self) -> pd.Index:
        """The codes of the units, in order."""
        return self.setting.units.codes

    @property
    def verdicts(self) -> Verdicts:
        """What the default reading says of each unit."""
        return self.readings[0].verdicts

    @property
    def held(self) -> Flags:
        """Of which units the default reading holds on the day that stands for each, due or not."""
        judged = self.readings[0]
        days = [one.judgements[0].truths["default"].yes for one in judged.weighed]
        return days[0] if len(days) == 1 else np.choose(judged.chosen, days)

    def result_at(self, place: int) -> Result:
        """
        Give the result of one unit.

        Parameters
        ----------
        place
            The unit's place in the order of codes.

        Returns
        -------
        result
            The default reading in front, with its leading comparison.
        """
        rule = self.rule
        readings = tuple(judged.at(place) for judged in self.readings)
        default = readings[0]
        code = self._code_list[place]
        result = Result(
            rule_id=rule.id,
            kind=rule.kind,
            level=rule.level,
            code=code,
            name=self._names[place],
            outcome=default.outcome,
            margin=default.answer.margin if default.certainty is not None else None,
            certainty=default.certainty,
            reading=default.reading,
            leading=leading_comparison(self._default.condition, default.answer.comparisons),
            met_on=self.lateness.met_on(place),
            late_days=self.lateness.late_days(place),
            reasons=(*default.reasons, *self.lateness.reasons(place)),
            readings=readings,
            village_sums=self._sums.get(code, ()),
            movement=self._movements.get(code, Movement()),
            shows=self._beside.at(place),
        )
        return result if self._residents is None else _with_residents(result, self._residents, place=place)

    @cached_property
    def lateness(self) -> Lateness:
        """When the default reading was met."""
        return lateness_of(self.rule, self.readings[0], self.settings)

    @cached_property
    def _default(self) -> Reading:
        """The reading that is published."""
        return self.rule.default_reading

    @cached_property
    def _beside(self) -> Beside:
        """What the rule shows and does not judge."""
        setting = self.setting
        return Beside(setting.case, self.rule, setting.asker, setting.units)

    @cached_property
    def _code_list(self) -> list[str]:
        return self.codes.tolist()

    @cached_property
    def _names(self) -> list[str]:
        return self.setting.units.names.tolist()

    @cached_property
    def _residents(self) -> Judgement | None:
        """What the default reading would be of residents above and below."""
        return judge_residents(self._default, self.setting)

    @cached_property
    def _movements(self) -> Mapping[str, Movement]:
        """Who of the default reading's numerator lives elsewhere, by code."""
        return movements_of(self._default, self.setting)

    @cached_property
    def _sums(self) -> Mapping[str, tuple[VillageSum, ...]]:
        """Townships against their villages, by code, where the rule divides by a population."""
        measures = [compare.measure for compare in comparisons_of(self._default.condition)]
        share = next((measure for measure in measures if isinstance(measure, Share)), None)
        if self.rule.level != "township" or share is None:
            return {}
        case = self.setting.case
        return village_sums(case.facts, case.book.populations, item=share.of, bases=share.bases)


def _with_residents(result: Result, residents: Judgement, *, place: int) -> Result:
    """Lay beside a result what it would be of residents, where they are known and the rule is answered."""
    if result.certainty is None or not residents.usable[place]:
        return result
    answer, reasons = residents.answer(place), result.reasons
    if result.movement.is_apart and any(reason.code == "bases_disagree" for reason in reasons):
        values = {"n": answer.comparisons[0].numerator, "outcome": answer.outcome}
        reasons = (*reasons, Reason("residents", values))
    return replace(result, residents=answer, reasons=reasons)
