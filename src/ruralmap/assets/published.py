"""A published summary proved (公布数勾稽): by class and by owner must be one total, within rounding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from ruralmap.errors import InputError
from ruralmap.schema.money import FEN_PER_WAN
from ruralmap.words.bilingual import say_both

if TYPE_CHECKING:
    from collections.abc import Iterable

Verdict = Literal["equal", "within_rounding", "differs"]


@dataclass(frozen=True)
class Part:
    """
    One line of a summary: how many, how much in fen, and by how much the amount may be off.

    `off_fen` is half a unit of the last decimal that was published; 0 of an amount that was not rounded.
    """

    count: int
    fen: Decimal
    off_fen: Decimal

    @classmethod
    def published(cls, count: int, wan: str) -> Part:
        """
        Read a line as it was published.

        Parameters
        ----------
        count
            How many.
        wan
            The amount in 万元 as it was printed: its decimals say to what it was rounded.

        Returns
        -------
        part
            The line.

        Raises
        ------
        InputError
            If the amount is no number in decimals.
        """
        text = wan.replace(",", "").replace("，", "").strip()
        try:
            amount = Decimal(text)
        except InvalidOperation as fault:
            raise InputError(say_both("asset_reconcile.fault.no_amount", found=wan)) from fault
        exponent = amount.as_tuple().exponent
        if not isinstance(exponent, int) or exponent > 0:
            raise InputError(say_both("asset_reconcile.fault.no_amount", found=wan))
        return cls(count, amount * FEN_PER_WAN, Decimal(1).scaleb(exponent) * FEN_PER_WAN / 2)

    @classmethod
    def exact(cls, count: int, fen: int) -> Part:
        """
        Take a line that was not rounded.

        Parameters
        ----------
        count
            How many.
        fen
            How much.

        Returns
        -------
        part
            The line.
        """
        return cls(count, Decimal(fen), Decimal(0))


@dataclass(frozen=True)
class Proof:
    """
    Two ways to add up one ledger (两种口径的合计).

    Counts and amounts in fen, of the one way and of the other; `tolerance_fen` is what their rounding allows
    in all.
    """

    counts: tuple[int, int]
    fens: tuple[Decimal, Decimal]
    tolerance_fen: Decimal

    @property
    def gap_fen(self) -> Decimal:
        """By how much the one is more than the other."""
        return self.fens[0] - self.fens[1]

    @property
    def verdict(self) -> Verdict:
        """Whether they are equal, as equal as their rounding lets them be, or different."""
        if self.counts[0] != self.counts[1] or abs(self.gap_fen) > self.tolerance_fen:
            return "differs"
        return "within_rounding" if self.gap_fen else "equal"


def prove(one: Iterable[Part], other: Iterable[Part]) -> Proof:
    """
    Hold two ways to add up a ledger against each other.

    Each published figure may be off by half a unit of its last decimal, so that two sums may differ by all
    of these halves together and by no more. Numbers of assets are never rounded.

    Parameters
    ----------
    one
        The lines of the one way, such as by class.
    other
        The lines of the other, such as by level of owner.

    Returns
    -------
    proof
        The sums, the gap between them and what is allowed.
    """
    first, second = tuple(one), tuple(other)
    return Proof(
        counts=(sum(part.count for part in first), sum(part.count for part in second)),
        fens=(_sum(part.fen for part in first), _sum(part.fen for part in second)),
        tolerance_fen=_sum(part.off_fen for part in (*first, *second)),
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
