"""Who is on the lists of the clause (重点跟踪监测名单): evaluate the policy, and write the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.errors import UsageError
from ruralmap.jobs.adopted_difference import adopted_fields
from ruralmap.jobs.adoption_store import latest_adoption
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.result_file import write_result
from ruralmap.jobs.zone_report import ZonesReport
from ruralmap.jobs.zone_sentences import outcome_text, reasons_text, status_text
from ruralmap.jobs.zone_sheets import zone_sheets
from ruralmap.rules.evaluate import evaluate_policy
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ruralmap.rules.facts import Facts
    from ruralmap.rules.place_counts import PlaceCount
    from ruralmap.rules.results import Result
    from ruralmap.schema.policy import Policy
    from ruralmap.workspace import Workspace

__all__ = ["ZonesReport", "write_zones", "zones"]

_CSV_COLUMNS: Final = (
    "rule_id",
    "level",
    "code",
    "name",
    "status",
    "outcome",
    "numerator",
    "denominator",
    "value",
    "threshold",
    "unit",
    "own_margin",
    "reading",
    "basis",
    "figure_date",
    "figure_doc",
    "reason",
    "as_of",
    "marks",
)


def zones(workspace: Workspace, facts: Facts, *, policy: Policy, lang: Language = "zh") -> ZonesReport:
    """
    Say which households, villages and townships the policy puts on its lists.

    Parameters
    ----------
    workspace
        The county's folder.
    facts
        The county's linked rosters, populations, incomes and parameters.
    policy
        The policy.
    lang
        The language of the products.

    Returns
    -------
    report
        The results, with the numbers that decided each, and the list that the county adopted last.

    Raises
    ------
    UsageError
        If the policy puts nobody on a list.
    ConservationError
        If somebody would be counted twice or not at all.
    InputError
        If an adopted list was damaged.
    """
    lists = policy.listing
    if not lists.rules:
        raise UsageError(say_both("zones.fault.no_lists", policy=policy.id))
    return evaluated(workspace, facts, lists, lang=lang)


def evaluated(workspace: Workspace, facts: Facts, policy: Policy, *, lang: Language = "zh") -> ZonesReport:
    """
    Say what all rules of a policy come to, also those that put nobody on a list.

    Parameters
    ----------
    workspace
        The county's folder.
    facts
        The county's tables.
    policy
        The policy.
    lang
        The language of the products.

    Returns
    -------
    report
        The results, and the list that the county adopted last.

    Raises
    ------
    ConservationError
        If somebody would be counted twice or not at all.
    InputError
        If an adopted list was damaged.
    """
    with collector_paused():
        evaluation = evaluate_policy(policy, facts)
    return ZonesReport(
        workspace.county.name,
        workspace.county.simulated,
        evaluation,
        facts,
        lang,
        latest_adoption(workspace, policy.id),
    )


def write_zones(report: ZonesReport, path: str | Path) -> None:
    """
    Write the lists as the file's ending says: a workbook, CSV or JSON.

    Parameters
    ----------
    report
        The lists.
    path
        Where they shall stand: .xlsx, .csv or .json.

    Raises
    ------
    UsageError
        If the ending is another.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    with collector_paused():
        write_result(
            path,
            sheets=lambda: zone_sheets(report),
            table=lambda: _rows(report),
            record=report.as_json,
        )


def _rows(report: ZonesReport) -> list[list[object]]:
    """Give villages and townships one a row, then the counts of households by place, under a header."""
    places = [rule.id for rule in report.policy.rules if rule.level != "household"]
    results = [result for rule_id in places for result in report.evaluation.of(rule_id)]
    names = {result.code: result.name for result in results}
    rows = [_csv_row(report, result) for result in results]
    for rule in report.policy.rules:
        if rule.level == "household":
            rows += [_csv_count(report, count, names) for count in report.count_by_village(rule.id)]
    every = {
        "as_of": report.evaluation.as_of,
        "marks": "；".join([*report.marks, say("zones.internal", report.lang)]),
    }
    header = [say(f"zones.sheet.{name}", report.lang) for name in _CSV_COLUMNS]
    lines = [[(row | every).get(name, "") for name in _CSV_COLUMNS] for row in rows]
    # How each unit stands to the adopted list; counts of households stand to none.
    for field in adopted_fields(report):
        header.append(field.header)
        for place, line in enumerate(lines):
            line.append(field.cell(results[place]) if place < len(results) else "")
    return [[*header], *lines]


def _reading_text(report: ZonesReport, rule_id: str) -> str:
    """Say the published reading of a rule in the office's words."""
    rule = next(rule for rule in report.policy.rules if rule.id == rule_id)
    return rule.default_reading.label.text(report.lang)


def _csv_row(report: ZonesReport, result: Result) -> dict[str, object]:
    record = {name: "" if value is None else value for name, value in result.as_record().items()}
    leading = result.readings[0].answer.leading
    figure = leading and leading.figure
    return record | {
        "level": say(f"zones.level.{result.level}", report.lang),
        "name": result.name,
        "status": status_text(result.status, report.lang),
        "outcome": outcome_text(result.outcome, report.lang),
        "own_margin": record["margin"],
        "reading": _reading_text(report, result.rule_id),
        "figure_date": figure.as_of if figure else "",
        "figure_doc": figure.doc if figure else "",
        "reason": reasons_text(result.reasons, report.lang),
    }


def _csv_count(report: ZonesReport, count: PlaceCount, names: Mapping[str, str]) -> dict[str, object]:
    status = "undecided" if count.certainty == "undecided" else count.outcome
    return {
        "rule_id": count.rule.id,
        "level": say("zones.sheet.place_count", report.lang),
        "code": count.code,
        "name": names.get(count.code, report.county),
        "status": status_text(status, report.lang),
        "outcome": outcome_text(count.outcome, report.lang),
        "numerator": count.rows,
        "denominator": count.of,
        "unit": say("zones.counted.households", report.lang),
        "reading": _reading_text(report, count.rule.id),
    }
