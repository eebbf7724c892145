"""What each entry adds to which balance, and of whom (记入余额): whole tables as integer codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.funds.splits import split_fen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from ruralmap.schema.fund_words import Balance

# What tells the rows of balances apart. A code is the place of a text in its sorted list; the one past the
# last stands for a missing text, so that it comes last in order.
KEYS: Final = ("line_id", "prj_id", "entity_id", "township_code", "village_code")
LINE, PROJECT, ENTITY, TOWNSHIP, VILLAGE = range(len(KEYS))
# The balances that entries add to; the others are differences, or stand beside the ledger.
POSTED: Final[tuple[Balance, ...]] = (
    "issued",
    "arrived",
    "arranged",
    "disbursed",
    "spent",
    "carried",
    "surplus",
    "withdrawn",
    "before",
    "formed",
)
_ISSUED: Final = POSTED.index("issued")
_PACKED: Final = 2**62  # keys are packed into one int64


@dataclass(frozen=True, eq=False)
class Rows:
    """
    Rows of balances in the making.

    `keys` are codes, a column for each of `KEYS`; `amounts` are fen, a column for each of `POSTED`.
    """

    keys: NDArray[np.int64]
    amounts: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Texts:
    """The sorted texts that the codes of each of `KEYS` stand for."""

    lists: tuple[pd.Index, ...]

    @classmethod
    def of(cls, lines: pd.Index, *frames: pd.DataFrame) -> Texts:
        """
        List the texts of several frames.

        Parameters
        ----------
        lines
            The ids of all lines, sorted.
        *frames
            Frames with any of the other columns of `KEYS`.

        Returns
        -------
        texts
            The lists.
        """
        lists = [lines]
        for name in KEYS[1:]:
            found = [frame[name].dropna().unique() for frame in frames if name in frame]
            lists.append(pd.Index(sorted({str(text) for some in found for text in some}), dtype="object"))
        return cls(tuple(lists))

    def codes(self, column: int, cells: pd.Series) -> NDArray[np.int64]:
        """
        Give the code of each cell.

        Parameters
        ----------
        column
            The place in `KEYS`.
        cells
            The cells; none has a text that is not listed.

        Returns
        -------
        codes
            The code of each.
        """
        places, found = pd.factorize(cells)
        known = self.lists[column]
        # The missing have the place -1, which is the last.
        table = np.append(known.get_indexer(pd.Index(found)), len(known))
        return table[places].astype(np.int64)

    def sizes(self) -> tuple[int, ...]:
        """
        Count the codes of each key.

        Returns
        -------
        sizes
            How many texts there are, which is also the code of a missing one.
        """
        return tuple(len(known) for known in self.lists)


def gather(
    keys: NDArray[np.int64], sizes: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """
    Put rows of codes in order and find the different ones.

    Parameters
    ----------
    keys
        Codes, a row each.
    sizes
        The highest code of each column.

    Returns
    -------
    rows
        The rows in the order of their codes, equal ones as they came; where in that order each different one
        begins; and, of each row as it came, which of the different ones it is.
    """
    packed, span = keys[:, 0], sizes[0] + 1
    for column, size in enumerate(sizes[1:], start=1):
        if span > _PACKED // (size + 1):
            found, packed = np.unique(packed, return_inverse=True)
            span = len(found)
        packed = packed * (size + 1) + keys[:, column]
        span *= size + 1
    order = np.argsort(packed, kind="stable")
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = packed[order][1:] != packed[order][:-1]
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.cumsum(fresh) - 1
    return order, np.flatnonzero(fresh), place


def add_up(rows: Rows, sizes: Sequence[int]) -> Rows:
    """
    Add up the rows with the same codes.

    Parameters
    ----------
    rows
        The rows.
    sizes
        The highest code of each key.

    Returns
    -------
    rows
        Each kind once, in the order of the codes.
    """
    order, starts, _ = gather(rows.keys, sizes)
    if not len(starts):
        return rows
    return Rows(rows.keys[order[starts]], np.add.reduceat(rows.amounts[order], starts, axis=0))


def post(entries: pd.DataFrame, texts: Texts) -> Rows:
    """
    Post entries to the balances of whoever they are about.

    Issued money is the county's until it is allotted; then it counts at the township or the project. Where
    more is allotted than was issued (预安排), what is issued is cut to what there is, in proportion to what
    was allotted; what was arranged is not cut.

    Parameters
    ----------
    entries
        The journal: `journal.ENTRY_COLUMNS`.
    texts
        The texts of the keys.

    Returns
    -------
    rows
        The rows; those of one line and balance add up to its entries.
    """
    sizes = texts.sizes()
    keys = np.column_stack([texts.codes(column, entries[name]) for column, name in enumerate(KEYS)])
    fens = entries["amount_fen"].to_numpy(dtype=np.int64)
    kinds = entries["kind"].to_numpy(dtype=object)
    posted = pd.Index(POSTED).get_indexer(pd.Index(kinds, dtype="object"))
    plain = posted >= 0
    allotted = kinds == "allotted"
    given, giver = _both_sides(entries[allotted], keys[allotted], sizes)
    moved = fens[allotted]
    all_keys = np.concatenate([keys[plain], given, giver])
    columns = np.concatenate([posted[plain], np.full(2 * len(moved), _ISSUED)])
    amounts = np.concatenate([fens[plain], moved, -moved])
    order, starts, place = gather(all_keys, sizes)
    table = np.zeros((len(starts), len(POSTED)), dtype=np.int64)
    np.add.at(table, (place, columns), amounts)
    return _within_issued(Rows(all_keys[order[starts]], table), sizes)


def _both_sides(
    allotted: pd.DataFrame, keys: NDArray[np.int64], sizes: Sequence[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Say whose money it becomes, and whose it was: a project's, a township's or the county's."""
    at_township, at_county = keys.copy(), keys.copy()
    at_township[:, [PROJECT, ENTITY, VILLAGE]] = np.array(sizes)[[PROJECT, ENTITY, VILLAGE]]
    at_county[:, 1:] = np.array(sizes)[1:]
    to_project = allotted["to_account"].eq("project").to_numpy(dtype=bool)[:, None]
    from_township = allotted["from_account"].eq("township").to_numpy(dtype=bool)[:, None]
    return np.where(to_project, keys, at_township), np.where(from_township, at_township, at_county)


def _within_issued(rows: Rows, sizes: Sequence[int]) -> Rows:
    """Cut what was allotted ahead of its money down to the money, line by line."""
    lines, issued = rows.keys[:, LINE], rows.amounts[:, _ISSUED]
    holds = (rows.keys[:, PROJECT] < sizes[PROJECT]) | (rows.keys[:, TOWNSHIP] < sizes[TOWNSHIP])
    whole, given = (np.zeros(sizes[LINE] + 1, dtype=np.int64) for _ in range(2))
    np.add.at(whole, lines, issued)
    np.add.at(given, lines[holds], issued[holds])
    ahead = np.abs(given) > np.abs(whole)
    concerned = np.flatnonzero(ahead[lines])
    cut = rows.amounts.copy()
    for line in np.flatnonzero(ahead):
        own = concerned[lines[concerned] == line]
        shares = {f"{row:012d}": abs(int(issued[row])) for row in own if holds[row]}
        parts = split_fen(int(whole[line]), shares)
        cut[own, _ISSUED] = [parts.get(f"{row:012d}", 0) for row in own]
    return Rows(rows.keys, cut)
