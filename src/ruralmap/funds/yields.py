"""What assets earn and who got it (收益与分配): dues, payments, arrears, and what villages shared out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    from collections.abc import Collection

YIELD_COLUMNS: Final = ("due_fen", "paid_fen", "arrears_fen", "yields_open")
_SHARED_OUT: Final[dict[str, Any]] = {
    "village_code": "str",
    "zone_state": "str",
    "year": "Int64",
    "dist_level": "str",
    "dist_form": "str",
    "amount_fen": "Int64",
    "persons": "Int64",
    "published_on": "str",
}


def yields_of(yields: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """
    Add up what each asset was to earn until a date, what it earned, and what it is owed.

    What one contract paid too much pays no other's arrears. A due without a date, an amount or a payment that
    is stated is not taken for zero: it is counted in `yields_open`, and in no sum that it would enter.

    Parameters
    ----------
    yields
        Columns of the table 资产收益应收实收.
    as_of
        The date, ISO text. What is dated to a month is due, and paid, when the month is over.

    Returns
    -------
    yields
        Indexed by asset_id, sorted: due_fen, paid_fen, arrears_fen and yields_open (all Int64, none missing).
        A payment dated after the date is not counted; one without a date is.
    """
    due_on = yields["due_on"].map(last_day, na_action="ignore").astype("str")
    paid_on = yields["paid_on"].map(last_day, na_action="ignore").astype("str")
    rows = yields[~due_on.gt(as_of).fillna(value=False).astype(bool)]
    later = paid_on.reindex(rows.index).gt(as_of).fillna(value=False).astype(bool)
    paid = rows["paid_fen"].mask(later, 0)
    opened = rows["due_on"].isna() | rows["due_fen"].isna() | paid.isna()
    known = pd.DataFrame(
        {
            "asset_id": rows["asset_id"],
            "due_fen": rows["due_fen"].mask(opened, 0),
            "paid_fen": paid.fillna(0),
            "arrears_fen": (rows["due_fen"] - paid).clip(lower=0).mask(opened, 0),
            "yields_open": opened.astype("Int64"),
        }
    )
    sums = known.groupby("asset_id", sort=True)[list(YIELD_COLUMNS)].sum()
    return sums.astype("Int64")


def shared_out(
    distributions: pd.DataFrame, villages: Collection[str], zone_states: pd.Series[str], *, as_of: str
) -> pd.DataFrame:
    """
    List what villages shared out (收益分配), by form and never by household.

    The books of a village do not say which asset an amount came from: what is listed is the village's whole.

    Parameters
    ----------
    distributions
        Columns of the table 收益分配.
    villages
        The villages that are asked for, by code.
    zone_states
        By village code whether it is on the list.
    as_of
        The date, ISO text: what was decided later is left out.

    Returns
    -------
    rows
        village_code, zone_state, year, dist_level, dist_form, amount_fen, persons and published_on, in the
        order of village, year, level and form.
    """
    decided = distributions["decided_on"].map(last_day, na_action="ignore").astype("str")
    wanted = distributions["village_code"].isin(list(villages))
    wanted &= ~decided.gt(as_of).fillna(value=False).astype(bool)
    rows = distributions[wanted].reindex(columns=list(_SHARED_OUT))
    rows["zone_state"] = rows["village_code"].map(zone_states)
    order = ["village_code", "year", "dist_level", "dist_form"]
    return rows.astype(_SHARED_OUT).sort_values(order, kind="stable", ignore_index=True)
