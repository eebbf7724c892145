"""`ruralmap topology`: how the layers are drawn, with proposed repairs; nothing is changed."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import Output, print_json, print_paths, watched_steps
from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.outputs import chosen_path, refuse_workspace_inputs
from ruralmap.jobs.products import product_path
from ruralmap.jobs.topology import check_repair, survey_topology
from ruralmap.jobs.topology_layers import (
    require_different,
    require_geopackage,
    write_faults,
    write_repaired,
)
from ruralmap.jobs.topology_moves import list_moves
from ruralmap.jobs.topology_sheets import topology_sheets
from ruralmap.jobs.topology_texts import count_rows, repair_rows
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from ruralmap.jobs.topology import Repaired, TopologyReport
    from ruralmap.jobs.topology_moves import Move

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(name="topology")
@workspace_options
@out_option("报告写到何处（.xlsx）。 Where the report goes.")
@click.option(
    "--repair",
    type=_FILE,
    metavar="OUT.gpkg",
    help="按全部建议修复，另存为 .gpkg，不改原图层。 Write a repaired copy; the layers stay as they are.",
)
@click.option(
    "--fill-up-to",
    "fill_m2",
    type=click.FloatRange(min=0),
    metavar="M2",
    help="大于此面积（平方米）的缝隙保留不填，如水库。 Gaps of more square metres stay.",
)
@output_options
def command(
    *,
    workspace: Path,
    as_of: str | None,
    out: Path | None,
    repair: Path | None,
    fill_m2: float | None,
    output: Output,
) -> None:
    """拓扑：检查缝隙、重叠、缺漏，给出修复建议，不改动资料。 Check how polygons fit together."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "topology")
    faults = product_path(opened, "topology_faults") if out is None else out.with_suffix(".gpkg")
    targets = (path, faults, *([repair] if repair else []))
    for target in targets[1:]:
        refuse_workspace_inputs(target, opened)
    require_different(targets)
    if repair:
        require_geopackage(repair)
    with watched_steps(output) as steps:
        with steps.step(say("jobs.step.topology", lang)):
            report = survey_topology(opened, fill_m2=math.inf if fill_m2 is None else fill_m2)
        repaired: tuple[Repaired, ...] = ()
        moves: tuple[Move, ...] = ()
        if repair:
            with steps.step(say("jobs.step.topology_repair", lang)):
                repaired, moves = check_repair(report), list_moves(opened, report)
                write_repaired(report, repair)
        with steps.step(say("jobs.step.topology_report", lang)):
            sheets = topology_sheets(report, lang, repaired=repaired, moves=moves, out=repair)
            write_workbook(path, sheets)
            write_faults(report, faults, lang)
    paths = {"topology": path, "topology_faults": faults} | ({"topology_repaired": repair} if repair else {})
    if output.as_json:
        shown = {name: str(target) for name, target in paths.items()}
        counted = {"repaired": [vars(item) for item in repaired], "households_moved": len(moves)}
        print_json(report.as_json() | counted | {"paths": shown})
        return
    _summarise(output, report, repaired, moves)
    print_paths({say(f"cli.product.{name}", lang): target for name, target in paths.items()})


def _summarise(
    output: Output, report: TopologyReport, repaired: tuple[Repaired, ...], moves: tuple[Move, ...]
) -> None:
    """Show the counts on stderr."""
    lang = output.lang
    header, rows = count_rows(report, lang)
    if rows:
        output.table(say("cli.product.topology", lang), header, rows)
    else:
        output.note(say("topology.no_faults", lang))
    if repaired:
        output.table(say("topology.sheet.repaired", lang), *repair_rows(repaired, lang))
    if moves:
        output.note(say("topology.households_moved", lang, count=len(moves)))
