"""`ruralmap link POINTS --to POLYGONS --out FILE`: any two files, without a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from ruralmap.cli.console import Output, print_json
from ruralmap.cli.options import output_options
from ruralmap.cli.preparing import said_when_preparing
from ruralmap.jobs.link_files import LinkRequest, link_files
from ruralmap.jobs.outputs import refuse_inputs

_FILE = click.Path(path_type=Path, dir_okay=False)
_LAYER_FILE = click.Path(path_type=Path)  # a FileGDB is a folder


@click.command(name="link")
@click.argument("points", type=_LAYER_FILE)
@click.option("--to", "polygons", type=_LAYER_FILE, required=True, help="面文件。 The file of polygons.")
@click.option(
    "--out",
    type=_FILE,
    required=True,
    help="结果：.csv .xlsx .json .gpkg .geojson .parquet。 The result, by its ending.",
)
@click.option("--layer", help="面文件含多个图层时，用哪一个。 The layer of polygons, of several.")
@click.option("--points-layer", help="点文件含多个图层时，用哪一个。 The layer of points, of several.")
@click.option("--code-field", help="面文件中的代码列，默认按列名查找。 The polygons' column of codes.")
@click.option("--x", help="经度（横坐标）列。 The points' column of longitudes or eastings.")
@click.option("--y", help="纬度（纵坐标）列。 The points' column of latitudes or northings.")
@click.option("--points-crs", help="点的坐标系，如 EPSG:4490。 The points' coordinate system.")
@click.option("--accept", is_flag=True, help="采用证据指向的坐标系。 Apply the system the evidence proposes.")
@click.option("--near", "near_m", type=click.FloatRange(min=0), help="面外多少米以内算邻近。 Metres.")
@click.option(
    "--shares",
    type=_FILE,
    help="线、面分村的全部份额：.csv .xlsx .json。 All shares of lines and areas.",
)
@output_options
def command(  # noqa: PLR0913  # one parameter an option
    *,
    points: Path,
    polygons: Path,
    out: Path,
    code_field: str | None,
    x: str | None,
    y: str | None,
    points_crs: str | None,
    accept: bool,
    near_m: float | None,
    layer: str | None,
    points_layer: str | None,
    shares: Path | None,
    output: Output,
) -> None:
    """
    落图：把任意点、线、面文件落到任意面文件，行数、次序不变。 Link points, lines or areas to any polygons.

    线按长度、面按面积归份额最大的面（link_method 为 length、area）；沿界的线由两侧均分，份额相同的记为 tie。
    --shares 写出全部份额，每行之和为 1；--near 只用于点。
    A line goes by length and an area by its area to the polygon with the largest share; --shares writes all
    of them, each row adding up to 1. --near is for points only.
    """
    refuse_inputs(out, [points, polygons])
    if shares is not None:
        refuse_inputs(shares, [points, polygons, out])
    with said_when_preparing(output):
        summary = link_files(
            LinkRequest(
                points,
                polygons,
                out,
                code_field=code_field,
                x=x,
                y=y,
                points_crs=points_crs,
                accept=accept,
                near_m=near_m,
                layer=layer,
                points_layer=points_layer,
                shares=shares,
            )
        )
    if output.as_json:
        print_json(summary.as_json())
        return
    for line in summary.lines(output.lang):
        output.note(line)
    click.echo(str(out))
