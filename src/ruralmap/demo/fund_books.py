"""The papers of money as an office keeps them (资金台账、月报、变动台账): what is right, then what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import pandas as pd

from ruralmap.demo.dirt_places import dirty_names, record_places
from ruralmap.demo.draws import stream
from ruralmap.demo.office import as_cells

if TYPE_CHECKING:
    import numpy as np

    from ruralmap.demo.county import County
    from ruralmap.demo.dirt import Rates, Record

_PLACE: Final = ["township", "village", "village_code"]
_STREAM: Final = 31


class FundBooks(NamedTuple):
    """Cells of each paper by table, and the dirt in them."""

    cells: dict[str, pd.DataFrame]
    records: tuple[Record, ...]


def list_papers(county: County) -> dict[str, pd.DataFrame]:
    """
    List the rows of the papers of money: the plan's first, then what is right beside it, then the faults.

    Parameters
    ----------
    county
        The county.

    Returns
    -------
    papers
        Typed rows of funds, fund_months, fund_moves, projects and asset_funds, by table.
    """
    more, faults, tables = county.more_money, county.faults, county.tables
    parts = {
        "funds": (tables["funds"], more.funds, faults.funds),
        "fund_months": (tables["fund_months"], more.months, faults.months),
        "fund_moves": (more.moves, faults.moves),
        "projects": (tables["projects"], more.projects),
        "asset_funds": (tables["asset_funds"], faults.asset_funds),
    }
    return {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}


def fill_funds(county: County, rates: Rates) -> FundBooks:
    """
    Write the papers of money, and who was paid for work relief.

    Parameters
    ----------
    county
        The county.
    rates
        How dirty; here only names of villages are, and in no way that changes who they are.

    Returns
    -------
    books
        Cells and records.
    """
    rng = stream(_STREAM)
    papers = list_papers(county)
    papers["labour_pay"] = county.tables["labour_pay"]
    keys = {
        "fund_moves": papers["fund_moves"]["entry_id"],
        "labour_pay": papers["labour_pay"]["prj_id"] + "/" + papers["labour_pay"]["p_id"],
    }
    records = list(county.faults.records)
    for name, key in keys.items():
        papers[name], found = _rename(rng, papers[name], rates=rates, key=key, table=name)
        records += found
    cells = {name: as_cells(rows) for name, rows in papers.items()}
    moves = cells["fund_moves"]
    texts = moves["entry_id"].map(county.faults.texts)
    moves["amount_fen"] = moves["amount_fen"].where(texts.isna(), texts)
    return FundBooks(cells, tuple(records))


def _rename(
    rng: np.random.Generator, rows: pd.DataFrame, *, rates: Rates, key: pd.Series, table: str
) -> tuple[pd.DataFrame, list[Record]]:
    """Write the names of some villages in other ways, as everywhere."""
    clean = rows.loc[rows["village"].notna(), _PLACE]
    named, kinds = dirty_names(rng, clean, rates=rates)
    records = record_places(kinds, clean, dirty=named, keys=key, table=table)
    return rows.assign(village=named["village"].reindex(rows.index)), records
