"""
How pieces of evidence agree (证据比对).

Each piece names one village or several. What all pieces have in common is the answer: one village, and the
record is linked; none, and it is a conflict. Which pieces speak is kept as bits of a number: 1 the first
piece, 2 the second, 4 the third.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.link.candidates import Codes, Positions, pairs_of_text, text_of_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


@dataclass(frozen=True)
class Votes:
    """
    Who names which village.

    For each pair of a record and a village that some piece names: `rows` (the record's position), `ranks`
    (the code's position among `codes`, which are sorted) and `bits` (the pieces that name it). For each
    record: `speak` (the pieces that name any village).
    """

    rows: Positions
    ranks: Positions
    bits: Positions
    speak: Positions
    codes: Codes


@dataclass(frozen=True)
class Agreement:
    """What pieces have in common, record by record: how many villages, and the lowest code or None."""

    common: Positions
    lowest: Codes


def count_votes(pieces: Sequence[pd.Series[str]], codes: Codes) -> Votes:
    """
    Count who names which village.

    Parameters
    ----------
    pieces
        Candidates (codes joined by ;, missing where a piece names none), all on one index.
    codes
        All codes, sorted, each once.

    Returns
    -------
    votes
        The votes.
    """
    keys, bits = [], []
    speak = np.zeros(len(pieces[0]), dtype=np.int64)
    for number, piece in enumerate(pieces):
        rows, places, named = pairs_of_text(piece)
        keys.append(rows * len(codes) + np.searchsorted(codes, named)[places])
        bits.append(np.full(rows.size, 1 << number))
        speak[rows] |= 1 << number
    pairs, place = np.unique(np.concatenate(keys), return_inverse=True)
    together = np.zeros(pairs.size, dtype=np.int64)
    np.bitwise_or.at(together, place, np.concatenate(bits))
    return Votes(pairs // len(codes), pairs % len(codes), together, speak, codes)


def agree(votes: Votes, asked: int | Positions) -> Agreement:
    """
    Find the villages that all pieces asked have in common.

    Parameters
    ----------
    votes
        The votes.
    asked
        The bits of the pieces that count, for all records or for each.

    Returns
    -------
    agreement
        One entry a record; a piece that names nothing does not count.
    """
    needed = (votes.speak & asked)[votes.rows]
    unanimous = (votes.bits & needed == needed) & (needed > 0)
    owners, first, counts = np.unique(votes.rows[unanimous], return_index=True, return_counts=True)
    common = np.zeros(votes.speak.size, dtype=np.int64)
    common[owners] = counts
    lowest = np.full(votes.speak.size, None, dtype=object)
    lowest[owners] = votes.codes[votes.ranks[unanimous][first]]
    return Agreement(common, lowest)


def name_all(votes: Votes) -> Codes:
    """
    List all villages that any piece names.

    Parameters
    ----------
    votes
        The votes.

    Returns
    -------
    candidates
        One text a record: codes in their order, joined by ; and None for none.
    """
    return text_of_pairs(votes.rows, votes.codes[votes.ranks], size=votes.speak.size)
