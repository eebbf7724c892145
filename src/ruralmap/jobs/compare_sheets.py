"""The workbook 名单变动: who entered, who left, who stayed, and what it comes from."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from ruralmap.files.workbook import Sheet
from ruralmap.jobs.zone_sentences import status_text
from ruralmap.rules.changes import MOVEMENTS
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from ruralmap.jobs.zones_compare import Comparison, Side
    from ruralmap.rules.changes import Change
    from ruralmap.rules.verdicts import Status

_COLUMNS: Final = ("rule_id", "level", "code", "name", "movement", "before", "after", "cause")
_GAP: Final = "　"


def compare_sheets(comparison: Comparison) -> list[Sheet]:
    """
    Lay out the workbook.

    Parameters
    ----------
    comparison
        The two lists.

    Returns
    -------
    sheets
        说明, 变动, 保留.
    """
    moved = [one for one in comparison.changes if one.movement != "stayed"]
    stayed = [one for one in comparison.changes if one.movement == "stayed"]
    return [
        _about(comparison),
        _changes(comparison, "moved", moved),
        _changes(comparison, "stayed", stayed),
    ]


def _marks(comparison: Comparison) -> str:
    lang = comparison.lang
    simulated = [say("zones.simulated", lang)] if comparison.simulated else []
    return _GAP.join([*simulated, say("zones.internal", lang)])


def _about(comparison: Comparison) -> Sheet:
    """Say which lists are compared, and how causes are found."""
    lang = comparison.lang
    header, rows = compare_table(comparison)
    lines: list[list[object]] = [
        [say("zones_compare.about.before", lang), _side_text(comparison.before)],
        [say("zones_compare.about.after", lang), _side_text(comparison.after)],
        [say("zones_compare.about.order", lang), say("zones_compare.about.order_text", lang)],
        [],
        list(header),
        *rows,
    ]
    head = [say("zones.sheet.about_item", lang), say("zones.sheet.about_text", lang)]
    notes = (say("zones_compare.title", lang, county=comparison.county), _marks(comparison))
    return Sheet(say("zones.sheet.about", lang), [head, *lines], notes=notes, widths={0: 30, 1: 60})


def _side_text(side: Side) -> str:
    doc = f" {side.adopted.record.doc}" if side.adopted else ""
    return f"{side.label}{doc}（{side.policy.id}，{side.workspace.county.as_of}）"


def _changes(comparison: Comparison, sheet: str, changes: list[Change]) -> Sheet:
    lang = comparison.lang
    header = [say(f"zones_compare.column.{column}", lang) for column in _COLUMNS]
    body = [_row(comparison, one) for one in changes]
    notes = (_marks(comparison),)
    widths = {2: 16, 3: 20, 5: 12, 6: 12, 7: 16}
    return Sheet(say(f"zones_compare.sheet.{sheet}", lang), [header, *body], notes=notes, widths=widths)


def _row(comparison: Comparison, one: Change) -> list[object]:
    lang = comparison.lang

    def said(status: Status | None) -> str:
        return say("adoption.difference.no_more", lang) if status is None else status_text(status, lang)

    return [
        one.key.rule_id,
        say(f"zones.level.{one.level}", lang),
        one.key.code,
        comparison.names[one.key],
        say(f"zones_compare.movement.{one.movement}", lang),
        said(one.before),
        said(one.after),
        say(f"zones_compare.cause.{one.cause}", lang) if one.cause else None,
    ]


def compare_table(comparison: Comparison) -> tuple[list[str], list[list[object]]]:
    """
    Count who moved, for a screen.

    Parameters
    ----------
    comparison
        The two lists.

    Returns
    -------
    table
        The header, and one row a rule: entered, left, stayed, and the causes of those who moved.
    """
    lang = comparison.lang
    header = [say("jobs.zones.rule", lang)]
    header += [say(f"zones_compare.movement.{one}", lang) for one in MOVEMENTS]
    header.append(say("zones_compare.column.cause", lang))
    rows: list[list[object]] = []
    for rule_id in _rules(comparison):
        of_rule = [one for one in comparison.changes if one.key.rule_id == rule_id]
        movements = Counter(one.movement for one in of_rule)
        causes = Counter(one.cause for one in of_rule if one.cause)
        text = "，".join(f"{say(f'zones_compare.cause.{one}', lang)} {n:,}" for one, n in causes.items())
        rows.append([rule_id, *(movements[one] for one in MOVEMENTS), text])
    return header, rows


def _rules(comparison: Comparison) -> list[str]:
    sides = (comparison.before, comparison.after)
    return list(dict.fromkeys(rule.id for side in sides for rule in side.policy.rules))


def compare_record(comparison: Comparison) -> dict[str, Any]:
    """
    Put a comparison into what JSON can say.

    Parameters
    ----------
    comparison
        The two lists.

    Returns
    -------
    record
        Villages and townships by code; households as numbers alone.
    """
    counts = Counter((one.key.rule_id, one.movement, one.cause) for one in comparison.changes)
    return {
        "before": _side_record(comparison.before),
        "after": _side_record(comparison.after),
        "counts": [
            {"rule_id": rule_id, "change": movement, "cause": cause, "units": number}
            for (rule_id, movement, cause), number in counts.items()
        ],
        "units": [
            {
                "rule_id": one.key.rule_id,
                "level": one.level,
                "code": one.key.code,
                "change": one.movement,
                "cause": one.cause,
                "before": one.before,
                "after": one.after,
            }
            for one in comparison.changes
            if one.level != "household"
        ],
    }


def _side_record(side: Side) -> dict[str, Any]:
    return {
        "name": side.label,
        "policy": side.policy.id,
        "as_of": side.workspace.county.as_of,
        "adopted": side.adopted is not None,
    }
