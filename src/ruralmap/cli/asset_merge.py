"""`ruralmap assets merge FILE|DIR…`: take edited ledgers back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from ruralmap.cli.console import watched_steps
from ruralmap.cli.options import author_options, out_option, output_options, workspace_options
from ruralmap.jobs.asset_merge import merge_assets
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from ruralmap.cli.console import Output
    from ruralmap.jobs.author import Author

_SHOWN: Final = (
    "rows", "heard", "unchanged", "set_aside", "twins", "new", "changed", "removed", "settled",
    "refused_choices", "conflicts",
)  # fmt: skip


@click.command(name="merge")
@click.argument("places", metavar="FILE|DIR...", nargs=-1, required=True, type=click.Path(path_type=Path))
@workspace_options
@author_options
@out_option("回收情况写到何处：.xlsx。 Where the workbook about the returns goes.")
@output_options
def command(
    *,
    places: tuple[Path, ...],
    workspace: Path,
    as_of: str | None,
    author: Author,
    out: Path | None,
    output: Output,
) -> None:
    """回收：改过的台账（文件或文件夹）三方合并；也收回选定了的冲突表。 Take edited ledgers back."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    with watched_steps(output) as steps, steps.step(say("asset_rounds.step", lang)):
        report = merge_assets(opened, author, places, out=out, lang=lang)
    counts = report.as_json()
    header = [say(f"asset_rounds.merge.column_{name}", lang) for name in ("item", "count")]
    rows = [(say(f"asset_rounds.merge.{name}", lang), counts[name]) for name in _SHOWN]
    output.table(say("asset_rounds.merge.summary", lang), header, rows)
    if report.passed_over:
        output.note(say("asset_rounds.merge.passed_over", lang, files="、".join(report.passed_over)))
    output.product(say("cli.product.assets_returns", lang), report.path, report.as_json)
