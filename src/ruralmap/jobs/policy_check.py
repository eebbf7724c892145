"""A policy file read over (政策文件校验): every mistake, or each rule in plain words and doubts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ruralmap.files.clauses import read_clauses
from ruralmap.files.policies import read_policy, shipped_policies
from ruralmap.jobs.policy_words import rule_words
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ruralmap.schema.policy import Policy

# Keys after which a group or a parameter is named.
_NAMING: Final = frozenset({"group", "parameter", "parameters", "times_parameter", "tolerance", "assigned"})


@dataclass(frozen=True)
class PolicyReport:
    """What the tool understood of a policy (校验结果): rules in words, and notes that stop nothing."""

    policy: Policy
    rules: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    lang: Language

    @property
    def head(self) -> tuple[str, ...]:
        """The title, and from when to when the document rules whom."""
        policy = self.policy
        return (
            _say("shown_title", self.lang, title=policy.title.text(self.lang), document=policy.document),
            _say(
                "shown_period",
                self.lang,
                first=policy.period.first,
                last=policy.period.last,
                place=_place(policy, self.lang),
            ),
        )

    @property
    def good(self) -> str:
        """One line that says that the file can be used, and how much is in it."""
        parameters = self.policy.parameters.values()
        blank = sum(parameter.value is None and not parameter.values for parameter in parameters)
        return _say(
            "good",
            self.lang,
            file=self.policy.id,
            rules=len(self.rules),
            parameters=len(parameters),
            blank=blank,
        )

    def as_json(self) -> dict[str, object]:
        """
        Give the report as JSON can say it.

        Returns
        -------
        record
            Id, title, rules in words, notes.
        """
        return {
            "policy": self.policy.id,
            "title": self.policy.title.text(self.lang),
            "rules": [{"rule_id": rule_id, "words": words} for rule_id, words in self.rules],
            "notes": list(self.notes),
        }


def check_policy(id_or_path: str | Path, *, lang: Language, text: Path | None = None) -> PolicyReport:
    """
    Read a policy over.

    Parameters
    ----------
    id_or_path
        A shipped id, or the path of a TOML file.
    lang
        The language of the report.
    text
        The document's own text, in which the quotes are looked for.

    Returns
    -------
    report
        Each rule as the tool understands it, and what is doubtful.

    Raises
    ------
    PolicyError
        If the file says anything that the tool does not know: all mistakes are listed.
    InputError
        If the text is no UTF-8 text.
    """
    policy = read_policy(id_or_path)
    rules = tuple((rule.id, rule_words(policy, rule, lang)) for rule in policy.rules)
    notes = [*_unused(policy, lang), *_standing(policy, lang)]
    if text is not None:
        notes += _absent(policy, read_clauses(text), lang)
    return PolicyReport(policy, rules, tuple(notes), lang)


def shipped_reports(lang: Language) -> list[tuple[str, str, int, str]]:
    """
    List the policies that come with ruralmap.

    Parameters
    ----------
    lang
        The language.

    Returns
    -------
    rows
        Id, title, number of rules, and for which place, one a policy.
    """
    policies = [read_policy(name) for name in shipped_policies()]
    return [
        (policy.id, policy.title.text(lang), len(policy.rules), _place(policy, lang)) for policy in policies
    ]


def _place(policy: Policy, lang: Language) -> str:
    """Say which place a document rules."""
    if policy.jurisdiction is not None:
        return policy.jurisdiction
    return _say("anywhere" if policy.universal else "nowhere", lang)


def _unused(policy: Policy, lang: Language) -> Iterator[str]:
    """Say which parameters and groups are declared and not used."""
    used = set(_named(policy.model_dump()))
    for name in policy.parameters:
        if name not in used:
            yield _say("unused_parameter", lang, name=name)
    for name in policy.groups:
        if name not in used:
            yield _say("unused_group", lang, name=name)


def _named(written: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401 - whatever a record holds
    """Walk through all places of a policy where a group or a parameter is named."""
    if isinstance(written, dict):
        for inner, part in written.items():
            yield from _named(part, inner)
    elif isinstance(written, list | tuple):
        for part in written:
            yield from _named(part, key)
    elif isinstance(written, str) and key in _NAMING:
        yield written


def _standing(policy: Policy, lang: Language) -> Iterator[str]:
    """Ask whether targets without a date are meant to hold on any day."""
    standing = [
        rule.id
        for rule in policy.rules
        if rule.kind == "target" and rule.due is None and rule.every is None and not rule.stages
    ]
    if standing:
        yield _say("standing", lang, rules="、".join(standing))


def _absent(policy: Policy, text: str, lang: Language) -> Iterator[str]:
    """Say which quotes are not in the text; blanks and broken lines do not matter."""
    plain = "".join(text.split())
    for rule in policy.rules:
        if "".join(rule.quote.split()) not in plain:
            yield _say("quote_absent", lang, rule=rule.id, quote=rule.quote)


def _say(key: str, lang: Language, /, **values: object) -> str:
    """Say an entry of the catalogue `policy_check`."""
    return say(f"policy_check.{key}", lang, **values)
