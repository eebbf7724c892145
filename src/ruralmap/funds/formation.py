"""What became of spent money (形成资产): the make-up of assets as entries, and what of it no line paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from ruralmap.funds.codes import among
from ruralmap.funds.journal import entries_of, join_entries
from ruralmap.funds.reports import report
from ruralmap.schema.dates import last_day
from ruralmap.schema.outcomes import SOURCE_COLUMNS
from ruralmap.schema.works import ASSET_FUNDS, ASSETS

if TYPE_CHECKING:
    from ruralmap.schema.finding import Finding

# 自筹: own funds, which no document issues to the county.
OWN_FUNDS: Final = "自筹"
_SOURCES: Final = ("year", "level", "channel")
_MAKEUP: Final[dict[str, Any]] = {
    "asset_id": "str",
    "prj_id": "str",
    "line_id": "str",
    "year": "Int64",
    "level": "str",
    "channel": "str",
    "amount_fen": "Int64",
    "state": "str",
}
_PAIR: Final = ["line_id", "prj_id"]
_LENGTH_OF_MONTH: Final = len("2024-06")


def form_assets(
    asset_funds: pd.DataFrame,
    assets: pd.DataFrame,
    entries: pd.DataFrame,
    lines: pd.DataFrame,
    *,
    as_of: str,
) -> tuple[pd.DataFrame, pd.DataFrame, list[Finding]]:
    """
    Trace what assets are made of to the money that was spent on them.

    A row of the make-up whose line counts and whose asset belongs to a project moves money from what that
    project spent of the line to the asset, on the day that the asset was built, else accepted, else in the
    month of the date. No amount is cut: where the assets of a line and project would take more than was
    spent, none of those rows moves anything, and the line stays as it is. Rows of assets that were built
    after the date are left out.

    Parameters
    ----------
    asset_funds
        Columns of the table 资产资金构成.
    assets
        Columns of the table 资产台账.
    entries
        The journal up to the date: what was spent.
    lines
        The lines that count, indexed by line_id, with year, level and channel.
    as_of
        The date, ISO text.

    Returns
    -------
    formed
        Entries of the kind `formed`.
    makeup
        asset_id, prj_id, line_id, year, level, channel (those of the line, where there is one), amount_fen
        and `state`: `traced` rows are the entries; `overdrawn` ones would take more than was spent; of
        `aside` the line does not count, of `unknown_project` the asset is not known or of no project;
        `historic` ones have no line and are older than the ledger; other ones without a line, own funds
        among them, are `unlined`. In the order of asset, line and source of money.
    findings
        Of what is overdrawn, without the line that it should have, or not what the asset is worth.
    """
    rows = _with_assets(asset_funds, assets, as_of=as_of)
    rows = _with_lines(rows, lines)
    rows["state"] = _states(rows, lines)
    pairs = _pairs(rows[rows["state"].eq("traced")], entries)
    over = pairs[pairs["formed_fen"].gt(pairs["spent_fen"])]
    overdrawn = rows["state"].eq("traced") & pd.MultiIndex.from_frame(rows[_PAIR]).isin(
        pd.MultiIndex.from_frame(over[_PAIR])
    )
    rows.loc[overdrawn, "state"] = "overdrawn"
    findings = [*_overdrawn(over), *_unlined(rows), *_unworth(rows, assets)]
    traced = rows[rows["state"].eq("traced")]
    columns = {name: traced[name] for name in ("on", "asset_id", "amount_fen", *_PAIR, *SOURCE_COLUMNS)}
    formed = join_entries([entries_of(columns, kind="formed", origin=ASSET_FUNDS.name)])
    makeup = rows[list(_MAKEUP)].astype(_MAKEUP)
    return formed, makeup.sort_values(list(_MAKEUP), kind="stable", ignore_index=True), findings


def _with_assets(asset_funds: pd.DataFrame, assets: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """Say of each row of the make-up whose project the asset is and when it came to be; later ones go."""
    known = _by_id(assets)[["prj_id", "built_on", "accepted_on"]]
    rows = asset_funds.reindex(columns=[*ASSET_FUNDS.names, *SOURCE_COLUMNS]).join(known, on="asset_id")
    built = rows["built_on"].fillna(rows["accepted_on"])
    later = [isinstance(day, str) and last_day(day) > as_of for day in built]
    rows["on"] = built.fillna(as_of[:_LENGTH_OF_MONTH])
    return rows[~np.array(later, dtype=np.bool_)].reset_index(drop=True)


def _by_id(assets: pd.DataFrame) -> pd.DataFrame:
    """Index assets by what they are called, each once."""
    rows = assets.reindex(columns=[*ASSETS.names, *SOURCE_COLUMNS])
    return rows.drop_duplicates("asset_id").set_index("asset_id")


def _with_lines(rows: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Take year, level and channel from the line, where there is one that counts."""
    known = lines.index.get_indexer(pd.Index(rows["line_id"])) >= 0
    of_lines = lines[list(_SOURCES)].reindex(rows["line_id"]).set_axis(rows.index)
    return rows.assign(**{name: of_lines[name].where(known, rows[name]) for name in _SOURCES})


def _states(rows: pd.DataFrame, lines: pd.DataFrame) -> pd.Series[str]:
    """Say of each row whether it can be traced to spent money, and why not."""
    lineless = rows["line_id"].isna()
    older = rows["year"].lt(lines["year"].min()).fillna(value=False).astype(bool)
    cases = {
        "historic": lineless & older,
        "unlined": lineless,
        "aside": lines.index.get_indexer(pd.Index(rows["line_id"])) < 0,
        "unknown_project": rows["prj_id"].isna(),
    }
    states = np.select([np.asarray(flags, dtype=np.bool_) for flags in cases.values()], list(cases), "traced")
    return pd.Series(states, index=rows.index, dtype="str")


def _pairs(traced: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """Hold what assets take of each line and project against what was spent; sums of any size are exact."""
    spent = entries[entries["kind"].eq("spent") & among(entries["line_id"], set(traced["line_id"]))]
    held = spent.groupby(_PAIR)["amount_fen"].sum()
    exact = traced.sort_values([*SOURCE_COLUMNS, "asset_id"], kind="stable")
    exact = exact.assign(amount_fen=exact["amount_fen"].astype(object))
    pairs = exact.groupby(_PAIR).agg(
        asset_id=("asset_id", lambda ids: "、".join(sorted(set(ids)))),
        formed_fen=("amount_fen", "sum"),
        **{name: (name, "first") for name in SOURCE_COLUMNS},
    )
    pairs["spent_fen"] = held.reindex(pairs.index, fill_value=0).astype(object)
    pairs["difference_fen"] = pairs["formed_fen"] - pairs["spent_fen"]
    return pairs.reset_index()


def _overdrawn(pairs: pd.DataFrame) -> list[Finding]:
    """Find lines and projects whose assets would take more than was spent."""
    amounts = ["spent_fen", "formed_fen", "difference_fen"]
    return report("asset_over_spent", ASSET_FUNDS.name, pairs, amounts=amounts)


def _unlined(rows: pd.DataFrame) -> list[Finding]:
    """Find rows without a line, of years that the ledger has lines of; own funds need none."""
    lacking = rows[rows["state"].eq("unlined") & rows["channel"].ne(OWN_FUNDS)]
    return report("asset_fund_unlined", ASSET_FUNDS.name, lacking, amounts=["amount_fen"])


def _unworth(rows: pd.DataFrame, assets: pd.DataFrame) -> list[Finding]:
    """Find assets whose make-up does not add up to their original value."""
    makeup = rows.assign(amount_fen=rows["amount_fen"].astype(object)).groupby("asset_id")["amount_fen"].sum()
    stated = (
        _by_id(assets).rename(columns={"original_value_fen": "original_fen"}).dropna(subset="original_fen")
    )
    both = stated.assign(makeup_fen=makeup.reindex(stated.index)).dropna(subset="makeup_fen").reset_index()
    both["difference_fen"] = both["original_fen"].astype(object) - both["makeup_fen"]
    amounts = ["original_fen", "makeup_fen", "difference_fen"]
    return report("asset_makeup_differs", ASSETS.name, both[both["difference_fen"].ne(0)], amounts=amounts)
