"""`ruralmap assets export`: hand the registry out to be edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import watched_steps
from ruralmap.cli.options import author_options, output_options, workspace_options
from ruralmap.jobs.asset_export import DEFAULT_TABLES, export_assets
from ruralmap.words.catalogue import say
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from ruralmap.cli.console import Output
    from ruralmap.jobs.author import Author


@click.command(name="export")
@workspace_options
@author_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="写到何处：.xlsx、.gpkg（图层），或（分乡镇时）文件夹。 .xlsx, .gpkg, or with --split a folder.",
)
@click.option(
    "--split",
    type=click.Choice(["township"]),
    help="每个乡镇一个文件。 One file a township.",
)
@click.option(
    "--tables",
    default=",".join(DEFAULT_TABLES),
    show_default=True,
    help="下发哪些登记表，逗号分隔。 Which kept tables, separated by commas.",
)
@output_options
def command(  # noqa: PLR0913 - one argument an option
    *,
    workspace: Path,
    as_of: str | None,
    author: Author,
    out: Path | None,
    split: str | None,
    tables: str,
    output: Output,
) -> None:
    """下发：资产台账写成可填的工作簿，每行带登记标识。 Hand the asset ledger out to be edited."""
    lang = output.lang
    opened = open_workspace(workspace, as_of=as_of)
    with watched_steps(output) as steps, steps.step(say("asset_rounds.export.step", lang)):
        wanted = [name.strip() for name in tables.split(",")]
        made = export_assets(opened, author, out=out, split=split is not None, tables=wanted, lang=lang)
    header = [say(f"asset_rounds.export.column_{name}", lang) for name in ("part", "rows", "file")]
    rows = [(one.name, one.rows, one.file) for one in made.exports]
    output.table(say("asset_rounds.export.summary", lang), header, rows)
    product = "assets_parts" if split else "assets_export"
    output.product(say(f"cli.product.{product}", lang), made.path, made.as_json)
