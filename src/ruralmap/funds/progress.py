"""Progress (进度): balances added up by any dimension, compared between two days, and ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from ruralmap.errors import ConservationError
from ruralmap.funds.postings import gather
from ruralmap.schema.fund_words import BALANCE_COLUMNS
from ruralmap.schema.works import CHANNELS, LEVELS
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from numpy.typing import NDArray

_LISTED: Final = {"level": LEVELS, "channel": CHANNELS}


def groups_of(table: pd.DataFrame, dims: Sequence[str]) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """
    Find the groups of rows that are alike in some dimensions.

    Parameters
    ----------
    table
        Balances.
    dims
        Columns of it.

    Returns
    -------
    groups
        The dimensions, one row a group, in the order of the schema or of the texts, what is missing last; and
        the group of each row.
    """
    ranked = [ranks_of(table[name]) for name in dims]
    order, starts, place = gather(
        np.column_stack([ranks for ranks, _ in ranked]), [last for _, last in ranked]
    )
    return table[list(dims)].iloc[order[starts]].reset_index(drop=True), place


def ranks_of(cells: pd.Series) -> tuple[NDArray[np.int64], int]:
    """
    Rank the cells of a dimension in the order of the schema, or their own.

    Parameters
    ----------
    cells
        The cells; the name of the series is that of the dimension.

    Returns
    -------
    ranks
        The rank of each cell, from 0; and that of a missing one, which is the last.
    """
    place, found = pd.factorize(cells)
    texts = np.asarray(found, dtype=object).tolist()
    listed = _LISTED.get(str(cells.name)) or tuple(sorted(texts))
    ranks = [*pd.Index(listed, dtype="object").get_indexer(pd.Index(texts, dtype="object")), len(listed)]
    return np.array(ranks, dtype=np.int64)[place], len(listed)


def by(table: pd.DataFrame, dims: Sequence[str]) -> pd.DataFrame:
    """
    Add balances up by some dimensions.

    Parameters
    ----------
    table
        Balances.
    dims
        Columns of it, at least one.

    Returns
    -------
    sums
        The dimensions and BALANCE_COLUMNS, a row for each group in the order of `groups_of`, and the total as
        the last row, its dimensions missing. A sum of which nothing is stated is missing.

    Raises
    ------
    ConservationError
        If the groups do not add up to the total: a fault of ours.
    """
    groups, place = groups_of(table, dims)
    amounts = table[list(BALANCE_COLUMNS)]
    sums = amounts.groupby(place).sum(min_count=1).reset_index(drop=True)
    total = amounts.sum(min_count=1).to_frame().T.astype("Int64")
    for name in BALANCE_COLUMNS:
        given, held = total[name].fillna(0)[0], sums[name].sum()
        if given != held:
            raise ConservationError(say_both("ledger.not_conserved", view=name, given=given, held=held))
    nowhere = groups.head(0).reindex([0])
    return pd.concat(
        [pd.concat([groups, sums], axis=1), pd.concat([nowhere, total], axis=1)], ignore_index=True
    )


def compare(then: pd.DataFrame, now: pd.DataFrame, dims: Sequence[str]) -> pd.DataFrame:
    """
    Put the balances of two days side by side.

    Parameters
    ----------
    then
        Balances of the earlier day.
    now
        Balances of the later day.
    dims
        Columns of both.

    Returns
    -------
    comparison
        The dimensions, and of each balance `<balance>_then`, `<balance>_now` and `<balance>_change` in fen:
        a row for each group of either day, and the total last. What a day does not have is nothing.
    """
    both = pd.concat([then, now], ignore_index=True)
    early = np.arange(len(both)) < len(then)
    columns = list(BALANCE_COLUMNS)
    sides = {
        "then": both.assign(**{name: both[name].where(early, 0) for name in columns}),
        "now": both.assign(**{name: both[name].where(~early, 0) for name in columns}),
    }
    then_sums, now_sums = (by(side, dims) for side in sides.values())
    changes = {
        f"{name.removesuffix('_fen')}_{side}": cells
        for name in columns
        for side, cells in (
            ("then", then_sums[name]),
            ("now", now_sums[name]),
            ("change", now_sums[name] - then_sums[name]),
        )
    }
    return pd.concat([then_sums[list(dims)], pd.DataFrame(changes)], axis=1)


def ranking(values: Sequence[Fraction | None]) -> list[int | None]:
    """
    Rank values, the largest first.

    Parameters
    ----------
    values
        The values; one that is missing is not ranked.

    Returns
    -------
    ranks
        Equal values have the same rank, and the next one is as far down as there are better ones: 1, 1, 3.
    """
    known = [value for value in values if value is not None]
    return [None if value is None else 1 + sum(other > value for other in known) for value in values]
