"""The sheet 逐项 of a rule that is judged row by row: one line a row, its comparisons and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from ruralmap.files.formulas import Formula
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.policy_phrases import rows_words
from ruralmap.jobs.workpaper_cells import UnitOfTerm, term_cells
from ruralmap.jobs.workpaper_formulas import joined
from ruralmap.jobs.workpaper_rows import NOTES
from ruralmap.rules.evidence_rows import keys_of, unit_codes
from ruralmap.rules.measures import Setting
from ruralmap.rules.verdicts import (
    BELOW_EXPECTATION,
    FAIL,
    INSUFFICIENT_DATA,
    NOT_APPLICABLE,
    NOT_SELECTED,
    OUTCOMES,
    PASS,
    RECORDED,
    SELECTED,
    VIOLATED,
)
from ruralmap.schema.vocabulary import ROWS_OF_LEVEL
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.jobs.policy_phrases import Speaker
    from ruralmap.jobs.workpaper_rows import RowSheet
    from ruralmap.rules.case import Case
    from ruralmap.rules.evidence import Evidence, Judging
    from ruralmap.rules.rollup import RowStates
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.vocabulary import Level
    from ruralmap.words.catalogue import Language

_HEAD: Final = ("unit_table", "unit", "township_code", "village_code")
_TERM: Final = ("number", "divisor", "value", "line", "holds", "margin")
_TAIL: Final = ("special", "outcome")
_HEAD_WIDTHS: Final = (12, 24, 12, 15)
_TERM_WIDTHS: Final = (13, 10, 13, 13, 8, 12)
_TAIL_WIDTHS: Final = (14, 12)
_TOWNSHIP, _VILLAGE = "C", "D"
MET: Final = {"target": PASS, "selection": SELECTED}


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
    return MET.get(rule.kind, RECORDED)


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
        """Say what the numbers alone do not give: not due, no data, a parameter that is missing."""
        given = {1: self.met, 0: self.missed}.get(_answer(self.condition, iter(self.answers)), INSUFFICIENT_DATA)
        return None if given == self.said else outcome_word(self.said, lang)

    def formula(self, special: str, lang: Language) -> Formula:
        """Work out the outcome from the answers, unless something else stands there."""
        unknown = say("workpaper.unknown", lang)
        text = joined(self.condition, iter(self.holds), unknown)
        met, missed, nothing = (outcome_word(one, lang) for one in (self.met, self.missed, INSUFFICIENT_DATA))
        written = f'=IF({special}<>"",{special},IF({text}=1,"{met}",IF({text}=0,"{missed}","{nothing}")))'
        return Formula(written, outcome_word(self.said, lang))


def _answer(condition: Condition, answers: object) -> int:
    """Join answers: 1, 0, or -1 where nobody knows."""
    parts = getattr(condition, "all", None), getattr(condition, "any", None)
    if parts == (None, None):
        return next(answers)  # type: ignore[call-overload,no-any-return]
    every = parts[0] is not None
    found = [_answer(part, answers) for part in (parts[0] or parts[1])]
    first, last = (0, 1) if every else (1, 0)
    return first if first in found else last if set(found) == {last} else -1


@dataclass(eq=False)
class UnitSheet:
    """
    The sheet 逐项 of a rule while it is filled.

    `outcomes` are the columns at which sums above it look.
    """

    name: str
    speaker: Speaker
    terms: int = 0
    rows: list[list[object]] = field(default_factory=list)
    listed: bool = False

    @property
    def _first(self) -> int:
        return NOTES + 2

    @property
    def _outcome(self) -> str:
        return str(xl_col_to_name(len(_HEAD) + self.terms * len(_TERM) + 1))

    def add_judged(
        self, evidence: Evidence, rows: RowSheet | None, parameters: Mapping[str, str]
    ) -> None:
        """
        Write the units of a rule that is judged row by row.

        Parameters
        ----------
        evidence
            What its results rest on.
        rows
            The sheet with the rows behind; missing where these are not written.
        parameters
            Where the parameters stand.
        """
        self.terms = max((len(judging.terms) for judging in evidence.judgings), default=1)
        judged = evidence.judged
        if judged is None:
            return
        for judging in evidence.judgings:
            self._add_judging(evidence, judging, rows, parameters)

    def _add_judging(
        self, evidence: Evidence, judging: Judging, rows: RowSheet | None, parameters: Mapping[str, str]
    ) -> None:
        """Write the units for which one day stands."""
        setting, judged, lang = judging.setting, evidence.judged, self.speaker.lang
        rule, codes = evidence.said.rule, setting.units.codes.tolist()
        towns, villages = (unit_codes(setting, level) for level in ("township", "village"))
        table = rows_words(self.speaker, setting.units.rows)
        missed = missed_of(rule, (judged.reading.force if judged else None) or rule.force)
        for place in np.flatnonzero(judging.units).tolist():
            line: list[object] = [table, codes[place], towns[place], villages[place]]
            holds = []
            for number, term in enumerate(judging.terms):
                at = self._addresses(len(self.rows) + self._first, number)
                unit = UnitOfTerm(term, setting.units.level, codes, place, rows, parameters, lang)
                cells = term_cells(unit, at).cells
                line += [cells[name] for name in _TERM]
                holds.append(at["holds"])
            answers = tuple(int(term.holds[place]) for term in judging.terms)
            said = int(judged.verdicts.outcomes[place]) if judged else NOT_APPLICABLE
            verdict = Verdict(judging.condition, answers, tuple(holds), said, met_of(rule), missed)
            self._finish(line, verdict)

    def _finish(self, line: list[object], verdict: Verdict) -> None:
        """Write what a unit comes to."""
        lang, row = self.speaker.lang, len(self.rows) + self._first
        special = f"${xl_col_to_name(len(line))}{row}"
        self.rows.append([*line, verdict.special(lang), verdict.formula(special, lang)])

    def _addresses(self, row: int, number: int) -> dict[str, str]:
        start = len(_HEAD) + number * len(_TERM)
        found = dict.fromkeys(("base_number", "base_divisor", "other_number", "other_divisor"), "")
        return found | {
            name: f"${xl_col_to_name(column)}{row}" for name, column in zip(_TERM, count(start), strict=False)
        }

    def add_listed(self, case: Case, part: RowStates, wanted: np.ndarray | None) -> None:
        """
        Write the rows of a list, and what is said of each.

        Parameters
        ----------
        case
            The policy and the facts.
        part
            What is said of the rows of one kind.
        wanted
            Which rows are told of; all that are on the list unless given.
        """
        self.listed, lang = True, self.speaker.lang
        asker = case.asker()
        setting = Setting(case, asker, case.units(asker, _level_of(part.rows), part.rows))
        keys = keys_of(setting, part.rows)
        towns, villages = (unit_codes(setting, level) for level in ("township", "village"))
        table = rows_words(self.speaker, part.rows)
        on_list = (part.states != NOT_APPLICABLE) & (True if wanted is None else wanted)
        for row in np.flatnonzero(on_list).tolist():
            state = outcome_word(int(part.states[row]), lang)
            counted = int(part.counted[row])
            self.rows.append([table, keys[row], towns[row], villages[row], counted, state])

    def tally(self, level: Level, code: str, word: str | None) -> str:
        """
        Count the rows of a place that come to something.

        Parameters
        ----------
        level
            The level of the place.
        code
            Its code.
        word
            What they come to; rows that are on the list unless given.

        Returns
        -------
        text
            A part of a formula; `0` where there are no rows.
        """
        if not self.rows:
            return "0"
        last = self._first + len(self.rows) - 1
        asked: list[tuple[str, object]] = []
        if self.listed:
            asked.append(("F", f'"{word}"') if word else ("E", 1))
        else:
            asked.append((self._outcome, f'"{word}"' if word else '"<>"'))
        if level in {"township", "village"}:
            asked.append((_TOWNSHIP if level == "township" else _VILLAGE, f'"{code}"'))
        pairs = (f"'{self.name}'!${column}${self._first}:${column}${last},{what}" for column, what in asked)
        return f"COUNTIFS({','.join(pairs)})"

    def sheet(self, notes: tuple[str, str], words: Sequence[str]) -> Sheet:
        """
        Lay out the sheet.

        Parameters
        ----------
        notes
            The title, and the marks.
        words
            What each comparison measures.

        Returns
        -------
        sheet
            One line a row.
        """
        lang = self.speaker.lang
        if self.listed:
            columns = [*_HEAD, "on_list", "state"]
            header = [say(f"workpaper.units.{name}", lang) for name in columns]
            widths = dict(enumerate((*_HEAD_WIDTHS, 8, 14)))
            return Sheet(self.name, [header, *self.rows], notes=(*notes, ""), widths=widths)
        many = self.terms > 1
        header = [say(f"workpaper.units.{name}", lang) for name in _HEAD]
        for number in range(self.terms):
            mark = f"（{number + 1}）" if many else ""
            header += [say(f"workpaper.units.{name}", lang) + mark for name in _TERM]
        header += [say(f"workpaper.units.{name}", lang) for name in _TAIL]
        widths = dict(enumerate((*_HEAD_WIDTHS, *(_TERM_WIDTHS * self.terms), *_TAIL_WIDTHS)))
        styles: dict[int, NumberStyle] = {}
        for column in range(len(_HEAD), len(_HEAD) + self.terms * len(_TERM)):
            styles[column] = "wan"
        text = "；".join(f"（{number}）{word}" if many else word for number, word in enumerate(words, start=1))
        return Sheet(self.name, [header, *self.rows], notes=(*notes, text), widths=widths, styles=styles)


def _level_of(rows: str) -> Level:
    return next((level for level, own in ROWS_OF_LEVEL.items() if own == rows), "record")
