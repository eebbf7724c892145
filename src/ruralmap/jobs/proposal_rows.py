"""What is proposed for operating assets beside what people chose (四个一批与处置建议)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.assets.batches import inherit
from ruralmap.assets.proposals import propose
from ruralmap.funds.yields import yields_of
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from ruralmap.assets.worries import CareTables
    from ruralmap.jobs.county import LinkedCounty

# `four_batch` is the project's, `action` the person's choice (处置措施); `proposed` replaces neither.
PROPOSAL_COLUMNS: Final = (
    "asset_id", "asset", "township_code", "village_code", "run_state", "prj_id", "four_batch", "batch_state",
    "proposed", "reason", "action",
)  # fmt: skip
_NOT_ASKED: Final = ("not_operating", "gone")


def proposal_rows(linked: LinkedCounty, tables: CareTables, *, as_of: str, lang: Language) -> pd.DataFrame:
    """
    Propose for each operating asset what to do about it.

    Parameters
    ----------
    linked
        The linked county.
    tables
        Assets that were there on the date, contracts, yields and inspections.
    as_of
        The date, ISO text.
    lang
        The language of `batch_state` and `reason`.

    Returns
    -------
    rows
        PROPOSAL_COLUMNS, one for each operating asset that is still there, in the order of the ledger.
    """
    assets = tables.assets
    made = propose(assets, tables.contracts, yields_of(tables.yields, as_of=as_of), as_of=as_of)
    projects = linked.tables.get("projects")
    inherited = inherit(assets, _no_projects() if projects is None else pd.DataFrame(projects))
    asked = ~made["reason"].isin(_NOT_ASKED)
    rows = assets.join(made).join(inherited)[asked]
    words = {
        name: rows[name].map(lambda value, part=part: say(f"proposals.{part}.{value}", lang)).astype("str")
        for name, part in (("reason", "reason"), ("batch_state", "batch_state"))
    }
    return rows.assign(**words)[list(PROPOSAL_COLUMNS)]


def _no_projects() -> pd.DataFrame:
    """Stand for a library that the office does not have."""
    names = ("prj_id", "project_class", "four_batch", "four_batch_local", "four_batch_on")
    return pd.DataFrame({name: pd.Series(dtype="str") for name in names})
