"""The tables that make up the registry of assets (资产登记表), as records and as frames."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.assets.chain import Source
from ruralmap.schema.cells import as_series
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from ruralmap.assets.changes import Records, Value

# What makes a record the same record, in the order in which the tables are told of. Parts of money have no
# number of their own: the asset, the line, and for what was built before the ledger year, level and channel.
KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    "assets": ("asset_id",),
    "asset_owners": TABLES["asset_owners"].key,
    "asset_benefits": TABLES["asset_benefits"].key,
    "asset_funds": ("asset_id", "line_id", "year", "level", "channel"),
    "contracts": TABLES["contracts"].key,
    "yields": TABLES["yields"].key,
    "distributions": TABLES["distributions"].key,
    "inspections": TABLES["inspections"].key,
    "handovers": TABLES["handovers"].key,
    "disposals": TABLES["disposals"].key,
}
_COUNT: Final = re.compile(r"#[0-9]+$")
_SOURCES: Final = ("source_file", "source_sheet", "source_row")


def keys_of(frame: pd.DataFrame, table: str) -> list[str]:
    """
    Give each row the key of its record.

    Parameters
    ----------
    frame
        Rows of a kept table, canonical column names.
    table
        Its name.

    Returns
    -------
    keys
        The number itself where one column is the key, else the parts as JSON. Of rows with the same parts
        the second and later ones are counted.
    """
    parts = [_values(frame, name) for name in KEPT[table]]
    if len(parts) == 1:
        keys = [str(value) for value in parts[0]]
    else:
        keys = list(map(_joined, zip(*parts, strict=True)))
    taken = set(keys)
    if len(taken) == len(keys):
        return keys
    met: set[str] = set()
    for place, key in enumerate(keys):
        if key in met:
            keys[place] = free_key(key, taken)
            taken.add(keys[place])
        met.add(key)
    return keys


def key_of(fields: Mapping[str, Value | None], table: str) -> str:
    """
    Give the key that a record's fields say.

    Parameters
    ----------
    fields
        The record.
    table
        The name of a kept table.

    Returns
    -------
    key
        As `keys_of` gives it to a row that nobody shares it with.
    """
    parts = KEPT[table]
    return str(fields.get(parts[0])) if len(parts) == 1 else _joined(fields.get(name) for name in parts)


def free_key(key: str, taken: Collection[str]) -> str:
    """
    Count a key up until nobody has it.

    Parameters
    ----------
    key
        The key that a row's fields give it.
    taken
        Those that are taken.

    Returns
    -------
    key
        The key itself if it is free.
    """
    free, count = key, 1
    while free in taken:
        count += 1
        free = f"{key}#{count}"
    return free


def stem(key: str) -> str:
    """
    Take the count off a key.

    Parameters
    ----------
    key
        A key as `keys_of` gives it.

    Returns
    -------
    key
        What the row's fields say.
    """
    return _COUNT.sub("", key)


def records_of(frame: pd.DataFrame, table: str) -> Records:
    """
    Read the rows of a table as records.

    Parameters
    ----------
    frame
        Canonical column names, of the kinds that the dictionary says. Other columns are not looked at.
    table
        The name of a kept table.

    Returns
    -------
    records
        The fields that have a value, by key, in the order of the rows.
    """
    names = [name for name in TABLES[table].names if name in frame.columns]
    columns = [_values(frame, name) for name in names]
    rows = zip(*columns, strict=True) if columns else ()
    fields = (
        {name: value for name, value in zip(names, row, strict=True) if value is not None} for row in rows
    )
    return dict(zip(keys_of(frame, table), fields, strict=True))


def sources_of(frame: pd.DataFrame, table: str) -> dict[str, Source]:
    """
    Say where each record was read.

    Parameters
    ----------
    frame
        Rows with source columns.
    table
        The name of a kept table.

    Returns
    -------
    sources
        By key.
    """
    files, sheets, rows = (_plain(frame[name]) for name in _SOURCES)
    places = (
        Source(str(file or ""), str(sheet or ""), None if row is None else int(row))
        for file, sheet, row in zip(files, sheets, rows, strict=True)
    )
    return dict(zip(keys_of(frame, table), places, strict=True))


def frame_of(records: Records, table: str, sources: Mapping[str, Source]) -> pd.DataFrame:
    """
    Write records as the rows of a table, as if they had been read from a file.

    Parameters
    ----------
    records
        Fields by key.
    table
        The name of a kept table.
    sources
        Where records were read, by key; one that is not there was read nowhere.

    Returns
    -------
    frame
        All columns of the table and the source columns, a row for each record, in order.
    """
    fields = list(records.values())
    columns: dict[str, pd.Series[Any]] = {
        column.name: as_series([one.get(column.name) for one in fields], column)
        for column in TABLES[table].columns
    }
    read = [sources.get(key, Source()) for key in records]
    columns["source_file"] = pd.Series([one.file or None for one in read], dtype="str")
    columns["source_sheet"] = pd.Series([one.sheet or None for one in read], dtype="str")
    columns["source_row"] = pd.Series([one.row for one in read], dtype="Int64")
    return pd.DataFrame(columns)


def _joined(parts: Iterable[Value | None]) -> str:
    """Write the parts of a key as one text."""
    return json.dumps(list(parts), ensure_ascii=False, separators=(",", ":"))


def _values(frame: pd.DataFrame, name: str) -> Sequence[Value | None]:
    """Take a column as JSON values; one that the frame does not have is empty throughout."""
    if name not in frame.columns:
        return [None] * len(frame)
    return _plain(frame[name])


def _plain(series: pd.Series[Any]) -> list[Any]:
    """Take a column as plain Python values, None where missing."""
    values = series.to_numpy(dtype=object, copy=True)
    values[series.isna().to_numpy()] = None
    plain: list[Any] = values.tolist()
    return plain
