"""Whether something is elsewhere than it belongs (是否异地): who pays for a project, who owns an asset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.rules.book import LINKED
from ruralmap.rules.columns import Cells
from ruralmap.schema.policy_rows import columns_of

if TYPE_CHECKING:
    from ruralmap.rules.truth import Flags
    from ruralmap.rules.view import View

# Of the relations of a village to a project: it pays, it is where the project stands.
_PAYS: Final = "出资村"
_STANDS: Final = "建设地"


def _village(frame: pd.DataFrame) -> pd.Series:
    """Give the village of each row: as the linker found it, else as it is written."""
    nothing = pd.Series(None, index=frame.index, dtype="str")
    linked, written = (frame.get(name, nothing) for name in (LINKED["villages"], "village_code"))
    return linked.where(linked.notna(), written)


def _answer(rows: str, away: Flags, known: Flags) -> Cells:
    places = np.where(known, away.astype(np.intp), -1)
    return Cells(columns_of(rows)["is_away"], (False, True), places)


def payers_away(view: View, rows: str, year: int) -> Cells:
    """
    Say which villages pay for a project that does not stand in them.

    Parameters
    ----------
    view
        The tables on the day.
    rows
        The villages of projects.
    year
        Not asked.

    Returns
    -------
    cells
        A flag; empty where nobody says where the project stands, or which village pays.
    """
    del year
    frame, projects = view.frame(rows), view.frame("projects")
    if frame is None:
        return view.nothing(rows, "is_away")
    places = frame.assign(stands=_village(frame))
    sites = places.loc[places["relation"] == _STANDS, ["prj_id", "stands"]].dropna()
    if projects is not None:
        # Without a row of its own a project stands where its own table says.
        others = projects.loc[~projects["prj_id"].isin(sites["prj_id"])]
        own = pd.DataFrame({"prj_id": others["prj_id"], "stands": _village(others)}).dropna()
        sites = pd.concat([sites, own])
    told = places["prj_id"].isin(sites["prj_id"])
    pairs = pd.MultiIndex.from_frame(places[["prj_id", "stands"]])
    there = pairs.isin(pd.MultiIndex.from_frame(sites))
    pays = (places["relation"] == _PAYS).fillna(value=False).to_numpy(dtype=bool)
    known = (told & places["stands"].notna()).to_numpy(dtype=bool)
    return _answer(rows, pays & ~there, ~pays | known)


def owners_away(view: View, rows: str, year: int) -> Cells:
    """
    Say which owners of an asset are of another village than it stands in.

    Parameters
    ----------
    view
        The tables on the day.
    rows
        The owners of assets.
    year
        Not asked.

    Returns
    -------
    cells
        A flag; empty where either village is not known.
    """
    del year
    frame, assets = view.frame(rows), view.frame("assets")
    if frame is None or assets is None:
        return view.nothing(rows, "is_away")
    codes = [*_village(assets).tolist(), None]
    stands = [codes[place] for place in view.related(rows, "assets").tolist()]
    owns = (
        frame["village_code"] if "village_code" in frame else pd.Series(None, index=frame.index, dtype="str")
    )
    both = pd.DataFrame({"stands": stands, "owns": owns.to_numpy(dtype=object)})
    known = both.notna().all(axis=1).to_numpy(dtype=bool)
    return _answer(rows, (both["stands"] != both["owns"]).to_numpy(dtype=bool), known)
