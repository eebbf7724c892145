"""Dates as offices write them (日期): a day, or a month where only the month is known; never more."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from ruralmap.schema.marks import BLANK, BLANK_MARKS, Parsed, as_text, fault_of, plain

_MARKED: Final = re.compile(
    r"^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|年(?:(\d{1,2})月(?:份?|(\d{1,2})[日号]?))?)$"
)
_PACKED: Final = re.compile(r"^((?:18|19|20|21)\d{2})(0[1-9]|1[0-2])(\d{2})?$")
_TIME: Final = re.compile(r"(?<=\d)[T ]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_YEAR: Final = re.compile(r"^(18|19|20|21)\d{2}年?度?$")
_SERIAL: Final = re.compile(r"^\d{5}(\.\d+)?$")
# A spreadsheet counts days; day 60 is a 29 February 1900 that never was, so counting starts a day early.
_SERIAL_START: Final = dt.date(1899, 12, 30)
# 1970 to 2099: a smaller five-digit number may as well be a month without its zero (20246).
_FIRST_SERIAL: Final = 25_569
_LAST_SERIAL: Final = 73_050
# No paper of a county names a day outside, nor was anybody on a list born before; a spreadsheet makes 5 in a
# date column a day of January 1900.
_YEARS: Final = range(1910, 2101)
_LENGTH_OF_MONTH: Final = len("2024-06")
_LENGTH_OF_DAY: Final = len("2024-06-30")


def last_day(date: str) -> str:
    """
    Give the last day that a date can mean.

    What is dated to a month has surely happened only when the whole month is over, so that it is this day
    that is held against a date of evaluation.

    Parameters
    ----------
    date
        ISO text, a day or a month.

    Returns
    -------
    day
        ISO text.
    """
    if len(date) != _LENGTH_OF_MONTH:
        return date
    year, month = map(int, date.split("-"))
    return f"{date}-{calendar.monthrange(year, month)[1]:02d}"


def parse_date(cell: object, *, typed: bool = True) -> Parsed:
    """
    Read a day or a month: `2024-06-30`, `2024.6`, `202406`, `2024年6月`, a day count, a date cell.

    Parameters
    ----------
    cell
        The cell as read.
    typed
        Whether text is as it was typed. In CSV it is not: Excel has written 2024.10 as 2024.1.

    Returns
    -------
    parsed
        ISO text, `2024-06-30` or `2024-06`. `date_serial` keeps its value; `date_month_unclear` (a number
        2024.1: January or October), `date_year_only`, `date_impossible` and `date_malformed` have none.
    """
    if isinstance(cell, dt.date):
        return _iso(cell.year, cell.month, cell.day)
    text = as_text(cell)
    if text in BLANK_MARKS:
        return BLANK
    number = isinstance(cell, int | float) and not isinstance(cell, bool)
    text = plain(_TIME.sub("", text))
    if text[4:] == ".1" and (number or not typed):
        return Parsed(None, "date_month_unclear")
    return _from_text(text) or fault_of(cell, text) or Parsed(None, "date_malformed")


def sound_days(cells: list[object]) -> list[object]:
    """
    Take those cells that are a day in ISO text, or a date cell.

    Parameters
    ----------
    cells
        The cells as read.

    Returns
    -------
    days
        ISO text, as `parse_date` gives it; None where a cell is anything else.
    """
    return [_sound_day(cell) for cell in cells]


def _sound_day(cell: object) -> str | None:
    """Take a day that can be seen to be one."""
    if isinstance(cell, str) and len(cell) == _LENGTH_OF_DAY and cell[4] == cell[7] == "-":
        try:
            return cell if dt.date.fromisoformat(cell).year in _YEARS else None
        except ValueError:
            return None
    if isinstance(cell, dt.date) and cell.year in _YEARS:
        return f"{cell:%Y-%m-%d}"
    return None


def parse_month(cell: object, *, typed: bool = True) -> Parsed:
    """
    Read a month; a day says which month it lies in.

    Parameters
    ----------
    cell
        The cell as read.
    typed
        As `parse_date`.

    Returns
    -------
    parsed
        ISO text such as `2024-06`; problems as `parse_date`.
    """
    value, problem, note = parse_date(cell, typed=typed)
    return Parsed(value[:7] if isinstance(value, str) else None, problem, note)


def _from_text(text: str) -> Parsed | None:
    """Read a date from plain text; None if it looks like no date."""
    marked = _MARKED.match(text)
    if marked and (marked[2] or marked[4]):
        return _iso(marked[1], marked[2] or marked[4], marked[3] or marked[5])
    packed = _PACKED.match(text)
    if packed:
        return _iso(*packed.groups())
    if _YEAR.match(text):
        return Parsed(None, "date_year_only")
    if _SERIAL.match(text) and _FIRST_SERIAL <= float(text) <= _LAST_SERIAL:
        day = _SERIAL_START + dt.timedelta(days=int(float(text)))
        return Parsed(day.isoformat(), "date_serial", day.isoformat())
    return None


def _iso(year: str | int, month: str | int, day: str | int | None) -> Parsed:
    """Put year, month and perhaps day together, refusing a 31 June."""
    try:
        whole = dt.date(int(year), int(month), int(day or 1)).isoformat()
    except ValueError:
        return Parsed(None, "date_impossible")
    if int(year) not in _YEARS:
        return Parsed(None, "date_impossible")
    return Parsed(whole if day else whole[:7])
