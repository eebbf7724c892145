"""The assets as a layer to be edited in QGIS, or by GDAL alone (资产图层): written, and read back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from ruralmap.assets.columns import ACTION, ACTIONS, ADDED, CONFIRMED
from ruralmap.assets.marks import HEADER
from ruralmap.files.features import Wanted
from ruralmap.files.layer_styles import add_style, add_value_lists, style_of
from ruralmap.files.layer_writer import write_layers
from ruralmap.files.reading import read_features
from ruralmap.jobs.asset_export_book import cells_of, choices_of, titles_of
from ruralmap.schema.grid import RawSheet
from ruralmap.schema.places import DATUM, LATITUDE, LONGITUDE
from ruralmap.schema.tables import TABLES
from ruralmap.schema.written import YES, title_of
from ruralmap.words.palette import RUN_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ruralmap.assets.parts import Part
    from ruralmap.jobs.asset_export_book import Sending

LAYER: Final = "资产"
# Where the point stood when it was handed out: where it stands otherwise somebody moved it.
POINT: Final = "〔登记坐标〕"
_TABLE: Final = "assets"
_EPSG: Final = 4490
_DATUM: Final = "CGCS2000"
_KINDS: Final = {"money": "float64", "number": "float64", "integer": "Int64"}
_RUN_STATE: Final = "run_state"


def write_asset_layer(
    path: Path, sending: Sending, part: Part, points: Mapping[str, tuple[float, float]]
) -> None:
    """
    Write the assets as a layer of points, with value lists and a style.

    Parameters
    ----------
    path
        A GeoPackage that does not exist.
    sending
        The export.
    part
        The assets.
    points
        Longitude and latitude of each asset that has a place, CGCS2000, by key.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    columns = TABLES[_TABLE].columns
    titles = titles_of(columns)
    keys = part.keys[_TABLE]
    rows = [cells_of(sending, part, _TABLE, key) for key in keys]
    kinds = [_KINDS.get(column.kind, "str") for column in columns] + ["str"] * len(ADDED)
    cells = list(zip(*rows, strict=True)) or [()] * len(titles)
    table: dict[str, pd.Series[Any]] = {
        title: pd.Series(list(values), dtype=kind)
        for title, values, kind in zip(titles, cells, kinds, strict=True)
    }
    places = [points.get(key) for key in keys]
    table[POINT] = pd.Series([_text(*place) if place else None for place in places], dtype="str")
    shapes = np.array([shapely.Point(place) if place else None for place in places], dtype=object)
    layer = gpd.GeoDataFrame(table, geometry=shapes, crs=_EPSG)
    write_layers(path, {LAYER: (layer, "Point")})
    choices = {title_of(column): offered for column in columns if (offered := choices_of(column))}
    choices |= {ACTION: ACTIONS, CONFIRMED: (YES,)}
    add_value_lists(path, LAYER, choices)
    colours = {state: fill.colour for state, fill in RUN_STATES.items()}
    state = title_of(TABLES[_TABLE].column(_RUN_STATE))
    add_style(path, LAYER, style_of(state, colours, choices=choices, hidden=(HEADER, POINT)))


def read_asset_layer(path: Path) -> RawSheet:
    """
    Read a layer that came back as a sheet; a point that was moved is what the row says of its place.

    Parameters
    ----------
    path
        The GeoPackage.

    Returns
    -------
    sheet
        The header, then a row for each feature.

    Raises
    ------
    LayerError
        If it cannot be read, or it is not clear which of its layers is meant.
    """
    features = read_features(Wanted(path, layer=LAYER, kind="point"))
    titles = list(features.fields)
    placed = [column.zh for column in (LONGITUDE, LATITUDE, DATUM)]
    header = [*titles, *(title for title in placed if title not in titles)]
    at = [header.index(title) for title in placed]
    noted = titles.index(POINT) if POINT in titles else None
    rows: list[list[object]] = [list(header)]
    for cells, shape in zip(features.rows, features.shapes, strict=True):
        row = [_cell(cell) for cell in cells] + [""] * (len(header) - len(titles))
        here = _text(shape.x, shape.y) if shape is not None and not shape.is_empty else ""
        if here and (noted is None or here != row[noted]):
            for place, value in zip(at, (shape.x, shape.y, _DATUM), strict=True):
                row[place] = value
        rows.append([cell for place, cell in enumerate(row) if place != noted])
    rows[0] = [title for place, title in enumerate(header) if place != noted]
    return RawSheet(LAYER, rows)


def _text(lon: float, lat: float) -> str:
    """Write a point so that every bit of it is there."""
    return f"{lon!r} {lat!r}"


def _cell(cell: object) -> object:
    """Take an attribute as a cell; what is missing is a blank one."""
    return "" if cell is None or (isinstance(cell, float) and math.isnan(cell)) else cell
