"""
Candidates (候选村): the village codes that a piece of evidence names for each record.

In a frame they are one text, codes joined by ; so that a clerk can read them. To count with them they are
pairs: the record's position and one code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Positions = NDArray[np.int64]
Codes = NDArray[np.object_]
SEPARATOR: Final = ";"


def text_of_pairs(rows: Positions, codes: Codes, *, size: int) -> Codes:
    """
    Write the candidates of each record as one text.

    Parameters
    ----------
    rows
        Positions of records, ascending.
    codes
        One code for each position, in the order in which a record's codes shall stand.
    size
        The number of records.

    Returns
    -------
    texts
        One text a record; None where it has no candidate.
    """
    texts = np.full(size, None, dtype=object)
    owners, first, counts = np.unique(rows, return_index=True, return_counts=True)
    texts[owners] = codes[first]
    several = counts > 1
    for owner, start, count in zip(owners[several], first[several], counts[several], strict=True):
        texts[owner] = SEPARATOR.join(codes[start : start + count])
    return texts


def pairs_of_text(candidates: pd.Series[str]) -> tuple[Positions, Codes]:
    """
    Read candidates back into pairs.

    Parameters
    ----------
    candidates
        Codes joined by ; and missing where there are none.

    Returns
    -------
    pairs
        Positions of records, ascending, and one code for each.
    """
    rows = np.flatnonzero(candidates.notna())
    texts = candidates.to_numpy(dtype=object)[rows]
    split = [text.split(SEPARATOR) for text in texts]
    repeated = np.repeat(rows, [len(codes) for codes in split])
    return repeated, np.array([code for codes in split for code in codes], dtype=object)
