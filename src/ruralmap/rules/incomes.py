"""
Net income per head (家庭人均纯收入): what the household took in, less the cost of its business, by its size.

`(wages + business + property + transfers - business cost) / size`. Insurance claims and 合规自付支出 are no
part of it. It is never divided: net income in fen is held against average times size: no fen is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import numpy as np

from ruralmap.rules.comparators import limits_of
from ruralmap.schema.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from decimal import Decimal

    import pandas as pd

    from ruralmap.rules.facts import Facts
    from ruralmap.rules.truth import Flags, Whole
    from ruralmap.schema.vocabulary import Comparator

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


def net_incomes(facts: Facts, hh_ids: pd.Series, *, year: int | None) -> Incomes:
    """
    Work out the net income of households in a year.

    Parameters
    ----------
    facts
        The tables.
    hh_ids
        The households.
    year
        The year; without one nothing is known.

    Returns
    -------
    incomes
        In the order of `hh_ids`.
    """
    rows = facts.incomes.loc[facts.incomes["year"].eq(year or 0).fillna(value=False)]
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


def income_limits(op: Comparator, average: Decimal, *, sizes: Whole) -> Whole:
    """
    Find the net income in fen at which a household's comparison begins or ends to hold.

    Parameters
    ----------
    op
        The comparator.
    average
        The number per head in 元.
    sizes
        The households' sizes.

    Returns
    -------
    limits
        In fen, in the order of `sizes`: below 12,345.67 元 per head is, for 3, at most 3,703,700 fen.
    """
    return limits_of(op, Fraction(average) * FEN_PER_YUAN, sizes)
