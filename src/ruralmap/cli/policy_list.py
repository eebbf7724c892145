"""`ruralmap policy list`: the policies that come with the tool."""

from __future__ import annotations

import click

from ruralmap.cli.console import print_json, table_text
from ruralmap.cli.options import output_options
from ruralmap.jobs.policy_check import shipped_reports
from ruralmap.words.catalogue import Language, say


@click.command(name="list")
@output_options
def command(*, lang: Language, as_json: bool, quiet: bool) -> None:  # noqa: ARG001 - nothing is in progress
    """随附政策一览。 The policies that come with ruralmap."""
    rows = shipped_reports(lang)
    if as_json:
        print_json(
            {"policies": [dict(zip(("policy", "title", "rules", "place"), row, strict=True)) for row in rows]}
        )
        return
    header = [say(f"policy_check.list_{key}", lang) for key in ("id", "name", "rules", "place")]
    click.echo(table_text(header, rows))
