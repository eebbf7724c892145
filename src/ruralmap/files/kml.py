"""KML and KMZ read placemark by placemark (KML 地标): names, ExtendedData, folders, multi-part shapes.

GDAL's drivers are not used: one drops ExtendedData, the other turns Chinese field names into underscores.
"""

from __future__ import annotations

import math
import zipfile
import zlib
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import numpy as np
import shapely
from shapely.errors import ShapelyError

from ruralmap.errors import LayerError
from ruralmap.files.features import Features
from ruralmap.files.layer_choice import choose_name
from ruralmap.files.plain_text import decode_text
from ruralmap.words.bilingual import message_of, say_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruralmap.files.evidence import Note
    from ruralmap.files.features import Wanted

ENDINGS: Final = frozenset({".kml", ".kmz", ".ovkml", ".ovkmz"})
_ZIPPED: Final = frozenset({".kmz", ".ovkmz"})
# Ovital writes GCJ-02 into these, without saying so: their coordinates must be stated.
_SHIFTED: Final = frozenset({".ovkml", ".ovkmz"})
_DOCUMENT: Final = "doc.kml"
# A damaged archive, none with a document in it, a damaged stream, a password, an unknown method.
_ARCHIVE_FAULTS: Final = (zipfile.BadZipFile, OSError, IndexError, zlib.error, RuntimeError)
_WGS84: Final = "EPSG:4326"  # what KML coordinates are by definition (OGC 12-007r2, 6.2)
_SHAPES: Final = frozenset({"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry"})
_NAME, _DESCRIPTION, _FOLDER = "Name", "Description", "Folder"
_TAGS: Final = {
    "polygon": ("Polygon",),
    "point": ("Point",),
    "span": ("LineString", "LinearRing", "Polygon"),
}

Placemark = tuple[dict[str, str], list[ET.Element]]


def read_kml(wanted: Wanted) -> Features:
    """
    Read a file's placemarks.

    A folder is a layer. Unless one is named, all folders that hold the wanted kind of shape are read: the
    villages of a county often stand in a folder a township, and the folder's name becomes a column.

    Parameters
    ----------
    wanted
        The file, and what of it is wanted.

    Returns
    -------
    features
        One a placemark; coordinates are WGS-84, but for Ovital's own files, which do not say what they are.

    Raises
    ------
    LayerError
        If the file is no KML, has no placemark, or no folder of the name wanted.
    """
    document, others = _content(wanted)
    content, notes = decode_text(wanted.path, document, wanted)
    try:
        root = ET.fromstring(content)  # noqa: S314 - expat refuses exponential entities, and loads no others
    except ET.ParseError as fault:
        raise LayerError(say_both("files.layer_unreadable", path=wanted.path, fault=fault)) from fault
    marks = [
        (_attributes(mark) | {_FOLDER: folder}, list(_children(mark, _SHAPES)))
        for folder, mark in _placemarks(root, "")
    ]
    if not marks:
        raise LayerError(say_both("files.kml_empty", path=wanted.path))
    kept, chosen = _chosen(wanted, marks)
    is_shifted = wanted.path.suffix.lower() in _SHIFTED
    datum: list[Note] = [] if is_shifted else [("kml_datum", {})]
    return _features(kept, crs=None if is_shifted else _WGS84, notes=(*others, *notes, *chosen, *datum))


def _content(wanted: Wanted) -> tuple[bytes, list[Note]]:
    """Take the document, out of its archive if it is in one, and name the others in there."""
    if wanted.path.suffix.lower() not in _ZIPPED:
        return wanted.path.read_bytes(), []
    try:
        with zipfile.ZipFile(wanted.path) as archive:
            names = [name for name in archive.namelist() if name.lower().endswith((".kml", ".ovkml"))]
            # The specification: the first one is the document; Google Earth calls it doc.kml.
            first = next((name for name in names if name.lower() == _DOCUMENT), names[0])
            document = archive.read(first)
    except _ARCHIVE_FAULTS as fault:
        raise LayerError(say_both("files.layer_unreadable", path=wanted.path, fault=fault)) from fault
    others = "、".join(name for name in names if name != first)
    return document, [("kmz_several", {"layer": first, "others": others})] if others else []


def _placemarks(element: ET.Element, folder: str) -> Iterator[tuple[str, ET.Element]]:
    """Walk over placemarks, each with the name of the folder around it."""
    for child in element:
        kind = _plain(child.tag)
        if kind == "Placemark":
            yield folder, child
        elif kind == "Folder":
            yield from _placemarks(child, _text(child, "name"))
        elif kind == "Document":
            yield from _placemarks(child, folder)


def _attributes(mark: ET.Element) -> dict[str, str]:
    """Take a placemark's name, description and ExtendedData."""
    found = {_NAME: _text(mark, "name"), _DESCRIPTION: _text(mark, "description")}
    for data in mark.iter():
        kind = _plain(data.tag)
        name = data.get("name", "")
        if kind == "Data" and name:
            found[name] = _text(data, "value")
        elif kind == "SimpleData" and name:
            found[name] = (data.text or "").strip()
    return found


def _chosen(wanted: Wanted, marks: list[Placemark]) -> tuple[list[Placemark], list[Note]]:
    """Keep the placemarks of the folder named, or of those folders that hold the wanted kind of shape."""
    folders = list(dict.fromkeys(cells[_FOLDER] for cells, _ in marks))
    if wanted.layer is not None:
        name, notes = choose_name(wanted, folders, [])
        return [mark for mark in marks if mark[0][_FOLDER] == name], notes
    tags = _TAGS[wanted.kind]
    fitting = {
        cells[_FOLDER]
        for cells, shapes in marks
        if any(_plain(part.tag) in tags for shape in shapes for part in shape.iter())
    }
    left = [name for name in folders if name not in fitting]
    if not fitting or not left:
        return marks, []
    layer = "、".join(name or "—" for name in folders if name in fitting)
    note: Note = ("layer_chosen", {"layer": layer, "others": "、".join(name or "—" for name in left)})
    return [mark for mark in marks if mark[0][_FOLDER] in fitting], [note]


def _features(marks: list[Placemark], *, crs: str | None, notes: tuple[Note, ...]) -> Features:
    """Make features; one whose shape cannot be read keeps its text."""
    filled = {name for cells, _ in marks for name, cell in cells.items() if cell}
    fields = [name for name in dict.fromkeys(name for cells, _ in marks for name in cells) if name in filled]
    shapes = np.full(len(marks), None, dtype=object)
    faults: dict[int, str] = {}
    bytes_of: dict[int, bytes] = {}
    for place, (_, found) in enumerate(marks):
        try:
            shapes[place] = _shape(_only(found)) if found else None
        except (ShapelyError, ValueError, IndexError) as fault:
            faults[place] = message_of(fault)
            bytes_of[place] = b"".join(ET.tostring(shape, encoding="utf-8") for shape in found)
    rows: list[list[object]] = [[cells.get(name, "") for name in fields] for cells, _ in marks]
    return Features(fields, rows, shapes, crs, faults=faults, bytes_of=bytes_of, notes=notes)


def _shape(element: ET.Element) -> shapely.Geometry:
    """Make a geometry of its element."""
    kind = _plain(element.tag)
    if kind == "Point":
        return shapely.Point(_coordinates(element)[0])
    if kind == "LineString":
        return shapely.LineString(_coordinates(element))
    if kind == "LinearRing":
        return shapely.Polygon(_ring(element))
    if kind == "Polygon":
        outer = _only(_rings(element, "outerBoundaryIs"))
        return shapely.Polygon(_ring(outer), [_ring(ring) for ring in _rings(element, "innerBoundaryIs")])
    return _together([_shape(part) for part in _children(element, _SHAPES)])


def _together(parts: list[shapely.Geometry]) -> shapely.Geometry:
    """Join the parts of a MultiGeometry, which may hold others."""
    flat = [part for shape in parts for part in shapely.get_parts(shape)]
    kinds = {part.geom_type for part in flat}
    if kinds == {"Polygon"}:
        return shapely.MultiPolygon(flat)
    if kinds == {"LineString"}:
        return shapely.MultiLineString(flat)
    return shapely.MultiPoint(flat) if kinds == {"Point"} else shapely.GeometryCollection(flat)


def _rings(polygon: ET.Element, side: str) -> list[ET.Element]:
    """Take the rings of one side; a boundary without a ring has lost it."""
    rings = [list(_children(boundary, {"LinearRing"})) for boundary in _children(polygon, {side})]
    if not all(rings):
        raise ValueError(say_both("files.shape_damaged"))
    return [ring for found in rings for ring in found]


def _only(elements: list[ET.Element]) -> ET.Element:
    """Take the only one; which of several is meant nobody can tell."""
    if len(elements) != 1:
        raise ValueError(say_both("files.shape_damaged"))
    return elements[0]


def _ring(element: ET.Element) -> list[tuple[float, ...]]:
    """Read a ring; one that does not come back to its beginning was cut off, and is not closed."""
    ring = _coordinates(element)
    if ring[0] != ring[-1]:
        raise ValueError(say_both("files.ring_open"))
    return ring


def _coordinates(element: ET.Element) -> list[tuple[float, ...]]:
    """Read `lon,lat[,height]` tuples; heights are not kept."""
    tuples = [text.split(",") for text in _text(element, "coordinates").split()]
    found: list[tuple[float, ...]] = [(float(item[0]), float(item[1])) for item in tuples]
    if not all(math.isfinite(number) for item in found for number in item):
        raise ValueError(say_both("files.shape_damaged"))
    return found


def _children(element: ET.Element, kinds: frozenset[str] | set[str]) -> Iterator[ET.Element]:
    return (child for child in element if _plain(child.tag) in kinds)


def _text(element: ET.Element, name: str) -> str:
    """Take the text of a child."""
    child = next(_children(element, {name}), None)
    return (child.text or "").strip() if child is not None else ""


def _plain(tag: str) -> str:
    """Take the namespace off a tag."""
    return tag.rpartition("}")[2]
