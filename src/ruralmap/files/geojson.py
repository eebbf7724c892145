"""GeoJSON read feature by feature (GeoJSON 要素): a part that cannot be read is not left out in silence.

GDAL's driver is not used: of a village whose second part is damaged it gives the first, and passes over what
is no feature.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from shapely.errors import ShapelyError

from ruralmap.files.features import Features
from ruralmap.words.bilingual import Bilingual, message_of, say_both

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

# RFC 7946, 4: longitude and latitude of WGS-84. Older files name another one in a member "crs".
_WGS84: Final = "EPSG:4326"
_LON_LAT: Final = "CRS84"  # the same one, under the name that GDAL writes
_URN: Final = re.compile(r"^urn:(x-)?ogc:def:crs:EPSG:[^:]*:")
_SIZES: Final = {2, 3, 4}  # numbers of a position: with a height, and in old files with a measure
_PLACE, _PLANE = 3, 2  # of these the place, and that without its height
_FEWEST: Final = 4  # corners of a ring, its beginning again among them
_AROUND: Final = " \t\x1e"  # a record separator may stand before a line (RFC 8142)
# What malformed JSON runs into: a text where a list should be, no type, an unknown one, a list too short.
_FAULTS: Final = (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError)


def read_document(text: str) -> Features | None:
    """
    Read a GeoJSON document.

    Parameters
    ----------
    text
        The document.

    Returns
    -------
    features
        One for each item of the collection, or for each line of features line by line; what cannot be read of
        one keeps its text. None if the text is neither, but perhaps another kind of JSON.
    """
    document = _parsed(text)
    if document is None:
        document = _sequence(text)
    if not isinstance(document, dict):
        return None
    items = [document] if document.get("type") == "Feature" else document.get("features")
    if document.get("type") not in {"Feature", "FeatureCollection"} or not isinstance(items, list):
        return None
    records = [_properties(item) for item in items]
    fields = list(dict.fromkeys(name for record in records for name in record))
    shapes = np.full(len(items), None, dtype=object)
    faults: dict[int, str] = {}
    lost: dict[int, object] = {}
    for place, item in enumerate(items):
        try:
            shapes[place] = _shape(item)
        except _FAULTS as fault:
            said = message_of(fault)
            faults[place] = said if isinstance(said, Bilingual) else say_both("files.shape_damaged")
            lost[place] = item.get("geometry") if isinstance(item, dict) else item
    return Features(
        fields,
        [[_cell(record.get(name)) for name in fields] for record in records],
        shapes,
        _crs(document),
        faults=faults,
        bytes_of={place: json.dumps(item, ensure_ascii=False).encode() for place, item in lost.items()},
    )


def _parsed(text: str) -> object:
    """Read JSON; what is none comes back as None."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None


def _sequence(text: str) -> dict[str, object] | None:
    """Read features line by line (RFC 8142); a line that is damaged is an item of its own."""
    lines = [line.strip(_AROUND) for line in text.splitlines()]
    items = [(line, _parsed(line)) for line in lines if line]
    whole = [isinstance(item, dict) and item.get("type") == "Feature" for _, item in items]
    # Of a damaged collection hardly a line is a feature, and what stands above them must not be lost.
    if not any(whole[:1]) and sum(whole) * 2 <= len(whole):
        return None
    return {"type": "FeatureCollection", "features": [line if item is None else item for line, item in items]}


def _properties(item: object) -> dict[str, object]:
    """Take a feature's properties, and its own identifier if that is a text."""
    if not isinstance(item, dict):
        return {}
    found = item.get("properties")
    properties = found if isinstance(found, dict) else {"properties": found} if found else {}
    return {"id": item["id"], **properties} if isinstance(item.get("id"), str) else properties


def _cell(value: object) -> object:
    """Take a property as a cell; lists and objects stay the text that they are."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _crs(document: Mapping[str, Any]) -> str | None:
    """Take the name of the coordinate system; none where the document names it in a way nobody can read."""
    if "crs" not in document:
        return _WGS84
    named = document["crs"]
    about = named.get("properties") if isinstance(named, dict) else None
    if not isinstance(about, dict) or not {"name", "code"} & set(about):
        return None
    name = str(about.get("name", f"EPSG:{about.get('code')}"))
    return _WGS84 if name.endswith(_LON_LAT) else _URN.sub("EPSG:", name)


def _shape(item: Any) -> shapely.Geometry | None:  # noqa: ANN401 - whatever stands in a list of features
    """Make a feature's geometry."""
    if item["type"] != "Feature":
        raise ValueError(say_both("files.no_feature"))
    return None if item.get("geometry") is None else _geometry(item["geometry"])


def _geometry(found: dict[str, Any]) -> shapely.Geometry:
    """Make a geometry of which every part can be read."""
    kind = found["type"]
    if kind == "GeometryCollection":
        return shapely.GeometryCollection([_geometry(part) for part in found["geometries"]])
    build, coordinates = _BUILDERS[kind], found["coordinates"]
    return build(coordinates) if coordinates else shapely.from_wkt(f"{kind.upper()} EMPTY")


def _positions(found: list[list[float]]) -> NDArray[np.float64]:
    """Read positions; heights stay where all have one."""
    try:
        numbers = np.array(found, dtype=np.float64)
    except ValueError:
        numbers = np.array([position[:_PLANE] for position in found], dtype=np.float64)
    if numbers.ndim != _PLANE or numbers.shape[1] not in _SIZES or not np.isfinite(numbers).all():
        raise ValueError(say_both("files.shape_damaged"))
    return numbers[:, :_PLACE]


def _polygon(found: list[list[list[float]]]) -> shapely.Polygon:
    rings = [_positions(ring) for ring in found]
    for ring in rings:
        # One that does not come back to its beginning was cut off, and is not closed.
        if len(ring) < _FEWEST or (ring[0, :2] != ring[-1, :2]).any():
            raise ValueError(say_both("files.ring_open"))
    return shapely.Polygon(rings[0], rings[1:])


def _point(found: list[float]) -> shapely.Point:
    return shapely.Point(_positions([found])[0])


def _line(found: list[list[float]]) -> shapely.LineString:
    return shapely.LineString(_positions(found))


_BUILDERS: Final[dict[str, Callable[[Any], shapely.Geometry]]] = {
    "Point": _point,
    "LineString": _line,
    "Polygon": _polygon,
    "MultiPoint": lambda found: shapely.MultiPoint([_point(part) for part in found]),
    "MultiLineString": lambda found: shapely.MultiLineString([_line(part) for part in found]),
    "MultiPolygon": lambda found: shapely.MultiPolygon([_polygon(part) for part in found]),
}
