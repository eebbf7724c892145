"""Where a project is (项目地点), as far as money can follow it: villages with shares, or less."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.funds.reports import report

if TYPE_CHECKING:
    from ruralmap.schema.finding import Finding

# A township and a village by code; empty text where it is not known.
Place = tuple[str, str]
Shares = dict[Place, Fraction]

NOWHERE: Final[Place] = ("", "")
UNPLACED: Final[Shares] = {NOWHERE: Fraction(1)}
# Three thirds typed with two decimals lack a hundredth.
_ROUNDING: Final = Fraction(1, 100)


def places_of_projects(
    projects: pd.DataFrame, project_places: pd.DataFrame, *, villages: pd.DataFrame, relation: str
) -> dict[str, Shares]:
    """
    Find the villages of each project and the share of each.

    The table 项目地点 decides; a project that it does not name is in the village, or at least the township,
    that the linker found. Shares that do not add up to one say nothing, and the project is then known by its
    township at most. The share of a village that the layer does not have belongs to no place.

    Parameters
    ----------
    projects
        Columns prj_id, linked_village_code and linked_township_code.
    project_places
        Columns of the table 项目地点.
    villages
        Indexed by `village_code`, with column township_code.
    relation
        Which of a project's places is meant: 建设地, 出资村 or 受益村.

    Returns
    -------
    places
        Shares by place, by project; a project that nothing places is not there.
    """
    codes = villages["township_code"].astype("str")
    township_of: dict[str, str] = dict(zip(codes.index, codes, strict=True))
    townships = set(codes)
    listed = project_places[project_places["relation"].eq(relation)]
    places: dict[str, Shares] = {}
    linked = projects[["prj_id", "linked_village_code", "linked_township_code"]].fillna("")
    named = set(listed["prj_id"])
    for project, village, township in linked.itertuples(index=False, name=None):
        if village in township_of and project not in named:
            places[project] = {(township_of[village], village): Fraction(1)}
        elif township in townships:
            places[project] = {(township, ""): Fraction(1)}
    for project, rows in _by_project(listed).items():
        if _is_whole(rows):
            places[project] = _shares(rows, township_of)
    return places


def place_findings(project_places: pd.DataFrame) -> tuple[Finding, ...]:
    """
    Find projects whose shares do not add up to one (份额之和不为1).

    Parameters
    ----------
    project_places
        Columns of the table 项目地点.

    Returns
    -------
    findings
        One a project and relation, at its first row.
    """
    groups = project_places.groupby(["prj_id", "relation"], sort=False)
    wrong = [rows for _, rows in groups if not _is_whole(_pairs(rows))]
    if not wrong:
        return ()
    first = pd.concat([rows.head(1).assign(column="份额") for rows in wrong])
    return tuple(report("place_shares_not_whole", "project_places", first))


def _by_project(listed: pd.DataFrame) -> dict[str, list[tuple[str, Any]]]:
    """Gather villages and shares by project."""
    gathered: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for project, pair in zip(listed["prj_id"], _pairs(listed), strict=True):
        gathered[project].append(pair)
    return gathered


def _pairs(rows: pd.DataFrame) -> list[tuple[str, Any]]:
    return list(zip(rows["village_code"], rows["share"], strict=True))


def _is_whole(rows: list[tuple[str, Any]]) -> bool:
    """Say whether shares can be used: together one, but for rounding; one place alone needs none."""
    shares = [share for _, share in rows]
    if len(rows) == 1 and pd.isna(shares[0]):
        return True
    if any(pd.isna(share) or share < 0 for share in shares):
        return False
    together = sum((Fraction(str(share)) for share in shares), Fraction(0))
    return abs(together - 1) <= _ROUNDING


def _shares(rows: list[tuple[str, Any]], township_of: dict[str, str]) -> Shares:
    """Add up the shares by place; a village that is not in the layer is nowhere."""
    shares: Shares = defaultdict(Fraction)
    for village, share in rows:
        place = (township_of[village], village) if village in township_of else NOWHERE
        shares[place] += Fraction(1) if pd.isna(share) else Fraction(str(share))
    return dict(shares)
