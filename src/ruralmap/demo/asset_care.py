"""What became of the assets (资产管护): owners, formalities, running states, and what inspectors found."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import draw_words, stream
from ruralmap.demo.months import day_text, month_number
from ruralmap.demo.whereabouts import short_name

_LIVES_PERCENT_A_YEAR: Final = {"固定": 6, "生物": 0, "权益": 0}  # depreciation of the original value
_MOST_DEPRECIATED_PERCENT: Final = 90
_STATES: Final = {
    "经营性": {"正常": 784, "低效": 92, "闲置": 58, "停产": 34, "损毁": 14, "灭失": 6, "已处置": 12},
    "公益性": {"正常": 948, "低效": 10, "闲置": 12, "损毁": 24, "灭失": 2, "已处置": 4},
    "到户类": {"正常": 900, "低效": 14, "闲置": 22, "损毁": 20, "灭失": 32, "已处置": 12},
}
_OWNERS: Final = {
    "经营性": {"村集体": 74, "乡镇": 11, "国企": 8, "县": 7},
    "公益性": {"村集体": 70, "乡镇": 20, "县": 10},
    "到户类": {"户": 100},
}
# Hundredths of assets that have each formality; what is missing is a finding, never a reason to refuse.
_FORMALITIES: Final = {"accepted_on": 94, "titled_on": 83, "handover_on": 80, "booked_on": 90}
_RESULTS: Final = {"损毁": "损毁", "灭失": "盘亏", "已处置": "盘亏", "闲置": "闲置"}
_ROLES: Final = {"村干部": 5, "镇干部": 3, "县级核查组": 2}
_AS_OF_MONTH: Final = "2024-09"
_STREAM: Final = 12


def add_care(assets: pd.DataFrame) -> pd.DataFrame:
    """
    Add value today, owner, formalities and running state to the ledger.

    Parameters
    ----------
    assets
        From `build_assets`.

    Returns
    -------
    assets
        Columns of the table 资产台账 but for the operator; net value is original value less depreciation.
    """
    rng = stream(_STREAM)
    count = len(assets)
    built = assets["built_on"].map(month_number)
    years = (month_number(_AS_OF_MONTH) - built) // 12
    percent = (years * assets["form"].map(_LIVES_PERCENT_A_YEAR)).clip(upper=_MOST_DEPRECIATED_PERCENT)
    depreciation = assets["original_value_fen"] * percent // 100
    level = _draw_by_class(rng, assets["asset_class"], _OWNERS)
    seen = rng.integers(month_number("2023-06"), month_number(_AS_OF_MONTH), count)
    # What was finished in the last months was seen at their end.
    new = built.ge(month_number(_AS_OF_MONTH) - 2)
    custodian = draw_words(rng, {"村委会管护员": 6, "公益性岗位管护员": 3, "": 1}, count=count)
    return assets.assign(
        depreciation_fen=depreciation,
        net_value_fen=assets["original_value_fen"] - depreciation,
        owner=_name_owners(assets, level),
        owner_level=level,
        custodian=pd.Series(custodian, dtype="str").replace("", pd.NA),
        run_state=_draw_by_class(rng, assets["asset_class"], _STATES),
        run_state_on=pd.Series(_days(rng, np.maximum(seen, built + 1)), dtype="str").where(
            ~new, f"{_AS_OF_MONTH}-29"
        ),
        note=pd.Series("模拟数据", index=assets.index, dtype="str"),
        **_draw_formalities(rng, built, assets["asset_class"]),
    ).drop(columns="owner_number")


def list_inspections(assets: pd.DataFrame) -> pd.DataFrame:
    """
    List inspections: stocktaking in 2023, book against thing in 2024, risk of what earns in 2024.

    Parameters
    ----------
    assets
        From `add_care`.

    Returns
    -------
    inspections
        Columns of the table 资产清查核实, by asset and date.
    """
    rng = stream(_STREAM + 100)
    built = assets["built_on"].str[:7]
    earns = assets["asset_class"].eq("经营性")
    rounds = (
        ("清查", "2023-09", built.lt("2023-09"), 62),
        ("账实核对", "2024-05", built.lt("2024-05"), 44),
        ("风险评估", "2024-03", earns & built.lt("2024-03"), 84),
    )
    frames = []
    for kind, month, due, percent in rounds:
        done = assets[due & (rng.integers(100, size=len(assets)) < percent)]
        state = done["run_state"]
        frames.append(
            pd.DataFrame(
                {
                    "asset_id": done["asset_id"],
                    "inspected_on": _days(rng, np.full(len(done), month_number(month))),
                    "inspection_kind": kind,
                    "exists": ~state.isin(["灭失", "已处置"]),
                    "found_state": state,
                    "result": state.map(_RESULTS).fillna("实物一致"),
                    "inspector_role": pd.Series(
                        draw_words(rng, _ROLES, count=len(done)), index=done.index, dtype="str"
                    ),
                }
            )
        )
    return pd.concat(frames).sort_values(["asset_id", "inspected_on"], kind="stable", ignore_index=True)


def _draw_by_class(
    rng: np.random.Generator, asset_class: pd.Series, odds: dict[str, dict[str, int]]
) -> pd.Series:
    """Draw a word for each asset by the odds of its class."""
    words = pd.Series("", index=asset_class.index, dtype="object")
    for name, of_class in odds.items():
        here = asset_class.index[asset_class.eq(name)]
        words[here] = draw_words(rng, of_class, count=len(here))
    return words.astype("str")


def _name_owners(assets: pd.DataFrame, level: pd.Series) -> list[str]:
    """Name the owner (所有权人) by its level."""
    rows = zip(level, assets["township"], assets["village"], assets["owner_number"], strict=True)
    return [_owner_name(*row) for row in rows]


def _owner_name(level: str, township: str, village: str, number: int) -> str:
    names = {
        "村集体": f"{township}{short_name(village)}经济合作社",
        "乡镇": f"{township}人民政府",
        "县": "和平县人民政府(模拟)",
        "国企": "模拟县属国有企业",
    }
    return names.get(level) or f"住户{number:06d}"


def _draw_formalities(
    rng: np.random.Generator, built: pd.Series, asset_class: pd.Series
) -> dict[str, pd.Series]:
    """Draw the day of each formality (手续), in any order; what a household owns is never handed over."""
    columns = {}
    for name, percent in _FORMALITIES.items():
        later = built.to_numpy() + rng.integers(1, 14, len(built))
        done = (rng.integers(100, size=len(built)) < percent) & (later <= month_number(_AS_OF_MONTH) - 1)
        if name == "handover_on":
            done &= asset_class.ne("到户类").to_numpy()
        columns[name] = pd.Series(_days(rng, later), index=built.index, dtype="str").where(done)
    return columns


def _days(rng: np.random.Generator, months: np.ndarray | pd.Series) -> list[str]:
    days = rng.integers(1, 29, len(months)).tolist()
    return [day_text(int(month), day) for month, day in zip(months, days, strict=True)]
