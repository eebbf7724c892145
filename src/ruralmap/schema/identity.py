"""Identity numbers (证件号码): their three forms, the check digit, and how they are shown."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from operator import mul
from typing import Final

import numpy as np

from ruralmap.schema.marks import BLANK, BLANK_MARKS, Parsed, as_text, fault_of, has_lost_digits, plain

# GB 11643-1999: weight of each of the first 17 digits, and the check character for each remainder by 11.
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_ZERO_TOTAL: Final = ord("0") * sum(_WEIGHTS)
# 18: resident identity card. 20: disability card, with category 1-7 and grade 1-4. 22: issued again.
_FORM: Final = re.compile(r"^(\d{17}[\dX])([1-7][1-4](B\d)?)?$")
_OLD_FORM: Final = re.compile(r"^\d{15}$")
_CARD_LENGTH: Final = 18
_LOST_DIGITS: Final = "000"
_IN_TEXT: Final = re.compile(
    r"(?<![\d.])[1-9]\d{5}(?:(?:18|19|20)\d{9}[\dXx](?:[1-7][1-4](?:[Bb]\d)?)?|\d{9})(?![\d.])"
)
_PHONE: Final = re.compile(r"(?<![\d.])(1[3-9]\d)\d{4}(\d{4})(?![\d.])")


def check_character(first_17: str) -> str:
    """
    Compute the last character of an 18-character identity number.

    Parameters
    ----------
    first_17
        The first 17 digits.

    Returns
    -------
    check
        A digit or X.

    Notes
    -----
    Source: GB 11643-1999 公民身份号码, ISO 7064 MOD 11-2.
    """
    # Bytes are read rather than digits, which is faster; a byte lies ord("0") above its digit.
    total = sum(map(mul, _WEIGHTS, first_17.encode("ascii")))
    return _CHECKS[(total - _ZERO_TOTAL) % 11]


def parse_identity(cell: object) -> Parsed:
    """
    Read an identity number; what a spreadsheet has damaged is never guessed back.

    Parameters
    ----------
    cell
        The cell as read.

    Returns
    -------
    parsed
        18, 20 or 22 characters, X in capitals. `identity_damaged` and `identity_malformed` have no value;
        `identity_15` (issued before 2000), `identity_check_failed` and `identity_zeros` (ends in 000, as
        damaged ones do, but passes its check) keep theirs.
    """
    text = as_text(cell)
    if text in BLANK_MARKS:
        return BLANK
    if has_lost_digits(cell, text):
        return Parsed(None, "identity_damaged")
    return _examine(cell, plain(text).upper().replace("×", "X"))


def sound_identities(cells: list[object]) -> list[object]:
    """
    Find the cells that are a sound card as they stand, all at once.

    Parameters
    ----------
    cells
        The cells as read.

    Returns
    -------
    identities
        The cell where it is eighteen digits, or seventeen and X, with a birthday, the right check character
        and no 000 at its end, and `parse_identity` would give it back; None for all others.

    Notes
    -----
    Source: GB 11643-1999, as `check_character`.
    """
    cards = [
        at
        for at, cell in enumerate(cells)
        if isinstance(cell, str) and len(cell) == _CARD_LENGTH and cell.isascii()
    ]
    found: list[object] = [None] * len(cells)
    if not cards:
        return found
    texts = [str(cells[at]) for at in cards]
    signs = np.frombuffer("".join(texts).encode("ascii"), dtype=np.uint8).reshape(-1, _CARD_LENGTH)
    digits = signs[:, :-1].astype(np.int64) - ord("0")
    checks = np.frombuffer(_CHECKS.encode("ascii"), dtype=np.uint8)
    sound = ((digits >= 0) & (digits <= 9)).all(axis=1)  # noqa: PLR2004 - digits
    sound &= checks[digits @ np.array(_WEIGHTS) % len(checks)] == signs[:, -1]
    sound &= (signs[:, -len(_LOST_DIGITS) :] != ord("0")).any(axis=1)
    for number in np.flatnonzero(sound).tolist():
        if _is_birthday(texts[number][6:14]):
            found[cards[number]] = texts[number]
    return found


def _examine(cell: object, number: str) -> Parsed:
    """Judge a number whose marks and width are out of the way."""
    form = _FORM.match(number)
    if not form:
        is_old = _OLD_FORM.match(number)
        fault = fault_of(cell, number) or Parsed(None, "identity_malformed")
        return Parsed(number, "identity_15") if is_old else fault
    if form[1].endswith(_LOST_DIGITS):
        # One damaged number in eleven passes the check by chance, and so do true ones.
        return Parsed(number, "identity_zeros") if _is_sound(form[1]) else Parsed(None, "identity_damaged")
    return Parsed(number, "" if _is_sound(form[1]) else "identity_check_failed")


def _is_sound(card: str) -> bool:
    """Tell whether 18 characters are an identity number: digits, a birthday, the right check character."""
    head = card[:17]
    return head.isdigit() and check_character(head) == card[17] and _is_birthday(card[6:14])


@lru_cache(maxsize=65_536)
def _is_birthday(digits: str) -> bool:
    """Tell whether eight digits are a date that someone alive may be born on."""
    try:
        born = dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return born.year >= 1880  # noqa: PLR2004 - nobody older is on a list


def mask_identity(text: str) -> str:
    """
    Hide the middle of an identity number, as it may be shown: `511922********1234`.

    Parameters
    ----------
    text
        The number, or what stood in its place.

    Returns
    -------
    masked
        The first six and the last four characters, stars between; shorter text than 11 is not an identity
        number and stays.
    """
    hidden = len(text) - 10
    return f"{text[:6]}{'*' * hidden}{text[-4:]}" if hidden > 0 and "E+" not in text.upper() else text


def mask_personal(text: str) -> str:
    """
    Hide identity numbers and mobile numbers wherever they stand in a text.

    Parameters
    ----------
    text
        Any text, such as a whole row.

    Returns
    -------
    masked
        The text with `511922********1234` and `138****1234`.
    """
    text = _IN_TEXT.sub(lambda hit: mask_identity(hit[0]), text)
    return _PHONE.sub(r"\1****\2", text)
