"""What a policy comes to on one screen (评价汇总): a line a rule, with the county's number if it has one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ruralmap.jobs.policy_figures import figure_words, goal_words, value_words
from ruralmap.schema.policy_bodies import ParameterBody
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.jobs.policy_run import PolicyRun

_COLUMNS: Final = ("rule", "label", "result", "value", "goal")


def summary(run: PolicyRun, lang: Language = "zh") -> list[list[str]]:
    """
    Lay out what each rule says at the highest level at which it says something.

    Parameters
    ----------
    run
        What the rules say.
    lang
        The language.

    Returns
    -------
    rows
        The header, then one row a rule in the policy's order: its id and label, how many units it comes to
        what for, and of a rule that speaks of a single unit what was measured and what is asked.
    """
    rows = [[say(f"policy_run.{name}", lang) for name in _COLUMNS]]
    for rule, counts, alone in run.counts():
        told = " ".join(f"{say(f'policy_run.outcome.{name}', lang)} {n}" for name, n in counts.items())
        value, goal = "", ""
        if alone is not None and alone.leading is not None:
            value, goal = value_words(alone.leading, lang), goal_words(rule, alone.leading, lang)
        elif isinstance(rule.body, ParameterBody):
            value = "、".join(_parameters(run, rule.body, lang))
        said = told or say("policy_run.not_known", lang)
        rows.append([rule.id, rule.label.text(lang), said, value, goal])
    return rows


def _parameters(run: PolicyRun, body: ParameterBody, lang: Language) -> Iterator[str]:
    """Say the numbers and days of the parameters that a rule is about, as far as they are known."""
    for name in body.parameters:
        figure = run.evaluation.case.known.parameters(name)
        if figure.value is not None:
            yield figure_words(Fraction(figure.value), figure.unit, lang)
        elif figure.day is not None:
            yield figure.day
