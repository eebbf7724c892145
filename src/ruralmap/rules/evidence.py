"""
What a result rests on (认定依据): its comparisons, the rows counted and not counted, those exactly on a line.

Nothing of it is kept in a run: it is worked out of the books again, for one rule, when somebody asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.evidence_boundary import COLUMNS, rows_at, rows_on_lines
from ruralmap.rules.evidence_terms import terms_of
from ruralmap.rules.measures import Setting
from ruralmap.rules.rule_results import RuleResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ruralmap.rules.case import Case
    from ruralmap.rules.evidence_rows import Ledger
    from ruralmap.rules.evidence_terms import Term
    from ruralmap.rules.levels import Said
    from ruralmap.rules.outcomes import Day, Judged
    from ruralmap.rules.rolled import Rolled
    from ruralmap.rules.truth import Flags
    from ruralmap.schema.policy_conditions import Condition

# In a longer table the rows that pass nothing are only counted.
EVERY_ROW: Final = 50_000


@dataclass(frozen=True, eq=False)
class Judging:
    """
    What stands behind the answers of one day (一日的依据).

    `units` are those for which the day stands, in the order of codes.
    """

    day: Day | None
    setting: Setting
    condition: Condition
    units: Flags
    terms: tuple[Term, ...]

    @property
    def ledgers(self) -> tuple[Ledger, ...]:
        """The tables of rows, each once."""
        found = {
            id(ledger): ledger
            for term in self.terms
            for amount in (term.amount, term.other, term.before)
            if amount is not None
            for ledger in amount.ledgers
        }
        return tuple(found.values())


@dataclass(frozen=True, eq=False)
class Evidence:
    """
    What stands behind a rule at one level, in one reading (依据).

    `judgings` are by days; `outside` is how many units the rule does not speak of, `boundary` the rows that
    stand exactly on a line.
    """

    said: Said
    judged: Judged | None
    judgings: tuple[Judging, ...]
    outside: int
    boundary: pd.DataFrame

    @property
    def numerator(self) -> pd.DataFrame:
        """The rows that are counted."""
        return self._rows("above")

    @property
    def denominator(self) -> pd.DataFrame:
        """The rows that this is divided by."""
        return self._rows("below")

    @property
    def excluded(self) -> pd.DataFrame:
        """The rows that are not counted, and why; those of a table too long for that are not told."""
        return self._rows(None)

    def _rows(self, side: str | None) -> pd.DataFrame:
        """Give the rows of all ledgers that take part in a number, or in none."""
        found = [
            ledger.frame[
                ledger.frame[side].eq(1)
                if side
                else ledger.frame["above"].ne(1) & ledger.frame["below"].ne(1)
            ].assign(table=ledger.rows)
            for judging in self.judgings
            for ledger in judging.ledgers
        ]
        return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def evidence_of_said(
    case: Case,
    said: Said,
    *,
    wanted: Flags | None = None,
    every_row: int = EVERY_ROW,
) -> Evidence:
    """
    Say what results rest on, in the reading that decides.

    Parameters
    ----------
    case
        The policy and the facts.
    said
        The results of a rule at one level.
    wanted
        Which units are told of, in the order of their codes; all of them unless given.
    every_row
        Rows that pass nothing are told one by one in a table of so many rows at most.

    Returns
    -------
    evidence
        What rows come to above their own level has no judgings of its own.
    """
    wanted = np.ones(len(said.codes), dtype=bool) if wanted is None else wanted
    if not isinstance(said, RuleResult):
        return _of_units(case, said, wanted, every_row)
    judged = said.readings[0]
    judgings = tuple(_judgings(said, judged, wanted, every_row))
    outside = int((wanted & _outside(judged)).sum())
    boundary = [rows_on_lines(one.setting, one.condition, one.terms, one.units) for one in judgings]
    return Evidence(said, judged, judgings, outside, _together(boundary))


def _of_units(case: Case, said: Rolled, wanted: Flags, every_row: int) -> Evidence:
    """Lay out what was judged of units whose rows are only listed, and the rows that are on a line."""
    setting = Setting(case, case.asker(), said.units)
    judgement, rule = said.judgement, said.rule
    if judgement is None:
        listed = [
            rows_at(setting, getattr(part, "rows", None) or rule.own_rows or "", part.where, wanted)
            for part in (getattr(rule.body, "parts", ()) or (() if rule.body is None else (rule.body,)))
            if part.where is not None
        ]
        return Evidence(said, None, (), 0, _together(listed))
    condition = judgement.condition
    terms = terms_of(condition, [judgement], setting, units=wanted, every_row=every_row)
    boundary = rows_on_lines(setting, condition, terms, wanted)
    return Evidence(said, None, (Judging(None, setting, condition, wanted, terms),), 0, boundary)


def _together(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))


def _judgings(found: RuleResult, judged: Judged, wanted: Flags, every_row: int) -> Iterator[Judging]:
    """Open the books of each day again that stands for some unit."""
    case, level, rule = found.setting.case, found.setting.units.level, found.rule
    for number, (weighed, day) in enumerate(zip(judged.weighed, judged.days, strict=True)):
        units = wanted & (judged.chosen == number) & ~weighed.among.truth.no
        if not units.any():
            continue
        asker = case.asker(day.date, due=day.due)
        setting = Setting(case, asker, case.units(asker, level, rule.rows))
        condition = weighed.reading.condition
        terms = terms_of(condition, weighed.judgements, setting, units=units, every_row=every_row)
        yield Judging(day, setting, condition, units, terms)


def _outside(judged: Judged) -> Flags:
    """Say of which units the rule does not speak, on the day that stands for each."""
    said = np.stack([weighed.among.truth.no for weighed in judged.weighed])
    places: Sequence[int] = range(said.shape[1])
    return said[judged.chosen, places]
