"""Any file of points (点文件): a table with two columns of coordinates, or a vector layer of points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from ruralmap.errors import UsageError
from ruralmap.files.features import SHAPEFILE, read_features
from ruralmap.files.shapefile import examine_shapefile
from ruralmap.files.sheets import TEXT_ENDINGS, read_sheets
from ruralmap.schema.aliases import plain_header
from ruralmap.schema.amounts import parse_number
from ruralmap.schema.marks import EXACT_NUMBER, as_text
from ruralmap.schema.places import LATITUDE, LONGITUDE
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ruralmap.schema.columns import Column

WORKBOOK_ENDINGS: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"})
# What the answer adds; a column of the file that has such a name gets a number behind it.
ADDED: Final = ("village_code", "link_status", "link_method", "distance_m")
# Pairs of names, the first that a file has; the east-west one first.
_PAIRS: Final = (
    ("lon", "lat"),
    ("lng", "lat"),
    ("longitude", "latitude"),
    ("经度", "纬度"),
    ("东经", "北纬"),
    ("x", "y"),
    ("x坐标", "y坐标"),
    ("x_coord", "y_coord"),
)
_DEEPEST_HEADER: Final = 30


@dataclass(frozen=True, eq=False)
class PointTable:
    """
    The points of a file (点表).

    `frame` has all columns, cells as read; `x` and `y` are NaN where they are no numbers. `origin` names the
    two columns, or is empty where the points are geometries, which `shapes` then holds. `renamed` are columns
    that had to give way to ours.
    """

    frame: pd.DataFrame
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    origin: tuple[str, str] | tuple[()] = ()
    crs: object = None
    shapes: NDArray[np.object_] | None = None
    renamed: tuple[str, ...] = ()


def read_points_file(path: Path, *, x: str | None = None, y: str | None = None) -> PointTable:
    """
    Read a file of points, every row of it.

    Parameters
    ----------
    path
        CSV, a workbook, or a vector file. Of a workbook the first sheet that has two columns of coordinates.
    x
        The column of eastings or longitudes; found by its name unless given.
    y
        The column of northings or latitudes; given where `x` is.

    Returns
    -------
    points
        One row a row or feature of the file, in its order. Empty lines at the end of a sheet are no rows.

    Raises
    ------
    UsageError
        If no two columns of coordinates are found, or only one is named.
    LayerError
        If the file is missing or cannot be read.
    """
    if (x is None) != (y is None):
        raise UsageError(say_both("links.file.one_coordinate"))
    named = (x, y) if x is not None and y is not None else None
    if path.suffix.lower() in TEXT_ENDINGS | WORKBOOK_ENDINGS:
        return _from_sheets(path, named)
    return _from_vector(path, named)


def encoding_of(path: Path) -> str | None:
    """
    Find the encoding of a vector file's text where the file itself may be wrong about it.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    encoding
        That of a shapefile, decided by what decodes; missing for every other kind of file.

    Raises
    ------
    LayerError
        If a shapefile's companions are missing or damaged.
    """
    return examine_shapefile(path).encoding if path.suffix.lower() == SHAPEFILE else None


def _from_sheets(path: Path, named: tuple[str, str] | None) -> PointTable:
    """Read the first sheet whose header has the coordinates."""
    seen: list[str] = []
    for sheet in read_sheets(path):
        for place, row in enumerate(sheet.rows[:_DEEPEST_HEADER]):
            header = [as_text(cell) for cell in row]
            pair = _coordinate_columns(header, named)
            if pair:
                return _table(header, _body(sheet.rows[place + 1 :]), pair=pair)
            seen = seen or [name for name in header if name]
    raise _columns_missing(path, seen, named)


def _from_vector(path: Path, named: tuple[str, str] | None) -> PointTable:
    """Read features; their geometry is the point unless columns are named, or nothing has a geometry."""
    features = read_features(path, encoding_of(path))
    if named or all(shape is None for shape in features.shapes):
        pair = _coordinate_columns(features.fields, named)
        if not pair:
            raise _columns_missing(path, features.fields, named)
        return _table(features.fields, features.rows, pair=pair)
    # A multipoint of one part is a point; of lines and areas no part is chosen.
    single = shapely.get_num_geometries(features.shapes) == 1
    points = np.full(len(features.rows), None, dtype=object)
    points[single] = shapely.get_geometry(features.shapes[single], 0)
    names = unique_names(features.fields, taken=ADDED)
    return PointTable(
        frame=pd.DataFrame(features.rows, columns=names, dtype=object),
        x=shapely.get_x(points),
        y=shapely.get_y(points),
        crs=features.crs,
        shapes=features.shapes,
        renamed=_renamed(features.fields, names),
    )


def _table(header: Sequence[str], rows: list[list[object]], *, pair: tuple[int, int]) -> PointTable:
    """Make a table of rows that may be shorter or longer than their header."""
    width = max([len(header), *map(len, rows)])
    full = [*header, *[""] * (width - len(header))]
    names = unique_names(full, taken=ADDED)
    cells = [[*row, *[""] * (width - len(row))] for row in rows]
    frame = pd.DataFrame(cells, columns=names, dtype=object)
    east, north = (frame.iloc[:, place].tolist() for place in pair)
    return PointTable(
        frame=frame,
        x=_numbers(east, LONGITUDE),
        y=_numbers(north, LATITUDE),
        origin=(full[pair[0]], full[pair[1]]),
        renamed=_renamed(full, names),
    )


def _numbers(cells: list[object], column: Column) -> NDArray[np.float64]:
    """Read numbers: plain ones all at once, the others (full-width, 度分秒) with care."""
    numbers = pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce").to_numpy(dtype=np.float64).copy()
    left = np.flatnonzero(np.isnan(numbers))
    numbers[left] = [parse_number(cells[place], column).value for place in left]
    return numbers


def _body(rows: list[list[object]]) -> list[list[object]]:
    """Take the rows below a header, without the empty lines at the end; whole numbers as such."""
    filled = [place for place, row in enumerate(rows) if any(as_text(cell) for cell in row)]
    kept = rows[: filled[-1] + 1] if filled else []
    return [[_whole(cell) for cell in row] for row in kept]


def _whole(cell: object) -> object:
    """Give a workbook's 3.0 back as the 3 that was typed."""
    is_whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_NUMBER
    return int(cell) if isinstance(cell, float) and is_whole else cell


def _coordinate_columns(header: Sequence[str], named: tuple[str, str] | None) -> tuple[int, int] | None:
    """Find the places of the two columns in a header."""
    plain = [plain_header(name) for name in header]
    for pair in [tuple(map(plain_header, named))] if named else _PAIRS:
        if all(name in plain for name in pair):
            return plain.index(pair[0]), plain.index(pair[1])
    return None


def _columns_missing(path: Path, header: Iterable[str], named: tuple[str, str] | None) -> UsageError:
    columns = "、".join(header)
    if named:
        return UsageError(
            say_both("links.file.named_missing", path=path, x=named[0], y=named[1], columns=columns)
        )
    return UsageError(say_both("links.file.columns_missing", path=path, columns=columns))


def unique_names(names: Iterable[str], *, taken: Iterable[str]) -> list[str]:
    """
    Make names of columns that a table can hold side by side.

    Parameters
    ----------
    names
        Names as read.
    taken
        Names that are not free.

    Returns
    -------
    unique
        The same names; one that is taken or repeated gets a number behind it, an empty one becomes `column`.
    """
    used = set(taken)
    unique = []
    for name in names:
        candidate, number = name or "column", 1
        while candidate in used:
            number += 1
            candidate = f"{name or 'column'}_{number}"
        used.add(candidate)
        unique.append(candidate)
    return unique


def _renamed(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"{old} → {new}" for old, new in zip(before, after, strict=True) if old and old != new)
