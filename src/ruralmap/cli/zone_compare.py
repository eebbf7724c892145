"""`ruralmap zones compare`: who entered and left between two lists, and why."""

from __future__ import annotations

from pathlib import Path

import click

from ruralmap.cli.console import print_json, print_paths, print_table
from ruralmap.cli.options import output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.compare_sheets import compare_record, compare_sheets, compare_table
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.products import product_path
from ruralmap.jobs.zones_compare import compare_zones
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace


@click.command(name="compare")
@click.argument("before")
@click.argument("after")
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
    before: str,
    after: str,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    out: Path | None,
    lang: Language,
    as_json: bool,
    quiet: bool,
) -> None:
    """名单变动：BEFORE、AFTER 各为审定名单、日期、政策@日期或 条款=口径。 Who entered and left, and why."""
    opened = open_workspace(workspace, as_of=as_of)
    path = out or product_path(opened, "zones_compare")
    refuse_workspace_inputs(path, opened)
    with linking_steps(quiet=quiet or as_json, lang=lang) as steps:
        comparison = compare_zones(opened, (before, after), policy=policy, lang=lang, steps=steps)
        write_workbook(path, compare_sheets(comparison))
    if as_json:
        print_json(compare_record(comparison) | {"path": str(path)})
        return
    if not quiet:
        print_table(say("zones_compare.title", lang, county=opened.county.name), *compare_table(comparison))
    print_paths({say("zones_compare.product", lang): path})
