"""Movements typed in another unit (元和万元混用): certain where one other reading makes up the whole line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.funds.codes import codes_of
from ruralmap.funds.reported import first_places
from ruralmap.funds.units import MIXED, other_units, say_lines
from ruralmap.funds.vouchers import Fault
from ruralmap.schema.monies import FUND_MOVES
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from ruralmap.funds.vouchers import Vouchers

# What in the end is the whole line, each by itself. 支出 and 拨付 need not come to it, and a fee of 100 元 is
# real.
_OF_THE_WHOLE: Final = ("到位", "分解", "安排")


def find_mixed(vouchers: Vouchers, active: NDArray[np.bool_], lines: pd.DataFrame) -> Iterator[Fault]:
    """
    Find lines whose 到位, 分解 or 安排 is the line to the fen if one movement, or all, are in the other unit.

    A line of which only a part is arranged says nothing: there a small amount is only doubtful.

    Parameters
    ----------
    vouchers
        The movement list.
    active
        Which of its rows are held to account.
    lines
        The lines that count, indexed by line_id, with `own_fen`.

    Yields
    ------
    fault
        For each of the three words: of the movement that the reading is of, else of the first of its line.
    """
    places = lines.index.get_indexer(pd.Index(vouchers.frame["line_id"]))
    word, words = codes_of(vouchers.frame, "kind")
    for text in _OF_THE_WHOLE:
        of_word = np.append(words == text, [False])[word]
        rows = vouchers.order[(active & of_word & (places >= 0))[vouchers.order]]
        rows = rows[np.argsort(places[rows], kind="stable")]
        yield _mixed(vouchers, rows, places[rows], lines)


def _mixed(vouchers: Vouchers, rows: NDArray[np.intp], line: NDArray[np.int64], lines: pd.DataFrame) -> Fault:
    """Hold the movements of one word, in the order of their lines, against the lines."""
    own, fens = lines["own_fen"].to_numpy(dtype=np.int64), vouchers.amounts[rows]
    held = np.zeros_like(own)
    np.add.at(held, line, fens)
    differing = (held != own) & (np.bincount(line, minlength=len(own)) > 0)
    found = other_units(fens, line, differing, held_fen=held, own_fen=own)
    first = first_places(line) == np.arange(len(rows))
    one, every = found.wan | found.yuan, first & found.all_wan[line]
    dates = vouchers.frame["on"].to_numpy(dtype=object)[rows]
    said = vouchers.fault(
        MIXED,
        rows[one],
        column=FUND_MOVES.column("amount_fen").zh,
        month=dates[one],
        unit=np.where(found.wan, "万元", "元").astype(object)[one],
        typed_fen=fens[one],
        read_fen=found.wanted[one],
    )
    whole = vouchers.fault(
        MIXED,
        rows[every],
        prj_id="",
        month=dates[every],
        unit="万元",
        typed_fen=held[line][every],
        read_fen=own[line][every],
    )
    findings = (
        *said.findings,
        *(found._replace(column=say_both("funds.check.all_rows")) for found in whole.findings),
        *say_lines(lines[found.all_yuan], held[found.all_yuan]),
    )
    return Fault(MIXED, rows[one | every | (first & found.all_yuan[line])], findings)
