"""Money is whole fen inside, 元 and 万元 at the edges."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruralmap.schema.money import fen_of, wan_parts, wan_text, yuan_text


@pytest.mark.parametrize(
    ("amount", "unit", "fen"),
    [
        ("1,234.56", "元", 123456),
        ("1，234.56", "元", 123456),
        (0.1, "元", 10),
        (Decimal("0.01"), "元", 1),
        ("3.5", "万元", 3_500_000),
        ("1", "亿元", 10_000_000_000),
        (0.1 + 0.2, "元", 30),
        (-5, "元", -500),
    ],
)
def test_amounts_become_fen(amount, unit, fen):
    assert fen_of(amount, unit) == fen


@pytest.mark.parametrize("amount", ["", "三元", "nan", float("inf"), "0.005", "1.2345678"])
def test_what_is_no_whole_number_of_fen_is_refused(amount):
    with pytest.raises(ValueError, match=r"not an amount|smaller than a fen"):
        fen_of(amount)


@pytest.mark.parametrize(
    ("fen", "yuan", "wan"),
    [
        (0, "0.00", "0.00"),
        (1, "0.01", "0.00"),
        (123_450, "1,234.50", "0.12"),
        (-123_450, "-1,234.50", "-0.12"),
        # 0.005 万元 are 5,000 fen: half a hundredth goes up.
        (5_000, "50.00", "0.01"),
        (4_999, "49.99", "0.00"),
        (30_862_614_700, "308,626,147.00", "30,862.61"),
    ],
)
def test_fen_are_written_in_yuan_and_wan(fen, yuan, wan):
    assert (yuan_text(fen), wan_text(fen)) == (yuan, wan)


@settings(deadline=None)
@given(st.integers(-(10**15), 10**15))
def test_what_is_written_comes_back(fen):
    assert fen_of(yuan_text(fen)) == fen


@pytest.mark.parametrize(
    ("fens", "parts"),
    [
        # E14: 33.333, 33.333, 33.334 are 100.00: 33.33 each is 99.99, the last has the largest remainder.
        pytest.param((33_333_000, 33_333_000, 33_334_000), ("33.33", "33.33", "33.34"), id="three thirds"),
        pytest.param((5_000, 5_000), ("0.01", "0.00"), id="two halves are one hundredth, the first's"),
        pytest.param((-33_333_000, 33_333_000), ("-33.33", "33.33"), id="taken back"),
        pytest.param((-5_000, 0), ("-0.01", "0.00"), id="half a hundredth below nothing"),
        pytest.param((), (), id="none"),
    ],
)
def test_parts_in_wan_add_up(fens, parts):
    assert tuple(f"{part:.2f}" for part in wan_parts(fens)) == parts


@settings(deadline=None)
@given(st.lists(st.integers(-(10**13), 10**13), max_size=9))
def test_parts_in_wan_add_up_to_the_rounded_sum_and_each_is_near_its_amount(fens):
    parts = wan_parts(fens)
    assert sum(parts, Decimal(0)) == Decimal(wan_text(sum(fens)).replace(",", ""))
    assert all(abs(part.scaleb(6) - fen) < 10_000 for part, fen in zip(parts, fens, strict=True))
