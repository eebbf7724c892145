"""`ruralmap build`: check, link, rebuild the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import Output, print_json, print_paths
from ruralmap.cli.options import author_options, output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.build import build
from ruralmap.jobs.link_list import count_table
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.jobs.author import Author


@click.command(name="build")
@workspace_options
@author_options
@output_options
def command(*, workspace: Path, as_of: str | None, author: Author, output: Output) -> None:
    """建库：核查、落图，由资料重建资产登记库。 Check, link, and rebuild the registry from the inputs."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    with linking_steps(output) as steps:
        made = build(opened, author, lang=lang, steps=steps)
    if output.as_json:
        links = {
            name: {
                "rows": counts.rows,
                "linked": counts.linked,
                "unlinked": counts.unlinked,
                "rejected": counts.rejected,
                "statuses": counts.statuses,
            }
            for name, counts in made.linked.counts.items()
        }
        print_json(
            {
                "links": links,
                "registry": made.registry_counts,
                "merged": made.upkeep.counts,
                "path": str(made.registry_path),
            }
        )
        return
    output.table(say("cli.links", lang), *count_table(made.linked, lang))
    output.note(say("cli.merged", lang, **made.upkeep.counts))
    paths: dict[str, Path | str | None] = {
        "findings": made.findings_path,
        "links": made.links_path,
        "decisions": made.decisions_path,
        "registry": made.registry_path,
    }
    print_paths({say(f"cli.product.{kind}", lang): path for kind, path in paths.items() if path})
