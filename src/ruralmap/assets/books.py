"""The ledger against lists of assets (账账核对): of the national system, of the 三资 platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.assets.matching import FIELDS, differences, outcomes, pair

if TYPE_CHECKING:
    from collections.abc import Mapping

OUTCOMES: Final = (
    "agrees",
    "differs",
    "incomplete",
    "only_here",
    "only_there",
    "ambiguous",
    "not_owed",
    "unclear",
    "not_applicable",
)
# What a list of the platform says of an asset beside its number and its name.
LISTED: Final = {"name": "known", "amount_fen": "must", "village_code": "said"}
ROW_TYPES: Final[dict[str, Any]] = {
    "outcome": "str",
    "step": "str",
    "asset_id": "str",
    "other_id": "str",
    "asset": "str",
    "asset_class": "str",
    "township_code": "str",
    "village_code": "str",
    "here_fen": "Int64",
    "there_fen": "Int64",
    "gap_fen": "Int64",
}
_DETAILS: Final[dict[str, Any]] = {
    "asset_id": "str",
    "other_id": "str",
    "asset": "str",
    "asset_class": "str",
    "village_code": "str",
    "field": "str",
    "kind": "str",
    "here_value": "object",
    "there_value": "object",
}
ROW_COLUMNS: Final = tuple(ROW_TYPES)
DETAIL_COLUMNS: Final = tuple(_DETAILS)
OF_ASSET: Final = ("asset_id", "asset", "asset_class", "township_code", "village_code")


@dataclass(frozen=True, eq=False)
class Compared:
    """
    The ledger against one other book.

    `rows` (`ROW_COLUMNS`) has each asset of either exactly once: its outcome, one of `OUTCOMES`, by which key
    it was found (`step`), its amount in either book and by how much the other has more. `details`
    (`DETAIL_COLUMNS`) says field by field what is not the same, or not said.
    """

    rows: pd.DataFrame
    details: pd.DataFrame


def against_list(
    assets: pd.DataFrame,
    listed: pd.DataFrame,
    *,
    tolerance_fen: int,
    fields: Mapping[str, str] = FIELDS,
    owed: pd.Series[bool] | None = None,
) -> Compared:
    """
    Hold the ledger against a list of assets: an export of the national system or of the platform.

    Parameters
    ----------
    assets
        asset_id, asset, asset_class, township_code, village_code (坐落村), library_no, owner,
        original_value_fen and run_state, each id once.
    listed
        number, name, village_code, township_code, library_no, owner and the columns of `fields`.
    tolerance_fen
        By how much amounts may differ.
    fields
        What the list has of an asset.
    owed
        On the index of `assets`: whether the asset ought to be on the list, missing where nobody knows; all
        of them unless given.

    Returns
    -------
    compared
        What is on both, on one only, or on both more than once. An asset that is not on the list and need not
        be is `not_applicable`, and `unclear` where nobody knows whether it need be; one that is on the list
        and ought not to be is `not_owed`.

    Raises
    ------
    ConservationError
        If a row went missing: a fault of ours.
    """
    here = assets.reset_index(drop=True).rename(
        columns={"asset": "name", "original_value_fen": "amount_fen", "run_state": "state"}
    )
    here["number"] = here["asset_id"]
    there = listed.reset_index(drop=True)
    pairs = pair(here, there)
    found = differences(here, there, pairs, tolerance_fen=tolerance_fen, fields=fields)
    named = here.rename(columns={"name": "asset"})
    named["owed"] = pd.array([True] * len(here) if owed is None else owed.to_numpy(), dtype="boolean")
    own, other = _taken(named, pairs["here"]), _taken(there, pairs["there"])
    ended = _with_owed(outcomes(pairs, found), own["owed"].astype("boolean"), pairs)
    rows = pd.DataFrame(
        {
            "outcome": ended,
            "step": pairs["step"],
            "asset_id": own["asset_id"],
            "other_id": other["number"],
            "asset": own["asset"].fillna(other["name"]),
            "asset_class": own["asset_class"],
            "township_code": own["township_code"].fillna(other["township_code"]),
            "village_code": own["village_code"].fillna(other["village_code"]),
            "here_fen": own["amount_fen"],
            "there_fen": other["amount_fen"],
            "gap_fen": other["amount_fen"] - own["amount_fen"],
        }
    )
    told = found.assign(other_id=_taken(there, found["there"])["number"])
    known = _taken(named, found["here"])[list(OF_ASSET)]
    return Compared(rows.astype(ROW_TYPES), details_of(told.join(known)))


def _taken(book: pd.DataFrame, places: pd.Series[int]) -> pd.DataFrame:
    """Take rows by their position; a row of nothing where there is none."""
    numbered = book.set_axis(pd.Index(range(len(book)), dtype="Int64"), axis="index")
    return numbered.reindex(pd.Index(places, dtype="Int64")).set_axis(places.index, axis="index")


def _with_owed(ended: pd.Series[str], owed: pd.Series[bool], pairs: pd.DataFrame) -> pd.Series[str]:
    """Say of assets that need not be on a list that this is no fault, and of those on it that it is one."""
    alone, paired = pairs["outcome"].eq("only_here"), pairs["outcome"].eq("paired")
    unowed = owed.eq(other=False).fillna(value=False)
    return (
        ended.mask(alone & unowed, "not_applicable")
        .mask(alone & owed.isna(), "unclear")
        .mask(paired & unowed, "not_owed")
    )


def details_of(found: pd.DataFrame) -> pd.DataFrame:
    """
    Write differences as a comparison tells them.

    Parameters
    ----------
    found
        Any of `DETAIL_COLUMNS`.

    Returns
    -------
    details
        All of them, missing where they were not given.
    """
    return found.reindex(columns=list(_DETAILS)).astype(_DETAILS).reset_index(drop=True)


def tally(rows: pd.DataFrame) -> pd.DataFrame:
    """
    Count the outcomes of a comparison.

    Parameters
    ----------
    rows
        Of a `Compared`.

    Returns
    -------
    sums
        outcome, in the order of `OUTCOMES`, those that do not occur left out: rows, here_fen, there_fen and
        gap_fen, missing where no such amount is known. The gap is that of the paired amounts; of what is
        ambiguous, that of the two sums.
    """
    amounts = ["here_fen", "there_fen", "gap_fen"]
    groups = rows.groupby("outcome")
    sums = groups[amounts].sum(min_count=1).assign(rows=groups.size())[["rows", *amounts]].astype("Int64")
    between = sums["there_fen"] - sums["here_fen"]
    sums["gap_fen"] = sums["gap_fen"].mask(sums.index == "ambiguous", between)
    ordered = [outcome for outcome in OUTCOMES if outcome in sums.index]
    return sums.loc[ordered].rename_axis("outcome").reset_index()
