"""Where a project is (项目所在), as far as money can follow it: villages with shares, or less."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

# A township and a village by code; empty text where it is not known.
Place = tuple[str, str]
Shares = dict[Place, Fraction]

UNPLACED: Final[Shares] = {("", ""): Fraction(1)}


def places_of_projects(project_shares: pd.DataFrame, *, relation: str) -> dict[str, Shares]:
    """
    Find the villages of each project and the share of each.

    Parameters
    ----------
    project_shares
        prj_id, relation, linked_village_code, linked_township_code (missing where not known) and share; the
        shares of a project and relation add up to one.
    relation
        Which of a project's places is meant: 建设地, 出资村 or 受益村.

    Returns
    -------
    places
        Shares by place, by project; a project without that relation is not there.
    """
    listed = project_shares[project_shares["relation"].eq(relation)]
    columns = ["prj_id", "linked_township_code", "linked_village_code", "share"]
    places: dict[str, Shares] = defaultdict(lambda: defaultdict(Fraction))
    for project, township, village, share in listed[columns].fillna("").itertuples(index=False, name=None):
        places[project][township, village] += Fraction(str(share))
    return {project: dict(shares) for project, shares in places.items()}
