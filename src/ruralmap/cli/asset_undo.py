"""`ruralmap assets undo BATCH`: take a batch back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import print_json
from ruralmap.cli.options import author_options, output_options, workspace_options
from ruralmap.jobs.asset_undo import undo_batch
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output
    from ruralmap.jobs.author import Author


@click.command(name="undo")
@click.argument("batch")
@workspace_options
@author_options
@output_options
def command(*, batch: str, workspace: Path, as_of: str | None, author: Author, output: Output) -> None:
    """撤销：BATCH 为批次，如 B000002（见 assets history）。 Take a batch back by new events."""
    undoing = undo_batch(open_workspace(workspace, as_of=as_of), batch, author, lang=output.lang)
    if output.as_json:
        print_json(undoing.as_json())
        return
    if undoing.kept:
        output.table(say("asset_history.undo.kept", output.lang), *undoing.table)
    click.echo(undoing.sentence)
