"""Layers of polygons read (读图层): one bad feature costs one row, and nothing is taken on trust."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from ruralmap.errors import LayerError
from ruralmap.files.features import SHAPEFILE, Features, read_features
from ruralmap.files.layer_crs import Box, outside_of, to_degrees
from ruralmap.files.shapefile import ShapefileFacts, examine_shapefile, is_same_encoding
from ruralmap.files.shapes import judge_shapes
from ruralmap.geo.crs import CGCS2000, read_crs
from ruralmap.schema.conform import conform
from ruralmap.schema.gravity import finding
from ruralmap.schema.grid import RawSheet
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

    from ruralmap.schema.columns import Table
    from ruralmap.schema.finding import Finding
    from ruralmap.schema.outcomes import Answers, Conformed

Facts = tuple[str, dict[str, object]]  # a finding's code and what fills its texts


@dataclass(frozen=True)
class VectorFile:
    """
    A vector file, and what is stated about it.

    `name` is how findings call it; `encoding` and `crs` are stated where the file does not say them;
    `outline` is the county's box (west, south, east, north) that the layer must lie in.
    """

    path: Path
    name: str
    encoding: str | None = None
    crs: str | None = None
    outline: Box | None = None


def read_layer(source: VectorFile, table: Table, *, answers: Answers | None = None) -> Conformed:
    """
    Read a layer of polygons as a table with geometry, and account for every feature.

    Parameters
    ----------
    source
        The file and what is stated about it.
    table
        What its attributes should be.
    answers
        What a person answered about unknown field names.

    Returns
    -------
    conformed
        `frame` is a GeoDataFrame in EPSG:4490; features count from 1.

    Raises
    ------
    LayerError
        If the file is missing or cannot be opened.
    CrsError
        If its coordinates are not known, cannot be brought to CGCS2000, or lie elsewhere.
    """
    if not source.path.is_file():
        raise LayerError(say_both("files.not_found", path=source.path))
    is_shapefile = source.path.suffix.lower() == SHAPEFILE
    facts = examine_shapefile(source.path, source.encoding) if is_shapefile else None
    features = read_features(source.path, facts.encoding if facts else source.encoding)
    degrees = to_degrees(features.shapes, own=features.crs, stated=source.crs, path=source.path)
    beyond = np.flatnonzero(shapely.is_missing(degrees) & ~shapely.is_missing(features.shapes))
    faults = {**features.faults, **{int(place): say_both("files.shape_beyond_crs") for place in beyond}}
    outside = outside_of(degrees, outline=source.outline, path=source.path)
    shapes, mended = judge_shapes(degrees, faults=faults, outside=outside)
    # The header stands in row 0, so that features count from 1 as they do in an attribute table.
    sheet = RawSheet(name="", rows=[list(features.fields), *features.rows], first_row=-1)
    conformed = conform(
        [sheet], table, file=source.name, answers=answers, cut_names=is_shapefile, shapes=shapes
    )
    about_shapes = [
        finding(code, table.name, file=source.name, row=row, raw=faults.get(row - 1, ""))
        for row, code in sorted([*shapes.spoiled.items(), *mended.items()])
    ]
    about_file = _findings_of_file(source, facts, features, table=table)
    return replace(
        conformed,
        frame=gpd.GeoDataFrame(conformed.frame, geometry="geometry", crs=CGCS2000),
        findings=(*about_file, *conformed.findings, *about_shapes),
    )


def _findings_of_file(
    source: VectorFile, facts: ShapefileFacts | None, features: Features, *, table: Table
) -> list[Finding]:
    """Report what is wrong with the file as a whole, or was decided about it."""
    found = _of_shapefile(source, facts, read=len(features.rows)) if facts else []
    crs = read_crs(source.crs or features.crs)
    if source.crs and features.crs is None:
        found.append(("crs_stated", {"stated": source.crs}))
    elif source.crs and read_crs(features.crs) != crs:
        found.append(("crs_overridden", {"own": read_crs(features.crs).name, "stated": source.crs}))
    if crs.is_projected:
        found.append(("layer_reprojected", {"own": crs.name}))
    # What a driver says of text is in the facts already, and only the first time in a process.
    heard = [text for text in features.heard if "converted correctly" not in text]
    found += [("driver_warning", {"raw": text}) for text in heard]
    return [finding(code, table.name, file=source.name, **values) for code, values in found]


def _of_shapefile(source: VectorFile, facts: ShapefileFacts, *, read: int) -> list[Facts]:
    """Report a shapefile that is shorter than its header says, or whose text is in another encoding."""
    found: list[Facts] = []
    if facts.truncated or facts.features != read:
        found.append(("layer_truncated", {"stated": facts.features, "read": read}))
    if facts.undecodable:
        found.append(("encoding_damaged", {"encoding": facts.encoding, "rows": facts.undecodable}))
    if not source.encoding and not facts.stated:
        found.append(("encoding_assumed", {"encoding": facts.encoding}))
    elif not source.encoding and not is_same_encoding(facts.stated, facts.encoding):
        found.append(("encoding_overridden", {"encoding": facts.encoding, "stated": facts.stated}))
    return found
