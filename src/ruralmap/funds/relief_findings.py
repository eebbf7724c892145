"""What is odd about labour pay (劳务报酬核对): not as stated, less than due, to persons not on file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.funds.reports import report

if TYPE_CHECKING:
    from collections.abc import Collection

    from ruralmap.schema.finding import Finding

_TABLE: Final = "labour_pay"


def relief_findings(
    labour: pd.DataFrame, projects: pd.DataFrame | None, persons: Collection[str]
) -> list[Finding]:
    """
    Compare what was paid with what is stated, what was due, and who is on file.

    Parameters
    ----------
    labour
        劳务报酬发放表.
    projects
        项目库 with prj_id and labour_pay_fen; missing where the office has none.
    persons
        The numbers (人编号) that the rosters know.

    Returns
    -------
    findings
        `labour_pay_differs` of a project with rows whose sum is not what 项目库 states; `labour_pay_short` of
        a month of a project in which workers got less than they were due, with the sums of those workers;
        `labour_pay_open` of a project, with the number of persons whose pay due or paid is not stated;
        `labour_person_unknown` of a project, with the number of persons that no roster knows (a worker need
        not be on one). In the order of projects and months; nobody is named.
    """
    found: list[Finding] = []
    if projects is not None:
        paid = labour.groupby("prj_id")["paid_fen"].sum(min_count=1).rename("paid_fen")
        stated = projects.drop_duplicates("prj_id").set_index("prj_id")["labour_pay_fen"].rename("stated_fen")
        both = pd.concat([stated, paid], axis=1, join="inner").dropna().sort_index().reset_index()
        both = both.assign(difference_fen=both["stated_fen"] - both["paid_fen"])
        differing = both[both["difference_fen"].ne(0)]
        amounts = ("stated_fen", "paid_fen", "difference_fen")
        found += report("labour_pay_differs", _TABLE, differing, amounts=amounts)
    lacking = labour[labour["due_fen"].gt(labour["paid_fen"]).fillna(value=False).astype(bool)]
    short = lacking.groupby(["prj_id", "month"])[["due_fen", "paid_fen"]].sum().reset_index()
    short = short.assign(difference_fen=short["due_fen"] - short["paid_fen"])
    found += report("labour_pay_short", _TABLE, short, amounts=("due_fen", "paid_fen", "difference_fen"))
    silent = labour[labour["due_fen"].isna() | labour["paid_fen"].isna()]
    persons_open = silent.groupby("prj_id")["p_id"].nunique().rename("persons").reset_index()
    found += report("labour_pay_open", _TABLE, persons_open)
    strangers = labour[~labour["p_id"].isin(list(persons))]
    counts = strangers.groupby("prj_id")["p_id"].nunique().rename("persons").reset_index()
    return found + report("labour_person_unknown", _TABLE, counts)
