"""Where a project is (项目所在), as far as money can follow it: villages with shares, or less."""

from __future__ import annotations

from typing import Final

import pandas as pd

# A share is so many millionths of its project: the linker closes them to exactly one.
MILLIONTHS: Final = 1_000_000
PLACE_COLUMNS: Final = ("prj_id", "township_code", "village_code", "weight")
_FOUND: Final = {"linked_township_code": "township_code", "linked_village_code": "village_code"}


def places_of_projects(project_shares: pd.DataFrame | None, *, relation: str) -> pd.DataFrame:
    """
    Find the places of each project and the share of each.

    Parameters
    ----------
    project_shares
        prj_id, relation, linked_village_code, linked_township_code (missing where not known) and share; the
        shares of a project and relation add up to one. Without it no project has a place.
    relation
        Which of a project's places is meant: 建设地, 出资村 or 受益村.

    Returns
    -------
    places
        prj_id, township_code, village_code (missing where not known) and weight, the share in millionths,
        above zero; each place of a project once, in the order of the codes, what is nowhere last.
    """
    if project_shares is None:
        none = pd.DataFrame(columns=list(PLACE_COLUMNS))
        return none.astype(dict.fromkeys(PLACE_COLUMNS[:-1], "str") | {"weight": "int64"})
    listed = project_shares.loc[project_shares["relation"].eq(relation), ["prj_id", *_FOUND, "share"]]
    weighed = listed.rename(columns=_FOUND).assign(
        weight=(listed["share"].astype("float64") * MILLIONTHS).round().astype("int64")
    )
    by = list(PLACE_COLUMNS[:-1])
    places = weighed[weighed["weight"].gt(0)].groupby(by, dropna=False)["weight"].sum().reset_index()
    return places.sort_values(by, kind="stable", na_position="last", ignore_index=True)
