"""
What many rows come to in one unit (汇总): the gravest of them, and how many there are.

A rule that is judged row by row is answered at every village, township and for the county: as bad as its
worst row. What is not known of a row can be worse, so that it stands above what is met.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.rolled import KINDS, Rolled, RowStates
from ruralmap.rules.standing import places_of
from ruralmap.rules.verdicts import (
    BELOW_EXPECTATION,
    CERTAIN,
    FAIL,
    INSUFFICIENT_DATA,
    LISTED,
    NOT_APPLICABLE,
    NOT_DUE,
    OUTCOMES,
    PARAMETER_MISSING,
    PASS,
    RECORDED,
    UNANSWERED,
    VIOLATED,
    Verdicts,
)
from ruralmap.schema.vocabulary import ROWS_OF_LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ruralmap.rules.case import Units
    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.rule_results import RuleResult
    from ruralmap.rules.truth import Places, Whole
    from ruralmap.rules.verdicts import Codes
    from ruralmap.rules.view import View
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.vocabulary import Level

# The gravest first.
GRAVITY: Final = (
    VIOLATED,
    FAIL,
    BELOW_EXPECTATION,
    PARAMETER_MISSING,
    INSUFFICIENT_DATA,
    NOT_DUE,
    PASS,
    RECORDED,
    NOT_APPLICABLE,
)
# The place of each outcome in that list; what is not in it is the least grave.
_RANKS: Final = np.array(
    [GRAVITY.index(code) if code in GRAVITY else len(GRAVITY) - 1 for code in range(len(OUTCOMES))]
)
_ANSWERS: Final = (VIOLATED, FAIL, BELOW_EXPECTATION, PASS, RECORDED, LISTED)


def rolled_up(
    rule: Rule, parts: Sequence[RowStates], *, units: Units, view: View, floor: int = NOT_APPLICABLE
) -> Rolled:
    """
    Say what rows come to in every unit of a level.

    Parameters
    ----------
    rule
        The rule.
    parts
        What it says of each row, by kinds of rows.
    units
        The units.
    view
        The tables on the day.
    floor
        What a unit comes to of which no row says anything graver.

    Returns
    -------
    rolled
        The gravest outcome of each unit's rows.
    """
    total = len(units.codes)
    rank = np.full(total, GRAVITY.index(floor), dtype=np.int64)
    numbers = np.zeros(total, dtype=np.int64)
    divided = any(part.judged is not None for part in parts)
    divisors = np.zeros(total, dtype=np.int64) if divided else None
    for part in parts:
        table = _counted(part, places_of(view, part.rows, units.level), total)
        there = table.any(axis=(2, 3))
        rank = np.minimum(rank, np.where(there, _RANKS, len(GRAVITY)).min(axis=1))
        numbers += table[:, :, 1].sum(axis=(1, 2))
        if divisors is not None:
            divisors += table[..., 1].sum(axis=(1, 2))
    outcomes = np.array(GRAVITY, dtype=np.int8)[rank]
    return Rolled(rule, units, _sure(outcomes), numbers, divisors, parts=tuple(parts))


def _counted(part: RowStates, places: Places, total: int) -> Whole:
    """Count rows by unit, outcome, whether they are counted and whether they were judged."""
    keys = part.kinds + places * KINDS
    # Those that stand in no unit come first.
    table = np.bincount(keys + KINDS, minlength=(total + 1) * KINDS)
    return table.reshape(total + 1, len(OUTCOMES), 2, 2)[1:]


def on_list(rolled: Rolled) -> Rolled:
    """
    Say which units are on a list of units (列入名单), where a list of rows is merely recorded.

    Parameters
    ----------
    rolled
        What a list comes to in the units that it lists.

    Returns
    -------
    rolled
        A unit that is on the list, and is as it should be, is listed; of one that is not, nothing is said.
    """
    outcomes = rolled.verdicts.outcomes
    named = np.where(rolled.numbers > 0, LISTED, NOT_APPLICABLE)
    return replace(rolled, verdicts=_sure(np.where(outcomes == RECORDED, named, outcomes).astype(np.int8)))


def _sure(outcomes: Codes) -> Verdicts:
    """Say that what is answered is certain: one doubtful row has no answer, and neither has its unit."""
    certainties = np.where(np.isin(outcomes, _ANSWERS), CERTAIN, UNANSWERED).astype(np.int8)
    return Verdicts(outcomes, certainties)


def alone(rule: Rule, units: Units, outcome: int, judgement: Judgement | None = None) -> Rolled:
    """
    Say one thing of every unit of a level.

    Parameters
    ----------
    rule
        The rule.
    units
        The units.
    outcome
        Its code.
    judgement
        What was judged of the units.

    Returns
    -------
    rolled
        No row counts.
    """
    total = len(units.codes)
    outcomes = np.full(total, outcome, dtype=np.int8)
    return Rolled(rule, units, _sure(outcomes), np.zeros(total, dtype=np.int64), None, judgement)


def target_rolled(found: RuleResult, levels: Iterable[Level]) -> Iterator[Rolled]:
    """
    Say what a target that is judged row by row comes to in every unit of some levels.

    Parameters
    ----------
    found
        The rule's results.
    levels
        Of the county, townships and villages.

    Yields
    ------
    rolled
        Rows that pass, of those that were judged, one a level; none for rules that are no targets, or that
        judge units of that level or higher.
    """
    rows, setting = found.setting.units.rows, found.setting
    if found.rule.kind != "target" or not rows or rows == "townships":
        return
    outcomes = found.verdicts.outcomes
    # Before its day nothing has passed yet; what holds already counts all the same.
    done = (outcomes == PASS) | ((outcomes == NOT_DUE) & found.held)
    states = RowStates(rows, outcomes, done, judged=outcomes != NOT_APPLICABLE)
    absent = not setting.asker.view.has(rows)
    for level in levels:
        if rows != ROWS_OF_LEVEL.get(level):
            units = setting.case.units(setting.asker, level)
            floor = INSUFFICIENT_DATA if absent else NOT_APPLICABLE
            rolled = rolled_up(found.rule, [states], units=units, view=setting.asker.view, floor=floor)
            yield replace(rolled, below=found)
