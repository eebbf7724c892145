"""Any file of features read (读要素): each kind of file its own way, and nothing taken on trust."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.errors import LayerError
from ruralmap.files import geoparquet, kml
from ruralmap.files.encoding_notes import notes_on_encoding
from ruralmap.files.features import Features, without_broken
from ruralmap.files.flatgeobuf import examine_flatgeobuf
from ruralmap.files.geopackage import examine_geopackage
from ruralmap.files.layer_choice import choose_layer
from ruralmap.files.ogr import read_driver
from ruralmap.files.plain_text import decode_text
from ruralmap.files.shapefile import SHAPEFILE, examine_shapefile, has_cut_names, readable_copy
from ruralmap.files.sheet_features import WORKBOOK_ENDINGS, read_sheet_features
from ruralmap.files.sheets import TEXT_ENDINGS
from ruralmap.schema.encodings import read_text
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.files.features import Wanted

GEODATABASE: Final = ".gdb"
_ARCHIVES: Final = frozenset({".zip", ".rar", ".7z", ".shz"})
_DATABASES: Final = frozenset({".mdb", ".accdb"})
# An encoding in which every byte is a character: a driver passes text on in it without looking at it.
_EVERY_BYTE: Final = "ISO-8859-1"


def is_layer_file(path: Path) -> bool:
    """
    Tell whether there is something at a path that may be a layer: a file, or a FileGDB, which is a folder.

    Parameters
    ----------
    path
        The path.

    Returns
    -------
    exists
        Whether there is.
    """
    return path.is_file() or (path.is_dir() and path.suffix.lower() == GEODATABASE)


def read_features(wanted: Wanted) -> Features:
    """
    Read a file's features, and account for every one that the file says it has.

    Parameters
    ----------
    wanted
        Shapefile, GeoPackage, FileGDB, GeoJSON, FlatGeobuf, GeoParquet, KML, KMZ, CSV, workbook, or whatever
        else GDAL knows.

    Returns
    -------
    features
        Every feature, in the file's order.

    Raises
    ------
    LayerError
        If the file is missing, cannot be opened, or it is not clear which of its layers is meant.
    """
    if not is_layer_file(wanted.path):
        raise LayerError(say_both("files.not_found", path=wanted.path))
    ending = wanted.path.suffix.lower()
    for refused, key in ((_ARCHIVES, "layer_archive"), (_DATABASES, "layer_mdb")):
        if ending in refused:
            raise LayerError(say_both(f"files.{key}", path=wanted.path))
    features = without_broken(_READERS.get(ending, _read_other)(wanted))
    heights = np.nan_to_num(shapely.get_coordinates(features.shapes, include_z=True)[:, 2])
    if not heights.any():
        return features
    count = int(shapely.has_z(features.shapes).sum())
    return replace(features, notes=(*features.notes, ("heights_dropped", {"rows": count})))


def _read_shapefile(wanted: Wanted) -> Features:
    """Read a shapefile in its text's encoding, from a copy where its index must be made again."""
    facts = examine_shapefile(wanted.path, wanted.encoding, wanted.names)
    cut = has_cut_names(facts)
    with readable_copy(facts) as path:
        evidence = facts.evidence()
        features = read_driver(path, encoding=_EVERY_BYTE if cut else facts.encoding, evidence=evidence)
    notes = notes_on_encoding(
        facts.scores, facts.encoding, given=wanted.encoding, stated=facts.stated or facts.attributes.ldid
    )
    features = _decoded(features, facts.encoding) if cut else features
    return replace(features, notes=(*notes, *features.notes))


def _decoded(features: Features, encoding: str) -> Features:
    """Decode names and cells that were read byte by byte; a name cut inside a character keeps what it has."""

    def decode(cell: object) -> object:
        return read_text(cell.encode(_EVERY_BYTE), encoding) if isinstance(cell, str) else cell

    fields = [str(decode(name)) for name in features.fields]
    return replace(features, fields=fields, rows=[[decode(cell) for cell in row] for row in features.rows])


def _read_geopackage(wanted: Wanted) -> Features:
    layer, notes = choose_layer(wanted)
    features = read_driver(wanted.path, layer=layer, evidence=examine_geopackage(wanted.path, layer))
    return replace(features, notes=(*notes, *features.notes))


def _read_flatgeobuf(wanted: Wanted) -> Features:
    return read_driver(wanted.path, evidence=examine_flatgeobuf(wanted.path))


def _read_geojson(wanted: Wanted) -> Features:
    """Read GeoJSON, brought to UTF-8 where it is not; a shape that was not understood keeps its text."""
    content = wanted.path.read_bytes()
    text, notes = decode_text(wanted.path, content, wanted)
    if text.encode("utf-8") == content:
        features = read_driver(wanted.path)
    else:
        with tempfile.TemporaryDirectory(prefix="ruralmap-") as folder:
            copy = Path(folder) / "layer.geojson"
            copy.write_text(text, encoding="utf-8")
            features = read_driver(copy)
    return replace(_with_texts(features, text), notes=(*notes, *features.notes))


def _with_texts(features: Features, text: str) -> Features:
    """Keep the text of each shape that the file has and the driver did not understand."""
    missing = np.flatnonzero(shapely.is_missing(features.shapes))
    if not missing.size:
        return features
    document = json.loads(text)
    items = document.get("features", []) if isinstance(document, dict) else []
    written = {
        int(place): items[place].get("geometry") for place in missing if len(items) == len(features.rows)
    }
    lost = {place: shape for place, shape in written.items() if shape}
    return replace(
        features,
        faults={place: say_both("files.shape_damaged") for place in lost} | dict(features.faults),
        bytes_of={
            place: json.dumps(shape, ensure_ascii=False).encode("utf-8") for place, shape in lost.items()
        },
    )


def _read_other(wanted: Wanted) -> Features:
    layer, notes = choose_layer(wanted)
    features = read_driver(wanted.path, encoding=wanted.encoding, layer=layer)
    return replace(features, notes=(*notes, *features.notes))


_READERS: Final[dict[str, Callable[[Wanted], Features]]] = {
    SHAPEFILE: _read_shapefile,
    ".gpkg": _read_geopackage,
    ".fgb": _read_flatgeobuf,
    ".geojson": _read_geojson,
    ".json": _read_geojson,
    **dict.fromkeys(geoparquet.ENDINGS, geoparquet.read_parquet),
    **dict.fromkeys(kml.ENDINGS, kml.read_kml),
    **dict.fromkeys(TEXT_ENDINGS | WORKBOOK_ENDINGS, read_sheet_features),
}
