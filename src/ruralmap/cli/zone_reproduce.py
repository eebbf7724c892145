"""`ruralmap zones reproduce`: make an adopted list again, and say whether every byte is the same."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import Output, print_json
from ruralmap.cli.options import output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.jobs.adoption import reproduce
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="reproduce")
@click.argument("name")
@workspace_options
@output_options
def command(*, name: str, workspace: Path, as_of: str | None, output: Output) -> None:
    """复现：用存档资料重新测算名单 NAME；不相同则退出码为 1。 Make an adopted list again; 1 if it differs."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    with linking_steps(output) as steps:
        found = reproduce(opened, name, lang=lang, steps=steps)
    if output.as_json:
        print_json(asdict(found))
    elif found.equal:
        click.echo(say("adoption.equal", lang, name=name))
    else:
        rules = "、".join(found.differing) or say("adoption.differs_head", lang)
        versions = {"then": found.tool_then, "now": found.tool_now}
        click.echo(say("adoption.differs", lang, name=name, rules=rules, **versions))
    if not found.equal:
        click.get_current_context().exit(1)
