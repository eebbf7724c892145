"""The dirt of cells and rows: identity numbers that a spreadsheet broke, months, amounts, rows twice."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pandas as pd

from ruralmap.demo.dirt import Rates, Record, pick, record
from ruralmap.demo.edges import is_clean

if TYPE_CHECKING:
    import numpy as np

_WRAPPERS: Final = ('="{}"', "'{}", "{}\t", "\u200b{}")
_YUAN_PER_WAN: Final = 10_000
_UNCLEAR_MONTH: Final = "1"  # 2024.1 may have been 2024.10: such a month is not written with a point


def dirty_identities(
    rng: np.random.Generator, persons: pd.DataFrame, *, rates: Rates, table: str
) -> tuple[pd.Series, list[Record]]:
    """
    Break some identity numbers, as spreadsheets and copyists do.

    Parameters
    ----------
    rng
        Where the draws come from.
    persons
        With p_id and identity.
    rates
        How often.
    table
        The table, by its canonical name.

    Returns
    -------
    identity
        Indexed as `persons`.
    records
        What was done.
    """
    identity = persons["identity"].copy()
    free = pd.Series(data=True, index=persons.index)
    records: list[Record] = []
    for kind in ("identity_scientific", "identity_zeroed", "identity_wrapped", "identity_repeated"):
        chosen = pick(rng, free, share=getattr(rates, kind))
        free[chosen] = False
        before = persons.loc[chosen, "identity"]
        if kind == "identity_repeated":
            other = persons.index[rng.integers(len(persons), size=len(chosen))]
            broken = persons.loc[other, "identity"].tolist()
        else:
            broken = [_break(rng, kind, number) for number in before]
        identity[chosen] = broken
        pair = {"clean": before, "dirty": broken}
        records += record(kind, persons.loc[chosen, "p_id"], table=table, column="identity", **pair)
    return identity, records


def repeat_rows(
    rng: np.random.Generator,
    rows: pd.DataFrame,
    *,
    rates: Rates,
    key: str,
    table: str,
    otherwise: tuple[str, str] | None = None,
) -> tuple[pd.DataFrame, list[Record]]:
    """
    Write some rows twice, right below each other.

    Parameters
    ----------
    rng
        Where the draws come from.
    rows
        The rows, with village_code of the truth where `otherwise` is given.
    rates
        How often.
    key
        The column that identifies a row.
    table
        The table, by its canonical name.
    otherwise
        A column and what the second row of some says there instead; spares places on a threshold.

    Returns
    -------
    rows
        With the second rows; index 0, 1, 2, ….
    records
        What was done.
    """
    every = pd.Series(data=True, index=rows.index)
    shares = {"asset_id": rates.asset_repeated, "hh_id": rates.point_repeated, "p_id": rates.row_repeated}
    same = pick(rng, every, share=shares[key])
    records = record("row_repeated", rows.loc[same, key], table=table)
    again = [rows.loc[same]]
    if otherwise:
        column, word = otherwise
        free = ~rows["true_village_code"].map(is_clean) & rows[column].ne(word)
        free[same] = False
        changed = pick(rng, free, share=rates.row_repeated_otherwise)
        again.append(rows.loc[changed].assign(**{column: word}))
        pair = {"clean": rows.loc[changed, column], "dirty": word}
        records += record(
            "row_repeated_otherwise", rows.loc[changed, key], table=table, column=column, **pair
        )
    return pd.concat([rows, *again]).sort_index(kind="stable").reset_index(drop=True), records


def vary_months(
    rng: np.random.Generator, cells: pd.Series, *, share: float, packed: bool = False
) -> tuple[pd.Series, pd.Index]:
    """
    Write months in the ways people do.

    Parameters
    ----------
    rng
        Where the draws come from.
    cells
        ISO months or days; missing ones stay.
    share
        The share to write otherwise.
    packed
        Whether all others are written YYYYMM, as the national export of monitored households has them.

    Returns
    -------
    cells
        As written.
    picked
        Labels of those written otherwise.
    """
    chosen = pick(rng, cells.notna(), share=share)
    written = cells.copy()
    if packed:
        written = written.str.replace("-", "", n=1).str[:6]
    written[chosen] = [_write_month(int(rng.integers(3)), str(cell)) for cell in cells[chosen]]
    return written, chosen


def amount_cells(
    rng: np.random.Generator, yuan: pd.Series, *, rates: Rates
) -> tuple[pd.Series, dict[str, pd.Index]]:
    """
    Write some amounts with their unit in the cell: 3.5万元, 35,000元.

    Parameters
    ----------
    rng
        Where the draws come from.
    yuan
        Whole yuan.
    rates
        How often.

    Returns
    -------
    cells
        Numbers, and text where a unit was written; the amount is the same to the fen.
    picked
        Labels by kind of dirt.
    """
    cells = yuan.astype(object)
    free = yuan.gt(_YUAN_PER_WAN)
    in_wan = pick(rng, free, share=rates.amount_in_wan)
    free[in_wan] = False
    separated = pick(rng, free, share=rates.amount_separated)
    cells[in_wan] = [f"{Decimal(int(amount)) / _YUAN_PER_WAN}万元" for amount in yuan[in_wan]]
    cells[separated] = [f"{int(amount):,}元" for amount in yuan[separated]]
    return cells, {"amount_in_wan": in_wan, "amount_separated": separated}


def _break(rng: np.random.Generator, kind: str, number: str) -> str:
    """Break one identity number."""
    if kind == "identity_scientific":
        return f"{number[0]}.{number[1:6]}E+17"
    if kind == "identity_zeroed":
        return f"{number[:15]}000"
    return _WRAPPERS[int(rng.integers(len(_WRAPPERS)))].format(number)


def _write_month(way: int, month: str) -> str:
    """Write 2024-03 as 2024年3月, 2024.3 or 2024/03."""
    year, number = month[:4], str(int(month[5:7]))
    if way == 0 or (way == 1 and number == _UNCLEAR_MONTH):
        return f"{year}年{number}月"
    return f"{year}.{number}" if way == 1 else f"{year}/{number:>02}"
