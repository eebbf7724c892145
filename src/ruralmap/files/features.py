"""A layer's features as its driver gives them (读要素): all at once, or one by one where one is bad."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import fiona
import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from fiona.errors import FionaError
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.errors import ShapelyError
from shapely.geometry import shape

from ruralmap.errors import LayerError
from ruralmap.files.shapefile import has_cut_names, read_text
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import shapely
    from numpy.typing import NDArray

SHAPEFILE: Final = ".shp"
# An encoding in which every byte is a character: a driver passes text on in it without looking at it.
_EVERY_BYTE: Final = "ISO-8859-1"


@dataclass(frozen=True)
class Features:
    """
    What a driver gives of a file.

    `rows` hold the cells of each feature, `shapes` its geometry or None; `faults` say, by position, why a
    geometry could not be made; `heard` is what the driver warned of.
    """

    fields: list[str]
    rows: list[list[object]]
    shapes: NDArray[np.object_]
    crs: object
    faults: Mapping[int, str] = field(default_factory=dict)
    heard: tuple[str, ...] = ()


def read_features(path: Path, encoding: str | None = None) -> Features:
    """
    Read a file's features; if one of them breaks that, walk over them one by one.

    Parameters
    ----------
    path
        A vector file of any kind.
    encoding
        Its text's encoding, where the file does not say it.

    Returns
    -------
    features
        Every feature, in the file's order.

    Raises
    ------
    LayerError
        If the file cannot be opened.
    """
    cut = encoding if encoding and path.suffix.lower() == SHAPEFILE and has_cut_names(path, encoding) else ""
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            features = _read(path, _EVERY_BYTE if cut else encoding)
        except (DataSourceError, DataLayerError) as fault:
            raise LayerError(say_both("files.layer_unreadable", path=path, fault=fault)) from fault
    features = _decoded(features, cut) if cut else features
    return replace(features, heard=tuple(sorted({str(item.message) for item in heard})))


def _read(path: Path, encoding: str | None) -> Features:
    """Read all at once, or one by one if one feature breaks that."""
    try:
        return _at_once(path, encoding)
    except (ShapelyError, UnicodeDecodeError):
        return _one_by_one(path, encoding)


def _decoded(features: Features, encoding: str) -> Features:
    """Decode names and cells that were read byte by byte; a name cut inside a character keeps what it has."""

    def decode(cell: object) -> object:
        return read_text(cell.encode(_EVERY_BYTE), encoding) if isinstance(cell, str) else cell

    fields = [str(decode(name)) for name in features.fields]
    return replace(features, fields=fields, rows=[[decode(cell) for cell in row] for row in features.rows])


def _at_once(path: Path, encoding: str | None) -> Features:
    """Read fields, cells and shapes with one call; a table without geometry has only missing shapes."""
    frame = pyogrio.read_dataframe(path, encoding=encoding)
    if not isinstance(frame, gpd.GeoDataFrame):
        frame = gpd.GeoDataFrame(frame, geometry=np.full(len(frame), None, dtype=object))
    attributes = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    cells = [["" if pd.isna(cell) else cell for cell in attributes[name]] for name in attributes.columns]
    rows = [list(row) for row in zip(*cells, strict=True)] or [[] for _ in range(len(frame))]
    return Features([str(name) for name in attributes.columns], rows, np.asarray(frame.geometry), frame.crs)


def _one_by_one(path: Path, encoding: str | None) -> Features:
    """Walk over features, so that one that cannot be read costs one row."""
    rows: list[list[object]] = []
    shapes: list[shapely.Geometry | None] = []
    faults: dict[int, str] = {}
    with fiona.open(path, **({"encoding": encoding} if encoding else {})) as layer:
        fields, crs = list(layer.schema["properties"]), layer.crs_wkt or None
        for number, feature in enumerate(_walk(layer)):
            rows.append(["" if (cell := feature.properties.get(name)) is None else cell for name in fields])
            try:
                shapes.append(shape(feature.geometry) if feature.geometry else None)
            except (ShapelyError, ValueError, TypeError) as fault:
                shapes.append(None)
                faults[number] = str(fault)
    return Features(fields, rows, np.array(shapes, dtype=object), crs, faults)


def _walk(layer: fiona.Collection) -> Iterator[fiona.Feature]:
    """Give each feature; one that the driver itself refuses comes without anything."""
    features = iter(layer)
    for _ in range(len(layer)):
        try:
            yield next(features)
        except (FionaError, UnicodeDecodeError):
            yield fiona.Feature()
        except StopIteration:
            return
