"""Whose duty each rule of a policy is (责任分工): in the clause's words, under today's names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.rules.offices import names_today

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.jobs.policy_run import PolicyRun
    from ruralmap.schema.policy import Rule

# The word by which the clauses of all packs mean every township of the county.
TOWNSHIPS: Final = "各乡镇"
_ROLES: Final = {"lead": "牵头", "responsible": "责任"}
_NOBODY: Final = "—"


@dataclass(frozen=True)
class Duty:
    """One rule as one office has it: its part, the clause's own word for the office, and by when."""

    rule: Rule
    role: str
    word: str
    due: str | None


def duties_of(run: PolicyRun) -> dict[str, tuple[Duty, ...]]:
    """
    Say which offices have which rules.

    Parameters
    ----------
    run
        What a policy says of the county, for the rules that were asked.

    Returns
    -------
    duties
        By today's name of the office, in the order in which the policy first names them; last, under an
        empty name, the rules that name none.
    """
    policy, facts = run.evaluation.policy, run.evaluation.case.facts
    names = names_today(policy, facts.tables.get("units"), facts.as_of)
    kept = _dates_kept(run)
    found: dict[str, dict[str, Duty]] = {}
    for rule in run.rules:
        own = None if rule.due is None else rule.due.isoformat()
        for key, role in _ROLES.items():
            for word in getattr(rule, key):
                office = names.get(word, word)
                due = kept.get((rule.id, office), own)
                found.setdefault(office, {}).setdefault(rule.id, Duty(rule, role, word, due))
        if not (rule.lead or rule.responsible):
            found.setdefault("", {})[rule.id] = Duty(rule, _NOBODY, rule.responsible_text, own)
    offices = sorted(found, key=lambda office: not office)
    return {office: tuple(found[office].values()) for office in offices}


def _dates_kept(run: PolicyRun) -> dict[tuple[str, str], str]:
    """Take the dates of the list of tasks, also those that the office itself set, by rule and office."""
    tasks = run.evaluation.case.book.tables["tasks"]
    rows = tasks.loc[tasks["due_on"].notna(), ["rule_id", "unit", "due_on"]]
    return {(rule, unit): due for rule, unit, due in rows.itertuples(index=False)}


def duties_of_townships(
    run: PolicyRun, duties: Mapping[str, tuple[Duty, ...]]
) -> tuple[tuple[Duty, ...], tuple[Duty, ...]]:
    """
    Divide the rules into those that are every township's, and the others.

    Parameters
    ----------
    run
        What a policy says of the county.
    duties
        The duties by office.

    Returns
    -------
    theirs
        The duties of every township.
    others
        The other rules, each once.
    """
    theirs = duties.get(TOWNSHIPS, ())
    known = {duty.rule.id for duty in theirs}
    once: dict[str, Duty] = {}
    for duty in (duty for of_office in duties.values() for duty in of_office):
        if duty.rule.id not in known:
            once.setdefault(duty.rule.id, duty)
    return theirs, tuple(once[rule.id] for rule in run.rules if rule.id in once)
