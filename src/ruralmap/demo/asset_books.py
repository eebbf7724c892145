"""The asset ledger as an office keeps it (资产台账), with its dirt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.demo.dirt import Rates, Record, pick, record
from ruralmap.demo.dirt_cells import repeat_rows, vary_months
from ruralmap.demo.dirt_places import dirty_names, dirty_registration, record_places
from ruralmap.demo.dirt_points import Points, dirty_points
from ruralmap.demo.draws import stream
from ruralmap.demo.office import Form, as_cells
from ruralmap.demo.spots import DECIMALS
from ruralmap.geo.datum import gcj02_of_wgs84

if TYPE_CHECKING:
    import geopandas as gpd

_TABLE: Final = "assets"
_STREAM: Final = 22
LEDGER_FORM: Final = Form(
    "扶贫(帮扶)项目资产台账",
    (
        ("序号", "#"), ("资产编号", "asset_id"), ("资产名称", "asset"), ("资产类别", "asset_class"),
        ("资产形态", "form"), ("资产种类", "subtype"), ("规格型号", "spec"), ("项目编号", "prj_id"),
        ("数量", "qty"), ("计量单位", "qty_unit"), ("购建时间", "built_on"),
        ("预计使用年限", "service_years"), ("是否历史资产", "historic"),
        ("原始价值(元)", "original_value_fen"),
        ("累计折旧(元)", "depreciation_fen"), ("净值(元)", "net_value_fen"), ("乡镇", "township"),
        ("行政村", "village"), ("行政村代码", "village_code"), ("经度", "lon"), ("纬度", "lat"),
        ("坐标系", "datum"), ("所有权人", "owner"), ("权属级别", "owner_level"),
        ("权属乡镇", "owner_township"), ("权属村", "owner_village"), ("权属村代码", "owner_village_code"),
        ("经营主体", "operator"), ("经营方式", "operation_mode"), ("收益权人", "beneficiary"),
        ("监管单位", "supervisor"), ("管护责任人", "custodian"), ("管护职责", "custodian_duty"),
        ("管护范围", "custodian_scope"), ("管护考核", "custodian_assess"), ("清产核资日期", "inventory_on"),
        ("竣工验收日期", "accepted_on"), ("竣工验收文号", "accepted_doc"),
        ("确权日期", "titled_on"), ("确权文号", "titled_doc"),
        ("移交日期", "handover_on"), ("移交文号", "handover_doc"),
        ("登记入账日期", "booked_on"), ("登记入账文号", "booked_doc"), ("运行状态", "run_state"),
        ("状态日期", "run_state_on"), ("是否录入三资平台", "in_three_capital_platform"),
        ("三资平台价值(元)", "platform_value_fen"), ("风险等级", "risk_grade"), ("发展前景", "outlook"),
        ("处置措施", "action"), ("档案盒号", ""), ("备注", "note"),
    ),
    total_in="资产名称",
)  # fmt: skip


@dataclass(frozen=True)
class Ledger:
    """The ledger's rows as written, and the dirt in them."""

    rows: pd.DataFrame
    records: tuple[Record, ...]


def fill_ledger(assets: pd.DataFrame, *, villages: gpd.GeoDataFrame, rates: Rates) -> Ledger:
    """
    Write the ledger, as dirty as real ones.

    Parameters
    ----------
    assets
        With all columns of the table 资产台账.
    villages
        Indexed by `village_code`, sorted, with geometry in EPSG:4490.
    rates
        How dirty.

    Returns
    -------
    ledger
        Rows and records.
    """
    rng = stream(_STREAM)
    clean = assets[["township", "village", "village_code"]]
    named, kinds = dirty_names(rng, clean, rates=rates)
    # An asset's point says where it stands; but a record without code and name is nobody's asset.
    own = replace(rates, missing_code=rates.asset_code_missing, no_place=0)
    settled = pd.Series(data=True, index=assets.index)
    cells, damage = dirty_registration(rng, named, rates=own, settled=settled, known=list(villages.index))
    records = record_places(kinds, clean, dirty=named, keys=assets["asset_id"], table=_TABLE)
    records += record_places(damage, named, dirty=cells, keys=assets["asset_id"], table=_TABLE)
    damaged = pd.Series(data=False, index=assets.index)
    for chosen in damage.values():
        damaged[chosen] = True
    states, shifted = _write_points(rng, assets, rates)
    points = Points(states, assets["village_code"], assets["asset_id"], alone=~settled, table=_TABLE)
    placed, moved = dirty_points(rng, points, rates=rates, villages=villages, trusted=~damaged)
    built, months = vary_months(rng, assets["built_on"], share=rates.asset_month_only)
    pair = {"clean": assets.loc[months, "built_on"], "dirty": built[months]}
    dated = record("month_only", assets.loc[months, "asset_id"], table=_TABLE, column="built_on", **pair)
    dirty = pd.concat([cells, placed], axis=1)
    written = assets.drop(columns=dirty.columns).join(dirty).assign(built_on=built)
    rows = as_cells(written)
    rows, again = repeat_rows(rng, rows, rates=rates, key="asset_id", table=_TABLE)
    return Ledger(rows, (*records, *shifted, *moved, *dated, *again))


def _write_points(
    rng: np.random.Generator, assets: pd.DataFrame, rates: Rates
) -> tuple[pd.DataFrame, list[Record]]:
    """Leave some points out, write some in GCJ-02, and say the datum of some not at all."""
    free = assets["lon"].notna()
    cells = assets[["lon", "lat", "datum"]].copy()
    records: list[Record] = []
    for kind in (
        "asset_point_missing",
        "asset_point_gcj_stated",
        "asset_point_gcj_silent",
        "asset_point_silent",
    ):
        chosen = pick(rng, free, share=getattr(rates, kind))
        free[chosen] = False
        if kind == "asset_point_missing":
            cells.loc[chosen] = np.nan
        if "gcj" in kind:
            lon, lat = gcj02_of_wgs84(*cells.loc[chosen, ["lon", "lat"]].to_numpy().T)
            cells.loc[chosen, "lon"], cells.loc[chosen, "lat"] = lon.round(DECIMALS), lat.round(DECIMALS)
        if kind != "asset_point_missing":
            cells.loc[chosen, "datum"] = "GCJ-02" if kind.endswith("stated") else pd.NA
        records += record(kind, assets.loc[chosen, "asset_id"], table=_TABLE, column="lon,lat,datum")
    return cells, records
