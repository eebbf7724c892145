"""The workbook 重点跟踪监测名单: what it rests on, then townships, villages and households."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.residence_words import residence_fields
from ruralmap.jobs.zone_fields import Field, default_fields, household_fields, unit_fields
from ruralmap.jobs.zone_sentences import status_text
from ruralmap.rules.records import plain_rows
from ruralmap.rules.zones import rank_units
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.results import Result
    from ruralmap.rules.verdicts import Status
    from ruralmap.schema.policy import Rule

# The sheets in the order in which an office reads them.
_ORDER: Final = ("township", "village", "household")
# Households that need somebody's attention; the others are counted on the sheet 说明.
_LISTED: Final = frozenset({"selected", "undecided", "insufficient_data"})
_GAP: Final = "　"
_WIDTHS: Final = {
    "rank": 7,
    "code": 15,
    "name": 18,
    "town": 14,
    "exited": 9,
    "hh_id": 16,
    "village_name": 18,
}


def zone_sheets(report: ZonesReport) -> list[Sheet]:
    """
    Lay out the workbook.

    Parameters
    ----------
    report
        The lists.

    Returns
    -------
    sheets
        说明 first, then one sheet a rule that fits a page, then the readings and bases side by side.
    """
    rules = sorted(report.policy.rules, key=lambda rule: _ORDER.index(rule.level))
    lists = [_rule_sheet(report, rule, numbers=_listed_fields(report, rule)) for rule in rules]
    compared = [
        _rule_sheet(report, rule, numbers=_compared_fields(rule, report.lang), suffix="compared")
        for rule in rules
        if rule.level != "household"
    ]
    return [_about_sheet(report), *lists, *compared]


def _listed_fields(report: ZonesReport, rule: Rule) -> list[Field]:
    """Choose the columns of a list: those of the default reading, and for households each comparison."""
    if rule.level == "household":
        return household_fields(rule, report.policy, report.lang)
    return default_fields(rule, report.lang)


def _compared_fields(rule: Rule, lang: Language) -> list[Field]:
    """Choose the columns that lay bases and readings side by side, and residents beside them."""
    return [*unit_fields(rule, lang), *residence_fields(rule, lang)]


def _about_sheet(report: ZonesReport) -> Sheet:
    """Say what the lists rest on, and how they came out."""
    policy, lang = report.policy, report.lang
    rows: list[tuple[str, str]] = [
        ("marks", _GAP.join([*report.marks, say("zones.internal", lang)])),
        ("county", report.county),
        ("as_of", report.evaluation.as_of),
        ("policy", f"{policy.title.text(lang)}（{policy.id}）"),
        ("document", policy.document),
        ("period", f"{policy.period.first} — {policy.period.last}"),
        ("note", policy.note.text(lang) if policy.note else ""),
    ]
    lines = [(say(f"zones.sheet.{name}", lang), text) for name, text in rows if text]
    for rule in policy.rules:
        lines += _rule_lines(report, rule)
    for name in ("certainty", "margin", "residence", "scope"):
        lines.append((say(f"zones.sheet.{name}", lang), say(f"zones.sheet.{name}_text", lang)))
    lines.append((say("zones.sheet.checksum", lang), report.checksum))
    lines.append((say("zones.sheet.sign", lang), ""))
    header = (say("zones.sheet.about_item", lang), say("zones.sheet.about_text", lang))
    title = say("zones.sheet.title", lang, county=report.county)
    notes = (title, _GAP.join(report.marks))
    return Sheet(say("zones.sheet.about", lang), [header, *lines], notes=notes, widths={0: 24, 1: 100})


def _rule_lines(report: ZonesReport, rule: Rule) -> list[tuple[str, str]]:
    """Describe one rule: its words, its readings, and how many units came out how."""
    lang = report.lang
    others = "；".join(reading.label.text(lang) for reading in rule.readings if not reading.default)
    pairs = [
        ("quote", f"“{rule.quote}”"),
        ("source", rule.source),
        ("default_reading", rule.default_reading.label.text(lang)),
        ("other_reading", others),
        ("note", rule.note.text(lang) if rule.note else ""),
        ("result", counts_text(report.evaluation.rules[rule.id].verdicts.statuses, lang)),
    ]
    nowhere = report.evaluation.nowhere[rule.id]
    if nowhere:
        pairs.append(("nowhere", f"{nowhere:,}"))
    title = say("zones.sheet.rule", lang, id=rule.id, label=rule.label.text(lang))
    return [(title, ""), *((say(f"zones.sheet.{name}", lang), text) for name, text in pairs if text)]


def counts_text(statuses: Iterable[Status], lang: Language) -> str:
    """
    Count results by what they come to.

    Parameters
    ----------
    statuses
        What the results of one rule come to.
    lang
        The language.

    Returns
    -------
    text
        The commonest first, such as 确定纳入 12，待核定 2.
    """
    counts = Counter(statuses)
    return say("zones.separator", lang).join(
        say("zones.explain.inside_count", lang, status=status_text(status, lang), n=f"{number:,}")
        for status, number in counts.most_common()
    )


def _rule_sheet(report: ZonesReport, rule: Rule, *, numbers: Sequence[Field], suffix: str = "") -> Sheet:
    """List the units of one rule."""
    lang = report.lang
    results = _results_listed(report, rule)
    names = _names_of_units(report, rule)
    fields = [*_name_fields(names, lang), *numbers]
    body = [[field.cell(results[code]) for field in fields] for code in names if code in results]
    marks = [
        *report.marks,
        say("zones.internal", lang),
        say("zones.as_of", lang, date=report.evaluation.as_of),
    ]
    title = say("zones.sheet.rule_title", lang, county=report.county, label=rule.label.text(lang), id=rule.id)
    unit = say(f"zones.sheet.{'income_units' if rule.level == 'household' else 'units'}", lang)
    return Sheet(
        _sheet_name(report, rule) + (say(f"zones.sheet.{suffix}", lang) if suffix else ""),
        [[field.group or field.header for field in fields], [field.header for field in fields], *body],
        header_rows=2,
        notes=(title, _GAP.join(marks), unit),
        merges=_merges(fields),
        widths={column: field.width for column, field in enumerate(fields)},
        styles={column: field.style for column, field in enumerate(fields)},
    )


def _results_listed(report: ZonesReport, rule: Rule) -> dict[str, Result]:
    """Take the results that a sheet lists: all, but of households only those that need attention."""
    found = report.evaluation.rules[rule.id]
    if rule.level != "household":
        return {result.code: result for result in found.results}
    statuses = enumerate(found.verdicts.statuses)
    listed = [found.result_at(place) for place, status in statuses if status in _LISTED]
    return {result.code: result for result in listed}


def _sheet_name(report: ZonesReport, rule: Rule) -> str:
    """Name a sheet by its level; two rules of a level are told apart by their ids."""
    name = say(f"zones.sheet.{rule.level}", report.lang)
    alone = [other.level for other in report.policy.rules].count(rule.level) == 1
    return name if alone else f"{name} {rule.id}"


def _merges(fields: Sequence[Field]) -> tuple[tuple[int, int, int, int], ...]:
    """Join the cells of a group above its columns, and a column without a group over both header rows."""
    merges = []
    column = 0
    for group, members in groupby(fields, key=lambda field: field.group):
        width = len(list(members))
        if not group:
            merges += [(0, column + offset, 1, column + offset) for offset in range(width)]
        elif width > 1:
            merges.append((0, column, 0, column + width - 1))
        column += width
    return tuple(merges)


def _name_fields(names: Mapping[str, Mapping[str, object]], lang: Language) -> list[Field]:
    """List the columns that say which unit a row is."""
    first = next(iter(names.values()), {})
    return [
        Field(
            "",
            say(f"zones.sheet.{header}", lang),
            partial(_name_cell, names, header),
            "integer" if header == "rank" else "text",
            _WIDTHS[header],
        )
        for header in first
    ]


def _name_cell(names: Mapping[str, Mapping[str, object]], header: str, result: Result) -> object:
    return names[result.code][header]


def _names_of_units(report: ZonesReport, rule: Rule) -> dict[str, dict[str, object]]:
    """Say what each unit is called, in the order of the sheet: by rank, by place, those not asked last."""
    towns = {str(code): str(name) for code, name in report.facts.townships["township"].items()}
    if rule.level == "township":
        return _names_of_townships(report.evaluation.of(rule.id))
    villages = report.facts.villages[["village", "township_code", "exited_poor"]]
    rows = plain_rows(villages.rename_axis("code").reset_index().sort_values("code"))
    if rule.level == "village":
        asked = {r.code for r in report.evaluation.of(rule.id) if r.outcome != "not_applicable"}
        rows.sort(key=lambda row: row["code"] not in asked)
        return {
            row["code"]: {
                "code": row["code"],
                "name": row["village"],
                "town": towns.get(row["township_code"]),
                "exited": _yes_no(row["exited_poor"], report.lang),
            }
            for row in rows
        }
    return _names_of_households(report, towns, {row["code"]: row["village"] for row in rows})


def _names_of_townships(results: Sequence[Result]) -> dict[str, dict[str, object]]:
    """List townships by rank; those without a value come last."""
    ranks = rank_units(results)
    ordered = sorted(results, key=lambda result: (ranks.get(result.code, len(results) + 1), result.code))
    return {r.code: {"rank": ranks.get(r.code), "code": r.code, "name": r.name} for r in ordered}


def _names_of_households(
    report: ZonesReport, towns: Mapping[str, str], villages: Mapping[str, str]
) -> dict[str, dict[str, object]]:
    """List households by township and village, the unlinked last; nobody is named."""
    columns = ["linked_township_code", "linked_village_code", "hh_id"]
    ordered = report.facts.households[columns].sort_values(columns, na_position="last")
    return {
        row["hh_id"]: {
            "hh_id": row["hh_id"],
            "town": towns.get(row["linked_township_code"]),
            "village_name": villages.get(row["linked_village_code"]),
        }
        for row in plain_rows(ordered)
    }


def _yes_no(flag: bool | None, lang: Language) -> str | None:  # noqa: FBT001 - the cell itself
    return None if flag is None else say(f"zones.sheet.{'yes' if flag else 'no'}", lang)
