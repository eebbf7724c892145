"""`ruralmap explain PLACE`: why a place is on the list, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import print_json
from ruralmap.cli.options import output_options, policy_option, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.explain import explain
from ruralmap.jobs.facts import facts_of
from ruralmap.jobs.policies import policy_of
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.zones import zones
from ruralmap.words.catalogue import Language, say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="explain")
@click.argument("place")
@workspace_options
@policy_option
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    place: str,
    workspace: Path,
    as_of: str | None,
    policy: str | None,
    lang: Language,
    as_json: bool,
    quiet: bool,
) -> None:
    """认定依据：PLACE（代码、乡镇名或“乡镇/村”）为何纳入或不纳入。 Why a place is on the list, or not."""
    opened = open_workspace(workspace, as_of=as_of)
    chosen = policy_of(opened, policy)
    with (
        linking_steps(quiet=quiet or as_json, lang=lang) as steps,
    ):
        _, linked = read_county(opened, lang=lang, steps=steps)
        with steps.step(say("jobs.step.zones", lang)):
            report = zones(opened, facts_of(opened, linked, (chosen,)), policy=chosen, lang=lang)
    explanation = explain(report, place)
    if as_json:
        print_json(explanation.record)
    else:
        click.echo(explanation.text)
