import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.demo.draws import apportion, chance, draw_parts, draw_words, stream


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        pytest.param(10, [1, 1], [5, 5], id="even"),
        # 10/3 = 3.33 each: three are given out, the one left goes to the first of the equal remainders.
        pytest.param(10, [1, 1, 1], [4, 3, 3], id="a tie goes to the earlier"),
        # 7 * 1/4 = 1.75, 7 * 3/4 = 5.25: 1 and 5, the one left goes to the larger remainder .75.
        pytest.param(7, [1, 3], [2, 5], id="the larger remainder first"),
        pytest.param(0, [2, 5], [0, 0], id="nothing to split"),
        pytest.param(9, [0, 4], [0, 9], id="no weight, no part"),
    ],
)
def test_apportion_gives_whole_parts(total, weights, parts):
    assert apportion(total, weights) == parts


@given(total=st.integers(0, 10**15), weights=st.lists(st.integers(0, 10**6), min_size=1).filter(any))
def test_apportioned_parts_add_up_and_are_within_one_of_their_share(total, weights):
    parts = apportion(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * whole - total * weight) < whole


@given(total=st.integers(0, 300))
def test_drawn_parts_add_up(total):
    parts = draw_parts(stream(99), total, odds={2: 1, 3: 2})
    assert sum(parts) == total
    assert all(part in {2, 3} for part in parts[:-1])


def test_a_stream_gives_the_same_numbers_again_and_other_streams_others():
    assert stream(7).integers(1000, size=20).tolist() == stream(7).integers(1000, size=20).tolist()
    assert stream(7).integers(1000, size=20).tolist() != stream(8).integers(1000, size=20).tolist()


def test_words_come_up_by_their_odds():
    words = draw_words(stream(1), {"a": 3, "b": 1}, count=4000)
    assert np.mean(words == "a") == pytest.approx(0.75, abs=0.03)


@pytest.mark.parametrize("permille", [0, 250, 1000])
def test_chance_is_in_thousandths(permille):
    assert chance(stream(2), 4000, permille=permille).mean() == pytest.approx(permille / 1000, abs=0.03)
