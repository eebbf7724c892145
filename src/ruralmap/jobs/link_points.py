"""Any file of points (点文件): a table with two columns of coordinates, or a vector layer of points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import shapely

from ruralmap.errors import UsageError
from ruralmap.files.features import Wanted
from ruralmap.files.geoparquet import ENDINGS as PARQUET_ENDINGS
from ruralmap.files.point_columns import read_point_columns
from ruralmap.files.reading import read_features
from ruralmap.files.sheet_features import WORKBOOK_ENDINGS
from ruralmap.files.sheets import TEXT_ENDINGS, read_sheets
from ruralmap.link.pieces import measures_of
from ruralmap.schema.coordinates import DEEPEST_HEADER, coordinate_columns, read_coordinates, wkt_column
from ruralmap.schema.marks import EXACT_NUMBER, as_text
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from ruralmap.files.evidence import Note

# What the answer adds; a column of the file that has such a name gets a number behind it.
ADDED: Final = ("village_code", "link_status", "link_method", "distance_m")


@dataclass(frozen=True, eq=False)
class PointTable:
    """
    The points of a file (点表).

    `frame` has all columns, cells as read; `x` and `y` are NaN where they are no numbers. `origin` names the
    two columns, or is empty where the points are geometries, which `shapes` then holds unless `x` and `y` say
    all about them. `renamed` are columns that had to give way to ours; `notes` are remarks on the file.
    `measures` says which shapes are lines (`length`) or areas (`area`); of these `x` and `y` are a vertex.
    """

    frame: pd.DataFrame
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    origin: tuple[str, str] | tuple[()] = ()
    crs: object = None
    shapes: NDArray[np.object_] | None = None
    measures: NDArray[np.object_] | None = None
    renamed: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()


def read_points_file(
    path: Path, *, x: str | None = None, y: str | None = None, layer: str | None = None
) -> PointTable:
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
    layer
        Which of the file's layers or sheets; the only one with points, the first sheet with coordinates,
        unless given.

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
        return _from_sheets(path, named, layer)
    return _from_vector(path, named, layer)


def _from_sheets(path: Path, named: tuple[str, str] | None, layer: str | None) -> PointTable:
    """Read the first sheet whose header has the coordinates, or shapes written as text."""
    seen: list[str] = []
    for sheet in read_sheets(path):
        for place, row in enumerate(sheet.rows[:DEEPEST_HEADER] if layer in {None, sheet.name} else []):
            header = [as_text(cell) for cell in row]
            pair = coordinate_columns(header, named)
            if pair:
                return _table(header, _body(sheet.rows[place + 1 :]), pair=pair)
            if wkt_column(header) is not None and not named:
                return _from_vector(path, None, layer)
            seen = seen or [name for name in header if name]
    raise _columns_missing(path, seen, named)


def _from_vector(path: Path, named: tuple[str, str] | None, layer: str | None) -> PointTable:
    """Read features; their geometry is the point unless columns are named, or nothing has a geometry."""
    columns = read_point_columns(path) if path.suffix.lower() in PARQUET_ENDINGS and not named else None
    if columns is not None:
        fields = [str(name) for name in columns.frame.columns]
        names = unique_names(fields, taken=ADDED)
        return PointTable(
            columns.frame.set_axis(names, axis=1),
            columns.x,
            columns.y,
            crs=columns.crs,
            renamed=_renamed(fields, names),
        )
    features = read_features(Wanted(path, layer=layer, kind="point"))
    if named or all(shape is None for shape in features.shapes):
        pair = coordinate_columns(features.fields, named)
        if not pair:
            raise _columns_missing(path, features.fields, named)
        return replace(_table(features.fields, features.rows, pair=pair), notes=features.notes)
    # A multipoint of one part is a point. Of a line or an area a vertex tells in which coordinates it is.
    measures = measures_of(features.shapes)
    single = (shapely.get_num_geometries(features.shapes) == 1) | (measures != None)  # noqa: E711 - of an array
    vertices, owner = shapely.get_coordinates(features.shapes, return_index=True)
    first = np.unique(owner, return_index=True)
    found = np.full((len(features.rows), 2), np.nan)
    found[first[0]] = vertices[first[1]]
    found[~single] = np.nan
    names = unique_names(features.fields, taken=ADDED)
    return PointTable(
        frame=pd.DataFrame(features.rows, columns=names, dtype=object),
        x=found[:, 0],
        y=found[:, 1],
        crs=features.crs,
        shapes=features.shapes,
        measures=measures,
        renamed=_renamed(features.fields, names),
        notes=features.notes,
    )


def _table(header: Sequence[str], rows: list[list[object]], *, pair: tuple[int, int]) -> PointTable:
    """Make a table of rows that may be shorter or longer than their header."""
    width = max([len(header), *map(len, rows)])
    full = [*header, *[""] * (width - len(header))]
    names = unique_names(full, taken=ADDED)
    cells = [[*row, *[""] * (width - len(row))] for row in rows]
    frame = pd.DataFrame(cells, columns=names, dtype=object)
    x, y = read_coordinates(*(frame.iloc[:, place].tolist() for place in pair))
    return PointTable(
        frame=frame,
        x=x,
        y=y,
        origin=(full[pair[0]], full[pair[1]]),
        renamed=_renamed(full, names),
    )


def _body(rows: list[list[object]]) -> list[list[object]]:
    """Take the rows below a header, without the empty lines at the end; whole numbers as such."""
    filled = [place for place, row in enumerate(rows) if any(as_text(cell) for cell in row)]
    kept = rows[: filled[-1] + 1] if filled else []
    return [[_whole(cell) for cell in row] for row in kept]


def _whole(cell: object) -> object:
    """Give a workbook's 3.0 back as the 3 that was typed."""
    is_whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_NUMBER
    return int(cell) if isinstance(cell, float) and is_whole else cell


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
