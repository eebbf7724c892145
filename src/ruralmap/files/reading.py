"""Any file of features read (读要素): each kind of file its own way, and nothing taken on trust."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.errors import LayerError
from ruralmap.files import geoparquet, kml
from ruralmap.files.encoding_notes import notes_on_encoding, notes_on_strays
from ruralmap.files.features import Features, without_broken
from ruralmap.files.flatgeobuf import examine_flatgeobuf
from ruralmap.files.geojson import read_document
from ruralmap.files.geopackage import examine_geopackage
from ruralmap.files.layer_choice import choose_layer
from ruralmap.files.ogr import read_driver
from ruralmap.files.plain_text import decode_text
from ruralmap.files.shapefile import SHAPEFILE, examine_shapefile, readable_copy
from ruralmap.files.sheet_features import WORKBOOK_ENDINGS, read_sheet_features
from ruralmap.files.sheets import TEXT_ENDINGS
from ruralmap.schema.encodings import EVERY_BYTE
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Callable

    from ruralmap.files.features import Wanted

GEODATABASE: Final = ".gdb"
_ARCHIVES: Final = frozenset({".zip", ".rar", ".7z", ".shz"})
_DATABASES: Final = frozenset({".mdb", ".accdb"})


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
    with readable_copy(facts) as path:
        features = read_driver(path, encoding=EVERY_BYTE, evidence=facts.evidence())
    stated = facts.stated or facts.attributes.ldid
    notes = notes_on_encoding(facts.scores, facts.encoding, given=wanted.encoding, stated=stated)
    return replace(
        features,
        fields=[str(facts.read(name)) for name in features.fields],
        rows=[[facts.read(cell) for cell in row] for row in features.rows],
        crs=features.crs if facts.system is None else facts.system or None,
        notes=(*notes, *notes_on_strays(facts.strays, facts.encoding), *features.notes),
    )


def _read_geopackage(wanted: Wanted) -> Features:
    layer, notes = choose_layer(wanted)
    features = read_driver(wanted.path, layer=layer, evidence=examine_geopackage(wanted.path, layer))
    return replace(features, notes=(*notes, *features.notes))


def _read_flatgeobuf(wanted: Wanted) -> Features:
    return read_driver(wanted.path, evidence=examine_flatgeobuf(wanted.path))


def _read_geojson(wanted: Wanted) -> Features:
    """Read GeoJSON; another kind of JSON through its driver, brought to UTF-8 where it is not."""
    content = wanted.path.read_bytes()
    text, notes = decode_text(wanted.path, content, wanted)
    features = read_document(text)
    if features is None and text.encode("utf-8") == content:
        features = read_driver(wanted.path)
    elif features is None:
        with tempfile.TemporaryDirectory(prefix="ruralmap-") as folder:
            copy = Path(folder) / "layer.geojson"
            copy.write_text(text, encoding="utf-8")
            features = read_driver(copy)
    return replace(features, notes=(*notes, *features.notes))


def _read_other(wanted: Wanted) -> Features:
    layer, notes = choose_layer(wanted)
    features = read_driver(wanted.path, encoding=wanted.encoding, layer=layer)
    return replace(features, notes=(*notes, *features.notes))


_READERS: Final[dict[str, Callable[[Wanted], Features]]] = {
    SHAPEFILE: _read_shapefile,
    ".gpkg": _read_geopackage,
    ".fgb": _read_flatgeobuf,
    **dict.fromkeys((".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson"), _read_geojson),
    **dict.fromkeys(geoparquet.ENDINGS, geoparquet.read_parquet),
    **dict.fromkeys(kml.ENDINGS, kml.read_kml),
    **dict.fromkeys(TEXT_ENDINGS | WORKBOOK_ENDINGS, read_sheet_features),
}
