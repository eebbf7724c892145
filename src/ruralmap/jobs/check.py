"""Read everything and say what is wrong (核查): inputs against the dictionary and against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from ruralmap.errors import LayerError
from ruralmap.files.reading_ahead import reading_ahead
from ruralmap.funds.relief_findings import relief_findings
from ruralmap.geo.crs import require_metres
from ruralmap.geo.topology import Drawing, find_faults
from ruralmap.jobs.check_report import CheckReport
from ruralmap.jobs.collector import collector_paused
from ruralmap.jobs.crs import layer_entries, table_entries
from ruralmap.jobs.crs_findings import crs_findings
from ruralmap.jobs.decisions import check_decisions, read_decision_table
from ruralmap.jobs.findings_book import read_answers, write_findings
from ruralmap.jobs.inputs import InputTable, read_layer_table, read_shape_table, read_table
from ruralmap.jobs.ledger import ledger_of, unread_money
from ruralmap.jobs.lineage import check_lineage
from ruralmap.jobs.products import product_path
from ruralmap.jobs.spans import survey_spans
from ruralmap.schema.agreements import check_assets, check_incomes, check_points
from ruralmap.schema.dates import last_day
from ruralmap.schema.dealing_checks import check_dealings
from ruralmap.schema.decisions import DECISIONS
from ruralmap.schema.division import county_of, township_of
from ruralmap.schema.gravity import finding
from ruralmap.schema.references import check_households, check_references, place_of
from ruralmap.schema.tables import LAYERS, SHAPES, TABLES
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ruralmap.files.layer_crs import Box
    from ruralmap.jobs.crs_entries import CrsEntry
    from ruralmap.schema.finding import Finding
    from ruralmap.schema.outcomes import Answers
    from ruralmap.workspace import Workspace

__all__ = ["CheckReport", "check", "require_trustworthy", "survey", "write_findings"]

# Without one of these nothing trustworthy can be made; the others only leave gaps.
_COMPULSORY: Final = (*LAYERS, "roster", "denominators")


def check(workspace: Workspace) -> CheckReport:
    """
    Read everything, and refuse to go on without what nothing can be computed from.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    report
        What was read and found.

    Raises
    ------
    LayerError
        If a layer, the rosters or the rural population cannot be used; it carries all findings.
    CrsError
        If the county's coordinate system is unknown, or does not measure in metres.
    """
    return require_trustworthy(survey(workspace))


def require_trustworthy(report: CheckReport) -> CheckReport:
    """
    Refuse a report that lacks what nothing can be computed without.

    Whoever writes the findings workbook does so before asking this, so that the office can mend its files.

    Parameters
    ----------
    report
        What `survey` found.

    Returns
    -------
    report
        The same.

    Raises
    ------
    LayerError
        If a layer, the rosters or the rural population cannot be used; it carries all findings.
    """
    if report.unusable:
        message = say_both("check.untrustworthy", files="、".join(report.unusable))
        raise LayerError(message, report.findings)
    return report


@collector_paused()
def survey(workspace: Workspace) -> CheckReport:
    """
    Read everything and report, whatever the state of the inputs; nothing is written.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    report
        What was read and found; `unusable` names compulsory inputs that could not be read.

    Raises
    ------
    LayerError
        If the last findings workbook or the decisions workbook cannot be read: the answers would be lost.
    CrsError
        If the county's coordinate system is unknown, or does not measure in metres.
    """
    require_metres(workspace.county.crs)
    answers = read_answers(product_path(workspace, "findings"))
    inputs = _read_inputs(workspace, answers)
    read, layers, outline = inputs.read, inputs.layers, inputs.outline
    frames = {name: item.frame for name, item in read.items() if item.frame is not None}
    tables = {name: frames[name] for name in workspace.tables if name in frames}
    between = [*inputs.about_layers, *_check_tables(tables, outline)]
    shapes = {table.name: frames[table.name] for table in SHAPES.values() if table.name in frames}
    between += crs_findings(inputs.systems + table_entries(workspace, layers, tables))
    unread = {name: item.unread for name, item in read.items()}
    between += check_references(tables | shapes, unread)
    unsure = [name for name, lacking in unread.items() if lacking]
    between += check_dealings(tables, as_of=workspace.county.as_of, unread=unsure)
    between += _check_money(workspace, tables)
    spans, about_shares = survey_spans(frames, crs=workspace.county.crs)
    between += about_shares
    between += _check_roster_date(tables, workspace.county.as_of)
    between += check_lineage(workspace, tables, layers)
    between += check_decisions(workspace, tables, layers)
    return CheckReport(
        county=workspace.county.name,
        as_of=workspace.county.as_of,
        simulated=workspace.county.simulated,
        layers=layers,
        tables=tables,
        findings=(*(found for item in read.values() for found in item.findings), *between),
        rejected=pd.concat([item.rejected for item in read.values()], ignore_index=True),
        counts=tuple(count for item in read.values() for count in item.counts),
        unknown=tuple(header for item in read.values() for header in item.unknown),
        answers=answers,
        spans=spans,
        shapes={name: gpd.GeoDataFrame(drawn) for name, drawn in shapes.items()},
        cards={file: card for item in read.values() for file, card in item.cards.items()},
        unusable=tuple(file for name in _COMPULSORY if name in read for file in read[name].unusable),
        unread=unread,
    )


class _Inputs(NamedTuple):
    """Everything that was read, in the order of the workspace, and what was found in the layers meanwhile."""

    read: dict[str, InputTable]
    layers: dict[str, gpd.GeoDataFrame]
    outline: Box | None
    about_layers: list[Finding]
    systems: list[CrsEntry]


def _read_inputs(workspace: Workspace, answers: Answers) -> _Inputs:
    """Read everything; the layers are looked at while the largest workbook is still being read."""
    read: dict[str, InputTable] = {}
    outline: Box | None = None
    with reading_ahead(_table_files(workspace)) as sheets_of:
        for name in LAYERS:
            read[name] = read_layer_table(
                workspace, name, answers=answers, outline=outline, names=_townships(read)
            )
            outline = outline or _box_of(read["county"])
        layers = {name: gpd.GeoDataFrame(read[name].frame) for name in LAYERS if read[name].frame is not None}
        about_layers = _check_layers(workspace, layers)
        systems = layer_entries(workspace, layers)
        for name in sorted(workspace.tables, key=lambda name: _size_of(workspace, name)):
            is_own = name == DECISIONS.name  # written by the tool, answered by the office
            own = read_decision_table(workspace) if is_own else None
            read[name] = own or read_table(workspace, name, answers=answers, sheets_of=sheets_of)
        for name in workspace.shapes:
            read[SHAPES[name].name] = read_shape_table(workspace, name, answers=answers, outline=outline)
    return _Inputs(
        {name: read[name] for name in _in_order(workspace)}, layers, outline, about_layers, systems
    )


def _table_files(workspace: Workspace) -> list[Path]:
    """List the files of tables that will be read; the decisions are read otherwise."""
    return [
        file for name in workspace.tables if name != DECISIONS.name for file in _files_of(workspace, name)
    ]


def _files_of(workspace: Workspace, table: str) -> list[Path]:
    """List a table's files as far as they exist."""
    files = [workspace.path(file) for file in workspace.tables[table]]
    return [file for file in files if file.is_file()]


def _size_of(workspace: Workspace, table: str) -> int:
    """Measure a table's files in bytes: the small ones are read while the largest is read ahead."""
    return sum(file.stat().st_size for file in _files_of(workspace, table))


def _in_order(workspace: Workspace) -> list[str]:
    """Name everything that is read in the order of the workspace, which is that of the findings."""
    return [*LAYERS, *workspace.tables, *(SHAPES[name].name for name in workspace.shapes)]


def _box_of(county: InputTable) -> Box | None:
    """Take the county's box, if its layer could be read."""
    if county.frame is None or county.frame.empty:
        return None
    west, south, east, north = county.frame.total_bounds
    return float(west), float(south), float(east), float(north)


def _townships(read: Mapping[str, InputTable]) -> list[str]:
    """Take the names of the townships, if their layer was read: they tell in which encoding villages are."""
    frame = read["townships"].frame if "townships" in read else None
    return [] if frame is None else frame["township"].dropna().tolist()


def _check_layers(workspace: Workspace, layers: Mapping[str, gpd.GeoDataFrame]) -> list[Finding]:
    """Check codes against the level above, and that polygons fit together."""
    findings = []
    above = {workspace.county.code}
    for name, column, upper in (
        ("townships", "township_code", county_of),
        ("villages", "village_code", township_of),
    ):
        if name not in layers:
            continue
        layer = layers[name]
        findings += _codes_elsewhere(layer, name, column=column, upper=upper, above=above)
        findings += _coverage_faults(layer, name, column=column, crs=workspace.county.crs)
        above = set(layer[column])
    return findings


def _codes_elsewhere(
    layer: gpd.GeoDataFrame, name: str, *, column: str, upper: Callable[[str], str], above: set[str]
) -> list[Finding]:
    """Report features whose code does not lie under a unit of the level above."""
    shown = next(iter(above)) if len(above) == 1 else say_both("check.any_township")
    title = LAYERS[name].column(column).zh
    return [
        finding("code_elsewhere", name, **place_of(row), column=title, raw=row[column], expected=shown)
        for row in layer.drop(columns="geometry").to_dict("records")
        if upper(row[column]) not in above
    ]


def _coverage_faults(layer: gpd.GeoDataFrame, name: str, *, column: str, crs: str) -> list[Finding]:
    """Report gaps and overlaps of a square metre or more; `topology` says what could be done about them."""
    file = str(layer["source_file"].iloc[0]) if len(layer) else ""
    codes = tuple(layer[column])
    drawing = Drawing(np.asarray(layer.geometry), codes, layer.crs, crs)
    return [
        finding(
            f"coverage_{fault.kind}",
            name,
            file=file,
            raw="、".join(sorted(codes[place] for place in fault.members)),
            area_m2=f"{fault.area_m2:,.0f}",
        )
        for fault in find_faults(drawing).faults
        if fault.counts and fault.kind in {"gap", "overlap"}
    ]


def _check_money(workspace: Workspace, tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Check that each fund line conserves its money, and what was paid for labour."""
    findings: list[Finding] = []
    if not unread_money(workspace, tables):
        findings += ledger_of(workspace, tables).findings
    if "labour_pay" in tables:
        known = set(tables["roster"]["p_id"]) if "roster" in tables else set()
        findings += relief_findings(tables["labour_pay"], tables.get("projects"), known)
    return findings


def _check_roster_date(tables: Mapping[str, pd.DataFrame], as_of: str) -> list[Finding]:
    """Say where a roster is of a later day than the date of evaluation: it is not what held on that day."""
    if "roster" not in tables:
        return []
    roster = tables["roster"]
    days = roster["as_of"].dropna().unique()
    later = roster[roster["as_of"].isin([day for day in days if last_day(day) > as_of])]
    title = TABLES["roster"].column("as_of").zh
    return [
        finding("roster_later", "roster", file=str(file), column=title, raw=rows["as_of"].max(), as_of=as_of)
        for file, rows in later.groupby("source_file", sort=True)
    ]


def _check_tables(tables: Mapping[str, pd.DataFrame], outline: Box | None) -> list[Finding]:
    """Check tables against each other, sums that must agree, and points against the county."""
    findings: list[Finding] = []
    if "roster" in tables:
        findings += check_households(tables["roster"])
    if "incomes" in tables:
        findings += check_incomes(tables["incomes"])
    if "assets" in tables:
        findings += check_assets(tables["assets"])
    if outline:
        for name, frame in tables.items():
            if "lon" in frame:
                findings += check_points(frame, name, outline)
    return findings
