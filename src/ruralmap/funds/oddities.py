"""
What is unusual and still conserves: it is read, and a person is told.

Source: 下达 ≥ 安排 ≥ 拨付 ≥ 支出 is broken in practice by 预安排 and 垫付; a cumulative total does not fall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.funds.months import NO_PROJECT, STAGES, previous
from ruralmap.funds.reports import report

if TYPE_CHECKING:
    from ruralmap.schema.finding import Finding

_ORDER: Final = (
    ("fund_arranged_over_issued", "arranged_fen", "issued_fen"),  # 预安排
    ("fund_disbursed_over_arranged", "disbursed_fen", "arranged_fen"),
    ("fund_spent_over_disbursed", "spent_fen", "disbursed_fen"),  # 垫付
)
_TITLES: Final = {
    "issued_fen": "下达",
    "arrived_fen": "到位",
    "arranged_fen": "安排",
    "disbursed_fen": "拨付",
    "spent_fen": "支出",
}


def oddities_of(months: pd.DataFrame, issued: pd.Series[int]) -> list[Finding]:
    """
    Find falling totals and steps out of order.

    Parameters
    ----------
    months
        Reports of the kept lines up to the date, in order.
    issued
        Issued amount in fen by line. For money taken back (收回), a negative line, less is more.

    Returns
    -------
    findings
        Each fall; and of each line and project each step out of order, once, with the month it began.
    """
    negative = issued.reindex(months["line_id"]).lt(0).to_numpy(dtype=bool)
    way = pd.Series([-1 if taken_back else 1 for taken_back in negative], index=months.index)
    findings = [found for stage in STAGES for found in _falls(months, stage, way)]
    for code, later, earlier in _ORDER:
        over = ((months[later] - months[earlier]) * way).gt(0).fillna(value=False)
        first = months[over].drop_duplicates(["line_id", "prj_id"]).assign(until="")
        findings += report(code, "fund_months", first, amounts=[later, earlier])
    return findings


def _falls(months: pd.DataFrame, stage: str, way: pd.Series[int]) -> list[Finding]:
    """Find where a project's total fell; what no project has yet falls by being given to one."""
    before = previous(months)
    fell = ((months[stage] - before[stage]) * way).lt(0).fillna(value=False)
    fell &= months["prj_id"].ne(NO_PROJECT) & before["month"].notna()
    rows = months.assign(
        column=_TITLES[stage], month_before=before["month"], before_fen=before[stage], after_fen=months[stage]
    )
    return report("fund_total_falls", "fund_months", rows[fell], amounts=["before_fen", "after_fen"])
