"""
The standing of assets (资产状况): which formality (手续) is missing, and the classic defects of their care.

Formalities come in any order, and a missing one is a finding, never a reason to refuse a row: equity and
household assets lack some for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.schema.dates import last_day

if TYPE_CHECKING:
    from collections.abc import Mapping

# 竣工验收, 确权, 移交, 登记入账: the column that dates each, and the column that says it is missing.
FORMALITIES: Final[Mapping[str, str]] = {
    "accepted_on": "acceptance_missing",
    "titled_on": "title_missing",
    "handover_on": "handover_missing",
    "booked_on": "booking_missing",
}
DEFECTS: Final = (*FORMALITIES.values(), "contract_missing", "custodian_missing")
# The column of each formality's 文号, and the column that says that a dated formality has none.
DOCUMENTS: Final[Mapping[str, str]] = {
    "accepted_doc": "acceptance_undocumented",
    "titled_doc": "title_undocumented",
    "handover_doc": "handover_undocumented",
    "booked_doc": "booking_undocumented",
}
GONE: Final = ("灭失", "已处置")  # nobody runs or cares for what is no more


def standing(assets: pd.DataFrame, contracts: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """
    Say of each asset what is missing on a date.

    What is owed follows from what the asset is. A share (权益) is neither accepted nor handed over; what is
    public (公益性) is handed over; what operates (经营性) has a contract in force, unless its owner runs it
    (自营); a household's asset (到户类) is the household's to keep, with no custodian. What is lost or
    disposed of must only be titled and booked.

    Parameters
    ----------
    assets
        Columns of the table 资产台账, uniquely indexed.
    contracts
        Columns of the table 资产合同.
    as_of
        The date, ISO text. What is dated later is missing still; a month counts when it is over.

    Returns
    -------
    standing
        On the index of `assets`, for each of `DEFECTS` whether it holds, missing where it does not apply;
        and `defects`, how many hold.

    Source
    ------
    国办函〔2021〕51号 as county rules render it: three classes, 移交 of public assets;
    谁所有谁负责、谁受益谁管护.
    """
    kind, here = assets["asset_class"], ~assets["run_state"].isin(GONE)
    tangible = assets["form"].ne("权益")
    owed = {
        "acceptance_missing": here & tangible,
        "title_missing": pd.Series(data=True, index=assets.index),
        "handover_missing": here & tangible & kind.eq("公益性"),
        "booking_missing": pd.Series(data=True, index=assets.index),
        "contract_missing": here & kind.eq("经营性") & assets["operation_mode"].ne("自营"),
        "custodian_missing": here & kind.ne("到户类"),
    }
    lacking = {name: ~_dated(assets[column], as_of) for column, name in FORMALITIES.items()}
    lacking["contract_missing"] = ~assets["asset_id"].isin(in_force(contracts, as_of)["asset_id"])
    lacking["custodian_missing"] = assets["custodian"].isna()
    found = pd.DataFrame({name: lacking[name].astype("boolean").where(owed[name]) for name in DEFECTS})
    return found.assign(defects=found.sum(axis=1).astype("Int64"))


def undocumented(assets: pd.DataFrame, *, as_of: str) -> pd.DataFrame:
    """
    Say of each asset which formality is dated and has no document (文号).

    Parameters
    ----------
    assets
        Columns of the table 资产台账, uniquely indexed.
    as_of
        The date, ISO text; a month counts when it is over.

    Returns
    -------
    lacking
        On the index of `assets`, for each value of `DOCUMENTS` whether the document is missing; missing
        where the formality is: that is a defect of its own.
    """
    pairs = zip(FORMALITIES, DOCUMENTS.items(), strict=True)
    return pd.DataFrame(
        {
            name: assets[doc].isna().astype("boolean").where(_dated(assets[day], as_of))
            for day, (doc, name) in pairs
        },
        index=assets.index,
    )


def _dated(dates: pd.Series[str], as_of: str) -> pd.Series[bool]:
    """Say whether a day, or the whole of a month, lies before or on the date."""
    return _last_days(dates).le(as_of).fillna(value=False).astype(bool)


def _last_days(dates: pd.Series[str]) -> pd.Series[str]:
    return dates.map(last_day, na_action="ignore").astype("str")


def in_force(contracts: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """
    Take the contracts that run on a date.

    Parameters
    ----------
    contracts
        Columns of the table 资产合同.
    as_of
        The date, ISO text.

    Returns
    -------
    contracts
        Those that run: without an end they run on, without a start they run since they were signed.
    """
    start = contracts["from_on"].fillna(contracts["signed_on"])
    ended = _last_days(contracts["to_on"]).lt(as_of).fillna(value=False).astype(bool)
    return contracts[_dated(start, as_of) & ~ended]
