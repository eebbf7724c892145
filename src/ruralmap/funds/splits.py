"""Split an amount into whole fen so that the parts add up to it, always (最大余额法)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

import numpy as np

from ruralmap.schema.remainders import Key, apportion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

Share = int | float | str | Fraction | Decimal


def split_fen(total: int, shares: Mapping[Key, Share]) -> dict[Key, int]:
    """
    Split an amount in proportion to shares, by largest remainder.

    Each part is its exact quota rounded down, and the fen that are left over go one each to the largest
    remainders; equal remainders in the order of their keys, so that the order of the shares changes nothing.
    A negative total (收回) is split as its absolute value. Shares are proportions: 1 and 1 split as 0.5 and
    0.5 do, and a float counts as its shortest decimal text, which is what the office typed.

    Parameters
    ----------
    total
        The amount in fen.
    shares
        Share by key, none negative, at least one above zero.

    Returns
    -------
    parts
        Amount in fen by key, in the order of the keys; they add up to `total`.

    Raises
    ------
    ValueError
        If there are no shares, one is negative or no number, or all are zero.

    Source
    ------
    Hamilton's method (largest remainder).
    """
    parts = apportion(abs(total), _weights(shares))
    return {key: -part for key, part in parts.items()} if total < 0 else parts


def _weights(shares: Mapping[Key, Share]) -> dict[Key, int]:
    """Turn shares into whole numbers in the same proportion, by key."""
    exact = {key: _exact(shares[key]) for key in sorted(shares)}
    if any(share.numerator < 0 for share in exact.values()) or not any(exact.values()):
        message = f"shares must not be negative, and one must be above zero: {dict(shares)}"
        raise ValueError(message)
    scale = lcm(*(share.denominator for share in exact.values()))
    return {key: share.numerator * (scale // share.denominator) for key, share in exact.items()}


def _exact(share: Share) -> Fraction:
    """Take a share as it was typed."""
    return share if isinstance(share, Fraction) else Fraction(str(share))


def split_runs(
    totals: NDArray[np.int64], counts: NDArray[np.int64], weights: NDArray[np.int64]
) -> NDArray[np.int64]:
    """
    Split many amounts at once, each in proportion to weights of its own, by largest remainder.

    As `split_fen`: whole numbers only, equal remainders in the order of the weights, a negative amount as its
    absolute value.

    Parameters
    ----------
    totals
        Amounts in fen.
    counts
        How many parts each has, at least one.
    weights
        The weights of the parts of the first amount, then of the second, and so on; none negative, those of
        one amount together above zero and below 2^31, so that no product of them overflows.

    Returns
    -------
    parts
        Amounts in fen, one for each of `weights`; those of one amount add up to it.
    """
    if not len(totals):
        return np.zeros(0, dtype=np.int64)
    owner = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    whole = np.add.reduceat(weights, starts)
    quotients, rests = np.divmod(np.abs(totals), whole)
    # amount * weight / whole, taken apart so that no product is larger than the square of `whole`.
    extra, remainders = np.divmod(rests[owner] * weights, whole[owner])
    parts = quotients[owner] * weights + extra
    left = np.abs(totals) - np.add.reduceat(parts, starts)
    # Who has something left keeps all its parts here, so that a part's place in its run is its rank.
    waiting = np.flatnonzero(left[owner])
    order = waiting[np.lexsort((-remainders[waiting], owner[waiting]))]
    rank = np.arange(len(order)) - np.searchsorted(owner[order], owner[order])
    parts[order] += rank < left[owner[order]]
    return parts * np.sign(totals)[owner]
