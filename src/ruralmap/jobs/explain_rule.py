"""Why named rules say what they say of a place or household (条款认定依据): numbers, and how many rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.errors import UsageError
from ruralmap.jobs.explain import Explanation, comparison_record
from ruralmap.jobs.places import find_place
from ruralmap.jobs.policy_figures import goal_words, margin_words, value_words
from ruralmap.jobs.policy_missed import missed_words
from ruralmap.jobs.policy_phrases import Speaker
from ruralmap.jobs.policy_words import asked_words, condition_words
from ruralmap.jobs.zone_sentences import reasons_text
from ruralmap.rules.evidence import evidence_of_said
from ruralmap.rules.evidence_own import NO, YES
from ruralmap.rules.rule_results import RuleResult
from ruralmap.rules.standing import places_of
from ruralmap.schema.policy_conditions import AllConditions, AnyConditions
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.jobs.places import Place
    from ruralmap.jobs.policy_run import PolicyRun
    from ruralmap.rules.evidence import Evidence
    from ruralmap.rules.results import Comparison, Result
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.words.catalogue import Language

_GAP = "　"
_ANSWERS: Final = {YES: True, NO: False}


@dataclass(frozen=True)
class _Part:
    """One of the conditions of a rule in one unit; what must only be so compares nothing."""

    text: str
    holds: bool | None
    asked: bool
    comparison: Comparison | None


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
        for evidence, result, at in _results(run, rule, found):
            parts = _parts(run, rule, evidence, at, lang)
            lines += _lines(run, rule, evidence, result, parts, lang)
            records.append(_record(rule, evidence, result, parts))
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


def _results(run: PolicyRun, rule: Rule, place: Place) -> Iterator[tuple[Evidence, Result, int]]:
    """Find what a rule says of one place, with what that rests on, and where the place stands."""
    for said in run.evaluation.said(rule.id):
        at = said.place_of(place.code) if said.level == place.level else None
        if at is not None:
            wanted = np.arange(len(said.codes)) == at
            yield evidence_of_said(run.evaluation.case, said, wanted=wanted), said.result_at(at), at


def _parts(run: PolicyRun, rule: Rule, evidence: Evidence, at: int, lang: Language) -> list[_Part]:
    """Take the conditions of a rule apart in one unit; there are none where it judges no condition there."""
    speaker, found = Speaker(run.evaluation.policy, lang), []
    for judging in evidence.judgings:
        rows = judging.setting.units.rows or rule.own_rows
        for term in judging.terms:
            line = term.lines[int(term.basis[at])] if term.basis is not None else None
            comparison = None if line is None else line.comparison(at)
            text = condition_words(speaker, term.leaf, rows)
            asked = bool(term.asked[at]) and (comparison is None or comparison.applies)
            found.append(_Part(text, _ANSWERS.get(int(term.holds[at])), asked, comparison))
    return found


def _joint(condition: Condition) -> str:
    """Say how the conditions of a rule are joined."""
    parts = getattr(condition, "all", ()) or getattr(condition, "any", ())
    if any(isinstance(part, AllConditions | AnyConditions) for part in parts):
        return "mixed"
    return "any" if isinstance(condition, AnyConditions) else "all"


def _rows(evidence: Evidence) -> dict[str, int]:
    """Count the rows behind."""
    return {
        "above": len(evidence.numerator),
        "below": len(evidence.denominator),
        "excluded": len(evidence.excluded),
        "boundary": len(evidence.boundary),
    }


def _lines(
    run: PolicyRun, rule: Rule, evidence: Evidence, result: Result, parts: list[_Part], lang: Language
) -> Iterator[str]:
    """Write one result out: of several conditions each with its own numbers."""
    yield ""
    status = say(f"policy_run.outcome.{result.outcome}", lang)
    yield say("workpaper.explain.rule", lang, id=rule.id, label=rule.label.text(lang), status=status)
    title = run.evaluation.policy.title.text(lang)
    yield say("workpaper.explain.quote", lang, quote=rule.quote, title=title, source=rule.source)
    if rule.readings:
        yield say("workpaper.explain.reading", lang, label=rule.default_reading.label.text(lang))
    leading, margin = result.leading, margin_words(result.leading, result.margin, lang)
    if len(parts) > 1:
        yield say(f"workpaper.explain.parts_{_joint(evidence.judgings[0].condition)}", lang)
        for number, part in enumerate(parts, start=1):
            yield _part_line(rule, part, number, lang)
        if result.margin is not None:
            yield say("workpaper.explain.whole", lang, text=margin)
    elif leading is not None and not evidence.outside:
        yield say("workpaper.explain.value", lang, text=value_words(leading, lang))
        asked = asked_words(run.evaluation.policy, rule, leading, lang)
        yield say("workpaper.explain.goal", lang, text=asked)
        yield say("workpaper.explain.margin", lang, text=margin)
    yield from _grounds(run, rule, evidence, result, lang)


def _grounds(run: PolicyRun, rule: Rule, evidence: Evidence, result: Result, lang: Language) -> Iterator[str]:
    """Say what a result rests on, and what else is to be known of it."""
    if evidence.judgings:
        yield say("workpaper.explain.rows", lang, **_rows(evidence))
    elif rule.body is None:
        yield say("workpaper.explain.rolled", lang, level=say(f"policy_check.level.{rule.level}", lang))
    notes = [reasons_text([one for one in result.reasons if one.code != "outside"], lang)]
    notes += [] if evidence.judgings else _missed(run, rule, evidence, result, lang)
    if any(notes):
        yield say("workpaper.explain.notes", lang, text="；".join(filter(None, notes)))


def _missed(run: PolicyRun, rule: Rule, evidence: Evidence, result: Result, lang: Language) -> list[str]:
    """Name the periods that the rows of a place missed, whose results are added up there."""
    said, at = evidence.said, evidence.said.place_of(result.code)
    own = [one for one in run.evaluation.said(rule.id) if isinstance(one, RuleResult)]
    found = []
    for one in own:
        if one.level == rule.level:
            places = places_of(one.setting.asker.view, one.setting.units.rows, said.level)
            found.append(missed_words(one, np.asarray(places == at), lang))
    return found


def _part_line(rule: Rule, part: _Part, number: int, lang: Language) -> str:
    """Write one condition out, with its number, its line and how far it is to that."""
    state = {True: "yes", False: "no", None: "unknown"}[part.holds] if part.asked else "unasked"
    said = [say("workpaper.explain.part", lang, n=number, text=part.text)]
    comparison = part.comparison
    if comparison is not None and part.asked:
        texts = {
            "value": value_words(comparison, lang),
            "goal": goal_words(rule, comparison, lang),
            "margin": margin_words(comparison, comparison.margin, lang),
        }
        said += [say(f"workpaper.explain.{key}", lang, text=text) for key, text in texts.items()]
    said.append(say(f"workpaper.explain.part_{state}", lang))
    return "  " + _GAP.join(said)


def _record(rule: Rule, evidence: Evidence, result: Result, parts: list[_Part]) -> dict[str, Any]:
    """Put one result into numbers that JSON can hold."""
    told = {"name": result.name, "quote": rule.quote, "rows": _rows(evidence)}
    return result.as_record() | told | {"conditions": [_part_record(part) for part in parts]}


def _part_record(part: _Part) -> dict[str, Any]:
    """Put one condition into numbers that JSON can hold."""
    numbers = {} if part.comparison is None else comparison_record(part.comparison)
    return {"kind": "holds"} | numbers | {"text": part.text, "holds": part.holds, "applies": part.asked}
