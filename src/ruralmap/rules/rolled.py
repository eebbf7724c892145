"""
What the rows of a rule come to in the units of a level (汇总结果): outcomes in arrays, a `Result` when asked.

How they are brought together stands in `rollup`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.margins import leading_comparison
from ruralmap.rules.placed import Placed
from ruralmap.rules.results import Comparison, Result
from ruralmap.rules.standing import places_of
from ruralmap.rules.timings import together
from ruralmap.rules.verdicts import OUTCOMES
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.schema.policy_rules import TEXT_READING

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.rules.case import Units
    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.rule_results import RuleResult
    from ruralmap.rules.shows import Beside
    from ruralmap.rules.timings import Lateness
    from ruralmap.rules.truth import Flags, Whole
    from ruralmap.rules.verdicts import Codes, Verdicts
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.vocabulary import Level

# A row has an outcome, is counted or not, and was judged or not.
KINDS: Final = len(OUTCOMES) * 2 * 2


@dataclass(frozen=True, eq=False)
class RowStates:
    """
    What a rule says of each row of a kind.

    `states` are outcomes. `counted` are the rows that stand above the line, `judged` those below it; without
    `judged` nothing is divided.
    """

    rows: str
    states: Codes
    counted: Flags
    judged: Flags | None = None

    @cached_property
    def kinds(self) -> Codes:
        """What each row adds to its unit, as one of `KINDS`: outcome, whether it is counted, and judged."""
        judged = 0 if self.judged is None else self.judged
        return (self.states * 4 + self.counted * np.int8(2) + judged).astype(np.int8)


@dataclass(frozen=True, eq=False)
class Rolled(Placed):
    """
    What the rows of a rule come to in every unit of a level, in the order of their codes.

    `numbers` are the rows that count, `divisors` those that were judged; missing where rows are only listed.
    `judgement` is what was judged of the unit itself, where it was; `parts` what is said of each row,
    `below` where the rows were judged one by one, and `beside` what the rule shows and does not judge.
    """

    rule: Rule
    units: Units
    verdicts: Verdicts
    numbers: Whole
    divisors: Whole | None
    judgement: Judgement | None = None
    parts: tuple[RowStates, ...] = ()
    below: RuleResult | None = None
    beside: Beside | None = None

    @property
    def level(self) -> Level:
        """Of which units it is said."""
        return self.units.level

    @property
    def codes(self) -> pd.Index:
        """The codes of the units, in order."""
        return self.units.codes

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
            The number of rows stands as its value; of what was judged of the unit itself, that comparison.
        """
        rule, lateness = self.rule, self.lateness
        return Result(
            rule_id=rule.id,
            kind=rule.kind,
            level=self.level,
            code=str(self.codes[place]),
            name=str(self.units.names[place]),
            outcome=self.verdicts.outcome(place),
            margin=None,
            certainty=self.verdicts.certainty(place),
            reading=rule.default_reading.id if rule.readings else TEXT_READING,
            leading=self._leading(place),
            met_on=lateness.met_on(place) if lateness else None,
            late_days=lateness.late_days(place) if lateness else None,
            reasons=lateness.reasons(place) if lateness else (),
            shows=self.beside.at(place) if self.beside else (),
        )

    @cached_property
    def lateness(self) -> Lateness | None:
        """When all rows of each unit met the target; missing where rows have no deadline."""
        found = self.below
        if found is None:
            return None
        setting = found.setting
        places = places_of(setting.asker.view, setting.units.rows, self.level)
        return together(found.lateness, found.verdicts.outcomes, places, len(self.units.codes))

    def _leading(self, place: int) -> Comparison | None:
        """Give the numbers of one unit."""
        if self.judgement is not None:
            condition = self.judgement.condition
            return leading_comparison(condition, self.judgement.answer(place).comparisons)
        if not self.parts:
            return None  # no row was asked: that is not that there are none
        unit = ROWS[self.rule.own_rows].unit if self.rule.own_rows in ROWS else ""
        divided = self.divisors is not None
        return Comparison(
            kind="count",
            counted=self.rule.own_rows,
            numerator=int(self.numbers[place]),
            denominator=None if self.divisors is None else int(self.divisors[place]) or None,
            op="ge",
            threshold=None,
            unit=f"{unit}/{unit}" if divided else unit,
            limit=None,
            margin=None,
            holds=None,
            divided=divided,
            scale=Fraction(1),
        )
