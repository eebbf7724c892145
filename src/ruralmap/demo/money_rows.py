"""Rows of the papers of money, one at a time (资金行、月报行): amounts in yuan, what is not said is empty."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.schema.monies import FUND_MONTHS, FUNDS

# Amounts of a report but for the balance, which follows from them.
STAGES: Final = ("issued", "arrived", "arranged", "disbursed", "spent")
_DTYPES: Final = {"money": "Int64", "integer": "int64", "flag": "boolean"}
Row = dict[str, object]


def line_row(line_id: str, *, issued_on: str, source: str, yuan: int | None, **more: object) -> Row:
    """
    Write a row of 资金指标台账.

    Parameters
    ----------
    line_id
        Its number; the year and the number of the document come from it.
    issued_on
        ISO day.
    source
        Level and channel, a blank between them.
    yuan
        The amount; None leaves the cell empty.
    **more
        Other columns of the table, by canonical name.

    Returns
    -------
    row
        Cells by canonical name.
    """
    level, channel = source.split()
    year, number = int(line_id[2:6]), int(line_id[7:])
    return {
        "line_id": line_id,
        "doc": f"模拟财农〔{issued_on[:4]}〕{number}号",
        "issued_on": issued_on,
        "year": year,
        "level": level,
        "channel": channel,
        "integrated": False,
        "issued_fen": None if yuan is None else yuan * FEN_PER_YUAN,
        "in_plan": True,
    } | more


def report_row(line_id: str, prj_id: str | None, month: str, **yuan: int) -> Row:
    """
    Write a row of 资金月报 that is balanced: 未支出 = 上年结转 + 下达 − 支出.

    Parameters
    ----------
    line_id
        The line.
    prj_id
        The project; None is the line's own row.
    month
        ISO month.
    **yuan
        Amounts by column without `_fen`; a stage that is not named is 0, a closing that is not is empty.

    Returns
    -------
    row
        Cells by canonical name.
    """
    amounts = dict.fromkeys(STAGES, 0) | yuan
    unspent = amounts["issued"] + amounts.get("brought_forward", 0) - amounts["spent"]
    amounts["unspent"] = amounts.get("unspent", unspent)
    cells: Row = {f"{name}_fen": amount * FEN_PER_YUAN for name, amount in amounts.items()}
    return {"line_id": line_id, "prj_id": prj_id, "month": month} | cells


def lines_frame(rows: list[Row]) -> pd.DataFrame:
    """
    Put rows of 资金指标台账 together.

    Parameters
    ----------
    rows
        From `line_row`.

    Returns
    -------
    lines
        All columns of the table.
    """
    return _frame(rows, {column.name: column.kind for column in FUNDS.columns})


def reports_frame(rows: list[Row]) -> pd.DataFrame:
    """
    Put rows of 资金月报 together.

    Parameters
    ----------
    rows
        From `report_row`.

    Returns
    -------
    months
        All columns of the table.
    """
    return _frame(rows, {column.name: column.kind for column in FUND_MONTHS.columns})


def _frame(rows: list[Row], kinds: dict[str, str]) -> pd.DataFrame:
    """Put rows together, one dtype a kind of column; text where nothing else is said."""
    types = {name: _DTYPES.get(kind, "str") for name, kind in kinds.items()}
    return pd.DataFrame(rows, columns=list(kinds)).astype(types)
