"""What a unit comes to, worked out of its answers (结论公式), and what no number decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ruralmap.files.formulas import Formula
from ruralmap.jobs.workpaper_formulas import joined
from ruralmap.rules.margins import parts_of_condition
from ruralmap.rules.verdicts import (
    BELOW_EXPECTATION,
    FAIL,
    INSUFFICIENT_DATA,
    NOT_DUE,
    NOT_SELECTED,
    OUTCOMES,
    PASS,
    RECORDED,
    SELECTED,
    VIOLATED,
)
from ruralmap.schema.policy_conditions import AllConditions, Compare, Holds
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.schema.policy import Rule
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.words.catalogue import Language

_MET: Final = {"target": PASS, "selection": SELECTED}


def met_of(rule: Rule) -> int:
    """
    Say what a rule comes to where its condition holds.

    Parameters
    ----------
    rule
        The rule.

    Returns
    -------
    outcome
        Its code.
    """
    return _MET.get(rule.kind, RECORDED)


def missed_of(rule: Rule, force: str) -> int:
    """
    Say what a rule comes to where its condition does not hold.

    Parameters
    ----------
    rule
        The rule.
    force
        That of the reading.

    Returns
    -------
    outcome
        Its code.
    """
    if rule.kind == "selection":
        return NOT_SELECTED
    if rule.kind != "target":
        return VIOLATED
    return FAIL if force in {"hard", "hard_with_exception"} else BELOW_EXPECTATION


def outcome_word(code: int, lang: Language) -> str:
    """
    Name an outcome.

    Parameters
    ----------
    code
        Its code.
    lang
        The language.

    Returns
    -------
    text
        Such as 达标.
    """
    return say(f"policy_run.outcome.{OUTCOMES[code]}", lang)


@dataclass(frozen=True)
class Verdict:
    """What a unit comes to: where its answers stand, what they give, and what the run says (结论)."""

    condition: Condition
    answers: tuple[int, ...]
    holds: tuple[str, ...]
    said: int
    met: int
    missed: int

    def special(self, lang: Language) -> str | None:
        """
        Say what the numbers alone do not give: not due, no data, a parameter that is missing.

        Parameters
        ----------
        lang
            The language.

        Returns
        -------
        text
            Missing where the numbers give the outcome.
        """
        given = {1: self.met, 0: self.missed}.get(
            _answer(self.condition, iter(self.answers)), INSUFFICIENT_DATA
        )
        return None if given == self.said else outcome_word(self.said, lang)

    def counted(self, outcome: str, lang: Language) -> Formula:
        """
        Say whether a row counts among those that hold: what holds before its day counts already.

        Parameters
        ----------
        outcome
            The cell of the outcome.
        lang
            The language.

        Returns
        -------
        formula
            1 or 0.
        """
        text = joined(self.condition, iter(self.holds), say("workpaper.unknown", lang))
        met, early = outcome_word(self.met, lang), outcome_word(NOT_DUE, lang)
        written = f'=IF(OR({outcome}="{met}",AND({outcome}="{early}",{text}=1)),1,0)'
        holds = _answer(self.condition, iter(self.answers)) == 1
        return Formula(written, int(self.said == self.met or (self.said == NOT_DUE and holds)))

    def formula(self, special: str, lang: Language) -> Formula:
        """
        Work out the outcome from the answers, unless something else stands there.

        Parameters
        ----------
        special
            The cell of what the numbers do not give.
        lang
            The language.

        Returns
        -------
        formula
            With what the run says.
        """
        unknown = say("workpaper.unknown", lang)
        text = joined(self.condition, iter(self.holds), unknown)
        met, missed, nothing = (outcome_word(one, lang) for one in (self.met, self.missed, INSUFFICIENT_DATA))
        written = f'=IF({special}<>"",{special},IF({text}=1,"{met}",IF({text}=0,"{missed}","{nothing}")))'
        return Formula(written, outcome_word(self.said, lang))


def _answer(condition: Condition, answers: Iterator[int]) -> int:
    """Join answers: 1, 0, or -1 where nobody knows."""
    if isinstance(condition, Compare | Holds):
        return next(answers)
    every = isinstance(condition, AllConditions)
    found = [_answer(part, answers) for part in parts_of_condition(condition)]
    first, last = (0, 1) if every else (1, 0)
    return first if first in found else last if set(found) == {last} else -1
