"""
The cells of one comparison of one unit in a workpaper (比较单元格): numbers, line, answer, margin.

A cell that has rows behind it adds these up; one that has not holds our number, and the line says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ruralmap.files.formulas import Formula
from ruralmap.jobs.workpaper_formulas import (
    Cells,
    digits_of,
    line_formula,
    margin_formula,
    other_formula,
    value_formula,
)
from ruralmap.jobs.workpaper_rows import amount_cell
from ruralmap.rules.comparators import yearly
from ruralmap.schema.money import FEN_PER_YUAN
from ruralmap.schema.policy_conditions import Compare
from ruralmap.schema.policy_measures import Growth, Presence, Share
from ruralmap.words.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ruralmap.files.formulas import ResultStyle
    from ruralmap.jobs.workpaper_rows import Block, RowSheet
    from ruralmap.rules.evidence_rows import Ledger
    from ruralmap.rules.evidence_terms import Amount, Term
    from ruralmap.schema.vocabulary import Level
    from ruralmap.words.catalogue import Language

# The cells of a comparison, in the order in which sheets have them.
FIELDS: Final = (
    "number",
    "divisor",
    "value",
    "line",
    "holds",
    "margin",
    "base_number",
    "base_divisor",
    "other_number",
    "other_divisor",
)
_DIGITS_SHOWN: Final = 12


@dataclass(frozen=True, eq=False)
class UnitOfTerm:
    """Of which unit a comparison is written, and where its rows stand (比较所在)."""

    term: Term
    level: Level
    codes: Sequence[str]
    place: int
    rows: RowSheet | None
    parameters: Mapping[str, str]
    lang: Language


@dataclass(frozen=True, eq=False)
class TermCells:
    """
    The cells of one comparison of one unit.

    `cells` are by `FIELDS`; `traced` says whether its numbers are formulas over rows.
    """

    cells: Mapping[str, object]
    traced: bool


def term_cells(unit: UnitOfTerm, at: Mapping[str, str]) -> TermCells:
    """
    Write a comparison of a unit.

    Parameters
    ----------
    unit
        The comparison, and of which unit.
    at
        The address of each field on the sheet.

    Returns
    -------
    cells
        What stands in each field.
    """
    term, place = unit.term, unit.place
    unknown = say("workpaper.unknown", unit.lang)
    found: dict[str, object] = dict.fromkeys(FIELDS)
    if not term.asked[place]:
        return TermCells({**found, "holds": 0}, traced=True)
    traced = [_amount_cells(unit, term.amount, "number", "divisor", found)]
    traced += [_amount_cells(unit, term.before, "base_number", "base_divisor", found)]
    if term.other is not None and isinstance(getattr(term.leaf, "than", None), Growth):
        # A growth is no sum of rows: its number stands there as it is.
        grown = _quotient(term.other, place)
        found["other_number"] = None if grown is None else _shown(grown)
    elif term.other is not None:
        traced += [_amount_cells(unit, term.other, "other_number", "other_divisor", found)]
    where = Cells(
        **{
            name: at[name]
            for name in ("number", "divisor", "base_number", "base_divisor", "other_number", "other_divisor")
            if found[name] is not None
        },
        line=at["line"],
    )
    found["line"] = _line_cell(unit)
    found["value"] = _value_cell(unit, where)
    answer = int(term.holds[place])
    found["holds"] = unknown if answer < 0 or found["number"] is None else _holds_cell(unit, where, answer)
    found["margin"] = None if answer < 0 else _margin_cell(unit, where)
    return TermCells(found, traced=all(traced))


def _amount_cells(
    unit: UnitOfTerm, amount: Amount | None, number: str, divisor: str, found: dict[str, object]
) -> bool:
    """Write a number and what it is divided by; say whether both are added up of rows."""
    place = unit.place
    if amount is None or not amount.known[place]:
        return True
    traced = amount.traced is not None and bool(amount.traced[place]) and unit.rows is not None
    found[number] = amount_cell(amount.numbers[place], amount.scale)
    if amount.divisors is not None:
        found[divisor] = amount_cell(amount.divisors[place], amount.divisor_scale)
    if not traced:
        return False
    blocks = [(ledger, _block(unit, ledger)) for ledger in amount.ledgers]
    found[number] = _sum_cell(unit, blocks, "above", found[number], amount.scale)
    if amount.divisors is not None and not _is_share(unit):
        found[divisor] = _sum_cell(unit, blocks, "below", found[divisor], amount.divisor_scale)
    return True


def _is_share(unit: UnitOfTerm) -> bool:
    return isinstance(getattr(unit.term.leaf, "measure", None), Share)


def _block(unit: UnitOfTerm, ledger: Ledger) -> Block | None:
    return None if unit.rows is None else unit.rows.block(ledger, unit.level, unit.codes)


def _sum_cell(
    unit: UnitOfTerm, blocks: Sequence[tuple[Ledger, Block | None]], side: str, value: object, scale: int
) -> object:
    """Add up the rows of one side."""
    code = unit.codes[unit.place]
    totals = [
        block.total(side, unit.level, code, unit.place)
        for ledger, block in blocks
        if block is not None and side in ledger.sides
    ]
    totals = [total for total in totals if total != "0"]
    if not totals:
        return value
    total = "+".join(totals)
    text = f"=ROUND({total},{digits_of(scale)})" if scale > 1 else f"={total}"
    return Formula(text, _float(value), _style_of(scale))


def _style_of(scale: int) -> ResultStyle:
    """Write money with its fen, counts whole, other numbers as they are."""
    return "integer" if scale == 1 else "money" if scale == FEN_PER_YUAN else "number"


def _float(value: object) -> float:
    return float(value) if isinstance(value, int | Decimal | Fraction) else 0.0


def _line_cell(unit: UnitOfTerm) -> object:
    """Write what is asked: a number, or the parameter's cell times what it is taken."""
    term = unit.term
    if not isinstance(term.leaf, Compare) or term.line is None:
        return None
    leaf, years = term.leaf, term.lines[0].measured.years
    line = Fraction(term.lines[0].threshold or 0) * Fraction(leaf.times) / Fraction(leaf.over)
    line = line if years > 1 else term.line
    cell = unit.parameters.get(leaf.parameter or "")
    if cell is None:
        return _shown(line)
    factor = Fraction(leaf.times) / Fraction(leaf.over)
    times = "" if factor == 1 else f"*{factor.numerator}/{factor.denominator}"
    return Formula(f"={cell}{times}", float(line))


def _shown(number: Fraction) -> object:
    return round(Decimal(number.numerator) / Decimal(number.denominator), _DIGITS_SHOWN).normalize() + 0


def _growth(unit: UnitOfTerm) -> Growth | None:
    measure = getattr(unit.term.leaf, "measure", None)
    return measure if isinstance(measure, Growth) else None


def _quotient(amount: Amount | None, place: int) -> Fraction | None:
    """Divide a number by what it is divided by."""
    if amount is None or not amount.known[place]:
        return None
    below = 1 if amount.divisors is None else int(amount.divisors[place])
    if below <= 0:
        return None
    return Fraction(int(amount.numbers[place]) * amount.divisor_scale, below * amount.scale)


def _value_cell(unit: UnitOfTerm, where: Cells) -> object:
    """Work out the value."""
    term, place, growth = unit.term, unit.place, _growth(unit)
    now = _quotient(term.amount, place)
    if now is None or not where.number:
        return None
    if growth is None:
        return Formula(value_formula(where, growth=False, points=False, years=1), float(now))
    base = _quotient(term.before, place)
    if not base or not where.base_number:
        return None
    years = term.lines[0].measured.years
    grown = now - base if growth.points else now / base - 1
    shown = grown if years == 1 else yearly(grown, years)
    return Formula(value_formula(where, growth=True, points=growth.points, years=years), float(shown))


def _holds_cell(unit: UnitOfTerm, where: Cells, answer: int) -> object:
    """Work out the answer."""
    term = unit.term
    leaf = term.leaf
    if not isinstance(leaf, Compare):
        text = f"{where.number}={where.divisor}" if term.joint == "all" else f"{where.number}>0"
        return Formula(f"=IF({text},1,0)", answer)
    if isinstance(leaf.measure, Presence) or term.lines[0].measured.owed is not None:
        return Formula(f"=IF({where.number}>={where.divisor},1,0)", answer) if where.divisor else answer
    growth = _growth(unit) is not None
    if term.other is not None:
        return Formula(other_formula(leaf, where, growth=growth), answer) if where.other_number else answer
    if term.line is None or term.amount is None:
        return answer
    digits = digits_of(max(term.amount.scale, term.amount.divisor_scale))
    years = term.lines[0].measured.years
    return Formula(line_formula(leaf, where, term.line, digits=digits, years=years), answer)


def _margin_cell(unit: UnitOfTerm, where: Cells) -> object:
    """Work out how far the number is from the line."""
    term, place = unit.term, unit.place
    if (
        not isinstance(term.leaf, Compare)
        or term.line is None
        or term.amount is None
        or term.before is not None
    ):
        return None
    first = term.lines[0]
    if first.margins is not None or first.measured.owed is not None or term.leaf.slack or not where.number:
        return None
    amount = term.amount
    line = term.lines[int(term.basis[place])] if term.basis is not None else first
    margin = line.comparison(place).margin
    scales = (amount.scale, amount.divisor_scale)
    text = margin_formula(term.leaf.op, where, term.line * Fraction(*scales), scales=scales)
    if margin is None or text is None:
        return None
    return Formula(text, float(Fraction(margin, amount.scale)), _style_of(amount.scale))
