"""
Net income per head (家庭人均纯收入): what the household took in, less the cost of its business, by its size.

`(wages + business + property + transfers - business cost) / size`. Insurance claims and 合规自付支出 are no
part of it. It is never divided: net income in fen is held against average times size: no fen is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.rules.truth import Flags, Whole

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


def net_incomes(table: pd.DataFrame, hh_ids: pd.Series, *, year: int | None) -> Incomes:
    """
    Work out the net income of households in a year.

    Parameters
    ----------
    table
        The table 家庭收入.
    hh_ids
        The households.
    year
        The year; without one nothing is known.

    Returns
    -------
    incomes
        In the order of `hh_ids`.
    """
    rows = table.loc[table["year"].eq(year or 0).fillna(value=False)]
    found = rows.set_index("hh_id").reindex(hh_ids.to_numpy())
    parts = found[[*GAINS, COST, "size"]].astype("Int64")
    known = parts.notna().all(axis=1) & (parts["size"].fillna(0) > 0)
    whole = parts.where(known, 0).fillna(0).astype("int64")
    net = whole[list(GAINS)].sum(axis=1) - whole[COST]
    return Incomes(
        net.to_numpy(dtype=np.int64),
        whole["size"].to_numpy(dtype=np.int64),
        known.to_numpy(dtype=bool),
    )
