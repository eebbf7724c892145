"""The workbook 拓扑检查报告: counts, faults with their place, proposals, areas, and sums of the levels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.files.workbook import Sheet
from ruralmap.geo.topology import SLIVER_THINNESS
from ruralmap.jobs.check_report import table_title
from ruralmap.jobs.topology_lines import KINDS
from ruralmap.jobs.topology_texts import (
    REPAIR_COLUMNS,
    found_text,
    proposal_text,
    repair_rows,
    unit_name,
)
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.jobs.topology import Repaired, TopologyReport
    from ruralmap.jobs.topology_moves import Move

_STYLES: Final[dict[str, NumberStyle]] = {
    "area_m2": "integer",
    "change_m2": "integer",
    "before_m2": "integer",
    "after_m2": "integer",
    "parts_m2": "integer",
    "whole_m2": "integer",
    "difference_m2": "integer",
    "lacking_m2": "integer",
    "beyond_m2": "integer",
    "tiny_m2": "number",
    "thinness": "number",
    "share": "percent",
    "change_share": "percent",
    "difference_share": "percent",
    "lon": "number",
    "lat": "number",
    **dict.fromkeys(
        (
            *("number", "count", "polygons", "tiny", "parts_count"),
            *("polygons_before", "polygons_after", "changed", "left"),
        ),
        "integer",
    ),
}
_WIDTHS: Final = {
    "number": 7,
    "count": 8,
    "layer": 10,
    "kind": 14,
    "code": 16,
    "village_before": 30,
    "village_after": 30,
    "codes": 17,
    "names": 26,
    "name": 20,
    "file": 28,
    "found": 34,
    "proposal": 40,
    "lon": 12,
    "lat": 11,
    "thinness": 9,
    "lacking_m2": 24,
    "beyond_m2": 24,
    "share": 11,
}


def topology_sheets(
    report: TopologyReport,
    lang: Language,
    *,
    repaired: Sequence[Repaired] = (),
    moves: Sequence[Move] = (),
    out: Path | None = None,
) -> list[Sheet]:
    """
    Lay out the workbook.

    Parameters
    ----------
    report
        The report.
    lang
        The language.
    repaired
        How the repaired layers came out, where a repair was asked for.
    moves
        The households that lie in other villages afterwards.
    out
        Where the repaired layers were written.

    Returns
    -------
    sheets
        说明 first, then counts, faults, proposals, areas and sums.
    """
    sheets = [_about(report, lang, out), _counts(report, lang)]
    if repaired:
        sheets.append(_sheet(report, "repaired", REPAIR_COLUMNS, repair_rows(repaired, lang)[1], lang))
        sheets.append(_moves(report, moves, lang))
    return [*sheets, _faults(report, lang), _changes(report, lang), _areas(report, lang), _sums(report, lang)]


def _sheet(
    report: TopologyReport,
    name: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    lang: Language,
) -> Sheet:
    """Make a sheet with its title, the date and the marks above it."""
    title = say("topology.title", lang, county=report.county)
    header = [say(f"topology.column.{column}", lang) for column in columns]
    sheet = say(f"topology.sheet.{name}", lang)
    return Sheet(
        sheet,
        [header, *rows],
        notes=(
            f"{title} · {sheet}",
            f"{say('topology.as_of', lang, as_of=report.as_of)} · {_marks(report, lang)}",
        ),
        widths={place: _WIDTHS.get(column, 16) for place, column in enumerate(columns)},
        styles={place: _STYLES[column] for place, column in enumerate(columns) if column in _STYLES},
    )


def _marks(report: TopologyReport, lang: Language) -> str:
    simulated = [say("topology.simulated", lang)] if report.simulated else []
    return " · ".join([*simulated, say("topology.internal", lang)])


def _about(report: TopologyReport, lang: Language, out: Path | None) -> Sheet:
    """Say what was checked, by which rules, and whether anything was changed."""
    files = "、".join(f"{table_title(name, lang)} {level.file}" for name, level in report.levels.items())
    zone = next(iter(report.levels.values())).drawing.zone
    key = "applied_no" if out is None else "applied_yes"
    texts: Mapping[str, str] = {
        "county": report.county,
        "as_of": report.as_of,
        "marks": _marks(report, lang),
        "files": files,
        "rule": say("topology.about.rule_text", lang, crs=zone),
        "sliver": say("topology.about.sliver_text", lang, thinness=f"{SLIVER_THINNESS:.3f}"),
        "tiny": say("topology.about.tiny_text", lang),
        "proposal": say("topology.about.proposal_text", lang),
        "applied": say(f"topology.about.{key}", lang, path=out.name if out else ""),
        "signatures": "",
    }
    rows = [[say(f"topology.about.{name}", lang), text] for name, text in texts.items()]
    header = [say("topology.column.item", lang), say("topology.column.content", lang)]
    title = say("topology.title", lang, county=report.county)
    return Sheet(say("topology.sheet.about", lang), [header, *rows], notes=(title,), widths={0: 18, 1: 110})


def _counts(report: TopologyReport, lang: Language) -> Sheet:
    """Count polygons and faults by layer."""
    columns = ("layer", "file", "polygons", "kind", "count", "area_m2", "tiny", "tiny_m2")
    counts = report.counts
    rows: list[list[object]] = []
    for name, level in report.levels.items():
        tiny, tiny_m2 = report.tiny[name]
        kinds = [kind for kind in KINDS if counts[name, kind]]
        head: list[object] = [table_title(name, lang), level.file, len(level.drawing.codes)]
        tail: list[object] = [tiny, round(tiny_m2, 4)]
        for place, kind in enumerate(kinds):
            areas = report.area_of(name, kind)
            own = head if place == 0 else [None] * len(head)
            title = say(f"topology.kind.{kind}", lang)
            rows.append([*own, title, counts[name, kind], areas, *(tail if place == 0 else [])])
        if not kinds:
            rows.append([*head, say("topology.no_faults", lang), 0, 0, *tail])
    return _sheet(report, "counts", columns, rows, lang)


def _faults(report: TopologyReport, lang: Language) -> Sheet:
    """List every fault with its place."""
    columns = (
        *("number", "layer", "kind", "codes", "names", "area_m2", "share", "thinness", "lon", "lat"),
        *("found", "proposal"),
    )
    rows: list[list[object]] = []
    for number, line in enumerate(report.lines, start=1):
        lon, lat = line.spot or (None, None)
        thinness = None if line.thinness is None else round(line.thinness, 3)
        place = [None if lon is None else round(lon, 6), None if lat is None else round(lat, 6)]
        texts = [found_text(line, lang), proposal_text(report, line, lang)]
        units = ["\n".join(line.codes), "、".join(line.names)]
        kind = say(f"topology.kind.{line.kind}", lang)
        layer = table_title(line.layer, lang)
        rows.append([number, layer, kind, *units, line.area_m2, line.share, thinness, *place, *texts])
    return _sheet(report, "faults", columns, rows, lang)


def _changes(report: TopologyReport, lang: Language) -> Sheet:
    """List by how much each proposal changes each polygon."""
    columns = ("number", "layer", "kind", "proposal", "code", "name", "change_m2", "change_share")
    rows: list[list[object]] = [
        [
            number,
            table_title(line.layer, lang),
            say(f"topology.kind.{line.kind}", lang),
            proposal_text(report, line, lang),
            change.code,
            change.name,
            change.change_m2,
            change.share,
        ]
        for number, line in enumerate(report.lines, start=1)
        for change in line.changes
    ]
    return _sheet(report, "changes", columns, rows, lang)


def _moves(report: TopologyReport, moves: Sequence[Move], lang: Language) -> Sheet:
    """List the households that lie in other villages after the repair."""
    columns = ("hh_id", "village_before", "village_after")
    rows = [
        [household, *("\n".join(f"{code} {unit_name(report, code)}" for code in codes) for codes in places)]
        for household, *places in moves
    ]
    return _sheet(report, "moves", columns, rows, lang)


def _areas(report: TopologyReport, lang: Language) -> Sheet:
    """List the polygons whose area all proposals together would change by a square metre or more."""
    columns = ("layer", "code", "name", "before_m2", "after_m2", "change_m2", "change_share")
    rows: list[list[object]] = []
    for name, level in report.levels.items():
        plan = level.plan
        changes = plan.after_m2 - plan.before_m2
        for place, code in enumerate(level.drawing.codes):
            before, after, change = (
                float(values[place]) for values in (plan.before_m2, plan.after_m2, changes)
            )
            if abs(change) >= 1:
                share = change / before if before else None
                rows.append([table_title(name, lang), code, level.label(place), before, after, change, share])
    return _sheet(report, "areas", columns, rows, lang)


def _sums(report: TopologyReport, lang: Language) -> Sheet:
    """Compare the parts with their whole."""
    columns = (
        *("parts", "whole", "code", "name", "parts_count", "parts_m2", "whole_m2"),
        *("difference_m2", "difference_share", "lacking_m2", "beyond_m2"),
    )
    rows: list[list[object]] = [
        [
            table_title(parts, lang),
            table_title(whole, lang),
            item.code,
            unit_name(report, item.code),
            item.parts,
            item.parts_m2,
            item.area_m2,
            round(item.difference_m2) + 0,
            item.share,
            item.lacking_m2,
            item.beyond_m2,
        ]
        for (parts, whole), items in report.sums.items()
        for item in items
    ]
    return _sheet(report, "sums", columns, rows, lang)
