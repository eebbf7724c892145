"""
Why a result is undecided or has no answer (原因): what is missing or disagrees, with its numbers.

The words stand in the catalogue `zones`, under `reason`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.rules.results import Reason
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_derived import YEARLY
from ruralmap.schema.policy_filters import InGroup, Test, branches_of
from ruralmap.schema.policy_measures import Share, Value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ruralmap.rules.judgement import Judgement
    from ruralmap.rules.membership import Membership
    from ruralmap.rules.results import Answer, Comparison
    from ruralmap.schema.policy import Group, Reading
    from ruralmap.schema.policy_conditions import Compare
    from ruralmap.schema.policy_filters import Filter


def reasons_for_doubt(
    judgements: Sequence[Judgement], *, among: Membership, columns: tuple[str, ...], place: int
) -> tuple[Reason, ...]:
    """
    Say what keeps a result from being certain.

    Parameters
    ----------
    judgements
        The reading's judgements on the bases that have figures.
    among
        Which units the rule speaks of.
    columns
        The columns that decide it.
    place
        The unit's place in the order of codes.

    Returns
    -------
    reasons
        The unit itself first, then the bases, then empty cells and unlinked households.
    """
    reasons = []
    asked = [line.asked for line in judgements[0].lines if line.asked is not None]
    if any(bool(membership.unsure[place]) for membership in (among, *asked)):
        reasons.append(Reason("unit_unsure", {"columns": columns}))
    answers = [judgement.answer(place) for judgement in judgements]
    if len({answer.outcome for answer in answers}) > 1:
        said = tuple((answer.basis, answer.outcome) for answer in answers)
        reasons.append(Reason("bases_disagree", {"answers": said}))
    if any(line.measured.counts is not None for line in judgements[0].lines):
        reasons += _reasons_to_count(judgements, place)
    return tuple(reasons)


def _reasons_to_count(judgements: Sequence[Judgement], place: int) -> Iterator[Reason]:
    """Say whether empty cells, or the unlinked, could turn the answer; where only both could, name both."""
    crossed = {
        span: any(judgement.says(span, place) is None for judgement in judgements)
        for span in ("membership", "unlinked", "all")
    }
    both = crossed["all"] and not (crossed["membership"] or crossed["unlinked"])
    tallies = [
        line.measured.counts.tally(place) for line in judgements[0].lines if line.measured.counts is not None
    ]
    if crossed["membership"] or both:
        yield Reason("empty_cells", {"n": max(tally.unsure_in + tally.unsure_out for tally in tallies)})
    if crossed["unlinked"] or both:
        yield Reason("unlinked", {"n": max(tally.nearby for tally in tallies)})


def reasons_for_misses(judgement: Judgement, *, place: int) -> tuple[Reason, ...]:
    """
    Name the periods in which nothing was done (未完成的期间), where a reading asks for every period.

    Parameters
    ----------
    judgement
        The reading's judgement.
    place
        The unit's place in the order of codes.

    Returns
    -------
    reasons
        Periods that had ended before the document was published stand apart (公布前), and come first.
    """
    found: dict[str, set[tuple[str, str]]] = {"periods_missed_before": set(), "periods_missed": set()}
    for line in judgement.lines:
        missed = line.measured.missed
        if missed is None or (line.asked is not None and not line.asked.counted[place]):
            continue
        for period, lacks, before in zip(missed.periods, missed.surely[place], missed.before, strict=True):
            if lacks:
                found["periods_missed_before" if before else "periods_missed"].add(period)
    return tuple(Reason(code, {"periods": tuple(sorted(days))}) for code, days in found.items() if days)


def columns_asked(tree: Filter | None, groups: Mapping[str, Group]) -> tuple[str, ...]:
    """
    List the columns that decide which units a rule speaks of.

    Parameters
    ----------
    tree
        The rule's filter.
    groups
        The groups that the policy names.

    Returns
    -------
    columns
        Each once, in the order in which the policy asks it.
    """
    return () if tree is None else tuple(dict.fromkeys(_columns(tree, groups)))


def _columns(tree: Filter, groups: Mapping[str, Group]) -> Iterator[str]:
    """Walk through the columns of a filter."""
    if isinstance(tree, InGroup):
        yield from _columns(groups[tree.group].where, groups)
    elif isinstance(tree, Test):
        yield tree.column
    for part in branches_of(tree)[1]:
        yield from _columns(part, groups)


def reasons_for_lack(reading: Reading, answer: Answer) -> tuple[Reason, ...]:
    """
    Say what keeps a reading from any answer.

    Parameters
    ----------
    reading
        The reading.
    answer
        Its answer on the default basis.

    Returns
    -------
    reasons
        Each once, in the order of the comparisons.
    """
    found: list[Reason] = []
    for compare, comparison in zip(comparisons_of(reading.condition), answer.comparisons, strict=True):
        reason = _lack(compare, comparison) if comparison.applies else None
        if reason is not None and reason not in found:
            found.append(reason)
    return tuple(found)


def _lack(compare: Compare, comparison: Comparison) -> Reason | None:
    """Say what one comparison lacks."""
    parameter, figure, tally = comparison.parameter, comparison.figure, comparison.tally
    if parameter is not None and parameter.value is None:
        which = {"name": parameter.name, "jurisdiction": parameter.jurisdiction, "year": parameter.year}
        if parameter.contested:
            return Reason("contested_parameter", which | {"doc": parameter.doc})
        return Reason("no_parameter", which)
    if comparison.numerator is None:
        income = isinstance(compare.measure, Value) and compare.measure.column in YEARLY
        return Reason("no_income", {"year": parameter.year}) if income and parameter else Reason("no_figure")
    if isinstance(compare.measure, Share) and comparison.denominator is None:
        code = "zero_population" if figure else "no_population"
        return Reason(code, {"item": compare.measure.of, "bases": compare.measure.bases})
    if tally is not None and tally.lacking is not None:
        return Reason("depends", {"n": tally.undecided, "outcome": tally.lacking})
    return None
