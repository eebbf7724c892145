"""What many rows come to in one place (汇总公式): the gravest of them, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ruralmap.files.formulas import Formula
from ruralmap.jobs.workpaper_verdicts import met_of, outcome_word
from ruralmap.jobs.workpaper_words import head_words, method_words, rule_words_of, verdicts_of
from ruralmap.rules.rollup import GRAVITY
from ruralmap.rules.standing import places_of
from ruralmap.rules.verdicts import NOT_APPLICABLE, RECORDED
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from ruralmap.jobs.policy_phrases import Speaker
    from ruralmap.jobs.workpaper_units import UnitSheet
    from ruralmap.rules.case import Case
    from ruralmap.rules.evidence import Evidence
    from ruralmap.rules.rolled import Rolled
    from ruralmap.words.catalogue import Language


def rolled_line(  # noqa: PLR0913  # what a line is made from
    case: Case,
    evidence: Evidence,
    rolled: Rolled,
    units: UnitSheet | None,
    speaker: Speaker,
    *,
    place: int,
    row: int,
) -> dict[str, object]:
    """
    Count the rows of one place by what they come to.

    Parameters
    ----------
    case
        The policy and the facts.
    evidence
        What the rows come to.
    rolled
        The same, as the run has it.
    units
        The sheet on which the rows stand; missing where it is not written.
    speaker
        Who says it.
    place
        The place's place in the order of codes.
    row
        On which row of the sheet 结果 the line will stand, counted from 1.

    Returns
    -------
    line
        By the columns of that sheet.
    """
    lang, rule = speaker.lang, rolled.rule
    level, code = rolled.units.level, str(rolled.codes[place])
    said = outcome_word(int(verdicts_of(evidence).outcomes[place]), lang)
    number = int(rolled.numbers[place])
    divisor = None if rolled.divisors is None else int(rolled.divisors[place])
    target = rule.body is None
    line = head_words(evidence, place, speaker)
    line["measure"] = say(f"workpaper.rolled.{'target' if target else 'list'}", lang)
    line["method"] = method_words("asked" if units is None else "rows", rule, lang)
    if units is None:
        return line | {"number": number, "divisor": divisor, "outcome": said}
    line["number"] = Formula(f"={units.tally(level, code, None, met=True)}", number)
    if divisor is not None:
        line["divisor"] = Formula(f"={units.tally(level, code, None)}", divisor)
        value = number / divisor if divisor else None
        line["value"] = Formula(f'=IF($J{row}>0,$I{row}/$J{row},"")', value)
    floor = NOT_APPLICABLE if target else RECORDED
    expected = outcome_word(_gravest(case, rolled, place, floor), lang)
    text = f'"{outcome_word(floor, lang)}"'
    for state in reversed(_states(rolled)):
        word = outcome_word(state, lang)
        text = f'IF({units.tally(level, code, word)}>0,"{word}",{text})'
    written = Formula(f'=IF($Q{row}<>"",$Q{row},{text})', said)
    return line | {"special": None if expected == said else said, "outcome": written}


def _states(rolled: Rolled) -> list[int]:
    """List what the rows come to, the gravest first."""
    found = {int(one) for part in rolled.parts for one in np.unique(part.states)}
    return sorted((found & set(GRAVITY)) - {NOT_APPLICABLE}, key=GRAVITY.index)


def _gravest(case: Case, rolled: Rolled, place: int, floor: int) -> int:
    """Say what the gravest row of a place comes to."""
    view = case.asker().view if rolled.below is None else rolled.below.setting.asker.view
    found = {floor}
    for part in rolled.parts:
        places = places_of(view, part.rows, rolled.units.level)
        found |= set(np.unique(part.states[places == place]).tolist())
    return min(found, key=lambda code: GRAVITY.index(code) if code in GRAVITY else len(GRAVITY))


def counted_line(
    evidence: Evidence, units: UnitSheet | None, county: str, lang: Language
) -> dict[str, object] | None:
    """
    Say how many rows a rule selects that is judged row by row, and of which nothing is said above.

    Parameters
    ----------
    evidence
        What its results rest on.
    units
        The sheet on which the rows stand; missing where it is not written.
    county
        The county's code.
    lang
        The language.

    Returns
    -------
    line
        By the columns of the sheet 结果.
    """
    rule, judged = evidence.said.rule, evidence.judged
    if judged is None:
        return None
    outcomes, met = judged.verdicts.outcomes, met_of(rule)
    number, divisor = int((outcomes == met).sum()), int((outcomes != NOT_APPLICABLE).sum())
    line = rule_words_of(rule, evidence, lang) | {
        "level": say("policy_check.level.county", lang),
        "code": county,
        "measure": say(f"workpaper.rolled.{rule.kind}", lang),
        "method": method_words("asked" if units is None else "rows", rule, lang),
        "number": number,
        "divisor": divisor,
    }
    if units is not None:
        line["number"] = Formula(f"={units.tally('county', county, outcome_word(met, lang))}", number)
        line["divisor"] = Formula(f"={units.tally('county', county, None)}", divisor)
    return line
