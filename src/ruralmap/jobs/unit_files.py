"""
The file of each unit on the adopted lists (跟踪档案): since when, why, who, what was done, and what it cost.

Nothing is stored: everything follows from the adopted lists and the tables as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.jobs.adoption_store import adoptions_until
from ruralmap.jobs.ledger import balances_of, ledger_of
from ruralmap.rules.followed import stays_of
from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.rules.followed import Stay
    from ruralmap.schema.policy import Policy
    from ruralmap.schema.vocabulary import Level
    from ruralmap.workspace import Workspace

_PLACE_OF_HOUSEHOLD: Final[dict[Level, str]] = {
    "household": "hh_id",
    "village": "linked_village_code",
    "township": "linked_township_code",
}
_PLACE_OF_MONEY: Final[dict[Level, str]] = {"village": "village_code", "township": "township_code"}


@dataclass(frozen=True)
class Done:
    """What happened in a unit during its stay: how often, and when last; missing where there is no table."""

    times: int | None
    last_on: str | None


@dataclass(frozen=True)
class UnitFile:
    """
    One stay of a unit with what was done for it (跟踪档案).

    `spent_fen` is what was spent there in that time; missing for households, and where no funds are kept.
    """

    stay: Stay
    responsible: str
    measures: Done
    visits: Done
    spent_fen: int | None


def unit_files(
    workspace: Workspace, linked: LinkedCounty, policy: Policy, *, code: str | None = None
) -> tuple[UnitFile, ...]:
    """
    Put together the files of all units that ever were on an adopted list of a policy.

    What happened on the day of a list belongs to the time before it.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    policy
        The policy.
    code
        Of this unit alone; of all of them unless given.

    Returns
    -------
    files
        In the order of rules, codes and days.

    Raises
    ------
    InputError
        If an adopted list was damaged.
    """
    adopted = adoptions_until(workspace, policy.id)
    every = stays_of((one.record.date, one.record.doc, one.units) for one in adopted)
    stays = [stay for stay in every if code in {None, stay.unit.code}]
    homes = pd.DataFrame(linked.households[list(_PLACE_OF_HOUSEHOLD.values())])
    done = {
        table: _dated(linked.tables.get(table), column, homes)
        for table, column in (("measures", "done_on"), ("visits", "visited_on"))
    }
    days = {day for stay in stays for day in (stay.entered_on, stay.left_on) if day is not None}
    spent = _spent_after(workspace, linked, days)
    as_of = workspace.county.as_of
    texts = {rule.id: rule.responsible_text for rule in policy.rules}
    return tuple(
        UnitFile(
            stay,
            texts.get(stay.unit.rule_id, ""),
            _done(done["measures"], stay, as_of),
            _done(done["visits"], stay, as_of),
            _spent(spent, stay),
        )
        for stay in stays
    )


def _dated(table: pd.DataFrame | None, column: str, homes: pd.DataFrame) -> pd.DataFrame | None:
    """Bring dated rows of households to their places; a month counts by its last day."""
    if table is None:
        return None
    rows = table[["hh_id", column]].dropna()
    return rows.assign(day=rows[column].map(last_day)).merge(homes, on="hh_id")


def _done(rows: pd.DataFrame | None, stay: Stay, as_of: str) -> Done:
    """Count what happened in a unit during its stay."""
    if rows is None:
        return Done(None, None)
    own = rows[rows[_PLACE_OF_HOUSEHOLD[stay.unit.level]] == stay.unit.code]
    days = own.loc[(own["day"] > stay.entered_on) & (own["day"] <= (stay.left_on or as_of)), "day"]
    return Done(len(days), None if days.empty else str(days.max()))


def _spent_after(
    workspace: Workspace, linked: LinkedCounty, days: set[str]
) -> dict[str, dict[str, Mapping[str, int]]]:
    """Sum what was spent after each day, by place; nothing where no funds are kept."""
    if "funds" not in linked.tables:
        return {}
    ledger = ledger_of(workspace, linked.tables)
    sums: dict[str, dict[str, Mapping[str, int]]] = {}
    for day in days:
        table = balances_of(workspace, linked.tables, ledger, since=day)
        sums[day] = {
            column: {str(code): int(fen) for code, fen in table.groupby(column)["spent_fen"].sum().items()}
            for column in _PLACE_OF_MONEY.values()
        }
    return sums


def _spent(sums: Mapping[str, Mapping[str, Mapping[str, int]]], stay: Stay) -> int | None:
    """Take what was spent during a stay: after its beginning, less what was spent after its end."""
    column = _PLACE_OF_MONEY.get(stay.unit.level)
    if column is None or not sums:
        return None
    after = sums[stay.entered_on][column].get(stay.unit.code, 0)
    return after - (sums[stay.left_on][column].get(stay.unit.code, 0) if stay.left_on else 0)
