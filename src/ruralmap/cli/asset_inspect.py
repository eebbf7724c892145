"""`ruralmap assets inspect FILE...`: condition updates from the field."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ruralmap.cli.options import author_options, out_option, output_options, workspace_options
from ruralmap.cli.preparing import linking_steps
from ruralmap.cli.staged import accept_option, show_staging
from ruralmap.jobs.asset_inspect import FAR_M, USUAL_KIND, inspect_assets, read_inspections, with_far_points
from ruralmap.jobs.outputs import chosen_path, refuse_inputs
from ruralmap.jobs.read_county import read_county
from ruralmap.jobs.result_file import TABLE_ENDINGS
from ruralmap.schema.tables import TABLES
from ruralmap.workspace import open_workspace

if TYPE_CHECKING:
    from ruralmap.cli.console import Output
    from ruralmap.jobs.author import Author


@click.command(name="inspect")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--kind",
    type=click.Choice(TABLES["inspections"].column("inspection_kind").choices),
    default=USUAL_KIND,
    show_default=True,
    help="文件没有写的，算哪类核查。 The kind of inspection where the file does not say it.",
)
@click.option(
    "--far",
    type=click.FloatRange(min=0),
    default=FAR_M,
    show_default=True,
    help="定位在村外多少米以上加备注。 Metres outside the village from which a point is remarked on.",
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
    kind: str,
    far: float,
    layer: str | None,
    accept: bool,
    workspace: Path,
    as_of: str | None,
    author: Author,
    out: Path | None,
    output: Output,
) -> None:
    """盘点：把核查记录比入登记库；先预览，--accept 整批写入。 Take inspections in; --accept writes."""
    opened = open_workspace(workspace, as_of=as_of)
    path = chosen_path(opened, out, "asset_inspect", TABLE_ENDINGS)
    refuse_inputs(path, files)
    offered = read_inspections(opened, files, kind=kind, layer=layer, lang=output.lang)
    if any("lon" in one.fields and "lat" in one.fields for one in offered.offers):
        with linking_steps(output) as steps:
            _, linked = read_county(opened, lang=output.lang, steps=steps)
        offered = with_far_points(offered, linked, far_m=far, lang=output.lang)
    staging = inspect_assets(opened, offered, accepted_by=author if accept else None, lang=output.lang)
    show_staging(staging, path, output)
