"""
Net income per head (家庭人均纯收入): what the household took in, less the cost of its business, by its size.

`(wages + business + property + transfers - business cost) / size`. Insurance claims and 合规自付支出 are no
part of it. It is never divided: net income in fen is held against average times size: no fen is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from ruralmap.rules.truth import Flags, Places, Whole

GAINS: Final = ("wage_fen", "business_fen", "property_fen", "transfer_fen")
COST: Final = "business_cost_fen"


@dataclass(frozen=True, eq=False)
class Incomes:
    """
    Net income of households in one year, in the order asked for.

    `known` is false where the year has no row or a part of it is empty; `net_fen` and `size` are 0 there.
    """

    net_fen: Whole
    size: Whole
    known: Flags


def rows_of_year(table: pd.DataFrame, homes: Places, total: int, *, year: int) -> pd.DataFrame:
    """
    Take each household's row of a year.

    Parameters
    ----------
    table
        The table 家庭收入, on a range index; a household has one row a year.
    homes
        The place of each row's household, -1 where it has none.
    total
        How many households there are.
    year
        Four digits.

    Returns
    -------
    rows
        The amounts of GAINS and COST and others of the table, one row a household, whole numbers; missing
        where it has no row in that year.
    """
    own = np.flatnonzero(table["year"].eq(year).fillna(value=False).to_numpy(dtype=bool) & (homes >= 0))
    places = np.full(total, -1)
    places[homes[own]] = own
    amounts = table[[name for name in table if name == "size" or str(name).endswith("_fen")]]
    taken = {
        str(name): column.astype("Int64").array.take(places, allow_fill=True)
        for name, column in amounts.items()
    }
    return pd.DataFrame(taken, index=range(total))


def net_incomes(rows: pd.DataFrame) -> Incomes:
    """
    Work out the net income of households in a year.

    Parameters
    ----------
    rows
        Their rows, as `rows_of_year` gives them.

    Returns
    -------
    incomes
        In the order of the rows.
    """
    parts = rows[[*GAINS, COST, "size"]]
    known = parts.notna().all(axis=1) & (parts["size"].fillna(0) > 0)
    whole = parts.where(known, 0).fillna(0).astype("int64")
    net = whole[list(GAINS)].sum(axis=1) - whole[COST]
    return Incomes(
        net.to_numpy(dtype=np.int64),
        whole["size"].to_numpy(dtype=np.int64),
        known.to_numpy(dtype=bool),
    )
