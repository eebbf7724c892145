"""
What breaks conservation (不守恒): such lines are set aside by name, and the rest is read.

Source: 下达 = 支出 + 未支出余额 at any time; what the projects have and what no project has yet = the line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.funds.months import NO_PROJECT, STAGES, state_of
from ruralmap.funds.reports import report

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.schema.finding import Finding

# Without these a row cannot be shown to conserve anything; 到位 and 拨付 only order it.
_NEEDED: Final = ("issued_fen", "arranged_fen", "spent_fen", "unspent_fen")
_MONTH_KEY: Final = ["line_id", "prj_id", "month"]


def line_breaches(funds: pd.DataFrame) -> list[Finding]:
    """
    Find lines that the ledger of 指标 itself spoils.

    Parameters
    ----------
    funds
        Columns of the table 资金指标台账.

    Returns
    -------
    findings
        One a row: its number is that of another line, or its amount is missing.
    """
    repeated = funds[funds["line_id"].duplicated(keep=False)]
    nameless = funds[funds["issued_fen"].isna()]
    return [
        *report("fund_line_repeated", "funds", repeated, amounts=["issued_fen"]),
        *report("fund_line_without_amount", "funds", nameless),
    ]


def month_breaches(months: pd.DataFrame, lines: pd.DataFrame) -> list[Finding]:
    """
    Find reports that break conservation, and lines that they do not add up to.

    Parameters
    ----------
    months
        Reports of known lines up to the date, in order.
    lines
        Columns of the table 资金指标台账, indexed by line_id, no line twice.

    Returns
    -------
    findings
        Each names its line. A row with a fault of its own gives one finding; whether the rows add up to
        their line is asked only of lines without one.
    """
    line = lines["issued_fen"].reindex(months["line_id"]).set_axis(months.index)
    repeated = months.duplicated(_MONTH_KEY, keep=False)
    lacking = months[list(_NEEDED)].isna().any(axis=1) & ~repeated
    opposed = _opposed(months, line) & ~repeated & ~lacking
    unbalanced = months["issued_fen"].ne(months["spent_fen"] + months["unspent_fen"]).fillna(value=False)
    unbalanced &= ~(repeated | lacking | opposed)
    faulty = repeated | lacking | opposed | unbalanced
    sound = months[~months["line_id"].isin(months.loc[faulty, "line_id"])]
    money = ["issued_fen", "spent_fen", "unspent_fen"]
    return [
        *report("fund_month_repeated", "fund_months", months[repeated]),
        *report("fund_month_without_amount", "fund_months", months[lacking]),
        *report(
            "fund_sign_opposed", "fund_months", months.assign(line_fen=line)[opposed], amounts=["line_fen"]
        ),
        *report("fund_row_unbalanced", "fund_months", months[unbalanced], amounts=money),
        *_unequal_lines(sound, lines),
    ]


def _opposed(months: pd.DataFrame, line: pd.Series[int]) -> pd.Series[bool]:
    """
    Find reports of a project that go against their line: money taken back has a line of its own (收回).

    A line of nothing gives no project anything: there every amount goes against it.
    """
    stages = months[list(STAGES)]
    more, less = (signed.fillna(value=False).any(axis=1) for signed in (stages.gt(0), stages.lt(0)))
    against = (more & line.le(0)) | (less & line.ge(0))
    return against.astype(bool) & months["prj_id"].ne(NO_PROJECT)


def _unequal_lines(months: pd.DataFrame, lines: pd.DataFrame) -> list[Finding]:
    """Compare each line with what its projects have and what no project has yet."""
    state = state_of(months)
    held = state.groupby("line_id")["issued_fen"].sum().rename("held_fen")
    differing = held.index[held.ne(lines["issued_fen"].reindex(held.index))]
    latest = state.sort_values("month").drop_duplicates("line_id", keep="last").set_index("line_id")["month"]
    rows = lines.loc[differing].join([held, latest]).reset_index()
    rows["difference_fen"] = rows["held_fen"] - rows["issued_fen"]
    amounts = ["issued_fen", "held_fen", "difference_fen"]
    return report("fund_line_unbalanced", "funds", rows, amounts=amounts)
