"""`ruralmap policy show`: one policy in plain words."""

from __future__ import annotations

import click

from ruralmap.cli.console import print_json
from ruralmap.cli.options import output_options
from ruralmap.jobs.policy_check import check_policy
from ruralmap.words.catalogue import Language  # noqa: TC001 - the options name it


@click.command(name="show")
@click.argument("policy")
@output_options
def command(*, policy: str, lang: Language, as_json: bool, quiet: bool) -> None:
    """政策条款：逐条说明工具的理解。 A policy's rules in plain words."""
    report = check_policy(policy, lang=lang)
    if as_json:
        print_json(report.as_json())
        return
    if not quiet:
        for line in report.head:
            click.echo(line)
    for _, words in report.rules:
        click.echo(words)
