"""Split an amount into whole fen so that the parts add up to it, always (最大余额法)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from ruralmap.schema.remainders import Key, apportion

if TYPE_CHECKING:
    from collections.abc import Mapping

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
