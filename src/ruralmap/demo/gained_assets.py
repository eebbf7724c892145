"""What policies ask of assets and what they yield beside what offices keep anyway (增列项), simulated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.draws import draw_words, stream
from ruralmap.demo.ledger_rows import days_after

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_IN_PLATFORM: Final = 4  # HP-21 asks for every asset of a village collective
WITHOUT_ASSESSMENT: Final = 9  # NJ-35 asks how the custodian is assessed
# HP-24 asks what is done about arrears of dividends; about so many of all, and of these, nothing is.
NOT_PURSUED, DIVIDENDS_NOT_PURSUED = 5, 2
WITHOUT_RESILIENCE: Final = 6  # HP-26
_ACTIONS: Final = {"变更经营主体": 4, "调整用途": 3, "农业社会化服务": 3}
_RECIPIENTS: Final = {"岗位": "监测对象", "奖补": "脱贫户", "公益": "其他成员"}
_STREAM: Final = 82


def add_asset_parts(assets: pd.DataFrame) -> pd.DataFrame:
    """
    Add what custodians owe, what the platform of the villages holds, and what is done about idle assets.

    Parameters
    ----------
    assets
        The ledger with its custodians and running states.

    Returns
    -------
    assets
        With the columns that policies ask for.
    """
    rng = stream(_STREAM)
    count, index = len(assets), assets.index
    earns, village = assets["asset_class"].eq("经营性"), assets["owner_level"].eq("村集体")
    kept = earns & assets["custodian"].notna()
    assessed = pd.Series("年度考核(模拟)", index=index, dtype="str").where(kept)
    assessed[index[kept & village & assets["titled_on"].notna()][:WITHOUT_ASSESSMENT]] = None
    held = village & ~index.isin(index[village][:NOT_IN_PLATFORM])
    idle = assets["run_state"].isin(("低效", "闲置", "停产"))
    inventory = pd.Series(days_after("2023-09-01", rng.integers(0, 360, count)), index=index, dtype="str")
    grades = pd.Series(draw_words(rng, {"中": 5, "高": 3}, count=count), index=index, dtype="str")
    actions = pd.Series(draw_words(rng, _ACTIONS, count=count), index=index, dtype="str")
    outlook = pd.Series(draw_words(rng, {"暂时困难且有前景": 7, "无法持续": 3}, count=count), index=index)
    return assets.assign(
        custodian_duty=pd.Series("日常巡查和维护(模拟)", index=index, dtype="str").where(kept),
        custodian_scope=pd.Series("本项资产(模拟)", index=index, dtype="str").where(kept),
        custodian_assess=assessed,
        inventory_on=inventory.where(inventory.gt(assets["built_on"])),
        in_three_capital_platform=held.astype("boolean").where(village),
        platform_value_fen=assets["net_value_fen"].astype("Int64").where(held),
        risk_grade=grades.where(idle & earns),
        outlook=outlook.astype("str").where(idle & earns),
        action=actions.where(idle),
    )


def add_contract_parts(contracts: pd.DataFrame, assets: pd.DataFrame) -> pd.DataFrame:
    """
    Add the project and the other party of each contract, and what a share pays.

    Parameters
    ----------
    contracts
        From `list_contracts`.
    assets
        With asset_id and prj_id.

    Returns
    -------
    contracts
        With prj_id, party and dividend_percent.
    """
    shares = contracts["contract_kind"].eq("入股")
    percent = pd.Series(np.arange(len(contracts)) % 4 + 5, index=contracts.index, dtype="float64")
    return contracts.assign(
        prj_id=contracts["asset_id"].map(assets.set_index("asset_id")["prj_id"]).astype("str"),
        party=contracts["operator"],
        dividend_percent=percent.where(shares),
    )


def add_yield_parts(yields: pd.DataFrame) -> pd.DataFrame:
    """
    Add what is done about arrears; about a few nothing is.

    Parameters
    ----------
    yields
        From `list_yields`.

    Returns
    -------
    yields
        With action and action_on, missing where all was paid.
    """
    owed = yields["paid_fen"].lt(yields["due_fen"])
    shared = owed & yields["yield_kind"].eq("分红")
    left = [
        *yields.index[shared][:DIVIDENDS_NOT_PURSUED],
        *yields.index[owed & ~shared][: NOT_PURSUED - DIVIDENDS_NOT_PURSUED],
    ]
    pursued = owed & ~yields.index.isin(left)
    return yields.assign(
        action=pd.Series("发函催收(模拟)", index=yields.index, dtype="str").where(pursued),
        action_on=pd.Series("2024-08-15", index=yields.index, dtype="str").where(pursued),
    )


def add_inspection_parts(inspections: pd.DataFrame, assets: pd.DataFrame) -> pd.DataFrame:
    """
    Add how what earns is doing, and what was counted on the spot.

    Parameters
    ----------
    inspections
        From `list_inspections`.
    assets
        With asset_id and qty.

    Returns
    -------
    inspections
        With operating, resilience, qty and photo.
    """
    index = inspections.index
    risk, held = (inspections["inspection_kind"].eq(kind) for kind in ("风险评估", "账实核对"))
    resilience = pd.Series("较强", index=index, dtype="str").where(risk)
    resilience[index[risk][:WITHOUT_RESILIENCE]] = None
    qty = inspections["asset_id"].map(assets.set_index("asset_id")["qty"]).astype("float64")
    found = held & inspections["exists"]
    photos = pd.Series([f"ZP{number:05d}" for number in range(1, len(index) + 1)], index=index, dtype="str")
    return inspections.assign(
        operating=pd.Series("正常经营", index=index, dtype="str").where(risk),
        resilience=resilience,
        qty=qty.where(found),
        photo=photos.where(found),
    )


def add_recipients(distributions: pd.DataFrame) -> pd.DataFrame:
    """
    Add who gained by the second distribution.

    Parameters
    ----------
    distributions
        From `list_distributions`.

    Returns
    -------
    distributions
        With recipient.
    """
    second = distributions["dist_level"].eq("二次")
    return distributions.assign(
        recipient=distributions["dist_form"].map(_RECIPIENTS).astype("str").where(second)
    )


def add_demonstrations(industries: pd.DataFrame) -> pd.DataFrame:
    """
    Add which industries demonstrate something.

    Parameters
    ----------
    industries
        From `list_industries`.

    Returns
    -------
    industries
        With demo.
    """
    demo = pd.Series(None, index=industries.index, dtype="object")
    demo.iloc[[3, 9, 14, 20]] = ["良种基地", "数字农业", "三化", "良种基地"]
    return industries.assign(demo=demo.astype("str"))


def add_asset_columns(tables: Mapping[str, pd.DataFrame], assets: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """
    Add what policies ask to the tables about assets and industries.

    Parameters
    ----------
    tables
        Every table by name.
    assets
        The ledger of assets.

    Returns
    -------
    tables
        Those that gained columns: contracts, yields, inspections, distributions, industries.
    """
    return {
        "contracts": add_contract_parts(tables["contracts"], assets),
        "yields": add_yield_parts(tables["yields"]),
        "inspections": add_inspection_parts(tables["inspections"], assets),
        "distributions": add_recipients(tables["distributions"]),
        "industries": add_demonstrations(tables["industries"]),
    }
