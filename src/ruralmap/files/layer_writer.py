"""Layers written (写图层): atomically, and the same layer gives the same bytes."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyogrio

from ruralmap.files.atomic import replacing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd

_SHAPEFILE: Final = ".shp"
_TEXT_ENDINGS: Final = frozenset({".geojson", ".json"})
# Drivers stamp the day of writing; the same layer must give the same bytes.
_DAY: Final = "2000-01-01"


def write_layer(path: str | Path, layer: gpd.GeoDataFrame, *, encoding: str | None = None) -> None:
    """
    Write a layer as GeoPackage, GeoJSON, FlatGeobuf or shapefile; the ending chooses.

    Parameters
    ----------
    path
        Where it shall stand.
    layer
        The layer.
    encoding
        The encoding of a shapefile's text. If it is given no .cpg is written, as older programs do, and
        whoever reads the file must know; UTF-8 with a .cpg unless given.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    options: dict[str, Any] = {}
    ending = Path(path).suffix.lower()
    if ending == _SHAPEFILE:
        options = {"encoding": encoding or "UTF-8", "DBF_DATE_LAST_UPDATE": _DAY}
    elif ending in _TEXT_ENDINGS:
        # Neighbours share their borders to the last bit only if every bit is written.
        options = {"COORDINATE_PRECISION": 16}
    with replacing(path) as aside, _fixed_day(), warnings.catch_warnings():
        # Field names cut at ten bytes are what a shapefile is; the reader knows them.
        warnings.simplefilter("ignore", RuntimeWarning)
        pyogrio.write_dataframe(layer, aside, **options)
        if encoding:
            aside.with_suffix(".cpg").unlink(missing_ok=True)


def write_layers(path: str | Path, layers: Mapping[str, tuple[gpd.GeoDataFrame, str]]) -> None:
    """
    Write several layers into one GeoPackage.

    Parameters
    ----------
    path
        Where it shall stand.
    layers
        Each layer's name, its rows (there may be none), and the kind of its shapes, such as `MultiPolygon`;
        polygons are stored as multipolygons there.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with replacing(path) as aside, _fixed_day():
        for name, (layer, kind) in layers.items():
            pyogrio.write_dataframe(
                layer,
                aside,
                layer=name,
                driver="GPKG",
                append=aside.exists(),
                geometry_type=kind,
                promote_to_multi=kind.startswith("Multi"),
            )


@contextmanager
def _fixed_day() -> Iterator[None]:
    """Let drivers believe that it is always the same day."""
    name = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(name)
    pyogrio.set_gdal_config_options({name: f"{_DAY}T00:00:00.000Z"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({name: before})
