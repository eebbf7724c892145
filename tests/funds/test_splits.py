"""Parts add up to the whole, to the fen."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.funds.splits import split_fen, split_runs

KEYS = st.text("abcdef", min_size=1, max_size=3)
SHARES = st.dictionaries(KEYS, st.integers(0, 10**6), min_size=1, max_size=9).filter(
    lambda shares: any(shares.values())
)
TOTALS = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("total", "shares", "parts"),
    [
        pytest.param(100, {"a": 1}, {"a": 100}, id="one part is the whole"),
        # 100/3 = 33.33 each; one fen is left and all remainders are equal: the first key gets it.
        pytest.param(100, {"c": 1, "b": 1, "a": 1}, {"a": 34, "b": 33, "c": 33}, id="ties by order of key"),
        # 101 x 0.5 = 50.5, x 0.3 = 30.3, x 0.2 = 20.2; one fen is left, the largest remainder is .5.
        pytest.param(
            101, {"a": 0.5, "b": 0.3, "c": 0.2}, {"a": 51, "b": 30, "c": 20}, id="largest remainder"
        ),
        # 10 x 0.7/2.1 = 3.33 each, whatever the shares add up to.
        pytest.param(
            10, {"a": 0.7, "b": 0.7, "c": 0.7}, {"a": 4, "b": 3, "c": 3}, id="shares are proportions"
        ),
        # Binary 0.1 + 0.2 is not 0.3; typed 0.1, 0.2 and 0.3 are 1 : 2 : 3, and 60 splits without remainder.
        pytest.param(60, {"a": 0.1, "b": 0.2, "c": 0.3}, {"a": 10, "b": 20, "c": 30}, id="floats as typed"),
        pytest.param(-101, {"a": 0.5, "b": 0.3, "c": 0.2}, {"a": -51, "b": -30, "c": -20}, id="a recovery"),
        pytest.param(0, {"a": 1, "b": 2}, {"a": 0, "b": 0}, id="nothing to split"),
        pytest.param(
            7, {"a": 0, "b": 1, "c": 0}, {"a": 0, "b": 7, "c": 0}, id="a share of zero gets nothing"
        ),
        # 1/3 and 2/3 of 2 are 0.67 and 1.33: one fen is left, .67 is the larger remainder.
        pytest.param(2, {"a": Fraction(1, 3), "b": Fraction(2, 3)}, {"a": 1, "b": 1}, id="fractions"),
        pytest.param(3, {"a": Decimal("0.5"), "b": "0.5"}, {"a": 2, "b": 1}, id="decimals and text"),
    ],
)
def test_a_split_by_hand(total, shares, parts):
    assert split_fen(total, shares) == parts


@given(TOTALS, SHARES)
def test_the_parts_add_up_to_the_whole(total, shares):
    assert sum(split_fen(total, shares).values()) == total


@given(TOTALS, SHARES)
def test_no_part_is_a_fen_or_more_from_its_exact_quota(total, shares):
    parts, whole = split_fen(total, shares), sum(shares.values())
    assert parts.keys() == shares.keys()
    for key, share in shares.items():
        assert abs(parts[key] - Fraction(total * share, whole)) < 1


@given(TOTALS, SHARES, st.randoms(use_true_random=False))
def test_the_order_of_the_shares_changes_nothing(total, shares, chance):
    items = list(shares.items())
    chance.shuffle(items)
    assert split_fen(total, dict(items)) == split_fen(total, shares)


@given(TOTALS, SHARES)
def test_a_recovery_takes_back_what_was_given(total, shares):
    given_out, taken_back = split_fen(total, shares), split_fen(-total, shares)
    assert all(given_out[key] == -taken_back[key] for key in shares)


@given(TOTALS, SHARES)
def test_a_larger_share_never_gets_less(total, shares):
    parts = split_fen(abs(total), shares)
    ranked = sorted(shares, key=lambda key: (shares[key], parts[key]))
    assert [parts[key] for key in ranked] == sorted(parts.values())


@pytest.mark.parametrize(
    "shares",
    [
        pytest.param({}, id="none"),
        pytest.param({"a": 0, "b": 0.0}, id="all zero"),
        pytest.param({"a": 1, "b": -1}, id="a negative one"),
        pytest.param({"a": float("nan")}, id="no number"),
        pytest.param({"a": "一半"}, id="words"),
    ],
)
def test_shares_that_say_nothing_are_refused(shares):
    with pytest.raises(ValueError, match=r"shares must not be negative|Invalid literal"):
        split_fen(100, shares)


def runs(*rows):
    """Split rows of (total, weights) all at once, and give the parts row by row."""
    totals = np.array([total for total, _ in rows], dtype=np.int64)
    counts = np.array([len(weights) for _, weights in rows], dtype=np.int64)
    weights = np.array([weight for _, weights in rows for weight in weights], dtype=np.int64)
    parts = split_runs(totals, counts, weights).tolist()
    ends = np.cumsum(counts).tolist()
    return [parts[end - count : end] for end, count in zip(ends, counts.tolist(), strict=True)]


def test_many_amounts_are_split_each_by_its_own_weights():
    # 100,001 among three equal ones: 33,333.67 each, two fen are left and go to the first two.
    # By millionths 333,334 333,333 333,333: 33,333.77, 33,333.67, 33,333.67: the same.
    assert runs((100_001, [1, 1, 1]), (-100_001, [333_334, 333_333, 333_333]), (7, [5]), (0, [1, 2])) == [
        [33_334, 33_334, 33_333],
        [-33_334, -33_334, -33_333],
        [7],
        [0, 0],
    ]
    assert runs() == []


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**13), 10**13),
            st.lists(st.integers(0, 10**6), min_size=1, max_size=5).filter(any),
        ),
        max_size=5,
    )
)
def test_many_amounts_are_split_as_each_alone(rows):
    alone = [
        list(split_fen(total, {f"{place}": weight for place, weight in enumerate(weights)}).values())
        for total, weights in rows
    ]
    assert runs(*rows) == alone
