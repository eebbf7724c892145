"""Layers of polygons read (读图层): one bad feature costs one row, and nothing is taken on trust."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely

from ruralmap.files.features import Features, ShapeKind, Wanted
from ruralmap.files.layer_crs import Box, outside_of, to_degrees
from ruralmap.files.layer_losses import BARE, keep_losses
from ruralmap.files.reading import read_features
from ruralmap.files.shapefile import SHAPEFILE
from ruralmap.files.shapes import as_area, judge_shapes
from ruralmap.geo.candidates import read_candidate
from ruralmap.geo.crs import CGCS2000, read_crs
from ruralmap.schema.conform import conform
from ruralmap.schema.gravity import finding
from ruralmap.schema.grid import RawSheet
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from ruralmap.files.evidence import Note
    from ruralmap.schema.columns import Table
    from ruralmap.schema.finding import Finding
    from ruralmap.schema.outcomes import Answers, Conformed


@dataclass(frozen=True)
class VectorFile:
    """
    A vector file, and what is stated about it.

    `name` is how findings call it; `encoding` and `crs` are stated where the file does not say them, `layer`
    where it has several; `outline` is the county's box (west, south, east, north) that the layer must lie in;
    `names` are known names of places, by which an encoding is judged; `kind` is `span` for lines and areas.
    """

    path: Path
    name: str
    encoding: str | None = None
    crs: str | None = None
    outline: Box | None = None
    layer: str | None = None
    names: tuple[str, ...] = ()
    kind: ShapeKind = "polygon"


@dataclass(frozen=True, eq=False)
class DrawnLayer:
    """
    A layer as it was drawn (原图), nothing mended: the features, and their shapes in EPSG:4490.

    `codes` and `labels` are those of each feature, empty where it has none that can be read.
    """

    features: Features
    shapes: NDArray[np.object_]
    codes: tuple[str, ...]
    labels: tuple[str, ...]


def read_layer(source: VectorFile, table: Table, *, answers: Answers | None = None) -> Conformed:
    """
    Read a layer of polygons, or of lines and areas, as a table with geometry, and account for every feature.

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
        `frame` is a GeoDataFrame in EPSG:4490; features count from 1, rows of a sheet as the sheet does. What
        could not be read of a geometry stands with the row set aside, as bytes.

    Raises
    ------
    LayerError
        If the file is missing or cannot be opened.
    CrsError
        If its coordinates are not known, cannot be brought to CGCS2000, or lie elsewhere.
    """
    features, degrees = _opened(source)
    beyond = np.flatnonzero(shapely.is_missing(degrees) & ~shapely.is_missing(features.shapes))
    faults = {**features.faults, **{int(place): say_both("files.shape_beyond_crs") for place in beyond}}
    outside = outside_of(degrees, outline=source.outline, path=source.path)
    shapes, mended = judge_shapes(
        degrees, faults=faults, outside=outside, first_row=features.first_row, lines=source.kind == "span"
    )
    conformed = conform(
        [_sheet(features)],
        table,
        file=source.name,
        answers=answers,
        cut_names=_is_shapefile(source),
        shapes=shapes,
    )
    conformed = keep_losses(conformed, table, features, shapes.spoiled, file=source.name)
    known = {*conformed.frame["source_row"], *conformed.rejected["row"]}
    bare = conformed.rejected.loc[conformed.rejected["reason"] == BARE, "row"]
    about_shapes = [
        finding(code, table.name, file=source.name, row=row, raw=faults.get(row - features.first_row, ""))
        for row, code in sorted(
            [*shapes.spoiled.items(), *mended.items(), *((int(row), BARE) for row in bare)]
        )
        if row in known or not conformed.usable
    ]
    # A layer without its compulsory fields has no row, and no column of shapes either.
    frame = conformed.frame if conformed.usable else conformed.frame.assign(geometry=None)
    return replace(
        conformed,
        frame=gpd.GeoDataFrame(frame, geometry="geometry", crs=CGCS2000),
        findings=(*_findings_of_file(source, features, table=table), *conformed.findings, *about_shapes),
    )


def read_drawn(source: VectorFile, table: Table, *, answers: Answers | None = None) -> DrawnLayer:
    """
    Read a layer as it was drawn: every feature, its shape not mended, and two of one code both there.

    Parameters
    ----------
    source
        The file and what is stated about it.
    table
        What its attributes should be; its key is the code, its second column the name.
    answers
        What a person answered about unknown field names.

    Returns
    -------
    drawn
        The features, in the file's order.

    Raises
    ------
    LayerError
        If the file is missing or cannot be opened.
    CrsError
        If its coordinates are not known, or cannot be brought to CGCS2000.
    """
    features, degrees = _opened(source)
    # Without a key nothing is a repetition; without shapes none is spoiled.
    loose = replace(table, key=())
    frame = conform(
        [_sheet(features)], loose, file=source.name, answers=answers, cut_names=_is_shapefile(source)
    ).frame
    by_row = frame.set_index("source_row")
    code, label = (by_row[column.name].fillna("").to_dict() for column in table.columns[:2])
    rows = range(features.first_row, features.first_row + len(features.rows))
    areas = np.array([as_area(shape) for shape in degrees], dtype=object)
    return DrawnLayer(
        features,
        areas,
        tuple(str(code.get(row, "")) for row in rows),
        tuple(str(label.get(row, "")) for row in rows),
    )


def _opened(source: VectorFile) -> tuple[Features, NDArray[np.object_]]:
    """Read a file's features, and bring their shapes to degrees."""
    features = read_features(Wanted(source.path, source.encoding, source.layer, source.kind, source.names))
    degrees = to_degrees(features.shapes, own=features.crs, stated=source.crs, path=source.path)
    return features, degrees


def _sheet(features: Features) -> RawSheet:
    """Lay features out as a sheet whose header stands above the first of them."""
    return RawSheet(name="", rows=[list(features.fields), *features.rows], first_row=features.first_row - 2)


def _is_shapefile(source: VectorFile) -> bool:
    return source.path.suffix.lower() == SHAPEFILE


def _findings_of_file(source: VectorFile, features: Features, *, table: Table) -> list[Finding]:
    """Report what is wrong with the file as a whole, or was decided about it."""
    found: list[Note] = list(features.notes)
    read_as = read_candidate(source.crs or features.crs)
    if source.crs and features.crs is None:
        found.append(("crs_stated", {"stated": source.crs}))
    elif source.crs and read_candidate(features.crs) != read_as:
        found.append(("crs_overridden", {"own": read_crs(features.crs).name, "stated": source.crs}))
    if read_as.crs.is_projected:
        found.append(("layer_reprojected", {"own": read_as.label}))
    return [finding(code, table.name, file=source.name, **values) for code, values in found]
