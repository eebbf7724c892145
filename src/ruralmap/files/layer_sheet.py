"""A layer of points as a sheet (点图层作表): its fields, and its points as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from ruralmap.files.features import Wanted
from ruralmap.files.reading import read_features
from ruralmap.files.sheet_features import WORKBOOK_ENDINGS
from ruralmap.files.sheets import TEXT_ENDINGS, read_sheets
from ruralmap.geo.crs import CGCS2000, move_points
from ruralmap.schema.aliases import alias_index, meaning_of
from ruralmap.schema.grid import RawSheet
from ruralmap.schema.marks import as_text

if TYPE_CHECKING:
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from ruralmap.files.features import Features
    from ruralmap.schema.aliases import AliasIndex
    from ruralmap.schema.columns import Table

# Degrees with eight decimals are a millimetre: what a projection adds behind them is no news.
_DECIMALS: Final = 8
# What shapely calls a point among the kinds of shapes.
_POINT: Final = 0
_PLACE: Final = ("lon", "lat", "datum")


def read_rows(path: Path, table: Table, *, layer: str | None = None) -> list[RawSheet]:
    """
    Read the rows of a workbook, of CSV, or of a layer.

    Parameters
    ----------
    path
        The file.
    table
        What its rows are. Where it has coordinates, they are those of the layer's points, and not what the
        layer's fields say: whoever moved a point in the field did not type numbers.
    layer
        Which layer of several; the only one of points unless given.

    Returns
    -------
    sheets
        As typed; a layer is one sheet whose header stands above its first row.

    Raises
    ------
    LayerError
        If the file is missing or cannot be read, or it is not clear which of its layers is meant.
    CrsError
        If there is no trustworthy step from a layer's coordinate system to CGCS2000.
    SurroundingsError
        If it cannot be opened.
    """
    if path.suffix.lower() in TEXT_ENDINGS | WORKBOOK_ENDINGS:
        return read_sheets(path)
    return [_as_sheet(read_features(Wanted(path, layer=layer, kind="point")), table)]


def _as_sheet(features: Features, table: Table) -> RawSheet:
    """Lay features out with their points."""
    fields, rows = list(features.fields), [list(row) for row in features.rows]
    header: list[object] = [*fields]
    points = np.array([_point(shape) for shape in features.shapes], dtype=object)
    found = [place for place, point in enumerate(points) if point is not None]
    if found and set(_PLACE) <= set(table.names):
        index = alias_index(table)
        kept = [at for at, name in enumerate(fields) if not _is_place(as_text(name), index)]
        header = [*(fields[at] for at in kept), *_PLACE]
        rows = [[*(row[at] for at in kept), "", "", ""] for row in rows]
        xy = shapely.get_coordinates(points[found])
        if features.crs is not None:
            moved = move_points(xy[:, 0], xy[:, 1], source=features.crs, target=CGCS2000)
            datum = "CGCS2000"
        else:
            moved, datum = (xy[:, 0], xy[:, 1]), ""
        for place, x, y in zip(found, *moved, strict=True):
            rows[place][-3:] = [round(float(x), _DECIMALS), round(float(y), _DECIMALS), datum]
    return RawSheet(name="", rows=[header, *rows], first_row=features.first_row - 2)


def _is_place(name: str, index: AliasIndex) -> bool:
    """Tell a field of coordinates."""
    meaning = meaning_of(name, index)
    return meaning is not None and meaning.column in _PLACE


def _point(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Give the one point that a shape is, if it is one."""
    if shape is None or shape.is_empty or shapely.get_num_geometries(shape) != 1:
        return None
    single = shapely.get_geometry(shape, 0)
    return single if shapely.get_type_id(single) == _POINT else None
