"""Why a place is or is not on a list (认定依据): the rule, the rows counted, the numbers, the margin."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from ruralmap.jobs.places import find_place
from ruralmap.jobs.residence_words import place_lines, residence_lines
from ruralmap.jobs.zone_sentences import (
    comparison_text,
    counted_text,
    margin_text,
    outcome_text,
    reasons_text,
    status_text,
)
from ruralmap.jobs.zone_sheets import counts_text
from ruralmap.rules.place_counts import smallest_places
from ruralmap.rules.zones import rank_units
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.jobs.places import Place
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.results import Answer, Comparison, ReadingResult, Result, VillageSum
    from ruralmap.schema.policy import Rule


# A screen of them; a township has hundreds, which the record and the workpaper list.
_MOST_HOUSEHOLDS: Final = 60


@dataclass(frozen=True)
class Explanation:
    """What a place's results rest on: `lines` to read, `record` for programs."""

    place: Place
    lines: tuple[str, ...]
    record: dict[str, Any]

    @property
    def text(self) -> str:
        """The lines, one under the other."""
        return "\n".join(self.lines)


def explain(report: ZonesReport, place: str) -> Explanation:
    """
    Say why a place is or is not on a list.

    Parameters
    ----------
    report
        The lists.
    place
        A code or a name of a township or village (`乡镇/村`), or a household id.

    Returns
    -------
    explanation
        Household ids only: no names and no identity numbers.

    Raises
    ------
    UsageError
        If no place fits, or several do.
    """
    lang = report.lang
    found = find_place(report.facts, place)
    results = list(report.evaluation.at(found.code))
    lines = [
        say(f"zones.explain.title_{found.level}", lang, name=found.name, code=found.code),
        "　".join([*_marks(report, lang), say("zones.as_of", lang, date=report.evaluation.as_of)]),
    ]
    for result in results:
        lines += _result_lines(report, result, lang)
    lines += _lines_inside(report, found, lang)
    lines += ["", *place_lines(report.facts, found, lang)]
    return Explanation(found, tuple(lines), _record(report, found, results))


def _marks(report: ZonesReport, lang: Language) -> list[str]:
    marks = (("trial", report.evaluation.trial), ("simulated", report.simulated), ("internal", True))
    return [say(f"zones.{mark}", lang) for mark, holds in marks if holds]


def _result_lines(report: ZonesReport, result: Result, lang: Language) -> Iterator[str]:
    """Explain one result: the clause, its numbers on each basis, who is not counted, other readings."""
    policy = report.policy
    rule = policy.rule(result.rule_id)
    yield ""
    status = status_text(result.status, lang)
    yield say("zones.explain.rule", lang, id=rule.id, label=rule.label.text(lang), status=status)
    title = policy.title.text(lang)
    yield say("zones.explain.quote", lang, quote=rule.quote, title=title, source=rule.source)
    yield say("zones.explain.reading", lang, label=rule.default_reading.label.text(lang))
    if rule.note is not None:
        yield say("zones.explain.note", lang, note=rule.note.text(lang))
    if result.reasons:
        yield say("zones.explain.reasons", lang, reasons=reasons_text(result.reasons, lang))
    if result.outcome == "not_applicable":
        return
    for answer in result.readings[0].answers:
        yield from _answer_lines(answer, lang)
        yield from residence_lines(result, answer.basis, lang)
    yield from _tally_lines(report, result, lang)
    for total in result.village_sums:
        yield _sum_line(total, lang)
    yield from _rank_line(report, result, lang)
    yield from _other_lines(rule, result, lang)


def _answer_lines(answer: Answer, lang: Language) -> Iterator[str]:
    """Write out the comparisons on one basis, with the denominator's date and source, and the margin."""
    if answer.basis is not None:
        outcome = outcome_text(answer.outcome, lang)
        yield say("zones.explain.basis", lang, basis=answer.basis, outcome=outcome)
    figures = dict.fromkeys(c.figure for c in answer.comparisons if c.figure)
    for figure in figures:
        yield "  " + say(
            "zones.explain.denominator",
            lang,
            item=figure.item,
            value=f"{figure.value:,}",
            basis=figure.basis,
            date=figure.as_of,
            doc=figure.doc,
        )
        if figure.basis == "常住":
            yield "  " + say("zones.explain.resident", lang)
    for comparison in answer.comparisons:
        if comparison.applies:
            yield "  " + say("zones.explain.comparison", lang, text=comparison_text(comparison, lang))
    if answer.leading and answer.outcome in {"selected", "not_selected"}:
        kind = "income_margin" if answer.leading.kind == "value" else "margin"
        yield "  " + say(f"zones.explain.{kind}", lang, text=margin_text(answer, lang))


def _tallies(result: Result) -> list[Comparison]:
    """Pick the comparisons of the default reading that count something, each count once."""
    kept: dict[object, Comparison] = {}
    for comparison in result.readings[0].answer.comparisons:
        if comparison.tally is not None:
            kept.setdefault((comparison.counted, comparison.tally), comparison)
    return list(kept.values())


def _tally_lines(report: ZonesReport, result: Result, lang: Language) -> Iterator[str]:
    """Say what was counted, whose households these are, and who was not counted."""
    for comparison in _tallies(result):
        tally, unit = comparison.tally, counted_text(comparison, lang)
        if tally is None:
            continue
        households = f"{len(tally.households):,}"
        yield say("zones.explain.numerator", lang, n=f"{tally.counted:,}", unit=unit, households=households)
        if tally.unsure_in or tally.unsure_out:
            yield say("zones.explain.empty_cells", lang, n=tally.unsure_in, out=tally.unsure_out, unit=unit)
        if tally.nearby:
            yield say("zones.explain.unlinked", lang, n=tally.nearby, unit=unit)
        nowhere = report.evaluation.nowhere[result.rule_id]
        if nowhere:
            yield say("zones.explain.nowhere", lang, n=nowhere, unit=unit)
        if tally.households:
            shown = tally.households[:_MOST_HOUSEHOLDS]
            key = "households" if len(shown) == len(tally.households) else "households_first"
            values = {"n": f"{len(tally.households):,}", "shown": len(shown), "ids": "、".join(shown)}
            yield say(f"zones.explain.{key}", lang, **values)


def _sum_line(total: VillageSum, lang: Language) -> str:
    """Compare a township's own figure with the sum of its villages."""
    values = {"basis": total.basis, "date": total.as_of, "villages": total.villages}
    if total.difference is None:
        return say("zones.explain.sum_incomplete", lang, given=total.villages_with_figure, **values)
    return say(
        "zones.explain.sum",
        lang,
        own=f"{total.own:,}",
        total=f"{total.total:,}",
        difference=f"{total.difference:,}",
        **values,
    )


def _rank_line(report: ZonesReport, result: Result, lang: Language) -> Iterator[str]:
    """Say where a township stands among the townships."""
    if result.level == "township":
        ranks = rank_units(report.evaluation.of(result.rule_id))
        if result.code in ranks:
            yield say("zones.explain.rank", lang, rank=ranks[result.code], n=len(ranks))


def _other_lines(rule: Rule, result: Result, lang: Language) -> Iterator[str]:
    """Show what the other readings say."""
    others = result.readings[1:]
    if others:
        yield say("zones.explain.others", lang)
        labels = {reading.id: reading.label.text(lang) for reading in rule.readings}
        for other in others:
            status = status_text(other.status, lang)
            text = reasons_text(other.reasons, lang) or _other_text(other, lang)
            yield "  " + say(
                "zones.explain.other", lang, label=labels[other.reading], status=status, text=text
            )


def _other_text(reading: ReadingResult, lang: Language) -> str:
    return "；".join(comparison_text(comparison, lang) for comparison in reading.answer.comparisons)


def _lines_inside(report: ZonesReport, place: Place, lang: Language) -> Iterator[str]:
    """Count what the rules say of the villages and households inside a place."""
    if place.level == "household":
        return
    for rule in report.policy.rules:
        found = report.evaluation.rules[rule.id]
        codes = found.codes.tolist()
        homes = smallest_places(found) if found.level == "household" else codes
        inside = [
            status
            for code, home, status in zip(codes, homes, found.verdicts.statuses, strict=True)
            if code != place.code and home.startswith(place.code) and status != "not_applicable"
        ]
        if inside:
            counts = counts_text(inside, lang)
            yield say("zones.explain.inside", lang, label=rule.label.text(lang), counts=counts)


def _record(report: ZonesReport, place: Place, results: list[Result]) -> dict[str, Any]:
    """Put the explanation into numbers that JSON can hold."""
    return {
        "place": {"level": place.level, "code": place.code, "name": place.name},
        "policy": report.policy.id,
        "as_of": report.evaluation.as_of,
        "trial": report.evaluation.trial,
        "results": [_result_record(report, result) for result in results],
    }


def _result_record(report: ZonesReport, result: Result) -> dict[str, Any]:
    rule = report.policy.rule(result.rule_id)
    tallies = [comparison.tally for comparison in _tallies(result) if comparison.tally]
    return result.as_record() | {
        "name": result.name,
        "status": result.status,
        "quote": rule.quote,
        "reasons": [{"code": reason.code, **reason.values} for reason in result.reasons],
        "readings": [_reading_record(reading) for reading in result.readings],
        "rows_counted": tallies[0].counted if tallies else None,
        "households": list(tallies[0].households) if tallies else [],
        "empty_cells": tallies[0].unsure_in + tallies[0].unsure_out if tallies else 0,
        "unlinked": tallies[0].nearby if tallies else 0,
        "movement": asdict(result.movement),
        "residents": _answer_record(result.residents) if result.residents else None,
    }


def _reading_record(reading: ReadingResult) -> dict[str, Any]:
    return {
        "reading": reading.reading,
        "outcome": reading.outcome,
        "certainty": reading.certainty,
        "answers": [_answer_record(answer) for answer in reading.answers],
    }


def _answer_record(answer: Answer) -> dict[str, Any]:
    return {
        "basis": answer.basis,
        "outcome": answer.outcome,
        "margin": answer.margin,
        "comparisons": [comparison_record(comparison) for comparison in answer.comparisons],
    }


def comparison_record(comparison: Comparison) -> dict[str, Any]:
    """
    Put a comparison into numbers that JSON can hold.

    Parameters
    ----------
    comparison
        The comparison.

    Returns
    -------
    record
        Its numbers in the unit of the line, and where the figures come from.
    """
    figure, parameter = comparison.figure, comparison.parameter
    return {
        "kind": comparison.kind,
        "numerator": comparison.numerator,
        "denominator": comparison.denominator,
        "value": None if comparison.value is None else float(comparison.value),
        "op": comparison.op,
        "threshold": None if comparison.threshold is None else float(comparison.threshold),
        "unit": comparison.unit,
        "limit": comparison.limit,
        "margin": comparison.margin,
        "holds": comparison.holds,
        "applies": comparison.applies,
        "denominator_as_of": figure.as_of if figure else None,
        "denominator_source": figure.doc if figure else None,
        "parameter": parameter.name if parameter else None,
        "parameter_year": parameter.year if parameter else None,
        "parameter_source": parameter.doc if parameter else None,
    }
