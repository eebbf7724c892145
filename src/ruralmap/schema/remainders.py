"""Whole units dealt out so that the parts add up to the whole (最大余额法): fen, millionths of a share."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

Key = TypeVar("Key", str, int, tuple[str, str])


def apportion(total: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """
    Deal out units in proportion to weights, by largest remainder.

    Each part is its exact quota rounded down, and the units that are left over go one each to the largest
    remainders; equal remainders in the order of their keys, so that the order of the weights changes nothing.
    Only whole numbers are used, so that no machine's rounding shows.

    Parameters
    ----------
    total
        How many units there are, not negative.
    weights
        Weight by key, none negative, at least one above zero.

    Returns
    -------
    parts
        Units by key, in the order of the keys; they add up to `total`.

    Raises
    ------
    ValueError
        If there are no weights, one is negative, or all are zero.

    Source
    ------
    Hamilton's method (largest remainder).
    """
    if any(weight < 0 for weight in weights.values()) or not any(weights.values()):
        message = f"weights must not be negative, and one must be above zero: {dict(weights)}"
        raise ValueError(message)
    whole = sum(weights.values())
    parts = {key: total * weights[key] // whole for key in sorted(weights)}
    left = total - sum(parts.values())
    by_remainder = sorted(weights, key=lambda key: (-(total * weights[key] % whole), key))
    for key in by_remainder[:left]:
        parts[key] += 1
    return parts
