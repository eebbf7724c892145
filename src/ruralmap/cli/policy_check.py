"""`ruralmap policy check`: what is wrong with a policy file, or what the tool understands of it."""

from __future__ import annotations

from pathlib import Path

import click

from ruralmap.cli.console import Output, print_json
from ruralmap.cli.options import output_options
from ruralmap.jobs.policy_check import check_policy


@click.command(name="check")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--text",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="政策原文（UTF-8 文本），核对摘句。 The document's text, to look for the quotes in.",
)
@output_options
def command(*, file: Path, text: Path | None, output: Output) -> None:
    """校验政策文件：列出全部错误；无误则逐条说明工具的理解。 Check a policy file."""
    report = check_policy(file, lang=output.lang, text=text)
    if output.as_json:
        print_json(report.as_json())
        return
    if not output.quiet:
        click.echo(report.good, err=True)
    for _, words in report.rules:
        click.echo(words)
    for note in report.notes:
        click.echo(note, err=True)
