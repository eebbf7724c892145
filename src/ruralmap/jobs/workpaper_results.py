"""The sheet 结果 of a workpaper: one line a comparison of a place, from what is counted to the outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.files.formulas import Formula
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.workpaper_cells import UnitOfTerm, term_cells
from ruralmap.jobs.workpaper_rows import NOTES
from ruralmap.jobs.workpaper_tallies import rolled_line
from ruralmap.jobs.workpaper_verdicts import Verdict, met_of, missed_of, outcome_word
from ruralmap.jobs.workpaper_words import head_words, method_words, term_words, verdicts_of
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.jobs.policy_phrases import Speaker
    from ruralmap.jobs.workpaper_rows import RowSheet
    from ruralmap.jobs.workpaper_units import UnitSheet
    from ruralmap.rules.case import Case
    from ruralmap.rules.evidence import Evidence, Judging

_COLUMNS: Final = (
    "rule",
    "quote",
    "level",
    "code",
    "name",
    "reading",
    "day",
    "measure",
    "number",
    "divisor",
    "value",
    "op",
    "line",
    "unit",
    "holds",
    "margin",
    "special",
    "outcome",
    "certainty",
    "source",
    "method",
    "base_number",
    "base_divisor",
    "other_number",
    "other_divisor",
)
_WIDTHS: Final = (7, 20, 7, 13, 12, 11, 11, 30, 14, 14, 11, 5, 12, 7, 6, 11, 9, 9, 7, 22, 11, 13, 11, 13, 11)
_NUMBERS: Final = frozenset(
    {
        "number",
        "divisor",
        "value",
        "line",
        "margin",
        "base_number",
        "base_divisor",
        "other_number",
        "other_divisor",
    }
)
_BESIDE: Final = ("base_number", "base_divisor", "other_number", "other_divisor")
_LETTERS: Final = {name: chr(ord("A") + place) for place, name in enumerate(_COLUMNS)}


@dataclass(eq=False)
class ResultSheet:
    """
    The sheet while it is filled.

    `parameters` says where each parameter stands, `rows` are the lines written.
    """

    name: str
    speaker: Speaker
    parameters: Mapping[str, str]
    rows: list[dict[str, object]] = field(default_factory=list)

    @property
    def _next(self) -> int:
        return len(self.rows) + NOTES + 2

    def add_judged(self, evidence: Evidence, rows: RowSheet | None, wanted: np.ndarray) -> None:
        """
        Write the results of a rule of which places are judged.

        Parameters
        ----------
        evidence
            What they rest on.
        rows
            The sheet with the rows behind; missing where these are not written.
        wanted
            Which places are told of, in the order of their codes.
        """
        judgings = evidence.judgings
        for place in np.flatnonzero(wanted).tolist():
            judging = next((one for one in judgings if one.units[place]), None)
            if judging is None:
                self._add_plain(evidence, place)
            else:
                self._add_terms(evidence, judging, place, rows)

    def add_line(self, line: dict[str, object] | None) -> None:
        """
        Write a line.

        Parameters
        ----------
        line
            By column; none is written where it is missing.
        """
        if line is not None:
            self.rows.append(line)

    def _add_plain(self, evidence: Evidence, place: int) -> None:
        """Write a result that no number decides."""
        word = outcome_word(int(verdicts_of(evidence).outcomes[place]), self.speaker.lang)
        line = head_words(evidence, place, self.speaker) | {"special": word}
        self.rows.append(line | {"outcome": Formula(f"=$Q{self._next}", word)})

    def _add_terms(self, evidence: Evidence, judging: Judging, place: int, rows: RowSheet | None) -> None:
        """Write one line a comparison; the outcome stands on each of them."""
        lang, rule = self.speaker.lang, evidence.said.rule
        codes, first = judging.setting.units.codes.tolist(), self._next
        at = [
            {name: f"${letter}{first + number}" for name, letter in _LETTERS.items()}
            for number in range(len(judging.terms))
        ]
        force = (evidence.judged.reading.force if evidence.judged else None) or rule.force
        verdict = Verdict(
            condition=judging.condition,
            answers=tuple(int(term.holds[place]) for term in judging.terms),
            holds=tuple(one["holds"] for one in at),
            said=int(verdicts_of(evidence).outcomes[place]),
            met=met_of(rule),
            missed=missed_of(rule, force),
        )
        level = judging.setting.units.level
        for number, term in enumerate(judging.terms):
            unit = UnitOfTerm(term, level, codes, place, rows, self.parameters, lang)
            written = term_cells(unit, at[number])
            line = head_words(evidence, place, self.speaker) | dict(written.cells)
            line |= term_words(rule, term, place, judging, self.speaker)
            if written.cells["number"] is not None:
                key = "rows" if written.traced else "asked" if rows is None else "program"
                line["method"] = method_words(key, rule, lang)
            self.rows.append(line | _ending(verdict, at[0], lang, first=number == 0))

    def add_rolled(self, case: Case, evidence: Evidence, units: UnitSheet | None, wanted: np.ndarray) -> None:
        """
        Write what rows come to in places.

        Parameters
        ----------
        case
            The policy and the facts.
        evidence
            What the rows come to.
        units
            The sheet on which the rows stand; missing where it is not written.
        wanted
            Which places are told of, in the order of their codes.
        """
        rolled: Any = evidence.said
        for place in np.flatnonzero(wanted).tolist():
            if not rolled.parts:
                self._add_plain(evidence, place)
            else:
                line = rolled_line(case, evidence, rolled, units, self.speaker, place=place, row=self._next)
                self.rows.append(line)

    def sheet(self, notes: tuple[str, str]) -> Sheet:
        """
        Lay out the sheet.

        Parameters
        ----------
        notes
            The title, and the marks.

        Returns
        -------
        sheet
            Columns that nothing stands in are left out, from the end.
        """
        lang = self.speaker.lang
        used = [
            name
            for name in _COLUMNS
            if name not in _BESIDE or any(row.get(name) is not None for row in self.rows)
        ]
        last = max(_COLUMNS.index(name) for name in used) + 1
        header = [say(f"workpaper.results.{name}", lang) for name in _COLUMNS[:last]]
        body = [[row.get(name) for name in _COLUMNS[:last]] for row in self.rows]
        styles: dict[int, NumberStyle] = {
            place: "number" for place, name in enumerate(_COLUMNS[:last]) if name in _NUMBERS
        }
        note = say("workpaper.results.note", lang)
        return Sheet(
            self.name, [header, *body], notes=(*notes, note), widths=dict(enumerate(_WIDTHS)), styles=styles
        )


def _ending(verdict: Verdict, at: Mapping[str, str], lang: Language, *, first: bool) -> dict[str, object]:
    """Write what a unit comes to; the lines of its other comparisons repeat it."""
    special, outcome = verdict.special(lang), verdict.formula(at["special"], lang)
    if first:
        return {"special": special, "outcome": outcome}
    repeated = Formula(f'={at["special"]}&""', special or "")
    return {"special": repeated, "outcome": Formula(f"={at['outcome']}", outcome.value)}
