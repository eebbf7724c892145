"""Results in the words of the office (结果用语): outcomes, reasons, comparisons, margins."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from ruralmap.schema.money import FEN_PER_YUAN, yuan_text
from ruralmap.schema.vocabulary import FILTER_COLUMNS
from ruralmap.words.catalogue import Language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruralmap.rules.results import Answer, Comparison, Reason

_DIGITS: Final = 2
_MOST_DIGITS: Final = 6


def percent_text(value: Fraction, threshold: Decimal | None = None) -> str:
    """
    Write a ratio in per cent, half rounded up, never as equal to a threshold that it is not equal to.

    Parameters
    ----------
    value
        The ratio.
    threshold
        The line it is held against.

    Returns
    -------
    text
        Two digits after the point, up to six where two would hide on which side of the line it is.
    """
    shown = percent_shown(value, threshold)
    return f"{shown:,f} %"


def percent_shown(value: Fraction, threshold: Decimal | None = None) -> Decimal:
    """
    Round a ratio in per cent as it is written.

    Parameters
    ----------
    value
        The ratio.
    threshold
        The line it is held against.

    Returns
    -------
    percent
        With the digits that are shown.
    """
    line = value if threshold is None else Fraction(threshold)
    digits = _DIGITS
    while value != line and digits < _MOST_DIGITS and _rounded(value, digits) == line * 100:
        digits += 1
    return _rounded(value, digits)


def _rounded(value: Fraction, digits: int) -> Decimal:
    """Round a ratio to so many digits of a per cent, half up."""
    scale = 100 * 10**digits
    return Decimal(math.floor(value * scale + Fraction(1, 2))).scaleb(-digits)


def reasons_text(reasons: Sequence[Reason], lang: Language) -> str:
    """
    Say why a result is undecided or has no answer.

    Parameters
    ----------
    reasons
        The reasons.
    lang
        The language.

    Returns
    -------
    text
        Joined by semicolons; empty where there is nothing to say.
    """
    return "；".join(_reason_text(reason, lang) for reason in reasons)


def _reason_text(reason: Reason, lang: Language) -> str:
    """Say one reason, its values put into words."""
    spoken: dict[str, Any] = dict(reason.values)
    for key, value in reason.values.items():
        if key == "columns":
            columns = [FILTER_COLUMNS[name][1] for name in value]
            spoken[key] = "、".join(column.zh if lang == "zh" else column.en for column in columns)
        elif key == "answers":
            spoken[key] = say("zones.separator", lang).join(
                say("zones.reason.bases_answer", lang, basis=basis, outcome=outcome_text(said, lang))
                for basis, said in value
            )
        elif key == "bases":
            spoken[key] = "、".join(value)
        elif key == "periods":
            spoken[key] = say("zones.separator", lang).join(
                period_text(first, last, lang) for first, last in value
            )
        elif key == "outcome":
            spoken[key] = outcome_text(value, lang)
    # A parameter may hold for all years, and then has none.
    undated = "_undated" if "year" in spoken and spoken["year"] is None else ""
    return say(f"zones.reason.{reason.code}{undated}", lang, **spoken)


def period_text(first: str, last: str, lang: Language) -> str:
    """
    Say a period by its month, or by its first and last one.

    Parameters
    ----------
    first
        Its first day, ISO text.
    last
        Its last.
    lang
        The language.

    Returns
    -------
    text
        Such as 2024-04, or 2024-04 至 2024-06.
    """
    begun, ended = (day[: len("2024-06")] for day in (first, last))
    return begun if begun == ended else say("zones.reason.months", lang, first=begun, last=ended)


def outcome_text(outcome: str, lang: Language) -> str:
    """
    Say an outcome.

    Parameters
    ----------
    outcome
        The outcome.
    lang
        The language.

    Returns
    -------
    text
        Such as 纳入.
    """
    return say(f"zones.outcome.{outcome}", lang)


def status_text(status: str, lang: Language) -> str:
    """
    Say what a result comes to, with its certainty.

    Parameters
    ----------
    status
        The status.
    lang
        The language.

    Returns
    -------
    text
        Such as 确定纳入 or 待核定.
    """
    return say(f"zones.status.{status}", lang)


def counted_text(comparison: Comparison, lang: Language) -> str:
    """
    Name what a comparison counts.

    Parameters
    ----------
    comparison
        The comparison.
    lang
        The language.

    Returns
    -------
    text
        Such as 人, 户 or 个村; 元 for an income.
    """
    return say(f"zones.counted.{comparison.counted or 'fen'}", lang)


def comparison_text(comparison: Comparison, lang: Language) -> str:
    """
    Write a comparison out, with its numbers.

    Parameters
    ----------
    comparison
        The comparison.
    lang
        The language.

    Returns
    -------
    text
        Such as 100 ÷ 1,999 = 5.0025 %，须超过 5 %：成立.
    """
    holds = {True: "holds", False: "fails", None: "unknown"}[comparison.holds]
    parameter = comparison.parameter
    named = "_of_parameter" if comparison.kind == "value" and parameter else ""
    return say(
        f"zones.comparison.{comparison.kind}{named}",
        lang,
        numerator=_numerator_text(comparison, lang),
        denominator=_number_or_missing(comparison.denominator, lang),
        value=_value_text(comparison, lang),
        operator=say(f"zones.operator.{comparison.op}", lang),
        threshold=threshold_text(comparison, lang),
        holds=say(f"zones.comparison.{holds}", lang),
        name=parameter.name if parameter else "",
        year=parameter.year if parameter else "",
        doc=parameter.doc if parameter else "",
    )


def threshold_text(comparison: Comparison, lang: Language) -> str:
    """
    Write the number that a comparison is held against, with its unit.

    Parameters
    ----------
    comparison
        The comparison.
    lang
        The language.

    Returns
    -------
    text
        Such as `5 %`, `100 人`, `10,500.00 元/人`.
    """
    threshold = comparison.threshold
    if threshold is None:
        return say("zones.comparison.missing", lang)
    if comparison.kind == "share":
        return f"{(threshold * 100).normalize():f} %"
    if comparison.kind == "count":
        return say("zones.comparison.number", lang, n=f"{threshold:,f}", unit=counted_text(comparison, lang))
    return say("zones.comparison.yuan_per_head", lang, amount=f"{threshold:,.2f}")


def _numerator_text(comparison: Comparison, lang: Language) -> str:
    number = comparison.numerator
    if comparison.kind == "value" and number is not None:
        return say("zones.comparison.yuan", lang, amount=yuan_text(number))
    if comparison.kind == "count" and number is not None:
        return say("zones.comparison.number", lang, n=f"{number:,}", unit=counted_text(comparison, lang))
    return _number_or_missing(number, lang)


def _number_or_missing(number: int | None, lang: Language) -> str:
    return say("zones.comparison.missing", lang) if number is None else f"{number:,}"


def _value_text(comparison: Comparison, lang: Language) -> str:
    if comparison.value is None:
        return say("zones.comparison.missing", lang)
    if comparison.kind == "value":
        # Shown cut off, never rounded up: a household below the line must not seem to be on it.
        fen = math.floor(comparison.value * FEN_PER_YUAN)
        return say("zones.comparison.yuan_per_head", lang, amount=yuan_text(fen))
    return percent_text(comparison.value, comparison.threshold)


def margin_text(answer: Answer, lang: Language) -> str:
    """
    Say how far a unit is from the line, and what would turn the answer.

    Parameters
    ----------
    answer
        What a reading says on one basis.
    lang
        The language.

    Returns
    -------
    text
        Such as `还差 1 人即纳入`.
    """
    margin, comparison = answer.margin, answer.leading
    if margin is None or comparison is None:
        return say("zones.margin.none", lang)
    over = "over_" if comparison.op in {"gt", "ge"} else ""
    income = f"income_{over}" if comparison.kind == "value" else ""
    flip = margin + 1 if margin >= 0 else -margin
    shown = yuan_text(flip) if income else f"{flip:,}"
    side = "lacking" if margin < 0 else "enough" if margin or income else "just"
    unit = counted_text(comparison, lang)
    return say(f"zones.margin.{income}{side}", lang, n=f"{margin:,}", flip=shown, unit=unit)
