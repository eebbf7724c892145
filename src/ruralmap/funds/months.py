"""Reports cumulative to the end of a month (截至本月累计): which count, where they stand, how they moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

# In the order that money takes: 下达, 到位, 安排, 拨付, 支出. What is not spent is a balance, not a stage.
STAGES: Final = ("issued_fen", "arrived_fen", "arranged_fen", "disbursed_fen", "spent_fen")
AMOUNTS: Final = (*STAGES, "unspent_fen")
# The project of a row that holds what a line has not yet given to a project.
NO_PROJECT: Final = ""


def put_in_order(fund_months: pd.DataFrame) -> pd.DataFrame:
    """
    Put reports in the order of line, project and month, with a text for the missing project.

    Parameters
    ----------
    fund_months
        Columns of the table 资金月报.

    Returns
    -------
    months
        The same rows, numbered anew; `prj_id` is `NO_PROJECT` where it was missing.
    """
    projects = fund_months["prj_id"].fillna(NO_PROJECT).astype("str")
    filled = fund_months.astype(dict.fromkeys(AMOUNTS, "Int64")).assign(prj_id=projects)
    return filled.sort_values(["line_id", "prj_id", "month"], kind="stable", ignore_index=True)


def previous(months: pd.DataFrame) -> pd.DataFrame:
    """
    Find the amounts of the report before each report of the same line and project.

    Parameters
    ----------
    months
        In order, see `put_in_order`.

    Returns
    -------
    before
        `month` and `AMOUNTS` on the index of `months`; zero and a missing month before the first report.
    """
    same = months["line_id"].eq(months["line_id"].shift()) & months["prj_id"].eq(months["prj_id"].shift())
    before: pd.DataFrame = months[list(AMOUNTS)].shift().where(same, 0).astype("Int64")
    return before.assign(month=months["month"].shift().where(same))


def movements_of(months: pd.DataFrame) -> pd.DataFrame:
    """
    Turn cumulative reports into movements, by difference.

    Parameters
    ----------
    months
        In order, see `put_in_order`.

    Returns
    -------
    movements
        line_id, prj_id, month and `AMOUNTS`, in which each is the change since the report before; adding them
        up month by month gives the reports again.
    """
    changes: pd.DataFrame = months[list(AMOUNTS)] - previous(months)[list(AMOUNTS)]
    return months[["line_id", "prj_id", "month"]].join(changes)


def state_of(months: pd.DataFrame) -> pd.DataFrame:
    """
    Take the latest report of each line and project.

    A project that a month leaves out stands where it stood: a cumulative total does not end by silence.

    Parameters
    ----------
    months
        In order, see `put_in_order`.

    Returns
    -------
    state
        line_id, prj_id, month and `AMOUNTS`, one row a line and project.
    """
    last = months.drop_duplicates(["line_id", "prj_id"], keep="last")
    return last[["line_id", "prj_id", "month", *AMOUNTS]]
