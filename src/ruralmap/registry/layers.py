"""GDAL creates the registry's empty layers, once, in a file that nobody else has open."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyogrio
import pyogrio.raw
from pyogrio.errors import DataLayerError, DataSourceError

from ruralmap.errors import OutputError
from ruralmap.registry.bases import SRID
from ruralmap.registry.models import TABLES, geometry_type, value_columns
from ruralmap.words.bilingual import say_both
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Table

    from ruralmap.registry.batch import Batch

# GeoPackage 1.4, whose triggers also keep the index right through an UPSERT (1.2's leave ghosts behind).
_VERSION: Final = "1.4"
_DTYPES: Final = {str: "object", int: "int64", float: "float64", bool: "bool"}
_OGR_TYPES: Final = {"POINT": "Point", "MULTIPOLYGON": "MultiPolygon"}


def create_layers(path: Path, batch: Batch, *, lang: Language = "zh") -> None:
    """
    Create every layer of the registry, empty: tables, R-trees, triggers, descriptions.

    Parameters
    ----------
    path
        A file that does not exist yet.
    batch
        What is being loaded: its date takes the clock's place in the file, and a simulated one is marked.
    lang
        The language of titles and descriptions, as QGIS shows them.

    Raises
    ------
    OutputError
        If GDAL cannot write there.
    """
    mark = say("registry.simulated_mark", lang) if batch.simulated else ""
    try:
        # A given time instead of the clock's, so that the same inputs give the same bytes; and nothing waits
        # for the disk after each layer: nobody else knows the file, and the load waits once, at the end.
        with _configured(
            OGR_CURRENT_DATE=batch.stamp,
            OGR_SQLITE_SYNCHRONOUS="OFF",
            OGR_SQLITE_PRAGMA="journal_mode=MEMORY,locking_mode=EXCLUSIVE",
        ):
            for name, table in TABLES.items():
                key = f"registry.layers.{name}"
                _create_layer(
                    path,
                    table,
                    identifier=mark + say(f"{key}.title", lang),
                    description=mark
                    + say(f"{key}.description", lang, as_of=batch.as_of, county=batch.county),
                )
    except (DataSourceError, DataLayerError, OSError) as fault:
        raise OutputError(say_both("registry.not_created", path=path, fault=fault)) from fault


def _create_layer(path: Path, table: Table, *, identifier: str, description: str) -> None:
    """Create one layer: a feature table where the model has a geometry, else a table of attributes."""
    names = value_columns(table)
    geometry = geometry_type(table)
    options: dict[str, Any] = {"FID": "fid", "IDENTIFIER": identifier, "DESCRIPTION": description}
    if geometry:
        options |= {"GEOMETRY_NAME": "geom", "SPATIAL_INDEX": "YES"}
    pyogrio.raw.write(
        path,
        np.empty(0, dtype=object) if geometry else None,
        [np.empty(0, dtype=_DTYPES[table.columns[name].type.python_type]) for name in names],
        list(names),
        layer=str(table.name),  # SQLAlchemy's own kind of text is not text enough for pyogrio
        driver="GPKG",
        geometry_type=_OGR_TYPES.get(geometry or ""),
        crs=f"EPSG:{SRID}" if geometry else None,
        layer_options=options,
        dataset_options={} if path.exists() else {"VERSION": _VERSION},
    )


@contextmanager
def _configured(**wanted: str) -> Iterator[None]:
    """Set options of GDAL, which hold for the whole process, and give them back."""
    before = {name: pyogrio.get_gdal_config_option(name) for name in wanted}
    pyogrio.set_gdal_config_options(wanted)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
