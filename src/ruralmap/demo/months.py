"""Months counted as whole numbers, so that dates are added without a calendar library's zones or clocks."""

from __future__ import annotations


def month_number(month: str) -> int:
    """
    Count a month from the year 0.

    Parameters
    ----------
    month
        ISO text, such as `2024-06`; a day behind it is ignored.

    Returns
    -------
    number
        Twelve times the year, plus the month, less one.
    """
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_text(number: int) -> str:
    """
    Write a counted month as ISO text.

    Parameters
    ----------
    number
        As `month_number` counts.

    Returns
    -------
    month
        Such as `2024-06`.
    """
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def day_text(number: int, day: int) -> str:
    """
    Write a day of a counted month as ISO text.

    Parameters
    ----------
    number
        As `month_number` counts.
    day
        The day, 1 to 28: every month has it.

    Returns
    -------
    date
        Such as `2024-06-09`.
    """
    return f"{month_text(number)}-{day:02d}"
