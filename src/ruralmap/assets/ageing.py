"""What is owed on assets and for how long (欠缴账龄): dues less payments, by days since they were due."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    from collections.abc import Sequence

# The last day of each class, counted from the day after the due date; what is older is in the class after
# them. Source: the ageing that the rule NJ-39 asks for (0-30, 31-90, 91-365, over 365 days).
AGE_ENDS: Final = (30, 90, 365)
AGES: Final = ("d0_30", "d31_90", "d91_365", "d366_up", "undated")
_UNDATED: Final = AGES[-1]
_COLUMNS: Final[dict[str, Any]] = {
    "contract_id": "str",
    "asset_id": "str",
    "period": "str",
    "yield_kind": "str",
    "due_on": "str",
    "due_fen": "Int64",
    "paid_fen": "Int64",
    "arrears_fen": "Int64",
    "days": "Int64",
    "age": "str",
    "action": "str",
    "action_on": "str",
}


def days_since(dates: pd.Series[str], as_of: str) -> pd.Series[int]:
    """
    Count the days from dates to a day; the day from which is counted does not count itself.

    Parameters
    ----------
    dates
        ISO text, days or months; a month stands for its last day. Missing where not known.
    as_of
        The day, ISO text.

    Returns
    -------
    days
        Int64 on the same index, negative for what lies after the day; missing where the date is.

    Source
    ------
    民法典 第201条: 按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算.
    """
    end = dt.date.fromisoformat(as_of).toordinal()
    cells: Sequence[object] = dates.tolist()
    counted = [
        end - dt.date.fromisoformat(last_day(date)).toordinal() if isinstance(date, str) else None
        for date in cells
    ]
    return pd.Series(counted, index=dates.index, dtype="Int64")


def age_of(days: pd.Series[int]) -> pd.Series[str]:
    """
    Put days overdue into the classes of age.

    Parameters
    ----------
    days
        Days since something was due; missing where nobody knows. What is due later is in the first class.

    Returns
    -------
    ages
        Of `AGES`; `undated` where the days are missing.
    """
    classes = np.searchsorted(AGE_ENDS, days.fillna(0).to_numpy(dtype=np.int64), side="left")
    classes[days.isna().to_numpy(dtype=bool)] = AGES.index(_UNDATED)
    return pd.Series(np.array(AGES)[classes], index=days.index, dtype="str")


def arrears(yields: pd.DataFrame, contracts: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """
    List what was due by a day and is not, or not wholly, paid.

    A due date that is only a month is the last day of it, and so is the date of a payment: both count when
    the month is over. What was paid after the day is not paid yet; a payment without a date is. Nothing is
    taken for zero: where the amount due or the amount paid is not written the row is listed without an
    amount, and where the due date is not written it is of the class `undated`. What one row was paid too
    much pays no other's arrears.

    Parameters
    ----------
    yields
        Columns of the table 资产收益应收实收.
    contracts
        Columns of the table 资产合同; they say to which asset a row without one belongs.
    as_of
        The day, ISO text.

    Returns
    -------
    arrears
        On the index of `yields`: contract_id, asset_id, period, yield_kind, due_on (as written), due_fen,
        paid_fen (by the day), arrears_fen, days (since the due date, that day not counted), age (of `AGES`),
        action and action_on.

    Source
    ------
    Rules NJ-39 and HA-22: rents, interest, wages and dividends are paid in time and in full.
    """
    rows = yields.reindex(columns=[name for name in _COLUMNS if name in yields])
    days = days_since(rows["due_on"], as_of)
    paid = rows["paid_fen"].mask(_later(yields["paid_on"], as_of), 0)
    rest = (rows["due_fen"] - paid).astype("Int64")
    due_later = days.lt(0).fillna(value=False).astype(bool)
    settled = rest.le(0).fillna(value=False).astype(bool)
    own = contracts.drop_duplicates("contract_id").set_index("contract_id")["asset_id"]
    found = rows.assign(
        asset_id=rows["asset_id"].fillna(rows["contract_id"].map(own).astype("str")),
        paid_fen=paid,
        arrears_fen=rest,
        days=days,
        age=age_of(days),
    )
    return found.loc[~(due_later | settled), list(_COLUMNS)].astype(_COLUMNS)


def _later(dates: pd.Series[str], as_of: str) -> pd.Series[bool]:
    """Say which dates lie after a day; a month does until it is over."""
    return days_since(dates, as_of).lt(0).fillna(value=False).astype(bool)
