"""Draws and splits made of whole numbers: the same on every machine, and parts that add up to the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

# Every module draws from its own stream, so that a change in one leaves the others as they were.
SEED: Final = 441624


def stream(number: int) -> np.random.Generator:
    """
    Open a module's own stream of random numbers.

    Parameters
    ----------
    number
        The module's number; each is used once.

    Returns
    -------
    rng
        A generator that gives the same numbers on every machine and in every run.
    """
    return np.random.default_rng([SEED, number])


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """
    Split a whole number by weight; the parts add up to it exactly.

    Largest remainders get the units that rounding down left over, the earlier part on a tie. Only whole
    numbers are used, so that no machine's rounding shows.

    Parameters
    ----------
    total
        The number to split, not negative.
    weights
        One weight a part, not negative and not all zero.

    Returns
    -------
    parts
        One part a weight, in their order.
    """
    whole = sum(int(weight) for weight in weights)
    products = [int(total) * int(weight) for weight in weights]
    parts = [product // whole for product in products]
    order = sorted(range(len(parts)), key=lambda place: (-(products[place] % whole), place))
    for place in order[: int(total) - sum(parts)]:
        parts[place] += 1
    return parts


def draw_parts(rng: np.random.Generator, total: int, *, odds: dict[int, int]) -> list[int]:
    """
    Draw parts of given sizes until they add up to a total; the last part is what is left.

    Parameters
    ----------
    rng
        Where the draws come from.
    total
        What the parts add up to.
    odds
        How often each size occurs, as whole numbers.

    Returns
    -------
    parts
        The parts; empty where the total is zero.
    """
    parts: list[int] = []
    left = int(total)
    bag = np.repeat(list(odds), list(odds.values()))
    while left > 0:
        part = min(int(bag[rng.integers(len(bag))]), left)
        parts.append(part)
        left -= part
    return parts


def chance(rng: np.random.Generator, count: int, *, permille: int) -> np.ndarray:
    """
    Draw for each of many whether something happens.

    Parameters
    ----------
    rng
        Where the draws come from.
    count
        How many.
    permille
        How often it happens, in thousandths.

    Returns
    -------
    happens
        Flags.
    """
    flags: np.ndarray = rng.integers(1000, size=count) < permille
    return flags


def draw_words(rng: np.random.Generator, odds: dict[str, int], *, count: int) -> np.ndarray:
    """
    Draw words by their odds.

    Parameters
    ----------
    rng
        Where the draws come from.
    odds
        How often each word occurs, as whole numbers.
    count
        How many to draw.

    Returns
    -------
    words
        The words drawn, as objects.
    """
    bag = np.repeat(np.array(list(odds), dtype=object), list(odds.values()))
    drawn: np.ndarray = bag[rng.integers(len(bag), size=count)]
    return drawn
