"""Values as a cell of a workbook can hold them (单元格的值)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from numbers import Integral, Real
from typing import Final

import numpy as np
import pandas as pd

_LONGEST_TEXT: Final = 32_767  # characters a cell can hold
_TOO_LONG: Final = 10**15  # a whole number from here on has more digits than the 15 that a spreadsheet keeps
# Python's own come first: they are found at once, the abstract kinds take longer to ask for.
_TRUTHS: Final = (bool, np.bool_)
_WHOLE: Final = (int, Integral)
_NUMBERS: Final = (int, float, Real, Decimal)


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
    if isinstance(value, str):
        return _short_text(value)
    if value is None or value is pd.NA or value != value:  # noqa: PLR0124 - NaN and NaT are not themselves
        return None
    if isinstance(value, _TRUTHS):
        return bool(value)
    if isinstance(value, _NUMBERS):
        return _number(value)
    return value if isinstance(value, dt.date) else _short_text(str(value))


def _number(value: float | Real | Decimal) -> str | float:
    """Keep a number; one that a cell would spoil becomes text."""
    number = int(value) if isinstance(value, _WHOLE) else float(value)
    spoiled = abs(number) >= _TOO_LONG if isinstance(number, int) else abs(number) == float("inf")
    return str(number) if spoiled else number


def _short_text(text: str) -> str | None:
    """Cut text to what a cell can hold, saying so by an ellipsis."""
    if len(text) > _LONGEST_TEXT:
        return text[: _LONGEST_TEXT - 1] + "…"
    return text or None
