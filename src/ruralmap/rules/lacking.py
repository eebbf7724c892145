"""Rows that are still lacking (尚缺记录): those that miss what is asked, and those of which nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.membership import joined, negated
from ruralmap.rules.rule_results import RuleResult
from ruralmap.rules.standing import places_of
from ruralmap.rules.timings import LATE
from ruralmap.rules.verdicts import (
    BELOW_EXPECTATION,
    FAIL,
    INSUFFICIENT_DATA,
    NOT_DUE,
    PASS,
    UNDECIDED,
    VIOLATED,
)
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_measures import Count, Ratio
from ruralmap.schema.vocabulary import ROWS_OF_LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from ruralmap.rules.case import Case
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.levels import Said
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.truth import Flags, Places
    from ruralmap.rules.verdicts import Codes
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.policy_measures import Measure
    from ruralmap.schema.vocabulary import Level

_WRONG: Final = (FAIL, BELOW_EXPECTATION, VIOLATED)
# Rows whose names may be told: the others are people, and are known by their numbers.
_PUBLIC: Final = frozenset({"villages", "townships", "sites", "projects", "assets"})


@dataclass(frozen=True, eq=False)
class Lacking:
    """
    Rows of one kind that a rule still lacks.

    `keys` tell the rows apart, `names` are empty for people. `outcomes` say what each row is: wrong, or not
    known. `townships` and `villages` are places in the order of these codes, -1 where a row has none.
    """

    rows: str
    keys: pd.Index
    names: pd.Index
    outcomes: Codes
    townships: Places
    villages: Places

    def of_township(self, place: int | None) -> Flags:
        """
        Say which rows belong to a township.

        Parameters
        ----------
        place
            Its place in the order of codes; missing for all rows.

        Returns
        -------
        which
            One entry a row.
        """
        if place is None:
            return np.ones(len(self.keys), dtype=bool)
        return np.asarray(self.townships == place, dtype=bool)


def rows_lacking(case: Case, rule: Rule, said: Iterable[Said]) -> tuple[Lacking, ...]:
    """
    List the rows that a rule still lacks, as its default reading has it.

    Parameters
    ----------
    case
        The policy and the facts, with the results of all rules.
    rule
        The rule.
    said
        What it comes to at every level.

    Returns
    -------
    lacking
        One a kind of rows; what was late and has been made up lacks nothing. Nothing for sums and growths,
        which no single row keeps back, nor where a target of the county is met.
    """
    found: list[Lacking] = []
    bodies: set[int] = set()
    own = {"county", rule.level, *(other.level for other in rule.also)}
    for one in said:
        if isinstance(one, RuleResult):
            found += _judged(case, one) if one.rule.level in own else ()
        elif one.rule.body is not None and id(one.rule.body) not in bodies:
            bodies.add(id(one.rule.body))
            asker = case.asker().settled
            for part in one.parts:
                which = np.isin(part.states, (*_WRONG, INSUFFICIENT_DATA))
                found.append(_laid(case, asker, part.rows, which, part.states))
    return tuple(one for one in found if len(one.keys))


def _judged(case: Case, said: RuleResult) -> Iterator[Lacking]:
    """List the units of a target that miss it, or of a target of the county the rows that keep it back."""
    rows, asker, level = said.setting.units.rows, said.setting.asker, said.setting.units.level
    verdicts = said.verdicts
    if not rows:
        done = verdicts.outcomes[0] == PASS or said.lateness.timings[0] == LATE
        if said.rule.kind == "target" and level == "county" and not done:
            yield from _behind(case, said)
        return
    wrong = np.isin(verdicts.outcomes, (*_WRONG, INSUFFICIENT_DATA))
    # Before its day nothing is missed: what is not there yet is lacking all the same.
    open_yet = (verdicts.outcomes == NOT_DUE) & ~said.held
    doubtful = (verdicts.certainties == UNDECIDED) & ~wrong
    states = np.where(doubtful, INSUFFICIENT_DATA, verdicts.outcomes).astype(np.int8)
    lacking = (wrong | open_yet | doubtful) & (said.lateness.timings != LATE)
    yield _laid(case, asker, rows, lacking, states)


def _behind(case: Case, said: RuleResult) -> Iterator[Lacking]:
    """List the rows that keep a target of the county back, comparison by comparison."""
    asker, outcome = case.asker(due=said.setting.asker.due), int(said.verdicts.outcomes[0])
    # A row that is surely not done is so whatever else is not known of the county.
    wrong = outcome if outcome in {*_WRONG, NOT_DUE} else FAIL
    for compare in comparisons_of(said.rule.default_reading.condition):
        none_left = compare.threshold == 0 and compare.op in {"eq", "le"}
        found = _rows_behind(compare.measure, asker, none_left=none_left)
        if found is not None:
            rows, passed = found
            states = np.where(passed.truth.yes, wrong, INSUFFICIENT_DATA).astype(np.int8)
            yield _laid(case, asker, rows, passed.counted | passed.unsure, states)


def _rows_behind(measure: Measure, asker: Asker, *, none_left: bool) -> tuple[str, Membership] | None:
    """Find the rows that must not be there, or those of a share that lack what it asks."""
    if isinstance(measure, Count) and none_left:
        return measure.rows, asker.members(measure.rows, measure.where)
    if not isinstance(measure, Ratio):
        return None
    above, below = measure.numerator, measure.denominator
    same = above.rows == below.rows and above.column is None and below.column is None
    if not same or not asker.view.has(above.rows):
        return None
    passed, all_of_them = asker.members(above.rows, above.where), asker.members(below.rows, below.where)
    return above.rows, joined([all_of_them, negated(passed)], every=True)


def _laid(case: Case, asker: Asker, rows: str, which: Flags, outcomes: Codes) -> Lacking:
    """Lay rows down with their keys and places."""
    level: Level = next((level for level, own in ROWS_OF_LEVEL.items() if own == rows), "record")
    units = case.units(asker, level, rows)
    names = units.names if rows in _PUBLIC else units.codes[:0]
    townships, villages = (places_of(asker.view, rows, place) for place in ("township", "village"))
    return Lacking(
        rows,
        units.codes[which],
        names[which] if len(names) else names,
        outcomes[which],
        townships[which],
        villages[which],
    )
