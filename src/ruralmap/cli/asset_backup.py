"""`ruralmap assets backup`: the registry and the head of its chain in one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import author_options, out_option, output_options, workspace_options
from ruralmap.jobs.asset_backup import backup
from ruralmap.jobs.outputs import refuse_workspace_inputs
from ruralmap.jobs.result_file import require_ending
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output
    from ruralmap.jobs.author import Author


@click.command(name="backup")
@workspace_options
@author_options
@out_option("写到何处：.zip，默认在登记库旁的 backups 目录。 Where it goes; beside the registry by default.")
@output_options
def command(*, workspace: Path, as_of: str | None, author: Author, out: Path | None, output: Output) -> None:
    """备份：登记库连同变动链的长度和校验值。 Back the registry up."""
    opened = open_workspace(workspace, as_of=as_of)
    if out is not None:
        refuse_workspace_inputs(out, opened)
        require_ending(out, (".zip",))
    made = backup(opened, author, out)
    lang, head = output.lang, made.head
    output.note(say("asset_history.backup.done", lang, length=head.length, digest=head.digest))
    record = {"length": head.length, "hash": head.digest}
    output.product(say("cli.product.backup", lang), made.path, lambda: record)
