"""Numbers of any rule in words (指标数值用语): what was measured, what is asked, how far it is to that."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ruralmap.jobs.zone_sentences import percent_shown, percent_text
from ruralmap.rules.ranking import line_of
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.words.catalogue import Language, say
from ruralmap.words.units import unit_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.rules.results import Comparison
    from ruralmap.schema.policy import Rule

_NOTHING: Final = "—"
_SIGNS: Final = {"gt": "＞", "ge": "≥", "lt": "＜", "le": "≤", "eq": "＝", "about": "≈"}
_CENTS: Final = 2
# A growth is a part of what it grew from.
_GROWTH: Final = "比"
_PARTS: Final = ("月", "年")


def figure_words(value: Fraction | None, unit: str, lang: Language, line: Fraction | None = None) -> str:
    """
    Write a number with its unit; a part of its own kind, and a growth, as per cent.

    Parameters
    ----------
    value
        The number, or missing.
    unit
        Such as 人/人, 元/人, 户 or 比.
    lang
        The language.
    line
        What it is held against, so that it is never written as equal to what it is not equal to.

    Returns
    -------
    text
        Such as `4.55 %`, `12 户`, `10,800.00 元/人`; a dash where there is no number.
    """
    if value is None:
        return _NOTHING
    if is_share(unit):
        return percent_text(value, _written(line))
    money = unit.partition("/")[0] == "元"
    return say(
        "policy_owed.figure", lang, number=_plain(value, money=money), unit=unit_words(unit, lang)
    ).strip()


def is_share(unit: str) -> bool:
    """
    Say whether numbers of a unit are written in per cent.

    Parameters
    ----------
    unit
        Such as 人/人, 元/人, 户 or 比.

    Returns
    -------
    so
        True of a part of its own kind, and of a growth.
    """
    above, _, below = unit.partition("/")
    return above == below or unit == _GROWTH


def figure_number(value: Fraction, unit: str, line: Fraction | None = None) -> Decimal:
    """
    Give a number as `figure_words` shows it, for the cell of a workbook.

    Parameters
    ----------
    value
        The number.
    unit
        Its unit.
    line
        What it is held against.

    Returns
    -------
    number
        With the digits that are shown; a share as itself, not in per cent.
    """
    if is_share(unit):
        return percent_shown(value, _written(line)).scaleb(-_CENTS)
    return _cut(value, money=unit.partition("/")[0] == "元")


def column_style(unit: str, numbers: Iterable[Decimal]) -> NumberStyle:
    """
    Choose the number format of a column of such numbers.

    Parameters
    ----------
    unit
        Their unit.
    numbers
        What `figure_number` gave.

    Returns
    -------
    style
        Shares in per cent, money and what has parts with two digits, all else whole.
    """
    if is_share(unit):
        return "percent"
    parts = any(number != number.to_integral_value() for number in numbers)
    return "money" if parts or unit.partition("/")[0] == "元" else "integer"


def needs_digits(number: Decimal, unit: str) -> bool:
    """
    Say whether a share has more digits than its column shows.

    Parameters
    ----------
    number
        What `figure_number` gave.
    unit
        Its unit.

    Returns
    -------
    so
        True where two digits of a per cent would write it as the line that it is not.
    """
    return is_share(unit) and number != round(number, 2 * _CENTS)


def _written(line: Fraction | None) -> Decimal | None:
    return None if line is None else Decimal(line.numerator) / Decimal(line.denominator)


def _cut(value: Fraction, *, money: bool = False) -> Decimal:
    """Leave a whole number as it is; cut off anything else, and money always, after two digits."""
    if value.denominator == 1 and not money:
        return Decimal(value.numerator)
    return Decimal(math.trunc(value * 10**_CENTS)).scaleb(-_CENTS)


def _plain(value: Fraction, *, money: bool = False) -> str:
    """Write a number with separators."""
    return f"{_cut(value, money=money):,f}"


def value_words(comparison: Comparison | None, lang: Language) -> str:
    """
    Say what was measured.

    Parameters
    ----------
    comparison
        The comparison that stands for a result; missing where nothing was compared.
    lang
        The language.

    Returns
    -------
    text
        The value, and for a share the two numbers behind it.
    """
    if comparison is None or comparison.value is None:
        return _NOTHING
    line = None if comparison.threshold is None else Fraction(comparison.threshold)
    text = figure_words(comparison.value, comparison.unit, lang, line)
    above, _, below = comparison.unit.partition("/")
    if comparison.denominator is None or above != below or comparison.unit == _GROWTH:
        return text
    numbers = (Fraction(comparison.numerator or 0), Fraction(comparison.denominator))
    if above == "元":
        numbers = (numbers[0] / FEN_PER_YUAN, numbers[1] / FEN_PER_YUAN)
    first, second = (_plain(number, money=above == "元") for number in numbers)
    return say("policy_owed.of", lang, value=text, numerator=first, denominator=second)


def goal_words(rule: Rule, comparison: Comparison | None, lang: Language) -> str:
    """
    Say what is asked.

    Parameters
    ----------
    rule
        The rule.
    comparison
        The comparison that stands for a result.
    lang
        The language.

    Returns
    -------
    text
        Such as `≥ 65.00 %`; in words where another measure is the line, and a dash where there is none.
    """
    if rule.body is not None or comparison is None:
        return say("policy_owed.goal_rows", lang) if getattr(rule.body, "conforms", None) else _NOTHING
    if _is_rolled(comparison):
        return say("policy_owed.goal_all", lang)
    if comparison.kind == "presence" and comparison.limit is not None:
        # So many periods had to be kept by the day; the line of the rule is how often in each.
        return f"{_SIGNS['ge']} {figure_words(Fraction(comparison.limit), comparison.unit, lang)}"
    whole = not comparison.divided and comparison.unit not in _PARTS
    if comparison.op in {"ge", "le"} and whole and comparison.limit is not None:
        # The number of the stage, or the other measure, as it came out.
        limit = comparison.limit / comparison.scale
        return f"{_SIGNS[comparison.op]} {figure_words(limit, comparison.unit, lang)}"
    line = line_of(rule, comparison)
    if line is None:
        named = comparison.parameter is not None
        return say(f"policy_owed.goal_{'blank' if named else 'other'}", lang)
    return f"{_SIGNS[comparison.op]} {figure_words(line, comparison.unit, lang)}"


def margin_words(comparison: Comparison | None, margin: int | None, lang: Language) -> str:
    """
    Say how far a number is beyond the line.

    Parameters
    ----------
    comparison
        The comparison that stands for a result.
    margin
        How many of the numerator; negative where so many are lacking.
    lang
        The language.

    Returns
    -------
    text
        Such as `+3 人`, `−1,234.00 元`; a dash where no number says it.
    """
    amount = _amount(comparison, margin)
    if amount is None or comparison is None:
        return _NOTHING
    sign = "+" if amount > 0 else "−" if amount < 0 else ""
    return f"{sign}{figure_words(abs(amount), _unit(comparison), lang)}"


def gap_words(comparison: Comparison | None, margin: int | None, lang: Language) -> str:
    """
    Say what is still lacking.

    Parameters
    ----------
    comparison
        The comparison that stands for a result.
    margin
        How many of the numerator; negative where so many are lacking.
    lang
        The language.

    Returns
    -------
    text
        Such as `还差 3 人`; empty where nothing is, or no number says it.
    """
    amount = _amount(comparison, margin)
    if comparison is None or amount is None or amount >= 0:
        return ""
    key = "more" if comparison.op in {"gt", "ge"} else "fewer" if comparison.op in {"lt", "le"} else "off"
    return say(f"policy_owed.gap.{key}", lang, amount=figure_words(-amount, _unit(comparison), lang))


def _unit(comparison: Comparison) -> str:
    """Name the unit of a margin: that of what is counted; months are told in days."""
    above = comparison.unit.partition("/")[0]
    return "天" if above in _PARTS else above


def _amount(comparison: Comparison | None, margin: int | None) -> Fraction | None:
    """Turn a margin into its unit; missing where it is of something that is not counted."""
    if comparison is None or margin is None:
        return None
    above = comparison.unit.partition("/")[0]
    if above == _GROWTH:
        return None
    if above == "元":
        return Fraction(margin, FEN_PER_YUAN)
    return Fraction(margin) if comparison.divided or above in _PARTS else margin / comparison.scale


def _is_rolled(comparison: Comparison) -> bool:
    """Say whether a comparison is the share of rows that are done: it has no line, and answers nothing."""
    line = (comparison.threshold, comparison.parameter, comparison.limit, comparison.holds)
    return comparison.divided and comparison.kind == "count" and all(part is None for part in line)
