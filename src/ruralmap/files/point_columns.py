"""A GeoParquet file of points, column by column (点列): millions of rows, and no object for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ruralmap.files.geoparquet import crs_of, open_table
from ruralmap.files.wkb_points import point_coordinates

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class PointColumns:
    """
    The columns of a file of points.

    `frame` holds the cells, missing ones as empty text; `x` and `y` are NaN where a row has no point, and in
    `crs`, as the file names it.
    """

    frame: pd.DataFrame
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    crs: str | None


def read_point_columns(path: Path) -> PointColumns | None:
    """
    Read a GeoParquet file of nothing but plain points.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    columns
        The same cells and places as `read_features` gives, row by row; None where a geometry is anything but
        a point of two numbers, or no row has one: such a file has to be read feature by feature.

    Raises
    ------
    LayerError
        If pyarrow is not installed, or the file cannot be read.
    """
    table, name, about = open_table(path)
    xy = point_coordinates(table[name].chunks) if about else None
    if xy is None or not np.isfinite(xy).any():
        return None
    names = [column for column in table.column_names if column != name]
    frame = pd.DataFrame({column: _cells(table[column]) for column in names}, index=range(xy.shape[1]))
    return PointColumns(frame, xy[0], xy[1], crs_of(about))


def _cells(column: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Take the cells of a column as `read_features` has them, by whole arrays where its type allows."""
    from pyarrow import types  # noqa: PLC0415 - an extra that an office rarely has

    kind = column.type
    if types.is_string(kind) or types.is_large_string(kind):
        return pd.array(column.fill_null("").to_pandas(), dtype="str")
    for is_such, nothing in (
        (types.is_signed_integer, 0),
        (types.is_floating, 0.0),
        (types.is_boolean, False),
    ):
        if is_such(kind):
            # Of any width: what a Python number holds.
            values = column.fill_null(nothing).to_numpy().astype(type(nothing), copy=False)
            return _with_gaps(values.astype(object), column) if column.null_count else values
    if types.is_date32(kind) or (types.is_timestamp(kind) and kind.tz is None and kind.unit != "ns"):
        return _with_gaps(column.to_numpy().astype(object), column)
    return pd.Series(["" if cell is None else cell for cell in column.to_pylist()], dtype=object)


def _with_gaps(cells: NDArray[np.object_], column: Any) -> pd.Series[Any]:  # noqa: ANN401
    """Put empty text where a column has no cell."""
    return pd.Series(np.where(column.is_valid(), cells, ""), dtype=object)
