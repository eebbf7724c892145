"""Layers through their drivers (驱动读取): all features at once, or one by one where one is bad."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import fiona
import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from fiona.errors import FionaError
from pyogrio.errors import FeatureError
from shapely.errors import ShapelyError
from shapely.geometry import shape

from ruralmap.errors import LayerError
from ruralmap.files.evidence import Evidence
from ruralmap.files.features import Features, account_for, without_broken
from ruralmap.files.layer_choice import DRIVER_FAULTS
from ruralmap.schema.encodings import EVERY_BYTE, UTF8, read_text
from ruralmap.schema.marks import EXACT_NUMBER
from ruralmap.words.bilingual import message_of, say_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import shapely

    from ruralmap.files.evidence import Note

_CURVED: Final = ("CURVE", "SURFACE", "CIRCULARSTRING")
# What a driver says of text is in our own facts already, and only the first time in a process.
_SAID_ALREADY: Final = ("converted correctly", "More than one layer found")


def read_driver(
    path: Path, *, encoding: str | None = None, layer: str | None = None, evidence: Evidence | None = None
) -> Features:
    """
    Read a layer's features; if one of them breaks that, walk over them one by one.

    Parameters
    ----------
    path
        A vector file of any kind that GDAL knows.
    encoding
        Its text's encoding, where the file does not say it.
    layer
        Which of its layers; the first unless given.
    evidence
        What the file itself says of its features, if that can be read without a driver.

    Returns
    -------
    features
        Every feature, in the file's order.

    Raises
    ------
    LayerError
        If the file cannot be opened.
    """
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            info = pyogrio.read_info(path, layer=layer, encoding=encoding)
            features = _read(path, info, encoding=encoding, layer=layer, evidence=evidence)
        except (*DRIVER_FAULTS, FionaError) as fault:
            raise LayerError(say_both("files.layer_unreadable", path=path, fault=fault)) from fault
    features = without_broken(features)
    if evidence is None:
        # Some drivers give one number to several features.
        features = replace(features, numbers=tuple(range(len(features.rows))))
    features = account_for(features, evidence or _count_only(features, int(info["features"])))
    said = sorted({str(item.message) for item in heard})
    notes: list[Note] = [
        ("driver_warning", {"raw": text}) for text in said if not any(part in text for part in _SAID_ALREADY)
    ]
    curved = _count_curved(path, layer) if layer and info["geometry_type"] and not evidence else 0
    if curved:
        notes.append(("curves_straightened", {"rows": curved}))
    return replace(features, notes=(*features.notes, *notes))


def _count_only(features: Features, stated: int) -> Evidence:
    """Know of a file no more than how many features its header says it has."""
    return Evidence(range(max(len(features.rows), stated)), lambda _number: None)


def _count_curved(path: Path, layer: str) -> int:
    """Count the shapes with arcs, which a driver hands over in straight pieces without a word."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the reading itself has heard them
            *_, (kinds,) = pyogrio.raw.read(
                path,
                sql=f'SELECT OGR_GEOMETRY AS kind FROM "{layer}"',  # noqa: S608 - the name is the driver's own
                sql_dialect="OGRSQL",
                read_geometry=False,
            )
    except (FeatureError, *DRIVER_FAULTS):
        return 0  # a damaged file, of which more important things are said
    return sum(any(word in str(kind) for word in _CURVED) for kind in kinds)


def _read(
    path: Path, info: dict[str, Any], *, encoding: str | None, layer: str | None, evidence: Evidence | None
) -> Features:
    """Read all at once, or one by one if one feature breaks that, is passed over, or a number is rounded."""
    try:
        features = _with_visible_damage(path, encoding, layer)
    except ShapelyError:
        return _one_by_one(path, encoding, layer, evidence)
    except FeatureError as fault:
        features = _one_by_one(path, encoding, layer, evidence)
        if evidence or info["features"] >= 0:
            return features
        # The file does not say how many features it has: what is behind the damage nobody knows.
        note: Note = ("layer_broken_off", {"read": len(features.rows), "raw": str(fault)})
        return replace(features, notes=(*features.notes, note))
    passed_over = evidence is not None and len(features.rows) < len(evidence.numbers)
    if passed_over or _is_rounded(features, info["dtypes"]):
        return _one_by_one(path, encoding, layer, evidence)
    return features


def _is_rounded(features: Features, kinds: Sequence[str]) -> bool:
    """Tell whether whole numbers, such as those of identity cards, came as floats and lost their digits."""
    whole = [place for place, kind in enumerate(kinds) if kind == "int64"]
    cells = (row[place] for place in whole for row in features.rows)
    return any(isinstance(cell, float) and abs(cell) >= EXACT_NUMBER for cell in cells)


def _with_visible_damage(path: Path, encoding: str | None, layer: str | None) -> Features:
    """Read all at once; of a text that cannot be decoded the bytes stay visible."""
    try:
        return _at_once(path, encoding, layer)
    except UnicodeDecodeError:
        features = _at_once(path, EVERY_BYTE, layer)
    known = encoding or UTF8

    def decode(cell: object) -> object:
        return read_text(cell.encode(EVERY_BYTE), known) if isinstance(cell, str) else cell

    rows = [[decode(cell) for cell in row] for row in features.rows]
    damaged = sum("\\x" in cell for row in rows for cell in row if isinstance(cell, str))
    return replace(
        features,
        fields=[str(decode(name)) for name in features.fields],
        rows=rows,
        notes=(("encoding_damaged", {"encoding": known, "rows": damaged}),),
    )


def _at_once(path: Path, encoding: str | None, layer: str | None) -> Features:
    """Read fields, cells and shapes with one call; a table without geometry has only missing shapes."""
    frame = pyogrio.read_dataframe(path, encoding=encoding, layer=layer, fid_as_index=True)
    if not isinstance(frame, gpd.GeoDataFrame):
        empty = np.full(len(frame), None, dtype=object)
        frame = gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(empty, index=frame.index))
    attributes = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    columns: list[Iterable[object]] = [attributes.iloc[:, place] for place in range(attributes.shape[1])]
    if not attributes.columns.is_unique:
        # Of several fields of one name the frame has the last one's cells in all.
        *_, arrays = pyogrio.raw.read(path, encoding=encoding, layer=layer, read_geometry=False)
        columns = [array.tolist() for array in arrays]
    cells = [[_plain(cell) for cell in column] for column in columns]
    rows = [list(row) for row in zip(*cells, strict=True)] or [[] for _ in range(len(frame))]
    return Features(
        [str(name) for name in attributes.columns],
        rows,
        np.asarray(frame.geometry),
        frame.crs,
        tuple(int(number) for number in frame.index),
    )


def _plain(cell: object) -> object:
    """Take a cell as Python has it: a list as one, nothing as the empty text."""
    if isinstance(cell, (list, np.ndarray)):
        return np.asarray(cell).tolist()
    return "" if pd.isna(cell) else cell  # type: ignore[call-overload]


def _one_by_one(path: Path, encoding: str | None, layer: str | None, evidence: Evidence | None) -> Features:
    """Walk over features, so that one that cannot be read costs one row."""
    rows: list[list[object]] = []
    shapes: list[shapely.Geometry | None] = []
    faults: dict[int, str] = {}
    numbers: list[int] = []
    with fiona.open(path, layer=layer, **({"encoding": encoding} if encoding else {})) as collection:
        fields, crs = list(collection.schema["properties"]), collection.crs_wkt or None
        for number, feature in _walk(collection, evidence):
            place = len(rows)
            numbers.append(number)
            rows.append(["" if (cell := feature.properties.get(name)) is None else cell for name in fields])
            try:
                shapes.append(_shape(feature.geometry))
            except (ShapelyError, ValueError, TypeError) as fault:
                shapes.append(None)
                faults[place] = message_of(fault)
    return Features(fields, rows, np.array(shapes, dtype=object), crs, tuple(numbers), faults)


def _walk(collection: fiona.Collection, evidence: Evidence | None) -> Iterator[tuple[int, fiona.Feature]]:
    """Give each feature that the driver does not refuse."""
    if evidence:
        for number in evidence.numbers:
            # What stands behind a damaged feature is found by its number; no driver walks on from there.
            try:
                feature = collection.get(number)
            except (FionaError, KeyError):
                continue
            yield number, feature
        return
    yield from enumerate(collection)


def _shape(geometry: fiona.Geometry | None) -> shapely.Geometry | None:
    """Make a geometry; a ring that does not come back to its beginning was cut off, and is not closed."""
    if not geometry:
        return None
    if geometry.type == "Polygon":
        _require_closed(geometry.coordinates)
    elif geometry.type == "MultiPolygon":
        for part in geometry.coordinates:
            _require_closed(part)
    return shape(geometry)


def _require_closed(rings: list[list[tuple[float, ...]]]) -> None:
    for ring in rings:
        if ring and ring[0] != ring[-1]:
            message = say_both("files.ring_open")
            raise ValueError(message)
