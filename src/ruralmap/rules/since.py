"""Since when something is so (成立之日): at the earliest and at the latest, as numbers of days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from ruralmap.rules.filters import Asker
    from ruralmap.rules.truth import Flags, Whole

# Later than any day.
NEVER: Final = dt.date.max.toordinal()


class Since(NamedTuple):
    """The first and the last day, as day numbers, from which something can be so; 0 is since ever."""

    first: Whole
    last: Whole


def always(size: int) -> Since:
    """
    Say of rows that it has always been so.

    Parameters
    ----------
    size
        How many rows.

    Returns
    -------
    since
        Since ever.
    """
    return Since(np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64))


def sometime(size: int, today: int) -> Since:
    """
    Say of rows that it has been so since nobody knows when.

    Parameters
    ----------
    size
        How many rows.
    today
        The number of the day of the books.

    Returns
    -------
    since
        Since any day up to that one.
    """
    return Since(np.zeros(size, dtype=np.int64), np.full(size, today, dtype=np.int64))


def latest(parts: list[Since]) -> Since:
    """
    Say since when all of several things are so.

    Parameters
    ----------
    parts
        At least one.

    Returns
    -------
    since
        Since the last of them.
    """
    return Since(*(np.maximum.reduce([part[end] for part in parts]) for end in (0, 1)))


def earliest(parts: list[Since], passed: list[Flags]) -> Since:
    """
    Say since when one of several things is so.

    Parameters
    ----------
    parts
        At least one.
    passed
        Where each of them is so at all.

    Returns
    -------
    since
        Since the first of those that are.
    """
    ends = (
        np.minimum.reduce(
            [np.where(here, part[end], NEVER) for part, here in zip(parts, passed, strict=True)]
        )
        for end in (0, 1)
    )
    return Since(*ends)


def day_of(asker: Asker) -> int:
    """
    Give the day of the books its number.

    Parameters
    ----------
    asker
        Asks the rows of a day.

    Returns
    -------
    day
        Its number.
    """
    return dt.date.fromisoformat(asker.view.date).toordinal()
