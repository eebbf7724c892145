"""How today's lists differ from the adopted one (与已审定名单的差异), in the products of `zones`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.zone_fields import Field
from ruralmap.jobs.zone_sentences import status_text
from ruralmap.rules.adopted import DIFFERENCES, count_differences
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.adopted import Changed
    from ruralmap.rules.results import Result

# What is counted: units that are the same are on no list of differences.
_COUNTED: Final = tuple(difference for difference in DIFFERENCES if difference != "same")
_COLUMNS: Final = ("rule_id", "level", "code", "name", "adopted", "status", "difference")


def adopted_fields(report: ZonesReport) -> list[Field]:
    """
    List the columns of a list that say how each unit stands to the adopted one.

    Parameters
    ----------
    report
        The lists.

    Returns
    -------
    fields
        None where nothing was adopted.
    """
    if report.adopted is None:
        return []
    lang = report.lang
    listed = {(one.rule_id, one.code): one for one in report.adopted.units}
    changed = {(one.rule_id, one.code): one.difference for one in report.changed}
    group = say("adoption.difference.group", lang, doc=report.adopted.record.doc)

    def adopted_cell(result: Result) -> object:
        one = listed.get((result.rule_id, result.code))
        if one is not None and one.move:
            return say(f"adoption.move.{one.move}", lang)
        return say(f"zones.sheet.{'yes' if one is not None and one.adopted else 'no'}", lang)

    def difference_cell(result: Result) -> object:
        difference = changed.get((result.rule_id, result.code), "same")
        return say(f"adoption.difference.{difference}", lang)

    return [
        Field(group, say("adoption.column.adopted", lang), adopted_cell),
        Field(group, say("adoption.column.difference", lang), difference_cell, width=22),
    ]


def difference_sheets(report: ZonesReport) -> list[Sheet]:
    """
    Lay out the sheet of all units that differ from the adopted list.

    Parameters
    ----------
    report
        The lists.

    Returns
    -------
    sheets
        One sheet; none where nothing was adopted.
    """
    if report.adopted is None:
        return []
    lang, record = report.lang, report.adopted.record
    header = [say(f"adoption.column.{column}", lang) for column in _COLUMNS]
    body = [_row(one, report) for one in report.changed]
    notes = (
        say("adoption.difference.title", lang, county=report.county),
        "　".join([*report.marks, say("zones.internal", lang)]),
        say("adoption.difference.against", lang, name=record.name, doc=record.doc, as_of=record.as_of),
        say("adoption.difference.note", lang),
    )
    return [
        Sheet(
            say("adoption.difference.sheet", lang),
            [header, *body],
            notes=notes,
            widths={2: 16, 3: 20, 6: 22},
        )
    ]


def _row(one: Changed, report: ZonesReport) -> list[object]:
    lang = report.lang
    adopted = one.listed is not None and one.listed.adopted
    return [
        one.rule_id,
        say(f"zones.level.{one.level}", lang),
        one.code,
        one.name,
        say(f"zones.sheet.{'yes' if adopted else 'no'}", lang),
        say("adoption.difference.no_more", lang) if one.status is None else status_text(one.status, lang),
        say(f"adoption.difference.{one.difference}", lang),
    ]


def difference_table(report: ZonesReport) -> tuple[list[str], list[list[object]]]:
    """
    Count the differences of each rule, for a screen.

    Parameters
    ----------
    report
        The lists; one was adopted.

    Returns
    -------
    table
        The header, and one row a rule.
    """
    lang = report.lang
    counts = count_differences(report.changed)
    header = [say("jobs.zones.rule", lang)]
    header += [say(f"adoption.difference.{difference}", lang) for difference in _COUNTED]
    rows: list[list[object]] = [
        [f"{rule.id} {rule.label.text(lang)}", *(counts.get(rule.id, {}).get(one, 0) for one in _COUNTED)]
        for rule in report.policy.rules
    ]
    return header, rows
