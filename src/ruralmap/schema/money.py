"""Money is integer fen inside (分), 元 or 万元 at the edges. Never a float in between."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

FEN_PER_YUAN: Final = 100
FEN_PER_WAN: Final = 1_000_000
FEN_PER_UNIT: Final = {"元": FEN_PER_YUAN, "万元": FEN_PER_WAN, "亿元": 10_000 * FEN_PER_WAN}


def fen_of(amount: str | float | Decimal, unit: str = "元") -> int:
    """
    Turn an amount in 元 or 万元 into whole fen, exactly.

    A float is taken by its shortest decimal text, which is what the office typed (0.1 is ten fen).

    Parameters
    ----------
    amount
        The amount; text may hold thousands separators.
    unit
        One of 元, 万元, 亿元.

    Returns
    -------
    fen
        The amount in fen.

    Raises
    ------
    ValueError
        If the amount is no number, or has a part smaller than a fen.
    """
    text = str(amount).replace(",", "").replace("，", "").strip()
    try:
        fen = Decimal(text) * FEN_PER_UNIT[unit]
    except InvalidOperation as fault:
        message = f"not an amount of money: {amount!r}"
        raise ValueError(message) from fault
    if not fen.is_finite():
        message = f"not an amount of money: {amount!r}"
        raise ValueError(message)
    whole = fen.to_integral_value()
    # A spreadsheet's own arithmetic leaves 1e-9 of a yuan behind; more than a thousandth of a fen was typed.
    if abs(fen - whole) > Decimal("0.001"):
        message = f"smaller than a fen: {amount!r} {unit}"
        raise ValueError(message)
    return int(whole)


def yuan_text(fen: int) -> str:
    """
    Write fen as 元 with two decimals and thousands separators.

    Parameters
    ----------
    fen
        The amount in fen.

    Returns
    -------
    text
        Such as `1,234.50`.
    """
    sign, fen = ("-" if fen < 0 else ""), abs(int(fen))
    return f"{sign}{fen // FEN_PER_YUAN:,}.{fen % FEN_PER_YUAN:02d}"


def wan_text(fen: int) -> str:
    """
    Write fen as 万元 with two decimals, half rounded up, and thousands separators.

    Parameters
    ----------
    fen
        The amount in fen.

    Returns
    -------
    text
        Such as `3,086.26`.
    """
    sign, fen = ("-" if fen < 0 else ""), abs(int(fen))
    hundredths = (fen + FEN_PER_WAN // 200) // (FEN_PER_WAN // 100)
    return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}"


def wan_parts(fens: Sequence[int]) -> list[Decimal]:
    """
    Write amounts as 万元 with two decimals that add up to their sum as `wan_text` writes it.

    Each is cut down to whole hundredths, and the hundredths that are then missing go one each to the largest
    remainders, equal ones in order: no part is a hundredth or more from what it stands for.

    Parameters
    ----------
    fens
        The amounts in fen.

    Returns
    -------
    parts
        万元 with two decimals, in the order of `fens`.

    Source
    ------
    Hamilton's method (largest remainder).
    """
    per = FEN_PER_WAN // 100
    parts = [fen // per for fen in fens]
    whole = (abs(sum(fens)) + per // 2) // per
    left = (whole if sum(fens) > 0 else -whole) - sum(parts)
    by_remainder = sorted(range(len(fens)), key=lambda place: (-(fens[place] % per), place))
    for place in by_remainder[:left]:
        parts[place] += 1
    return [Decimal(part).scaleb(-2) for part in parts]
