"""Values as a cell of a workbook can hold them (单元格的值)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from numbers import Integral, Real
from typing import Final

import numpy as np
import pandas as pd

_LONGEST_TEXT: Final = 32_767  # characters a cell can hold
_EXACT_DIGITS: Final = 15  # digits that a spreadsheet's number keeps


def cell_value(value: object) -> str | float | bool | dt.date | None:
    """
    Turn a value into one of the kinds that a cell can hold; a number too long to be kept becomes text.

    Parameters
    ----------
    value
        The value.

    Returns
    -------
    cell
        Text, a number, a truth value or a date; None for what is missing or empty.
    """
    if type(value) is str:
        return _short_text(value)
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN and NaT are not themselves
        return None
    if isinstance(value, str):
        return _short_text(value)
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, dt.date):
        return value
    return _number(value) if isinstance(value, Real | Decimal) else _short_text(str(value))


def _number(value: Real | Decimal) -> str | float:
    if isinstance(value, Integral) and len(str(abs(int(value)))) > _EXACT_DIGITS:
        return str(int(value))
    number = int(value) if isinstance(value, Integral) else float(value)
    return number if abs(number) != float("inf") else str(number)


def _short_text(text: str) -> str | None:
    """Cut text to what a cell can hold, saying so by an ellipsis."""
    if len(text) > _LONGEST_TEXT:
        return text[: _LONGEST_TEXT - 1] + "…"
    return text or None
