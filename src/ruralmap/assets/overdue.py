"""What nobody looked at for too long (清查逾期): months since the last inspection, or since the building."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ruralmap.assets.ageing import days_since
from ruralmap.assets.standing import GONE
from ruralmap.assets.terms import OPERATING
from ruralmap.schema.dates import last_day

HOUSEHOLD: Final = "到户类"
ASSESSMENT: Final = "风险评估"


def overdue(
    assets: pd.DataFrame, inspections: pd.DataFrame, *, as_of: str, months: int, assessment: bool
) -> pd.DataFrame:
    """
    List assets that nobody looked at for so many months.

    All that is there must be looked at in some way, but for what is a household's or is gone; of operating
    assets the risk is assessed (风险评估). The months run from the last time, else from when the asset was
    built or accepted; to the day on which they end it is in time.

    Parameters
    ----------
    assets
        Columns of the table 资产台账.
    inspections
        Columns of the table 资产清查核实. Of a month only the end is sure: it counts when it is over.
    as_of
        The day, ISO text.
    months
        The period.
    assessment
        Whether only 风险评估 counts, and only of operating assets.

    Returns
    -------
    assets
        Those that are late, the latest first, with `on` (the last time, missing where there was none),
        `days` since the period ended (missing where nobody knows from when it ran) and `reason`: `old`, or
        `never`.

    Source
    ------
    HP-26 定期开展风险评估; 民法典 第202条: a period of months ends on the day of the same number, else on the
    last one of the month.
    """
    wanted = assets["asset_class"].ne(HOUSEHOLD) & ~assets["run_state"].isin(GONE)
    if assessment:
        wanted &= assets["asset_class"].eq(OPERATING)
    found = assets[wanted]
    last = _last_inspected(inspections, as_of, assessment=assessment)
    inspected = found["asset_id"].map(last).astype("str")
    start = inspected.fillna(found["built_on"]).fillna(found["accepted_on"])
    due = start.map(lambda day: _months_later(day, months), na_action="ignore").astype("str")
    days = days_since(due, as_of)
    late = ~days.le(0).fillna(value=False).astype(bool)
    reason = pd.Series("old", index=found.index, dtype="str").mask(inspected.isna(), "never")
    listed = found.assign(on=inspected, days=days, reason=reason)[late]
    return listed.sort_values(["days", "asset_id"], ascending=[False, True], kind="stable")


def _last_inspected(inspections: pd.DataFrame, as_of: str, *, assessment: bool) -> pd.Series[str]:
    """Give the last day on which each asset was looked at."""
    wanted = days_since(inspections["inspected_on"], as_of).ge(0).fillna(value=False).astype(bool)
    if assessment:
        wanted &= inspections["inspection_kind"].eq(ASSESSMENT)
    seen = inspections[wanted]
    days = seen["inspected_on"].map(last_day, na_action="ignore").astype("str")
    return days.groupby(seen["asset_id"]).max()


def _months_later(date: str, months: int) -> str:
    """Go on by whole months, to the last day where the month is shorter."""
    day = pd.Timestamp(last_day(date)) + pd.DateOffset(months=months)
    return day.date().isoformat()
