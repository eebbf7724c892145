"""Identity numbers (证件号码): their three forms, the check digit, and how they are shown."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from operator import mul
from typing import Final

from ruralmap.schema.marks import BLANK, BLANK_MARKS, Parsed, as_text, fault_of, has_lost_digits, plain

# GB 11643-1999: weight of each of the first 17 digits, and the check character for each remainder by 11.
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_ZERO_TOTAL: Final = ord("0") * sum(_WEIGHTS)
# 18: resident identity card. 20: disability card, with category 1-7 and grade 1-4. 22: issued again.
_FORM: Final = re.compile(r"^(\d{17}[\dX])([1-7][1-4](B\d)?)?$")
_OLD_FORM: Final = re.compile(r"^\d{15}$")
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
        `identity_15` (issued before 2000) and `identity_check_failed` keep theirs.
    """
    text = as_text(cell)
    if text in BLANK_MARKS:
        return BLANK
    if has_lost_digits(cell, text):
        return Parsed(None, "identity_damaged")
    number = plain(text).upper().replace("×", "X")
    form = _FORM.match(number)
    if not form:
        return _without_form(cell, number)
    card = form[1]
    if check_character(card[:17]) == card[17] and _is_birthday(card[6:14]):
        return Parsed(number)
    if card.endswith(_LOST_DIGITS):
        return Parsed(None, "identity_damaged")
    return Parsed(number, "identity_check_failed")


def _without_form(cell: object, number: str) -> Parsed:
    """Judge what is no identity number of today."""
    if _OLD_FORM.match(number):
        return Parsed(number, "identity_15")
    return fault_of(cell, number) or Parsed(None, "identity_malformed")


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
