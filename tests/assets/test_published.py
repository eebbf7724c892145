"""How far two sums of rounded figures may be apart: by the halves of their last decimals, no further."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.assets.published import Part, prove
from ruralmap.errors import InputError


@pytest.mark.parametrize(
    ("wan", "fen", "off"),
    [
        ("1839.2229", "1839222900", "50"),  # half of 0.0001 万元 is 0.5 元
        ("1839.22", "1839220000", "5000"),  # half of 0.01 万元 is 50 元
        ("3214.4", "3214400000", "50000"),
        ("30", "30000000", "500000"),
        ("1,327.50", "1327500000", "5000"),
        ("-0.01", "-10000", "5000"),
    ],
)
def test_the_decimals_say_to_what_a_figure_was_rounded(wan, fen, off):
    part = Part.published(1, wan)
    assert (part.fen, part.off_fen) == (Decimal(fen), Decimal(off))


@pytest.mark.parametrize("wan", ["约30", "", "NaN", "Infinity", "3E+2"])
def test_what_is_no_figure_is_refused(wan):
    with pytest.raises(InputError, match="万元"):
        Part.published(1, wan)


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        # 1.00 and 2.00 may be off by 0.005 each, their sum 3.0 by 0.05: 0.06 万元 in all.
        pytest.param("3.0", "equal", id="equal"),
        pytest.param("3.1", "differs", id="0.1 apart"),
        pytest.param("2.9", "differs", id="0.1 below"),
    ],
)
def test_two_ways_to_one_total(other, verdict):
    proof = prove([Part.published(1, "1.00"), Part.published(2, "2.00")], [Part.published(3, other)])
    assert proof.tolerance_fen == 60_000
    assert proof.verdict == verdict


@pytest.mark.parametrize(
    ("fen", "verdict"),
    [
        (1_000_000, "equal"),
        (1_005_000, "within_rounding"),
        (1_005_001, "differs"),
        (995_000, "within_rounding"),
        (994_999, "differs"),
    ],
)
def test_at_the_limit_it_may_be_rounding_and_beyond_it_cannot(fen, verdict):
    assert prove([Part.published(1, "1.00")], [Part.exact(1, fen)]).verdict == verdict


def test_a_number_of_assets_is_never_rounded():
    assert prove([Part.exact(2, 5)], [Part.exact(3, 5)]).verdict == "differs"


def test_nothing_is_nothing():
    assert prove([], []).verdict == "equal"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 10**9)), max_size=8), st.randoms())
def test_what_is_exact_adds_up_however_it_is_cut(rows, random):
    shuffled = random.sample(rows, len(rows))
    whole = [Part.exact(sum(count for count, _ in rows), sum(fen for _, fen in rows))]
    proof = prove([Part.exact(*row) for row in shuffled], whole)
    assert (proof.verdict, proof.gap_fen, proof.tolerance_fen) == ("equal", 0, 0)


@given(st.lists(st.integers(0, 10**10), min_size=1, max_size=8))
def test_figures_rounded_to_a_hundredth_never_differ_from_what_they_were(fens):
    rounded = [Part.published(1, f"{Decimal(fen) / 1_000_000:.2f}") for fen in fens]
    assert prove(rounded, [Part.exact(len(fens), sum(fens))]).verdict != "differs"
