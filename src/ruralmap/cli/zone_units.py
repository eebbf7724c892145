"""`ruralmap zones units`: the file of each unit that is or was on an adopted list."""

from __future__ import annotations

from pathlib import Path

import click

from ruralmap.cli.console import print_json, print_paths
from ruralmap.cli.options import output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.products import product_path
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.unit_files import unit_files
from ruralmap.jobs.unit_sheets import unit_records, unit_sheets
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace


@click.command(name="units")
@workspace_options
@policy_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="工作簿写到何处。 Where the workbook goes.",
)
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    out: Path | None,
    lang: Language,
    as_json: bool,
    quiet: bool,
) -> None:
    """跟踪档案：名单上每个单位的纳入、原因、责任、措施、走访、投入。 The file of each unit on the lists."""
    opened = open_workspace(workspace, as_of=as_of)
    path = out or product_path(opened, "zone_units")
    refuse_workspace_inputs(path, opened)
    chosen = policy_of(opened, policy)
    with linking_steps(quiet=quiet or as_json, lang=lang) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("unit_files.step", lang)):
            files = unit_files(opened, linked, chosen)
            write_workbook(path, unit_sheets(opened, chosen, files, lang=lang))
    if as_json:
        print_json({"policy": chosen.id, "units": unit_records(files), "path": str(path)})
        return
    print_paths({say("unit_files.product", lang): path})
