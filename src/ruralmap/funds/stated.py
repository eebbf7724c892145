"""What 项目库 states of a project's money (财政投资) against what the lines gave it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ruralmap.funds.reports import report

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.schema.finding import Finding


def compare_invest(projects: pd.DataFrame | None, entries: pd.DataFrame, unread: set[str]) -> list[Finding]:
    """
    Find projects that were arranged another amount than 项目库 states.

    Parameters
    ----------
    projects
        Columns of the table 项目库, if the office has one.
    entries
        The journal.
    unread
        Projects of which a report or a movement is not read: what they were arranged is not known.

    Returns
    -------
    findings
        One a project that states its investment.
    """
    if projects is None:
        return []
    arranged = (
        entries[entries["kind"].eq("arranged").to_numpy(dtype=bool)].groupby("prj_id")["amount_fen"].sum()
    )
    stated = projects[projects["fiscal_invest_fen"].notna() & ~projects["prj_id"].isin(unread)]
    given = stated["prj_id"].map(arranged).fillna(0).astype("int64")
    rows = stated.assign(stated_fen=stated["fiscal_invest_fen"], arranged_fen=given)
    rows = rows.assign(difference_fen=rows["arranged_fen"] - rows["stated_fen"])
    amounts = ["stated_fen", "arranged_fen", "difference_fen"]
    return report("project_invest_differs", "projects", rows[rows["difference_fen"].ne(0)], amounts=amounts)
