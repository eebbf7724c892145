"""`ruralmap zones`: who is on the list."""

from __future__ import annotations

from pathlib import Path

import click

from ruralmap.cli.console import print_json, print_paths, print_table
from ruralmap.cli.options import output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.products import product_path
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.zone_counts import count_zones
from ruralmap.jobs.zones import write_zones, zones
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace


@click.command(name="zones")
@workspace_options
@policy_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="名单写到何处：.xlsx .csv .json。 Where the list goes, by its ending.",
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
    """认定：重点跟踪监测户、村、乡镇。 Which households, villages and townships are on the list."""
    opened = open_workspace(workspace, as_of=as_of)
    path = out or product_path(opened, "zones")
    refuse_workspace_inputs(path, opened)
    chosen = policy_of(opened, policy)
    with linking_steps(quiet=quiet, lang=lang) as steps:
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("jobs.step.zones", lang)):
            report = zones(opened, facts_of(opened, linked), policy=chosen, lang=lang)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_zones(report, path)
    if as_json:
        print_json(report.as_json() | {"path": str(path)})
        return
    if not quiet:
        print_table(say("cli.zones", lang), *count_zones(report))
    print_paths({say("cli.product.zones", lang): path})
