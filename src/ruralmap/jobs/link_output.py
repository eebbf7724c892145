"""A linked file written (写落图结果): all columns as they came, in the kind of file that its name says."""

from __future__ import annotations

import csv
import io
import json
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd

from ruralmap.errors import UsageError
from ruralmap.files.atomic import replacing, write_text
from ruralmap.files.layer_writer import write_layer
from ruralmap.files.workbook import Sheet, write_workbook
from ruralmap.jobs.link_points import unique_names
from ruralmap.schema.marks import as_text
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from pathlib import Path

# A shapefile would cut our names at ten bytes, and FlatGeobuf refuses rows without a point.
ENDINGS: Final = (".csv", ".geojson", ".gpkg", ".json", ".parquet", ".xlsx")
_BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel takes UTF-8 for GBK
# Names that a layer keeps for itself.
_RESERVED: Final = ("fid", "geom", "geometry", "ogc_fid")


def write_linked(path: Path, linked: gpd.GeoDataFrame) -> None:
    """
    Write linked points, by the ending: CSV, workbook and JSON without geometry, layers and Parquet with it.

    Parameters
    ----------
    path
        Where it shall stand.
    linked
        All columns, and the points' own geometry, missing where there is none.

    Raises
    ------
    UsageError
        If Parquet is asked for and the program that writes it is not installed.
    OutputError
        If the file is open in an office program, or the disk does not allow it.
    """
    ending = path.suffix.lower()
    table = pd.DataFrame(linked.drop(columns=linked.geometry.name))
    if ending == ".csv":
        write_text(path, _BYTE_ORDER_MARK + _csv(table))
    elif ending == ".xlsx":
        rows: list[list[object]] = [list(table.columns), *_cells(table)]
        write_workbook(path, [Sheet(path.stem[:31], rows)])
    elif ending == ".json":
        records = [dict(zip(table.columns, row, strict=True)) for row in _cells(table)]
        write_text(path, json.dumps(records, ensure_ascii=False, indent=1, default=as_text) + "\n")
    elif ending == ".parquet":
        _write_parquet(path, linked)
    else:
        with warnings.catch_warnings():
            # Points and polygons may both be without a coordinate system; the summary says so.
            warnings.filterwarnings("ignore", "'crs' was not provided")
            write_layer(path, _typed(linked))


def _cells(table: pd.DataFrame) -> list[list[object]]:
    """Take rows of plain values, None where missing."""
    plain = table.astype(object).where(table.notna(), None)
    return [list(row) for row in plain.itertuples(index=False, name=None)]


def _csv(table: pd.DataFrame) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows(
        [cell if isinstance(cell, str) else as_text(cell) for cell in row] for row in _cells(table)
    )
    return buffer.getvalue()


def _typed(linked: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give each column one kind: numbers, dates and flags where all its cells are, else text."""
    columns = [name for name in linked.columns if name != linked.geometry.name]
    names = unique_names([str(name) for name in columns], taken=_RESERVED)
    typed = {new: _of_one_kind(linked[old]) for new, old in zip(names, columns, strict=True)}
    return gpd.GeoDataFrame(typed, geometry=linked.geometry.to_numpy(), crs=linked.crs)


def _of_one_kind(cells: pd.Series[Any]) -> pd.Series[Any]:
    """Give a column the kind of its cells, if they have one that a layer can hold, else make them text."""
    if cells.dtype == object or pd.api.types.is_string_dtype(cells.dtype):
        cells = cells.where(cells != "", None)
    if cells.dtype != object:
        return cells
    kinds = set(map(type, cells.dropna().to_numpy()))
    if kinds == {int}:
        # As floating point, which pandas makes of them where a cell is missing, 18 digits would lose two.
        with suppress(OverflowError):
            return cells.astype("Int64" if cells.hasnans else "int64")
    elif len(kinds) == 1:
        return cells.infer_objects()
    return cells.map(as_text, na_action="ignore")


def _write_parquet(path: Path, linked: gpd.GeoDataFrame) -> None:
    """Write GeoParquet, which needs a package that an office rarely has."""
    try:
        with replacing(path) as aside:
            _typed(linked).to_parquet(aside, index=False)
    except ImportError as fault:
        raise UsageError(say_both("links.file.parquet")) from fault
