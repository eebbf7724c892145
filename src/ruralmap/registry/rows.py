"""Frames to the rows of one table: plain Python values, geometry blobs and their envelopes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pandas.api.types import infer_dtype

from ruralmap.errors import CrsError, RegistryError
from ruralmap.registry.bases import SRID
from ruralmap.registry.blobs import encode
from ruralmap.registry.models import geometry_type, key_index, value_columns
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Table

_DTYPES: Final[dict[type, Any]] = {str: "str", int: "Int64", float: "Float64", bool: "boolean"}
_POLYGON: Final = 3


@dataclass(frozen=True)
class Rows:
    """
    The rows of one table, ready to insert.

    `cells` has one list a column, in the order of `columns`, each `count` long. `bounds` is an array of shape
    (count, 4), west, south, east, north, with nan where a row has no place; None for a table without places.
    """

    count: int
    columns: tuple[str, ...]
    cells: tuple[list[Any], ...]
    bounds: NDArray[np.float64] | None


def rows_of(frame: pd.DataFrame, table: Table) -> Rows:
    """
    Take the columns of a table out of a frame.

    Rows are put in the order of the table's key, so that the registry does not depend on the order of the
    inputs. A column that the frame does not have is missing throughout; one that only the frame has
    is not kept: the registry holds what its models name, and nobody's name.

    Parameters
    ----------
    frame
        One row a record, canonical column names; an index with a canonical name counts as a column. A
        GeoDataFrame in EPSG:4490 where the table has a geometry.
    table
        One of the registry's tables.

    Returns
    -------
    rows
        As many as the frame has.

    Raises
    ------
    CrsError
        If the frame's geometry is not in EPSG:4490.
    RegistryError
        If a column holds what its type cannot, or lacks what it must have; the message names both.
    """
    names = value_columns(table)
    if frame.index.name in names and frame.index.name not in frame.columns:
        frame = frame.reset_index()
    typed = {name: _typed(frame[name], table) for name in names if name in frame.columns}
    missing = {name: series.isna().to_numpy() for name, series in typed.items()}
    for name in names:
        lacking = int(missing[name].sum()) if name in missing else len(frame)
        _require_filled(name, table, missing=lacking)
    order = _order(pd.DataFrame(typed), table)
    # sqlite3 spends more time on a None than on a text: a column without any value is left to its default.
    filled = [name for name in typed if not missing[name].all()]
    cells = tuple(_plain(typed[name], missing[name], order) for name in filled)
    if geometry_type(table) is None:
        return Rows(len(frame), tuple(filled), cells, None)
    shapes = _shapes(frame, table)[order]
    return Rows(len(frame), (*filled, "geom"), (*cells, encode(shapes, srid=SRID)), shapely.bounds(shapes))


def _typed(series: pd.Series[Any], table: Table) -> pd.Series[Any]:
    """Hold a column to its type. A number is not text: a code that was read as a number is damaged."""
    wanted = _DTYPES[table.columns[str(series.name)].type.python_type]
    try:
        if wanted == "str" and not _is_text(series):
            raise TypeError(str(series.dtype))  # noqa: TRY301 - the same answer as pandas' own refusals
        return series.astype(wanted).reset_index(drop=True)
    except (TypeError, ValueError) as fault:
        words = {"table": table.name, "column": series.name, "wanted": wanted, "fault": fault}
        raise RegistryError(say_both("registry.wrong_type", **words)) from fault


def _is_text(series: pd.Series[Any]) -> bool:
    """Tell whether a column holds text and nothing else."""
    return series.dtype == "str" or infer_dtype(series.dropna(), skipna=True) in {"string", "empty"}


def _require_filled(name: str, table: Table, *, missing: int) -> None:
    """Refuse a row without what makes it a record."""
    if missing and not table.columns[name].nullable:
        message = say_both("registry.value_missing", table=table.name, column=name, missing=missing)
        raise RegistryError(message)


def _order(typed: pd.DataFrame, table: Table) -> NDArray[np.intp]:
    """Order rows by the table's key; by every column where rows have no identity of their own."""
    key = key_index(table)
    names = list(typed.columns) if key is None else [str(column.name) for column in key.columns]
    by = [name for name in names if name in typed.columns]
    if not by:
        return np.arange(0)
    codes = [pd.factorize(typed[name], sort=True, use_na_sentinel=False)[0] for name in reversed(by)]
    return np.lexsort(codes)  # of whole numbers: hundreds of thousands of texts are compared once each


def _plain(series: pd.Series[Any], missing: NDArray[np.bool_], order: NDArray[np.intp]) -> list[Any]:
    """Turn a column into Python values: sqlite3 would store a numpy number as a blob, without a word."""
    values = series.to_numpy(dtype=object, copy=True)
    values[missing] = None
    cells: list[Any] = values[order].tolist()
    return cells


def _shapes(frame: pd.DataFrame, table: Table) -> NDArray[Any]:
    """Take the geometries, areas always as multipolygons, which is what their layer promises."""
    if not isinstance(frame, gpd.GeoDataFrame) or frame.active_geometry_name is None:
        return np.full(len(frame), None, dtype=object)
    if frame.crs is None or frame.crs.to_epsg() != SRID:
        raise CrsError(say_both("registry.wrong_crs", table=table.name, crs=frame.crs, wanted=f"EPSG:{SRID}"))
    shapes = np.asarray(frame.geometry.array, dtype=object)
    single = shapely.get_type_id(shapes) == _POLYGON
    shapes[single] = shapely.multipolygons(shapes[single], indices=np.arange(single.sum()))
    return shapes
