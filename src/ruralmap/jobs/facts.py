"""A linked county as the rules see it: tables, and no geometry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.jobs.made_rows import made_rows
from ruralmap.rules.facts import Facts
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.schema.policy import Policy
    from ruralmap.workspace import Workspace


# Tables that the facts hold in another shape.
_OWN: Final = frozenset({"roster", "denominators", "incomes", "parameters"})


def facts_of(workspace: Workspace, linked: LinkedCounty, policies: Sequence[Policy] = ()) -> Facts:
    """
    Give the rules what they may know.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    policies
        Who asks; rows that no file has are made where one of them asks these.

    Returns
    -------
    facts
        The tables; one that the workspace does not have is empty, so that the rules answer 数据不足.

    Raises
    ------
    InputError
        If a policy asks who was adopted before, and an adopted list was damaged.
    """
    return Facts(
        persons=linked.persons,
        households=pd.DataFrame(linked.households.drop(columns="geometry")),
        villages=pd.DataFrame(linked.villages.drop(columns="geometry")),
        townships=pd.DataFrame(linked.townships.drop(columns="geometry")),
        denominators=_table(linked, "denominators"),
        incomes=_table(linked, "incomes"),
        parameters=_table(linked, "parameters"),
        county_code=workspace.county.code,
        prefecture_code=workspace.county.prefecture_code,
        as_of=workspace.county.as_of,
        tables={name: table for name, table in linked.tables.items() if name not in _OWN}
        | made_rows(workspace, linked, policies),
    )


def _table(linked: LinkedCounty, name: str) -> pd.DataFrame:
    if name in linked.tables:
        return linked.tables[name]
    return pd.DataFrame(columns=list(TABLES[name].names))
