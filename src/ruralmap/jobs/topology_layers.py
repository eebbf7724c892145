"""Layers of the topology check (拓扑问题图层): the faults for QGIS, and the repaired layers, aside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from ruralmap.errors import UsageError
from ruralmap.files.layer_writer import write_layers
from ruralmap.geo.crs import CGCS2000
from ruralmap.geo.mending import is_polygon
from ruralmap.jobs.check_report import table_title
from ruralmap.jobs.link_points import unique_names
from ruralmap.jobs.topology import COVERAGES
from ruralmap.jobs.topology_texts import found_text, proposal_text
from ruralmap.schema.marks import as_text
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ruralmap.jobs.topology import TopologyReport
    from ruralmap.jobs.topology_lines import Level

_GEOPACKAGE: Final = ".gpkg"
# Names that a GeoPackage keeps for itself.
_RESERVED: Final = ("fid", "geom", "geometry", "ogc_fid")


def write_faults(report: TopologyReport, path: Path, lang: Language) -> None:
    """
    Write the faults as a GeoPackage: their areas, and a point in each, since a sliver is too thin to be seen.

    Parameters
    ----------
    report
        The report.
    path
        Where it shall stand.
    lang
        The language of the fields and texts.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    names = ("number", "layer", "kind", "codes", "names", "area_m2", "found", "proposal")
    titles = [say(f"topology.column.{name}", lang) for name in names]
    rows = [
        (
            number,
            table_title(line.layer, lang),
            say(f"topology.kind.{line.kind}", lang),
            "、".join(line.codes),
            "、".join(line.names),
            None if line.area_m2 is None else round(line.area_m2, 2),
            found_text(line, lang),
            proposal_text(report, line, lang),
        )
        for number, line in enumerate(report.lines, start=1)
    ]
    columns = {title: [row[place] for row in rows] for place, title in enumerate(titles)}
    areas = np.array(
        [line.ground if is_polygon(line.ground) else None for line in report.lines], dtype=object
    )
    spots = np.array([shapely.Point(line.spot) if line.spot else None for line in report.lines], dtype=object)
    layers = {}
    for name, shapes, kind in (("faults_layer", areas, "MultiPolygon"), ("points_layer", spots, "Point")):
        there = ~shapely.is_missing(shapes)
        frame = gpd.GeoDataFrame(columns, geometry=shapes, crs=CGCS2000)[there]
        layers[say(f"topology.{name}", lang)] = (frame, kind)
    write_layers(path, layers)


def write_repaired(report: TopologyReport, path: Path) -> None:
    """
    Write the layers as all proposals would leave them: every feature with its own fields, none of them new.

    Parameters
    ----------
    report
        The report.
    path
        A .gpkg; one layer for each of the workspace's layers that must fit together.

    Raises
    ------
    UsageError
        If the ending is another one.
    OutputError
        If it cannot be written.
    """
    require_geopackage(path)
    write_layers(
        path,
        {table_title(name): (_layer(report.levels[name]), "MultiPolygon") for name in COVERAGES},
    )


def require_geopackage(path: Path) -> None:
    """
    Refuse a file name that is no GeoPackage's, before any work.

    Parameters
    ----------
    path
        Where repaired layers shall stand.

    Raises
    ------
    UsageError
        If it does not end with .gpkg.
    """
    if path.suffix.lower() != _GEOPACKAGE:
        raise UsageError(say_both("topology.repair_ending", path=path))


def require_different(paths: Iterable[Path]) -> None:
    """
    Refuse to write two results into one file, before any work.

    Parameters
    ----------
    paths
        Where the results shall stand.

    Raises
    ------
    UsageError
        If one of them would take the place of another.
    """
    seen: set[Path] = set()
    for path in paths:
        if path.resolve() in seen:
            raise UsageError(say_both("topology.same_file", path=path))
        seen.add(path.resolve())


def _layer(level: Level) -> gpd.GeoDataFrame:
    """Put the repaired shapes under the fields as they were read; what is no polygon stays without shape."""
    features = level.drawn.features
    names = unique_names(features.fields, taken=_RESERVED)
    columns = {name: [as_text(row[place]) for row in features.rows] for place, name in enumerate(names)}
    shapes = np.array(
        [shape if is_polygon(shape) and not shapely.is_empty(shape) else None for shape in level.plan.shapes],
        dtype=object,
    )
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=CGCS2000)
