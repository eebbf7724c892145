"""`ruralmap zones units`: the file of each unit that is or was on an adopted list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import out_option, output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.unit_files import unit_files
from ruralmap.jobs.unit_sheets import unit_records, unit_sheets
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output


@click.command(name="units")
@workspace_options
@policy_option
@out_option("工作簿写到何处。 Where the workbook goes.")
@output_options
def command(
    *,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    out: Path | None,
    output: Output,
) -> None:
    """跟踪档案：名单上每个单位的纳入、原因、责任、措施、走访、投入。 The file of each unit on the lists."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "zone_units")
    chosen = policy_of(opened, policy)
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("unit_files.step", lang)):
            files = unit_files(opened, linked, chosen)
            write_workbook(path, unit_sheets(opened, chosen, files, lang=lang))
    output.product(
        say("unit_files.product", lang), path, lambda: {"policy": chosen.id, "units": unit_records(files)}
    )
