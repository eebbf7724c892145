"""`ruralmap policy show`: one policy in plain words."""

from __future__ import annotations

import click

from ruralmap.cli.console import Output, print_json
from ruralmap.cli.options import output_options
from ruralmap.jobs.policy_check import check_policy


@click.command(name="show")
@click.argument("policy")
@output_options
def command(*, policy: str, output: Output) -> None:
    """政策条款：逐条说明工具的理解。 A policy's rules in plain words."""
    report = check_policy(policy, lang=output.lang)
    if output.as_json:
        print_json(report.as_json())
        return
    if not output.quiet:
        for line in report.head:
            click.echo(line)
    for _, words in report.rules:
        click.echo(words)
