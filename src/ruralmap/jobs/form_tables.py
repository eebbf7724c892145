"""Frames as columns of a form (表格转报表): fen become 元, shares percentages, a total last."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.jobs.fund_sheets import Field, percent_of, yuan_of
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.files.workbook import NumberStyle

_SHARES: Final = ("money_share", "need_share", "of_fiscal", "of_gov")
_NARROWEST: Final = 9.0  # characters; a header of four signs a line
_WIDEST: Final = 46.0
_MARGIN: Final = 1.5
_ASCII: Final = 0x7F  # signs beyond are two characters wide


def form_fields(
    frame: pd.DataFrame,
    lang: Language,
    *,
    total: Mapping[str, object] | None = None,
    groups: Mapping[str, str] | None = None,
) -> list[Field]:
    """
    Lay a frame out as columns of a form.

    Parameters
    ----------
    frame
        Columns of the catalogue `chain.column`; amounts in fen end in `_fen`.
    lang
        The language.
    total
        What stands below, by column, in the units of the frame; without it there is no such row.
    groups
        The header above a column.

    Returns
    -------
    fields
        The columns, in order.
    """
    fields = []
    for name in map(str, frame.columns):
        cells = [*frame[name].tolist(), *([] if total is None else [total.get(name)])]
        style = _style(name, frame[name])
        shown = tuple(_cell(name, cell) for cell in cells)
        head, group = say(f"chain.column.{name}", lang), (groups or {}).get(name, "")
        fields.append(Field(head, shown, group, style, _width(shown)))
    return fields


def sums_of(frame: pd.DataFrame, words: Mapping[str, object]) -> dict[str, object]:
    """
    Add up the numbers of a frame for the row below it.

    Parameters
    ----------
    frame
        The frame; a sum leaves out what is missing.
    words
        What stands in other columns, such as 合计; `None` where a sum would count twice.

    Returns
    -------
    total
        By column.
    """
    numbers = [
        str(name)
        for name in frame.columns
        if pd.api.types.is_numeric_dtype(frame[name]) and name not in _SHARES and name not in words
    ]
    return {name: frame[name].sum(min_count=1) for name in numbers} | dict(words)


def _style(name: str, cells: pd.Series[Any]) -> NumberStyle:
    """Choose how a column is shown; what holds parts of a whole number shows them."""
    if name.endswith("_fen") or name == "ratio":
        return "money"
    if name in _SHARES:
        return "percent"
    if not pd.api.types.is_numeric_dtype(cells):
        return "text"
    return "integer" if cells.dropna().mod(1).eq(0).all() else "money"


def _width(cells: Sequence[object]) -> float:
    """Say how wide a column must be for its longest cell; longer texts than the widest take two lines."""
    texts = [
        f"{cell:,.2f}" if isinstance(cell, Decimal | float) else str(cell)
        for cell in cells
        if cell is not None
    ]
    longest = max((sum(1 + (ord(sign) > _ASCII) for sign in text) for text in texts), default=0)
    return min(max(longest + _MARGIN, _NARROWEST), _WIDEST)


def _cell(name: str, value: Any) -> object:  # noqa: ANN401 - a cell of any frame
    """Write one value; what is missing stays empty."""
    if pd.isna(value):
        return None
    if name.endswith("_fen"):
        return yuan_of(value)
    return percent_of(Fraction(value)) if name in _SHARES else value
