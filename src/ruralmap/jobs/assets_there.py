"""The assets that were there on the date (截至日已有的资产), and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    from ruralmap.jobs.county import LinkedCounty


def assets_there(linked: LinkedCounty, *, as_of: str) -> pd.DataFrame | None:
    """
    Take the assets that were built by a date.

    Parameters
    ----------
    linked
        The linked county.
    as_of
        The date, ISO text. An asset that says neither when it was built nor when it was accepted was there.

    Returns
    -------
    assets
        Columns of the asset ledger, `township_code` and `village_code` being those that the linker found;
        nothing where the office has no asset ledger.
    """
    if "assets" not in linked.tables:
        return None
    rows = pd.DataFrame(linked.tables["assets"]).drop(columns="geometry", errors="ignore")
    built = rows["built_on"].fillna(rows["accepted_on"])
    there = [not isinstance(day, str) or last_day(day) <= as_of for day in built]
    shown = rows.assign(township_code=rows["linked_township_code"], village_code=rows["linked_village_code"])
    return shown[there].reset_index(drop=True)
