"""Whole numbers as short text: what a page carries its borders in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# No character that JSON or HTML would have to escape.
_DIGITS: Final = np.frombuffer(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_", dtype=np.uint8
)
_BITS: Final = 5
_MORE: Final = 32
_THRESHOLDS: Final = np.left_shift(np.uint64(1), np.arange(_BITS, 64, _BITS, dtype=np.uint64))


def write_numbers(values: Sequence[int] | NDArray[np.int64]) -> str:
    """
    Write whole numbers as text, small ones in one character.

    Each number is written in digits of five bits, lowest first; the sixth bit of a character says that more
    digits follow. The sign is the lowest bit (zigzag), so that small negative numbers stay short. The page's
    `numbers.js` reads it back.

    Parameters
    ----------
    values
        The numbers, each of at most 62 bits.

    Returns
    -------
    text
        Letters, digits, `-` and `_` only.
    """
    signed = np.asarray(values, dtype=np.int64)
    zigzag = ((signed << 1) ^ (signed >> 63)).view(np.uint64)
    lengths = np.searchsorted(_THRESHOLDS, zigzag, side="right") + 1
    owner = np.repeat(np.arange(len(zigzag)), lengths)
    place = np.arange(len(owner)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    digits = (zigzag[owner] >> (place * _BITS).astype(np.uint64)) & np.uint64(_MORE - 1)
    more = np.where(place < lengths[owner] - 1, _MORE, 0)
    text: bytes = _DIGITS[digits.astype(np.int64) | more].tobytes()
    return text.decode("ascii")
