"""The sheet 逐项 of a rule that is judged row by row: one line a row, its comparisons and the outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final

import numpy as np
from xlsxwriter.utility import xl_col_to_name

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.policy_phrases import rows_words
from ruralmap.jobs.workpaper_cells import UnitOfTerm, term_cells
from ruralmap.jobs.workpaper_rows import NOTES
from ruralmap.jobs.workpaper_verdicts import Verdict, met_of, missed_of, outcome_word
from ruralmap.rules.evidence_rows import division_codes, keys_of
from ruralmap.rules.verdicts import NOT_APPLICABLE
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.jobs.policy_phrases import Speaker
    from ruralmap.jobs.workpaper_rows import RowSheet
    from ruralmap.rules.case import Case
    from ruralmap.rules.evidence import Evidence, Judging
    from ruralmap.rules.rolled import RowStates
    from ruralmap.schema.vocabulary import Level

_HEAD: Final = ("unit_table", "unit", "township_code", "village_code")
_TERM: Final = ("number", "divisor", "value", "line", "holds", "margin")
_TAIL: Final = ("special", "outcome", "counted")
_HEAD_WIDTHS: Final = (12, 24, 12, 15)
_TERM_WIDTHS: Final = (13, 10, 13, 13, 8, 12)
_TAIL_WIDTHS: Final = (14, 12, 8)
_TOWNSHIP, _VILLAGE = "C", "D"
_DIVISIONS: Final[tuple[Level, ...]] = ("township", "village")


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

    def _column(self, number: int) -> str:
        """Name one of the last columns."""
        return str(xl_col_to_name(len(_HEAD) + self.terms * len(_TERM) + number))

    def add_judged(self, evidence: Evidence, rows: RowSheet | None, parameters: Mapping[str, str]) -> None:
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
        view, own = setting.asker.view, setting.units.rows
        towns, villages = (division_codes(view, own, level) for level in _DIVISIONS)
        table = rows_words(self.speaker, own)
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
        special, outcome = (f"${xl_col_to_name(len(line) + more)}{row}" for more in (0, 1))
        formulas = verdict.formula(special, lang), verdict.counted(outcome, lang)
        self.rows.append([*line, verdict.special(lang), *formulas])

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
        view = case.asker().view
        keys = keys_of(view, part.rows)
        towns, villages = (division_codes(view, part.rows, level) for level in _DIVISIONS)
        table = rows_words(self.speaker, part.rows)
        on_list = (part.states != NOT_APPLICABLE) & (True if wanted is None else wanted)
        for row in np.flatnonzero(on_list).tolist():
            state = outcome_word(int(part.states[row]), lang)
            counted = int(part.counted[row])
            self.rows.append([table, keys[row], towns[row], villages[row], counted, state])

    def tally(self, level: Level, code: str, word: str | None, *, met: bool = False) -> str:
        """
        Count the rows of a place that come to something.

        Parameters
        ----------
        level
            The level of the place.
        code
            Its code.
        word
            What they come to; all rows unless given.
        met
            Whether only rows are counted that hold, or that are on the list.

        Returns
        -------
        text
            A part of a formula; `0` where there are no rows.
        """
        if not self.rows:
            return "0"
        last = self._first + len(self.rows) - 1
        asked: list[tuple[str, object]] = []
        if met:
            asked.append(("E" if self.listed else self._column(2), 1))
        else:
            asked.append(("F" if self.listed else self._column(1), f'"{word}"' if word else '"<>"'))
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
            styles[column] = "number"
        text = "；".join(
            f"（{number}）{word}" if many else word for number, word in enumerate(words, start=1)
        )
        return Sheet(self.name, [header, *self.rows], notes=(*notes, text), widths=widths, styles=styles)
