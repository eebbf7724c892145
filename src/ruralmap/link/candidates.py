"""
Candidates (候选村): the village codes that a piece of evidence names for each record.

In a frame they are one text, codes joined by ; so that a clerk can read them. To count with them they are
pairs: the record's position and one code.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

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


def pairs_of_text(candidates: pd.Series[str]) -> tuple[Positions, Positions, Codes]:
    """
    Read candidates back into pairs, each distinct text once.

    Parameters
    ----------
    candidates
        Codes joined by ; and missing where there are none.

    Returns
    -------
    pairs
        Positions of records, ascending; for each the place of its code among those that follow; and codes,
        of which one may stand there several times.
    """
    numbers, texts = pd.factorize(candidates)
    split = [text.split(SEPARATOR) for text in texts]
    lengths = np.array([len(codes) for codes in split], dtype=np.int64)
    rows = np.flatnonzero(numbers >= 0)
    named = numbers[rows]
    own = lengths[named]
    within = np.arange(own.sum()) - np.repeat(np.cumsum(own) - own, own)
    places = np.repeat((np.cumsum(lengths) - lengths)[named], own) + within
    return np.repeat(rows, own), places, np.array([code for codes in split for code in codes], dtype=object)
