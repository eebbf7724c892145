"""How many units are on each list (名单统计), for a screen."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.verdicts import Status

_STATUSES: Final[tuple[Status, ...]] = (
    "selected",
    "undecided",
    "not_selected",
    "insufficient_data",
    "parameter_missing",
    "not_applicable",
)


def count_zones(report: ZonesReport) -> tuple[list[str], list[list[object]]]:
    """
    Count the units of each rule by their status.

    Parameters
    ----------
    report
        The lists.

    Returns
    -------
    table
        The header, and one row a rule: its label, each status, and all.
    """
    lang: Language = report.lang
    header = [say("jobs.zones.rule", lang)]
    header += [say(f"zones.status.{status}", lang) for status in _STATUSES]
    header.append(say("jobs.zones.all", lang))
    rows: list[list[object]] = []
    for rule in report.policy.rules:
        statuses = Counter(report.evaluation.rules[rule.id].verdicts.statuses)
        label = f"{rule.id} {rule.label.text(lang)}"
        rows.append([label, *(statuses[status] for status in _STATUSES), statuses.total()])
    return header, rows
