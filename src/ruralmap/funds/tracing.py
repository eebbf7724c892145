"""The chain entered from any end, and what it says idle assets and arrears cost whom (追溯与计价)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Key:
    """What is traced: lines, projects and assets by id, places by code; a row that is of any of them is."""

    lines: frozenset[str] = frozenset()
    projects: frozenset[str] = frozenset()
    assets: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


def trace(rows: pd.DataFrame, key: Key) -> pd.DataFrame:
    """
    Take the rows of the chain that something is in, from whichever end.

    Parameters
    ----------
    rows
        The chain.
    key
        What is traced.

    Returns
    -------
    rows
        Those of the key, in their order.
    """
    wanted = {
        "line_id": key.lines,
        "prj_id": key.projects,
        "asset_id": key.assets,
        "village_code": key.places,
        "township_code": key.places,
    }
    found = pd.DataFrame({name: rows[name].isin(ids) for name, ids in wanted.items()})
    return rows[found.any(axis=1)].reset_index(drop=True)


def price(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Price assets that stand idle, and what they are owed, by the fund that paid for them (按资金来源计价).

    Parameters
    ----------
    rows
        The chain, or a part of it.

    Returns
    -------
    prices
        One row for each year, level, channel, line_id, doc and run_state (missing where not known), in the
        order of the chain: `assets` (each once), `amount_fen` and `arrears_fen`, as far as known, and
        `open_assets`, those with dues of which a cell is empty. An asset that several lines paid for is
        counted at each, its money once.
    """
    by = ["year", "level", "channel", "line_id", "doc", "run_state"]
    made = rows[rows["stage"].eq("asset") & rows["asset_id"].notna()]
    opened = made["asset_id"].where(made["yields_open"].gt(0).fillna(value=False))
    groups = made.assign(open_asset=opened).groupby(by, sort=False, dropna=False)
    found = groups[["amount_fen", "arrears_fen"]].sum(min_count=1)
    counts = groups.agg(assets=("asset_id", "nunique"), open_assets=("open_asset", "nunique"))
    prices = found.join(counts).reset_index()[[*by, "assets", "amount_fen", "arrears_fen", "open_assets"]]
    return prices.astype({"year": "Int64", "assets": "Int64", "open_assets": "Int64"})
