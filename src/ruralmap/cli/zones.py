"""`ruralmap zones`: who is on the list; `zones adopt | clusters | compare | …`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from click.core import ParameterSource

from ruralmap.cli.console import print_json, print_paths, print_table
from ruralmap.cli.lazy import LazyCommands
from ruralmap.cli.options import output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.errors import UsageError
from ruralmap.jobs.adopted_difference import difference_table
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.products import product_path
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.zone_counts import count_zones
from ruralmap.jobs.zones import write_zones, zones
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace

ZONE_COMMANDS: Final = {
    "adopt": "zone_adopt",
    "clusters": "zone_clusters",
    "compare": "zone_compare",
    "reproduce": "zone_reproduce",
    "units": "zone_units",
}


class ZoneCommands(LazyCommands):
    """The commands about adopted lists."""

    modules = ZONE_COMMANDS
    words = "cli.zone_commands"


@click.group(cls=ZoneCommands, name="zones", invoke_without_command=True)
@workspace_options
@policy_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="名单写到何处：.xlsx .csv .json。 Where the list goes, by its ending.",
)
@output_options
@click.pass_context
def command(  # noqa: PLR0913  # one parameter an option
    ctx: click.Context,
    *,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    out: Path | None,
    lang: Language,
    as_json: bool,
    quiet: bool,
) -> None:
    """认定：重点跟踪监测户、村、乡镇。 Which households, villages and townships are on the list."""
    if ctx.invoked_subcommand is not None:
        _refuse_options(ctx)
        return
    opened = open_workspace(workspace, as_of=as_of)
    path = out or product_path(opened, "zones")
    refuse_workspace_inputs(path, opened)
    chosen = policy_of(opened, policy)
    with linking_steps(quiet=quiet, lang=lang) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("jobs.step.zones", lang)):
            report = zones(opened, facts_of(opened, linked, (chosen,)), policy=chosen, lang=lang)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_zones(report, path)
    if as_json:
        print_json(report.as_json() | {"path": str(path)})
        return
    if not quiet:
        print_table(say("cli.zones", lang), *count_zones(report))
        if report.adopted is not None:
            title = say("adoption.difference.title", lang, county=report.county)
            print_table(title, *difference_table(report))
    print_paths({say("cli.product.zones", lang): path})


def _refuse_options(ctx: click.Context) -> None:
    """Refuse options before the name of a command: they would be passed over without a word."""
    given = [name for name in ctx.params if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if given:
        raise UsageError(say_both("cli.options_before", command=ctx.invoked_subcommand))
