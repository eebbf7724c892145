"""The file of one unit at the foot of its explanation (跟踪档案): when it was adopted, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ruralmap.jobs.adoption_store import adoptions_until
from ruralmap.jobs.unit_files import unit_files
from ruralmap.jobs.unit_sheets import unit_record, why_words
from ruralmap.schema.money import yuan_text
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.jobs.explain import Explanation
    from ruralmap.jobs.unit_files import Done, UnitFile
    from ruralmap.rules.adopted import Listed
    from ruralmap.schema.policy import Policy
    from ruralmap.words.catalogue import Language
    from ruralmap.workspace import Workspace


@dataclass(frozen=True)
class _Decision:
    """What a person decided of the unit by hand, and with which list."""

    date: str
    doc: str
    unit: Listed


def with_unit_file(
    explanation: Explanation, workspace: Workspace, linked: LinkedCounty, policy: Policy, *, lang: Language
) -> Explanation:
    """
    End an explanation with the unit's file.

    Parameters
    ----------
    explanation
        Why the place is on a list, or not.
    workspace
        The county's folder.
    linked
        The linked county.
    policy
        The policy whose adopted lists are followed.
    lang
        The language.

    Returns
    -------
    explanation
        As it was where no list of the policy was adopted; else with each stay on the lists and each decision
        by hand, or that there were none. The record then has `stays` and `by_hand`.

    Raises
    ------
    InputError
        If an adopted list was damaged.
    """
    adopted = adoptions_until(workspace, policy.id)
    if not adopted:
        return explanation
    code = explanation.place.code
    files = unit_files(workspace, linked, policy, code=code)
    decisions = [
        _Decision(one.record.date, one.record.doc, unit)
        for one in adopted
        for unit in one.units
        if unit.code == code and unit.move
    ]
    lines = [line for one in files for line in _stay_lines(one, lang)]
    lines += [_decision_line(one, lang) for one in decisions]
    head = say("unit_files.explain.head", lang)
    kept = {
        "stays": [unit_record(one) for one in files],
        "by_hand": [_decision_record(one) for one in decisions],
    }
    return replace(
        explanation,
        lines=(*explanation.lines, "", head, *(lines or [say("unit_files.explain.never", lang)])),
        record=explanation.record | kept,
    )


def _stay_lines(one: UnitFile, lang: Language) -> Iterator[str]:
    """Tell of one stay: from when to when, by which documents, why, and what was done."""
    stay = one.stay
    entered = {"rule": stay.unit.rule_id, "date": stay.entered_on, "doc": stay.entered_doc}
    yield say("unit_files.explain.entered", lang, why=why_words(one, lang), **entered)
    if stay.left_on is None:
        yield say("unit_files.explain.stays", lang)
    else:
        yield say("unit_files.explain.left", lang, date=stay.left_on, doc=stay.left_doc)
    responsible = one.responsible or say("unit_files.nobody", lang)
    yield say("unit_files.explain.responsible", lang, text=responsible)
    if one.measures.times is not None:
        yield say("unit_files.explain.measures", lang, **_done(one.measures))
    if one.visits.times is not None:
        yield say("unit_files.explain.visits", lang, **_done(one.visits))
    if one.spent_fen is not None:
        yield say("unit_files.explain.spent", lang, amount=yuan_text(one.spent_fen))


def _done(done: Done) -> dict[str, object]:
    return {"n": done.times, "day": done.last_on or "—"}


def _decision_line(one: _Decision, lang: Language) -> str:
    """Tell of one decision by hand, with its reason and who approved it."""
    unit = one.unit
    return say(
        f"unit_files.explain.hand_{unit.move}",
        lang,
        date=one.date,
        doc=one.doc,
        rule=unit.rule_id,
        reason=unit.reason,
        approver=unit.approver,
    )


def _decision_record(one: _Decision) -> dict[str, Any]:
    """Put one decision into what JSON can say."""
    unit = one.unit
    return {
        "rule_id": unit.rule_id,
        "date": one.date,
        "doc": one.doc,
        "move": unit.move,
        "reason": unit.reason,
        "approver": unit.approver,
    }
