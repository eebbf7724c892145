"""Numbers as offices write them (数值): separators, full-width digits, units in the cell, degrees."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.schema.marks import BLANK, BLANK_MARKS, EXACT_NUMBER, Parsed, as_text, fault_of, plain
from ruralmap.schema.money import FEN_PER_UNIT, fen_of

if TYPE_CHECKING:
    from ruralmap.schema.columns import Column

_DIGITS: Final = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+"
_NUMBER: Final = re.compile(rf"^(?:{_DIGITS})(?:[eE][+-]?\d+)?$", re.ASCII)
_WITH_UNIT: Final = re.compile(rf"^({_DIGITS})(\D+)$", re.ASCII)
_MONEY: Final = re.compile(rf"^[¥￥]?({_DIGITS})(亿元|亿|万元|万|元)?整?(/年|/月|/人)?$", re.ASCII)
_MONEY_WORDS: Final = {"亿": "亿元", "万": "万元"}
_ANGLE: Final = re.compile(
    r"^(?:东经|北纬|[EN])?(\d{1,3})[°度o](?:(\d{1,2}(?:\.\d+)?)['′’分](?:(\d{1,2}(?:\.\d+)?)(?:[\"″”秒]|''|′′)?)?)?[EN]?$"
)
_MARKED_ANGLE: Final = re.compile(r"^(?:东经|北纬|[EN])?(\d{1,3}\.\d+)[°度o]?[EN]?$")
_SIXTY: Final = 60
_LARGEST_FEN: Final = 2**63 - 1  # what a column of whole numbers can hold


def parse_number(cell: object, column: Column) -> Parsed:
    """
    Read a number; its own unit may stand behind it, and degrees may be written with minutes and seconds.

    Parameters
    ----------
    cell
        The cell as read.
    column
        The column, whose unit and limits apply. A share between 0 and 1 may be written as a percentage.

    Returns
    -------
    parsed
        A float; `number_malformed` and `number_out_of_range` have no value.
    """
    # A float is what its digits say: reading them would give it back.
    if isinstance(cell, float) and math.isfinite(cell):
        return _within(cell + 0.0, column)  # -0.0 is 0
    exact, problem, note = _decimal(cell, column)
    if not isinstance(exact, Decimal):
        return Parsed(None, problem, note)
    return _within(float(exact), column)


def numbers_within(cells: list[object], column: Column) -> list[object]:
    """
    Take those cells that are numbers inside a column's limits.

    Parameters
    ----------
    cells
        The cells as read.
    column
        The column, whose limits apply.

    Returns
    -------
    numbers
        Floats, as `parse_number` gives them; None where a cell is no float, or out of range.
    """
    lowest, highest = _limits(column)
    # -0.0 is 0; and what is not a number is not within anything.
    return [cell + 0.0 if type(cell) is float and lowest <= cell <= highest else None for cell in cells]


def parse_integer(cell: object, column: Column) -> Parsed:
    """
    Read a whole number, such as persons or a year.

    Parameters
    ----------
    cell
        The cell as read.
    column
        The column, whose unit and limits apply.

    Returns
    -------
    parsed
        An int; `number_malformed`, `number_not_whole` and `number_out_of_range` have no value.
    """
    exact, problem, note = _decimal(cell, column)
    if not isinstance(exact, Decimal):
        return Parsed(None, problem, note)
    if exact != exact.to_integral_value():
        return Parsed(None, "number_not_whole")
    return _within(int(exact), column)


def parse_money(cell: object, unit: str) -> Parsed:
    """
    Read an amount of money as whole fen; a unit in the cell goes before the column's.

    Parameters
    ----------
    cell
        The cell as read.
    unit
        What the column counts in: 元, 万元 or 亿元.

    Returns
    -------
    parsed
        Fen; the note is the unit that stood in the cell. `money_malformed` has no value; `money_rounded`, an
        amount with parts of a fen, is rounded half up.
    """
    if isinstance(cell, float):
        fen = round(cell * FEN_PER_UNIT[unit]) if abs(cell) < EXACT_NUMBER else 0
        # Both sides are the float nearest to the same decimal: the amount has no part of a fen.
        if fen and abs(fen) <= _LARGEST_FEN and fen / FEN_PER_UNIT[unit] == cell:
            return Parsed(fen)
    text = as_text(cell)
    if text in BLANK_MARKS:
        return BLANK
    found = _MONEY.match(_scale_free(cell, plain(text)))
    if not found:
        return fault_of(cell, text) or Parsed(None, "money_malformed")
    own = _MONEY_WORDS.get(found[2] or "", found[2] or "")
    return _fen(Decimal(found[1].replace(",", "")), own or unit, note=own)


def whole_fens(cells: list[object], unit: str) -> list[object]:
    """
    Turn cells that are a number with whole fen into fen, all at once.

    Parameters
    ----------
    cells
        The cells as read.
    unit
        What the column counts in: 元, 万元 or 亿元.

    Returns
    -------
    fens
        Whole numbers, as `parse_money` gives them; None where a cell is no such number, or nought.
    """
    amounts = np.array([cell if type(cell) is float else np.nan for cell in cells], dtype=np.float64)
    per = FEN_PER_UNIT[unit]
    # As in `parse_money`: both sides are the float nearest to the same decimal.
    with np.errstate(over="ignore"):
        fens = np.rint(amounts * per)
        whole = (np.abs(amounts) < EXACT_NUMBER) & (np.abs(fens) < _LARGEST_FEN) & (fens != 0)
        whole &= fens / per == amounts
    return [int(fen) if exact else None for fen, exact in zip(fens.tolist(), whole.tolist(), strict=True)]


def _fen(amount: Decimal, unit: str, *, note: str) -> Parsed:
    """Turn an exact amount into fen, saying so where it has to be rounded."""
    exact = amount * FEN_PER_UNIT[unit]
    if abs(exact) > _LARGEST_FEN:
        return Parsed(None, "money_malformed")
    try:
        return Parsed(fen_of(amount, unit), "", note)
    except ValueError:
        return Parsed(int(exact.to_integral_value(ROUND_HALF_UP)), "money_rounded", note)


def _scale_free(cell: object, text: str) -> str:
    """Write a number that is only scientific by its size (1e-07) in digits; text is left as it is."""
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return f"{Decimal(text):f}" if is_number and "e" in text else text


def _decimal(cell: object, column: Column) -> Parsed:
    """Read an exact number, with the column's own unit behind it or not."""
    text = as_text(cell)
    if text in BLANK_MARKS:
        return BLANK
    number = plain(text)
    if column.unit == "°":
        return _degrees(cell, number)
    if column.highest == 1 and number.endswith("%") and _NUMBER.match(number[:-1]):
        return Parsed(Decimal(number[:-1].replace(",", "")) / 100)
    with_unit = _WITH_UNIT.match(number)
    if with_unit and with_unit[2] in units_of(column.unit):
        number = with_unit[1]
    if _NUMBER.match(number):
        return Parsed(Decimal(number.replace(",", "")))
    return fault_of(cell, text) or Parsed(None, "number_malformed")


def _degrees(cell: object, text: str) -> Parsed:
    """Read degrees, with minutes and seconds or without: 115.05, 115.05°, 东经115°3′, 115°2′30″E."""
    if _NUMBER.match(text):
        return Parsed(Decimal(text.replace(",", "")))
    angle = _ANGLE.match(text.replace("：", ":"))
    if angle:
        minutes, seconds = Decimal(angle[2] or 0), Decimal(angle[3] or 0)
        if minutes < _SIXTY and seconds < _SIXTY:
            return Parsed(Decimal(angle[1]) + minutes / _SIXTY + seconds / _SIXTY / _SIXTY)
    marked = _MARKED_ANGLE.match(text)
    if marked:
        return Parsed(Decimal(marked[1]))
    return fault_of(cell, text) or Parsed(None, "number_malformed")


def _within(value: float, column: Column) -> Parsed:
    """Keep a value inside the column's limits, and inside what a column can hold."""
    lowest, highest = _limits(column)
    if lowest <= value <= highest:
        return Parsed(value)
    return Parsed(None, "number_out_of_range", f"{_limit(column.lowest)} … {_limit(column.highest)}")


def _limits(column: Column) -> tuple[float, float]:
    """Give what a column's values lie between: its own limits, or what can be stored."""
    lowest = -_LARGEST_FEN if column.lowest is None else column.lowest
    return lowest, _LARGEST_FEN if column.highest is None else column.highest


def _limit(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


@lru_cache(maxsize=256)
def units_of(unit: str) -> frozenset[str]:
    """
    Give the ways a unit is written behind a number or in a header.

    Parameters
    ----------
    unit
        A column's unit, such as 人, 人或户, 月, 元/年.

    Returns
    -------
    units
        The same unit in other words; empty for a column without one.
    """
    if not unit:
        return frozenset()
    parts = unit.split("或")
    other = {"月": ("个月",), "亩": ("市亩",), "°": ("度",), "人": ("口", "名", "个人")}
    return frozenset(
        [unit, *parts, "、".join(parts), *(word for part in parts for word in other.get(part, ()))]
    )
