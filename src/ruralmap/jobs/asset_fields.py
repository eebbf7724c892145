"""Fields of records as an office reads them (字段与值): its own headers, 元 for money, 是 for flags."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ruralmap.schema.money import FEN_PER_YUAN, yuan_text
from ruralmap.schema.tables import TABLES
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.assets.changes import Value
    from ruralmap.schema.columns import Column

_CENT: Final = Decimal("0.01")


def table_words(table: str, lang: Language) -> str:
    """
    Name a kept table.

    Parameters
    ----------
    table
        Its canonical name.
    lang
        The language.

    Returns
    -------
    title
        Such as 资产台账.
    """
    known = TABLES[table]
    return known.zh if lang == "zh" else known.en


def field_words(table: str, name: str, lang: Language) -> str:
    """
    Name a field of a record.

    Parameters
    ----------
    table
        The kept table.
    name
        The canonical name of the column.
    lang
        The language.

    Returns
    -------
    title
        The office's header, with the unit in which `value_words` says amounts.
    """
    column = TABLES[table].column(name)
    title = column.zh if lang == "zh" else column.en
    unit = _unit(column, lang)
    return f"{title}({unit})" if unit and unit not in title else title


def value_words(table: str, name: str, value: Value | None, lang: Language) -> str:
    """
    Say a value.

    Parameters
    ----------
    table
        The kept table.
    name
        The canonical name of the column.
    value
        The value; None where the field is empty.
    lang
        The language.

    Returns
    -------
    text
        Empty for an empty field; money in 元 with two decimals.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("asset_history.yes" if value else "asset_history.no", lang)
    if TABLES[table].column(name).kind == "money":
        return yuan_text(int(value))
    return f"{value:g}" if isinstance(value, float) and value.is_integer() else str(value)


def value_cell(table: str, name: str, value: Value | None, lang: Language) -> object:
    """
    Give a value as a cell of a table.

    Parameters
    ----------
    table
        The kept table.
    name
        The canonical name of the column.
    value
        The value; None where the field is empty.
    lang
        The language.

    Returns
    -------
    cell
        Money as an exact number of 元 with two decimals, other numbers as they are, the rest in words.
    """
    if isinstance(value, int) and TABLES[table].column(name).kind == "money":
        return (Decimal(value) / FEN_PER_YUAN).quantize(_CENT)
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return value if plain else value_words(table, name, value, lang)


def _unit(column: Column, lang: Language) -> str:
    """Say the unit of a column; an English reader is spared the Chinese ones."""
    if column.kind == "money":
        return say("asset_history.yuan", lang)
    return column.unit if lang == "zh" else ""
