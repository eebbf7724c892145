"""The sheets of work relief (以工代赈): the three forms apart; pay by project, month, group and village."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.funds.relief import Relief, relief
from ruralmap.jobs.form_tables import form_fields, sums_of
from ruralmap.jobs.fund_sheets import Papers
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.files.workbook import Sheet
    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.workspace import Workspace

# What pay is called here; dues and payments of assets have the plain names.
_PAY: Final = {"due_fen": "labour_due_fen", "paid_fen": "labour_paid_fen"}


def relief_of(workspace: Workspace, linked: LinkedCounty, balance_table: pd.DataFrame) -> Relief | None:
    """
    Add labour pay up.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    balance_table
        Its balances.

    Returns
    -------
    relief
        The tables, or nothing where the office has no 劳务报酬发放表 or no 项目库.

    Raises
    ------
    ConservationError
        If what was paid is not what the balances say: a fault of ours.
    """
    if not {"labour_pay", "projects"} <= linked.tables.keys():
        return None
    projects = pd.DataFrame(linked.tables["projects"]).drop(columns="geometry", errors="ignore")
    return relief(projects, linked.tables["labour_pay"], balance_table, as_of=workspace.county.as_of)


def relief_sheets(
    workspace: Workspace, linked: LinkedCounty, balance_table: pd.DataFrame, *, lang: Language = "zh"
) -> list[Sheet]:
    """
    Lay out work relief: by form, project, month and group, group, and village of the workers.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    balance_table
        Its balances.
    lang
        The language.

    Returns
    -------
    sheets
        Five sheets without a name of a person; none where the office has no 劳务报酬发放表 or no 项目库. The
        forms are never added up; months, groups and villages are, and every worker counts once in the total.

    Raises
    ------
    ConservationError
        If what was paid is not what the balances say: a fault of ours.
    """
    found = relief_of(workspace, linked, balance_table)
    if found is None:
        return []
    papers = Papers(workspace, lang)
    names = found.by_project.set_index("prj_id")["project"]
    apart = {"modes": found.by_mode, "projects": found.by_project}
    added = {
        "months": _with_project(found.by_month, names),
        "groups": _with_project(found.by_group, names),
        "villages": _with_places(found.by_village, linked, lang),
    }
    notes = (papers.say("note.relief"),)
    sheets = []
    for name, table in (apart | added).items():
        shown = _worded(table, lang)
        words = {str(shown.columns[0]): papers.say("head.total"), "persons": found.persons}
        total = sums_of(shown, words) if name in added else None
        fields = form_fields(shown, lang, total=total)
        sheets.append(papers.sheet(f"relief_{name}", fields, unit="yuan", notes=notes))
    return sheets


def _with_project(table: pd.DataFrame, names: pd.Series[str]) -> pd.DataFrame:
    """Name the project of each row."""
    shown = table.copy()
    shown.insert(1, "project", table["prj_id"].map(names))
    return shown


def _with_places(table: pd.DataFrame, linked: LinkedCounty, lang: Language) -> pd.DataFrame:
    """Name the village of each row, else the township; the workers of neither are of other counties, too."""
    villages = linked.villages
    towns = linked.townships["township"]
    full = villages["township_code"].map(towns).str.cat(villages["village"], sep="/")
    places = table["village_code"].map(full).fillna(table["township_code"].map(towns))
    shown = table.drop(columns=["township_code", "village_code"])
    shown.insert(0, "place", places.fillna(say("chain.unplaced", lang)))
    return shown


def _worded(table: pd.DataFrame, lang: Language) -> pd.DataFrame:
    """Say of what has no form or no group that it has none, and call pay by its name."""
    shown = table.rename(columns=_PAY)
    if "work_relief_mode" in shown:
        shown["work_relief_mode"] = shown["work_relief_mode"].fillna(say("chain.relief.no_mode", lang))
    if "worker_group" in shown:
        shown["worker_group"] = shown["worker_group"].fillna(say("chain.unknown", lang))
    return shown
