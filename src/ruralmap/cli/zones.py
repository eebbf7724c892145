"""`ruralmap zones`: who is on the list; `zones adopt | clusters | compare | …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click
from click.core import ParameterSource

from ruralmap.cli.lazy import LazyCommands
from ruralmap.cli.options import out_option, output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.errors import UsageError
from ruralmap.jobs.adopted_difference import difference_table
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.jobs.zone_counts import count_zones
from ruralmap.jobs.zones import write_zones, zones
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output

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
@out_option("名单写到何处：.xlsx .csv .json。 Where the list goes, by its ending.")
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    *,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    out: Path | None,
    output: Output,
) -> None:
    """认定：重点跟踪监测户、村、乡镇。 Which households, villages and townships are on the list."""
    lang = output.lang
    if ctx.invoked_subcommand is not None:
        _refuse_options(ctx)
        return
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "zones", TABLE_ENDINGS)
    chosen = policy_of(opened, policy)
    with linking_steps(output) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("jobs.step.zones", lang)):
            report = zones(opened, facts_of(opened, linked, (chosen,)), policy=chosen, lang=lang)
            write_zones(report, path)
    output.table(say("cli.zones", lang), *count_zones(report))
    if report.adopted is not None:
        title = say("adoption.difference.title", lang, county=report.county)
        output.table(title, *difference_table(report))
    output.product(say("cli.product.zones", lang), path, report.as_json)


def _refuse_options(ctx: click.Context) -> None:
    """Refuse options before the name of a command: they would be passed over without a word."""
    given = [name for name in ctx.params if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if given:
        raise UsageError(say_both("cli.options_before", command=ctx.invoked_subcommand))
