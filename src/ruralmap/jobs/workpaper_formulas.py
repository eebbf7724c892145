"""
How the numbers of a workpaper are worked out in its own cells (底稿公式): plain text for office programs.

A share is never divided before it is compared: what is counted is held against the line times what it is
divided by, rounded to the digits that these can have, so that nothing is lost at the line itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ruralmap.rules.margins import parts_of_condition
from ruralmap.schema.policy_conditions import AllConditions, Compare, Holds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ruralmap.schema.policy_conditions import Condition
    from ruralmap.schema.vocabulary import Comparator

# Growth is a quotient of quotients: two numbers that differ less are the same number.
_QUOTIENT_DIGITS: Final = 10
# A line with more digits after the point is written as a fraction.
_MOST_DIGITS: Final = 6
_SIGNS: Final[dict[Comparator, str]] = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "eq": "=", "about": "="}


@dataclass(frozen=True)
class Cells:
    """Where the numbers of a comparison stand (单元格): addresses, empty where there is none."""

    number: str = ""
    divisor: str = ""
    line: str = ""
    base_number: str = ""
    base_divisor: str = ""
    other_number: str = ""
    other_divisor: str = ""

    @property
    def value(self) -> str:
        """The number, divided."""
        return f"{self.number}/{self.divisor}" if self.divisor else self.number

    @property
    def base(self) -> str:
        """The number of the first year, divided."""
        return f"{self.base_number}/{self.base_divisor}" if self.base_divisor else self.base_number

    @property
    def other(self) -> str:
        """The number on the other side, divided."""
        return f"{self.other_number}/{self.other_divisor}" if self.other_divisor else self.other_number


def digits_of(scale: int) -> int:
    """
    Say how many digits stand after the point of a number that is kept in parts of a unit.

    Parameters
    ----------
    scale
        How many parts make one unit: 1, 10, 100.

    Returns
    -------
    digits
        0, 1, 2.
    """
    return len(str(scale)) - 1


def value_formula(cells: Cells, *, growth: bool, points: bool, years: int) -> str:
    """
    Work out a number.

    Parameters
    ----------
    cells
        Where its parts stand.
    growth
        Whether it is held against that of the first year.
    points
        Whether the difference is asked.
    years
        Over how many years an average is taken.

    Returns
    -------
    formula
        Empty text where the divisor is nothing.
    """
    guards = [cell for cell in (cells.divisor, cells.base_divisor) if cell]
    text = cells.value
    if growth and points:
        text = f"{cells.value}-{cells.base}"
    elif growth:
        guards.append(cells.base_number)
        text = f"({cells.value})/({cells.base})"
        text = f"({text})^(1/{years})-1" if years > 1 else f"{text}-1"
    return f'=IF({_some(guards)},{text},"")' if guards else f"={text}"


def _some(cells: Sequence[str]) -> str:
    return f"{cells[0]}>0" if len(cells) == 1 else f"AND({','.join(f'{cell}>0' for cell in cells)})"


def line_formula(compare: Compare, cells: Cells, line: Fraction, *, digits: int, years: int = 1) -> str:
    """
    Hold a number against a line.

    Parameters
    ----------
    compare
        The comparison.
    cells
        Where its numbers stand.
    line
        The line, exactly.
    digits
        How many digits the numbers have after the point.
    years
        Over how many years an average is taken.

    Returns
    -------
    formula
        1 where the comparison holds, else 0.
    """
    if cells.base_number:
        grown = f"{cells.value}-{cells.base}" if _points(compare) else f"({cells.value})/({cells.base})-1"
        asked = f"((1+{cells.line})^{years}-1)" if years > 1 else cells.line
        return _held(compare.op, f"{grown}-{asked}", _QUOTIENT_DIGITS)
    shown = _digits_of(line)
    times, of = (1, cells.line) if shown is not None else (line.denominator, str(line.numerator))
    number = cells.number if times == 1 else f"{times}*{cells.number}"
    if compare.slack:
        sign = "+" if compare.op in {"gt", "ge"} else "-"
        number += f"{sign}{times * compare.slack}"
    gap = f"{number}-{of}*{cells.divisor}" if cells.divisor else f"{number}-{of}"
    if compare.op == "about":
        off = f"{times}*{compare.tolerance}" + (f"*{cells.divisor}" if cells.divisor else "")
        return f"=IF(ROUND(ABS({gap})-{off},{_QUOTIENT_DIGITS})<=0,1,0)"
    return _held(compare.op, gap, digits + (shown or 0))


def _points(compare: Compare) -> bool:
    return bool(getattr(compare.measure, "points", False))


def _digits_of(line: Fraction) -> int | None:
    """Say how many digits a line has after the point; missing where it has no end, or is too long."""
    for digits in range(_MOST_DIGITS + 1):
        if (line * 10**digits).denominator == 1:
            return digits
    return None


def other_formula(compare: Compare, cells: Cells, *, growth: bool) -> str:
    """
    Hold a number against another.

    Parameters
    ----------
    compare
        The comparison.
    cells
        Where both stand.
    growth
        Whether the number is a growth.

    Returns
    -------
    formula
        1 where the comparison holds, else 0.
    """
    if growth:
        ours = f"{cells.value}-{cells.base}" if _points(compare) else f"({cells.value})/({cells.base})-1"
        return _held(compare.op, f"{ours}-{_times(compare)}({cells.other})", _QUOTIENT_DIGITS)
    ours = cells.number + (f"*{cells.other_divisor}" if cells.other_divisor else "")
    theirs = cells.other_number + (f"*{cells.divisor}" if cells.divisor else "")
    return _held(compare.op, f"{ours}-{_times(compare)}{theirs}", _QUOTIENT_DIGITS)


def _times(compare: Compare) -> str:
    factor = Fraction(compare.times) / Fraction(compare.over)
    return "" if factor == 1 else f"({factor.numerator}/{factor.denominator})*"


def _held(op: Comparator, gap: str, digits: int) -> str:
    return f"=IF(ROUND({gap},{digits}){_SIGNS[op]}0,1,0)"


def margin_formula(op: Comparator, cells: Cells, per: Fraction, *, scales: tuple[int, int]) -> str | None:
    """
    Say how far a number is from the line, in whole parts of its unit: 0 just holds, -1 part lacks.

    Parameters
    ----------
    op
        The comparator.
    cells
        Where the numbers stand.
    per
        The line, in parts of the number for each part of the divisor.
    scales
        How many parts make one unit of the number, and of the divisor.

    Returns
    -------
    formula
        In the number's unit; missing for comparators that have no side.

    Notes
    -----
    Whole limits: `x` rounded up is `ROUND(x + 1/2 - 1/(2q), 0)` where `x` is a fraction of `q`.
    """
    if op not in {"gt", "ge", "lt", "le"}:
        return None
    q, digits = per.denominator, digits_of(scales[0])
    below = f"ROUND({cells.divisor}*{scales[1]},0)" if cells.divisor else "1"
    up = op in {"ge", "lt"}
    rounding = f"+{q - 1}" if up else f"-{q - 1}"
    limit = f"ROUND((2*{per.numerator}*{below}{rounding})/{2 * q},0)"
    limit = {"gt": f"({limit}+1)", "lt": f"({limit}-1)"}.get(op, limit)
    own = f"ROUND({cells.number}*{scales[0]},0)"
    gap = f"{own}-{limit}" if op in {"gt", "ge"} else f"{limit}-{own}"
    return f"=ROUND(({gap})/{scales[0]},{digits})"


def joined(condition: Condition, cells: Iterator[str], unknown: str) -> str:
    """
    Join the answers of comparisons by 且 and 或, with three answers: 1, 0 or not known.

    Parameters
    ----------
    condition
        The condition.
    cells
        Where the answers stand, in the order in which they are written.
    unknown
        How a cell says that nobody knows.

    Returns
    -------
    text
        An expression without `=`.
    """
    if isinstance(condition, Compare | Holds):
        return next(cells)
    every = isinstance(condition, AllConditions)
    parts = [joined(part, cells, unknown) for part in parts_of_condition(condition)]
    if len(parts) == 1:
        return parts[0]
    first, last = ("0", "1") if every else ("1", "0")
    some = ",".join(f"{part}={first}" for part in parts)
    all_of = ",".join(f"{part}={last}" for part in parts)
    return f'IF(OR({some}),{first},IF(AND({all_of}),{last},"{unknown}"))'
