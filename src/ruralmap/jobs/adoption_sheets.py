"""The workbook 审定名单: what it rests on, the units, those moved by hand, and those that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.zone_sentences import status_text
from ruralmap.rules.adopted import OUTSIDE
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.schema.policy_conditions import comparisons_of
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.jobs.adoption_records import Adoption
    from ruralmap.jobs.zone_report import ZonesReport
    from ruralmap.rules.adopted import Listed
    from ruralmap.schema.policy import Policy

_COLUMNS: Final = ("rule_id", "level", "code", "name", "status", "numerator", "denominator", "margin")
_MANUAL: Final = ("move", "reason", "approver")
_WIDTHS: Final = {0: 10, 1: 8, 2: 16, 3: 20, 4: 12, 9: 30, 10: 14}
_GAP: Final = "　"


def adoption_sheets(report: ZonesReport, record: Adoption, units: Sequence[Listed]) -> list[Sheet]:
    """
    Lay out the workbook of an adopted list.

    Parameters
    ----------
    report
        The results that the list was made of.
    record
        The adoption.
    units
        The units.

    Returns
    -------
    sheets
        说明, 审定名单, 人工调入调出 (apart, so that nobody takes them for the rule's own), 待核定.
    """
    lang = report.lang
    open_units = [unit for unit in units if unit.move is None and unit.status not in {"selected", *OUTSIDE}]
    return [
        _about(report, record),
        _units(report, "listed", [unit for unit in units if unit.adopted], (*_COLUMNS, *_MANUAL), lang),
        _units(report, "manual", [unit for unit in units if unit.move], (*_COLUMNS, *_MANUAL), lang),
        _units(report, "open", open_units, _COLUMNS, lang),
    ]


def _about(report: ZonesReport, record: Adoption) -> Sheet:
    """Say who decided, by which document, from what."""
    lang = report.lang
    readings = {
        rule.id: reading for rule in report.policy.rules for reading in rule.readings if reading.default
    }
    lines = [
        ("marks", _marks(report)),
        ("name", record.name),
        ("doc", record.doc),
        ("date", record.date),
        ("by", record.by),
        ("policy", f"{report.policy.title.text(lang)}（{record.policy}）"),
        ("policy_sha256", record.policy_sha256),
        ("as_of", record.as_of),
        *(("reading", f"{rule}：{reading.label.text(lang)}") for rule, reading in readings.items()),
        *(
            ("parameter", f"{row.name} {row.year or ''} {row.value or ''}{row.unit} {row.doc}")
            for row in record.parameters
        ),
        ("tool_version", record.tool_version),
        ("list_sha256", record.list_sha256),
        *(("input", f"{path}  {digest}") for path, digest in record.inputs.items()),
    ]
    rows = [(say(f"adoption.about.{key}", lang), text) for key, text in lines]
    header = (say("zones.sheet.about_item", lang), say("zones.sheet.about_text", lang))
    notes = (say("adoption.sheet.title", lang, county=report.county, doc=record.doc),)
    return Sheet(say("zones.sheet.about", lang), [header, *rows], notes=notes, widths={0: 18, 1: 100})


def _units(
    report: ZonesReport, sheet: str, units: Sequence[Listed], columns: Sequence[str], lang: Language
) -> Sheet:
    """List units, one a row; households by their ids alone."""
    header = [say(f"adoption.column.{column}", lang) for column in columns]
    money = money_rules(report.policy)
    body = [[cell(unit, column, lang, money=money) for column in columns] for unit in units]
    notes = (_marks(report), say(f"adoption.sheet.{sheet}_note", lang))
    return Sheet(say(f"adoption.sheet.{sheet}", lang), [header, *body], notes=notes, widths=_WIDTHS)


def money_rules(policy: Policy) -> frozenset[str]:
    """
    Find the rules whose numerators are money: they are kept in fen and shown in yuan.

    Parameters
    ----------
    policy
        The policy.

    Returns
    -------
    rules
        By id.
    """
    leading = {
        rule.id: next(comparisons_of(rule.default_reading.condition), None)
        for rule in policy.rules
        if rule.readings
    }
    return frozenset(rule for rule, first in leading.items() if first and first.unit.startswith("元"))


def cell(unit: Listed, column: str, lang: Language, *, money: frozenset[str]) -> object:
    """
    Say one cell of a unit in the office's words.

    Parameters
    ----------
    unit
        The unit.
    column
        A field of `Listed`.
    lang
        The language.
    money
        The rules whose numerators are fen.

    Returns
    -------
    cell
        Text, a number, or nothing.
    """
    value: object = vars(unit)[column]
    if isinstance(value, int) and column in {"numerator", "margin"} and unit.rule_id in money:
        return value / FEN_PER_YUAN
    if column == "level":
        return say(f"zones.level.{unit.level}", lang)
    if column == "status":
        return status_text(unit.status, lang)
    if column == "move":
        return say(f"adoption.move.{unit.move}", lang) if unit.move else None
    return value


def _marks(report: ZonesReport) -> str:
    return _GAP.join([*report.marks, say("zones.internal", report.lang)])
