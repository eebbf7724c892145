"""Codes of administrative divisions (行政区划代码): text of 6, 9 or 12 digits, level within level."""

from __future__ import annotations

import re
from typing import Final

from ruralmap.schema.marks import BLANK, BLANK_MARKS, Parsed, as_text, fault_of, has_lost_digits, plain

COUNTY_DIGITS: Final = 6
TOWNSHIP_DIGITS: Final = 9
VILLAGE_DIGITS: Final = 12
CLASS_DIGITS: Final = 3
_LENGTHS: Final = {
    "county_code": (COUNTY_DIGITS,),
    "township_code": (TOWNSHIP_DIGITS,),
    "village_code": (VILLAGE_DIGITS,),
    "urban_rural_class": (CLASS_DIGITS,),
}
_ANY_LEVEL: Final = (COUNTY_DIGITS, TOWNSHIP_DIGITS, VILLAGE_DIGITS)
_DIGITS: Final = re.compile(r"^[1-9]\d*$", re.ASCII)


def parse_code(cell: object, *, name: str) -> Parsed:
    """
    Read a code as text; a county or township padded with zeros to 12 digits loses the padding.

    Parameters
    ----------
    cell
        The cell as read.
    name
        The column's canonical name, which tells how many digits it must have.

    Returns
    -------
    parsed
        Digits. `digits_lost` (`4.41624E+11`) and `code_malformed` have no value.
    """
    text = as_text(cell)
    if text in BLANK_MARKS:
        return BLANK
    if has_lost_digits(cell, text):
        return Parsed(None, "digits_lost")
    code = plain(text)
    lengths = _LENGTHS.get(name, _ANY_LEVEL)
    if _DIGITS.match(code):
        bare = _without_padding(code)
        if bare and len(bare) in lengths:
            return Parsed(bare)
        if len(code) in lengths:
            return Parsed(code)
    return fault_of(cell, code) or Parsed(None, "code_malformed", "/".join(map(str, lengths)))


def _without_padding(code: str) -> str:
    """Give the county or township that a 12-digit code stands for, empty if it stands for a village."""
    if len(code) != VILLAGE_DIGITS or not code.endswith("000"):
        return ""
    return code[:COUNTY_DIGITS] if code.endswith("000000") else code[:TOWNSHIP_DIGITS]


def township_of(code: str) -> str:
    """
    Take the township's code out of a village's.

    Parameters
    ----------
    code
        A code of at least nine digits.

    Returns
    -------
    township_code
        Nine digits.
    """
    return code[:TOWNSHIP_DIGITS]


def county_of(code: str) -> str:
    """
    Take the county's code out of a township's or village's.

    Parameters
    ----------
    code
        A code of at least six digits.

    Returns
    -------
    county_code
        Six digits.
    """
    return code[:COUNTY_DIGITS]


def kind_of_village(code: str) -> str:
    """
    Tell a residents' committee from a villagers' committee by the code's last three digits.

    The urban-rural class does not tell: a class 220 may be a 居委会.

    Parameters
    ----------
    code
        Twelve digits.

    Returns
    -------
    kind
        Either 居委会 or 村委会; empty text where the code says neither.

    Notes
    -----
    Source: 国家统计局 统计用区划代码和城乡划分代码编制规则: 001-199 居委会, 200-399 村委会, 400-499
    类似居委会, 500-599 类似村委会.
    """
    tenth = code[TOWNSHIP_DIGITS : TOWNSHIP_DIGITS + 1]
    return {"0": "居委会", "1": "居委会", "4": "居委会", "2": "村委会", "3": "村委会", "5": "村委会"}.get(
        tenth, ""
    )
