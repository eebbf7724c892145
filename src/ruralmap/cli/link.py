"""`ruralmap link POINTS --to POLYGONS --out FILE`: any two files, without a workspace."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ruralmap.cli.console import print_json
from ruralmap.cli.options import output_options
from ruralmap.jobs.link_files import LinkRequest, link_files
from ruralmap.jobs.outputs import refuse_inputs

if TYPE_CHECKING:
    from ruralmap.words.catalogue import Language

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(name="link")
@click.argument("points", type=_FILE)
@click.option("--to", "polygons", type=_FILE, required=True, help="面文件。 The file of polygons.")
@click.option(
    "--out",
    type=_FILE,
    required=True,
    help="结果：.csv .xlsx .json .gpkg .geojson .parquet。 The result, by its ending.",
)
@click.option("--code-field", help="面文件中的代码列，默认按列名查找。 The polygons' column of codes.")
@click.option("--x", help="经度（横坐标）列。 The points' column of longitudes or eastings.")
@click.option("--y", help="纬度（纵坐标）列。 The points' column of latitudes or northings.")
@click.option("--points-crs", help="点的坐标系，如 EPSG:4490。 The points' coordinate system.")
@click.option("--near", "near_m", type=click.FloatRange(min=0), help="面外多少米以内算邻近。 Metres.")
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
    near_m: float | None,
    lang: Language,
    as_json: bool,
    quiet: bool,
) -> None:
    """落图：把任意点文件落到任意面文件，行数、次序不变。 Link any points to any polygons."""
    refuse_inputs(out, [points, polygons])
    summary = link_files(
        LinkRequest(
            points, polygons, out, code_field=code_field, x=x, y=y, points_crs=points_crs, near_m=near_m
        )
    )
    if as_json:
        print_json(summary.as_json())
        return
    if not quiet:
        for line in summary.lines(lang):
            click.echo(line, err=True)
    click.echo(str(out))
