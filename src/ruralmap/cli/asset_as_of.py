"""`ruralmap assets as-of DATE`: the registry of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.asset_as_of import county_of, registry_of, write_registry_of
from ruralmap.jobs.maps import MAP_ENDINGS, draw_asset_map
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output


@click.command(name="as-of")
@click.argument("day", metavar="DATE")
@workspace_options
@out_option("写到何处：.xlsx .csv .json（表）、.html（图）。 Where it goes, by its ending.")
@output_options
def command(*, day: str, workspace: Path, as_of: str | None, out: Path | None, output: Output) -> None:
    """某日状态：登记库在 DATE（如 2024-06-30）的样子。 The registry as it was on a day."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of or day)
    path = chosen_path(opened, out, "asset_as_of", (*TABLE_ENDINGS, *MAP_ENDINGS))
    registry = registry_of(opened, day, lang=lang)
    if path.suffix.lower() in MAP_ENDINGS:
        with linking_steps(output) as steps, steps.step(say("jobs.step.map_assets", lang)):
            draw_asset_map(opened, county_of(registry), lang=lang).save(path)
    else:
        write_registry_of(registry, path)
    title = say("cli.product.asset_as_of", lang)
    output.table(f"{title} {day}", *registry.counts)
    output.product(title, path, registry.as_json)
