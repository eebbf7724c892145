"""The columns of a bulletin (通报表列): numbers that sort and draw, with the unit in the header."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from ruralmap.jobs.policy_figures import column_style, figure_number, is_share, needs_digits
from ruralmap.rules.ranking import line_of
from ruralmap.words.catalogue import Language, say
from ruralmap.words.units import unit_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from ruralmap.files.workbook import NumberStyle
    from ruralmap.rules.ranking import Indicator, Place

NOTHING: Final = "—"
NAME: Final = 12.0
CELL: Final = 13.0
_MOVED: Final = 15.0
_HUNDREDTH: Final = Decimal("0.01")
_HUNDRED: Final = 100


@dataclass(frozen=True)
class Column:
    """
    One column of a table (表列).

    `fine` says in which of its cells two digits of a per cent would hide on which side of the line a share
    is.
    """

    head: str
    cells: tuple[object, ...]
    style: NumberStyle = "text"
    width: float = CELL
    fine: tuple[int, ...] = ()


def mark_of(place: Place | None, lang: Language) -> str:
    """
    Say why a cell has no number: it is never 0.

    Parameters
    ----------
    place
        The unit; missing where nothing is known of it.
    lang
        The language.

    Returns
    -------
    text
        数据不足 where that is so, else a dash.
    """
    if place is None or place.outcome != "insufficient_data":
        return NOTHING
    return say("policy_bulletin.lacking", lang)


def rank_column(head: str, places: Sequence[Place | None], lang: Language, *, width: float = CELL) -> Column:
    """
    Write the ranks of units.

    Parameters
    ----------
    head
        The header.
    places
        The units, in order; missing where nothing is known of one.
    lang
        The language.
    width
        In characters.

    Returns
    -------
    column
        A mark where there is no rank.
    """
    cells = (mark_of(place, lang) if place is None or place.rank is None else place.rank for place in places)
    return Column(head, tuple(cells), "rank", width)


def number_column(
    head: str, places: Sequence[Place | None], one: Indicator, lang: Language, *, width: float = CELL
) -> Column:
    """
    Write the numbers of units.

    Parameters
    ----------
    head
        The header, without the unit.
    places
        The units, in order; missing where nothing is known of one.
    one
        Which number it is.
    lang
        The language.
    width
        In characters; more where a number needs it.

    Returns
    -------
    column
        A mark where there is no number.
    """
    unit = one.leading.unit
    numbers = [_number(place, one) for place in places]
    cells = tuple(
        mark_of(place, lang) if number is None else number
        for place, number in zip(places, numbers, strict=True)
    )
    known = [number for number in numbers if number is not None]
    fine = (at for at, number in enumerate(numbers) if number is not None and needs_digits(number, unit))
    told = with_unit(head, "%" if is_share(unit) else unit_words(unit, lang), lang)
    widest = max((len(f"{number:,.2f}") + 1.0 for number in known), default=0.0)
    return Column(told, cells, column_style(unit, known), max(width, widest), tuple(fine))


def change_column(
    head: str, now: Sequence[Place], then: Sequence[Place | None], one: Indicator, lang: Language
) -> Column:
    """
    Write by how much numbers changed, shares in points of a per cent.

    Parameters
    ----------
    head
        The header, without the unit.
    now
        The units, in order.
    then
        The same, as they were.
    one
        Which number it is.
    lang
        The language.

    Returns
    -------
    column
        The differences of the numbers as they are shown, so that anybody can compute them again.
    """
    unit = one.leading.unit
    share = is_share(unit)
    steps: list[Decimal | None] = []
    for place, before in zip(now, then, strict=True):
        number, earlier = _number(place, one), _number(before, one)
        step = None if number is None or earlier is None else number - earlier
        steps.append(step if step is None or not share else _hundredths(step * _HUNDRED))
    known = [step for step in steps if step is not None]
    parts = share or column_style(unit, known) == "money"
    told = say("policy_bulletin.points", lang) if share else unit_words(unit, lang)
    return Column(
        with_unit(head, told, lang),
        tuple(NOTHING if step is None else step for step in steps),
        "signed_money" if parts else "signed_integer",
    )


def moved_column(head: str, now: Sequence[Place], then: Sequence[Place | None]) -> Column:
    """
    Write by how many places units moved up; a negative number is down.

    Parameters
    ----------
    head
        The header.
    now
        The units, in order.
    then
        The same, as they were.

    Returns
    -------
    column
        A dash where one of the two ranks is missing.
    """
    cells = tuple(
        NOTHING if place.rank is None or before is None or before.rank is None else before.rank - place.rank
        for place, before in zip(now, then, strict=True)
    )
    return Column(head, cells, "signed_integer", _MOVED)


def points_column(head: str, values: Sequence[Fraction | None]) -> Column:
    """
    Write the points of a score.

    Parameters
    ----------
    head
        The header.
    values
        The points; may be missing.

    Returns
    -------
    column
        Rounded half up to hundredths; a dash where a score is missing.
    """
    cells = tuple(
        NOTHING if value is None else _hundredths(Decimal(value.numerator) / Decimal(value.denominator))
        for value in values
    )
    return Column(head, cells, "money")


def with_unit(head: str, unit: str, lang: Language) -> str:
    """
    Put a unit behind a header.

    Parameters
    ----------
    head
        The header.
    unit
        The unit in words.
    lang
        The language.

    Returns
    -------
    text
        Such as `数值（户）`.
    """
    return say("policy_bulletin.with_unit", lang, head=head, unit=unit) if unit else head


def _number(place: Place | None, one: Indicator) -> Decimal | None:
    if place is None or place.value is None:
        return None
    return figure_number(place.value, one.leading.unit, line_of(one.rule, one.leading))


def _hundredths(number: Decimal) -> Decimal:
    return number.quantize(_HUNDREDTH, ROUND_HALF_UP)
