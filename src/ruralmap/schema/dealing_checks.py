"""The ledger of assets against what is said of handovers and disposals (移交、处置与台账核对)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruralmap.schema.dates import last_day
from ruralmap.schema.gravity import finding
from ruralmap.schema.outcomes import SOURCE_COLUMNS
from ruralmap.schema.references import place_of
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import pandas as pd

    from ruralmap.schema.finding import Finding

_DISPOSED: Final = "已处置"
# What is lost is scrapped or written off without ever having been disposed of.
_LOST: Final = "灭失"
_OF_LOST: Final = ("报废", "报损", "核销")


def check_dealings(
    tables: Mapping[str, pd.DataFrame], *, as_of: str, unread: Collection[str] = ()
) -> list[Finding]:
    """
    Find assets of which the ledger says something else than the tables of handovers and disposals.

    What is dated after `as_of` is left out: the ledger cannot say it yet. A table that does not exist says
    nothing, and one that was not read wholly is not asked what it lacks.

    Parameters
    ----------
    tables
        Conformed tables by name, with their source columns; `assets`, `handovers` and `disposals` are looked
        at.
    as_of
        The date of evaluation, ISO text.
    unread
        The tables of which not all was read.

    Returns
    -------
    findings
        `handover_differs` and `handover_unbooked` at the row of the handover; `disposal_state_differs` and
        `disposal_before_built` at the row of the disposal; `disposal_missing` at the row of the asset.
    """
    if "assets" not in tables:
        return []
    assets = tables["assets"].drop_duplicates("asset_id").set_index("asset_id")
    findings: list[Finding] = []
    if "handovers" in tables:
        findings += _handed_over(assets, _until(tables["handovers"], "handover_on", as_of))
    if "disposals" in tables:
        disposals = _until(tables["disposals"], "disposed_on", as_of)
        findings += _disposed(assets, disposals)
        if "disposals" not in unread:
            findings += _undocumented(tables["assets"], set(tables["disposals"]["asset_id"]))
    return findings


def _until(rows: pd.DataFrame, column: str, as_of: str) -> pd.DataFrame:
    """Take what had happened by a day; a month counts when it is over."""
    return rows[rows[column].map(last_day).le(as_of).astype(bool)]


def _handed_over(assets: pd.DataFrame, handovers: pd.DataFrame) -> list[Finding]:
    """Hold the ledger's day of handover against all of an asset: one of them must be it."""
    known = handovers[handovers["asset_id"].isin(assets.index)]
    known = known.assign(ledger=known["asset_id"].map(assets["handover_on"]))
    pairs = zip(known["ledger"].tolist(), known["handover_on"].tolist(), strict=True)
    held = [isinstance(own, str) and _agree(own, day) for own, day in pairs]
    apart = known[~known["asset_id"].isin(known.loc[held, "asset_id"])]
    title = TABLES["handovers"].column("handover_on").zh
    findings = []
    for row in apart[["asset_id", "handover_on", "ledger", *SOURCE_COLUMNS]].to_dict("records"):
        place = place_of(row) | {"column": title, "raw": row["handover_on"], "asset_id": row["asset_id"]}
        if isinstance(row["ledger"], str):
            findings.append(finding("handover_differs", "handovers", **place, ledger=row["ledger"]))
        else:
            findings.append(finding("handover_unbooked", "handovers", **place))
    return findings


def _agree(one: str, other: str) -> bool:
    """Tell whether two dates may be the same day, where one says perhaps only the month."""
    return one.startswith(other) or other.startswith(one)


def _disposed(assets: pd.DataFrame, disposals: pd.DataFrame) -> list[Finding]:
    """Find what was disposed of and is not said to be, or is said to have been built later."""
    columns = ["asset_id", "disposed_on", "disposal_kind", *SOURCE_COLUMNS]
    known = disposals.loc[disposals["asset_id"].isin(assets.index), columns]
    known = known.join(assets[["run_state", "built_on"]], on="asset_id")
    title = TABLES["disposals"].column("disposed_on").zh
    findings = []
    for row in known.to_dict("records"):
        place = place_of(row) | {"column": title, "raw": row["disposed_on"], "asset_id": row["asset_id"]}
        state, built = row["run_state"], row["built_on"]
        gone = state == _DISPOSED or (state == _LOST and row["disposal_kind"] in _OF_LOST)
        if not gone:
            held = state if isinstance(state, str) else ""
            findings.append(finding("disposal_state_differs", "disposals", **place, state=held))
        if isinstance(built, str) and last_day(row["disposed_on"]) < built:
            findings.append(finding("disposal_before_built", "disposals", **place, built=built))
    return findings


def _undocumented(assets: pd.DataFrame, disposed: set[str]) -> list[Finding]:
    """Find what is said to be disposed of, while no row says how."""
    lacking = assets["run_state"].eq(_DISPOSED) & ~assets["asset_id"].isin(disposed)
    title = TABLES["assets"].column("run_state").zh
    return [
        finding(
            "disposal_missing",
            "assets",
            **place_of(row),
            column=title,
            raw=_DISPOSED,
            asset_id=row["asset_id"],
        )
        for row in assets.loc[lacking.astype(bool), ["asset_id", *SOURCE_COLUMNS]].to_dict("records")
    ]
