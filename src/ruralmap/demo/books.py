"""The workbooks and CSV files of the demonstration county (工作簿): which table is in which file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ruralmap.demo.asset_books import LEDGER_FORM, fill_ledger
from ruralmap.demo.dirt import Record, record
from ruralmap.demo.dirt_cells import amount_cells
from ruralmap.demo.draws import stream
from ruralmap.demo.fund_books import fill_funds
from ruralmap.demo.ledgers import LEDGERS, LONG_LEDGERS, OF_ASSETS
from ruralmap.demo.office import AS_OF, Columns, Form, as_cells, fill_form
from ruralmap.demo.places import COUNTY
from ruralmap.demo.plain_workbook import plain_workbook
from ruralmap.demo.point_files import PHONE_FORM, WECHAT_COLUMNS, fill_point_files
from ruralmap.demo.rosters import fill_rosters
from ruralmap.demo.stake_books import fill_stakes
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.schema.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ruralmap.demo.county import County
    from ruralmap.demo.dirt import Rates
    from ruralmap.files.workbook import Sheet


def _ledger_path(name: str) -> str:
    """Say where a ledger stands."""
    folder = "assets" if name in OF_ASSETS else "layers"
    return f"{folder}/{TABLES[name].zh}.{'csv' if name in LONG_LEDGERS else 'xlsx'}"


LIFTED, MONITORED = "layers/脱贫人口名单.xlsx", "layers/监测对象名单.xlsx"
PHONE, WECHAT = "layers/住户坐标_手机采集.xlsx", "layers/住户坐标_微信采集.csv"
# Which file holds which table; [tables] of ruralmap.toml says the same.
FILES: Final[dict[str, tuple[str, ...]]] = {
    "lineage": ("layers/代码变更对照表.xlsx",),
    "denominators": ("layers/农村人口.xlsx",),
    "parameters": ("layers/参数表.xlsx",),
    "roster": (LIFTED, MONITORED),
    "incomes": ("layers/家庭收入.xlsx",),
    "household_points": (PHONE, WECHAT),
    "visits": ("layers/走访记录.csv",),
    "posts": ("layers/公益性岗位.xlsx",),
    "sites": ("layers/易地搬迁安置点.xlsx",),
    "industries": ("layers/产业基地.xlsx",),
    "workshops": ("layers/帮扶车间.xlsx",),
    "projects": ("layers/项目库.xlsx",),
    "project_places": ("layers/项目地点.xlsx",),
    "assets": ("assets/资产台账.xlsx",),
    "asset_owners": ("assets/资产权属.xlsx",),
    "asset_benefits": ("assets/资产受益.xlsx",),
    "asset_funds": ("assets/资产资金构成.xlsx",),
    "contracts": ("assets/资产合同.xlsx",),
    "yields": ("assets/资产收益.xlsx",),
    "distributions": ("assets/收益分配.xlsx",),
    "inspections": ("assets/资产清查核实.xlsx",),
    "handovers": ("assets/资产移交.xlsx",),
    "disposals": ("assets/资产处置.xlsx",),
    "funds": ("assets/资金指标台账.xlsx",),
    "fund_months": ("assets/资金月报.xlsx",),
    "fund_moves": ("assets/资金变动台账.xlsx",),
    "budgets": ("assets/预算安排.xlsx",),
    "labour_pay": ("layers/劳务报酬发放表.xlsx",),
    "measures": ("layers/帮扶措施.xlsx",),
    **{name: (_ledger_path(name),) for name in LEDGERS},
}
# Rows about persons and households.
RESTRICTED: Final = (
    "roster", "incomes", "household_points", "visits", "posts", "labour_pay", "measures", "fund_moves",
    "household_records", "person_records", "clues", "plans", "surveys", "safety", "house_projects", "jobs",
    "services", "benefits", "insurances", "payments", "entities", "loans", "parcels", "leaders", "trainings",
    "documents", "problems",
)  # fmt: skip
_WITH_TOTAL: Final = {"projects": "项目名称", "funds": "资金编号", "sites": "安置点名称"}
_SPECIAL: Final = ("roster", "incomes", "household_points", "assets")
_STREAM: Final = 23


@dataclass(frozen=True)
class Books:
    """Bytes by path, the dirt in them, and the damage to each household's registration, by hh_id."""

    content: dict[str, bytes]
    records: tuple[Record, ...]
    damaged: pd.Series


def fill_books(county: County, rates: Rates) -> Books:
    """
    Fill every workbook and CSV file.

    Parameters
    ----------
    county
        The clean county.
    rates
        How dirty.

    Returns
    -------
    books
        Bytes, dirt and damage.
    """
    rosters = fill_rosters(county.households, county.persons, villages=county.villages, rates=rates)
    content = {LIFTED: plain_workbook(rosters.lifted), MONITORED: plain_workbook(rosters.monitored)}
    points = fill_point_files(
        county.surveys,
        households=county.households,
        villages=county.villages,
        damaged=rosters.damaged,
        rates=rates,
    )
    content[PHONE] = plain_workbook([fill_form("手机采集", PHONE_FORM, cells=points.phone)])
    # An office's own Windows writes CSV in GBK.
    content[WECHAT] = _csv(points.wechat, WECHAT_COLUMNS, title="住户坐标采集表(微信采集)", encoding="gbk")
    sheets, of_incomes = _fill_incomes(county.tables["incomes"], rates)
    content[FILES["incomes"][0]] = plain_workbook(sheets)
    stakes = fill_stakes(
        county.assets,
        owners=county.tables["asset_owners"],
        benefits=county.tables["asset_benefits"],
        villages=county.villages,
        rates=rates,
    )
    ledger = fill_ledger(stakes.ledger, villages=county.villages, rates=rates)
    content[FILES["assets"][0]] = plain_workbook([fill_form("资产台账", LEDGER_FORM, cells=ledger.rows)])
    money = fill_funds(county, rates)
    stated = {"asset_owners": as_cells(stakes.owners), "asset_benefits": as_cells(stakes.benefits)}
    dirty = money.cells | stated
    for name in FILES:
        if name not in _SPECIAL:
            rows = dirty[name] if name in dirty else as_cells(county.tables[name])
            content[FILES[name][0]] = _file_of(name, rows)
    records = (
        *rosters.records,
        *points.records,
        *of_incomes,
        *ledger.records,
        *stakes.records,
        *money.records,
    )
    return Books(content, records, rosters.damaged)


def _file_of(name: str, cells: pd.DataFrame) -> bytes:
    """Write a table: as CSV where its path says so, else as a form."""
    title, columns = TABLES[name].zh, _columns(name, cells)
    if FILES[name][0].endswith(".csv"):
        return _csv(cells, columns, title=title, encoding="utf-8-sig")
    form = Form(title, columns, counted_in=_counted_in(name, cells), total_in=_WITH_TOTAL.get(name, ""))
    return plain_workbook([fill_form(title[:31], form, cells=cells)])


def _fill_incomes(incomes: pd.DataFrame, rates: Rates) -> tuple[list[Sheet], list[Record]]:
    """Fill the incomes, one sheet a year; some cells hold their unit."""
    rng = stream(_STREAM)
    cells = as_cells(incomes)
    keys = incomes["hh_id"] + "/" + incomes["year"].astype("str")
    records: list[Record] = []
    for column in ("wage_fen", "transfer_fen", "net_fen"):
        yuan = incomes[column] // FEN_PER_YUAN
        written, picked = amount_cells(rng, yuan, rates=rates)
        cells[column] = written
        for kind, chosen in picked.items():
            pair = {"clean": yuan[chosen], "dirty": written[chosen]}
            records += record(kind, keys[chosen], table="incomes", column=column, **pair)
    form = Form("家庭收入台账", (("序号", "#"), *_columns("incomes", cells)), total_in="户编号")
    sheets = []
    for year, rows in cells.groupby(incomes["year"], sort=True):
        sheets.append(fill_form(f"{year}年", replace(form, title=f"{year}年家庭收入台账"), cells=rows))
    return sheets, records


def _counted_in(name: str, cells: pd.DataFrame) -> str:
    """Say what a table counts in: yuan where it has money, else what its numbers are of."""
    columns = [column for column in TABLES[name].columns if column.name in cells]
    units = ["元"] if any(column.kind == "money" for column in columns) else []
    units += [column.unit for column in columns if column.kind == "integer" and column.unit]
    return f"单位：{'、'.join(dict.fromkeys(units))}" if units else ""


def _columns(name: str, cells: pd.DataFrame) -> Columns:
    """Take the columns of a table that are filled, under the tool's own headers, the unit behind money."""
    return tuple(
        (f"{column.zh}({column.unit})" if column.kind == "money" else column.zh, column.name)
        for column in TABLES[name].columns
        if column.name in cells
    )


def _csv(cells: pd.DataFrame, columns: Columns, *, title: str, encoding: str) -> bytes:
    """Write a CSV file with a title above its header."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([f"{COUNTY}{title}(模拟数据) 填报时间：{AS_OF}"])
    writer.writerow([header for header, _ in columns])
    lists: Sequence[Sequence[object]] = [cells[column].tolist() for _, column in columns]
    writer.writerows(zip(*lists, strict=True))
    return buffer.getvalue().encode(encoding)
