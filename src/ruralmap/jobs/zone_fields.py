"""The columns of the zone sheets (名单各列): what stands in each, for units and for households."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ruralmap.jobs.zone_sentences import outcome_text, reasons_text, status_text
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.schema.policy_filters import InGroup
from ruralmap.schema.policy_measures import Share
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.rules.results import Comparison, ReadingResult, Result, VillageSum
    from ruralmap.schema.policy import Policy, Reading, Rule
    from ruralmap.schema.policy_conditions import Compare
    from ruralmap.schema.vocabulary import Basis


@dataclass(frozen=True)
class Field:
    """One column of a sheet: the group above it, its header, its cell of a result, and how it is shown."""

    group: str
    header: str
    cell: Callable[[Result], object]
    style: NumberStyle = "text"
    width: float = 11


def unit_fields(rule: Rule, lang: Language) -> list[Field]:
    """
    List the columns that villages and townships have: the default reading, each basis, the other readings.

    Parameters
    ----------
    rule
        The rule.
    lang
        The language.

    Returns
    -------
    fields
        In the order of the sheet.
    """
    fields = default_fields(rule, lang)
    for basis in _bases(rule):
        fields += _basis_fields(rule, basis, lang)
        fields += _sum_fields(basis, lang) if rule.level == "township" else []
    for reading in rule.readings:
        fields += [] if reading.default else _reading_fields(reading, lang)
    return fields


def household_fields(rule: Rule, policy: Policy, lang: Language) -> list[Field]:
    """
    List the columns that households have: the outcome, then each comparison with its average.

    Parameters
    ----------
    rule
        The rule.
    policy
        The policy, whose groups the comparisons speak of.
    lang
        The language.

    Returns
    -------
    fields
        In the order of the sheet.
    """
    group = say("zones.sheet.default_group", lang, label=rule.default_reading.label.text(lang))
    fields = [
        Field(group, _head("status", lang), lambda result: status_text(result.status, lang)),
        Field(group, _head("reason", lang), lambda result: reasons_text(result.reasons, lang), width=30),
        Field(group, _head("income_margin", lang), lambda result: _yuan(result.margin), "money", 14),
    ]
    for place, compare in enumerate(comparisons_of(rule.default_reading.condition)):
        fields += _income_fields(place, _group_label(compare, policy, lang), lang)
    return fields


def _head(name: str, lang: Language) -> str:
    return say(f"zones.sheet.{name}", lang)


def _bases(rule: Rule) -> tuple[Basis, ...]:
    measures = [compare.measure for compare in comparisons_of(rule.default_reading.condition)]
    return next((measure.bases for measure in measures if isinstance(measure, Share)), ())


def _value_style(reading: Reading) -> NumberStyle:
    first = next(comparisons_of(reading.condition), None)
    return "percent" if first and isinstance(first.measure, Share) else "number"


def default_fields(rule: Rule, lang: Language) -> list[Field]:
    """
    List the columns of the reading that is published: its numbers, its margin, and who is not counted.

    Parameters
    ----------
    rule
        The rule.
    lang
        The language.

    Returns
    -------
    fields
        In the order of the sheet.
    """
    group = say("zones.sheet.default_group", lang, label=rule.default_reading.label.text(lang))
    style = _value_style(rule.default_reading)
    return [
        Field(group, _head("status", lang), lambda result: status_text(result.status, lang)),
        Field(group, _head("reason", lang), lambda result: reasons_text(result.reasons, lang), width=36),
        Field(group, _head("numerator", lang), lambda result: result.numerator, "integer"),
        Field(group, _head("denominator", lang), lambda result: result.denominator, "integer"),
        Field(group, _head("value", lang), lambda result: _number(result.value), style),
        Field(group, _head("basis", lang), lambda result: result.basis, width=8),
        Field(group, _head("figure_date", lang), lambda result: _figure(result, "as_of"), width=12),
        Field(group, _head("figure_doc", lang), lambda result: _figure(result, "doc"), width=24),
        Field(group, _head("own_margin", lang), lambda result: result.margin, "integer"),
        Field(group, _head("empty_cells", lang), _empty_cells, "integer"),
        Field(group, _head("unlinked", lang), _unlinked, "integer"),
    ]


def _figure(result: Result, part: str) -> object:
    """Take a part of the denominator's row: its date, its source."""
    leading = result.readings[0].answer.leading
    return getattr(leading.figure, part) if leading and leading.figure else None


def _empty_cells(result: Result) -> int:
    tallies = [c.tally for c in result.readings[0].answer.comparisons if c.tally]
    return max((tally.unsure_in + tally.unsure_out for tally in tallies), default=0)


def _unlinked(result: Result) -> int:
    return max((c.tally.nearby for c in result.readings[0].answer.comparisons if c.tally), default=0)


def _basis_fields(rule: Rule, basis: Basis, lang: Language) -> list[Field]:
    """Show the default reading on one basis, its denominator with date and source."""
    group = say("zones.sheet.basis_group", lang, basis=basis)

    def of(result: Result, cell: Callable[[Comparison], object]) -> object:
        return next(
            (cell(answer.comparisons[0]) for answer in result.readings[0].answers if answer.basis == basis),
            None,
        )

    def outcome(result: Result) -> object:
        answers = [answer for answer in result.readings[0].answers if answer.basis == basis]
        return outcome_text(answers[0].outcome, lang) if answers else None

    return [
        Field(group, _head("outcome", lang), outcome),
        Field(group, _head("denominator", lang), partial(of, cell=lambda c: c.denominator), "integer"),
        Field(
            group,
            _head("value", lang),
            partial(of, cell=lambda c: _number(c.value)),
            _value_style(rule.default_reading),
        ),
        Field(
            group,
            _head("figure_date", lang),
            partial(of, cell=lambda c: c.figure.as_of if c.figure else None),
        ),
        Field(
            group,
            _head("figure_doc", lang),
            partial(of, cell=lambda c: c.figure.doc if c.figure else None),
            width=24,
        ),
    ]


def _sum_fields(basis: Basis, lang: Language) -> list[Field]:
    """Show the sum of the villages beside the township's own figure."""
    group = say("zones.sheet.sum_group", lang, basis=basis)

    def of(result: Result, cell: Callable[[VillageSum], object]) -> object:
        return next((cell(total) for total in result.village_sums if total.basis == basis), None)

    def total(sums: VillageSum) -> int | None:
        return None if sums.difference is None else sums.total

    return [
        Field(group, _head("villages_total", lang), partial(of, cell=total), "integer"),
        Field(group, _head("difference", lang), partial(of, cell=lambda sums: sums.difference), "integer"),
    ]


def _reading_fields(reading: Reading, lang: Language) -> list[Field]:
    """Show one of the other readings."""
    group = say("zones.sheet.reading_group", lang, label=reading.label.text(lang))

    def said(result: Result) -> ReadingResult:
        return next(found for found in result.readings if found.reading == reading.id)

    def of(result: Result, cell: Callable[[Comparison], object]) -> object:
        leading = said(result).answer.leading
        return cell(leading) if leading else None

    return [
        Field(group, _head("status", lang), lambda result: status_text(said(result).status, lang)),
        Field(group, _head("numerator", lang), partial(of, cell=lambda c: c.numerator), "integer"),
        Field(group, _head("denominator", lang), partial(of, cell=lambda c: c.denominator), "integer"),
        Field(
            group, _head("value", lang), partial(of, cell=lambda c: _number(c.value)), _value_style(reading)
        ),
    ]


def _group_label(compare: Compare, policy: Policy, lang: Language) -> str:
    """Name the group that a comparison asks."""
    if isinstance(compare.where, InGroup):
        return policy.groups[compare.where.group].label.text(lang)
    return ""


def _income_fields(place: int, label: str, lang: Language) -> list[Field]:
    """Show one comparison of a household's income; empty where the household is not in the group."""
    group = say("zones.sheet.compare_group", lang, label=label)

    def of(result: Result, cell: Callable[[Comparison], object]) -> object:
        comparison = result.readings[0].answer.comparisons[place]
        return cell(comparison) if comparison.applies else None

    def holds(comparison: Comparison) -> object:
        return None if comparison.holds is None else _head("yes" if comparison.holds else "no", lang)

    return [
        Field(
            group,
            _head("year", lang),
            partial(of, cell=lambda c: c.parameter and c.parameter.year),
            "number",
            9,
        ),
        Field(group, _head("net", lang), partial(of, cell=lambda c: _yuan(c.numerator)), "money", 14),
        Field(group, _head("size", lang), partial(of, cell=lambda c: c.denominator), "integer", 9),
        Field(group, _head("per_head", lang), partial(of, cell=lambda c: _number(c.value)), "money", 14),
        Field(group, _head("average", lang), partial(of, cell=lambda c: c.threshold), "money", 14),
        Field(
            group,
            _head("figure_doc", lang),
            partial(of, cell=lambda c: c.parameter and c.parameter.doc),
            width=20,
        ),
        Field(group, _head("holds", lang), partial(of, cell=holds), width=9),
    ]


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _yuan(fen: int | None) -> float | None:
    return None if fen is None else fen / FEN_PER_YUAN
