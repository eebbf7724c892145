"""The batch of an asset (四个一批) is that of its project: inherited, never stored with the asset."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

# Whether an asset has a batch, or why it has none. Labels: the catalogue `proposals`.
BATCH_STATES: Final = ("sorted", "no_project", "not_in_library", "not_asked", "unsorted")
_INHERITED: Final = ("four_batch", "four_batch_local", "four_batch_on")
_TRADE: Final = "产业发展"


def inherit(assets: pd.DataFrame, projects: pd.DataFrame) -> pd.DataFrame:
    """
    Give each asset the batch of its project.

    Parameters
    ----------
    assets
        Columns of the table 资产台账, uniquely indexed.
    projects
        Columns of the table 项目库, each project once.

    Returns
    -------
    batches
        On the index of `assets`: `four_batch`, `four_batch_local` and `four_batch_on`, as the project has
        them, and `batch_state`: `sorted`; `no_project` (the asset names none), `not_in_library` (it names
        one that is not there), `not_asked` (one that is no 产业项目 and in no batch) or `unsorted` (one that
        still has to be put into a batch).

    Source
    ------
    WX-44, 农规发〔2024〕26号: the class belongs to the 产业项目; its assets inherit it.
    """
    library = projects.set_index("prj_id")
    own = library[[*_INHERITED, "project_class"]].reindex(assets["prj_id"]).set_axis(assets.index)
    kind = own["project_class"]
    states = {
        "sorted": own["four_batch"].notna(),
        "no_project": assets["prj_id"].isna(),
        "not_in_library": ~assets["prj_id"].isin(library.index),
        "not_asked": kind.notna() & kind.ne(_TRADE),
    }
    flags = [flag.to_numpy(dtype=bool) for flag in states.values()]
    state = np.select(flags, list(states), default="unsorted")
    return own[list(_INHERITED)].assign(batch_state=pd.Series(state, index=assets.index, dtype="str"))
