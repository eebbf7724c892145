"""What the commands that stage a batch share: `--accept`, and the preview on the screen and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from ruralmap.jobs.staging_sheets import write_staging
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.cli.console import Output
    from ruralmap.jobs.asset_staging import Staging

_SHOWN: Final = 20  # fields on the screen
# Of the columns of the file those that a screen has room for: row, asset, name, field, before, after.
_ON_SCREEN: Final = (2, 4, 5, 6, 7, 8)

accept_option = click.option(
    "--accept", is_flag=True, help="认可预览，整批写入。 Accept the preview and write the whole batch."
)


def show_staging(staging: Staging, path: Path, output: Output) -> None:
    """
    Show what a batch would change, or did, and write it to a file.

    Parameters
    ----------
    staging
        The result.
    path
        Where the workbook stands.
    output
        How the command talks.

    Raises
    ------
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    write_staging(staging, path)
    title = say(f"cli.product.asset_{staging.kind}", output.lang)
    output.table(title, *staging.summary)
    header, rows = staging.fields
    if rows:
        shown = [[row[place] for place in _ON_SCREEN] for row in rows[:_SHOWN]]
        output.table(title, [header[place] for place in _ON_SCREEN], shown)
        if len(rows) > _SHOWN:
            output.note(say("asset_history.shown", output.lang, shown=_SHOWN, total=len(rows)))
    output.note(staging.sentence)
    output.product(title, path, staging.as_json)
