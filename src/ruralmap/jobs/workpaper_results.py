"""The sheet 结果 of a workpaper: one line a comparison of a place, from what is counted to what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ruralmap.files.formulas import Formula
from ruralmap.files.workbook import Sheet
from ruralmap.jobs.policy_phrases import measure_words
from ruralmap.jobs.policy_words import condition_words
from ruralmap.jobs.workpaper_cells import UnitOfTerm, term_cells
from ruralmap.jobs.workpaper_rows import NOTES
from ruralmap.jobs.workpaper_units import Verdict, met_of, missed_of, outcome_word
from ruralmap.rules.rollup import GRAVITY
from ruralmap.rules.standing import places_of
from ruralmap.rules.verdicts import NOT_APPLICABLE, PASS, RECORDED
from ruralmap.schema.policy_conditions import Compare
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.jobs.policy_phrases import Speaker
    from ruralmap.jobs.workpaper_rows import RowSheet
    from ruralmap.jobs.workpaper_units import UnitSheet
    from ruralmap.rules.case import Case
    from ruralmap.rules.evidence import Evidence, Judging
    from ruralmap.rules.evidence_terms import Term
    from ruralmap.rules.rollup import Rolled
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.vocabulary import Level

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
_WIDTHS: Final = (8, 24, 7, 11, 11, 13, 11, 34, 15, 15, 12, 5, 13, 9, 6, 13, 10, 10, 8, 28, 16, 14, 12, 14, 12)
_NUMBERS: Final = frozenset(
    {"number", "divisor", "value", "line", "margin", "base_number", "base_divisor", "other_number", "other_divisor"}
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

    def _head(self, evidence: Evidence, place: int) -> dict[str, object]:
        """Say which result a line is of."""
        said, lang = evidence.said, self.speaker.lang
        rule = said.rule
        units = said.units if hasattr(said, "units") else said.setting.units
        code, name = str(units.codes[place]), str(units.names[place])
        reading = evidence.judged.reading.label.text(lang) if evidence.judged else None
        certainty = said.verdicts.certainty(place) if evidence.judged is None else evidence.judged.verdicts.certainty(place)
        return {
            "rule": rule.id,
            "quote": rule.quote_display or rule.quote,
            "level": say(f"policy_check.level.{units.level}", lang),
            "code": code,
            "name": None if name == code else name,
            "reading": reading,
            "certainty": None if certainty is None else say(f"workpaper.certainty.{certainty}", lang),
        }

    def _outcome(self, evidence: Evidence, place: int) -> int:
        verdicts = evidence.said.verdicts if evidence.judged is None else evidence.judged.verdicts
        return int(verdicts.outcomes[place])

    def _add_plain(self, evidence: Evidence, place: int) -> None:
        """Write a result that no number decides."""
        word = outcome_word(self._outcome(evidence, place), self.speaker.lang)
        line = self._head(evidence, place) | {"special": word}
        self.rows.append(line | {"outcome": Formula(f"=$Q{self._next}", word)})

    def _add_terms(self, evidence: Evidence, judging: Judging, place: int, rows: RowSheet | None) -> None:
        """Write one line a comparison; the outcome stands on each of them."""
        lang, rule = self.speaker.lang, evidence.said.rule
        codes, first = judging.setting.units.codes.tolist(), self._next
        at = [
            {name: f"${letter}{first + number}" for name, letter in _LETTERS.items()}
            for number in range(len(judging.terms))
        ]
        force = evidence.judged.reading.force if evidence.judged else None
        answers = tuple(int(term.holds[place]) for term in judging.terms)
        holds = tuple(one["holds"] for one in at)
        said = self._outcome(evidence, place)
        verdict = Verdict(judging.condition, answers, holds, said, met_of(rule), missed_of(rule, force or rule.force))
        level = judging.setting.units.level
        for number, term in enumerate(judging.terms):
            unit = UnitOfTerm(term, level, codes, place, rows, self.parameters, lang)
            written = term_cells(unit, at[number])
            line = self._head(evidence, place) | dict(written.cells) | self._words(rule, term, place, judging)
            line["method"] = self._method(written.traced, rule, rows, known=written.cells["number"] is not None)
            line["day"] = judging.setting.asker.view.date
            line["special"] = verdict.special(lang) if number == 0 else Formula(f"={at[0]['special']}&\"\"", verdict.special(lang) or "")
            word = verdict.formula(at[0]["special"], lang)
            line["outcome"] = word if number == 0 else Formula(f"={at[0]['outcome']}", word.value)
            self.rows.append(line)

    def _method(self, traced: bool, rule: Rule, rows: RowSheet | None, *, known: bool) -> str | None:  # noqa: FBT001
        """Say how a number came about."""
        if not known:
            return None
        key = "rows" if traced else "asked" if rows is None else "program"
        return say(f"workpaper.method.{key}", self.speaker.lang, rule=rule.id)

    def _words(self, rule: Rule, term: Term, place: int, judging: Judging) -> dict[str, object]:
        """Say what is measured and asked, and whose numbers those are."""
        lang, leaf = self.speaker.lang, term.leaf
        own = judging.setting.units.rows or rule.own_rows
        if not isinstance(leaf, Compare):
            return {"measure": condition_words(self.speaker, leaf, own), "unit": say("workpaper.questions", lang)}
        figure, parameter = term.figure(place), term.parameter
        sources = []
        if figure is not None:
            words = {"basis": figure.basis, "date": figure.as_of, "doc": figure.doc, "item": figure.item}
            sources.append(say("workpaper.source.figure", lang, **words))
        if parameter is not None:
            words = {"name": parameter.name, "year": parameter.year or "", "doc": parameter.doc or ""}
            sources.append(say("workpaper.source.parameter", lang, **words))
        return {
            "measure": measure_words(self.speaker, leaf.measure, own),
            "op": say(f"workpaper.op.{leaf.op}", lang),
            "unit": leaf.unit,
            "source": "；".join(sources) or None,
        }

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
                self.rows.append(self._tallied(case, evidence, rolled, units, place))

    def _tallied(
        self, case: Case, evidence: Evidence, rolled: Rolled, units: UnitSheet | None, place: int
    ) -> dict[str, object]:
        """Count the rows of one place by what they come to."""
        lang, rule = self.speaker.lang, rolled.rule
        level, code = rolled.units.level, str(rolled.codes[place])
        line = self._head(evidence, place)
        said = outcome_word(self._outcome(evidence, place), lang)
        number = int(rolled.numbers[place])
        divisor = None if rolled.divisors is None else int(rolled.divisors[place])
        target = rule.body is None
        line["measure"] = say(f"workpaper.rolled.{'target' if target else 'list'}", lang)
        line["method"] = self._method(units is not None, rule, None, known=True)
        if units is None:
            return line | {"number": number, "divisor": divisor, "special": said, "outcome": said}
        met = outcome_word(PASS, lang) if target else None
        line["number"] = Formula(f"={units.tally(level, code, met)}", number)
        row = self._next
        if divisor is not None:
            line["divisor"] = Formula(f"={units.tally(level, code, None)}", divisor)
            value = number / divisor if divisor else None
            line["value"] = Formula(f'=IF($J{row}>0,$I{row}/$J{row},"")', value)
        floor = NOT_APPLICABLE if target else RECORDED
        expected = _gravest(case, rolled, place, floor)
        special = None if outcome_word(expected, lang) == said else said
        states = sorted({int(one) for part in rolled.parts for one in np.unique(part.states)} & set(GRAVITY), key=GRAVITY.index)
        text = f'"{outcome_word(floor, lang)}"'
        for state in reversed([one for one in states if one != NOT_APPLICABLE]):
            word = outcome_word(state, lang)
            text = f'IF({units.tally(level, code, word)}>0,"{word}",{text})'
        written = Formula(f'=IF($Q{row}<>"",$Q{row},{text})', said)
        return line | {"special": special, "outcome": written}

    def add_counted(self, evidence: Evidence, units: UnitSheet | None, county: str) -> None:
        """
        Write how many rows a rule selects that is judged row by row, and of which nothing is said above.

        Parameters
        ----------
        evidence
            What its results rest on.
        units
            The sheet on which the rows stand; missing where it is not written.
        county
            The county's code.
        """
        lang, rule = self.speaker.lang, evidence.said.rule
        if evidence.judged is None:
            return
        outcomes = evidence.judged.verdicts.outcomes
        met = met_of(rule)
        number, divisor = int((outcomes == met).sum()), int((outcomes != NOT_APPLICABLE).sum())
        line: dict[str, object] = {
            "rule": rule.id,
            "quote": rule.quote_display or rule.quote,
            "level": say("policy_check.level.county", lang),
            "code": county,
            "reading": evidence.judged.reading.label.text(lang),
            "measure": say(f"workpaper.rolled.{rule.kind if rule.kind in {'target', 'selection'} else 'list'}", lang),
            "method": self._method(units is not None, rule, None, known=True),
            "number": number,
            "divisor": divisor,
        }
        if units is not None:
            line["number"] = Formula(f"={units.tally('county', county, outcome_word(met, lang))}", number)
            line["divisor"] = Formula(f"={units.tally('county', county, None)}", divisor)
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
        used = [name for name in _COLUMNS if name not in _BESIDE or any(row.get(name) is not None for row in self.rows)]
        last = max(_COLUMNS.index(name) for name in used) + 1
        header = [say(f"workpaper.results.{name}", lang) for name in _COLUMNS[:last]]
        body = [[row.get(name) for name in _COLUMNS[:last]] for row in self.rows]
        styles: dict[int, NumberStyle] = {
            place: "wan" for place, name in enumerate(_COLUMNS[:last]) if name in _NUMBERS
        }
        note = say("workpaper.results.note", lang)
        return Sheet(
            self.name, [header, *body], notes=(*notes, note), widths=dict(enumerate(_WIDTHS)), styles=styles
        )


def _gravest(case: Case, rolled: Rolled, place: int, floor: int) -> int:
    """Say what the gravest row of a place comes to."""
    found = {floor}
    for part in rolled.parts:
        places = places_of(case.asker().view, part.rows, rolled.units.level)
        found |= set(np.unique(part.states[places == place]).tolist())
    return min(found, key=lambda code: GRAVITY.index(code) if code in GRAVITY else len(GRAVITY))
