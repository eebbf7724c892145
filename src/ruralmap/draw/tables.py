"""Columns of a page: attributes written once, as lists, beside the borders that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ruralmap.draw.numbers import write_numbers
from ruralmap.link.names import label_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ruralmap.draw.shapes import Land


def table_data(columns: Mapping[str, Iterable[Any]], packed: Mapping[str, Any]) -> dict[str, Any]:
    """
    Write a table for the page's script, column by column.

    A column that repeats its values is written as the list of them and their positions.

    Parameters
    ----------
    columns
        Text, numbers and truths of any kind; what is missing becomes null.
    packed
        Whole numbers, none missing: places, positions in another table, numbers of classes.

    Returns
    -------
    table
        Its number of rows, its columns, the names of the packed ones, and the values of the repeating ones.
    """
    plain: dict[str, Any] = {name: _values(column) for name, column in columns.items()}
    texts = {name: write_numbers([int(value) for value in column]) for name, column in packed.items()}
    rows = max([0, *map(len, plain.values()), *map(len, packed.values())])
    choices = {name: list(dict.fromkeys(column)) for name, column in plain.items()}
    repeating = {name: values for name, values in choices.items() if 2 * len(values) <= rows}
    for name, values in repeating.items():
        position = {value: number for number, value in enumerate(values)}
        plain[name] = write_numbers([position[value] for value in plain[name]])
    return {"rows": rows, "columns": {**plain, **texts}, "packed": list(texts), "repeating": repeating}


def village_data(land: Land, *, columns: Mapping[str, Any], packed: Mapping[str, Any]) -> dict[str, Any]:
    """
    Write the villages of a map.

    Parameters
    ----------
    land
        The county.
    columns
        Further columns, in the order of the villages.
    packed
        Further columns of whole numbers.

    Returns
    -------
    table
        Code, name, short name for the map, township and place of each village, and the further columns.
    """
    villages = land.villages
    labels = [label_of(name) or name for name in villages["village"]]
    names: dict[str, Iterable[Any]] = {"code": villages.index, "name": villages["village"], "label": labels}
    return table_data(
        {**names, **columns}, {"township": villages["township_row"], **_places(villages), **packed}
    )


def township_data(land: Land, *, columns: Mapping[str, Any], packed: Mapping[str, Any]) -> dict[str, Any]:
    """
    Write the townships of a map.

    Parameters
    ----------
    land
        The county.
    columns
        Further columns, in the order of the townships.
    packed
        Further columns of whole numbers.

    Returns
    -------
    table
        Code, name and place of each township, and the further columns.
    """
    townships = land.townships
    names: dict[str, Iterable[Any]] = {"code": townships.index, "name": townships["township"]}
    return table_data({**names, **columns}, {**_places(townships), **packed})


def _places(frame: pd.DataFrame) -> dict[str, pd.Series[int]]:
    return {name: frame[name] for name in ("x", "y", "radius")}


def _values(column: Iterable[Any]) -> list[Any]:
    """Turn what pandas and numpy hold into what JSON holds."""
    return [_value(value) for value in pd.Series(list(column), dtype=object)]


def _value(value: object) -> object:
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.item() if hasattr(value, "item") else value
