"""`ruralmap zones compare`: who entered and left between two lists, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import out_option, output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.compare_sheets import compare_record, compare_sheets, compare_table
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.zones_compare import compare_zones
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output


@click.command(name="compare")
@click.argument("before")
@click.argument("after")
@workspace_options
@policy_option
@out_option("工作簿写到何处。 Where the workbook goes.")
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    before: str,
    after: str,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    out: Path | None,
    output: Output,
) -> None:
    """名单变动：BEFORE、AFTER 各为审定名单、日期、政策@日期或 条款=口径。 Who entered and left, and why."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "zones_compare")
    with linking_steps(output) as steps:
        comparison = compare_zones(opened, (before, after), policy=policy, lang=lang, steps=steps)
        write_workbook(path, compare_sheets(comparison))
    output.table(say("zones_compare.title", lang, county=opened.county.name), *compare_table(comparison))
    output.product(say("zones_compare.product", lang), path, lambda: compare_record(comparison))
