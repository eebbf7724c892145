"""Which periods many units missed (未完成的期间): by name, and how many units each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ruralmap.jobs.zone_sentences import period_text
from ruralmap.rules.verdicts import NOT_APPLICABLE
from ruralmap.schema.policy_row_kinds import ROWS
from ruralmap.words.catalogue import Language, say
from ruralmap.words.units import unit_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ruralmap.rules.lines import Line
    from ruralmap.rules.rule_results import RuleResult
    from ruralmap.rules.truth import Flags

    Period = tuple[str, str]


def missed_words(own: RuleResult, here: Flags, lang: Language) -> str:
    """
    Name the periods that units missed for certain, with how many units missed each.

    Parameters
    ----------
    own
        What a rule says of the units.
    here
        Of which units it is told, in the order of their codes.
    lang
        The language.

    Returns
    -------
    text
        Those that had ended before the document was published stand apart; empty where none was missed.
    """
    unit = unit_words(ROWS[own.setting.units.rows].unit, lang)
    told: dict[str, list[str]] = {"periods_missed_before": [], "periods_missed": []}
    for (period, before), which in sorted(_missed(own).items()):
        number = int(np.count_nonzero(which & here))
        if number:
            words = say(
                "policy_owed.missed", lang, period=period_text(*period, lang), n=f"{number:,}", unit=unit
            )
            told["periods_missed_before" if before else "periods_missed"].append(words)
    gap = say("zones.separator", lang)
    return "；".join(
        say(f"zones.reason.{key}", lang, periods=gap.join(texts)) for key, texts in told.items() if texts
    )


def _periods_of(lines: Sequence[Line]) -> Iterator[tuple[Period, bool, Flags]]:
    """List the periods of comparisons, and which units each was missed by."""
    for line in lines:
        missed = line.measured.missed
        if missed is None:
            continue
        surely = missed.surely if line.asked is None else missed.surely & line.asked.counted[:, np.newaxis]
        for column, (period, before) in enumerate(zip(missed.periods, missed.before, strict=True)):
            yield period, bool(before), surely[:, column]


def _missed(own: RuleResult) -> dict[tuple[Period, bool], Flags]:
    """Say of each period that is asked which units missed it, on the day that stands for each."""
    judged = own.readings[0]
    found: dict[tuple[Period, bool], Flags] = {}
    for number, weighed in enumerate(judged.weighed):
        chosen = (judged.chosen == number) & (own.verdicts.outcomes != NOT_APPLICABLE)
        for period, before, which in _periods_of(weighed.judgements[0].lines):
            known = found.get((period, before), np.zeros(len(chosen), dtype=bool))
            found[period, before] = known | (which & chosen)
    return found
