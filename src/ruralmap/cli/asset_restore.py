"""`ruralmap assets restore FILE`: put a backup in the registry's place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import print_json
from ruralmap.cli.options import author_options, output_options, workspace_options
from ruralmap.jobs.asset_backup import restore
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from ruralmap.cli.console import Output
    from ruralmap.jobs.author import Author


@click.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--force", is_flag=True, help="备份比登记库旧也恢复。 Also where the registry knows more.")
@workspace_options
@author_options
@output_options
def command(
    *, file: Path, force: bool, workspace: Path, as_of: str | None, author: Author, output: Output
) -> None:
    """恢复：核验备份 FILE 后换回登记库，现有的先另存。 Put a verified backup back."""
    lang = output.lang
    done = restore(open_workspace(workspace, as_of=as_of), file, author, force=force)
    kept = str(done.before.path) if done.before else None
    if output.as_json:
        print_json({"length": done.head.length, "hash": done.head.digest, "kept": kept})
        return
    if kept:
        click.echo(say("asset_history.backup.kept", lang, path=kept))
    click.echo(say("asset_history.backup.restored", lang, length=done.head.length, digest=done.head.digest))
