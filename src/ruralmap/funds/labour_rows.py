"""Rows of labour pay on a day (劳务报酬): which months are over, and what had been paid by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    import pandas as pd


def labour_by(labour: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """
    Take the labour pay of a day.

    Parameters
    ----------
    labour
        劳务报酬发放表.
    as_of
        The day, ISO text.

    Returns
    -------
    rows
        The rows of the months that were over by the day. `paid_fen` of one that was paid later is 0: the pay
        was due and had not come. What bears no date of payment counts as paid, as it is booked; what was paid
        in a month counts when that is over.
    """
    ends = labour["month"].map({month: last_day(month) for month in labour["month"].dropna().unique()})
    rows = labour[ends.le(as_of).to_numpy(dtype=bool)]
    paid_on = rows["paid_on"].map(last_day, na_action="ignore").astype("str")
    later = paid_on.gt(as_of).fillna(value=False).astype(bool)
    return rows.assign(paid_fen=rows["paid_fen"].mask(later, 0))
