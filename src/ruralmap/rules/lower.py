"""
What a target comes to below its level (下级数值): the number always, an answer where it is fair.

A share, or what must not be left at all, is asked of every place alike. A total is set for the whole county:
of a township its number is shown, and nothing is judged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.membership import NOTHING
from ruralmap.rules.one_rule import evaluate_rule
from ruralmap.rules.verdicts import NOT_APPLICABLE, UNANSWERED, Verdicts
from ruralmap.schema.policy_conditions import Compare, comparisons_of, leaves_of_condition
from ruralmap.schema.policy_measures import Count, Growth, Ratio, Statistic, Sum, parts_of
from ruralmap.schema.policy_rows import levels_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ruralmap.rules.case import Case
    from ruralmap.rules.outcomes import Judged
    from ruralmap.rules.rule_results import RuleResult
    from ruralmap.rules.truth import Flags
    from ruralmap.schema.policy import Reading, Rule
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.vocabulary import Level

_BELOW: Final[dict[Level, tuple[Level, ...]]] = {
    "county": ("township", "village"),
    "township": ("village",),
}


def lower_results(case: Case, rule: Rule, spoken: Iterable[Level]) -> Iterator[RuleResult]:
    """
    Take what a target measures in the townships and villages below its level.

    Parameters
    ----------
    case
        The policy and the facts, with the results of the rules above this one.
    rule
        The rule.
    spoken
        The levels at which it says something already.

    Yields
    ------
    result
        One a level, in the readings all of whose rows have a place there; none where the reading that is
        published has not.
    """
    if rule.kind != "target" or rule.among is not None:
        return
    for level in _BELOW.get(rule.level, ()):
        readings = tuple(reading for reading in rule.readings if _has_place(reading, level))
        if level in set(spoken) or not any(reading.default for reading in readings):
            continue
        copied = {"level": level, "rows": None, "readings": readings, "assigned": None}
        found = evaluate_rule(case, rule.model_copy(update=copied))
        yield replace(found, readings=tuple(map(_fairly, found.readings)))


def _has_place(reading: Reading, level: Level) -> bool:
    """Say whether all that a reading adds up stands in units of a level."""
    leaves = [leaf for leaf, _ in leaves_of_condition(reading.condition)]
    if reading.among is not None or not all(isinstance(leaf, Compare) for leaf in leaves):
        return False
    for compare in comparisons_of(reading.condition):
        measure = compare.measure
        if not isinstance(measure, Count | Sum | Ratio | Growth):
            return False
        parts = [*parts_of(measure), *(() if compare.than is None else parts_of(compare.than))]
        if not parts_of(measure) or any(level not in levels_of(part.rows) for part in parts):
            return False
    return True


def is_free_of_size(condition: Condition) -> bool:
    """
    Say whether a condition can be asked of a place of any size.

    Parameters
    ----------
    condition
        The condition.

    Returns
    -------
    free
        True where every comparison is of a ratio or a growth, or asks that nothing be left.
    """
    return all(
        isinstance(compare.measure, Ratio)
        or (isinstance(compare.measure, Growth) and not isinstance(compare.measure.of, Statistic))
        or (compare.threshold == 0 and compare.op in {"eq", "le"})
        for compare in comparisons_of(condition)
    )


def _fairly(judged: Judged) -> Judged:
    """Keep the numbers of a reading, and its answers where they are fair and there is anything to ask."""
    outcomes, certainties = judged.verdicts.outcomes, judged.verdicts.certainties
    unasked = np.full(len(outcomes), not is_free_of_size(judged.reading.condition))
    unasked |= _nobody_there(judged)
    verdicts = Verdicts(
        np.where(unasked, NOT_APPLICABLE, outcomes).astype(np.int8),
        np.where(unasked, UNANSWERED, certainties).astype(np.int8),
    )
    return replace(judged, verdicts=verdicts)


def _nobody_there(judged: Judged) -> Flags:
    """Say where nothing could be divided by: the place has none of those whom the rule is about."""
    size = len(judged.verdicts.outcomes)
    found = [
        (line.measured.divisors["all"][1] == 0) & (line.measured.lacking == NOTHING)
        for line in judged.weighed[-1].judgements[0].lines
        if line.measured.divisors is not None
    ]
    return np.logical_and.reduce(found) if found else np.zeros(size, dtype=bool)
