"""
Amounts in 元 and in 万元 mixed (元和万元混用): certain where one other reading conserves, else doubtful.

Nothing is converted: the office is told the cell and both readings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.funds.codes import codes_of
from ruralmap.funds.reported import BROUGHT, Reports, first_places
from ruralmap.funds.reports import report
from ruralmap.schema.monies import FUND_MONTHS, FUNDS
from ruralmap.schema.tables import TABLES
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from ruralmap.schema.finding import Finding

MIXED: Final = "fund_unit_mixed"
FACTOR: Final = 10_000  # 元 in a 万元
# The cells of 上年结转 + 下达 = 支出 + 未支出余额, with their signs.
_IDENTITY: Final = {"issued_fen": 1, BROUGHT: 1, "spent_fen": -1, "unspent_fen": -1}
# Below a thousandth of what is usual in the column (so that as 万元 it would be within ten times of it): an
# amount above is taken as it is, for small payments and interest are real. Fewer amounts do not say what is
# usual.
_SMALL: Final = 1000
_FEWEST: Final = 8
_SAID: Final = ("column", "amount_fen", "median_fen", "read_fen")


def explain_rows(reports: Reports, faulty: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], list[Finding]]:
    """
    Find reports that balance to the fen when one cell, and only that one, is read in the other unit.

    Parameters
    ----------
    reports
        Reports as they came.
    faulty
        Those in which 上年结转 + 下达 is not 支出 + 未支出余额.

    Returns
    -------
    explained
        Which of them one reading explains.
    findings
        One for each, with the cell and both amounts.
    """
    readings = [reading for name in _IDENTITY for reading in _readings_of(reports, faulty, name)]
    fits = np.stack([holds for _, _, holds, _ in readings])
    explained = fits.sum(axis=0) == 1
    which, places = np.argmax(fits, axis=0), np.arange(len(reports))
    findings = reports.find(
        MIXED,
        explained,
        ["typed_fen", "read_fen"],
        column=np.array([FUND_MONTHS.column(name).zh for name, *_ in readings], dtype=object)[which],
        unit=np.array([unit for _, unit, _, _ in readings], dtype=object)[which],
        typed_fen=np.stack([reports.amounts[name] for name, *_ in readings])[which, places],
        read_fen=np.stack([read for *_, read in readings])[which, places],
    )
    return explained, findings


def _readings_of(
    reports: Reports, faulty: NDArray[np.bool_], name: str
) -> Iterator[tuple[str, str, NDArray[np.bool_], NDArray[np.int64]]]:
    """Read one cell of each report as 万元, and as 元 where 万元 was meant; say where the report balances."""
    fens = reports.amounts[name]
    rest = sum(sign * reports.amounts[other] for other, sign in _IDENTITY.items()) - _IDENTITY[name] * fens
    wanted = -_IDENTITY[name] * rest
    there = faulty & (fens != 0) & (wanted != 0)
    yield name, "万元", there & _is_times(wanted, fens), wanted
    yield name, "元", there & _is_times(fens, wanted), wanted


def _is_times(large: NDArray[np.int64], small: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say where one amount is exactly 10,000 times the other; divided, for a product may not fit."""
    exact: NDArray[np.bool_] = (large % FACTOR == 0) & (large // FACTOR == small)
    return exact


def explain_lines(
    reports: Reports, differing: NDArray[np.bool_], held_fen: NDArray[np.int64], own_fen: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], list[Finding]]:
    """
    Find lines that add up when one of their latest reports, or all of them, are read in the other unit.

    Parameters
    ----------
    reports
        The latest report of each project of a line, in order.
    differing
        By line, whether they do not add up to it.
    held_fen
        By line, what they add up to.
    own_fen
        By line, what they should add up to.

    Returns
    -------
    explained
        By line, whether one reading, and only one, explains the difference. All reports in 万元 is the same
        reading as the line in the unit below.
    findings
        One for each, with the report or the line and both amounts.
    """
    fens, line = reports.amounts["issued_fen"], reports.line
    found = other_units(fens, line, differing, held_fen=held_fen, own_fen=own_fen)
    one = reports.find(
        MIXED,
        found.wan | found.yuan,
        ["typed_fen", "read_fen"],
        unit=np.where(found.wan, "万元", "元").astype(object),
        typed_fen=fens,
        read_fen=found.wanted,
    )
    first = first_places(line) == np.arange(len(reports))
    every = reports.find(
        MIXED,
        first & found.all_wan[line],
        ["typed_fen", "read_fen"],
        prj_id="",
        unit="万元",
        typed_fen=held_fen[line],
        read_fen=own_fen[line],
    )
    explained = found.all_wan | found.all_yuan
    explained[line[found.wan | found.yuan]] = True
    return explained, [
        *(found._replace(column=say_both("funds.check.whole_row")) for found in one),
        *(found._replace(column=say_both("funds.check.all_rows")) for found in every),
        *say_lines(reports.lines[found.all_yuan], held_fen[found.all_yuan]),
    ]


@dataclass(frozen=True, eq=False)
class Readings:
    """
    Which readings in the other unit make sums come out, of a line no more than one.

    `wan` and `yuan` say of each amount whether it alone is in 万元, or in 元 where 万元 was meant, and
    `wanted` what it then is; `all_wan` and `all_yuan` of each line whether all its amounts are, or, which is
    the same, the line itself.
    """

    wan: NDArray[np.bool_]
    yuan: NDArray[np.bool_]
    wanted: NDArray[np.int64]
    all_wan: NDArray[np.bool_]
    all_yuan: NDArray[np.bool_]


def other_units(
    fens: NDArray[np.int64],
    line: NDArray[np.int64],
    differing: NDArray[np.bool_],
    *,
    held_fen: NDArray[np.int64],
    own_fen: NDArray[np.int64],
) -> Readings:
    """
    Find the one amount, or all, that must be read in the other unit for a line to add up.

    Parameters
    ----------
    fens
        Amounts in fen.
    line
        The line of each, by place.
    differing
        By line, whether its amounts do not add up to it.
    held_fen
        By line, what they add up to.
    own_fen
        By line, what they should add up to.

    Returns
    -------
    readings
        Those of lines that exactly one reading explains.
    """
    wanted = own_fen[line] - held_fen[line] + fens
    several = np.bincount(line, minlength=len(own_fen)) > 1
    there = (differing & several)[line] & (fens != 0) & (wanted != 0)
    wan, yuan = there & _is_times(wanted, fens), there & _is_times(fens, wanted)
    whole = differing & (held_fen != 0) & (own_fen != 0)
    all_wan, all_yuan = whole & _is_times(own_fen, held_fen), whole & _is_times(held_fen, own_fen)
    certain = np.bincount(line[wan | yuan], minlength=len(own_fen)) + all_wan + all_yuan == 1
    return Readings(wan & certain[line], yuan & certain[line], wanted, all_wan & certain, all_yuan & certain)


def say_lines(lines: pd.DataFrame, held_fen: NDArray[np.int64]) -> list[Finding]:
    """
    Report lines whose own amount reads as 万元.

    Parameters
    ----------
    lines
        Those lines, indexed by line_id.
    held_fen
        What is held of each.

    Returns
    -------
    findings
        One for each.
    """
    rows = lines.reset_index().assign(
        prj_id="", month="", column=FUNDS.column("issued_fen").zh, unit="万元", read_fen=held_fen
    )
    return report(MIXED, "funds", rows.assign(typed_fen=rows["own_fen"]), amounts=["typed_fen", "read_fen"])


def doubtful_units(table: str, amounts: pd.DataFrame, columns: Sequence[str]) -> list[Finding]:
    """
    Find amounts so small in their column that they may have been typed in 万元.

    Parameters
    ----------
    table
        The canonical name of the table.
    amounts
        Its rows, with their source; only those that count.
    columns
        Its columns of fen to look at.

    Returns
    -------
    findings
        One a row, for the first such column: below a thousandth of the median of the column's amounts other
        than 0 in that file. A column of fewer than eight amounts does not say what is usual.
    """
    files, _ = codes_of(amounts, "source_file")
    found: dict[int, dict[str, object]] = {}
    for name in columns:
        fens = amounts[name].astype("Int64").to_numpy(dtype=np.int64, na_value=0)
        title = TABLES[table].column(name).zh
        for file in np.unique(files):
            rows = np.flatnonzero((files == file) & (fens != 0))
            median, small = _small_ones(np.abs(fens[rows]))
            for row in rows[small]:
                read = int(fens[row]) * FACTOR
                said = {"column": title, "amount_fen": fens[row], "median_fen": median, "read_fen": read}
                found.setdefault(int(row), said)
    places = sorted(found)
    doubtful = amounts.iloc[places]
    said = {name: [found[row][name] for row in places] for name in _SAID}
    rest = {name: "" for name in ("prj_id", "month") if name not in amounts}
    doubtful = doubtful.assign(**rest, **said)
    return report("fund_unit_doubtful", table, doubtful, amounts=["amount_fen", "median_fen", "read_fen"])


def _small_ones(fens: NDArray[np.int64]) -> tuple[int, NDArray[np.bool_]]:
    """Say what is usual among amounts above 0, and which are far below it."""
    if len(fens) < _FEWEST:
        return 0, np.zeros(len(fens), dtype=np.bool_)
    median = int(np.median(fens))
    return median, fens * _SMALL < median
