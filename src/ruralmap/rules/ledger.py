"""Balances as the only table that is asked (单表筛选): for rates, which name no group and no other rule."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final, NoReturn

from ruralmap.rules.book import Book
from ruralmap.rules.filters import Asker, Known
from ruralmap.rules.view import View
from ruralmap.schema.policy import Period

if TYPE_CHECKING:
    import pandas as pd

_ALWAYS: Final = Period(first=dt.date.min, last=dt.date.max)


def asker_of(table: pd.DataFrame) -> Asker:
    """
    Ask balances alone.

    Parameters
    ----------
    table
        Balances: FUND_COLUMNS and BALANCE_COLUMNS.

    Returns
    -------
    asker
        Knows no groups, no parameters, no other rules and no other tables.
    """
    view = View(
        Book.of({"balances": table.reset_index(drop=True)}, None), dt.date.max.isoformat(), dt.MAXYEAR, {}
    )
    return Asker(view, Known({}, _no_parameter, _ALWAYS, {}))


def _no_parameter(name: str, year: int | None = None) -> NoReturn:
    """Refuse: a rate names no parameter, which its reader has made sure of."""
    raise KeyError(name, year)
