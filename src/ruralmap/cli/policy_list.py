"""`ruralmap policy list`: the policies that come with the tool."""

from __future__ import annotations

import click

from ruralmap.cli.console import Output, print_json, table_text
from ruralmap.cli.options import output_options
from ruralmap.jobs.policy_check import shipped_reports
from ruralmap.words.catalogue import say


@click.command(name="list")
@output_options
def command(*, output: Output) -> None:
    """随附政策一览。 The policies that come with ruralmap."""
    rows = shipped_reports(output.lang)
    if output.as_json:
        print_json(
            {"policies": [dict(zip(("policy", "title", "rules", "place"), row, strict=True)) for row in rows]}
        )
        return
    header = [say(f"policy_check.list_{key}", output.lang) for key in ("id", "name", "rules", "place")]
    click.echo(table_text(header, rows))
