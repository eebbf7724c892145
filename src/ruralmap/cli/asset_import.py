"""`ruralmap assets import FILE...`: a ledger from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ruralmap.assets.tables import KEPT
from ruralmap.cli.options import author_options, out_option, output_options, workspace_options
from ruralmap.cli.staged import accept_option, show_staging
from ruralmap.jobs.asset_staging import import_rows
from ruralmap.jobs.offers import offered_by
from ruralmap.jobs.outputs import chosen_path, refuse_inputs
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from ruralmap.cli.console import Output
    from ruralmap.jobs.author import Author


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--table",
    type=click.Choice(list(KEPT)),
    help="是哪张表，默认按表头识别。 Which table; recognised by its headers unless given.",
)
@click.option("--layer", help="文件有几个图层时取哪个。 Which layer of several.")
@accept_option
@workspace_options
@author_options
@out_option("预览写到何处：.xlsx .csv .json。 Where the preview goes, by its ending.")
@output_options
def command(  # noqa: PLR0913 - one for each option
    *,
    files: tuple[Path, ...],
    table: str | None,
    layer: str | None,
    accept: bool,
    workspace: Path,
    as_of: str | None,
    author: Author,
    out: Path | None,
    output: Output,
) -> None:
    """导入：把别处的台账比入登记库；先预览，--accept 整批写入。 Take a ledger in; --accept writes it."""
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "asset_import", TABLE_ENDINGS)
    refuse_inputs(path, files)
    offered = offered_by(files, table, layer=layer, lang=output.lang)
    staging = import_rows(opened, offered, accepted_by=author if accept else None, lang=output.lang)
    show_staging(staging, path, output)
