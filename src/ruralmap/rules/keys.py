"""Rows found by the keys by which others name them (按编号查找)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from ruralmap.rules.truth import Places


def rows_named(named: pd.Series | pd.Index, keys: pd.Series | pd.Index) -> Places:
    """
    Find the row that each of some cells names.

    Parameters
    ----------
    named
        The cells.
    keys
        The keys of the rows.

    Returns
    -------
    places
        The place of the row, one a cell; -1 where a cell is empty or no row has that key. Of a key that
        stands twice nobody knows which row is meant.
    """
    # All are told apart at once: an index of the keys would make an object of every one of them.
    both = pd.concat([pd.Series(keys), pd.Series(named)], ignore_index=True)
    codes = pd.factorize(both)[0]
    own, asked = np.split(codes, [len(keys)])
    # The empty cells' code, -1, is the last.
    sizes = np.bincount(own[own >= 0], minlength=len(codes) + 1)
    rows = np.full(len(sizes), -1)
    rows[own] = np.arange(len(own))
    rows[sizes != 1] = -1
    found: Places = rows[asked]
    return found
