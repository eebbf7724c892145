"""Rows of a table as plain values: an empty cell is `None`, whatever the table keeps in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """
    List the rows of a table.

    Parameters
    ----------
    table
        Any table.

    Returns
    -------
    rows
        Value by column name, in the table's order.
    """
    columns = [_plain_cells(table[name]) for name in table.columns]
    names = [str(name) for name in table.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _plain_cells(column: pd.Series[Any]) -> list[Any]:
    """List a column's cells; a numpy number that stands in one is made Python's own."""
    cells = column.to_numpy(dtype=object, copy=True)
    cells[column.isna().to_numpy()] = None
    if column.dtype != object:
        listed: list[Any] = cells.tolist()
        return listed
    return [cell.item() if isinstance(cell, np.generic) else cell for cell in cells]
