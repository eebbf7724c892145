"""What the topology report says of each fault (拓扑问题的话), and its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.jobs.check_report import table_title
from ruralmap.jobs.topology_lines import KINDS, Line
from ruralmap.words.bilingual import in_language
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.jobs.topology import Repaired, TopologyReport

REPAIR_COLUMNS: Final = (
    *("layer", "polygons_before", "polygons_after", "before_m2", "after_m2", "change_m2"),
    *("changed", "left", "fits"),
)
# GEOS gives reasons in English, with the place behind them in brackets.
_REASONS: Final = {
    "Ring Self-intersection": "ring_self_intersection",
    "Self-intersection": "self_intersection",
    "Hole lies outside shell": "hole_outside",
    "Holes are nested": "nested",
    "Nested shells": "nested",
    "Interior is disconnected": "disconnected",
    "Duplicate Rings": "duplicate_rings",
    "Too few points": "few_points",
}


def found_text(line: Line, lang: Language) -> str:
    """
    Say what a line found.

    Parameters
    ----------
    line
        The line.
    lang
        The language.

    Returns
    -------
    text
        One sentence.
    """
    key: str = line.kind
    why = str(in_language(line.why, lang))
    if line.kind == "invalid":
        reason = line.why.partition("[")[0].strip()
        why = say(f"topology.why.{_REASONS.get(reason, 'other')}", lang, reason=reason)
    elif line.kind == "empty":
        why = f"（{why}）" if why else ""
    elif line.rule == "surplus_abolished":
        key, why = "surplus_old", why or "—"
    names = "、".join(line.names)
    return say(f"topology.found.{key}", lang, why=why, names=names, count=line.count)


def proposal_text(report: TopologyReport, line: Line, lang: Language) -> str:
    """
    Say what a line proposes.

    Parameters
    ----------
    report
        The report, which knows the names of units.
    line
        The line.
    lang
        The language.

    Returns
    -------
    text
        One or two sentences.
    """
    return say(f"topology.proposal.{line.rule}", lang, where=unit_name(report, line.why))


def unit_name(report: TopologyReport, code: str) -> str:
    """
    Name a unit of any level by its code.

    Parameters
    ----------
    report
        The report.
    code
        The code.

    Returns
    -------
    name
        The code itself where no layer knows it.
    """
    for level in report.levels.values():
        if code in level.drawing.codes:
            return level.label(level.drawing.codes.index(code))
    return code


def count_rows(report: TopologyReport, lang: Language) -> tuple[list[str], list[list[object]]]:
    """
    Count faults by layer and kind.

    Parameters
    ----------
    report
        The report.
    lang
        The language.

    Returns
    -------
    header
        Titles of the columns.
    rows
        One for each kind that was found.
    """
    header = [say(f"topology.column.{name}", lang) for name in ("layer", "kind", "count")]
    counts = report.counts
    rows: list[list[object]] = []
    for name in report.levels:
        for kind in KINDS:
            if counts[name, kind]:
                title = say(f"topology.kind.{kind}", lang)
                rows.append(
                    [
                        table_title(name, lang),
                        title,
                        counts[name, kind],
                    ]
                )
    return header, rows


def repair_rows(repaired: Sequence[Repaired], lang: Language) -> tuple[list[str], list[list[object]]]:
    """
    Say how many polygons and how much ground there was before and after.

    Parameters
    ----------
    repaired
        How the layers came out.
    lang
        The language.

    Returns
    -------
    header
        Titles of the columns.
    rows
        One a layer; square metres are whole.
    """
    header = [say(f"topology.column.{name}", lang) for name in REPAIR_COLUMNS]
    rows: list[list[object]] = [
        [
            table_title(item.layer, lang),
            item.polygons_before,
            item.polygons_after,
            round(item.area_before_m2),
            round(item.area_after_m2),
            round(item.area_after_m2 - item.area_before_m2),
            item.changed,
            item.left,
            say(f"topology.{'yes' if item.fits else 'no'}", lang),
        ]
        for item in repaired
    ]
    return header, rows
