"""Why named rules say what they say of a place or household (条款认定依据): numbers, and how many rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ruralmap.errors import UsageError
from ruralmap.jobs.explain import Explanation
from ruralmap.jobs.places import find_place
from ruralmap.jobs.policy_figures import goal_words, margin_words, value_words
from ruralmap.rules.evidence import evidence_of_said, level_of
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.jobs.places import Place
    from ruralmap.jobs.policy_run import PolicyRun
    from ruralmap.rules.evidence import Evidence
    from ruralmap.rules.results import Result
    from ruralmap.schema.policy import Rule
    from ruralmap.words.catalogue import Language

_GAP = "　"


def explain_rules(run: PolicyRun, place: str, *, lang: Language = "zh") -> Explanation:
    """
    Say why rules say what they say of a place.

    Parameters
    ----------
    run
        What the rules say.
    place
        A code or a name of a township or village (`乡镇/村`), or a household id.
    lang
        The language.

    Returns
    -------
    explanation
        Household ids only: no names and no identity numbers.

    Raises
    ------
    UsageError
        If no place fits, or several do; or if the rules say nothing of places of its level.
    """
    evaluation = run.evaluation
    found = find_place(evaluation.case.facts, place)
    policy = evaluation.policy.title.text(lang)
    marks = [*run.marks(lang), say("zones.internal", lang), say("zones.as_of", lang, date=evaluation.as_of)]
    title = say("workpaper.explain.title", lang, name=found.name, code=found.code, policy=policy)
    lines, records = [title, _GAP.join(marks)], []
    for rule in run.rules:
        for evidence, result in _results(run, rule, found):
            lines += _lines(run, rule, evidence, result, lang)
            records.append(_record(rule, evidence, result))
    if not records:
        rules = "、".join(rule.id for rule in run.rules)
        raise UsageError(say_both("workpaper.explain.nothing", rules=rules, name=found.name))
    record = {
        "place": {"level": found.level, "code": found.code, "name": found.name},
        "policy": evaluation.policy.id,
        "as_of": evaluation.as_of,
        "trial": evaluation.trial,
        "results": records,
    }
    return Explanation(found, tuple(lines), record)


def _results(run: PolicyRun, rule: Rule, place: Place) -> Iterator[tuple[Evidence, Result]]:
    """Find what a rule says of one place, with what that rests on."""
    for said in run.evaluation.said(rule.id):
        at = said.place_of(place.code) if level_of(said) == place.level else None
        if at is not None:
            wanted = np.arange(len(said.codes)) == at
            yield evidence_of_said(run.evaluation.case, said, wanted=wanted), said.result_at(at)


def _rows(evidence: Evidence) -> dict[str, int]:
    """Count the rows behind."""
    return {
        "above": len(evidence.numerator),
        "below": len(evidence.denominator),
        "excluded": len(evidence.excluded),
        "boundary": len(evidence.boundary),
    }


def _lines(run: PolicyRun, rule: Rule, evidence: Evidence, result: Result, lang: Language) -> Iterator[str]:
    """Write one result out."""
    yield ""
    status = say(f"policy_run.outcome.{result.outcome}", lang)
    yield say("workpaper.explain.rule", lang, id=rule.id, label=rule.label.text(lang), status=status)
    title = run.evaluation.policy.title.text(lang)
    yield say("workpaper.explain.quote", lang, quote=rule.quote, title=title, source=rule.source)
    if rule.readings:
        yield say("workpaper.explain.reading", lang, label=rule.default_reading.label.text(lang))
    if result.leading is not None:
        yield say("workpaper.explain.value", lang, text=value_words(result.leading, lang))
        yield say("workpaper.explain.goal", lang, text=goal_words(rule, result.leading, lang))
        yield say("workpaper.explain.margin", lang, text=margin_words(result.leading, result.margin, lang))
    yield say("workpaper.explain.rows", lang, **_rows(evidence))


def _record(rule: Rule, evidence: Evidence, result: Result) -> dict[str, Any]:
    """Put one result into numbers that JSON can hold."""
    return result.as_record() | {"name": result.name, "quote": rule.quote, "rows": _rows(evidence)}
