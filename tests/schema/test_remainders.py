"""Units dealt out add up to the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruralmap.schema.remainders import apportion

WEIGHTS = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 10**9), min_size=1).filter(
    lambda weights: any(weights.values())
)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        # 1,000,000 / 3 = 333,333.33 each; one is left and all remainders are equal: the first key gets it.
        pytest.param(
            10**6, {"c": 1, "a": 1, "b": 1}, {"a": 333_334, "b": 333_333, "c": 333_333}, id="thirds"
        ),
        # 10 x 1/6 = 1.67, 10 x 2/6 = 3.33, 10 x 3/6 = 5: one is left, for the remainder .67.
        pytest.param(10, {"a": 1, "b": 2, "c": 3}, {"a": 2, "b": 3, "c": 5}, id="largest remainder"),
        pytest.param(7, {"a": 0, "b": 4}, {"a": 0, "b": 7}, id="a weight of zero gets nothing"),
        pytest.param(0, {"a": 1}, {"a": 0}, id="nothing to deal"),
    ],
)
def test_parts_worked_out_by_hand(total, weights, parts):
    assert apportion(total, weights) == parts


@pytest.mark.parametrize("weights", [{}, {"a": 0}, {"a": 2, "b": -1}])
def test_weights_that_divide_nothing_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        apportion(5, weights)


@given(st.integers(0, 10**12), WEIGHTS)
def test_parts_add_up_and_none_is_a_unit_off_its_quota(total, weights):
    parts = apportion(total, weights)
    assert sum(parts.values()) == total
    whole = sum(weights.values())
    assert all(abs(parts[key] * whole - total * weight) < whole for key, weight in weights.items())
    assert apportion(total, dict(reversed(weights.items()))) == parts
