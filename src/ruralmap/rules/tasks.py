"""Who owes what by a policy (责任清单): one row a rule and unit, by the names that the units have today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.rules.offices import names_today

if TYPE_CHECKING:
    from ruralmap.schema.policy import Policy

_COLUMNS: Final = ("rule_id", "unit", "role", "due_on", "done_on", "doc")
_ROLES: Final = {"lead": "牵头", "responsible": "责任"}


def tasks_of(
    policy: Policy, kept: pd.DataFrame | None, as_of: str, *, offices: pd.DataFrame | None = None
) -> pd.DataFrame:
    """
    List the units that the rules of a policy name.

    Parameters
    ----------
    policy
        The policy, with the names by which it knows units.
    kept
        The workspace's own table of tasks; it says when each is due and was done.
    as_of
        The day on which units are called so, ISO text.
    offices
        The workspace's own table of offices, which knows those that were merged.

    Returns
    -------
    tasks
        The columns of the table `tasks`; a unit that leads is not listed again as responsible.
    """
    names = names_today(policy, offices, as_of)
    found: dict[tuple[str, str], tuple[str, str | None]] = {}
    for rule in policy.rules:
        due = None if rule.due is None else rule.due.isoformat()
        for key, role in _ROLES.items():
            for name in getattr(rule, key):
                found.setdefault((rule.id, names.get(name, name)), (role, due))
    rows = [(rule_id, unit, role, due, None, None) for (rule_id, unit), (role, due) in found.items()]
    tasks = pd.DataFrame(rows, columns=list(_COLUMNS)).astype("str")
    if kept is None or kept.empty:
        return tasks
    keys = ["rule_id", "unit"]
    own = kept.reindex(columns=list(_COLUMNS)).astype("str").drop_duplicates(keys).set_index(keys)
    here = own.reindex(pd.MultiIndex.from_frame(tasks[keys])).reset_index(drop=True)
    for column in ("due_on", "done_on", "doc"):
        tasks[column] = here[column].fillna(tasks[column])
    return tasks
