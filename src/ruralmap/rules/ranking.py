"""
Places in order by a number (排名): exact, the better first, equal numbers on equal places (1, 2, 2, 4).

Only what a target asks has a better and a worse. Lists, selections and sums that grow with the size of a
place are put in order and have no rank. Nothing is added up over rules unless the policy gives the weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ruralmap.rules.rolled import Rolled
from ruralmap.schema.policy_conditions import comparisons_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.rules.levels import Said
    from ruralmap.rules.results import Comparison, Result
    from ruralmap.rules.verdicts import Outcome
    from ruralmap.schema.policy import Policy, Rule
    from ruralmap.schema.vocabulary import Comparator

# What more of it is better by, and what less.
_MORE: Final = frozenset({"gt", "ge"})
_LESS: Final = frozenset({"lt", "le"})
_HUNDRED: Final = 100


def rank(values: Sequence[Fraction | None], op: Comparator, line: Fraction | None = None) -> list[int | None]:
    """
    Rank values by what a comparator asks, in standard competition ranking (1, 2, 2, 4).

    Parameters
    ----------
    values
        The values; one that is missing has no rank.
    op
        What is asked: with 高于 and 以上 more is better, with 低于 and 以下 less, else what is nearer.
    line
        What the values are held against; 0 where none is given. Only asked for 等于 and 左右.

    Returns
    -------
    ranks
        From 1, in the order of the values.
    """
    worth = [None if value is None else _worth(value, op, line or Fraction(0)) for value in values]
    known = sorted((one for one in worth if one is not None), reverse=True)
    first = {one: place for place, one in reversed(list(enumerate(known, start=1)))}
    return [None if one is None else first[one] for one in worth]


def _worth(value: Fraction, op: Comparator, line: Fraction) -> Fraction:
    """Turn a value so that more is better."""
    if op in _MORE:
        return value
    return -value if op in _LESS else -abs(value - line)


@dataclass(frozen=True)
class Place:
    """One unit in a ranking; without a value, or where data are lacking, it stands at the foot, unranked."""

    code: str
    name: str
    value: Fraction | None
    rank: int | None
    outcome: Outcome


@dataclass(frozen=True)
class Indicator:
    """
    One number of a rule over all units of a level, in order (一项指标).

    `number` says which comparison of the rule it is, from 1, `of` how many there are. `leading` is that
    comparison as it stands for one of the units: what is measured, and the line. Where the indicator is not
    `judged` the units are in the order of the number, the largest first, and nobody is better or worse.
    """

    rule: Rule
    number: int
    of: int
    leading: Comparison
    judged: bool
    places: tuple[Place, ...]

    @property
    def ranks(self) -> dict[str, int]:
        """The ranks of the units that have one, by code."""
        return {place.code: place.rank for place in self.places if place.rank is not None}


def indicators_of(said: Said) -> tuple[Indicator, ...]:
    """
    Put the units of a level in order by each number of a rule.

    Parameters
    ----------
    said
        What the rule says of the units.

    Returns
    -------
    indicators
        One a comparison of the default reading; none where nothing is compared in any unit.
    """
    results = said.results
    compared = [_comparisons(result) for result in results]
    count = max((len(one) for one in compared), default=0)
    found = []
    for number in range(count):
        cells = [one[number] if number < len(one) else None for one in compared]
        leading = next((cell for cell in cells if cell is not None and cell.applies), None)
        if leading is not None and any(cell is not None and cell.value is not None for cell in cells):
            found.append(_indicator(said, results, cells, (number, count), leading))
    return tuple(found)


def _comparisons(result: Result) -> tuple[Comparison, ...]:
    """Give the numbers of a unit; of those of whom a rule does not ask there are none."""
    if any(reason.code == "outside" for reason in result.reasons):
        return ()
    if result.readings:
        return result.readings[0].answer.comparisons
    return () if result.leading is None else (result.leading,)


def _indicator(
    said: Said,
    results: Sequence[Result],
    cells: Sequence[Comparison | None],
    which: tuple[int, int],
    leading: Comparison,
) -> Indicator:
    """Rank one number, or put it in order."""
    rule, (number, count) = said.rule, which
    values = [None if cell is None or not cell.applies else cell.value for cell in cells]
    line = line_of(rule, leading)
    known_side = leading.op in _MORE | _LESS or line is not None
    # Of places of another size nobody asks a sum: no result at all says that the number alone is shown.
    judged = rule.kind == "target" and known_side and any(r.outcome != "not_applicable" for r in results)
    # Of a number that empty cells could turn nobody knows whose place it is; nor how many rows are as they
    # should be while the parameter is missing that says so.
    open_ones = {"insufficient_data"} | ({"parameter_missing"} if isinstance(said, Rolled) else set())
    known = [
        None if result.outcome in open_ones and judged else value
        for result, value in zip(results, values, strict=True)
    ]
    ranks = rank(known, leading.op if judged else "ge", line)
    order = sorted(range(len(results)), key=lambda at: (ranks[at] or len(ranks) + 1, results[at].code))
    places = tuple(
        Place(
            results[at].code,
            results[at].name,
            values[at],
            ranks[at] if judged else None,
            results[at].outcome,
        )
        for at in order
    )
    return Indicator(rule, number + 1, count, leading, judged, places)


def line_of(rule: Rule, comparison: Comparison) -> Fraction | None:
    """
    Work out the number that a comparison is held against.

    Parameters
    ----------
    rule
        The rule.
    comparison
        One of its comparisons, of any unit.

    Returns
    -------
    line
        With the factors of the clause; missing where it is another measure, or has no value.
    """
    if comparison.threshold is None:
        return None
    asked = comparisons_of(rule.default_reading.condition) if rule.readings else ()
    factors = {
        Fraction(compare.times) / Fraction(compare.over)
        for compare in asked
        if (compare.op, compare.unit, compare.measure.kind)
        == (comparison.op, comparison.unit, comparison.kind)
    }
    return Fraction(comparison.threshold) * (factors.pop() if len(factors) == 1 else 1)


@dataclass(frozen=True)
class Part:
    """What one rule gives to the score of a unit: its rank of how many, the points, and its weight."""

    rule_id: str
    rank: int | None
    of: int
    weight: Fraction

    @property
    def points(self) -> Fraction | None:
        """Of 100: the first gets them all, of n units the last gets 100/n."""
        if self.rank is None:
            return None
        return Fraction(_HUNDRED * (self.of - self.rank + 1), self.of)


@dataclass(frozen=True)
class Score:
    """
    The score of a unit (综合得分) with its parts, in the order of the weights.

    A unit that lacks one part has no score: a part that is not known is not nothing.
    """

    code: str
    name: str
    parts: tuple[Part, ...]
    rank: int | None = None

    @property
    def value(self) -> Fraction | None:
        """The weighted points; missing where a part is."""
        points = [part.points for part in self.parts]
        known = [one * part.weight for one, part in zip(points, self.parts, strict=True) if one is not None]
        return sum(known, Fraction(0)) if len(known) == len(self.parts) else None


def scores_of(policy: Policy, indicators: Mapping[str, Indicator]) -> tuple[Score, ...]:
    """
    Add up ranks by the weights that the policy gives.

    Parameters
    ----------
    policy
        The policy.
    indicators
        The first indicator of each rule at the level.

    Returns
    -------
    scores
        The best first, those without a score at the foot; none where the policy gives no weights, or a rule
        that it weighs has no ranking.
    """
    weights = {} if policy.ranking is None else policy.ranking.weights
    if not weights or any(rule not in indicators or not indicators[rule].judged for rule in weights):
        return ()
    names = {place.code: place.name for rule in weights for place in indicators[rule].places}
    found = []
    for code in sorted(names):
        parts = tuple(
            Part(rule, indicators[rule].ranks.get(code), len(indicators[rule].ranks), Fraction(weight))
            for rule, weight in weights.items()
        )
        found.append(Score(code, names[code], parts))
    ranks = rank([score.value for score in found], "ge")
    ranked = [
        Score(score.code, score.name, score.parts, place) for score, place in zip(found, ranks, strict=True)
    ]
    return tuple(sorted(ranked, key=lambda score: (score.rank or len(ranked) + 1, score.code)))
