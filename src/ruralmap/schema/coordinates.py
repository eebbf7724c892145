"""Columns that hold a place (坐标列): pairs of numbers, or a shape written as text (WKT)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.schema.aliases import plain_header
from ruralmap.schema.amounts import parse_number
from ruralmap.schema.places import LATITUDE, LONGITUDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# How deep below a title a header may stand.
DEEPEST_HEADER: Final = 30
# Pairs of names, the first that a file has; the east-west one first.
_PAIRS: Final = (
    ("lon", "lat"),
    ("lng", "lat"),
    ("longitude", "latitude"),
    ("经度", "纬度"),
    ("东经", "北纬"),
    ("x", "y"),
    ("x坐标", "y坐标"),
    ("横坐标", "纵坐标"),
    ("x_coord", "y_coord"),
)
# What QGIS, PostGIS and offices call a column of shapes written as text.
_WKT_NAMES: Final = ("wkt", "wkt_geom", "the_geom", "geom", "geometry", "shape", "图形", "几何", "空间数据")


def coordinate_columns(header: Sequence[str], named: tuple[str, str] | None = None) -> tuple[int, int] | None:
    """
    Find the two columns of coordinates in a header.

    Parameters
    ----------
    header
        The columns' names as typed.
    named
        Their names, where a person gave them.

    Returns
    -------
    places
        That of the eastings or longitudes, that of the northings or latitudes; None if there is no pair.
    """
    plain = [plain_header(name) for name in header]
    for pair in [tuple(map(plain_header, named))] if named else _PAIRS:
        if all(name in plain for name in pair):
            return plain.index(pair[0]), plain.index(pair[1])
    return None


def wkt_column(header: Sequence[str]) -> int | None:
    """
    Find the column of shapes written as text.

    Parameters
    ----------
    header
        The columns' names as typed.

    Returns
    -------
    place
        None if there is none.
    """
    plain = [plain_header(name) for name in header]
    return next((plain.index(name) for name in _WKT_NAMES if name in plain), None)


def read_coordinates(
    east: list[object], north: list[object]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    Read coordinates: plain numbers all at once, the others (full-width, 度分秒) with care.

    Parameters
    ----------
    east
        Cells of eastings or longitudes.
    north
        Cells of northings or latitudes.

    Returns
    -------
    x, y
        NaN where a cell is no number.
    """
    read = []
    for cells, column in ((east, LONGITUDE), (north, LATITUDE)):
        numbers = pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce")
        values = numbers.to_numpy(dtype=np.float64).copy()
        left = np.flatnonzero(np.isnan(values))
        values[left] = [parse_number(cells[place], column).value for place in left]
        read.append(values)
    return read[0], read[1]
