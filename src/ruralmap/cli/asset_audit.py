"""`ruralmap assets audit`: was the history altered, were tables edited behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import author_options, out_option, output_options, workspace_options
from ruralmap.jobs.asset_audit import audit, write_audit
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output
    from ruralmap.jobs.author import Author


@click.command(name="audit")
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="LENGTH:HASH",
    help="导出、图册或备份上的链长和校验值，可多次。 A head that an export, pack or backup carries.",
)
@click.option(
    "--adopt", is_flag=True, help="把链外修改采纳为变动。 Take edits behind the chain in as events."
)
@workspace_options
@author_options
@out_option("写到何处：.xlsx .csv .json。 Where it goes, by its ending.")
@output_options
@click.pass_context
def command(  # noqa: PLR0913 - one for each option
    ctx: click.Context,
    *,
    heads: tuple[str, ...],
    adopt: bool,
    workspace: Path,
    as_of: str | None,
    author: Author,
    out: Path | None,
    output: Output,
) -> None:
    """审计：变动链是否完好，登记表是否与它一致；链不可信时以 1 结束。 Verify the history."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "asset_audit", TABLE_ENDINGS)
    report = audit(opened, heads=heads, adopt=author if adopt else None, lang=lang)
    write_audit(report, path)
    if report.behind:
        output.table(say("asset_history.sheet.strays", lang), *report.table)
    for sentence in report.sentences:
        output.note(sentence)
    output.product(say("cli.product.asset_audit", lang), path, report.as_json)
    if not report.verdict.is_sound:
        ctx.exit(1)
