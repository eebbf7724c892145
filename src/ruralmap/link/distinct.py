"""Distinct rows (去重): what is the same for many records is looked at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from ruralmap.link.candidates import Positions


def distinct_rows(frame: pd.DataFrame) -> tuple[Positions, Positions]:
    """
    Find the distinct rows of a frame.

    Parameters
    ----------
    frame
        Columns without missing values.

    Returns
    -------
    firsts
        The position at which each distinct row comes first.
    numbers
        For each row of the frame which of `firsts` is its like.
    """
    groups = frame.groupby(list(frame.columns), sort=False).ngroup().to_numpy(dtype=np.int64)
    _, firsts, numbers = np.unique(groups, return_index=True, return_inverse=True)
    return firsts, numbers
