"""`ruralmap assets history [ASSET]`: what became of the assets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from ruralmap.cli.options import out_option, output_options, workspace_options
from ruralmap.jobs.asset_history import history_of, write_history
from ruralmap.jobs.outputs import chosen_path
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output

_SHOWN: Final = 40  # lines on the screen: the latest
# Of the columns of the file those that a screen has room for: day, who, asset, name, field, before, after.
_ON_SCREEN: Final = (1, 3, 5, 6, 9, 10, 11)


@click.command(name="history")
@click.argument("asset", required=False)
@click.option("--batch", help="只看一批变动，如 B000002。 Only what one batch changed.")
@click.option(
    "--from", "first", metavar="DATE", help="自哪天起生效的变动。 Changes that hold from this day on."
)
@click.option("--to", "last", metavar="DATE", help="至哪天止。 Up to this day.")
@workspace_options
@out_option("写到何处：.xlsx .csv .json。 Where it goes, by its ending.")
@output_options
def command(  # noqa: PLR0913 - one for each option
    *,
    asset: str | None,
    batch: str | None,
    first: str | None,
    last: str | None,
    workspace: Path,
    as_of: str | None,
    out: Path | None,
    output: Output,
) -> None:
    """变动历史：ASSET 为资产编号；不写则列出各批变动。 What became of an asset, or of all."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "asset_history", TABLE_ENDINGS)
    history = history_of(opened, asset=asset, batch=batch, days=(first, last), lang=lang)
    write_history(history, path)
    title = say("cli.product.asset_history", lang)
    if asset is None and batch is None:
        output.table(title, *history.batches)
    else:
        header, rows = history.table
        latest = [[row[place] for place in _ON_SCREEN] for row in rows[-_SHOWN:]]
        output.table(title, [header[place] for place in _ON_SCREEN], latest)
        if len(rows) > _SHOWN:
            output.note(say("asset_history.shown", lang, shown=_SHOWN, total=len(rows)))
    output.product(title, path, history.as_json)
