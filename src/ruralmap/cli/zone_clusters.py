"""`ruralmap zones clusters`: where low-income people live close together, and who no list reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import out_option, output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.files.clusters import read_clusters
from ruralmap.files.workbook import write_workbook
from ruralmap.jobs.cluster_sheets import cluster_record, cluster_sheets, cluster_table, share_text
from ruralmap.jobs.clusters import find_clusters
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.zones import zones
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output


@click.command(name="clusters")
@workspace_options
@policy_option
@click.option(
    "--method",
    default="low-income",
    show_default=True,
    help="聚集区方法的编号或 TOML 文件。 A method's id or file.",
)
@click.option("--variant", help="低收入人口的口径，默认取方法的第一种。 Who counts; the method's first.")
@out_option("工作簿写到何处。 Where the workbook goes.")
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    method: str,
    variant: str | None,
    out: Path | None,
    output: Output,
) -> None:
    """聚集区：低收入人口集中在哪里，有多少漏在名单外；内部使用。 Where low-income people live together."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "clusters")
    how, chosen = read_clusters(method), policy_of(opened, policy)
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("clusters.step", lang)):
            report = zones(opened, facts_of(opened, linked, (chosen,)), policy=chosen, lang=lang)
            found = find_clusters(opened, linked, report, method=how, variant=variant)
            write_workbook(path, cluster_sheets(found))
    output.table(say("clusters.title", lang, county=opened.county.name), *cluster_table(found))
    output.note(say("clusters.missed", lang, share=share_text(found, lang)))
    output.product(say("clusters.product", lang), path, lambda: cluster_record(found))
