"""Amounts against other books (账账核对): the value in the 三资 platform, and the money spent on an asset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.assets.books import OF_ASSET, ROW_TYPES, Compared, details_of
from ruralmap.assets.matching import require_once

if TYPE_CHECKING:
    from collections.abc import Mapping

# Parts of the make-up that no entry of the fund ledger has to stand behind: 历史资产, own funds.
_NEED_NO_ENTRY: Final = ("traced", "historic")
_OWN_FUNDS: Final = "自筹"


def against_platform(assets: pd.DataFrame, owed: pd.Series[bool], *, tolerance_fen: int) -> Compared:
    """
    Hold the ledger against what it says itself of the 三资 platform (是否录入三资平台、三资平台价值).

    Parameters
    ----------
    assets
        asset_id, asset, asset_class, township_code, village_code, original_value_fen, net_value_fen,
        in_three_capital_platform and platform_value_fen.
    owed
        On the same index: whether the asset is a collective's, which the platform keeps; missing where nobody
        knows.
    tolerance_fen
        By how much values may differ.

    Returns
    -------
    compared
        One row an asset. The platform may carry an asset at its original or at its net value: it is held
        against the nearer of the two. `only_here` is a collective's and not in the platform, `not_owed` in
        it though no collective's, which books it twice.

    Source
    ------
    HP-21 集体资产要纳入农村三资平台管理.
    """
    inside = assets["in_three_capital_platform"].astype("boolean")
    value = assets["platform_value_fen"].astype("Int64")
    gaps = pd.DataFrame(
        {name: value - assets[f"{name}_value_fen"].astype("Int64") for name in ("original", "net")}
    )
    net_is_nearer = gaps["net"].abs().lt(gaps["original"].abs()).fillna(gaps["original"].isna())
    gap = gaps["original"].mask(net_is_nearer.astype(bool), gaps["net"])
    here = assets["original_value_fen"].mask(net_is_nearer.astype(bool), assets["net_value_fen"])
    in_it, out_of_it = (inside.eq(other=is_in).fillna(value=False) for is_in in (True, False))
    unowed = owed.astype("boolean").eq(other=False).fillna(value=False)
    cases = {
        "not_applicable": unowed & ~in_it,
        "not_owed": unowed,
        "unclear": owed.isna() & ~in_it,
        "only_here": out_of_it,
        "incomplete": ~in_it | gap.isna(),
        "differs": gap.abs().gt(tolerance_fen).fillna(value=False),
    }
    ended = _first(cases, assets.index)
    rows = assets[list(OF_ASSET)].assign(
        outcome=ended,
        step=pd.Series("number", index=assets.index).where(in_it),
        other_id=None,
        here_fen=here.where(in_it, assets["original_value_fen"]),
        there_fen=value.where(in_it),
        gap_fen=gap.where(in_it),
    )
    kinds = _kinds_of_gap(rows, told=ended.isin(["agrees", "differs", "incomplete"]))
    return _compared(rows, kinds, unknown=inside.isna())


def against_funds(assets: pd.DataFrame, makeup: pd.DataFrame, *, tolerance_fen: int) -> Compared:
    """
    Hold the original value of each asset against what the fund ledger spent on it (资金构成).

    Parameters
    ----------
    assets
        asset_id, asset, asset_class, township_code, village_code and original_value_fen.
    makeup
        As `funds.formation.form_assets` gives it: asset_id, amount_fen, channel and `state`.
    tolerance_fen
        By how much value and money may differ.

    Returns
    -------
    compared
        One row an asset of the ledger, then one an asset that only the make-up names. `differs`: the money
        is not the value; `incomplete`: no value is written, or a part of the money stands in no entry of the
        fund ledger, unless it is older than it or own funds; `only_here`: nobody wrote what paid for it.
    """
    sums = makeup.groupby("asset_id")["amount_fen"].sum()
    own = makeup["channel"].eq(_OWN_FUNDS) & makeup["state"].eq("unlined")
    loose = makeup[~(makeup["state"].isin(_NEED_NO_ENTRY) | own)]
    untraced = loose.groupby("asset_id")["amount_fen"].sum()
    strange = pd.DataFrame({"asset_id": sorted(set(sums.index) - set(assets["asset_id"]))}, dtype="str")
    known = assets[[*OF_ASSET, "original_value_fen"]]
    rows = pd.concat([known, strange], ignore_index=True) if len(strange) else known.reset_index(drop=True)
    there = rows["asset_id"].map(sums).astype("Int64")
    here = rows["original_value_fen"].astype("Int64")
    open_fen = rows["asset_id"].map(untraced).astype("Int64")
    gap = there - here
    cases = {
        "only_there": ~rows["asset_id"].isin(assets["asset_id"]),
        "only_here": there.isna(),
        "differs": gap.abs().gt(tolerance_fen).fillna(value=False),
        "incomplete": here.isna() | open_fen.notna(),
    }
    rows = rows.assign(
        outcome=_first(cases, rows.index),
        step=pd.Series("number", index=rows.index).where(there.notna()),
        other_id=rows["asset_id"].where(there.notna()),
        here_fen=here,
        there_fen=there,
        gap_fen=gap,
    )
    require_once(rows["asset_id"], len(assets) + len(strange))
    kinds = _kinds_of_gap(rows, told=rows["outcome"].isin(["agrees", "differs", "incomplete"]))
    compared = _compared(rows, kinds, unknown=pd.Series(data=False, index=rows.index))
    loose_rows = rows[open_fen.notna() & rows["outcome"].ne("only_there")]
    more = loose_rows.assign(
        field="untraced_fen",
        kind="untraced",
        here_value=open_fen.reindex(loose_rows.index),
        there_value=None,
    )
    parts = [part for part in (compared.details, details_of(more)) if len(part)]
    details = pd.concat(parts, ignore_index=True) if parts else compared.details
    return Compared(compared.rows, details)


def _first(cases: Mapping[str, pd.Series[bool]], index: pd.Index[Any]) -> pd.Series[str]:
    """Say which case holds first; where none does, the books agree."""
    tests = [np.asarray(flags, dtype=np.bool_) for flags in cases.values()]
    return pd.Series(np.select(tests, list(cases), "agrees"), index=index, dtype="str")


def _kinds_of_gap(rows: pd.DataFrame, *, told: pd.Series[bool]) -> pd.Series[str]:
    """Say how two amounts of one asset differ; nothing where they do not, or there are not two."""
    here, there = rows["here_fen"].isna(), rows["there_fen"].isna()
    cases = {
        "unknown_both": here & there,
        "unknown_here": here,
        "unknown_there": there,
        "differs": rows["outcome"].eq("differs"),
        "within": rows["gap_fen"].ne(0).fillna(value=False),
    }
    return _first(cases, rows.index).replace("agrees", "").where(told, "")


def _compared(rows: pd.DataFrame, kinds: pd.Series[str], *, unknown: pd.Series[bool]) -> Compared:
    """Put rows and the differences of their amounts together; `unknown` says where nobody wrote whether."""
    found = rows[kinds.ne("")].assign(field="amount_fen", kind=kinds[kinds.ne("")])
    found = found.assign(
        field=found["field"].mask(unknown.reindex(found.index), "in_platform"),
        here_value=found["here_fen"].astype("object"),
        there_value=found["there_fen"].astype("object"),
    )
    return Compared(rows.reindex(columns=list(ROW_TYPES)).astype(ROW_TYPES), details_of(found))
