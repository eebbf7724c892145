"""
The workpaper of a policy (测算底稿): every result with its clause, its rows, and formulas that give it again.

Restricted: household ids, but no name and no identity number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.policy_phrases import Speaker, column_words, rows_words
from ruralmap.jobs.policy_words import condition_words
from ruralmap.jobs.workpaper_front import about_sheet, parameters_sheet, rules_sheet
from ruralmap.jobs.workpaper_results import ResultSheet
from ruralmap.jobs.workpaper_rows import RowSheet
from ruralmap.jobs.workpaper_tallies import counted_line
from ruralmap.jobs.workpaper_units import UnitSheet
from ruralmap.rules.evidence import evidence_of_said
from ruralmap.rules.evidence_rows import SOURCE, division_codes
from ruralmap.rules.rule_results import RuleResult
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from ruralmap.jobs.places import Place
    from ruralmap.jobs.policy_run import PolicyRun
    from ruralmap.jobs.workpaper_front import InputLine
    from ruralmap.rules.evidence import Evidence
    from ruralmap.rules.levels import Said
    from ruralmap.rules.truth import Flags
    from ruralmap.schema.policy import Rule
    from ruralmap.schema.vocabulary import Level
    from ruralmap.words.catalogue import Language

# Levels of which the sheet 结果 speaks; rules of other levels have a sheet 逐项.
_PLACES: Final[tuple[Level, ...]] = ("province", "county", "township", "village", "site")
_ALWAYS: Final = frozenset({"province", "county", "township"})
# Without a rule that is named, a rule with more rows is told in numbers: a hundred such sheets open nowhere.
_MOST_ROWS: Final = 5_000
# With one, as many as a sheet holds, less what stands above.
_SHEET_HOLDS: Final = 1_000_000
# A table of no more rows is told row by row, also the rows that pass nothing.
_FEW_ROWS: Final = 500
_MOST_BOUNDARY: Final = 2_000
_GAP: Final = "　"


@dataclass(frozen=True, eq=False)
class Paper:
    """
    What a workpaper is made from (底稿材料), beside the run.

    `sources` say of persons and households where they were read, by kind of rows and id; the rosters were
    laid together since. `asked` says whether single rules were named, `place` of which place alone it
    speaks.
    """

    county: str
    inputs: Sequence[InputLine]
    sources: Mapping[str, pd.DataFrame]
    asked: bool = False
    place: Place | None = None


def roster_sources(roster: pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """
    Say where each person and household was read first.

    Parameters
    ----------
    roster
        The rosters, one row a person and file; missing where there are none.

    Returns
    -------
    sources
        By kind of rows; indexed by id.
    """
    if roster is None or not set(SOURCE) <= set(roster.columns):
        return {}
    return {
        rows: roster.dropna(subset=[key]).drop_duplicates(key).set_index(key)[list(SOURCE)]
        for rows, key in (("persons", "p_id"), ("households", "hh_id"))
    }


def workpaper_sheets(run: PolicyRun, paper: Paper, *, lang: Language = "zh") -> list[Sheet]:
    """
    Lay out a workpaper.

    Parameters
    ----------
    run
        What the rules say.
    paper
        What stands beside the run.
    lang
        The language.

    Returns
    -------
    sheets
        说明, 条款, 参数, 结果; then of each rule 逐项, 明细 and 边界值, as far as it has them.
    """
    evaluation, speaker = run.evaluation, Speaker(run.evaluation.policy, lang)
    marks = [say(f"zones.{mark}", lang) for mark, so in _marks(run) if so]
    place = "" if paper.place is None else f"{paper.place.name} {paper.place.code}"
    title = say(
        "workpaper.title", lang, county=paper.county, policy=evaluation.policy.title.text(lang), place=place
    )
    heading = (title, _GAP.join([*marks, say("zones.as_of", lang, date=evaluation.as_of)]))
    parameters, addresses = parameters_sheet(evaluation, notes=heading, lang=lang)
    results = ResultSheet(say("workpaper.sheet.results", lang), speaker, addresses)
    writer = _Writer(run, paper, speaker, results, addresses, heading)
    for rule in run.rules:
        writer.add(rule)
    about = about_sheet(evaluation, paper.county, paper.inputs, notes=heading, lang=lang)
    rules = rules_sheet(speaker, run.rules, writer.states, notes=heading)
    return [about, rules, parameters, results.sheet(heading), *writer.sheets]


def _marks(run: PolicyRun) -> tuple[tuple[str, bool], ...]:
    return (("trial", run.evaluation.trial), ("simulated", run.simulated), ("internal", True))


@dataclass(eq=False)
class _Writer:
    """Writes rule after rule; `states` say where the rows of each stand."""

    run: PolicyRun
    paper: Paper
    speaker: Speaker
    results: ResultSheet
    addresses: Mapping[str, str]
    heading: tuple[str, str]
    sheets: list[Sheet] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)

    def add(self, rule: Rule) -> None:
        """Write one rule at every level."""
        lang, case = self.speaker.lang, self.run.evaluation.case
        asked = [(said, self._wanted(said, rule)) for said in self.run.evaluation.said(rule.id)]
        told = [(said, wanted) for said, wanted in asked if wanted is not None and wanted.any()]
        every = _SHEET_HOLDS if self.paper.asked else _FEW_ROWS
        found = [
            (evidence_of_said(case, said, wanted=wanted, every_row=every), wanted) for said, wanted in told
        ]
        size = _size([one for one, _ in found])
        written = size <= (_SHEET_HOLDS if self.paper.asked else _MOST_ROWS)
        name = say("workpaper.sheet.rows", lang, rule=rule.id)
        rows = RowSheet(name, self.speaker, self.paper.sources) if written else None
        units = self._units(rule, found, rows, written=written)
        boundary = self._boundary(rule, [one for one, _ in found])
        behind = [rows.sheet(self._title(rule))] if rows is not None and rows.rows else []
        own = [*units, *behind, *([] if boundary is None else [boundary])]
        self.sheets += own
        if not found:
            state = say("workpaper.state.nothing", lang)
        elif not written:
            state = say("workpaper.state.long", lang, n=f"{size:,}", rule=rule.id)
        else:
            state = "、".join(sheet.name for sheet in own) or say("workpaper.state.none", lang)
        self.states[rule.id] = state

    def _title(self, rule: Rule) -> tuple[str, str]:
        text = f"{rule.id} {rule.label.text(self.speaker.lang)}　“{rule.quote_display or rule.quote}”"
        return (text, self.heading[1])

    def _wanted(self, said: Said, rule: Rule) -> Flags | None:
        """Say which units are told of; none of a level that is not asked for."""
        level, place = said.level, self.paper.place
        codes = said.codes.to_numpy()
        if place is None:
            shown = level not in _PLACES or level in _ALWAYS or level == rule.level or self.paper.asked
            return np.ones(len(codes), dtype=bool) if shown else None
        if level == place.level:
            return np.asarray(codes == place.code)
        if level in _PLACES or not isinstance(said, RuleResult) or place.level not in {"township", "village"}:
            return None
        setting = said.setting
        codes = division_codes(setting.asker.view, setting.units.rows, place.level)
        return np.asarray(codes == place.code)

    def _units(
        self, rule: Rule, found: Sequence[tuple[Evidence, Flags]], rows: RowSheet | None, *, written: bool
    ) -> list[Sheet]:
        """Write the results of a rule, and the sheets of its units where it is judged row by row."""
        known: dict[str, UnitSheet] = {}
        alone = not any(one.said.level in _PLACES for one, _ in found)
        for evidence, wanted in found:
            said = evidence.said
            if isinstance(said, RuleResult) and said.level not in _PLACES:
                units = self._new(rule, known, said.setting.units.rows) if written else None
                if units is not None:
                    units.add_judged(evidence, rows, self.addresses)
                if alone and self.paper.place is None:
                    county = self.run.evaluation.case.facts.county_code
                    self.results.add_line(counted_line(evidence, units, county, self.speaker.lang))
            elif isinstance(said, RuleResult) or evidence.judgings:
                self.results.add_judged(evidence, rows, wanted)
            else:
                units = self._listed(rule, evidence, known) if written else None
                self.results.add_rolled(self.run.evaluation.case, evidence, units, wanted)
        return [
            units.sheet(self._title(rule), self._words(rule, units)) for units in known.values() if units.rows
        ]

    def _new(self, rule: Rule, known: dict[str, UnitSheet], rows: str) -> UnitSheet:
        number = "" if not known else str(len(known) + 1)
        name = say("workpaper.sheet.units", self.speaker.lang, rule=rule.id) + number
        known[rows] = UnitSheet(name, self.speaker)
        return known[rows]

    def _listed(self, rule: Rule, evidence: Evidence, known: dict[str, UnitSheet]) -> UnitSheet | None:
        """Find the sheet on which the rows of a rule stand; of a list it is written once."""
        parts = getattr(evidence.said, "parts", ())
        if not parts:
            return None
        if evidence.said.rule.body is None:
            return known.get(parts[0].rows)
        if "list" not in known:
            known["list"] = self._new(rule, known, "list")
            for part in parts:
                known["list"].add_listed(self.run.evaluation.case, part, self._rows_here(part.rows))
        return known["list"]

    def _rows_here(self, rows: str) -> Flags | None:
        """Say which rows stand in the place that is told of; all where none is named."""
        case, place = self.run.evaluation.case, self.paper.place
        if place is None:
            return None
        return np.asarray(division_codes(case.asker().view, rows, place.level) == place.code)

    def _words(self, rule: Rule, units: UnitSheet) -> list[str]:
        """Say what each comparison of a rule measures."""
        if units.listed or not rule.readings:
            return []
        condition = rule.default_reading.condition
        return [condition_words(self.speaker, condition, rule.own_rows)]

    def _boundary(self, rule: Rule, found: Sequence[Evidence]) -> Sheet | None:
        """List what stands exactly on a line, each row once."""
        lang = self.speaker.lang
        body: dict[tuple[object, ...], list[object]] = {}
        for evidence in found:
            for row in evidence.boundary.to_dict("records"):
                rows, column = row["table"], row["column"]
                table = (
                    say("policy_check.level.county", lang)
                    if rows == "county"
                    else rows_words(self.speaker, rows)
                )
                asked = (
                    column_words(self.speaker, rows, column)
                    if isinstance(column, str)
                    else say("workpaper.boundary.own", lang)
                )
                line = _line_text(row["line"])
                counted = say(f"workpaper.boundary.{'counted' if row['counted'] else 'left_out'}", lang)
                body.setdefault((table, row["key"], asked, line), [table, row["key"], asked, line, counted])
        if not body:
            return None
        header = [
            say(f"workpaper.boundary.{name}", lang) for name in ("table", "key", "column", "line", "side")
        ]
        more = max(len(body) - _MOST_BOUNDARY, 0)
        note = (
            say("workpaper.boundary.more", lang, n=f"{more:,}")
            if more
            else say("workpaper.boundary.note", lang)
        )
        name = say("workpaper.sheet.boundary", lang, rule=rule.id)
        lines = list(body.values())[:_MOST_BOUNDARY]
        widths = dict(enumerate((22, 30, 44, 18, 14)))
        return Sheet(name, [header, *lines], notes=(*self._title(rule), note), widths=widths)


def _line_text(line: object) -> object:
    """Write a line as a number or a day."""
    return line if isinstance(line, str) else float(line)  # type: ignore[arg-type]


def _size(found: Sequence[Evidence]) -> int:
    """Count the rows that a rule's sheets would have."""
    units = sum(
        int(judging.units.sum())
        for evidence in found
        if evidence.said.level not in _PLACES
        for judging in evidence.judgings
    )
    ledgers = {
        (ledger.key or id(ledger), ledger.rows): len(ledger.frame)
        for evidence in found
        for judging in evidence.judgings
        for ledger in judging.ledgers
    }
    return units + sum(ledgers.values())
