"""What to worry about (资产风险提示): the lists that ask for somebody to act, as of a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ruralmap.assets.ageing import arrears, days_since
from ruralmap.assets.overdue import HOUSEHOLD, overdue
from ruralmap.assets.standing import standing
from ruralmap.assets.terms import IDLE, OPERATING, ended, ending, why_without
from ruralmap.errors import ConservationError
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Mapping

# In the order in which an office works them off: money first, papers after it, then what must be looked at.
WORRIES: Final = (
    "arrears",
    "contract_ending",
    "contract_ended",
    "idle",
    "contract_missing",
    "handover_missing",
    "custodian_missing",
    "inspection_overdue",
    "assessment_overdue",
)
# Contracts ending within so many days are told of: two months, as of state assets let by other counties.
ENDING_DAYS: Final = 60
# 定期开展风险评估 names no period; twelve months is how the rule HP-26 reads it, and what is asked here of
# any inspection, for which none of the five documents names one.
INSPECT_MONTHS: Final = 12
_COLUMNS: Final[dict[str, Any]] = {
    "worry": "str",
    "asset_id": "str",
    "asset": "str",
    "asset_class": "str",
    "township_code": "str",
    "village_code": "str",
    "amount_fen": "Int64",
    "on": "str",
    "days": "Int64",
    "reason": "str",
    "contract_id": "str",
    "operator": "str",
    "period": "str",
    "yield_kind": "str",
    "due_fen": "Int64",
    "paid_fen": "Int64",
    "action": "str",
}
WORRY_COLUMNS: Final = tuple(_COLUMNS)
_OF_ASSET: Final = ["asset", "asset_class", "township_code", "village_code"]
_SUMS: Final = ("rows", "assets", "amount_fen", "open_amounts")


@dataclass(frozen=True)
class Limits:
    """From when on something is a worry: days before a contract ends, months between two inspections."""

    ending_days: int = ENDING_DAYS
    inspect_months: int = INSPECT_MONTHS


@dataclass(frozen=True, eq=False)
class CareTables:
    """
    What worries are found in; each but the first may be without rows.

    `assets` are those that are there on the day, with `township_code` and `village_code` of where they stand
    (坐落村), as the linker found them; `contracts`, `yields` and `inspections` have the columns of 资产合同,
    资产收益应收实收 and 资产清查核实.
    """

    assets: pd.DataFrame
    contracts: pd.DataFrame
    yields: pd.DataFrame
    inspections: pd.DataFrame


def find_worries(tables: CareTables, limits: Limits, *, as_of: str) -> pd.DataFrame:
    """
    List what to worry about on a day.

    Parameters
    ----------
    tables
        Assets, contracts, yields and inspections.
    limits
        From when on something is a worry.
    as_of
        The day, ISO text.

    Returns
    -------
    worries
        `WORRY_COLUMNS`, one row a worry, in the order of `WORRIES`: the asset and where it stands;
        `amount_fen`, what is owed, the rent or guaranteed yield of a year, or the original value, missing
        where nobody wrote it; `on`, the day from which or to which `days` are counted, and `reason`, which
        says what for; and of money and contracts what they are about. What is not in the ledger is listed
        without a name and a place. Of household assets no operator is given.
    """
    dated = {"as_of": as_of}
    contracts, assets = tables.contracts, tables.assets
    lists = {
        "arrears": _arrears(tables, as_of),
        "contract_ending": _of_contracts(ending(contracts, within=limits.ending_days, **dated), "ends"),
        "contract_ended": _of_contracts(ended(assets, contracts, **dated), "over"),
        "idle": _idle(assets, as_of),
        "contract_missing": _without_contract(tables, as_of),
        "handover_missing": _lacking(tables, "handover_missing", as_of),
        "custodian_missing": _lacking(tables, "custodian_missing", as_of),
    }
    for name, assessment in {"inspection_overdue": False, "assessment_overdue": True}.items():
        late = overdue(
            assets, tables.inspections, months=limits.inspect_months, assessment=assessment, **dated
        )
        lists[name] = _of_assets(late)
    return _in_one(lists, assets)


def _in_one(lists: Mapping[str, pd.DataFrame], assets: pd.DataFrame) -> pd.DataFrame:
    """Put the lists under one another, each row with what the ledger says of its asset."""
    known = assets.set_index("asset_id")[_OF_ASSET]
    named = [
        rows.assign(worry=name).join(known, on="asset_id").reindex(columns=list(_COLUMNS)).astype(_COLUMNS)
        for name, rows in lists.items()
    ]
    together = pd.concat(named, ignore_index=True)
    return together.assign(operator=together["operator"].mask(together["asset_class"].eq(HOUSEHOLD)))


def _of_contracts(contracts: pd.DataFrame, reason: str) -> pd.DataFrame:
    """Show what a year brings for sure, rent or guaranteed yield, and the last day of a contract."""
    yearly = contracts["rent_fen"].fillna(contracts["floor_fen"])
    return contracts.rename(columns={"to_on": "on"}).assign(amount_fen=yearly, reason=reason)


def _of_assets(assets: pd.DataFrame) -> pd.DataFrame:
    """Show the original value; the rest of what the ledger says is joined again."""
    kept = assets.drop(columns=[*_OF_ASSET, "operator", "action"], errors="ignore")
    return kept.rename(columns={"original_value_fen": "amount_fen"})


def _arrears(tables: CareTables, as_of: str) -> pd.DataFrame:
    """List what is owed, the oldest first, those of unknown age last; the reason is the class of age."""
    owed = arrears(tables.yields, tables.contracts, as_of=as_of)
    operators = tables.contracts.drop_duplicates("contract_id").set_index("contract_id")["operator"]
    found = owed.assign(operator=owed["contract_id"].map(operators))
    found = found.rename(columns={"arrears_fen": "amount_fen", "due_on": "on", "age": "reason"})
    return found.sort_values(["days", "asset_id"], ascending=[False, True], kind="stable")


def _idle(assets: pd.DataFrame, as_of: str) -> pd.DataFrame:
    """List operating assets seen idle or stopped by the day, the longest first; a month counts to its end."""
    later = assets["run_state_on"].gt(as_of).fillna(value=False).astype(bool)
    found = assets[assets["asset_class"].eq(OPERATING) & assets["run_state"].isin(IDLE) & ~later]
    days = days_since(found["run_state_on"], as_of).clip(lower=0)
    words = found["run_state"].map({"闲置": "idle", "停产": "stopped"})
    listed = _of_assets(found.assign(on=found["run_state_on"], days=days, reason=words))
    return listed.sort_values(["days", "asset_id"], ascending=[False, True], kind="stable")


def _lacking(tables: CareTables, defect: str, as_of: str) -> pd.DataFrame:
    """List the assets that have one of the defects of their standing; counted since they were built."""
    holds = standing(tables.assets, tables.contracts, as_of=as_of)[defect].fillna(value=False).astype(bool)
    found = tables.assets[holds]
    built = found["built_on"].fillna(found["accepted_on"])
    listed = _of_assets(found.assign(on=built, days=days_since(built, as_of), reason=defect))
    return listed.sort_values("asset_id", kind="stable")


def _without_contract(tables: CareTables, as_of: str) -> pd.DataFrame:
    """List operating assets without a contract in force, and since when the last one is over."""
    rows = _lacking(tables, "contract_missing", as_of)
    return rows.assign(**why_without(rows["asset_id"], tables.contracts, as_of=as_of))


def add_up(worries: pd.DataFrame) -> pd.DataFrame:
    """
    Count worries by township.

    Parameters
    ----------
    worries
        As `find_worries` gives them.

    Returns
    -------
    sums
        One row a worry and township that has it, in the order of `WORRIES` and of the codes, what is in no
        known township last: worry, township_code, `rows`, `assets` (each once), `amount_fen` (of what is
        known) and `open_amounts` (how many amounts are not).

    Raises
    ------
    ConservationError
        If rows or fen went missing: a fault of ours.
    """
    rows = worries.assign(
        amount=worries["amount_fen"].fillna(0),
        opened=worries["amount_fen"].isna(),
        order=worries["worry"].map(WORRIES.index),
    )
    groups = rows.groupby(["order", "worry", "township_code"], dropna=False, sort=True)
    sums = groups.agg(
        rows=("worry", "size"),
        assets=("asset_id", "nunique"),
        amount_fen=("amount", "sum"),
        open_amounts=("opened", "sum"),
    )
    sums = sums.reset_index().drop(columns="order").astype(dict.fromkeys(_SUMS, "Int64"))
    require_sums(worries, sums)
    return sums


def require_sums(worries: pd.DataFrame, sums: pd.DataFrame) -> None:
    """
    See that sums by township are those of the lists, to the row and the fen.

    Parameters
    ----------
    worries
        The lists.
    sums
        Their sums by township.

    Raises
    ------
    ConservationError
        If they are not.
    """
    listed = (len(worries), int(worries["amount_fen"].sum()))
    summed = (int(sums["rows"].sum()), int(sums["amount_fen"].sum()))
    if listed != summed:
        raise ConservationError(say_both("asset_worries.fault.lost", listed=listed, summed=summed))
