"""The terms of contracts (合同期限): which end soon, which are over, and what was never under contract."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pandas as pd

from ruralmap.assets.ageing import days_since
from ruralmap.assets.standing import GONE, in_force
from ruralmap.schema.dates import last_day

OPERATING: Final = "经营性"
IDLE: Final = ("闲置", "停产")
# Nobody operates what is idle, stopped, damaged or gone; what nobody wrote down may be operated.
_NOT_OPERATED: Final = (*IDLE, "损毁", *GONE)


def ending(contracts: pd.DataFrame, *, as_of: str, within: int) -> pd.DataFrame:
    """
    List the contracts of assets that end soon and that nothing follows.

    A contract runs on its last day too; one that ends in a month runs to the end of it. Another contract of
    the asset follows where it begins by the day after and ends later or never.

    Parameters
    ----------
    contracts
        Columns of the table 资产合同.
    as_of
        The day, ISO text.
    within
        How many days from the day, which does not count itself, to the last of the contract.

    Returns
    -------
    contracts
        Those in force that end within so many days, the nearest first, with `days` (left).
    """
    running = _of_assets(in_force(contracts, as_of))
    left = -days_since(running["to_on"], as_of)
    soon = left.le(within).fillna(value=False).astype(bool)
    found = running.assign(days=left)[soon & ~_followed(running, contracts)]
    return found.sort_values(["days", "contract_id"], kind="stable")


def ended(assets: pd.DataFrame, contracts: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """
    List the last contract of each operating asset that is over, while the asset is operated without one.

    Parameters
    ----------
    assets
        Columns of the table 资产台账. Whether an asset is operated says its state; one whose state nobody
        wrote down may be.
    contracts
        Columns of the table 资产合同.
    as_of
        The day, ISO text.

    Returns
    -------
    contracts
        One an asset of which none is in force, the longest over first, with `days` (since its last day).
    """
    operated = assets[assets["asset_class"].eq(OPERATING) & ~assets["run_state"].isin(_NOT_OPERATED)]
    covered = in_force(contracts, as_of)["asset_id"]
    last = _last_over(contracts, as_of)
    wanted = last["asset_id"].isin(operated["asset_id"]) & ~last["asset_id"].isin(covered)
    return last[wanted].sort_values(["days", "contract_id"], ascending=[False, True], kind="stable")


def why_without(asset_ids: pd.Series[str], contracts: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """
    Say why assets are without a contract in force.

    Parameters
    ----------
    asset_ids
        Assets of which no contract is in force.
    contracts
        Columns of the table 资产合同.
    as_of
        The day, ISO text.

    Returns
    -------
    why
        On the same index: `reason`, `never` (no contract), `over`, or `not_begun` (one whose beginning lies
        ahead or is not written); `on` and `days`, when the last one ended and how long ago.
    """
    known = asset_ids.isin(contracts["asset_id"].dropna())
    last = _last_over(contracts, as_of).set_index("asset_id")
    over = asset_ids.isin(last.index)
    reason = pd.Series("not_begun", index=asset_ids.index, dtype="str").mask(~known, "never")
    found = pd.DataFrame({"reason": reason.mask(over, "over")})
    return found.assign(on=asset_ids.map(last["to_on"]), days=asset_ids.map(last["days"]))


def _last_over(contracts: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """Take of each asset the contract that ended last, with the days since."""
    own = _of_assets(contracts)
    since = days_since(own["to_on"], as_of)
    over = own.assign(days=since)[since.gt(0).fillna(value=False).astype(bool)]
    return over.sort_values(["days", "contract_id"], kind="stable").drop_duplicates("asset_id")


def _of_assets(contracts: pd.DataFrame) -> pd.DataFrame:
    """Leave out contracts about land or a project."""
    return contracts[contracts["asset_id"].notna()]


def _followed(running: pd.DataFrame, contracts: pd.DataFrame) -> pd.Series[bool]:
    """Say which contracts another one of the same asset follows without a gap, or outlasts."""
    start = contracts["from_on"].fillna(contracts["signed_on"])
    others = pd.DataFrame(
        {
            "asset_id": contracts["asset_id"],
            "contract_id": contracts["contract_id"],
            "start": start.map(_ordinal, na_action="ignore").astype("Int64"),
            "end": contracts["to_on"].map(_ordinal, na_action="ignore").astype("Int64"),
        }
    ).dropna(subset=["asset_id", "start"])
    own = running[["asset_id", "contract_id"]].assign(
        last=running["to_on"].map(_ordinal, na_action="ignore").astype("Int64")
    )
    pairs = own.reset_index(names="row").merge(others, on="asset_id", suffixes=("", "_other"))
    follows = (
        pairs["contract_id"].ne(pairs["contract_id_other"])
        & pairs["start"].le(pairs["last"] + 1)
        & (pairs["end"].isna() | pairs["end"].gt(pairs["last"]))
    )
    rows = pairs.loc[follows.fillna(value=False).astype(bool), "row"]
    return pd.Series(running.index.isin(rows), index=running.index)


def _ordinal(date: str) -> int:
    """Count days, a month being its last one."""
    return dt.date.fromisoformat(last_day(date)).toordinal()
