"""`ruralmap demo`: the demonstration county, end to end."""

from __future__ import annotations

from pathlib import Path

import click

from ruralmap.cli.console import Output, print_json, print_paths
from ruralmap.cli.options import output_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.demo import run_demo
from ruralmap.jobs.link_list import count_table
from ruralmap.jobs.zone_counts import count_zones
from ruralmap.words.catalogue import say


@click.command(name="demo")
@click.option(
    "-w",
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default="当前目录 here",
    help="写入的目录。 The folder to write into.",
)
@output_options
def command(*, workspace: Path, output: Output) -> None:
    """演示：以和平县（模拟数据）走完核查、落图、认定、制图全过程。 Work the demonstration county through."""
    lang = output.lang
    with linking_steps(output) as steps:
        made = run_demo(workspace, lang=lang, steps=steps)
    paths: dict[str, Path | str] = {
        say(f"cli.product.{kind}", lang): path for kind, path in made.paths.items()
    }
    if made.build.decisions_path:
        paths[say("cli.product.decisions", lang)] = made.build.decisions_path
    paths[say("cli.product.registry", lang)] = made.build.registry_path
    if output.as_json:
        print_json(
            {
                "paths": {kind: str(path) for kind, path in made.paths.items()},
                "registry": str(made.build.registry_path),
                "seconds": {step.name: round(step.seconds, 2) for step in steps.done},
            }
        )
        return
    output.table(say("cli.links", lang), *count_table(made.build.linked, lang))
    output.table(say("cli.zones", lang), *count_zones(made.zones))
    print_paths(paths)
