"""Rows that no file has and a policy may ask (推算记录): villages side by side, places adopted before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd

from ruralmap.jobs.adoption_store import adopted_policies, adoptions_until
from ruralmap.link.clusters import borders_of
from ruralmap.rules.followed import stays_of
from ruralmap.schema.policy_derived import ADOPTED_COLUMNS, NEIGHBOUR_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ruralmap.jobs.county import LinkedCounty
    from ruralmap.schema.policy import Policy
    from ruralmap.workspace import Workspace

# A corner is no border, and two digitised borders touch for less than a metre where they should not.
_LEAST_BORDER_M: Final = 1.0
# Keys of a policy after which a kind of rows is named.
_NAMING: Final = frozenset({"rows", "has"})


def made_rows(
    workspace: Workspace, linked: LinkedCounty, policies: Sequence[Policy]
) -> dict[str, pd.DataFrame]:
    """
    Make the rows that policies ask and no file has.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.
    policies
        Who asks.

    Returns
    -------
    tables
        `neighbours` and `adopted`, those that are asked.

    Raises
    ------
    InputError
        If an adopted list was damaged.
    """
    make: dict[str, Callable[[], pd.DataFrame]] = {
        "neighbours": lambda: neighbour_rows(workspace, linked),
        "adopted": lambda: adopted_rows(workspace),
    }
    return {rows: made() for rows, made in make.items() if any(asks_rows(one, rows) for one in policies)}


def asks_rows(policy: Policy, rows: str) -> bool:
    """
    Say whether a policy asks a kind of rows.

    Parameters
    ----------
    policy
        The policy.
    rows
        The kind.

    Returns
    -------
    asked
        True if any rule or group names it.
    """
    return rows in set(_named(policy.model_dump()))


def _named(written: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401 - whatever a record holds
    """Walk through all places of a policy where rows are named."""
    if isinstance(written, dict):
        for inner, part in written.items():
            yield from _named(part, inner)
    elif isinstance(written, list | tuple):
        for part in written:
            yield from _named(part, key)
    elif isinstance(written, str) and key in _NAMING:
        yield written


def neighbour_rows(workspace: Workspace, linked: LinkedCounty) -> pd.DataFrame:
    """
    List which villages lie side by side.

    Parameters
    ----------
    workspace
        The county's folder.
    linked
        The linked county.

    Returns
    -------
    rows
        village_code, neighbour_code, border_m: each pair twice, once from either side, in order; at least a
        metre of border in the county's own plane.
    """
    villages = gpd.GeoSeries(linked.villages.geometry).to_crs(workspace.county.crs)
    borders = borders_of(villages, border_m=_LEAST_BORDER_M)
    rows = [
        (one, other, round(length, 1))
        for pair, length in borders.items()
        for one, other in (pair, pair[::-1])
    ]
    columns = [column.name for column in NEIGHBOUR_COLUMNS]
    kinds = dict.fromkeys(columns[:2], "str") | {columns[2]: "float64"}
    return pd.DataFrame(sorted(rows), columns=columns).astype(kinds)


def adopted_rows(workspace: Workspace) -> pd.DataFrame:
    """
    List which units were on adopted lists, and from when to when.

    Parameters
    ----------
    workspace
        The county's folder.

    Returns
    -------
    rows
        code, rule_id, adopted_on, left_on, doc: one a stay of a unit, of every policy that a list was adopted
        of, by the day of evaluation.

    Raises
    ------
    InputError
        If a list was damaged.
    """
    lists = [adoptions_until(workspace, policy) for policy in adopted_policies(workspace)]
    rows = [
        (stay.unit.code, stay.unit.rule_id, stay.entered_on, stay.left_on, stay.entered_doc)
        for of_policy in lists
        for stay in stays_of((one.record.date, one.record.doc, one.units) for one in of_policy)
    ]
    ordered = sorted(rows, key=lambda row: row[:3])
    return pd.DataFrame(ordered, columns=[column.name for column in ADOPTED_COLUMNS]).astype("str")
