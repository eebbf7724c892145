"""What stands beside the numbers of a result in a workpaper (结果说明): clause, reading, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.jobs.policy_phrases import measure_words
from ruralmap.jobs.policy_words import condition_words
from ruralmap.rules.rule_results import RuleResult
from ruralmap.schema.policy_conditions import Compare
from ruralmap.words.catalogue import say
from ruralmap.words.units import unit_words

if TYPE_CHECKING:
    from ruralmap.jobs.policy_phrases import Speaker
    from ruralmap.rules.case import Units
    from ruralmap.rules.evidence import Evidence, Judging
    from ruralmap.rules.evidence_terms import Term
    from ruralmap.rules.levels import Said
    from ruralmap.rules.verdicts import Verdicts
    from ruralmap.schema.policy import Rule
    from ruralmap.words.catalogue import Language


def units_of(said: Said) -> Units:
    """
    Give the units of which a rule says something.

    Parameters
    ----------
    said
        Its results at one level.

    Returns
    -------
    units
        In the order of their codes.
    """
    return said.setting.units if isinstance(said, RuleResult) else said.units


def verdicts_of(evidence: Evidence) -> Verdicts:
    """
    Give what a rule says in the reading that is told.

    Parameters
    ----------
    evidence
        What its results rest on.

    Returns
    -------
    verdicts
        In the order of the units' codes.
    """
    return evidence.said.verdicts if evidence.judged is None else evidence.judged.verdicts


def head_words(evidence: Evidence, place: int, speaker: Speaker) -> dict[str, object]:
    """
    Say which result a line is of.

    Parameters
    ----------
    evidence
        What it rests on.
    place
        The unit's place in the order of codes.
    speaker
        Who says it.

    Returns
    -------
    fields
        By the columns of the sheet 结果.
    """
    rule, units, lang = evidence.said.rule, units_of(evidence.said), speaker.lang
    code, name = str(units.codes[place]), str(units.names[place])
    certainty = verdicts_of(evidence).certainty(place)
    return rule_words_of(rule, evidence, lang) | {
        "level": say(f"policy_check.level.{units.level}", lang),
        "code": code,
        "name": None if name == code else name,
        "certainty": None if certainty is None else say(f"workpaper.certainty.{certainty}", lang),
    }


def rule_words_of(rule: Rule, evidence: Evidence, lang: Language) -> dict[str, object]:
    """
    Say of which rule, and in which reading, a line speaks.

    Parameters
    ----------
    rule
        The rule.
    evidence
        What its results rest on.
    lang
        The language.

    Returns
    -------
    fields
        By the columns of the sheet 结果.
    """
    reading = evidence.judged.reading.label.text(lang) if evidence.judged else None
    return {"rule": rule.id, "quote": rule.quote_display or rule.quote, "reading": reading}


def method_words(key: str, rule: Rule, lang: Language) -> str:
    """
    Say how a number came about.

    Parameters
    ----------
    key
        `rows`, `program`, or `asked` where the rows were not written.
    rule
        The rule.
    lang
        The language.

    Returns
    -------
    text
        Such as 明细公式.
    """
    return say(f"workpaper.method.{key}", lang, rule=rule.id)


def term_words(rule: Rule, term: Term, place: int, judging: Judging, speaker: Speaker) -> dict[str, object]:
    """
    Say what is measured and asked, and whose numbers those are.

    Parameters
    ----------
    rule
        The rule.
    term
        The comparison.
    place
        The unit's place in the order of codes.
    judging
        What stands behind the answers of the day.
    speaker
        Who says it.

    Returns
    -------
    fields
        By the columns of the sheet 结果.
    """
    lang, leaf = speaker.lang, term.leaf
    own = judging.setting.units.rows or rule.own_rows
    day = judging.setting.asker.view.date
    if not isinstance(leaf, Compare):
        told = {"measure": condition_words(speaker, leaf, own), "unit": say("workpaper.questions", lang)}
        return {**told, "day": day}
    figure, parameter = term.figure(place), term.parameter
    sources = []
    if figure is not None:
        of_figure = {"basis": figure.basis, "date": figure.as_of, "doc": figure.doc, "item": figure.item}
        sources.append(say("workpaper.source.figure", lang, **of_figure))
    if parameter is not None:
        of_parameter = {"name": parameter.name, "year": parameter.year or "", "doc": parameter.doc or ""}
        sources.append(say("workpaper.source.parameter", lang, **of_parameter))
    return {
        "day": day,
        "measure": measure_words(speaker, leaf.measure, own),
        "op": say(f"workpaper.op.{leaf.op}", lang),
        "unit": unit_words(leaf.unit, lang),
        "source": "；".join(sources) or None,
    }
