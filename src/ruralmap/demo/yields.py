"""Contracts on assets that earn, what they owe and paid, and how it was shared out (合同、收益、分配)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.draws import apportion, draw_words, stream
from ruralmap.demo.months import day_text, month_number

if TYPE_CHECKING:
    import numpy as np

_LAST_DUE: Final = "2024-06-30"  # rents are due in the middle and dividends at the end of a year
_OPEN_YEAR: Final = 2024  # its yields are shared out after its end
_WITH_CONTRACT_PERCENT: Final = 86  # an operating asset without a contract is the classic defect
_KINDS: Final = {
    "固定": {"租赁": 60, "发包": 28, "托管": 12},
    "生物": {"流转": 40, "发包": 60},
    "权益": {"入股": 100},
}
_PAID: Final = {"full": 88, "part": 6, "none": 6}
_FORMS: Final = {"岗位": 40, "奖补": 25, "公益": 35}  # 二次分配
_STREAM: Final = 13


def list_contracts(assets: pd.DataFrame) -> pd.DataFrame:
    """
    List the contracts of operating assets.

    Parameters
    ----------
    assets
        From `asset_care.add_care`.

    Returns
    -------
    contracts
        Columns of the table 资产合同.
    """
    rng = stream(_STREAM)
    earns = assets[assets["asset_class"].eq("经营性") & ~assets["run_state"].isin(["灭失", "已处置"])]
    rows: list[dict[str, object]] = []
    for asset in earns.to_dict("records"):
        if int(rng.integers(100)) >= _WITH_CONTRACT_PERCENT:
            continue
        kind = str(draw_words(rng, _KINDS[asset["form"]], count=1)[0])
        start = month_number(asset["built_on"]) + int(rng.integers(1, 6))
        yearly = asset["original_value_fen"] * int(rng.integers(40, 81)) // 1000 // 10_000 * 10_000
        shares = kind == "入股"
        rows.append(
            {
                "contract_id": f"HT{len(rows) + 1:04d}",
                "asset_id": asset["asset_id"],
                "contract_kind": kind,
                "operator": f"模拟经营主体{int(rng.integers(1, 61)):02d}号",
                "signed_on": day_text(start - 1, 15),
                "from_on": day_text(start, 1),
                "to_on": day_text(start + 12 * int(rng.integers(3, 13)), 1),
                "rent_fen": None if shares else yearly,
                "floor_fen": yearly if shares else None,
            }
        )
    return pd.DataFrame(rows).astype({"rent_fen": "Int64", "floor_fen": "Int64"})


def add_operators(assets: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    """
    Write the operator of each contract into the ledger.

    Parameters
    ----------
    assets
        From `asset_care.add_care`.
    contracts
        From `list_contracts`; one an asset.

    Returns
    -------
    assets
        With operator, missing where there is no contract.
    """
    return assets.assign(operator=assets["asset_id"].map(contracts.set_index("asset_id")["operator"]))


def list_yields(contracts: pd.DataFrame) -> pd.DataFrame:
    """
    List what each contract owed in each year since 2021, and what was paid.

    Parameters
    ----------
    contracts
        From `list_contracts`.

    Returns
    -------
    yields
        Columns of the table 资产收益应收实收; nothing is due after the workspace's date.
    """
    rng = stream(_STREAM + 100)
    rows = []
    for contract in contracts.to_dict("records"):
        shares = contract["contract_kind"] == "入股"
        due = contract["floor_fen"] if shares else contract["rent_fen"]
        for year in range(max(2021, int(contract["from_on"][:4]) + 1), 2025):
            due_on = f"{year}-12-20" if shares else f"{year}-06-30"
            if not contract["from_on"] < due_on <= min(_LAST_DUE, contract["to_on"]):
                continue
            paid_on, paid = _draw_payment(rng, due_on, int(due))
            rows.append(
                {
                    "contract_id": contract["contract_id"],
                    "asset_id": contract["asset_id"],
                    "period": str(year),
                    "yield_kind": "分红" if shares else "租金",
                    "due_on": due_on,
                    "due_fen": int(due),
                    "paid_on": paid_on,
                    "paid_fen": paid,
                }
            )
    return pd.DataFrame(rows).astype({"paid_on": "str"})


def list_distributions(yields: pd.DataFrame, assets: pd.DataFrame) -> pd.DataFrame:
    """
    List how villages shared out what was paid (收益分配): first to the village, then in it.

    Parameters
    ----------
    yields
        From `list_yields`.
    assets
        With asset_id, village_code, village, township.

    Returns
    -------
    distributions
        Columns of the table 收益分配; the second distribution adds up to nine tenths of the first.
    """
    rng = stream(_STREAM + 200)
    place = assets.set_index("asset_id")[["village_code", "village", "township"]]
    paid = yields.join(place, on="asset_id").assign(year=yields["period"].astype("int64"))
    totals = (
        paid[paid["year"].lt(_OPEN_YEAR)]
        .groupby(["village_code", "village", "township", "year"], sort=True)["paid_fen"]
        .sum()
    )
    rows: list[dict[str, object]] = []
    shared = totals[totals.gt(0)].reset_index()
    for code, village, township, year, amount in shared.to_numpy(dtype=object).tolist():
        decided = day_text(month_number(f"{year + 1}-01"), int(rng.integers(3, 15)))
        common = {
            "township": township,
            "village": village,
            "village_code": code,
            "year": year,
            "decided_on": decided,
        }
        common |= {"published_on": day_text(month_number(f"{year + 1}-01"), int(rng.integers(16, 28)))}
        rows.append(
            common | {"dist_level": "初次", "dist_form": "分红", "amount_fen": int(amount), "persons": None}
        )
        parts = apportion(int(amount) * 9 // 10, list(_FORMS.values()))
        rows += [
            common
            | {
                "dist_level": "二次",
                "dist_form": form,
                "amount_fen": part,
                "persons": int(rng.integers(3, 60)),
            }
            for form, part in zip(_FORMS, parts, strict=True)
        ]
    return pd.DataFrame(rows).astype({"persons": "Int64"})


def _draw_payment(rng: np.random.Generator, due_on: str, due: int) -> tuple[str | None, int]:
    """Draw what was paid on what was owed: mostly all of it, in time or a few months late."""
    how = str(draw_words(rng, _PAID, count=1)[0])
    if how == "none":
        return None, 0
    month = month_number(due_on) - 1 + int(rng.integers(0, 4))
    day = day_text(min(month, month_number("2024-09")), int(rng.integers(1, 29)))
    return day, due if how == "full" else due * int(rng.integers(20, 80)) // 100
