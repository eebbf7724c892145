"""Rows of a table as plain values: an empty cell is `None`, whatever the table keeps in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
    whole = table.astype(object).where(table.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in whole.to_dict("records")]
