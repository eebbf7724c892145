"""Names and identity numbers of people who do not exist (模拟住户): well formed, and nobody's."""

from __future__ import annotations

from typing import Final

from ruralmap.schema.identity import check_character

# No division of GB/T 2260 begins with 99: the number is well formed and belongs to nobody.
NO_REGION: Final = "9999"


def identity_number(region: str, born_on: str, *, serial: int) -> str:
    """
    Make an identity number (公民身份号码) with a valid check digit.

    Parameters
    ----------
    region
        Six digits; begins with `NO_REGION`, so that it names no place.
    born_on
        The day of birth, eight digits.
    serial
        The serial number of that day, 0 to 999; odd for men, even for women.

    Returns
    -------
    identity
        Eighteen characters.

    Source
    ------
    GB 11643-1999, 公民身份号码.
    """
    body = f"{region}{born_on}{serial:03d}"
    return body + check_character(body)


def household_id(number: int) -> str:
    """
    Name a simulated household (户编号).

    Parameters
    ----------
    number
        The household's running number.

    Returns
    -------
    hh_id
        Such as `H000123`.
    """
    return f"H{number:06d}"


def person_name(number: int, position: int) -> str:
    """
    Name a simulated person: never a person's name.

    Parameters
    ----------
    number
        The household's running number.
    position
        The member's place in the household; 1 is its head.

    Returns
    -------
    person
        `住户000123` for the head, `住户000123-02` for the second member.
    """
    return f"住户{number:06d}" if position == 1 else f"住户{number:06d}-{position:02d}"
